using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>Something in the books that is not as it must be.</summary>
/// <param name="Invariant">I1 … I14, as in the documentation.</param>
/// <param name="Subject">The account, transaction or other thing.</param>
public sealed record LedgerFinding(string Invariant, string Subject);

/// <summary>
/// A rule between the books and the rows of another module, checked with the others: "a closed contract holds nothing".
/// Modules register theirs.
/// </summary>
public abstract class LedgerRule
{
    /// <summary>Its short name.</summary>
    public abstract string Invariant { get; }

    /// <summary>The things that break it.</summary>
    public abstract Task<IReadOnlyList<string>> BrokenAsync(CancellationToken ct);
}

/// <summary>Recomputes everything the books promise, from the entries up. Reads only; for start, operators and audits.</summary>
public sealed class LedgerCheck(MetierDb db, IEnumerable<LedgerRule> rules)
{
    private const string Liabilities =
        "'ClientCredit','Escrow','Weekly','FreelancerPending','FreelancerAvailable','FreelancerDisputed','Payout','PartnerPayable'";

    /// <summary>What is checked: the name and the SELECT that finds what breaks it, as one column of text.</summary>
    private static readonly (string Invariant, string Sql)[] Checks =
    [
        (
            "I1",
            """
            SELECT CAST(t."Uid" AS TEXT) || ' ' || a."Currency" FROM ledger_transaction t
            JOIN ledger_entry e ON e."TransactionId" = t."Id" JOIN ledger_account a ON a."Id" = e."AccountId"
            GROUP BY t."Uid", a."Currency" HAVING sum(e."Amount") <> 0
            """
        ),
        (
            "I1",
            """
            SELECT CAST(t."Uid" AS TEXT) FROM ledger_transaction t
            LEFT JOIN ledger_entry e ON e."TransactionId" = t."Id"
            GROUP BY t."Uid", t."LegCount" HAVING count(e."AccountId") <> t."LegCount"
            """
        ),
        (
            "I2",
            """
            SELECT a."Currency" FROM ledger_balance b JOIN ledger_account a ON a."Id" = b."AccountId"
            GROUP BY a."Currency" HAVING sum(b."Posted" * a."Normal") <> 0
            """
        ),
        (
            "I3",
            """
            SELECT a."Code" FROM ledger_account a LEFT JOIN ledger_balance b ON b."AccountId" = a."Id"
            LEFT JOIN (SELECT "AccountId", sum("Amount") AS s, count(*) AS c, max("AccountVersion") AS m
                FROM ledger_entry GROUP BY "AccountId") e ON e."AccountId" = a."Id"
            WHERE b."AccountId" IS NULL OR b."Posted" <> coalesce(e.s * a."Normal", 0)
                OR b."Version" <> coalesce(e.c, 0) OR b."Version" <> coalesce(e.m, 0)
            """
        ),
        (
            "I4",
            """
            SELECT a."Code" || ' ' || CAST(x."AccountVersion" AS TEXT) FROM (SELECT e."AccountId", e."AccountVersion",
                e."Amount", e."BalanceAfter", lag(e."BalanceAfter", 1) OVER (PARTITION BY e."AccountId"
                ORDER BY e."AccountVersion") AS before FROM ledger_entry e) x
            JOIN ledger_account a ON a."Id" = x."AccountId"
            WHERE x."BalanceAfter" <> coalesce(x.before, 0) + x."Amount" * a."Normal"
            """
        ),
        (
            "I5",
            """
            SELECT a."Code" FROM ledger_balance b JOIN ledger_account a ON a."Id" = b."AccountId"
            WHERE b."Posted" < b."Floor"
            """
        ),
        (
            "I5",
            """
            SELECT s."Code" FROM ledger_account s JOIN ledger_balance b ON b."AccountId" = s."Id"
            LEFT JOIN ledger_account a ON a."Id" = s."StripeOf"
            WHERE s."StripeOf" IS NOT NULL AND (a."Id" IS NULL OR a."StripeOf" IS NOT NULL OR b."Floor" IS NOT NULL
                OR a."Kind" <> s."Kind" OR a."Normal" <> s."Normal" OR a."Currency" <> s."Currency")
            """
        ),
        (
            "I6",
            """
            SELECT CAST(h."Id" AS TEXT) FROM holding h LEFT JOIN ledger_account a ON a."Code" = h."AccountCode"
            LEFT JOIN ledger_balance b ON b."AccountId" = a."Id"
            WHERE coalesce(b."Posted", 0) <> h."FundedMinor" + h."RolledInMinor" - h."ReleasedMinor"
                - h."RefundedMinor" - h."RolledOutMinor"
            """
        ),
        (
            "I6",
            """
            SELECT a."Code" FROM ledger_account a JOIN ledger_balance b ON b."AccountId" = a."Id"
            WHERE a."Kind" IN ('Escrow','Weekly') AND b."Posted" <> 0
                AND NOT EXISTS (SELECT 1 FROM holding h WHERE h."AccountCode" = a."Code")
            """
        ),
        (
            "I6",
            """
            SELECT a."Code" FROM ledger_account a JOIN ledger_balance b ON b."AccountId" = a."Id"
            WHERE a."Kind" = 'FreelancerPending' AND b."Posted" <> (SELECT coalesce(sum(e."GrossMinor"
                - e."ServiceFeeMinor" - e."RefundedGrossMinor" + e."RefundedFeeMinor" - e."FrozenMinor"), 0) FROM earning e
                WHERE e."FreelancerId" = a."OwnerId" AND e."Currency" = a."Currency" AND e."AvailableSince" IS NULL)
            """
        ),
        (
            "I6",
            """
            SELECT CAST(h."Id" AS TEXT) FROM holding h WHERE h."FrozenMinor" < 0
                OR h."FrozenMinor" > h."FundedMinor" + h."RolledInMinor" - h."ReleasedMinor" - h."RefundedMinor"
                    - h."RolledOutMinor"
                OR (h."FrozenMinor" = 0) <> (h."FrozenSince" IS NULL)
                OR h."FrozenMinor" <> (SELECT coalesce(sum(p."GrossMinor"), 0) FROM chargeback_part p
                    WHERE p."HoldingId" = h."Id" AND p."EndedAt" IS NULL)
            """
        ),
        (
            "I6",
            """
            SELECT a."Code" FROM ledger_account a JOIN ledger_balance b ON b."AccountId" = a."Id"
            WHERE a."Kind" = 'FreelancerDisputed' AND b."Posted" <> (SELECT coalesce(sum(e."FrozenMinor"), 0)
                FROM earning e WHERE e."FreelancerId" = a."OwnerId" AND e."Currency" = a."Currency")
            """
        ),
        (
            "I6",
            """
            SELECT CAST(e."Id" AS TEXT) FROM earning e WHERE e."FrozenMinor" <> (SELECT coalesce(sum(p."NetMinor"), 0)
                FROM chargeback_part p WHERE p."EarningId" = e."Id" AND p."EndedAt" IS NULL)
            """
        ),
        // What providers have taken and nobody has decided is known chargeback by chargeback.
        (
            "I9",
            """
            SELECT x."Currency" FROM (SELECT a."Currency", sum(b."Posted") AS posted FROM ledger_account a
                JOIN ledger_balance b ON b."AccountId" = a."Id" WHERE a."Kind" = 'ProviderDisputed' GROUP BY a."Currency") x
            WHERE x.posted <> (SELECT coalesce(sum(c."WithdrawnMinor" - c."BankLostMinor"), 0) FROM chargeback c
                WHERE c."BankCurrency" = x."Currency")
            """
        ),
        // What chargebacks have taken, or cost in the end, was spent as well.
        // Fees that a provider kept are the operator's to make good, which the page of funds shows; the books are not wrong for it.
        // What was paid in another currency is there in that one: the exchange accounts say how much of each belongs to the other.
        (
            "I7",
            $"""
            SELECT a."Currency" FROM ledger_balance b JOIN ledger_account a ON a."Id" = b."AccountId"
            GROUP BY a."Currency" HAVING
                sum(CASE WHEN a."Kind" IN ('ProviderPending','ProviderAvailable','ProviderTransit','Bank','ProviderFee',
                    'ProviderDisputed','ClientReceivable','Chargeback','Protection')
                    THEN b."Posted" WHEN a."Kind" IN ('Exchange','Remainder') THEN -b."Posted" ELSE 0 END)
                < sum(CASE WHEN a."Kind" IN ({Liabilities}) THEN b."Posted" ELSE 0 END)
            """
        ),
        (
            "I8",
            """
            SELECT a."Code" FROM payout p JOIN ledger_account a ON a."Kind" = 'Payout' AND a."OwnerId" = p."Id"
            JOIN ledger_balance b ON b."AccountId" = a."Id" WHERE p."EndedAt" IS NOT NULL AND b."Posted" <> 0
            """
        ),
        (
            "I10",
            """
            SELECT CAST(o."Id" AS TEXT) FROM provider_operation o WHERE o."State" = 'Succeeded' AND (
                (o."Kind" = 'Collect' AND (SELECT count(*) FROM ledger_transaction t WHERE t."SubjectId" = o."SubjectId"
                    AND t."Kind" IN ('Funding','Bonus','WeeklyBill','ChargeSentBack','DebtPaid')) <> 1)
                OR (o."Kind" = 'Payout' AND (SELECT count(*) FROM ledger_transaction t
                    WHERE t."SubjectId" = o."SubjectId" AND t."Kind" = 'PayoutPaid') <> 1)
                OR (o."Kind" = 'Refund' AND NOT EXISTS (SELECT 1 FROM client_refund r
                    WHERE r."Id" = o."SubjectId" AND r."State" = 'Sent')))
            """
        ),
        (
            "I10",
            """
            SELECT CAST(o."Id" AS TEXT) FROM provider_operation o WHERE o."EndedAt" IS NULL AND o."NextAt" IS NULL
            """
        ),
        (
            "I10",
            """
            SELECT CAST(c."Id" AS TEXT) FROM charge c WHERE c."State" IN ('Settled','SentBack') AND NOT EXISTS (
                SELECT 1 FROM provider_operation o WHERE o."SubjectId" = c."Id" AND o."State" = 'Succeeded')
            """
        ),
    ];

    /// <summary>Everything that is wrong; empty when the books are right.</summary>
    public async Task<IReadOnlyList<LedgerFinding>> RunAsync(CancellationToken ct)
    {
        var findings = new List<LedgerFinding>();
        // All of them look at one state of the books, or a posting between two of them would be a false alarm.
        await using var snapshot =
            db.Database.CurrentTransaction is null && db.Dialect == Dialect.Postgres
                ? await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct)
                : null;
        foreach (var (invariant, sql) in Checks)
        {
            foreach (var subject in await db.Database.SqlQueryRaw<string>(Escape(sql)).ToListAsync(ct))
            {
                findings.Add(new LedgerFinding(invariant, subject));
            }
        }
        foreach (var rule in rules)
        {
            findings.AddRange(
                (await rule.BrokenAsync(ct)).Select(subject => new LedgerFinding(rule.Invariant, subject))
            );
        }
        return findings;
    }

    private static string Escape(string sql) =>
        sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    /// <summary>How many transactions there are to check, for the line that says they were.</summary>
    public Task<long> SizeAsync(CancellationToken ct) => db.LedgerTransactions.LongCountAsync(ct);
}
