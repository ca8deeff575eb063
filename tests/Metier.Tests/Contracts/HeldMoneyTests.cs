using Metier.Contracts;
using Metier.Members;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Contracts;

/// <summary>Where held money may go, and who of a client may move it, on both databases.</summary>
public class HeldMoneyTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_rest_of_a_release_takes_its_price_along_and_the_next_waits_for_its_own(Store store)
    {
        await using var scene = await ContractScene.StartAsync(store, 1000, 500);
        Assert.True((await scene.FundAsync(1)).Ok);
        Assert.True((await scene.ReleaseAsync(1, "400", RestGoes.ToNext)).Ok);

        Assert.Equal(40_000, (await scene.MilestoneAsync(1)).AmountMinor);
        var next = await scene.MilestoneAsync(2);
        Assert.Equal(
            (MilestoneState.Agreed, 110_000, 60_000, 50_000),
            (next.State, next.AmountMinor, next.HeldMinor, next.MissingMinor)
        );
        Assert.Equal(60_000, await scene.HeldAsync(2));
        Assert.Equal(0, await scene.HeldAsync(1));
        Assert.Equal(50_000, (await scene.ViewAsync()).ToCome.Minor);
        Assert.Equal("milestone_state", Assert.Single((await scene.SubmitAsync(2)).Refusals).Code);
        using var browser = await scene.Host.SignedInAsync(scene.Client);
        var page = await browser.GetAsync($"/en/contracts/{scene.Id}/milestones?m=2");
        Assert.Contains("€600.00 of it is set aside already", page.Text, StringComparison.Ordinal);
        // 500.00 and 2.75 % of it
        Assert.Contains("€513.75", page.Text, StringComparison.Ordinal);

        Assert.True((await scene.FundAsync(2)).Ok);
        Assert.Equal(110_000, await scene.HeldAsync(2));
        Assert.True((await scene.SubmitAsync(2)).Ok);
        Assert.True((await scene.ReleaseAsync(2)).Ok);
        Assert.Equal(150_000, (await scene.ViewAsync()).Released.Minor);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_moved_to_a_waiting_milestone_finds_its_owner_at_the_end(Store store)
    {
        await using var scene = await ContractScene.StartAsync(store, 1000, 500);
        await scene.FundAsync(1);
        await scene.ReleaseAsync(1, "400", RestGoes.ToNext);
        var dropped = await scene.Do<DecideMilestone, Done>(u => u.RunAsync(scene.Id, 2, false, scene.Client, Ct));
        Assert.Equal("milestone_state", Assert.Single(dropped.Refusals).Code);
        Assert.True((await scene.GiveBackAsync(2, "100")).Ok);
        Assert.Equal((100_000, 50_000), (await Priced(scene), (await scene.MilestoneAsync(2)).MissingMinor));

        Assert.Equal(ContractState.Ended, (await scene.EndAsync(scene.Freelancer)).Value);
        Assert.Equal(0, await scene.HeldAsync(2));
        Assert.Equal(MilestoneState.Cancelled, (await scene.MilestoneAsync(2)).State);
    }

    private static async Task<long> Priced(ContractScene scene) => (await scene.MilestoneAsync(2)).AmountMinor;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Two_last_milestones_that_finish_at_once_end_the_contract(Store store)
    {
        for (var round = 0; round < 4; round++)
        {
            await using var scene = await ContractScene.StartAsync(store, 100, 100);
            await scene.FundAsync(1);
            await scene.FundAsync(2);
            Assert.Equal(ContractState.Ending, (await scene.EndAsync(scene.Client)).Value);
            var answers = await Task.WhenAll(
                Task.Run(() => scene.AgreeToRefundAsync(1)),
                Task.Run(() => scene.AgreeToRefundAsync(2))
            );
            Assert.All(answers, a => Assert.True(a.Ok, string.Join("; ", a.Refusals.Select(r => r.Message))));
            Assert.Equal(ContractState.Ended, (await scene.ViewAsync()).Contract.State);
            if (store == Store.Sqlite)
            {
                return;
            }
        }
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Money_in_dispute_leaves_by_no_other_way(Store store)
    {
        await using var scene = await ContractScene.StartAsync(store, 1000, 500);
        await scene.FundAsync(1);
        await scene.FundAsync(2);
        Assert.Equal(ContractState.Ending, (await scene.EndAsync(scene.Client)).Value);
        Assert.True((await scene.DisputeAsync(1)).Ok);

        foreach (var amount in (string[])["1000", "400"])
        {
            var given = await scene.GiveBackAsync(1, amount);
            Assert.Equal(("in_dispute", "Form.From"), (given.Refusals[0].Code, given.Refusals[0].Field));
        }
        Assert.False((await scene.ReleaseAsync(1)).Ok);
        Assert.False((await scene.ReleaseAsync(1, "400", RestGoes.ToNext)).Ok);
        Assert.False((await scene.AgreeToRefundAsync(1)).Ok);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(40));
        Assert.Equal(100_000, await scene.HeldAsync(1));
        // The other milestone went back after seven days; the contract waits for the dispute.
        Assert.Equal(0, await scene.HeldAsync(2));
        Assert.Equal(ContractState.Ending, (await scene.ViewAsync()).Contract.State);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Only_some_of_a_clients_people_pay_and_only_some_approve(Store store)
    {
        await using var scene = await ContractScene.StartAsync(store, 1000);
        var manager = await scene.ColleagueAsync("Mia Manager", ClientRole.HiringManager);
        var finance = await scene.ColleagueAsync("Finn Finance", ClientRole.Finance);
        var member = await scene.ColleagueAsync("Mel Member", ClientRole.Member);
        var unknown = await scene.ColleagueAsync("Una Unknown", (ClientRole)99);

        foreach (var person in (Actor[])[manager, member, unknown])
        {
            Assert.Equal("role", Assert.Single((await scene.FundAsync(1, person)).Refusals).Code);
            var bonus = await scene.Do<PayBonus, ChargeProgress>(u =>
                u.RunAsync(new(Guid.CreateVersion7(), scene.Id, "20", "Thanks", scene.Method, "/en"), person, Ct)
            );
            Assert.Equal("role", Assert.Single(bonus.Refusals).Code);
            var method = await scene.Do<RemovePaymentMethod, Done>(u => u.RunAsync(scene.Method, person, Ct));
            Assert.Equal("role", Assert.Single(method.Refusals).Code);
            var added = await scene.Do<AddPaymentMethod, string>(u =>
                u.RunAsync(new(Guid.CreateVersion7(), PaymentMethodKind.Card, "/en"), person, Ct)
            );
            Assert.Equal("role", Assert.Single(added.Refusals).Code);
            var first = await scene.Do<SetDefaultPaymentMethod, Done>(u => u.RunAsync(scene.Method, person, Ct));
            Assert.Equal("role", Assert.Single(first.Refusals).Code);
        }
        Assert.True((await scene.FundAsync(1, finance)).Ok);
        Assert.True((await scene.SubmitAsync(1)).Ok);
        foreach (var person in (Actor[])[finance, member, unknown])
        {
            Assert.Equal("role", Assert.Single((await scene.ReleaseAsync(1, by: person)).Refusals).Code);
            Assert.Equal("role", Assert.Single((await scene.EndAsync(person)).Refusals).Code);
            var changes = await scene.Do<RequestChanges, Done>(u => u.RunAsync(scene.Id, 1, "More", person, Ct));
            Assert.Equal("role", Assert.Single(changes.Refusals).Code);
        }
        using var browser = await scene.Host.SignedInAsync(member);
        var page = await browser.GetAsync($"/en/contracts/{scene.Id}/milestones");
        Assert.Null(page.Document.QuerySelector("form[action*='/release']"));
        Assert.Contains("hiring managers", page.Text, StringComparison.Ordinal);
        Assert.Null((await browser.GetAsync("/en/money/methods")).Document.QuerySelector("button[value=Card]"));
        Assert.True((await scene.ReleaseAsync(1, by: manager)).Ok);
    }
}
