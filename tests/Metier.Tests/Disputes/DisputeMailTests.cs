using Metier.Disputes;
using Metier.Members;
using Metier.Platform;
using Metier.Tests.Contracts;
using Metier.Tests.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Disputes;

/// <summary>Who is told what of a dispute: each person once for each thing that happens.</summary>
public sealed class DisputeMailTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Nobody_gets_two_mails_about_one_thing(Store store)
    {
        await using var scene = await DisputeScene.FundedAsync(store);
        HashSet<Guid> seen = [];
        await scene.Host.EndAsync(scene.Client, scene.Contract);
        await NewAsync(scene, seen, []);

        var id = await scene.OpenAsync();
        Assert.Equal(["ada: Dispute about"], await NewAsync(scene, seen, ["Dispute about"]));

        ContractScenes.Sure(await scene.OfferAsync(id, scene.Client, "700"));
        Assert.Equal(["zoe: Offer to settle"], await NewAsync(scene, seen, ["Offer to settle"]));

        // The money is divided, with it the contract ends, and feedback opens: each told once to each side, and nothing
        // about the milestone beside them.
        ContractScenes.Sure(await scene.AcceptAsync(id, await scene.OfferIdAsync(id), scene.Freelancer));
        Assert.Equal(
            [
                "ada: How was it?",
                "ada: The contract has ended",
                "ada: The dispute about",
                "zoe: How was it?",
                "zoe: The contract has ended",
                "zoe: The dispute about",
            ],
            await NewAsync(scene, seen, ["How was it?", "The contract has ended", "The dispute about"])
        );
        var closed = (await scene.Host.MailsAsync()).Last(m =>
            m.Subject.StartsWith("The dispute about", StringComparison.Ordinal)
        );
        Assert.Contains("€700.00", closed.Text, StringComparison.Ordinal);
        Assert.Contains("€500.00", closed.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_ruling_leaves_one_mail_too_when_the_contract_goes_on(Store store)
    {
        await using var scene = await DisputeScene.FundedAsync(store);
        HashSet<Guid> seen = [];
        await (await scene.ByFreelancer.GetAsync(scene.Milestones)).SubmitAsync(
            "form[action*='/submit']",
            new Dictionary<string, string?> { ["message"] = "Sixteen spreads" }
        );
        await (await scene.ByClient.GetAsync(scene.Milestones)).SubmitAsync(
            "form[action*='/changes']",
            new Dictionary<string, string?> { ["message"] = "All of it again" }
        );
        var id = await scene.OpenAsync();
        await NewAsync(scene, seen, ["Dispute about"]);
        ContractScenes.Sure(await scene.OfferAsync(id, scene.Client, "1"));
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(21) + TimeSpan.FromSeconds(1));
        await NewAsync(scene, seen, []);
        ContractScenes.Sure(await scene.RuleAsync(id, "1200", "0"));
        Assert.Equal(
            ["ada: The dispute about", "zoe: The dispute about"],
            await NewAsync(scene, seen, ["The dispute about"])
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Every_arbiter_is_told_in_their_language_that_a_dispute_waits_but_no_party_is(Store store)
    {
        var (scene, id) = await DisputeScene.OpenedAsync(store);
        await using var _ = scene;
        var host = scene.Host;
        await host.MemberAsync("Remi Arbitre", roles: StaffRoles.Arbiter | StaffRoles.Finance, language: "fr");
        await host.MemberAsync("Olga Operator", roles: StaffRoles.Operator);
        await host.MemberAsync("Fay Finance", roles: StaffRoles.Finance);
        var party = await host.ColleagueAsync(scene.Client, "Paul Party", ClientRole.Member);
        await ChangeAsync(host, party, m => m.Roles = StaffRoles.Arbiter);
        var away = await host.MemberAsync("Sue Suspended", roles: StaffRoles.Arbiter);
        await ChangeAsync(host, away, m => m.SuspendedAt = host.Now);
        ContractScenes.Sure(await scene.OfferAsync(id, scene.Client, "700"));
        Assert.Empty(await ToArbitersAsync(host));

        await host.AdvanceAsync(TimeSpan.FromDays(21) + TimeSpan.FromSeconds(1));
        Assert.Equal(DisputeState.AwaitingRuling, (await scene.DisputeAsync(id)).State);
        var mails = await ToArbitersAsync(host);
        Assert.Equal(
            ["remi.arbitre@example.org fr", "ruth.arbiter@example.org en"],
            mails.Select(m => m.ToAddress + " " + m.Language).Order(StringComparer.Ordinal)
        );
        var french = mails.Single(m => m.Language == "fr");
        Assert.StartsWith("Un litige attend une décision", french.Subject, StringComparison.Ordinal);
        Assert.Contains("Sans décision avant le", french.Text, StringComparison.Ordinal);
        Assert.StartsWith(
            "A dispute waits for a ruling",
            mails.Single(m => m.Language == "en").Subject,
            StringComparison.Ordinal
        );
        using var arbiter = await host.SignedInAsync(scene.Arbiter);
        Assert.Equal($"/en/admin/disputes/{id}", (await arbiter.GetAsync($"/go/admin-dispute/{id}")).Path);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Without_an_arbiter_the_operators_are_told(Store store)
    {
        var (scene, id) = await DisputeScene.OpenedAsync(store);
        await using var _ = scene;
        await ChangeAsync(scene.Host, scene.Arbiter, m => m.Roles = StaffRoles.None);
        await scene.Host.MemberAsync("Olga Operator", roles: StaffRoles.Operator);
        ContractScenes.Sure(await scene.OfferAsync(id, scene.Client, "700"));
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(21) + TimeSpan.FromSeconds(1));
        Assert.Equal("olga.operator@example.org", Assert.Single(await ToArbitersAsync(scene.Host)).ToAddress);
    }

    private static async Task<List<MailRow>> ToArbitersAsync(TestHost host) =>
        (await host.MailsAsync()).FindAll(m => m.Html.Contains("/go/admin-dispute/", StringComparison.Ordinal));

    private static Task ChangeAsync(TestHost host, Actor person, Action<Member> change) =>
        host.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            change(await db.Set<Member>().SingleAsync(m => m.Id == person.MemberId));
            await db.SaveChangesAsync();
        });

    /// <summary>
    /// Who but the arbiter was mailed what since this was last asked: first name, and the beginning of the subject when it is one of these.
    /// </summary>
    private static async Task<List<string>> NewAsync(DisputeScene scene, HashSet<Guid> seen, string[] beginnings)
    {
        await scene.Host.SettleAsync();
        return
        [
            .. (await scene.Host.MailsAsync())
                .Where(m => seen.Add(m.Id) && !m.ToAddress.StartsWith("ruth", StringComparison.Ordinal))
                .Select(m =>
                    m.ToAddress.Split('.')[0]
                    + ": "
                    + (Array.Find(beginnings, b => m.Subject.StartsWith(b, StringComparison.Ordinal)) ?? m.Subject)
                )
                .Order(StringComparer.Ordinal),
        ];
    }
}
