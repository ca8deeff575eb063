using System.Data.Common;
using System.Runtime.CompilerServices;
using Metier.Ledger;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Metier.Payments;

/// <summary>
/// Postings on SQLite: there is one writer and no journey, so they are written one after the other with statements that are
/// compiled once for each physical connection.
/// </summary>
internal sealed class SqliteBook(sqlite3 database)
{
    private static readonly ConditionalWeakTable<sqlite3, SqliteBook> Books = [];

    private readonly SqliteStatement find = new(
        database,
        """SELECT "Id", "RequestHash" FROM ledger_transaction WHERE "Uid" = ?"""
    );

    private readonly SqliteStatement read = new(
        database,
        """
        SELECT a."Id", b."Posted", b."Version" FROM ledger_account a JOIN ledger_balance b ON b."AccountId" = a."Id"
        WHERE a."Code" = ?
        """
    );

    private readonly SqliteStatement open = new(
        database,
        """
        INSERT INTO ledger_account ("Code", "Kind", "Normal", "Currency", "OwnerId", "OpenedAt") VALUES (?, ?, ?, ?, ?, ?)
        RETURNING "Id"
        """
    );

    private readonly SqliteStatement balance = new(
        database,
        """INSERT INTO ledger_balance ("AccountId", "Posted", "Version", "Floor") VALUES (?, 0, 0, ?)"""
    );

    private readonly SqliteStatement move = new(
        database,
        """UPDATE ledger_balance SET "Posted" = ?, "Version" = ? WHERE "AccountId" = ?"""
    );

    private readonly SqliteStatement begin = new(
        database,
        """
        INSERT INTO ledger_transaction ("Uid", "RequestHash", "Kind", "SubjectId", "ClientId", "FreelancerId",
            "ContractId", "ReversesUid", "LegCount", "RecordedAt", "EffectiveAt", "Memo", "RateNumerator", "RateDenominator")
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING "Id"
        """
    );

    private readonly SqliteStatement enter = new(
        database,
        """
        INSERT INTO ledger_entry ("AccountId", "AccountVersion", "TransactionId", "Amount", "BalanceAfter")
        VALUES (?, ?, ?, ?, ?)
        """
    );

    public static BookAnswer Post(DbTransaction transaction, IReadOnlyList<Booking> bookings, DateTime now)
    {
        var connection = (SqliteConnection)transaction.Connection!;
        var book = Books.GetValue(connection.Handle!, static handle => new SqliteBook(handle));
        var posted = new PostedTransaction[bookings.Count];
        for (var i = 0; i < posted.Length; i++)
        {
            var (answer, refused) = book.One(bookings[i], now);
            if (answer is null)
            {
                return refused;
            }
            posted[i] = answer;
        }
        return new BookAnswer(posted);
    }

    private (PostedTransaction?, BookAnswer) One(Booking booking, DateTime now)
    {
        var posting = booking.Posting;
        var hash = posting.RequestHash();
        if (find.First(static s => (Id: s.Int64(0), Hash: s.Bytes(1)), posting.Uid) is { Hash: { } before } known)
        {
            return before.AsSpan().SequenceEqual(hash)
                ? (new PostedTransaction(known.Id, posting.Uid, Replayed: true), default)
                : (null, BookAnswer.Mismatch);
        }
        var after = new (long Id, long Posted, long Version)[posting.Legs.Count];
        for (var i = 0; i < after.Length; i++)
        {
            var leg = posting.Legs[i];
            var (id, held, version) = Held(leg.Account, now);
            after[i] = (id, checked(held + leg.Change), version + 1);
            if (leg.Change < 0 && after[i].Posted < leg.Account.Floor)
            {
                return (null, BookAnswer.BelowFloor);
            }
        }
        return (Write(booking, hash, after, now), default);
    }

    private PostedTransaction Write(
        Booking booking,
        byte[] hash,
        (long Id, long Posted, long Version)[] after,
        DateTime now
    )
    {
        var (posting, parties) = booking;
        foreach (var (id, held, version) in after)
        {
            move.Run(held, version, id);
        }
        var written = begin.First(
            static s => s.Int64(0),
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
        for (var i = 0; i < after.Length; i++)
        {
            enter.Run(after[i].Id, after[i].Version, written, posting.Legs[i].Minor, after[i].Posted);
        }
        return new PostedTransaction(written, posting.Uid, Replayed: false);
    }

    private (long Id, long Posted, long Version) Held(LedgerAccount account, DateTime now)
    {
        if (
            read.First(static s => (Id: s.Int64(0), Posted: s.Int64(1), Version: s.Int64(2)), account.Code) is
            { Id: > 0 } held
        )
        {
            return held;
        }
        var id = open.First(
            static s => s.Int64(0),
            account.Code,
            account.Kind.ToString(),
            account.Normal,
            account.Currency.Code,
            account.OwnerId,
            now
        );
        balance.Run(id, account.Floor);
        return (id, 0, 0);
    }
}
