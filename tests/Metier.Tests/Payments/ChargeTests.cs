using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments;

[Trait("storage", "both")]
public class ChargeTests
{
    private static readonly LedgerAccount Psp = LedgerAccount.ProviderPending("sandbox", Currency.Eur);
    private static readonly LedgerAccount Fees = LedgerAccount.ProcessingFee(Currency.Eur);

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_thousand_is_charged_with_its_fee_and_held_for_the_milestone(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var request = world.Request(await world.CardAsync(), Eur(1_000));
        var progress = (await world.ChargeAsync(request)).Value;

        Assert.Equal(ChargeState.Settled, progress.State);
        Assert.Equal(Eur(1_000), await world.HeldAsync(request.SubjectId));
        Assert.Equal(Eur(27.50m), await world.BalanceAsync(Fees));
        Assert.Equal(Eur(1_027.50m), await world.BalanceAsync(Psp));
        Assert.Equal(1, world.Told.Count("settled", request.RequestId));
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Pressing_twice_or_thirty_times_charges_once(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var request = world.Request(await world.CardAsync(), Eur(100));
        var all = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => world.ChargeAsync(request)));

        Assert.Contains(all, a => a.Ok && a.Value.State == ChargeState.Settled);
        Assert.Equal(Eur(100), await world.HeldAsync(request.SubjectId));
        Assert.Equal(1, world.Told.Count("settled", request.RequestId));
        var again = await world.ChargeAsync(request);
        Assert.Equal(ChargeState.Settled, again.Value.State);
        var other = await world.ChargeAsync(request with { Amount = Eur(101) });
        Assert.Equal("idempotency_mismatch", Assert.Single(other.Refusals).Code);
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Two_tabs_cannot_both_pay_for_one_milestone(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var card = await world.CardAsync("4000 0025 0000 3155");
        var first = world.Request(card, Eur(100));
        Assert.Equal(ChargeState.ActionRequired, (await world.ChargeAsync(first)).Value.State);
        var second = await world.ChargeAsync(world.Request(card, Eur(100), first.SubjectId));
        Assert.Equal("already_paying", Assert.Single(second.Refusals).Code);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_declined_card_charges_nothing_and_says_why(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        foreach (
            var (number, code) in new[] { ("4000000000000002", "declined"), ("4000000000009995", "insufficient_funds") }
        )
        {
            var request = world.Request(await world.CardAsync(number), Eur(100));
            var progress = (await world.ChargeAsync(request)).Value;
            Assert.Equal((ChargeState.Failed, code), (progress.State, progress.FailureCode));
            Assert.Equal(1, world.Told.Count("failed", request.RequestId));
            Assert.Equal(Eur(0), await world.HeldAsync(request.SubjectId));
        }
        Assert.Equal(0, await world.TransactionsAsync());
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_confirmation_pays_when_given_and_not_when_refused_or_forgotten(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var card = await world.CardAsync("4000 0025 0000 3155");
        var given = world.Request(card, Eur(10));
        var refused = world.Request(card, Eur(20));
        var forgotten = world.Request(card, Eur(30));
        foreach (var request in new[] { given, refused, forgotten })
        {
            var progress = (await world.ChargeAsync(request)).Value;
            Assert.Equal(ChargeState.ActionRequired, progress.State);
            Assert.Equal($"/go/sandbox-confirm/{request.RequestId:D}", progress.ActionUrl);
        }
        await AnswerAsync(world, given.RequestId, true);
        await AnswerAsync(world, refused.RequestId, false);

        Assert.Equal(ChargeState.Settled, (await FinishAsync(world, given.RequestId)).State);
        var no = await FinishAsync(world, refused.RequestId);
        Assert.Equal((ChargeState.Failed, "confirmation_refused"), (no.State, no.FailureCode));
        await world.Host.AdvanceAsync(TimeSpan.FromHours(2));
        var late = await FinishAsync(world, forgotten.RequestId);
        Assert.Equal((ChargeState.Failed, "confirmation_expired"), (late.State, late.FailureCode));
        Assert.Equal(Eur(10), await world.HeldAsync(given.SubjectId));
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_person_who_confirms_and_closes_the_page_has_paid_all_the_same(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var request = world.Request(await world.CardAsync("4000 0025 0000 3155"), Eur(10));
        await world.ChargeAsync(request);
        await AnswerAsync(world, request.RequestId, true);
        await world.Host.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal(Eur(10), await world.HeldAsync(request.SubjectId));
        Assert.Equal(1, world.Told.Count("settled", request.RequestId));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_bank_that_refuses_later_leaves_nothing(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var request = world.Request(await world.CardAsync("4000 0000 0000 0341"), Eur(100));
        Assert.Equal(ChargeState.Processing, (await world.ChargeAsync(request)).Value.State);
        await world.Host.AdvanceAsync(TimeSpan.FromMinutes(3));
        var late = await FinishAsync(world, request.RequestId);
        Assert.Equal((ChargeState.Failed, "declined_later"), (late.State, late.FailureCode));
        Assert.Equal(1, world.Told.Count("failed", request.RequestId));
        Assert.Equal(0, await world.TransactionsAsync());
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_payment_whose_answer_was_lost_is_found_again_and_booked_once(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var request = world.Request(await world.CardAsync("4000 0000 0000 0119"), Eur(100));
        Assert.Equal(ChargeState.Processing, (await world.ChargeAsync(request)).Value.State);
        Assert.Equal(Eur(0), await world.HeldAsync(request.SubjectId));
        await world.Host.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(Eur(100), await world.HeldAsync(request.SubjectId));
        Assert.Equal(1, world.Told.Count("settled", request.RequestId));
        Assert.Equal(
            1,
            await world.Do<MetierDb, int>(db =>
                db.Set<SandboxOperation>().CountAsync(o => o.Kind == OperationKind.Collect)
            )
        );
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_crash_after_the_provider_took_the_money_leaves_nothing_half_done_and_is_made_good(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var request = world.Request(await world.CardAsync(), Eur(100));
        world.Told.Crash = true;
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.ChargeAsync(request));
        Assert.Equal(0, await world.TransactionsAsync());
        Assert.Equal(0, world.Told.Count("settled", request.RequestId));

        world.Told.Crash = false;
        await world.Host.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(Eur(100), await world.HeldAsync(request.SubjectId));
        Assert.Equal(1, world.Told.Count("settled", request.RequestId));
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_charge_that_was_written_and_never_sent_is_sent_after_a_restart(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var request = world.Request(await world.CardAsync(), Eur(100));
        await world.Do<BeginCharge, Outcome<ChargeProgress>>(begin => begin.RunAsync(request, CancellationToken.None));
        Assert.Equal(0, await world.TransactionsAsync());
        await world.Host.SettleAsync();
        Assert.Equal(Eur(100), await world.HeldAsync(request.SubjectId));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Money_for_something_that_has_gone_goes_back(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var request = world.Request(await world.CardAsync(), Eur(100));
        world.Told.Gone = true;
        Assert.Equal(ChargeState.SentBack, (await world.ChargeAsync(request)).Value.State);
        await world.Host.SettleAsync();
        Assert.Equal(Eur(0), await world.HeldAsync(request.SubjectId));
        Assert.Equal(Eur(0), await world.BalanceAsync(Psp));
        Assert.Equal(Eur(0), await world.BalanceAsync(Fees));
        Assert.Equal(Eur(0), await world.BalanceAsync(LedgerAccount.ClientCredit(world.ClientId, Currency.Eur)));
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_bonus_is_the_freelancers_at_once_less_the_commission(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var request = world.Request(await world.CardAsync(), Eur(200), kind: Bonus);
        Assert.Equal(ChargeState.Settled, (await world.ChargeAsync(request)).Value.State);
        Assert.Equal(Eur(180), await world.PendingAsync());
        await world.Host.AdvanceAsync(TimeSpan.FromDays(5.1));
        Assert.Equal(Eur(180), await world.ReadyAsync());
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Somebody_elses_card_and_a_removed_card_pay_nothing(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var card = await world.CardAsync();
        var stranger = await world.Host.MemberAsync("Eve Other", client: true);
        var theirs = world.Request(card, Eur(10)) with { ClientId = stranger.ClientId!.Value };
        Assert.Equal("method_missing", Assert.Single((await world.ChargeAsync(theirs)).Refusals).Code);

        var strangers = await world.Do<RemovePaymentMethod, Outcome<Done>>(r => r.RunAsync(card, stranger, default));
        Assert.True(strangers.IsNotFound);
        Assert.True(
            (await world.Do<RemovePaymentMethod, Outcome<Done>>(r => r.RunAsync(card, world.Client, default))).Ok
        );
        var gone = await world.ChargeAsync(world.Request(card, Eur(10)));
        Assert.Equal("method_missing", Assert.Single(gone.Refusals).Code);
        Assert.Equal(0, await world.TransactionsAsync());
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task One_method_is_the_default_and_of_a_card_only_the_last_four_digits_are_kept(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var visa = await world.CardAsync();
        var amex = await world.CardAsync("3782 822463 10005");
        var cards = await world.Do<MoneyViews, List<PaymentMethodCard>>(v =>
            v.PaymentMethodsAsync(world.ClientId, default)
        );
        Assert.Equal(
            [("visa", "4242", true), ("amex", "0005", false)],
            cards.Select(c => (c.Brand, c.Label, c.IsDefault))
        );

        await world.Do<SetDefaultPaymentMethod, Outcome<Done>>(d => d.RunAsync(amex, world.Client, default));
        cards = await world.Do<MoneyViews, List<PaymentMethodCard>>(v =>
            v.PaymentMethodsAsync(world.ClientId, default)
        );
        Assert.Equal([(amex, true), (visa, false)], cards.Select(c => (c.Id, c.IsDefault)));

        await world.Do<RemovePaymentMethod, Outcome<Done>>(r => r.RunAsync(amex, world.Client, default));
        cards = await world.Do<MoneyViews, List<PaymentMethodCard>>(v =>
            v.PaymentMethodsAsync(world.ClientId, default)
        );
        Assert.Equal([(visa, true)], cards.Select(c => (c.Id, c.IsDefault)));
    }

    private static Task<Outcome<Done>> AnswerAsync(PaymentsWorld world, Guid id, bool yes) =>
        world.Do<SandboxPages, Outcome<Done>>(pages =>
            pages.AnswerAsync(id, yes, world.Client, CancellationToken.None)
        );

    private static Task<ChargeProgress> FinishAsync(PaymentsWorld world, Guid id) =>
        world.Do<FinishCharge, ChargeProgress>(finish => finish.RunAsync(id, CancellationToken.None));
}
