using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments;

[Trait("storage", "both")]
public class PayoutTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_withdrawal_arrives_a_day_later_less_its_fee(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var method = await RichAsync(world, 1_000);
        var id = NewId();
        var view = (await world.WithdrawAsync(method, Eur(900), id)).Value;
        Assert.Equal((Eur(0.99m), Eur(899.01m)), (view.Fee, view.Sent));
        Assert.Equal(Eur(0), await world.ReadyAsync());
        Assert.Equal(Eur(899.01m), await world.BalanceAsync(LedgerAccount.Payout(id, Currency.Eur)));
        Assert.Equal(view, (await world.WithdrawAsync(method, Eur(900), id)).Value);
        await world.AssertBooksAsync();

        await world.Host.AdvanceAsync(TimeSpan.FromDays(1.1));
        Assert.Equal(PayoutState.Paid, (await PayoutAsync(world, id)).State);
        Assert.Equal(Eur(0), await world.BalanceAsync(LedgerAccount.Payout(id, Currency.Eur)));
        Assert.Equal(Eur(0), await world.BalanceAsync(LedgerAccount.ProviderTransit("sandbox", Currency.Eur)));
        Assert.Equal(
            Eur(1_027.50m - 899.01m),
            await world.BalanceAsync(LedgerAccount.ProviderAvailable("sandbox", Currency.Eur))
        );
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Thirty_withdrawals_at_once_are_paid_once(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var method = await RichAsync(world, 1_000);
        var all = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => world.WithdrawAsync(method, Eur(900))));
        Assert.Equal(1, all.Count(a => a.Ok));
        Assert.All(all.Where(a => !a.Ok), a => Assert.Equal("insufficient_balance", Assert.Single(a.Refusals).Code));
        Assert.Equal(Eur(0), await world.ReadyAsync());
        Assert.Equal(1, await world.Do<MetierDb, int>(db => db.Set<Payout>().CountAsync()));
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_payout_that_comes_back_is_in_the_balance_again_with_its_fee_and_its_reason(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var method = await RichAsync(world, 1_000, SandboxCards.ReturningIban);
        var id = NewId();
        Assert.True((await world.WithdrawAsync(method, Eur(900), id)).Ok);
        await world.Host.AdvanceAsync(TimeSpan.FromDays(1.1));
        var payout = await PayoutAsync(world, id);
        Assert.Equal((PayoutState.Returned, "account_closed"), (payout.State, payout.ReasonCode));
        Assert.Equal(Eur(900), await world.ReadyAsync());
        Assert.Equal(Eur(0), await world.BalanceAsync(LedgerAccount.WithdrawalFee(Currency.Eur)));
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_method_can_be_used_three_days_after_it_was_added(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        await world.ReleaseAsync(await world.FundedAsync(100), Eur(100));
        await world.Host.AdvanceAsync(TimeSpan.FromDays(6));
        var method = await world.PayoutMethodAsync(active: false);
        var early = await world.WithdrawAsync(method, Eur(90));
        Assert.Equal("method_not_active", Assert.Single(early.Refusals).Code);
        await world.Host.AdvanceAsync(TimeSpan.FromDays(3));
        Assert.True((await world.WithdrawAsync(method, Eur(90))).Ok);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Too_little_too_much_and_what_belongs_to_others_is_refused(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var method = await RichAsync(world, 100);
        Assert.Equal("below_minimum", Assert.Single((await world.WithdrawAsync(method, Eur(9.99m))).Refusals).Code);
        var tooMuch = Assert.Single((await world.WithdrawAsync(method, Eur(90.01m))).Refusals);
        Assert.Equal(("insufficient_balance", "Form.Amount"), (tooMuch.Code, tooMuch.Field));
        Assert.Contains("€90.00", tooMuch.Message, StringComparison.Ordinal);
        var stranger = await world.Host.MemberAsync("Eve Other", freelancer: true);
        var theirs = await world.Do<WithdrawMoney, Outcome<WithdrawView>>(w =>
            w.RunAsync(new(NewId(), method, Eur(50)), stranger, CancellationToken.None)
        );
        Assert.Equal("choose_method", Assert.Single(theirs.Refusals).Code);
        var unconfirmed = world.Freelancer with { EmailConfirmed = false };
        var refused = await world.Do<WithdrawMoney, Outcome<WithdrawView>>(w =>
            w.RunAsync(new(NewId(), method, Eur(50)), unconfirmed, CancellationToken.None)
        );
        Assert.Equal("confirm_email", Assert.Single(refused.Refusals).Code);
        Assert.Equal(Eur(90), await world.ReadyAsync());
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_account_must_be_ones_own_and_right_and_is_kept_unreadable(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        const string Iban = "DE89 3704 0044 0532 0130 00";
        Assert.Equal("Form.HolderName", await FieldAsync(world, "Ada Client", Iban));
        Assert.Equal("Form.Destination", await FieldAsync(world, "Zoe Free-Lance", "DE89 3704 0044 0532 0130 01"));
        Assert.Null(await FieldAsync(world, "free lance  ZOÉ", Iban));
        Assert.Equal("Form.Destination", await FieldAsync(world, "Zoe Free-Lance", Iban));
        var kept = await world.Do<MetierDb, PayoutMethod>(db => db.Set<PayoutMethod>().SingleAsync());
        Assert.Equal("DE •••• 3000", kept.Label);
        Assert.DoesNotContain("0532013000", kept.ProtectedDestination, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GB82 WEST 1234 5698 7654 32", true)]
    [InlineData("fr1420041010050500013m02606", true)]
    [InlineData(SandboxCards.ReturningIban, true)]
    [InlineData("GB82 WEST 1234 5698 7654 33", false)]
    [InlineData("GB82", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("1282WEST12345698765432", false)]
    public void An_iban_is_checked_by_its_digits(string? typed, bool right) =>
        Assert.Equal(right, PayoutAccounts.Iban(typed) is not null);

    /// <summary>A freelancer with money ready and an active method.</summary>
    private static async Task<Guid> RichAsync(PaymentsWorld world, decimal gross, string? iban = null)
    {
        await world.ReleaseAsync(await world.FundedAsync(gross), Eur(gross));
        var method = await (iban is null ? world.PayoutMethodAsync() : world.PayoutMethodAsync(iban));
        await world.Host.AdvanceAsync(TimeSpan.FromDays(2));
        return method;
    }

    private static Task<Payout> PayoutAsync(PaymentsWorld world, Guid id) =>
        world.Do<MetierDb, Payout>(db => db.Set<Payout>().SingleAsync(p => p.Id == id));

    private static async Task<string?> FieldAsync(PaymentsWorld world, string holder, string iban)
    {
        var added = await world.Do<AddPayoutMethod, Outcome<Guid>>(add =>
            add.RunAsync(new(NewId(), PayoutMethodKind.Iban, holder, iban), world.Freelancer, CancellationToken.None)
        );
        return added.Ok ? null : Assert.Single(added.Refusals).Field;
    }
}
