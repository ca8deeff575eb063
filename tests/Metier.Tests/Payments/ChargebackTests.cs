using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using static Metier.Tests.Payments.ChargebackWorld;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments;

[Trait("storage", "both")]
public class ChargebackTests
{
    /// <summary>How far the money of a milestone of 1,000.00 (1,027.50 with the payment fee) was, and who bears what in the end.</summary>
    public static TheoryData<Store, string, decimal, decimal, decimal, decimal, decimal, decimal> Examples()
    {
        // What was wanted; frozen of what is held and of what was earned; after losing it: still held, the freelancer's
        // (900.00 if everything stays), borne by the operator, owed by the client follows: nothing.
        (
            string Stage,
            decimal Amount,
            decimal Held,
            decimal Earned,
            decimal HeldAfter,
            decimal Mine,
            decimal Ours
        )[] rows =
        [
            ("held", 1027.50m, 1000, 0, 0, 0, 27.50m),
            ("held", 513.75m, 500, 0, 500, 0, 13.75m),
            ("half released", 1027.50m, 500, 450, 0, 450, 527.50m),
            ("pending", 1027.50m, 0, 900, 0, 900, 1027.50m),
            ("ready", 1027.50m, 0, 900, 0, 900, 1027.50m),
            ("half withdrawn", 1027.50m, 0, 400, 0, 400, 1027.50m),
            ("withdrawn", 1027.50m, 0, 0, 0, 0, 1027.50m),
        ];
        var data = new TheoryData<Store, string, decimal, decimal, decimal, decimal, decimal, decimal>();
        foreach (var store in Stores.Both.Select(s => s.Data))
        {
            foreach (var r in rows)
            {
                data.Add(store, r.Stage, r.Amount, r.Held, r.Earned, r.HeldAfter, r.Mine, r.Ours);
            }
        }
        return data;
    }

    [Theory, MemberData(nameof(Examples))]
    public async Task A_lost_chargeback_is_borne_as_the_rule_says(
        Store store,
        string stage,
        decimal amount,
        decimal held,
        decimal earned,
        decimal heldAfter,
        decimal mine,
        decimal ours
    )
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var (charge, milestone) = await StageAsync(world, stage);
        await OpenAsync(world, charge, Eur(amount));
        var it = await OneAsync(world);
        Assert.Equal(
            (Eur(held).Minor, Eur(earned).Minor, Eur(amount).Minor),
            (it.FrozenHeldMinor, it.FrozenEarnedMinor, it.WithdrawnMinor)
        );
        Assert.Equal(Eur(amount), await DisputedAsync(world));
        Assert.Equal(Eur(earned), await world.BalanceAsync(Frozen(world)));
        await world.AssertBooksAsync();
        await AgreesAsync(world);

        await DecideAsync(world, won: false);
        it = await OneAsync(world);
        Assert.Equal((ChargebackState.Lost, Eur(amount).Minor), (it.State, it.LostMinor));
        Assert.Equal(it.LostMinor, it.TakenMinor + it.CoveredMinor + it.FeeShareMinor + it.DebtMinor);
        Assert.Equal(Eur(heldAfter), await world.HeldAsync(milestone));
        Assert.Equal(Eur(mine), await world.PendingAsync() + await world.ReadyAsync());
        Assert.Equal(Eur(ours), await world.BalanceAsync(LedgerAccount.Chargeback(Currency.Eur)));
        Assert.Equal(Eur(0), await OwedAsync(world));
        Assert.Equal(Eur(0), await DisputedAsync(world));
        Assert.Null(await StandingAsync(world));
        await world.AssertBooksAsync();
        await AgreesAsync(world);
    }

    [Theory, MemberData(nameof(Examples))]
    public async Task A_chargeback_that_is_won_leaves_everything_as_it_was(
        Store store,
        string stage,
        decimal amount,
        decimal held,
        decimal earned,
        decimal heldAfter,
        decimal mine,
        decimal ours
    )
    {
        Assert.True(held + earned + heldAfter + mine + ours >= 0);
        await using var world = await PaymentsWorld.StartAsync(store);
        var (charge, milestone) = await StageAsync(world, stage);
        var before = (await world.HeldAsync(milestone), await world.PendingAsync(), await world.ReadyAsync());
        await OpenAsync(world, charge, Eur(amount));
        Assert.Equal("client_chargeback", (await StandingAsync(world))?.Code);
        await DecideAsync(world, won: true);
        var after = (await world.HeldAsync(milestone), await world.PendingAsync(), await world.ReadyAsync());
        Assert.Equal(before, after);
        Assert.Equal(ChargebackState.Won, (await OneAsync(world)).State);
        Assert.Equal(Eur(0), await DisputedAsync(world));
        Assert.Equal(Eur(0), await world.BalanceAsync(LedgerAccount.Chargeback(Currency.Eur)));
        Assert.Null(await StandingAsync(world));
        await world.AssertBooksAsync();
        await AgreesAsync(world);
        // Everything moves again.
        if (before.Item1.Minor > 0)
        {
            Assert.True((await world.ReleaseAsync(milestone, before.Item1)).Ok);
        }
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Nothing_leaves_what_is_frozen_and_the_rest_moves(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var (charge, milestone) = await StageAsync(world, "held");
        await OpenAsync(world, charge, Eur(513.75m));
        Assert.Equal("money_frozen", (await world.ReleaseAsync(milestone, Eur(501))).Refusals[0].Code);
        Assert.Equal("money_frozen", (await world.RefundAsync(milestone, Eur(501))).Refusals[0].Code);
        var roll = await world.Do<RollOverEscrow, Outcome<Money>>(r =>
            r.RunAsync(new(NewId(), milestone, NewId(), Eur(1000), "Next"), default)
        );
        Assert.Equal("money_frozen", roll.Refusals[0].Code);
        var award = await world.Do<AwardEscrow, Outcome<AwardView>>(a =>
            a.RunAsync(new(NewId(), milestone, Eur(600), Eur(400), "Divided"), default)
        );
        Assert.Equal("money_frozen", award.Refusals[0].Code);
        Assert.True((await world.ReleaseAsync(milestone, Eur(500))).Ok);
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Frozen_earnings_are_neither_ready_nor_given_back_nor_withdrawn(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var method = await world.PayoutMethodAsync();
        var (charge, _) = await StageAsync(world, "pending");
        await OpenAsync(world, charge);
        await world.Host.AdvanceAsync(TimeSpan.FromDays(6));
        Assert.Equal(Eur(0), await world.ReadyAsync());
        Assert.Equal("insufficient_balance", (await world.WithdrawAsync(method, Eur(100))).Refusals[0].Code);
        var back = await world.Do<RefundEarnings, Outcome<EarningsRefundView>>(r =>
            r.RunAsync(new(NewId(), world.ContractId, world.Freelancer.MemberId, Eur(10), "Sorry"), default)
        );
        Assert.Equal("more_than_refundable", back.Refusals[0].Code);
        await world.AssertBooksAsync();
        await DecideAsync(world, won: true);
        // The security period was over meanwhile.
        Assert.Equal((Eur(900), Eur(0)), (await world.ReadyAsync(), await world.PendingAsync()));
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_bonus_goes_back_while_it_is_there_and_is_owed_by_the_client_once_withdrawn(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var method = await world.PayoutMethodAsync();
        var first = await BonusAsync(world);
        await OpenAsync(world, first);
        await DecideAsync(world, won: false);
        Assert.Equal((Eur(0), Eur(0)), (await world.PendingAsync(), await OwedAsync(world)));
        Assert.Equal(Eur(0), await world.BalanceAsync(LedgerAccount.ServiceFee(Currency.Eur)));
        await world.AssertBooksAsync();

        var second = await BonusAsync(world);
        await world.Host.AdvanceAsync(TimeSpan.FromDays(6));
        Assert.True((await world.WithdrawAsync(method, Eur(90))).Ok);
        await world.Host.AdvanceAsync(TimeSpan.FromDays(2));
        await OpenAsync(world, second);
        await DecideAsync(world, won: false);
        Assert.Equal(Eur(100), await OwedAsync(world));
        Assert.Equal("client_owes", (await StandingAsync(world))?.Code);
        await world.AssertBooksAsync();
        await AgreesAsync(world);

        var debt = (await AllAsync(world)).Single(c => c.DebtLeftMinor > 0);
        var (request, card) = (NewId(), await world.CardAsync());
        for (var i = 0; i < 2; i++)
        {
            var paid = await world.Do<PayChargebackDebt, Outcome<ChargeProgress>>(p =>
                p.RunAsync(request, debt.Id, card, "/en/money", world.Client, default)
            );
            Assert.Equal(ChargeState.Settled, paid.Value.State);
        }
        Assert.Equal(Eur(0), await OwedAsync(world));
        Assert.Null(await StandingAsync(world));
        await world.AssertBooksAsync();
        await AgreesAsync(world);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Finance_can_give_up_a_debt_with_a_reason(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var method = await world.PayoutMethodAsync();
        var bonus = await BonusAsync(world);
        await world.Host.AdvanceAsync(TimeSpan.FromDays(6));
        await world.WithdrawAsync(method, Eur(90));
        await OpenAsync(world, bonus);
        await DecideAsync(world, won: false);
        var it = await OneAsync(world);
        Task<Outcome<Done>> WriteOff(string? why, Actor who) =>
            world.Do<WriteOffDebt, Outcome<Done>>(w => w.RunAsync(it.Id, why, who, default));
        Assert.Equal("not_found", (await WriteOff("It is hopeless", world.Client)).Refusals[0].Code);
        Assert.Equal("reason_missing", (await WriteOff(" ", Finance)).Refusals[0].Code);
        Assert.True((await WriteOff("It is hopeless", Finance)).Ok);
        Assert.Equal("nothing_owed", (await WriteOff("It is hopeless", Finance)).Refusals[0].Code);
        Assert.Equal(Eur(0), await OwedAsync(world));
        Assert.Null(await StandingAsync(world));
        await world.AssertBooksAsync();
    }
}
