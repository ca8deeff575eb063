using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>
/// How documents of one role are kept: a row of fixed width for the facts that change often, and lists in bytes for the
/// rest.
/// </summary>
internal abstract class Schema<TDoc, TRow> : IRowBounds<TRow>
    where TRow : struct
{
    public abstract Guid IdOf(TDoc doc);

    public abstract string TitleOf(TDoc doc);

    public abstract string BodyOf(TDoc doc);

    public abstract ImmutableArray<sbyte> VectorOf(TDoc doc);

    public abstract TRow RowOf(TDoc doc, Vocabulary vocabulary);

    public abstract void WriteLists(TDoc doc, ByteWriter to, Vocabulary vocabulary);

    /// <summary>The terms a document is found by, other than its words. A term may come twice.</summary>
    public abstract void Terms(ReadOnlySpan<byte> lists, List<uint> into);

    /// <summary>Whether visitors do not see it.</summary>
    public abstract bool IsForMembers(in TRow row);

    /// <inheritdoc/>
    public abstract bool HasRates { get; }

    /// <inheritdoc/>
    public abstract ushort Rate(in TRow row);

    /// <inheritdoc/>
    public abstract ushort Rest(in TRow row, RankingWeights weights);
}

/// <summary>What a row is bounded by before it is read.</summary>
internal interface IRowBounds<TRow>
    where TRow : struct
{
    /// <summary>Whether <see cref="Rate"/> says something.</summary>
    bool HasRates { get; }

    /// <summary>The <see cref="RateStep"/> of the rate.</summary>
    ushort Rate(in TRow row);

    /// <summary>
    /// The most that the facts of the row alone can give in any query, in <see cref="Bound.PerPoint"/> parts of a point.
    /// </summary>
    ushort Rest(in TRow row, RankingWeights weights);
}

/// <summary>Upper bounds of scores, in parts of a point, always rounded up.</summary>
internal static class Bound
{
    public const int PerPoint = 32;

    /// <summary>Points times a share of a whole.</summary>
    public static ushort Of(int points, long part, long whole) =>
        whole <= 0 ? (ushort)0
        : part <= long.MaxValue / (1_000 * PerPoint)
            ? (ushort)Math.Min(ushort.MaxValue, ((points * PerPoint * part) + whole - 1) / whole)
        : (ushort)Int128.Min(ushort.MaxValue, (((Int128)points * PerPoint * part) + whole - 1) / whole);
}
