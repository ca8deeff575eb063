using System.Net;
using Metier.Disputes;
using Metier.Members;
using Metier.Platform;
using Metier.Tests.Contracts;
using Metier.Tests.Members;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Disputes;

/// <summary>Disputes about held money, through the real pages and use cases, on both databases.</summary>
public class DisputeTests
{
    [Theory]
    [InlineData("2026-11-23T09:00", "2026-11-30T09:00")] // Monday to Monday
    [InlineData("2026-11-26T23:59", "2026-12-03T23:59")] // Thursday to Thursday
    [InlineData("2026-11-28T10:00", "2026-12-04T10:00")] // from a Saturday on, Monday is the first day
    [InlineData("2026-11-29T10:00", "2026-12-04T10:00")]
    public void Five_business_days_leave_weekends_out(string from, string to) =>
        Assert.Equal(
            DateTime.Parse(to, System.Globalization.CultureInfo.InvariantCulture),
            BusinessDays.After(DateTime.Parse(from, System.Globalization.CultureInfo.InvariantCulture), 5)
        );

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Five_business_days_of_the_clients_silence_give_everything_to_the_freelancer(Store store)
    {
        var (scene, id) = await DisputeScene.OpenedAsync(store);
        await using var _ = scene;
        var page = await scene.ByClient.GetAsync($"/en/disputes/{id}");
        Assert.Contains(
            "Without an answer all of the money goes to Zoe Freelance",
            page.Text,
            StringComparison.Ordinal
        );
        Assert.Contains("All sixteen spreads were delivered", page.Text, StringComparison.Ordinal);
        Assert.Contains("spreads.txt", page.Text, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector("[data-left]"));
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        await scene.MoneyIsAsync(0, 120_000);
        await scene.Host.AdvanceAsync(TimeSpan.FromSeconds(2));
        await scene.MoneyIsAsync(108_000, 0);
        var over = await scene.ByClient.GetAsync($"/en/disputes/{id}");
        Assert.Contains("did not answer in time", over.Text, StringComparison.Ordinal);
        // The last held money is gone, so the contract is over and feedback opens.
        Assert.Contains(
            "Ended",
            (await scene.ByClient.GetAsync($"/en/contracts/{scene.Contract}")).Text,
            StringComparison.Ordinal
        );
        var mails = await scene.Host.MailsAsync();
        Assert.Contains(mails, m => m.Subject.StartsWith("Dispute about", StringComparison.Ordinal));
        Assert.Equal(2, mails.Count(m => m.Subject.EndsWith("is over", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_accepted_offer_settles_at_once(Store store)
    {
        var (scene, id) = await DisputeScene.OpenedAsync(store);
        await using var _ = scene;
        var page = await scene.ByClient.GetAsync($"/en/disputes/{id}");
        var more = await page.SubmitAsync(
            "input[name='Offer.RequestId']",
            new Dictionary<string, string?> { ["Offer.ToFreelancer"] = "1200.01" }
        );
        Assert.Contains("between zero and €1,200.00", more.Text, StringComparison.Ordinal);
        Assert.Equal("1200.01", more.Document.QuerySelector("input[name='Offer.ToFreelancer']")!.GetAttribute("value"));
        await page.SubmitAsync(
            "input[name='Offer.RequestId']",
            new Dictionary<string, string?> { ["Offer.ToFreelancer"] = "700" }
        );
        // An offer is an answer: the five days have stopped.
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(10));
        await scene.MoneyIsAsync(0, 120_000);
        var offered = await scene.ByFreelancer.GetAsync($"/en/disputes/{id}");
        Assert.Contains("€700.00", offered.Text, StringComparison.Ordinal);
        var settled = await offered.SubmitAsync("input[name='Taken.OfferId']");
        Assert.Contains("The two sides agreed", settled.Text, StringComparison.Ordinal);
        await scene.MoneyIsAsync(63_000, 0);
        // The same form from a stale tab changes nothing.
        await offered.SubmitAsync("input[name='Taken.OfferId']");
        await scene.MoneyIsAsync(63_000, 0);
        var late = await page.SubmitAsync(
            "input[name='Offer.RequestId']",
            new Dictionary<string, string?>
            {
                ["Offer.ToFreelancer"] = "5",
                ["Offer.RequestId"] = Guid.CreateVersion7().ToString(),
            }
        );
        Assert.Contains("This dispute is over", late.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_newer_offer_replaces_the_last_and_is_not_accepted_in_its_place(Store store)
    {
        var (scene, id) = await DisputeScene.OpenedAsync(store);
        await using var _ = scene;
        ContractScenes.Sure(await scene.OfferAsync(id, scene.Client, "700"));
        var old = await scene.OfferIdAsync(id);
        ContractScenes.Sure(await scene.OfferAsync(id, scene.Client, "300"));
        var refused = await scene.AcceptAsync(id, old, scene.Freelancer);
        Assert.Equal("offer_replaced", refused.Refusals[0].Code);
        // Nobody accepts an offer of their own.
        Assert.True((await scene.AcceptAsync(id, await scene.OfferIdAsync(id), scene.Client)).IsNotFound);
        ContractScenes.Sure(await scene.AcceptAsync(id, await scene.OfferIdAsync(id), scene.Freelancer));
        await scene.MoneyIsAsync(27_000, 0);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Giving_in_settles_at_once(Store store)
    {
        var (scene, id) = await DisputeScene.OpenedAsync(store);
        await using var _ = scene;
        Assert.False(ContractScenes.Sure(await scene.OfferAsync(id, scene.Client, "0")));
        await scene.MoneyIsAsync(0, 120_000);
        Assert.True(ContractScenes.Sure(await scene.OfferAsync(id, scene.Client, "1200")));
        await scene.MoneyIsAsync(108_000, 0);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task After_twenty_one_days_an_arbiter_rules_and_the_parts_must_add_up(Store store)
    {
        var (scene, id) = await DisputeScene.OpenedAsync(store);
        await using var _ = scene;
        using var arbiter = await scene.Host.SignedInAsync(scene.Arbiter);
        await (await scene.ByClient.GetAsync($"/en/disputes/{id}")).SubmitAsync(
            "textarea[name='Form.Text']",
            new Dictionary<string, string?> { ["Form.Text"] = "Only eight spreads arrived." }
        );
        Assert.Equal("still_talking", (await scene.RuleAsync(id, "600", "600")).Refusals[0].Code);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(20));
        Assert.Equal(DisputeState.Talking, (await scene.DisputeAsync(id)).State);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        Assert.Equal(DisputeState.AwaitingRuling, (await scene.DisputeAsync(id)).State);

        var list = await arbiter.GetAsync("/en/admin/disputes");
        var link = list.Document.QuerySelector($"a[href='/en/admin/disputes/{id}']");
        Assert.NotNull(link);
        var page = await arbiter.GetAsync($"/en/admin/disputes/{id}");
        Assert.Contains("Only eight spreads arrived", page.Text, StringComparison.Ordinal);
        var typed = new Dictionary<string, string?>
        {
            ["Form.ToFreelancer"] = "700",
            ["Form.ToClient"] = "400",
            ["Form.Reasons"] = "",
        };
        var wrong = await page.SubmitAsync("input[name='Form.RequestId']", typed);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains(wrong.Errors, e => e.Contains("add up to €1,200.00", StringComparison.Ordinal));
        Assert.Contains(wrong.Errors, e => e.Contains("reasons", StringComparison.Ordinal));
        Assert.Equal("700", wrong.Document.QuerySelector("input[name='Form.ToFreelancer']")!.GetAttribute("value"));
        await scene.MoneyIsAsync(0, 120_000);

        typed["Form.ToClient"] = "500";
        typed["Form.Reasons"] = "Half of the spreads, and the roughs of the others.";
        await page.SubmitAsync("input[name='Form.RequestId']", typed);
        await scene.MoneyIsAsync(63_000, 0);
        var seen = await scene.ByFreelancer.GetAsync($"/en/disputes/{id}");
        Assert.Contains("Half of the spreads, and the roughs", seen.Text, StringComparison.Ordinal);
        Assert.Contains("Ruth Arbiter", seen.Text, StringComparison.Ordinal);
        Assert.Equal("dispute_closed", (await scene.RuleAsync(id, "0", "1200")).Refusals[0].Code);
        await scene.MoneyIsAsync(63_000, 0);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Without_a_ruling_each_side_gets_half(Store store)
    {
        var (scene, id) = await DisputeScene.OpenedAsync(store);
        await using var _ = scene;
        ContractScenes.Sure(await scene.OfferAsync(id, scene.Client, "1"));
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(52));
        await scene.MoneyIsAsync(54_000, 0);
        Assert.Equal(DisputeOutcome.NoRuling, (await scene.DisputeAsync(id)).Outcome);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Accepting_and_ruling_at_the_same_moment_divide_once(Store store)
    {
        var (scene, id) = await DisputeScene.OpenedAsync(store);
        await using var _ = scene;
        ContractScenes.Sure(await scene.OfferAsync(id, scene.Client, "700"));
        var offer = await scene.OfferIdAsync(id);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(22));
        var tries = await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(i =>
                    i % 2 == 0 ? scene.AcceptAsync(id, offer, scene.Freelancer) : scene.RuleAsync(id, "100", "1100")
                )
        );
        Assert.Single(tries, t => t.Ok);
        var dispute = await scene.DisputeAsync(id);
        var gross = dispute.Outcome == DisputeOutcome.Agreed ? 70_000 : 10_000;
        Assert.Equal((gross, 120_000 - gross), (dispute.ToFreelancerMinor, dispute.ToClientMinor));
        await scene.MoneyIsAsync(gross - (gross / 10), 0);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_refused_release_can_be_disputed_while_the_contract_runs(Store store)
    {
        await using var scene = await DisputeScene.FundedAsync(store);
        // Nothing was refused yet.
        var early = await scene.ByFreelancer.GetAsync($"{scene.Milestones}/1/dispute");
        Assert.Equal(HttpStatusCode.NotFound, early.Status);
        await (await scene.ByFreelancer.GetAsync(scene.Milestones)).SubmitAsync(
            "form[action*='/submit']",
            new Dictionary<string, string?> { ["message"] = "Sixteen spreads" }
        );
        await (await scene.ByClient.GetAsync(scene.Milestones)).SubmitAsync(
            "form[action*='/changes']",
            new Dictionary<string, string?> { ["message"] = "All of it again" }
        );
        var form = await scene.ByFreelancer.GetAsync($"{scene.Milestones}/1/dispute");
        var empty = await form.SubmitAsync("textarea[name='Form.Text']");
        Assert.Contains("Say what this is about", string.Join(' ', empty.Errors), StringComparison.Ordinal);
        var id = await scene.OpenAsync();
        var again = await form.SubmitAsync(
            "textarea[name='Form.Text']",
            new Dictionary<string, string?> { ["Form.Text"] = "Again" }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Contains("In dispute", again.Text, StringComparison.Ordinal);
        ContractScenes.Sure(await scene.OfferAsync(id, scene.Freelancer, "0"));
        await scene.MoneyIsAsync(0, 0);
        // The contract itself goes on.
        Assert.Contains(
            "Active",
            (await scene.ByClient.GetAsync($"/en/contracts/{scene.Contract}")).Text,
            StringComparison.Ordinal
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Money_in_dispute_moves_only_when_the_dispute_ends(Store store)
    {
        var (scene, id) = await DisputeScene.OpenedAsync(store);
        await using var _ = scene;
        var given = await scene.Host.InScopeAsync(s =>
            s.GetRequiredService<Metier.Contracts.GiveBack>()
                .RunAsync(scene.Contract, 1, Guid.CreateVersion7(), "1200", scene.Freelancer, CancellationToken.None)
        );
        Assert.False(given.Ok);
        Assert.Null((await scene.DisputeAsync(id)).Outcome);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_freelancer_who_ends_the_contract_leaves_the_dispute_open(Store store)
    {
        await using var scene = await DisputeScene.FundedAsync(store);
        await (await scene.ByFreelancer.GetAsync(scene.Milestones)).SubmitAsync(
            "form[action*='/submit']",
            new Dictionary<string, string?> { ["message"] = "Sixteen spreads" }
        );
        await (await scene.ByClient.GetAsync(scene.Milestones)).SubmitAsync(
            "form[action*='/changes']",
            new Dictionary<string, string?> { ["message"] = "All of it again" }
        );
        var id = await scene.OpenAsync();
        Assert.Equal(
            Metier.Contracts.ContractState.Ending,
            await scene.Host.EndAsync(scene.Freelancer, scene.Contract)
        );
        await scene.MoneyIsAsync(0, 120_000);
        ContractScenes.Sure(await scene.OfferAsync(id, scene.Client, "1200"));
        await scene.MoneyIsAsync(108_000, 0);
        Assert.Contains(
            "Ended",
            (await scene.ByClient.GetAsync($"/en/contracts/{scene.Contract}")).Text,
            StringComparison.Ordinal
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Strangers_and_parties_find_only_what_is_theirs(Store store)
    {
        var (scene, id) = await DisputeScene.OpenedAsync(store);
        await using var _ = scene;
        var eve = await scene.Host.MemberAsync("Eve Stranger", freelancer: true, client: true);
        using var browser = await scene.Host.SignedInAsync(eve);
        foreach (
            var path in new[]
            {
                $"/en/disputes/{id}",
                $"/en/contracts/{scene.Contract}/milestones/1/dispute",
                $"/en/contracts/{scene.Contract}/dormant",
                "/en/admin/disputes",
                $"/en/admin/disputes/{id}",
            }
        )
        {
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(path)).Status);
        }
        Assert.True((await scene.OfferAsync(id, eve, "5")).IsNotFound);
        Assert.True((await scene.RuleAsync(id, "600", "600", eve)).IsNotFound);
        // The arbiter has the arbiter's page, not the parties'; the parties have no arbiter's page.
        using var arbiter = await scene.Host.SignedInAsync(scene.Arbiter);
        Assert.Equal(HttpStatusCode.NotFound, (await arbiter.GetAsync($"/en/disputes/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await scene.ByClient.GetAsync($"/en/admin/disputes/{id}")).Status);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Of_a_clients_people_only_those_who_hire_divide_the_money(Store store)
    {
        var (scene, id) = await DisputeScene.OpenedAsync(store);
        await using var _ = scene;
        var finance = await scene.Host.ColleagueAsync(scene.Client, "Finn Finance", ClientRole.Finance);
        var manager = await scene.Host.ColleagueAsync(scene.Client, "Mia Manager", ClientRole.HiringManager);
        ContractScenes.Sure(await scene.OfferAsync(id, scene.Freelancer, "700"));
        var offer = await scene.OfferIdAsync(id);
        Assert.Equal("role", Assert.Single((await scene.OfferAsync(id, finance, "1200")).Refusals).Code);
        Assert.Equal("role", Assert.Single((await scene.AcceptAsync(id, offer, finance)).Refusals).Code);
        await scene.MoneyIsAsync(0, 120_000);

        // They read it and may say what they know.
        using var browser = await scene.Host.SignedInAsync(finance);
        var page = await browser.GetAsync($"/en/disputes/{id}");
        Assert.Contains("€700.00", page.Text, StringComparison.Ordinal);
        Assert.Contains("hiring managers", page.Text, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("[name='Offer.ToFreelancer'], [name='Taken.OfferId']"));
        Assert.NotNull(page.Document.QuerySelector("textarea[name='Form.Text']"));
        ContractScenes.Sure(await scene.AcceptAsync(id, offer, manager));
        await scene.MoneyIsAsync(63_000, 0);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Nobody_rules_about_a_contract_of_their_own(Store store)
    {
        var (scene, id) = await DisputeScene.OpenedAsync(store);
        await using var _ = scene;
        ContractScenes.Sure(await scene.OfferAsync(id, scene.Client, "1"));
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(22));
        var partial = scene.Freelancer with { Roles = StaffRoles.Operator };
        Assert.True((await scene.RuleAsync(id, "1200", "0", partial)).IsNotFound);
        var buyer = scene.Client with { Roles = StaffRoles.Arbiter };
        Assert.True((await scene.RuleAsync(id, "0", "1200", buyer)).IsNotFound);
        await scene.MoneyIsAsync(0, 120_000);
    }
}
