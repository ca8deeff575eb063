using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments;

[Trait("storage", "both")]
public class AdjustmentTests
{
    private static readonly Actor First = Finance("One");
    private static readonly Actor Second = Finance("Two");
    private static readonly string Lost = LedgerAccount.Chargeback(Currency.Eur).Code;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task One_proposes_another_approves_and_nothing_moves_before(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        await world.FundedAsync(1_000);
        var psp = LedgerAccount.ProviderPending("sandbox", Currency.Eur);
        var before = await world.BalanceAsync(psp);
        var input = new AdjustmentInput(NewId(), Lost, psp.Code, Eur(12), "The provider lost twelve euros", null);
        Assert.Equal("not_found", Code(await ProposeAsync(world, input, world.Client)));
        Assert.True((await ProposeAsync(world, input, First)).Ok);
        Assert.True((await ProposeAsync(world, input, First)).Ok);
        Assert.Equal(before, await world.BalanceAsync(psp));

        Assert.Equal("same_person", Code(await ApproveAsync(world, input.Id, First)));
        Assert.Equal("not_found", Code(await ApproveAsync(world, input.Id, world.Client)));
        var both = await Task.WhenAll(ApproveAsync(world, input.Id, Second), ApproveAsync(world, input.Id, Second));
        Assert.Single(both, b => b.Ok);
        Assert.Equal(before - Eur(12), await world.BalanceAsync(psp));
        Assert.Equal(Eur(12), await world.BalanceAsync(LedgerAccount.Chargeback(Currency.Eur)));
        var line = Assert.Single(
            await world.Do<Adjustments, List<AdjustmentLine>>(a => a.ListAsync(false, null, default))
        );
        Assert.Equal(
            (AdjustmentState.Posted, First.MemberId, (Guid?)Second.MemberId, Lost, psp.Code, Eur(12)),
            (line.State, line.ProposedBy, line.DecidedBy, line.DebitCode, line.CreditCode, line.Amount)
        );
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_may_not_be_moved_by_hand_is_refused_beside_its_field(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var milestone = await world.FundedAsync(1_000);
        var psp = LedgerAccount.ProviderPending("sandbox", Currency.Eur).Code;
        var escrow = LedgerAccount.Escrow(milestone, Currency.Eur).Code;
        var good = new AdjustmentInput(NewId(), Lost, psp, Eur(12), "The provider lost it", null);
        (AdjustmentInput Input, string Code, string Field)[] bad =
        [
            (good with { CreditCode = escrow }, "account_not_by_hand", "CreditCode"),
            (good with { DebitCode = "nothing:EUR" }, "account_unknown", "DebitCode"),
            (good with { DebitCode = psp + "#3" }, "account_unknown", "DebitCode"),
            (good with { CreditCode = Lost }, "accounts_same", "CreditCode"),
            (good with { Amount = null }, "amount_missing", "Amount"),
            (good with { Amount = Eur(0) }, "amount_missing", "Amount"),
            (good with { Amount = Currency.Of("USD").Minor(5) }, "accounts_currency", "CreditCode"),
            (good with { Reason = "no" }, "reason_missing", "Reason"),
            (good with { Day = DateOnly.FromDateTime(world.Host.Now).AddDays(1) }, "day_in_future", "Day"),
        ];
        foreach (var (input, code, field) in bad)
        {
            var refused = await ProposeAsync(world, input with { Id = NewId() }, First);
            Assert.Contains(refused.Refusals, r => (r.Code, r.Field) == (code, field));
        }
        Assert.Empty(await world.Do<Adjustments, List<AdjustmentLine>>(a => a.ListAsync(true, null, default)));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_adjustment_of_last_month_counts_there_until_the_month_is_closed(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        await world.FundedAsync(1_000);
        var day = DateOnly.FromDateTime(world.Host.Now);
        await world.Host.AdvanceAsync(TimeSpan.FromDays(40));
        var psp = LedgerAccount.ProviderPending("sandbox", Currency.Eur).Code;
        AdjustmentInput New() => new(NewId(), Lost, psp, Eur(1), "Found late, counts earlier", day);
        var (one, two) = (New(), New());
        Assert.True((await ProposeAsync(world, one, First)).Ok);
        Assert.True((await ProposeAsync(world, two, First)).Ok);
        Assert.True((await ApproveAsync(world, one.Id, Second)).Ok);
        Assert.Equal("month_waiting", Code(await CloseAsync(world, day)));
        Assert.True(
            (await world.Do<Adjustments, Outcome<Done>>(a => a.DeclineAsync(two.Id, "Taken back", First, default))).Ok
        );
        Assert.True((await CloseAsync(world, day)).Ok);
        Assert.Equal("month_closed", Code(await ProposeAsync(world, New(), First)));
    }

    private static Task<Outcome<Done>> CloseAsync(PaymentsWorld world, DateOnly day) =>
        world.Do<LedgerPeriods, Outcome<Done>>(p => p.CloseAsync(day, Second, CancellationToken.None));

    private static Task<Outcome<Guid>> ProposeAsync(PaymentsWorld world, AdjustmentInput input, Actor actor) =>
        world.Do<Adjustments, Outcome<Guid>>(a => a.ProposeAsync(input, actor, CancellationToken.None));

    private static Task<Outcome<Done>> ApproveAsync(PaymentsWorld world, Guid id, Actor actor) =>
        world.Do<Adjustments, Outcome<Done>>(a => a.ApproveAsync(id, actor, CancellationToken.None));

    private static string Code<T>(Outcome<T> outcome) => outcome.Refusals[0].Code;

    private static Actor Finance(string name) =>
        new(NewId(), name, $"{name}@example.org", true, false, null, Hat.Client, StaffRoles.Finance, "en", "UTC");
}
