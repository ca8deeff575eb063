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
        Add(command, "uid", NpgsqlDbType.Uuid, posting.Uid);
        Add(command, "hash", NpgsqlDbType.Bytea, posting.RequestHash());
        Add(command, "kind", NpgsqlDbType.Text, posting.Kind.ToString());
        Add(command, "subject", NpgsqlDbType.Uuid, posting.SubjectId);
        Add(command, "client", NpgsqlDbType.Uuid, parties.ClientId);
        Add(command, "freelancer", NpgsqlDbType.Uuid, parties.FreelancerId);
        Add(command, "contract", NpgsqlDbType.Uuid, parties.ContractId);
        Add(command, "reverse", NpgsqlDbType.Uuid, posting.ReversesUid);
        Add(command, "moment", NpgsqlDbType.TimestampTz, posting.EffectiveAt ?? now);
        Add(command, "now", NpgsqlDbType.TimestampTz, now);
        Add(command, "memo", NpgsqlDbType.Text, posting.Memo);
        Add(command, "rate", NpgsqlDbType.Bigint, posting.Rate?.Numerator ?? 0);
        Add(command, "rate_of", NpgsqlDbType.Bigint, posting.Rate?.Denominator ?? 0);
    }

    private static void AddPostings(NpgsqlCommand command, IReadOnlyList<Booking> bookings, DateTime now)
    {
        void Each<T>(string name, NpgsqlDbType type, Func<Booking, T> one)
        {
            var all = new T[bookings.Count];
            for (var i = 0; i < all.Length; i++)
            {
                all[i] = one(bookings[i]);
            }
            Add(command, name, NpgsqlDbType.Array | type, all);
        }
        Each("uids", NpgsqlDbType.Uuid, b => b.Posting.Uid);
        Each("hashes", NpgsqlDbType.Bytea, b => b.Posting.RequestHash());
        Each("kinds", NpgsqlDbType.Text, b => b.Posting.Kind.ToString());
        Each("subjects", NpgsqlDbType.Uuid, b => b.Posting.SubjectId);
        Each("clients", NpgsqlDbType.Uuid, b => b.Parties.ClientId);
        Each("freelancers", NpgsqlDbType.Uuid, b => b.Parties.FreelancerId);
        Each("contracts", NpgsqlDbType.Uuid, b => b.Parties.ContractId);
        Each("reverses", NpgsqlDbType.Uuid, b => b.Posting.ReversesUid);
        Each("counts", NpgsqlDbType.Integer, b => b.Posting.Legs.Count);
        Each("moments", NpgsqlDbType.TimestampTz, b => b.Posting.EffectiveAt ?? now);
        Add(command, "now", NpgsqlDbType.TimestampTz, now);
        Each("memos", NpgsqlDbType.Text, b => b.Posting.Memo);
        Each("rates", NpgsqlDbType.Bigint, b => b.Posting.Rate?.Numerator ?? 0);
        Each("rates_of", NpgsqlDbType.Bigint, b => b.Posting.Rate?.Denominator ?? 0);
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
        void Each<T>(string name, NpgsqlDbType type, IEnumerable<T> all) =>
            Add(command, name, NpgsqlDbType.Array | type, all.ToArray());
        // A posting has one leg for each account: alone, its amounts stand in the order of the accounts.
        if (!alone)
        {
            Each("leg_of", NpgsqlDbType.Integer, of);
            Each("leg_on", NpgsqlDbType.Integer, on);
        }
        Each("amounts", NpgsqlDbType.Bigint, amounts);
        Each("codes", NpgsqlDbType.Text, accounts.Select(a => a.Code));
        Each("code_kinds", NpgsqlDbType.Text, accounts.Select(a => a.Account.Kind.ToString()));
        Each("normals", NpgsqlDbType.Integer, accounts.Select(a => a.Account.Normal));
        Each("currencies", NpgsqlDbType.Text, accounts.Select(a => a.Account.Currency.Code));
        Each("owners", NpgsqlDbType.Uuid, accounts.Select(a => a.Account.OwnerId));
        Each("floors", NpgsqlDbType.Bigint, accounts.Select(a => a.Account.Floor ?? long.MinValue));
        Each("bases", NpgsqlDbType.Text, accounts.Select(a => a.Base));
    }

    private static void Add(NpgsqlCommand command, string name, NpgsqlDbType type, object? value) =>
        command.Parameters.Add(new NpgsqlParameter(name, type) { Value = value ?? DBNull.Value });
}
