using System.Globalization;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>
/// Holds the book against its seals: names the entry that was changed, the transaction that was changed, put in or taken out, and
/// the seal itself.
/// </summary>
internal sealed class SealRule(MetierDb db) : LedgerRule
{
    public override string Invariant => "I12";

    public override async Task<IReadOnlyList<string>> BrokenAsync(CancellationToken ct)
    {
        var broken = new List<string>();
        var previous = new byte[32];
        long no = 0;
        long end = 0;
        await foreach (
            var seal in db.LedgerSeals.AsNoTracking().OrderBy(s => s.No).AsAsyncEnumerable().WithCancellation(ct)
        )
        {
            if (seal.No != ++no || seal.FromId <= end || !seal.Previous.AsSpan().SequenceEqual(previous))
            {
                broken.Add(Name($"seal {seal.No}"));
                no = seal.No;
            }
            (previous, end) = (seal.Sha256, seal.ToId);
        }
        // Read again by number: two readers on one connection are more than either database gives.
        for (long one = 1; one <= no; one++)
        {
            var seal = await db.LedgerSeals.AsNoTracking().SingleOrDefaultAsync(s => s.No == one, ct);
            if (seal is not null)
            {
                await CheckAsync(seal, broken, ct);
            }
        }
        return broken;
    }

    private async Task CheckAsync(LedgerSealRow seal, List<string> broken, CancellationToken ct)
    {
        var (from, to) = (seal.FromId, seal.ToId);
        var transactions = await db
            .LedgerTransactions.AsNoTracking()
            .Where(t => t.Id >= from && t.Id <= to)
            .ToDictionaryAsync(t => t.Id, ct);
        var entries = (
            await db
                .LedgerEntries.AsNoTracking()
                .Where(e => e.TransactionId >= from && e.TransactionId <= to)
                .ToListAsync(ct)
        ).ToLookup(e => e.TransactionId);
        var marks = await db
            .LedgerMarks.AsNoTracking()
            .Where(m => m.TransactionId >= from && m.TransactionId <= to)
            .OrderBy(m => m.TransactionId)
            .ToListAsync(ct);
        if (!LedgerDigest.Seal(seal.Previous, marks).AsSpan().SequenceEqual(seal.Sha256))
        {
            broken.Add(Name($"seal {seal.No}"));
        }
        foreach (var mark in marks)
        {
            if (!transactions.Remove(mark.TransactionId, out var transaction))
            {
                broken.Add(Name($"transaction {mark.TransactionId} taken out"));
                continue;
            }
            var now = LedgerDigest.Mark(transaction, [.. entries[transaction.Id]]);
            if (!now.Sha256.AsSpan().SequenceEqual(mark.Sha256))
            {
                broken.AddRange(await NamesAsync(transaction, [.. entries[transaction.Id]], now, mark, ct));
            }
        }
        broken.AddRange(transactions.Keys.Order().Select(id => Name($"transaction {id} put in")));
    }

    /// <summary>The entries that are not what they were; the transaction when that is all that can be said.</summary>
    private async Task<List<string>> NamesAsync(
        LedgerTransactionRow transaction,
        List<LedgerEntryRow> entries,
        LedgerMarkRow now,
        LedgerMarkRow then,
        CancellationToken ct
    )
    {
        var names = new List<string>();
        if (now.Entries.Length == then.Entries.Length)
        {
            var ordered = entries.OrderBy(e => e.AccountId).ThenBy(e => e.AccountVersion).ToList();
            for (var i = 0; i < ordered.Count; i++)
            {
                var at = i * LedgerDigest.MarkSize;
                if (
                    !now
                        .Entries.AsSpan(at, LedgerDigest.MarkSize)
                        .SequenceEqual(then.Entries.AsSpan(at, LedgerDigest.MarkSize))
                )
                {
                    var id = ordered[i].AccountId;
                    var code = await db.LedgerAccounts.Where(a => a.Id == id).Select(a => a.Code).SingleAsync(ct);
                    names.Add(Name($"{code} {ordered[i].AccountVersion} (transaction {transaction.Id})"));
                }
            }
        }
        return names.Count > 0 ? names : [Name($"transaction {transaction.Id}")];
    }

    private static string Name(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What was written down at the end of a day is what the entries say.</summary>
internal sealed class CheckpointRule(MetierDb db) : LedgerRule
{
    public override string Invariant => "I13";

    public override async Task<IReadOnlyList<string>> BrokenAsync(CancellationToken ct) =>
        await db
            .Database.SqlQueryRaw<string>(
                """
                SELECT a."Code" || ' ' || CAST(c."Day" AS TEXT) AS "Value" FROM ledger_checkpoint c
                JOIN ledger_account a ON a."Id" = c."AccountId"
                LEFT JOIN ledger_entry e ON e."AccountId" = c."AccountId" AND e."AccountVersion" = c."Version"
                WHERE e."BalanceAfter" IS NULL OR e."BalanceAfter" <> c."Posted"
                """
            )
            .ToListAsync(ct);
}
