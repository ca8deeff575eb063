using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments.Providers;

[Trait("storage", "both")]
public class StripeTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_charge_is_made_once_with_its_operation_and_held(Store store)
    {
        await using var world = await StripeWorld.StartAsync(store);
        var request = world.It.Request(await world.CardAsync(), Eur(1_000));
        var all = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => world.It.ChargeAsync(request)));
        Assert.Contains(all, a => a.Ok);
        await world.It.Host.AdvanceAsync(TimeSpan.FromMinutes(10));

        var intent = Assert.Single(world.Stripe.Of("payment_intent", request.RequestId));
        Assert.Equal(102_750, (long)intent["amount"]!);
        Assert.Equal(Eur(1_000), await world.It.HeldAsync(request.SubjectId));
        Assert.Equal(1, world.It.Told.Count("settled", request.RequestId));
        await world.AssertAgreeAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Refusals_have_our_words_and_are_final(Store store)
    {
        await using var world = await StripeWorld.StartAsync(store);
        foreach (
            var (card, code) in new[]
            {
                ("pm_generic", "declined"),
                ("pm_insufficient", "insufficient_funds"),
                ("pm_expired", "expired"),
                ("pm_lost", "call_bank"),
            }
        )
        {
            var request = world.It.Request(await world.CardAsync(card), Eur(10));
            var progress = (await world.It.ChargeAsync(request)).Value;
            Assert.Equal((ChargeState.Failed, code), (progress.State, progress.FailureCode));
            Assert.Equal("canceled", (string?)world.Stripe.Of("payment_intent", request.RequestId).Single()["status"]);
            Assert.NotEqual(
                PaymentWords.Failure("nothing known"),
                card == "pm_generic" ? "" : PaymentWords.Failure(code)
            );
        }
        await world.AssertAgreeAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_first_charge_asks_the_bank_and_the_next_goes_without_the_client(Store store)
    {
        await using var world = await StripeWorld.StartAsync(store);
        var card = await world.CardAsync("pm_asks_first");
        var first = world.It.Request(card, Eur(10));
        var progress = (await world.It.ChargeAsync(first)).Value;
        Assert.Equal(ChargeState.ActionRequired, progress.State);
        Assert.Equal($"/go/leaving/{first.RequestId:D}", progress.ActionUrl);
        var client = await world.It.Host.SignedInAsync(world.It.Client);
        var leaving = await client.GetAsync($"/en/money/leaving/{first.RequestId:D}");
        Assert.Contains(
            "https://hooks.stripe.test/3ds/",
            leaving.Document.DocumentElement.OuterHtml,
            StringComparison.Ordinal
        );
        world.Stripe.Confirm(first.RequestId, yes: true);
        // Confirmed an hour later, and the browser never came back: the message does it.
        await world.It.Host.AdvanceAsync(TimeSpan.FromSeconds(5));
        await world.DeliverAsync();
        await world.It.Host.SettleAsync();
        Assert.Equal(Eur(10), await world.It.HeldAsync(first.SubjectId));

        var second = await world.It.ChargeAsync(world.It.Request(card, Eur(20)));
        Assert.Equal(ChargeState.Settled, second.Value.State);
        await world.AssertAgreeAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_bank_that_always_asks_is_answered_refused_or_forgotten(Store store)
    {
        await using var world = await StripeWorld.StartAsync(store);
        var card = await world.CardAsync("pm_always_asks");
        var given = world.It.Request(card, Eur(10));
        await world.It.ChargeAsync(given);
        world.Stripe.Confirm(given.RequestId, yes: true);
        Assert.Equal(ChargeState.Settled, (await world.FinishAsync(given.RequestId)).State);

        // Now off-session: Stripe refuses, and the same payment is confirmed with the client there.
        var refused = world.It.Request(card, Eur(20));
        Assert.Equal(ChargeState.ActionRequired, (await world.It.ChargeAsync(refused)).Value.State);
        world.Stripe.Confirm(refused.RequestId, yes: false);
        var no = await world.FinishAsync(refused.RequestId);
        Assert.Equal((ChargeState.Failed, "confirmation_refused"), (no.State, no.FailureCode));

        var forgotten = world.It.Request(card, Eur(30));
        await world.It.ChargeAsync(forgotten);
        await world.It.Host.AdvanceAsync(TimeSpan.FromHours(31));
        var late = await world.FinishAsync(forgotten.RequestId);
        Assert.Equal((ChargeState.Failed, "confirmation_expired"), (late.State, late.FailureCode));
        await world.AssertAgreeAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_lost_answer_is_found_again_even_after_keys_are_forgotten(Store store)
    {
        await using var world = await StripeWorld.StartAsync(store);
        var card = await world.CardAsync();
        foreach (var fault in new[] { Fault.LostAfter, Fault.ErrorAfter, Fault.LostBefore, Fault.ErrorBefore })
        {
            var request = world.It.Request(card, Eur(100));
            world.Stripe.Faults.Next(fault);
            Assert.Equal(ChargeState.Processing, (await world.It.ChargeAsync(request)).Value.State);
            if (fault == Fault.LostAfter)
            {
                // Down for longer than Stripe keeps keys: found by the operation it carries.
                world.Stripe.Faults.DownUntil = world.It.Host.Clock.GetUtcNow().AddHours(30);
            }
            await world.It.Host.AdvanceAsync(TimeSpan.FromHours(fault == Fault.LostAfter ? 40 : 1));
            Assert.Equal(Eur(100), await world.It.HeldAsync(request.SubjectId));
            Assert.Equal(1, world.It.Told.Count("settled", request.RequestId));
        }
        await world.AssertAgreeAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Refunds_go_back_and_lines_tell_all_of_it(Store store)
    {
        await using var world = await StripeWorld.StartAsync(store);
        var from = world.It.Host.Now.AddSeconds(-1);
        var milestone = await world.It.FundedAsync(1_000, await world.CardAsync());
        world.Stripe.Faults.Next(Fault.LostAfter);
        Assert.True((await world.It.RefundAsync(milestone, Eur(100))).Ok);
        await world.It.Host.AdvanceAsync(TimeSpan.FromHours(1));
        await world.AssertAgreeAsync();

        var provider = world.It.Host.Services.GetRequiredService<PaymentProviders>().Find("stripe")!;
        var lines = await provider.SettlementAsync(from, world.It.Host.Now.AddSeconds(1), default);
        Assert.Equal(
            [(SettlementKind.Charge, 102_750L), (SettlementKind.Refund, -10_275L)],
            lines.OrderBy(l => l.Kind).Select(l => (l.Kind, l.Gross.Minor))
        );
        Assert.All(lines, l => Assert.Equal(l.Gross - l.Fee, l.Net));
        Assert.True(lines.Single(l => l.Kind == SettlementKind.Charge).Fee.Minor > 0);
        foreach (var line in lines)
        {
            var known = await world.It.Do<MetierDb, ProviderOperation>(db =>
                db.Set<ProviderOperation>().SingleAsync(o => o.Id == line.OperationId)
            );
            Assert.Equal(known.Reference, line.SourceReference);
        }
        var balance = Assert.Single(await provider.BalancesAsync(default));
        Assert.Equal(lines.Sum(l => l.Net.Minor), (balance.Available + balance.Pending).Minor);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Payouts_arrive_come_back_and_come_back_late(Store store)
    {
        await using var world = await StripeWorld.StartAsync(store);
        var milestone = await world.It.FundedAsync(1_000, await world.CardAsync());
        await world.It.ReleaseAsync(milestone, Eur(1_000));
        var account = await world.AccountAsync();
        await world.It.Host.AdvanceAsync(TimeSpan.FromDays(4));
        Assert.Equal(Eur(900), await world.It.ReadyAsync());

        var (arrives, closed, late) = (NewId(), NewId(), NewId());
        world.Stripe.Faults.Next(Fault.LostAfter);
        Assert.True((await world.It.WithdrawAsync(account, Eur(100), arrives)).Ok);
        await world.It.Host.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.True((await world.It.WithdrawAsync(account, Eur(200), closed)).Ok);
        Assert.True((await world.It.WithdrawAsync(account, Eur(300), late)).Ok);
        world.Stripe.EndPayout(arrives);
        world.Stripe.EndPayout(closed, "account_closed");
        world.Stripe.EndPayout(late);
        await world.It.Host.AdvanceAsync(TimeSpan.FromDays(3));
        Assert.Equal(Eur(500), await world.It.ReadyAsync());
        await world.AssertAgreeAsync();

        // Its bank sends it back days after it arrived: only a message tells.
        world.Stripe.EndPayout(late, "no_account");
        await world.DeliverAsync(all => all.TakeLast(1).Concat(all.TakeLast(1)));
        await world.It.Host.SettleAsync();
        Assert.Equal(Eur(800), await world.It.ReadyAsync());
        await world.AssertAgreeAsync();
    }
}
