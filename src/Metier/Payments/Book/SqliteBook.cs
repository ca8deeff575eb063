using System.Data.Common;
using System.Globalization;
using Metier.Ledger;
using Microsoft.Data.Sqlite;

namespace Metier.Payments;

/// <summary>
/// Postings on SQLite: there is one writer and no journey, so they are written one after the other with statements that are
/// compiled once.
/// </summary>
internal sealed class SqliteBook : IDisposable
{
    private readonly SqliteCommand find;
    private readonly SqliteCommand read;
    private readonly SqliteCommand open;
    private readonly SqliteCommand move;
    private readonly SqliteCommand begin;
    private readonly SqliteCommand enter;

    private SqliteBook(SqliteTransaction transaction)
    {
        SqliteCommand Command(string sql, params ReadOnlySpan<string> names)
        {
            var command = transaction.Connection!.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = sql;
            foreach (var name in names)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            }
            return command;
        }
        find = Command("""SELECT "Id", "RequestHash" FROM ledger_transaction WHERE "Uid" = @u""", "@u");
        read = Command(
            """
            SELECT a."Id", b."Posted", b."Version" FROM ledger_account a JOIN ledger_balance b ON b."AccountId" = a."Id"
            WHERE a."Code" = @c
            """,
            "@c"
        );
        open = Command(
            """
            INSERT INTO ledger_account ("Code", "Kind", "Normal", "Currency", "OwnerId", "OpenedAt")
            VALUES (@c, @k, @n, @y, @o, @t);
            INSERT INTO ledger_balance ("AccountId", "Posted", "Version", "Floor")
            SELECT "Id", 0, 0, @f FROM ledger_account WHERE "Code" = @c;
            """,
            ["@c", "@k", "@n", "@y", "@o", "@t", "@f"]
        );
        move = Command(
            """UPDATE ledger_balance SET "Posted" = @p, "Version" = @v WHERE "AccountId" = @a""",
            ["@p", "@v", "@a"]
        );
        begin = Command(
            """
            INSERT INTO ledger_transaction ("Uid", "RequestHash", "Kind", "SubjectId", "ClientId", "FreelancerId",
                "ContractId", "ReversesUid", "LegCount", "RecordedAt", "EffectiveAt", "Memo", "RateNumerator", "RateDenominator")
            VALUES (@u, @h, @k, @s, @c, @f, @o, @r, @n, @t, @e, @m, @x, @y) RETURNING "Id"
            """,
            ["@u", "@h", "@k", "@s", "@c", "@f", "@o", "@r", "@n", "@t", "@e", "@m", "@x", "@y"]
        );
        enter = Command(
            """
            INSERT INTO ledger_entry ("AccountId", "AccountVersion", "TransactionId", "Amount", "BalanceAfter")
            VALUES (@a, @v, @t, @m, @b)
            """,
            ["@a", "@v", "@t", "@m", "@b"]
        );
    }

    public static async Task<BookAnswer> PostAsync(
        DbTransaction transaction,
        IReadOnlyList<Booking> bookings,
        DateTime now,
        CancellationToken ct
    )
    {
        using var book = new SqliteBook((SqliteTransaction)transaction);
        var posted = new PostedTransaction[bookings.Count];
        for (var i = 0; i < posted.Length; i++)
        {
            var (answer, refused) = await book.OneAsync(bookings[i], now, ct);
            if (answer is null)
            {
                return refused;
            }
            posted[i] = answer;
        }
        return new BookAnswer(posted);
    }

    public void Dispose()
    {
        find.Dispose();
        read.Dispose();
        open.Dispose();
        move.Dispose();
        begin.Dispose();
        enter.Dispose();
    }

    private async Task<(PostedTransaction?, BookAnswer)> OneAsync(Booking booking, DateTime now, CancellationToken ct)
    {
        var posting = booking.Posting;
        var hash = posting.RequestHash();
        Set(find, posting.Uid);
        await using (var reader = await find.ExecuteReaderAsync(ct))
        {
            if (await reader.ReadAsync(ct))
            {
                return ((byte[])reader.GetValue(1)).AsSpan().SequenceEqual(hash)
                    ? (new PostedTransaction(reader.GetInt64(0), posting.Uid, Replayed: true), default)
                    : (null, BookAnswer.Mismatch);
            }
        }
        var after = new (long Id, long Posted, long Version)[posting.Legs.Count];
        for (var i = 0; i < after.Length; i++)
        {
            var leg = posting.Legs[i];
            var (id, held, version) = await HeldAsync(leg.Account, now, ct);
            after[i] = (id, checked(held + leg.Change), version + 1);
            if (leg.Change < 0 && after[i].Posted < leg.Account.Floor)
            {
                return (null, BookAnswer.BelowFloor);
            }
        }
        return (await WriteAsync(booking, hash, after, now, ct), default);
    }

    private async Task<PostedTransaction> WriteAsync(
        Booking booking,
        byte[] hash,
        (long Id, long Posted, long Version)[] after,
        DateTime now,
        CancellationToken ct
    )
    {
        var (posting, parties) = booking;
        foreach (var (id, held, version) in after)
        {
            Set(move, held, version, id);
            await move.ExecuteNonQueryAsync(ct);
        }
        Set(
            begin,
            posting.Uid,
            hash,
            posting.Kind.ToString(),
            posting.SubjectId,
            parties.ClientId,
            parties.FreelancerId,
            parties.ContractId,
            posting.ReversesUid,
            after.Length,
            now,
            posting.EffectiveAt ?? now,
            posting.Memo,
            posting.Rate?.Numerator,
            posting.Rate?.Denominator
        );
        var written = Convert.ToInt64(await begin.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
        for (var i = 0; i < after.Length; i++)
        {
            Set(enter, after[i].Id, after[i].Version, written, posting.Legs[i].Minor, after[i].Posted);
            await enter.ExecuteNonQueryAsync(ct);
        }
        return new PostedTransaction(written, posting.Uid, Replayed: false);
    }

    private async Task<(long Id, long Posted, long Version)> HeldAsync(
        LedgerAccount account,
        DateTime now,
        CancellationToken ct
    )
    {
        Set(read, account.Code);
        while (true)
        {
            await using (var reader = await read.ExecuteReaderAsync(ct))
            {
                if (await reader.ReadAsync(ct))
                {
                    return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
                }
            }
            Set(
                open,
                account.Code,
                account.Kind.ToString(),
                account.Normal,
                account.Currency.Code,
                account.OwnerId,
                now,
                account.Floor
            );
            await open.ExecuteNonQueryAsync(ct);
        }
    }

    private static void Set(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }
}
