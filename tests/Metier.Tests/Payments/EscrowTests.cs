using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments;

[Trait("storage", "both")]
public class EscrowTests
{
    private static readonly LedgerAccount Commission = LedgerAccount.ServiceFee(Currency.Eur);
    private static readonly LedgerAccount Fees = LedgerAccount.ProcessingFee(Currency.Eur);

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_release_pays_the_freelancer_less_ten_percent_and_is_ready_after_five_days(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var milestone = await world.FundedAsync(1_000);
        var released = (await world.ReleaseAsync(milestone, Eur(1_000))).Value;

        Assert.Equal((Eur(100), Eur(900)), (released.ServiceFee, released.Net));
        Assert.Equal(world.Host.Now.AddDays(5), released.AvailableAt);
        Assert.Equal((Eur(0), Eur(900)), (await world.HeldAsync(milestone), await world.PendingAsync()));
        await world.Host.AdvanceAsync(TimeSpan.FromDays(4.9));
        Assert.Equal(Eur(0), await world.ReadyAsync());
        await world.Host.AdvanceAsync(TimeSpan.FromDays(0.2));
        Assert.Equal((Eur(0), Eur(900)), (await world.PendingAsync(), await world.ReadyAsync()));
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Parts_of_a_release_bear_parts_of_the_fee_that_sum_to_it(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var milestone = await world.FundedAsync(100.05m);
        foreach (var part in new[] { 33.33m, 33.33m, 33.39m })
        {
            Assert.True((await world.ReleaseAsync(milestone, Eur(part))).Ok);
        }
        Assert.Equal(Eur(10.01m), await world.BalanceAsync(Commission));
        Assert.Equal(Eur(90.04m), await world.PendingAsync());
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Thirty_releases_at_once_release_what_is_held_and_no_more(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var milestone = await world.FundedAsync(100);
        var all = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => world.ReleaseAsync(milestone, Eur(100))));
        Assert.Equal(1, all.Count(a => a.Ok));
        Assert.Equal((Eur(0), Eur(90)), (await world.HeldAsync(milestone), await world.PendingAsync()));

        var request = NewId();
        var other = await world.FundedAsync(50);
        var same = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => world.ReleaseAsync(other, Eur(50), request)));
        Assert.Contains(same, s => s.Ok);
        Assert.True((await world.ReleaseAsync(other, Eur(50), request)).Ok);
        Assert.Equal(Eur(135), await world.PendingAsync());
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Release_and_refund_at_once_never_pay_the_same_money_twice(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var milestone = await world.FundedAsync(100);
        var releases = Enumerable.Range(0, 8).Select(async _ => (await world.ReleaseAsync(milestone, Eur(60))).Ok);
        var refunds = Enumerable.Range(0, 8).Select(async _ => (await world.RefundAsync(milestone, Eur(60))).Ok);
        var all = await Task.WhenAll(releases.Concat(refunds));
        Assert.Equal(1, all.Count(ok => ok));
        Assert.Equal(Eur(40), await world.HeldAsync(milestone));
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_refund_goes_back_to_the_card_with_its_share_of_the_fee(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var milestone = await world.FundedAsync(1_000);
        var request = NewId();
        var refund = (await world.RefundAsync(milestone, Eur(400), request)).Value;
        Assert.Equal((Eur(400), Eur(11)), (refund.Amount, refund.ProcessingFee));
        Assert.Equal(refund, (await world.RefundAsync(milestone, Eur(400), request)).Value);
        var other = await world.RefundAsync(milestone, Eur(401), request);
        Assert.Equal("idempotency_mismatch", Assert.Single(other.Refusals).Code);
        await world.Host.SettleAsync();

        Assert.Equal(Eur(600), await world.HeldAsync(milestone));
        Assert.Equal(Eur(16.50m), await world.BalanceAsync(Fees));
        var sent = await world.Do<MetierDb, ClientRefund>(db => db.Set<ClientRefund>().SingleAsync());
        Assert.Equal((41_100, ClientRefundState.Sent), (sent.AmountMinor, sent.State));
        await world.Host.AdvanceAsync(TimeSpan.FromDays(3));
        Assert.Equal(Eur(616.50m), await world.BalanceAsync(LedgerAccount.ProviderAvailable("sandbox", Currency.Eur)));
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_rest_of_a_milestone_rolls_over_with_its_fees(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var first = await world.FundedAsync(1_000);
        var next = NewId();
        await world.ReleaseAsync(first, Eur(700));
        var moved = await world.Do<RollOverEscrow, Outcome<Money>>(r =>
            r.RunAsync(new(NewId(), first, next, Eur(300), "Rest"), CancellationToken.None)
        );
        Assert.Equal(Eur(300), moved.Value);
        Assert.Equal((Eur(0), Eur(300)), (await world.HeldAsync(first), await world.HeldAsync(next)));
        Assert.Equal(Eur(30), (await world.ReleaseAsync(next, Eur(300))).Value.ServiceFee);
        Assert.Equal(Eur(900), await world.PendingAsync());
        var empty = await world.ReleaseAsync(first, Eur(1));
        Assert.Equal("nothing_held", Assert.Single(empty.Refusals).Code);
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_award_divides_what_is_held(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var milestone = await world.FundedAsync(1_000);
        var award = (
            await world.Do<AwardEscrow, Outcome<AwardView>>(a =>
                a.RunAsync(new(NewId(), milestone, Eur(250), Eur(750), "Ruling"), CancellationToken.None)
            )
        ).Value;
        Assert.Equal(Eur(225), award.Earning!.Net);
        Assert.Equal(Eur(770.62m), award.Refund!.Total);
        Assert.Equal(Eur(0), await world.HeldAsync(milestone));
        await world.Host.SettleAsync();
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_freelancer_gives_back_with_fees_in_proportion_within_180_days(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var milestone = await world.FundedAsync(1_000);
        await world.ReleaseAsync(milestone, Eur(1_000));
        await world.Host.AdvanceAsync(TimeSpan.FromDays(6));
        var back = (await GiveBackAsync(world, Eur(500))).Value;
        Assert.Equal((Eur(50), Eur(13.75m)), (back.ServiceFee, back.ProcessingFee));
        Assert.Equal((Eur(450), Eur(513.75m)), (back.FromFreelancer, back.ToClient));
        Assert.Equal(Eur(450), await world.ReadyAsync());
        Assert.Equal(Eur(50), await world.BalanceAsync(Commission));

        var tooMuch = await GiveBackAsync(world, Eur(501));
        Assert.Equal("more_than_refundable", Assert.Single(tooMuch.Refusals).Code);
        await world.Host.AdvanceAsync(TimeSpan.FromDays(180));
        var late = await GiveBackAsync(world, Eur(1));
        Assert.Equal("more_than_refundable", Assert.Single(late.Refusals).Code);
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Money_given_back_within_the_security_period_never_becomes_ready(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var milestone = await world.FundedAsync(1_000);
        await world.ReleaseAsync(milestone, Eur(1_000));
        Assert.True((await GiveBackAsync(world, Eur(400))).Ok);
        Assert.Equal(Eur(540), await world.PendingAsync());
        await world.Host.AdvanceAsync(TimeSpan.FromDays(6));
        Assert.Equal((Eur(0), Eur(540)), (await world.PendingAsync(), await world.ReadyAsync()));
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_was_withdrawn_cannot_be_given_back(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        await world.ReleaseAsync(await world.FundedAsync(1_000), Eur(1_000));
        var method = await world.PayoutMethodAsync();
        await world.Host.AdvanceAsync(TimeSpan.FromDays(6));
        Assert.True((await world.WithdrawAsync(method, Eur(800))).Ok);
        var back = await GiveBackAsync(world, Eur(500));
        Assert.Equal("insufficient_balance", Assert.Single(back.Refusals).Code);
        Assert.Equal(Eur(100), await world.ReadyAsync());
        await world.AssertBooksAsync();
    }

    private static Task<Outcome<EarningsRefundView>> GiveBackAsync(PaymentsWorld world, Money amount) =>
        world.Do<RefundEarnings, Outcome<EarningsRefundView>>(refund =>
            refund.RunAsync(
                new(NewId(), world.ContractId, world.Freelancer.MemberId, amount, "Sorry"),
                CancellationToken.None
            )
        );
}
