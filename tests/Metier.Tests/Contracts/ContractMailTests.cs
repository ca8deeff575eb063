using Metier.Contracts;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Contracts;

/// <summary>Who is told what by mail, in their language, once. Ada reads English, Zoe reads French.</summary>
public class ContractMailTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    /// <summary>"ada: subject" of what was sent since the last call, in alphabetical order.</summary>
    private static async Task<string[]> SentAsync(ContractScene scene, HashSet<Guid> seen)
    {
        await scene.Host.SettleAsync();
        // Delivered again after a crash: nobody is told twice.
        await scene.Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<OutboxRow>()
                .ExecuteUpdateAsync(u => u.SetProperty(r => r.DoneAt, (DateTime?)null))
        );
        await scene.Host.SettleAsync();
        return
        [
            .. (await scene.Host.MailsAsync())
                .Where(m => seen.Add(m.Id))
                // Cards and feedback are told by other modules.
                .Where(m => !m.Subject.Contains("4242", StringComparison.Ordinal))
                .Where(m =>
                    !m.Subject.Contains("eedback", StringComparison.Ordinal)
                    && !m.Subject.Contains("vis sur", StringComparison.Ordinal)
                )
                .Select(m =>
                    m.ToName.Split(' ')[0].ToLowerInvariant()
                    + ": "
                    + m.Subject.Replace('\u00A0', ' ').Replace('\u202F', ' ')
                )
                .Order(StringComparer.Ordinal),
        ];
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_offer_is_told_at_every_turn(Store store)
    {
        await using var scene = await ContractScene.OfferedAsync(store, 1000);
        var seen = new HashSet<Guid>();
        var sent = await SentAsync(scene, seen);
        Assert.Contains("zoe: Ada Client Ltd vous propose un contrat : Picture book", sent);
        var mail = (await scene.Host.MailsAsync()).Single(m =>
            m.Subject.Contains("vous propose", StringComparison.Ordinal)
        );
        var text = mail.Text.Replace('\u00A0', ' ').Replace('\u202F', ' ');
        foreach (
            var words in (string[])
                [
                    "1 000,00 €",
                    "−100,00 €",
                    "900,00 €",
                    "car vous avez envoyé une proposition",
                    $"/go/offer/{scene.OfferId}",
                ]
        )
        {
            Assert.Contains(words, text, StringComparison.Ordinal);
        }

        var typed = new OfferTyped(
            "Picture book",
            "More",
            null,
            [new MilestoneTyped { Title = "All", Amount = "1200" }]
        );
        Assert.True(
            (
                await scene.Do<AskForOfferChanges, Done>(u =>
                    u.RunAsync(scene.OfferId, "Un peu plus", typed, scene.Freelancer, Ct)
                )
            ).Ok
        );
        Assert.Equal(["ada: Zoe Freelance asks for changes: Picture book"], await SentAsync(scene, seen));
        Assert.Contains(
            (await scene.Host.MailsAsync()),
            m => m.Text.Contains("“Un peu plus”", StringComparison.Ordinal)
        );
        Assert.True((await scene.Do<SaveOffer, Guid>(u => u.ResendAsync(scene.OfferId, typed, scene.Client, Ct))).Ok);
        Assert.Equal(["zoe: Ada Client Ltd vous propose un contrat : Picture book"], await SentAsync(scene, seen));
        Assert.True((await scene.Do<AcceptOffer, Guid>(u => u.RunAsync(scene.OfferId, null, scene.Freelancer, Ct))).Ok);
        Assert.Equal(
            [
                "ada: Zoe Freelance accepted: Picture book",
                "zoe: Votre contrat avec Ada Client Ltd commence : Picture book",
            ],
            await SentAsync(scene, seen)
        );
    }

    [Theory]
    [InlineData("decline", "ada: Zoe Freelance declined your offer: Picture book")]
    [InlineData("withdraw", "zoe: Ada Client Ltd a retiré son offre : Picture book")]
    [InlineData(
        "expire",
        "ada: An offer expired without an answer: Picture book|zoe: Une offre a expiré sans réponse : Picture book"
    )]
    public async Task An_offer_that_ends_without_a_contract_is_told(string how, string expected)
    {
        await using var scene = await ContractScene.OfferedAsync(Store.Sqlite, 1000);
        var seen = new HashSet<Guid>();
        await SentAsync(scene, seen);
        if (how == "expire")
        {
            await scene.Host.AdvanceAsync(TimeSpan.FromDays(7));
        }
        else
        {
            var by = how == "decline" ? scene.Freelancer : scene.Client;
            Assert.True((await scene.Do<CloseOffer, Done>(u => u.RunAsync(scene.OfferId, "Trop tard", by, Ct))).Ok);
        }
        Assert.Equal(expected.Split('|'), await SentAsync(scene, seen));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_milestone_is_told_from_its_proposal_to_the_money(Store store)
    {
        await using var scene = await ContractScene.StartAsync(store, 1000);
        var seen = new HashSet<Guid>();
        await SentAsync(scene, seen);

        var proposed = await scene.Do<ProposeMilestone, int>(u =>
            u.RunAsync(
                scene.Id,
                Guid.CreateVersion7(),
                new MilestoneTyped { Title = "Cover", Amount = "200" },
                scene.Freelancer,
                Ct
            )
        );
        Assert.Equal(["ada: Zoe Freelance proposes a milestone: Cover"], await SentAsync(scene, seen));
        await scene.Do<DecideMilestone, Done>(u => u.RunAsync(scene.Id, proposed.Value, true, scene.Client, Ct));
        Assert.Equal(["zoe: Ada Client Ltd accepte le jalon : Cover"], await SentAsync(scene, seen));
        await scene.FundAsync(1);
        Assert.Equal(["zoe: 1 000,00 € sont mis de côté : Part 1"], await SentAsync(scene, seen));
        await scene.SubmitAsync(1);
        Assert.Equal(["ada: Zoe Freelance delivered: Part 1"], await SentAsync(scene, seen));
        var delivered = (await scene.Host.MailsAsync()).Last(m => m.Subject == "Zoe Freelance delivered: Part 1").Text;
        Assert.Contains("€1,000.00 is released on 7 December 2026", delivered, StringComparison.Ordinal);
        Assert.Contains("You got this because you act for Ada Client Ltd.", delivered, StringComparison.Ordinal);
        await scene.Do<RequestChanges, Done>(u => u.RunAsync(scene.Id, 1, "Warmer", scene.Client, Ct));
        Assert.Equal(["zoe: Ada Client Ltd demande des modifications : Part 1"], await SentAsync(scene, seen));
        await scene.SubmitAsync(1);
        Assert.Equal(["ada: Zoe Freelance delivered: Part 1"], await SentAsync(scene, seen));
        await scene.ReleaseAsync(1, "400");
        Assert.Equal(["zoe: 400,00 € versés : Part 1"], await SentAsync(scene, seen));
        var paid = (await scene.Host.MailsAsync())
            .Single(m => m.Subject.StartsWith("400,00", StringComparison.Ordinal))
            .Text.Replace('\u00A0', ' ');
        foreach (var words in (string[])["400,00 €", "−40,00 €", "360,00 €"])
        {
            Assert.Contains(words, paid, StringComparison.Ordinal);
        }
        await scene.SubmitAsync(1);
        await SentAsync(scene, seen);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(14));
        Assert.Equal(["ada: €600.00 released: Part 1", "zoe: 600,00 € versés : Part 1"], await SentAsync(scene, seen));
        await scene.Do<PayBonus, ChargeProgress>(u =>
            u.RunAsync(new(Guid.CreateVersion7(), scene.Id, "50", "Thanks", scene.Method, "/en"), scene.Client, Ct)
        );
        Assert.Equal(["zoe: Ada Client Ltd vous a versé un bonus de 50,00 €"], await SentAsync(scene, seen));
        await scene.EndAsync(scene.Client);
        Assert.Equal(
            ["ada: The contract has ended: Picture book", "zoe: Le contrat est terminé : Picture book"],
            await SentAsync(scene, seen)
        );
        Assert.Contains(
            "€1,050.00 was paid",
            (await scene.Host.MailsAsync()).Single(m => m.Subject == "The contract has ended: Picture book").Text,
            StringComparison.Ordinal
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_refund_is_asked_for_and_answered_by_mail(Store store)
    {
        await using var scene = await ContractScene.StartAsync(store, 100, 200, 300);
        foreach (var number in (int[])[1, 2, 3])
        {
            await scene.FundAsync(number);
        }
        var seen = new HashSet<Guid>();
        await SentAsync(scene, seen);
        await scene.EndAsync(scene.Client);
        Assert.Equal(
            ["100,00 €", "200,00 €", "300,00 €"],
            (await SentAsync(scene, seen)).Select(s => s.Split("demande le retour de ")[1])
        );
        await scene.AgreeToRefundAsync(1);
        Assert.Equal(["ada: €100.00 goes back to the client: Part 1"], await SentAsync(scene, seen));
        // A refusal opens a dispute, which is told by its own module.
        Assert.True((await scene.DisputeAsync(2)).Ok);
        await SentAsync(scene, seen);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(7));
        Assert.Equal(
            ["ada: €300.00 goes back to the client: Part 3", "zoe: 300,00 € reviennent au client : Part 3"],
            (await SentAsync(scene, seen)).Where(s => s.Contains("Part 3", StringComparison.Ordinal))
        );
    }
}
