using System.Data.Common;
using Metier.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace Metier.Payments;

/// <summary>Postings on PostgreSQL: one prepared call of a function, however many there are.</summary>
internal static class PostgresBook
{
    public static async Task<BookAnswer> PostAsync(
        DbTransaction transaction,
        IReadOnlyList<Booking> bookings,
        DateTime now,
        CancellationToken ct
    )
    {
        var alone = bookings.Count == 1;
        await using var command = new NpgsqlCommand(
            alone ? LedgerFunction.CallOne : LedgerFunction.CallMany,
            (NpgsqlConnection)transaction.Connection!,
            (NpgsqlTransaction)transaction
        );
        if (alone)
        {
            AddPosting(command, bookings[0], now);
        }
        else
        {
            AddPostings(command, bookings, now);
        }
        AddLegs(command, bookings, alone);
        // Prepared once for each physical connection; afterwards this asks nobody.
        await command.PrepareAsync(ct);
        var posted = new PostedTransaction[bookings.Count];
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (place, id, answer) = alone
                ? (0, 0, reader.GetInt32(1))
                : (reader.GetInt32(0) - 1, 1, reader.GetInt32(2));
            switch (answer)
            {
                case 2:
                    return BookAnswer.Mismatch;
                case 3:
                    return BookAnswer.BelowFloor;
                default:
                    posted[place] = new(reader.GetInt64(id), bookings[place].Posting.Uid, answer == 1);
                    break;
            }
        }
        return new BookAnswer(posted);
    }

    private static void AddPosting(NpgsqlCommand command, Booking booking, DateTime now)
    {
        var (posting, parties) = booking;
        Add(command, NpgsqlDbType.Uuid, posting.Uid);
        Add(command, NpgsqlDbType.Bytea, posting.RequestHash());
        Add(command, NpgsqlDbType.Text, posting.Kind.ToString());
        Add(command, NpgsqlDbType.Uuid, posting.SubjectId);
        Add(command, NpgsqlDbType.Uuid, parties.ClientId);
        Add(command, NpgsqlDbType.Uuid, parties.FreelancerId);
        Add(command, NpgsqlDbType.Uuid, parties.ContractId);
        Add(command, NpgsqlDbType.Uuid, posting.ReversesUid);
        Add(command, NpgsqlDbType.TimestampTz, posting.EffectiveAt ?? now);
        Add(command, NpgsqlDbType.TimestampTz, now);
        Add(command, NpgsqlDbType.Text, posting.Memo);
        Add(command, NpgsqlDbType.Bigint, posting.Rate?.Numerator ?? 0);
        Add(command, NpgsqlDbType.Bigint, posting.Rate?.Denominator ?? 0);
    }

    private static void AddPostings(NpgsqlCommand command, IReadOnlyList<Booking> bookings, DateTime now)
    {
        void Each<T>(NpgsqlDbType type, Func<Booking, T> one)
        {
            var all = new T[bookings.Count];
            for (var i = 0; i < all.Length; i++)
            {
                all[i] = one(bookings[i]);
            }
            Add(command, NpgsqlDbType.Array | type, all);
        }
        Each(NpgsqlDbType.Uuid, b => b.Posting.Uid);
        Each(NpgsqlDbType.Bytea, b => b.Posting.RequestHash());
        Each(NpgsqlDbType.Text, b => b.Posting.Kind.ToString());
        Each(NpgsqlDbType.Uuid, b => b.Posting.SubjectId);
        Each(NpgsqlDbType.Uuid, b => b.Parties.ClientId);
        Each(NpgsqlDbType.Uuid, b => b.Parties.FreelancerId);
        Each(NpgsqlDbType.Uuid, b => b.Parties.ContractId);
        Each(NpgsqlDbType.Uuid, b => b.Posting.ReversesUid);
        Each(NpgsqlDbType.Integer, b => b.Posting.Legs.Count);
        Each(NpgsqlDbType.TimestampTz, b => b.Posting.EffectiveAt ?? now);
        Add(command, NpgsqlDbType.TimestampTz, now);
        Each(NpgsqlDbType.Text, b => b.Posting.Memo);
        Each(NpgsqlDbType.Bigint, b => b.Posting.Rate?.Numerator ?? 0);
        Each(NpgsqlDbType.Bigint, b => b.Posting.Rate?.Denominator ?? 0);
    }

    private static void AddLegs(NpgsqlCommand command, IReadOnlyList<Booking> bookings, bool alone)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var accounts = new List<(string Code, string? Base, LedgerAccount Account)>();
        var (of, on, amounts) = (new List<int>(), new List<int>(), new List<long>());
        for (var i = 0; i < bookings.Count; i++)
        {
            foreach (var leg in bookings[i].Posting.Legs)
            {
                var striped = LedgerStripes.Has(leg.Account);
                var code = striped ? LedgerStripes.Code(leg.Account, bookings[i].Posting.SubjectId) : leg.Account.Code;
                if (!places.TryGetValue(code, out var place))
                {
                    var whole = string.Equals(code, leg.Account.Code, StringComparison.Ordinal)
                        ? null
                        : leg.Account.Code;
                    accounts.Add((code, whole, leg.Account));
                    places.Add(code, place = accounts.Count);
                }
                of.Add(i + 1);
                on.Add(place);
                amounts.Add(leg.Minor);
            }
        }
        void Each<T>(NpgsqlDbType type, IEnumerable<T> all) => Add(command, NpgsqlDbType.Array | type, all.ToArray());
        // A posting has one leg for each account: alone, its amounts stand in the order of the accounts.
        if (!alone)
        {
            Each(NpgsqlDbType.Integer, of);
            Each(NpgsqlDbType.Integer, on);
        }
        Each(NpgsqlDbType.Bigint, amounts);
        Each(NpgsqlDbType.Text, accounts.Select(a => a.Code));
        Each(NpgsqlDbType.Text, accounts.Select(a => a.Account.Kind.ToString()));
        Each(NpgsqlDbType.Integer, accounts.Select(a => a.Account.Normal));
        Each(NpgsqlDbType.Text, accounts.Select(a => a.Account.Currency.Code));
        Each(NpgsqlDbType.Uuid, accounts.Select(a => a.Account.OwnerId));
        Each(NpgsqlDbType.Bigint, accounts.Select(a => a.Account.Floor ?? long.MinValue));
        Each(NpgsqlDbType.Text, accounts.Select(a => a.Base));
    }

    /// <summary>By place: a statement with names would be read anew each time.</summary>
    private static void Add(NpgsqlCommand command, NpgsqlDbType type, object? value) =>
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });
}
