using System.Globalization;
using Metier.Ledger;
using Metier.Platform;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>
/// Between the books and their conversions. Each converted charge agrees with its rate to the smallest unit, and what went back with
/// what was refunded; in each currency, what lies in the exchange and rounding accounts is what the charges say. The database goes
/// through the rows and answers with those that are wrong: nothing else is read.
/// </summary>
internal sealed class ExchangeRule(MetierDb db) : LedgerRule
{
    private const string Agrees = "exchange_agrees";

    /// <summary>
    /// By currency: what converted charges say that lies in the exchange, credits above zero, less what the book says. Adjustments by
    /// hand close what the operator has exchanged itself.
    /// </summary>
    private const string Sums = """
        SELECT x.currency FROM (
            SELECT c."PayCurrency" AS currency, c."PayMinor" - c."PayRefundedMinor" AS minor FROM charge c
                WHERE c."PayCurrency" IS NOT NULL AND c."State" = 'Settled'
            UNION ALL SELECT c."Currency", c."RefundedMinor" - c."AmountMinor" - c."ProcessingFeeMinor" FROM charge c
                WHERE c."PayCurrency" IS NOT NULL AND c."State" = 'Settled'
            UNION ALL SELECT b."BankCurrency", -b."BankLostMinor" FROM chargeback b WHERE b."BankCurrency" <> b."Currency"
            UNION ALL SELECT b."Currency", b."LostMinor" FROM chargeback b WHERE b."BankCurrency" <> b."Currency"
            UNION ALL SELECT a."Currency", e."Amount" FROM ledger_account a
                JOIN ledger_entry e ON e."AccountId" = a."Id" JOIN ledger_transaction t ON t."Id" = e."TransactionId"
                WHERE a."Kind" IN ('Exchange','Remainder') AND t."Kind" NOT IN ('Adjustment','Reversal')
        ) x GROUP BY x.currency HAVING sum(x.minor) <> 0
        """;

    public override string Invariant => "I14";

    public override async Task<IReadOnlyList<string>> BrokenAsync(CancellationToken ct) =>
        [
            .. await db.Database.SqlQueryRaw<string>(Charges(db.Dialect)).ToListAsync(ct),
            .. await db.Database.SqlQueryRaw<string>(Sums).ToListAsync(ct),
        ];

    private string Charges(Dialect dialect)
    {
        if (dialect == Dialect.Sqlite)
        {
            ((SqliteConnection)db.Database.GetDbConnection()).CreateFunction<
                string,
                string,
                long,
                long,
                long,
                long,
                bool
            >(Agrees, AgreesWithRate, isDeterministic: true);
        }
        // A bank that takes money back which the client has already may take more than was paid.
        return $"""
            SELECT CAST(c."Id" AS TEXT) FROM charge c WHERE c."PayCurrency" IS NOT NULL AND c."State" = 'Settled' AND (
                NOT {(dialect == Dialect.Sqlite ? InSqlite : InPostgres)}
                OR (c."PayRefundedMinor" > c."PayMinor")
                OR (c."ChargedBackMinor" = 0 AND c."RefundedMinor" = c."AmountMinor" + c."ProcessingFeeMinor"
                    AND c."PayRefundedMinor" <> c."PayMinor")
                OR c."LostMinor" <> (SELECT coalesce(sum(b."LostMinor"), 0) FROM chargeback b WHERE b."ChargeId" = c."Id"))
            """;
    }

    /// <summary>64 bits are not enough for the product, and SQLite has no more: the same division as when it was quoted.</summary>
    private const string InSqlite =
        Agrees
        + """
            (c."Currency", c."PayCurrency", c."AmountMinor" + c."ProcessingFeeMinor", c."RateNumerator", c."RateDenominator", c."PayMinor")
            """;

    /// <summary>Rounded half away from zero, in whole numbers: <c>(2a + b) div 2b</c> of amounts above zero.</summary>
    private static string InPostgres =>
        $"""
            (c."PayMinor" = div(
                2 * (c."AmountMinor" + c."ProcessingFeeMinor")::numeric * c."RateNumerator" * {PerMajor("PayCurrency")}
                    + c."RateDenominator"::numeric * {PerMajor("Currency")},
                2 * c."RateDenominator"::numeric * {PerMajor("Currency")}))
            """;

    private static string PerMajor(string column) =>
        $"(CASE c.\"{column}\" "
        + string.Concat(
            Currency
                .All.Where(c => c.MinorPerMajor != 100)
                .Select(c => $"WHEN '{c.Code}' THEN {c.MinorPerMajor.ToString(CultureInfo.InvariantCulture)} ")
        )
        + "ELSE 100 END)";

    private static bool AgreesWithRate(
        string currency,
        string pay,
        long total,
        long numerator,
        long denominator,
        long paid
    ) =>
        numerator > 0
        && denominator > 0
        && new ExchangeRate(Currency.Of(currency), Currency.Of(pay), numerator, denominator).TryConvert(
            Currency.Of(currency).Minor(total),
            out var converted
        )
        && converted.Minor == paid;
}
