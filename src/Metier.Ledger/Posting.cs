using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Metier.Ledger;

/// <summary>One side of a posting.</summary>
/// <param name="Account">The account.</param>
/// <param name="Minor">Minor units of the account's currency: debits above zero, credits below.</param>
public readonly record struct Leg(LedgerAccount Account, long Minor)
{
    /// <summary>What the balance changes by, counted on the account's normal side.</summary>
    public long Change => checked(Minor * Account.Normal);

    /// <summary>A debit of zero or more.</summary>
    public static Leg Debit(LedgerAccount account, Money amount) => new(account, Amount(account, amount));

    /// <summary>A credit of zero or more.</summary>
    public static Leg Credit(LedgerAccount account, Money amount) => new(account, -Amount(account, amount));

    private static long Amount(LedgerAccount account, Money amount)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentOutOfRangeException.ThrowIfNegative(amount.Minor, nameof(amount));
        return ReferenceEquals(account.Currency, amount.Currency)
            ? amount.Minor
            : throw new PostingException($"{account} takes no {amount.Currency}.");
    }
}

/// <summary>A posting that no book may accept: a bug of its writer, never an answer to a person.</summary>
public sealed class PostingException(string message) : Exception(message);

/// <summary>
/// One complete movement of money: at least two legs, summing to zero in each currency, on accounts its kind allows.
/// Legs on one account are merged and legs of nothing dropped, so a fee of zero needs no special case.
/// </summary>
public sealed class Posting
{
    /// <summary>The most legs one posting has.</summary>
    public const int MaximumLegs = 2_000;

    private Posting(Guid uid, PostingKind kind, Guid subjectId, Leg[] legs, string memo, Guid? reversesUid)
    {
        Uid = uid;
        Kind = kind;
        SubjectId = subjectId;
        Legs = legs;
        Memo = memo;
        ReversesUid = reversesUid;
    }

    /// <summary>The id of the cause: the same cause posts once.</summary>
    public Guid Uid { get; }

    /// <summary>Why the money moves.</summary>
    public PostingKind Kind { get; }

    /// <summary>The charge, milestone, payout or other thing it moves for.</summary>
    public Guid SubjectId { get; }

    /// <summary>In the order of the accounts' codes.</summary>
    public IReadOnlyList<Leg> Legs { get; }

    /// <summary>A word for auditors; no more than 200 characters.</summary>
    public string Memo { get; }

    /// <summary>The transaction this one takes back, if it does.</summary>
    public Guid? ReversesUid { get; }

    /// <summary>The moment it counts for, UTC, when that is not the moment it is written.</summary>
    public DateTime? EffectiveAt { get; private init; }

    /// <summary>The rate between the two currencies of a conversion; null when there is none, or more than one.</summary>
    public ExchangeRate? Rate { get; private init; }

    /// <summary>The same posting, counting for an earlier moment.</summary>
    public Posting At(DateTime effectiveAt) =>
        new(Uid, Kind, SubjectId, [.. Legs], Memo, ReversesUid) { EffectiveAt = effectiveAt, Rate = Rate };

    /// <summary>The same posting, with the rate it converts at.</summary>
    public Posting With(ExchangeRate? rate) =>
        new(Uid, Kind, SubjectId, [.. Legs], Memo, ReversesUid) { EffectiveAt = EffectiveAt, Rate = rate };

    /// <summary>Makes a posting or throws <see cref="PostingException"/>.</summary>
    public static Posting Create(Guid uid, PostingKind kind, Guid subjectId, string memo, params ReadOnlySpan<Leg> legs)
    {
        ArgumentNullException.ThrowIfNull(memo);
        var merged = Merge(legs);
        foreach (var leg in merged)
        {
            var allowed =
                leg.Minor > 0
                    ? PostingRules.MayDebit(kind, leg.Account.Kind)
                    : PostingRules.MayCredit(kind, leg.Account.Kind);
            if (!allowed)
                throw new PostingException($"{kind} may not {(leg.Minor > 0 ? "debit" : "credit")} {leg.Account}.");
        }
        return new Posting(uid, kind, subjectId, merged, Cut(memo), null);
    }

    /// <summary>The opposite of <paramref name="original"/>, under its own id.</summary>
    public static Posting Reverse(Posting original, string memo)
    {
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(memo);
        var legs = original.Legs.Select(leg => leg with { Minor = checked(-leg.Minor) }).ToArray();
        var uid = Uuid5.Of(original.Uid, "reversal");
        return new Posting(uid, PostingKind.Reversal, original.SubjectId, legs, Cut(memo), original.Uid);
    }

    /// <summary>
    /// A digest of everything that decides the effect, so that a second posting under the same id is known to be the
    /// same or refused as another.
    /// </summary>
    public byte[] RequestHash()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Kind}|{SubjectId:D}|{ReversesUid:D}");
        foreach (var leg in Legs)
            text.Append(CultureInfo.InvariantCulture, $"|{leg.Account.Code}={leg.Minor}");
        if (Rate is { } rate)
            text.Append(CultureInfo.InvariantCulture, $"|{rate.Numerator}/{rate.Denominator}");
        if (EffectiveAt is { } at)
            text.Append(CultureInfo.InvariantCulture, $"|{at:yyyy-MM-ddTHH:mm:ss}");
        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static Leg[] Merge(ReadOnlySpan<Leg> legs)
    {
        var sums = new SortedDictionary<string, Leg>(StringComparer.Ordinal);
        foreach (var leg in legs)
        {
            var before = sums.TryGetValue(leg.Account.Code, out var known) ? known.Minor : 0;
            sums[leg.Account.Code] = leg with { Minor = checked(before + leg.Minor) };
        }
        var merged = sums.Values.Where(leg => leg.Minor != 0).ToArray();
        if (merged.Length is < 2 or > MaximumLegs)
            throw new PostingException("A posting moves money between at least two accounts.");
        foreach (var group in merged.GroupBy(leg => leg.Account.Currency))
        {
            if (group.Aggregate(Int128.Zero, (sum, leg) => sum + leg.Minor) != 0)
                throw new PostingException($"Debits and credits in {group.Key} differ.");
        }
        return merged;
    }

    private static string Cut(string memo) => memo.Length <= 200 ? memo : memo[..200];
}
