using Metier.Contracts;
using Metier.Diary;
using Metier.Disputes;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Metier.Tests.Diary;
using Metier.Tests.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Contracts;

[Trait("storage", "both")]
public class ChargebackContractTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Work_rests_and_silence_waits_until_it_is_won(Store store)
    {
        await using var scene = await ContractScene.StartAsync(store, 1000, 500);
        await scene.FundAsync(1);
        await scene.SubmitAsync(1);
        var silence = (await scene.MilestoneAsync(1)).AutoReleaseAt!.Value;
        await OpenAsync(scene.Host, (await scene.MilestoneAsync(1)).Id);
        Assert.NotNull((await scene.ViewAsync()).Contract.ChargebackSince);
        Assert.True(Assert.Single((await scene.ViewAsync()).Chargebacks).IsOpen);
        Assert.Equal("money_frozen", (await scene.ReleaseAsync(1)).Refusals[0].Code);
        Assert.Equal("client_chargeback", (await scene.FundAsync(2)).Refusals[0].Code);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(5));
        await DecideAsync(scene.Host, won: true);
        Assert.Null((await scene.ViewAsync()).Contract.ChargebackSince);
        Assert.Equal(5, ((await scene.MilestoneAsync(1)).AutoReleaseAt!.Value - silence).TotalDays, 2);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(15));
        Assert.Equal(MilestoneState.AutoApproved, (await scene.MilestoneAsync(1)).State);
        await BooksAsync(scene.Host);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_lost_one_ends_the_milestone_and_its_dispute_and_both_are_told(Store store)
    {
        await using var scene = await ContractScene.StartAsync(store, 1000);
        await scene.FundAsync(1);
        await scene.SubmitAsync(1);
        await scene.Do<RequestChanges, Done>(r => r.RunAsync(scene.Id, 1, "Bluer, please", scene.Client, default));
        var dispute = await scene.Do<OpenDispute, Guid>(o =>
            o.RunAsync(new(Guid.CreateVersion7(), scene.Id, 1, "It was done as agreed", []), scene.Freelancer, default)
        );
        Assert.True(dispute.Ok, string.Join(' ', dispute.Refusals.Select(r => r.Message)));
        await OpenAsync(scene.Host, (await scene.MilestoneAsync(1)).Id);
        // The client has five business days to answer: nothing happens by silence.
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(6.5));
        Assert.Equal(MilestoneState.Disputed, (await scene.MilestoneAsync(1)).State);
        await DecideAsync(scene.Host, won: false);
        await scene.Host.SettleAsync();
        var milestone = await scene.MilestoneAsync(1);
        Assert.Equal((MilestoneState.Refunded, 0L), (milestone.State, milestone.HeldMinor));
        Assert.Equal(
            DisputeOutcome.TakenBack,
            await scene.Host.InScopeAsync(s =>
                s.GetRequiredService<MetierDb>().Set<Dispute>().Select(d => d.Outcome).SingleAsync()
            )
        );
        var mails = await scene.Host.MailsAsync();
        Assert.Contains(mails, m => m.Subject.Contains("The bank kept", StringComparison.Ordinal));
        Assert.Contains(mails, m => m.Subject.Contains("La banque a gardé", StringComparison.Ordinal));
        await BooksAsync(scene.Host);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Of_a_week_protected_hours_stay_paid_and_the_others_go_back(Store store)
    {
        await using var scene = await WeekScene.StartAsync(store);
        await scene.LogAsync("2026-11-23 10:00", 120, Coverage.Covered, Coverage.ByHand);
        await scene.GoToAsync(WeekScene.Lock.AddHours(1));
        var week = await scene.WeekAsync();
        Assert.True(week.CoveredMinutes > 0 && week.CoveredMinutes < week.BilledMinutes);
        await OpenAsync(scene.Host, week.Id);
        Assert.NotNull((await scene.ContractAsync()).ChargebackSince);
        Assert.True((await scene.ContractAsync()).IsPaused);
        // The review is over and nothing is released; then the time for an answer is over.
        await scene.GoToAsync(WeekScene.ReviewEnd.AddHours(1));
        Assert.Equal(week.AmountMinor, await scene.InAccountAsync());
        await scene.GoToAsync(WeekScene.ReviewEnd.AddDays(4));
        var covered = week.Amount.MulDiv(week.CoveredMinutes, week.BilledMinutes);
        week = await scene.WeekAsync();
        Assert.Equal(
            (WeekState.Released, covered.Minor, week.AmountMinor - covered.Minor),
            (week.State, week.ReleasedMinor, week.RefundedMinor)
        );
        Assert.Equal(covered, await scene.Host.BalanceAsync(LedgerAccount.Protection(Currency.Eur)));
        Assert.Equal(0, await scene.InAccountAsync());
        Assert.False((await scene.ContractAsync()).IsPaused);
        await scene.BooksBalanceAsync();
    }

    private static async Task OpenAsync(TestHost host, Guid subject)
    {
        var charge = await host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<Charge>()
                .Where(c => c.SubjectId == subject && c.State == ChargeState.Settled)
                .Select(c => c.Id)
                .SingleAsync()
        );
        var opened = await host.InScopeAsync(s =>
            s.GetRequiredService<SandboxBank>().OpenAsync(charge, null, ChargebackWorld.Finance, default)
        );
        Assert.True(opened.Ok);
        await host.SettleAsync();
    }

    private static async Task DecideAsync(TestHost host, bool won)
    {
        var reference = await host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>().Set<Chargeback>().Select(c => c.Reference).SingleAsync()
        );
        var decided = await host.InScopeAsync(s =>
            s.GetRequiredService<SandboxBank>().DecideAsync(reference, won, ChargebackWorld.Finance, default)
        );
        Assert.True(decided.Ok);
        await host.SettleAsync();
    }

    private static async Task BooksAsync(TestHost host) =>
        Assert.Empty(await host.InScopeAsync(s => s.GetRequiredService<LedgerCheck>().RunAsync(default)));
}
