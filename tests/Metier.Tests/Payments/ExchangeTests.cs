using System.Text;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments;

[Trait("storage", "both")]
public class ExchangeTests
{
    private const string Xml = """
        <?xml version="1.0" encoding="UTF-8"?>
        <gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
          <gesmes:subject>Reference rates</gesmes:subject>
          <Cube><Cube time='2026-11-20'>
            <Cube currency='USD' rate='1.0812'/><Cube currency='JPY' rate='163.21'/><Cube currency='XXQ' rate='2'/>
          </Cube></Cube>
        </gesmes:Envelope>
        """;

    private const string Csv = "Date, USD, JPY, KWD, IDR, \n20 November 2026, 1.0812, 163.21, 0.3312, 19283.45, \n";

    private static readonly Currency Jpy = Currency.Of("JPY");
    private static readonly Currency Kwd = Currency.Of("KWD");

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Both_forms_of_the_central_banks_file_are_read_and_a_day_again_takes_its_place(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        Assert.Equal(new RatesRead(2, new(2026, 11, 20)), (await ImportAsync(world, Xml)).Value);
        Assert.Equal(4, (await ImportAsync(world, Csv.Replace("1.0812", "1.09"))).Value.Rates);
        var rates = await NewestAsync(world);
        Assert.Equal(["IDR", "JPY", "KWD", "USD"], rates.Select(r => r.Rate.To.Code));
        Assert.Equal(1.09m, rates[^1].Rate.Value);
        Assert.All(rates, r => Assert.True(r.IsFresh));

        await RefusedAsync(world, "rates_unreadable", "<html></html>");
        await RefusedAsync(world, "rates_unreadable", "Name,Value\na,b\n");
        await RefusedAsync(
            world,
            "rates_unreadable",
            """<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>"""
        );
        await RefusedAsync(world, "rates_old", Csv.Replace("20 November", "2 November"));
        await RefusedAsync(world, "rates_future", Csv.Replace("20 November", "28 November"));
        await world.Host.AdvanceAsync(TimeSpan.FromDays(4));
        Assert.All(await NewestAsync(world), r => Assert.False(r.IsFresh));
        Assert.Equal("rate_missing", (await QuoteAsync(world, NewId(), Eur(10), "USD")).Refusals[0].Code);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Paying_in_dollars_books_both_sides_and_a_full_refund_is_exactly_what_was_paid(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        await ImportAsync(world, Csv);
        var request = world.Request(await world.CardAsync(), Eur(1_000));
        var quote = (await QuoteAsync(world, request.SubjectId, Eur(1_027.50m), "USD")).Value;
        // 1,027.50 × 1.0812 × 1.015 = 1,127.597
        Assert.Equal(Currency.Usd.Minor(1_127_60), quote.Pay);
        Assert.Equal(ChargeState.Settled, (await world.ChargeAsync(request with { QuoteId = quote.Id })).Value.State);

        Assert.Equal(Eur(1_000), await world.HeldAsync(request.SubjectId));
        Assert.Equal(quote.Pay, await PspAsync(world, Currency.Usd));
        Assert.Equal(Eur(0), await PspAsync(world, Currency.Eur));
        Assert.Equal(quote.Pay, await world.BalanceAsync(LedgerAccount.Exchange("sandbox", Currency.Usd)));
        Assert.Equal(Eur(-1_027.50m), await world.BalanceAsync(LedgerAccount.Exchange("sandbox", Currency.Eur)));
        var row = await world.Do<MetierDb, LedgerTransactionRow>(db =>
            db.Set<LedgerTransactionRow>().SingleAsync(t => t.Kind == PostingKind.Funding)
        );
        Assert.Equal((quote.Rate.Numerator, quote.Rate.Denominator), (row.RateNumerator, row.RateDenominator));
        await world.AssertBooksAsync();

        var statement = await world.Do<StatementViews, StatementPage>(v =>
            v.PageAsync(StatementSide.Client, world.ClientId, Currency.Eur, new(), CancellationToken.None)
        );
        Assert.Equal([Eur(-27.50m), Eur(-1_000)], statement.Lines.Select(l => l.Amount));
        Assert.Contains("$1,127.60", statement.Lines[1].Memo);
        Assert.Contains("1 EUR = 1.09742 USD", statement.Lines[1].Memo);
        Assert.Equal(
            [Currency.Eur],
            await world.Do<StatementViews, List<Currency>>(v =>
                v.CurrenciesAsync(StatementSide.Client, world.ClientId, CancellationToken.None)
            )
        );

        foreach (var part in new[] { 333.33m, 333.33m, 333.34m })
        {
            Assert.True((await world.RefundAsync(request.SubjectId, Eur(part))).Ok);
            await world.AssertBooksAsync();
        }
        await world.Host.AdvanceAsync(TimeSpan.FromMinutes(30));
        var sent = await world.Do<MetierDb, List<ClientRefund>>(db => db.Set<ClientRefund>().ToListAsync());
        Assert.Equal(3, sent.Count);
        Assert.All(sent, r => Assert.Equal(("USD", ClientRefundState.Sent), (r.Currency, r.State)));
        Assert.Equal(quote.Pay.Minor, sent.Sum(r => r.AmountMinor));
        foreach (var currency in new[] { Currency.Usd, Currency.Eur })
        {
            Assert.Equal(0, (await PspAsync(world, currency)).Minor);
            Assert.Equal(0, (await world.BalanceAsync(LedgerAccount.Exchange("sandbox", currency))).Minor);
            Assert.Equal(0, (await world.BalanceAsync(LedgerAccount.Remainder(currency))).Minor);
        }
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_quote_is_used_once_for_its_amount_before_it_expires(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        await ImportAsync(world, Csv);
        var card = await world.CardAsync();
        var request = world.Request(card, Eur(100));
        var quote = (await QuoteAsync(world, request.SubjectId, Eur(102.75m), "USD")).Value;

        await ChargeRefusedAsync(world, "quote_changed", request with { QuoteId = quote.Id, Amount = Eur(101) });
        await ChargeRefusedAsync(world, "quote_changed", request with { QuoteId = quote.Id, SubjectId = NewId() });
        await ChargeRefusedAsync(world, "quote_changed", request with { QuoteId = NewId() });
        await world.Host.AdvanceAsync(TimeSpan.FromMinutes(15));
        await ChargeRefusedAsync(world, "quote_expired", request with { QuoteId = quote.Id });
        Assert.Equal(1, await world.TransactionsAsync() + 1);

        var fresh = (await QuoteAsync(world, request.SubjectId, Eur(102.75m), "USD")).Value;
        var both = await Task.WhenAll(
            Enumerable
                .Range(0, 5)
                .Select(_ => world.ChargeAsync(request with { RequestId = NewId(), QuoteId = fresh.Id }))
        );
        Assert.Single(both, b => b.Ok);
        Assert.Equal(fresh.Pay, await PspAsync(world, Currency.Usd));
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Yen_and_dinars_round_into_the_rounding_account_and_back_out_of_it(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        await ImportAsync(world, Csv);
        var card = await world.CardAsync();
        var pairs = new[]
        {
            (Kwd.Minor(1_234), "JPY"),
            (Jpy.Minor(777), "KWD"),
            (Kwd.Minor(10_001), "USD"),
            (Eur(3.33m), "JPY"),
        };
        foreach (var (amount, pay) in pairs)
        {
            var unit = amount.Currency;
            var terms = FeeTerms.Default(unit);
            var request = world.Request(card, amount) with { Terms = terms };
            var quote = (await QuoteAsync(world, request.SubjectId, terms.Quote(amount).ClientPays, pay)).Value;
            Assert.Equal(
                ChargeState.Settled,
                (await world.ChargeAsync(request with { QuoteId = quote.Id })).Value.State
            );
            await world.AssertBooksAsync();
            // In three uneven parts, one of them a single unit, which may be nothing in the other currency.
            var parts = new[] { 1, (amount.Minor - 1) / 3, amount.Minor - 1 - ((amount.Minor - 1) / 3) };
            foreach (var part in parts)
            {
                Assert.True((await world.RefundAsync(request.SubjectId, unit.Minor(part))).Ok);
                await world.AssertBooksAsync();
            }
            Assert.Equal(0, (await PspAsync(world, quote.Pay.Currency)).Minor);
            Assert.Equal(0, (await world.BalanceAsync(LedgerAccount.Remainder(unit))).Minor);
        }
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_cannot_be_exchanged_is_refused_with_a_sentence(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        await ImportAsync(world, Csv);
        var large = await QuoteAsync(world, NewId(), Eur(0) + Currency.Eur.Minor(long.MaxValue), "IDR");
        Assert.Equal("amount_too_large", large.Refusals[0].Code);
        Assert.Contains("too large", large.Refusals[0].Message);
        var small = await QuoteAsync(world, NewId(), Currency.Of("IDR").Minor(10), "KWD");
        Assert.Equal("amount_not_payable", small.Refusals[0].Code);
        Assert.Equal("rate_missing", (await QuoteAsync(world, NewId(), Eur(10), "CHF")).Refusals[0].Code);
        Assert.Equal("rate_missing", (await QuoteAsync(world, NewId(), Eur(10), "EUR")).Refusals[0].Code);
        Assert.Equal("rate_missing", (await QuoteAsync(world, NewId(), Eur(10), null)).Refusals[0].Code);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_was_paid_for_nothing_goes_back_as_it_came(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        await ImportAsync(world, Csv);
        var request = world.Request(await world.CardAsync(), Eur(100));
        var quote = (await QuoteAsync(world, request.SubjectId, Eur(102.75m), "JPY")).Value;
        world.Told.Gone = true;
        Assert.Equal(ChargeState.SentBack, (await world.ChargeAsync(request with { QuoteId = quote.Id })).Value.State);
        await world.Host.AdvanceAsync(TimeSpan.FromDays(3));
        Assert.Equal(0, (await PspAsync(world, Jpy)).Minor);
        Assert.Equal(0, (await world.BalanceAsync(LedgerAccount.ClientCredit(world.ClientId, Jpy))).Minor);
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Bills_follow_the_clients_word_and_stay_in_their_currency_without_a_rate(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        await ImportAsync(world, Csv);
        var card = await world.CardAsync();
        Assert.True(
            (
                await world.Do<SetPayCurrency, Outcome<Done>>(u =>
                    u.RunAsync("USD", world.Client, CancellationToken.None)
                )
            ).Ok
        );
        Assert.True((await world.ChargeAsync(world.Request(card, Eur(100)) with { ByConsent = true })).Ok);
        Assert.Equal(112_76, (await PspAsync(world, Currency.Usd)).Minor);
        // Only bills follow it.
        Assert.True((await world.ChargeAsync(world.Request(card, Eur(100)))).Ok);
        Assert.Equal(Eur(102.75m), await PspAsync(world, Currency.Eur));
        await world.Host.AdvanceAsync(TimeSpan.FromDays(6));
        Assert.True((await world.ChargeAsync(world.Request(card, Eur(100)) with { ByConsent = true })).Ok);
        Assert.Equal(Eur(102.75m), await world.BalanceAsync(LedgerAccount.ProviderPending("sandbox", Currency.Eur)));
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_proof_of_funds_counts_what_lies_in_the_other_currency(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        await ImportAsync(world, Csv);
        var request = world.Request(await world.CardAsync(), Eur(1_000));
        var quote = (await QuoteAsync(world, request.SubjectId, Eur(1_027.50m), "USD")).Value;
        await world.ChargeAsync(request with { QuoteId = quote.Id });
        await world.Do<Reconcile, int>(r => r.RunAsync(CancellationToken.None));
        var funds = await world.Do<ProofOfFunds, IReadOnlyList<FundsLine>>(p => p.ReadAsync(CancellationToken.None));
        var (euro, dollar) = (
            funds.Single(f => f.Held.Currency == Currency.Eur),
            funds.Single(f => f.Held.Currency == Currency.Usd)
        );
        Assert.Equal((Eur(1_000), Eur(1_027.50m)), (euro.Held, euro.Exchanged));
        Assert.Equal((quote.Pay, -quote.Pay), (dollar.AtProviders, dollar.Exchanged));
        Assert.All(funds, f => Assert.True(f.Covered));
    }

    private static Task<Money> PspAsync(PaymentsWorld world, Currency currency) =>
        world.Do<LedgerBook, Money>(async book =>
            await book.BalanceAsync(LedgerAccount.ProviderPending("sandbox", currency), CancellationToken.None)
            + await book.BalanceAsync(LedgerAccount.ProviderAvailable("sandbox", currency), CancellationToken.None)
        );

    private static Task<Outcome<RatesRead>> ImportAsync(PaymentsWorld world, string text) =>
        world.Do<ImportRates, Outcome<RatesRead>>(u =>
            u.RunAsync("eurofxref", Encoding.UTF8.GetBytes(text), Finance, CancellationToken.None)
        );

    private static async Task RefusedAsync(PaymentsWorld world, string code, string text) =>
        Assert.Equal(code, Assert.Single((await ImportAsync(world, text)).Refusals).Code);

    private static Task<IReadOnlyList<EuroRate>> NewestAsync(PaymentsWorld world) =>
        world.Do<ExchangeRates, IReadOnlyList<EuroRate>>(r => r.NewestAsync(CancellationToken.None));

    private static Task<Outcome<QuoteView>> QuoteAsync(PaymentsWorld world, Guid subject, Money total, string? pay) =>
        world.Do<QuoteExchange, Outcome<QuoteView>>(u =>
            u.RunAsync(world.ClientId, subject, total, pay, CancellationToken.None)
        );

    private static async Task ChargeRefusedAsync(PaymentsWorld world, string code, ChargeRequest request) =>
        Assert.Equal(code, Assert.Single((await world.ChargeAsync(request)).Refusals).Code);

    private static Actor Finance { get; } =
        new(NewId(), "Finn", "finn@example.org", true, false, null, Hat.Client, StaffRoles.Finance, "en", "UTC");
}
