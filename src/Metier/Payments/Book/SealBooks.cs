using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>What sealed stretches of the book look like in bytes. Changing any of this would break every seal there is.</summary>
internal static class LedgerDigest
{
    /// <summary>Bytes that stand for one entry.</summary>
    public const int MarkSize = 8;

    /// <summary>A transaction, its digest and those of its entries.</summary>
    public static LedgerMarkRow Mark(LedgerTransactionRow transaction, IReadOnlyList<LedgerEntryRow> entries)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var head = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{transaction.Id}|{transaction.Uid:D}|{transaction.Kind}|{transaction.SubjectId:D}|{transaction.ClientId:D}|{transaction.FreelancerId:D}|{transaction.ContractId:D}|{transaction.ReversesUid:D}|{transaction.LegCount}|{transaction.RecordedAt:yyyy-MM-ddTHH:mm:ss.ffffff}|{transaction.EffectiveAt:yyyy-MM-ddTHH:mm:ss.ffffff}|"
        );
        hash.AppendData(Encoding.UTF8.GetBytes(head));
        hash.AppendData(transaction.RequestHash);
        hash.AppendData(Encoding.UTF8.GetBytes(transaction.Memo));
        var marks = new byte[entries.Count * MarkSize];
        var at = 0;
        foreach (var entry in entries.OrderBy(e => e.AccountId).ThenBy(e => e.AccountVersion))
        {
            var bytes = Bytes(entry);
            hash.AppendData(bytes);
            SHA256.HashData(bytes).AsSpan(0, MarkSize).CopyTo(marks.AsSpan(at));
            at += MarkSize;
        }
        return new LedgerMarkRow
        {
            TransactionId = transaction.Id,
            Sha256 = hash.GetHashAndReset(),
            Entries = marks,
        };
    }

    /// <summary>The seal over these marks, in the order of their transactions.</summary>
    public static byte[] Seal(byte[] previous, IEnumerable<LedgerMarkRow> marks)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        foreach (var mark in marks)
        {
            hash.AppendData(mark.Sha256);
            hash.AppendData(mark.Entries);
        }
        return hash.GetHashAndReset();
    }

    private static byte[] Bytes(LedgerEntryRow entry)
    {
        var bytes = new byte[5 * sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, entry.AccountId);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8), entry.AccountVersion);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(16), entry.TransactionId);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(24), entry.Amount);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(32), entry.BalanceAfter);
        return bytes;
    }
}

/// <summary>
/// Seals what was written an hour ago and longer, a stretch at a time. Not with each posting: a chain in the way of every
/// posting would make them queue.
/// </summary>
internal sealed class SealBooks(MetierDb db) : Chore
{
    private const int MostTransactions = 1_000;
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    public override async Task<DateTime?> NextDueAsync(CancellationToken ct)
    {
        var last = await db.LedgerSeals.MaxAsync(s => (long?)s.ToId, ct) ?? 0;
        return
            await db
                .LedgerTransactions.Where(t => t.Id > last)
                .OrderBy(t => t.Id)
                .Select(t => (DateTime?)t.RecordedAt)
                .FirstOrDefaultAsync(ct)
                is { } oldest
            ? oldest + Age
            : null;
    }

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var all = 0;
        while (true)
        {
            var done = await db.WriteAsync<int>(async () => await OneAsync(ct), ct);
            db.ChangeTracker.Clear();
            if (!done.Ok || done.Value == 0)
            {
                return all;
            }
            all += done.Value;
        }
    }

    private async Task<int> OneAsync(CancellationToken ct)
    {
        await BookStop.HoldAsync(db, ct);
        var last = await db.LedgerSeals.OrderByDescending(s => s.No).FirstOrDefaultAsync(ct);
        var after = last?.ToId ?? 0;
        var until = db.Now - Age;
        var transactions = await db
            .LedgerTransactions.AsNoTracking()
            .Where(t => t.Id > after)
            .OrderBy(t => t.Id)
            .Take(MostTransactions)
            .ToListAsync(ct);
        // Up to the first that is too young: ids and moments rise together, but not strictly.
        var young = transactions.FindIndex(t => t.RecordedAt > until);
        if (young >= 0)
        {
            transactions.RemoveRange(young, transactions.Count - young);
        }
        if (transactions.Count == 0)
        {
            return 0;
        }
        var (from, to) = (transactions[0].Id, transactions[^1].Id);
        var entries = (
            await db
                .LedgerEntries.AsNoTracking()
                .Where(e => e.TransactionId >= from && e.TransactionId <= to)
                .ToListAsync(ct)
        ).ToLookup(e => e.TransactionId);
        var marks = transactions.ConvertAll(t => LedgerDigest.Mark(t, [.. entries[t.Id]]));
        var previous = last?.Sha256 ?? new byte[32];
        db.LedgerMarks.AddRange(marks);
        db.LedgerSeals.Add(
            new LedgerSealRow
            {
                No = (last?.No ?? 0) + 1,
                FromId = from,
                ToId = to,
                Transactions = transactions.Count,
                Entries = marks.Sum(m => m.Entries.Length / LedgerDigest.MarkSize),
                Previous = previous,
                Sha256 = LedgerDigest.Seal(previous, marks),
                SealedAt = db.Now,
            }
        );
        return transactions.Count;
    }
}

/// <summary>A moment at which no posting is under way.</summary>
internal static class BookStop
{
    /// <summary>
    /// Waits, within a write transaction, until every posting that has begun is committed or gone, and lets none begin before its
    /// end. Gives up after a quarter of a second rather than hold up the house; whoever asked is to come again.
    /// </summary>
    public static async Task HoldAsync(MetierDb db, CancellationToken ct)
    {
        if (db.Dialect == Dialect.Postgres)
        {
            await db.Database.ExecuteSqlRawAsync("SET LOCAL lock_timeout = '250ms'", ct);
            await db.Database.ExecuteSqlRawAsync("LOCK TABLE ledger_transaction IN SHARE MODE", ct);
        }
    }
}

/// <summary>Writes down, after each day, what every account that moved on it held at its end: audits need not begin at the beginning.</summary>
internal sealed class CheckpointBooks(MetierDb db) : Chore
{
    /// <summary>Nothing recorded before midnight is still under way a quarter of an hour later.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    public override async Task<DateTime?> NextDueAsync(CancellationToken ct) =>
        await NextDayAsync(ct) is { } day ? End(day) + Grace : null;

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var done = 0;
        while (await NextDayAsync(ct) is { } day && End(day) + Grace <= db.Now)
        {
            var (start, end) = (End(day.AddDays(-1)), End(day));
            var written = await db.WriteAsync<int>(
                () =>
                    CountAsync(
                        db.Database.ExecuteSqlAsync(
                            $"""
                            INSERT INTO ledger_checkpoint ("AccountId", "Day", "Posted", "Version")
                            SELECT m."AccountId", {day}, e."BalanceAfter", m.v FROM (
                                SELECT e."AccountId", max(e."AccountVersion") AS v FROM ledger_transaction t
                                JOIN ledger_entry e ON e."TransactionId" = t."Id"
                                WHERE t."RecordedAt" >= {start} AND t."RecordedAt" < {end} GROUP BY e."AccountId") m
                            JOIN ledger_entry e ON e."AccountId" = m."AccountId" AND e."AccountVersion" = m.v
                            WHERE true ON CONFLICT DO NOTHING
                            """,
                            ct
                        )
                    ),
                ct
            );
            if (!written.Ok || written.Value == 0)
            {
                return done;
            }
            done += written.Value;
        }
        return done;
    }

    private static async Task<Outcome<int>> CountAsync(Task<int> rows) => await rows;

    private static DateTime End(DateOnly day) => day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    /// <summary>The first day after the last checkpoint on which something was recorded.</summary>
    private async Task<DateOnly?> NextDayAsync(CancellationToken ct)
    {
        var last = await db.LedgerCheckpoints.MaxAsync(c => (DateOnly?)c.Day, ct);
        var after = last is { } day ? End(day) : DateTime.UnixEpoch;
        return
            await db
                .LedgerTransactions.Where(t => t.RecordedAt >= after)
                .OrderBy(t => t.RecordedAt)
                .Select(t => (DateTime?)t.RecordedAt)
                .FirstOrDefaultAsync(ct)
                is { } at
            ? DateOnly.FromDateTime(at)
            : null;
    }
}
