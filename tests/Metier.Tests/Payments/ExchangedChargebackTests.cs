using CsCheck;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using static Metier.Tests.Payments.ChargebackWorld;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments;

/// <summary>A bank takes back what was paid in another currency than the contract's.</summary>
[Trait("storage", "both")]
public class ExchangedChargebackTests
{
    /// <summary>A milestone of 1,000.00 EUR, 1,027.50 with the payment fee, paid as 1,127.60 USD.</summary>
    public static TheoryData<Store, string, decimal, decimal, decimal, decimal, decimal, decimal, decimal> Examples()
    {
        // What the bank wants in dollars, and that in euros; the rest as for chargebacks in the contract's currency.
        (
            string Stage,
            decimal Dollars,
            decimal Euros,
            decimal Held,
            decimal Earned,
            decimal HeldAfter,
            decimal Mine,
            decimal Ours
        )[] rows =
        [
            ("held", 1127.60m, 1027.50m, 1000, 0, 0, 0, 27.50m),
            ("held", 563.80m, 513.75m, 500, 0, 500, 0, 13.75m),
            // 0.01 × 1,027.50 ÷ 1,127.60 = 0.0091; of it the price is 0.0097.
            ("held", 0.01m, 0.01m, 0.01m, 0, 999.99m, 0, 0),
            ("half released", 1127.60m, 1027.50m, 500, 450, 0, 450, 527.50m),
            ("pending", 1127.60m, 1027.50m, 0, 900, 0, 900, 1027.50m),
            ("ready", 1127.60m, 1027.50m, 0, 900, 0, 900, 1027.50m),
            ("half withdrawn", 1127.60m, 1027.50m, 0, 400, 0, 400, 1027.50m),
            ("withdrawn", 1127.60m, 1027.50m, 0, 0, 0, 0, 1027.50m),
        ];
        var data = new TheoryData<Store, string, decimal, decimal, decimal, decimal, decimal, decimal, decimal>();
        foreach (var store in Stores.Both.Select(s => s.Data))
        {
            foreach (var r in rows)
            {
                data.Add(store, r.Stage, r.Dollars, r.Euros, r.Held, r.Earned, r.HeldAfter, r.Mine, r.Ours);
            }
        }
        return data;
    }

    [Theory, MemberData(nameof(Examples))]
    public async Task It_freezes_the_contracts_currency_and_is_borne_as_the_rule_says(
        Store store,
        string stage,
        decimal dollars,
        decimal euros,
        decimal held,
        decimal earned,
        decimal heldAfter,
        decimal mine,
        decimal ours
    )
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var (charge, milestone) = await StageAsync(world, stage, "USD");
        await OpenAsync(world, charge, Usd(dollars));
        var it = await OneAsync(world);
        Assert.Equal((Usd(dollars), Eur(euros)), (it.BankAmount, it.Amount));
        Assert.Equal(
            (Eur(held).Minor, Eur(earned).Minor, Usd(dollars).Minor),
            (it.FrozenHeldMinor, it.FrozenEarnedMinor, it.WithdrawnMinor)
        );
        Assert.Equal(
            (Usd(dollars), Eur(0)),
            (await TakenAsync(world, Currency.Usd), await TakenAsync(world, Currency.Eur))
        );
        Assert.Equal(Eur(earned), await world.BalanceAsync(Frozen(world)));
        Assert.Equal("client_chargeback", (await StandingAsync(world))?.Code);
        // Nothing is converted before it is decided.
        Assert.Equal(Usd(1127.60m), await ExchangeAsync(world, Currency.Usd));
        await world.AssertBooksAsync();
        await AgreesAsync(world);
        var funds = await world.Do<ProofOfFunds, IReadOnlyList<FundsLine>>(p => p.ReadAsync(default));
        // But for what the provider keeps for its work, which is the operator's to make good.
        Assert.All(
            funds,
            f =>
                Assert.True(
                    (f.AtProviders + f.OnItsWay + f.Exchanged + f.Disputed - f.Held).Minor >= -15_00,
                    f.ToString()
                )
        );

        await DecideAsync(world, won: false);
        it = await OneAsync(world);
        Assert.Equal((ChargebackState.Lost, Eur(euros).Minor), (it.State, it.LostMinor));
        Assert.Equal(it.LostMinor, it.TakenMinor + it.CoveredMinor + it.FeeShareMinor + it.DebtMinor);
        Assert.Equal(Eur(heldAfter), await world.HeldAsync(milestone));
        Assert.Equal(Eur(mine), await world.PendingAsync() + await world.ReadyAsync());
        Assert.Equal(Eur(ours), await world.BalanceAsync(LedgerAccount.Chargeback(Currency.Eur)));
        Assert.Equal((Eur(0), Usd(0)), (await OwedAsync(world), await TakenAsync(world, Currency.Usd)));
        Assert.Equal(Usd(1127.60m - dollars), await ExchangeAsync(world, Currency.Usd));
        Assert.Equal(Eur(euros - 1027.50m), await ExchangeAsync(world, Currency.Eur));
        Assert.Null(await StandingAsync(world));
        await world.AssertBooksAsync();
        await AgreesAsync(world);
        var row = await world.Do<MetierDb, LedgerTransactionRow>(db =>
            db.Set<LedgerTransactionRow>().SingleAsync(t => t.Kind == PostingKind.ChargebackClosed)
        );
        Assert.NotNull(row.RateNumerator);
        Assert.Equal(
            [Currency.Eur],
            await world.Do<StatementViews, List<Currency>>(v =>
                v.CurrenciesAsync(StatementSide.Client, world.ClientId, default)
            )
        );
    }

    [Theory, MemberData(nameof(Examples))]
    public async Task Won_it_leaves_everything_as_it_was(
        Store store,
        string stage,
        decimal dollars,
        decimal euros,
        decimal held,
        decimal earned,
        decimal heldAfter,
        decimal mine,
        decimal ours
    )
    {
        Assert.True(euros + held + earned + heldAfter + mine + ours > 0);
        await using var world = await PaymentsWorld.StartAsync(store);
        var (charge, milestone) = await StageAsync(world, stage, "USD");
        var before = (await world.HeldAsync(milestone), await world.PendingAsync(), await world.ReadyAsync());
        await OpenAsync(world, charge, Usd(dollars));
        await DecideAsync(world, won: true);
        Assert.Equal(before, (await world.HeldAsync(milestone), await world.PendingAsync(), await world.ReadyAsync()));
        Assert.Equal((ChargebackState.Won, 0), ((await OneAsync(world)).State, (await OneAsync(world)).LostMinor));
        Assert.Equal(Usd(0), await TakenAsync(world, Currency.Usd));
        Assert.Equal(Usd(1127.60m), await ExchangeAsync(world, Currency.Usd));
        Assert.Equal(Eur(0), await world.BalanceAsync(LedgerAccount.Chargeback(Currency.Eur)));
        Assert.Null(await StandingAsync(world));
        await world.AssertBooksAsync();
        await AgreesAsync(world);
        if (before.Item1.Minor > 0)
        {
            Assert.True((await world.RefundAsync(milestone, before.Item1)).Ok);
        }
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Told_again_and_again_it_happens_once(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var (charge, milestone) = await StageAsync(world, "held", "USD");
        await world.Do<SandboxBank, Outcome<Done>>(b => b.OpenAsync(charge, Usd(563.80m), Finance, default));
        var reference = await world.Do<MetierDb, string>(db =>
            db.Set<SandboxDispute>().Select(d => d.Reference).SingleAsync()
        );
        var ask = (AskChargebacks)world.Host.Services.GetService(typeof(AskChargebacks))!;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ask.RunAsync("sandbox", reference, default)));
        await world.Do<SandboxBank, Outcome<Done>>(b => b.DecideAsync(reference, won: false, Finance, default));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ask.RunAsync("sandbox", reference, default)));
        await world.Host.SettleAsync();
        Assert.True(await ask.RunAsync("sandbox", reference, default));
        Assert.Equal(Eur(500), await world.HeldAsync(milestone));
        Assert.Equal(Usd(563.80m), await ExchangeAsync(world, Currency.Usd));
        await world.AssertBooksAsync();
        await AgreesAsync(world);
        // What is left goes back to the client, and then nothing is left in the exchange.
        await world.Host.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.True((await world.RefundAsync(milestone, Eur(500))).Ok);
        Assert.Equal(
            (Usd(0), Eur(0)),
            (await ExchangeAsync(world, Currency.Usd), await ExchangeAsync(world, Currency.Eur))
        );
        Assert.Equal(Eur(0), await world.BalanceAsync(LedgerAccount.Remainder(Currency.Eur)));
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_the_client_had_back_already_it_owes_in_the_contracts_currency(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var (charge, milestone) = await StageAsync(world, "held", "USD");
        Assert.True((await world.RefundAsync(milestone, Eur(1000))).Ok);
        await world.Host.AdvanceAsync(TimeSpan.FromHours(1));
        await OpenAsync(world, charge);
        await DecideAsync(world, won: false);
        Assert.Equal(Eur(1027.50m), await OwedAsync(world));
        // The provider is short of dollars, and the client owes euros for them.
        Assert.Equal(
            (Usd(-1127.60m), Eur(1027.50m)),
            (await ExchangeAsync(world, Currency.Usd), await ExchangeAsync(world, Currency.Eur))
        );
        Assert.Equal("client_owes", (await StandingAsync(world))?.Code);
        await world.AssertBooksAsync();
        await AgreesAsync(world);
        var debt = await OneAsync(world);
        var card = await world.CardAsync();
        var paid = await world.Do<PayChargebackDebt, Outcome<ChargeProgress>>(p =>
            p.RunAsync(NewId(), debt.Id, card, "/en/money", world.Client, default)
        );
        Assert.Equal(ChargeState.Settled, paid.Value.State);
        Assert.Null(await StandingAsync(world));
        await world.AssertBooksAsync();
        await AgreesAsync(world);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_check_of_the_books_finds_a_conversion_that_is_not_right(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        await StageAsync(world, "held", "JPY");
        var (charge, _) = await StageAsync(world, "held", "USD");
        await OpenAsync(world, charge, Usd(100));
        await DecideAsync(world, won: false);
        await world.AssertBooksAsync();
        foreach (
            var change in new[]
            {
                """UPDATE charge SET "PayMinor" = "PayMinor" + 1 WHERE "PayCurrency" = 'JPY'""",
                """UPDATE charge SET "RateNumerator" = "RateNumerator" * 2 WHERE "PayCurrency" = 'JPY'""",
                """UPDATE charge SET "PayRefundedMinor" = 5, "RefundedMinor" = 5 WHERE "PayCurrency" = 'USD'""",
                """UPDATE charge SET "LostMinor" = "LostMinor" - 1 WHERE "PayCurrency" = 'USD'""",
                """UPDATE chargeback SET "BankLostMinor" = "BankLostMinor" - 1, "WithdrawnMinor" = "WithdrawnMinor" - 1""",
            }
        )
        {
            var found = await world.Do<MetierDb, IReadOnlyList<string>>(async db =>
            {
                await using var undone = await db.Database.BeginTransactionAsync();
                await db.Database.ExecuteSqlRawAsync(change);
                return await new ExchangeRule(db).BrokenAsync(default);
            });
            Assert.True(found.Count > 0, change);
        }
        await world.AssertBooksAsync();
    }

    /// <summary>
    /// Whatever is given back and taken back of a converted payment, in whatever order, won or lost: no step takes more than there is,
    /// a part is its share, and when all is gone, nothing is left between the currencies.
    /// </summary>
    [Fact]
    public void Refunds_and_chargebacks_of_any_amounts_lose_nothing() =>
        Gen.Select(
                Gen.Int[0, 11],
                Gen.OneOf(Gen.Long[1, 500], Gen.Long[500, 20_000_000], Gen.Long[1, 4_000_000_000_000]),
                Gen.Long[1, 30_000],
                Gen.Select(Gen.Int[0, 3], Gen.Int[0, 1_000]).Array[0, 12]
            )
            .Sample(
                (pair, amount, rate, steps) =>
                {
                    if (Paid(pair, amount, rate) is { } charge)
                    {
                        new Play(charge).Run(steps);
                    }
                },
                iter: 20_000
            );

    private static Charge? Paid(int pair, long amount, long rate)
    {
        string[] codes = ["EUR", "JPY", "KWD", "USD"];
        var from = Currency.Of(codes[pair / 3]);
        var to = Currency.Of(codes.Where(c => c != from.Code).ElementAt(pair % 3));
        var fee = from.Minor(amount).Percent(27_500).Minor;
        var at = new ExchangeRate(from, to, rate, 1_000);
        return at.TryConvert(from.Minor(amount + fee), out var pay) && pay.Minor > 0
            ? new Charge
            {
                Id = NewId(),
                PurposeKind = Milestone,
                Currency = from.Code,
                AmountMinor = amount,
                ProcessingFeeMinor = fee,
                FeeTermsJson = "",
                Memo = "",
                ReturnPath = "/",
                Provider = "sandbox",
                PayCurrency = to.Code,
                PayMinor = pay.Minor,
                RateNumerator = rate,
                RateDenominator = 1_000,
            }
            : null;
    }

    private sealed class Play(Charge charge)
    {
        private readonly Dictionary<string, long> book = [];
        private readonly List<Chargeback> open = [];
        private int won;

        public void Run((int What, int Share)[] steps)
        {
            Post([.. ExchangeLegs.Collected(charge).Skip(1)]);
            foreach (var (what, share) in steps)
            {
                switch (what)
                {
                    case 0:
                        Refund((charge.Total.Minor - Gone) * share / 1_000);
                        break;
                    case 1:
                        Open((charge.PayMinor - BankGone) * share / 1_000);
                        break;
                    default:
                        Close(what == 2);
                        break;
                }
            }
            while (open.Count > 0)
            {
                Close(won: false);
            }
            // The bank takes what it still can, or the client is given the rest.
            if (steps.Length % 2 == 0)
            {
                Open(charge.PayMinor - BankGone);
                Close(won: false);
            }
            Refund(charge.Total.Minor - Gone);
            Open(charge.PayMinor - BankGone);
            Close(won: false);
            Assert.Equal((charge.Total.Minor, charge.PayMinor), (Gone, BankGone));
            Assert.All(book, b => Assert.True(b.Value == 0, b.ToString()));
        }

        private long Gone => charge.RefundedMinor + charge.ChargedBackMinor;

        private long BankGone => charge.PayRefundedMinor + charge.PayChargedBackMinor;

        private void Refund(long part)
        {
            if (part <= 0)
            {
                return;
            }
            var (back, legs) = ExchangeLegs.Returned(charge, charge.Total.Currency.Minor(part));
            charge.RefundedMinor += part;
            charge.PayRefundedMinor += back.Minor;
            Post([.. legs]);
        }

        private void Open(long minor)
        {
            if (minor <= 0)
            {
                return;
            }
            var bank = charge.Collected.Currency.Minor(minor);
            var wanted = ExchangeLegs.Wanted(charge, charge.ChargedBackMinor, charge.PayChargedBackMinor, bank);
            var beside = (Int128)wanted.Minor * charge.PayMinor - (Int128)charge.Total.Minor * minor;
            // A smallest unit of either currency: one of yen is many of dinars.
            var unit = (Int128)charge.PayMinor + charge.Total.Minor;
            Assert.True(Int128.Abs(beside) <= unit * (1 + won + open.Count), $"{wanted} for {bank}");
            charge.ChargedBackMinor += wanted.Minor;
            charge.PayChargedBackMinor += minor;
            Assert.InRange(Gone, 0, charge.Total.Minor);
            open.Add(
                new Chargeback
                {
                    Provider = "sandbox",
                    Reference = "dp",
                    PurposeKind = Milestone,
                    Memo = "",
                    Reason = "",
                    Currency = charge.Currency,
                    AmountMinor = wanted.Minor,
                    BankCurrency = bank.Currency.Code,
                    BankMinor = minor,
                    WorkMinor = ApplyChargeback.Work(wanted.Minor, charge),
                }
            );
        }

        private void Close(bool won)
        {
            if (open.Count == 0)
            {
                return;
            }
            var it = open[0];
            open.RemoveAt(0);
            this.won += won ? 1 : 0;
            var lost = won ? Money.Zero(it.BankUnit) : it.BankAmount;
            var work = CloseChargeback.Lose(it, charge, lost);
            Assert.InRange(work, 0, it.WorkMinor);
            Assert.True(it.FeeShareMinor >= 0);
            Post([.. ExchangeLegs.TakenBack(charge, lost, it.Unit.Minor(it.LostMinor)).Skip(1)]);
            charge.LostMinor += it.LostMinor;
        }

        /// <summary>The legs between the currencies: what is on them at the end is lost or won by nobody's doing.</summary>
        private void Post(Leg[] legs)
        {
            foreach (var leg in legs)
            {
                book[leg.Account.Code] = book.GetValueOrDefault(leg.Account.Code) + leg.Minor;
            }
        }
    }

    private static Money Usd(decimal major) => PaymentOptions.Amount(major, Currency.Usd);

    private static Task<Money> TakenAsync(PaymentsWorld world, Currency currency) =>
        world.BalanceAsync(LedgerAccount.ProviderDisputed("sandbox", currency));

    private static Task<Money> ExchangeAsync(PaymentsWorld world, Currency currency) =>
        world.BalanceAsync(LedgerAccount.Exchange("sandbox", currency));
}
