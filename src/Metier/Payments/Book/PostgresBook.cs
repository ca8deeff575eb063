using System.Data.Common;
using Metier.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace Metier.Payments;

/// <summary>Postings on PostgreSQL: one prepared call of <c>ledger_post</c>, however many there are.</summary>
internal static class PostgresBook
{
    public static async Task<BookAnswer> PostAsync(
        DbTransaction transaction,
        IReadOnlyList<Booking> bookings,
        DateTime now,
        CancellationToken ct
    )
    {
        await using var command = new NpgsqlCommand(
            LedgerFunction.Call,
            (NpgsqlConnection)transaction.Connection!,
            (NpgsqlTransaction)transaction
        );
        AddPostings(command, bookings, now);
        AddLegs(command, bookings);
        // Prepared once for each physical connection; afterwards this asks nobody.
        await command.PrepareAsync(ct);
        var posted = new PostedTransaction[bookings.Count];
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            switch (reader.GetInt32(2))
            {
                case 2:
                    return BookAnswer.Mismatch;
                case 3:
                    return BookAnswer.BelowFloor;
                case var answer:
                    var place = reader.GetInt32(0) - 1;
                    posted[place] = new(reader.GetInt64(1), bookings[place].Posting.Uid, answer == 1);
                    break;
            }
        }
        return new BookAnswer(posted);
    }

    private static void AddPostings(NpgsqlCommand command, IReadOnlyList<Booking> bookings, DateTime now)
    {
        T[] Each<T>(Func<Booking, T> one)
        {
            var all = new T[bookings.Count];
            for (var i = 0; i < all.Length; i++)
            {
                all[i] = one(bookings[i]);
            }
            return all;
        }
        Add(command, "uids", NpgsqlDbType.Uuid, Each(b => b.Posting.Uid));
        Add(command, "hashes", NpgsqlDbType.Bytea, Each(b => b.Posting.RequestHash()));
        Add(command, "kinds", NpgsqlDbType.Text, Each(b => b.Posting.Kind.ToString()));
        Add(command, "subjects", NpgsqlDbType.Uuid, Each(b => b.Posting.SubjectId));
        Add(command, "clients", NpgsqlDbType.Uuid, Each(b => b.Parties.ClientId));
        Add(command, "freelancers", NpgsqlDbType.Uuid, Each(b => b.Parties.FreelancerId));
        Add(command, "contracts", NpgsqlDbType.Uuid, Each(b => b.Parties.ContractId));
        Add(command, "reverses", NpgsqlDbType.Uuid, Each(b => b.Posting.ReversesUid));
        Add(command, "counts", NpgsqlDbType.Integer, Each(b => b.Posting.Legs.Count));
        Add(command, "moments", NpgsqlDbType.TimestampTz, Each(b => b.Posting.EffectiveAt ?? now));
        command.Parameters.Add(new NpgsqlParameter("now", NpgsqlDbType.TimestampTz) { Value = now });
        Add(command, "memos", NpgsqlDbType.Text, Each(b => b.Posting.Memo));
        Add(command, "rates", NpgsqlDbType.Bigint, Each(b => b.Posting.Rate?.Numerator ?? 0));
        Add(command, "rates_of", NpgsqlDbType.Bigint, Each(b => b.Posting.Rate?.Denominator ?? 0));
    }

    private static void AddLegs(NpgsqlCommand command, IReadOnlyList<Booking> bookings)
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
        Add(command, "leg_of", NpgsqlDbType.Integer, of.ToArray());
        Add(command, "leg_on", NpgsqlDbType.Integer, on.ToArray());
        Add(command, "amounts", NpgsqlDbType.Bigint, amounts.ToArray());
        Add(command, "codes", NpgsqlDbType.Text, accounts.Select(a => a.Code).ToArray());
        Add(command, "code_kinds", NpgsqlDbType.Text, accounts.Select(a => a.Account.Kind.ToString()).ToArray());
        Add(command, "normals", NpgsqlDbType.Integer, accounts.Select(a => a.Account.Normal).ToArray());
        Add(command, "currencies", NpgsqlDbType.Text, accounts.Select(a => a.Account.Currency.Code).ToArray());
        Add(command, "owners", NpgsqlDbType.Uuid, accounts.Select(a => a.Account.OwnerId).ToArray());
        Add(command, "floors", NpgsqlDbType.Bigint, accounts.Select(a => a.Account.Floor ?? long.MinValue).ToArray());
        Add(command, "bases", NpgsqlDbType.Text, accounts.Select(a => a.Base).ToArray());
    }

    private static void Add<T>(NpgsqlCommand command, string name, NpgsqlDbType type, T[] values) =>
        command.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | type) { Value = values });
}
