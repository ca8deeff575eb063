using System.Numerics;

namespace Metier.Matching;

/// <summary>A segment as readers see it at one moment.</summary>
/// <param name="live">A bit for each document that is neither deleted nor replaced.</param>
/// <param name="shown">A bit for each document that visitors see.</param>
/// <param name="blocks">What the rows of neighbours have in common; follows the rows when they change.</param>
internal sealed class Part<TRow>(Segment<TRow> segment, ulong[] live, ulong[] shown, Blocks<TRow> blocks)
    where TRow : struct
{
    public Segment<TRow> Segment { get; } = segment;
    public ulong[] Live { get; } = live;
    public ulong[] Public { get; } = shown;
    public Blocks<TRow> Blocks { get; } = blocks;

    /// <summary>Documents that are live.</summary>
    public int LiveCount { get; } = Bits.Count(live);

    public bool IsLive(int d) => (Live[d >> 6] & (1UL << d)) != 0;

    public bool IsPublic(int d) => (Public[d >> 6] & (1UL << d)) != 0;

    public Part<TRow> With(ulong[] live) => new(Segment, live, Public, Blocks);

    public Part<TRow> With(Blocks<TRow> blocks) => new(Segment, Live, Public, blocks);
}

/// <summary>
/// What is known of rows without reading them, sixty-four at a time. A segment is made in the order of <see cref="Place"/>,
/// so neighbours have much in common and most of them are passed over together; and a filter on the rate leaves a range.
/// </summary>
internal sealed class Blocks<TRow>
    where TRow : struct
{
    private readonly Segment<TRow> _segment;
    private readonly IRowBounds<TRow> _bounds;
    private readonly RankingWeights _weights;
    private readonly int[] _classes;

    public Blocks(Segment<TRow> segment, IRowBounds<TRow> bounds, RankingWeights weights)
    {
        (_segment, _bounds, _weights) = (segment, bounds, weights);
        var count = (segment.Count + 63) >> 6;
        (Rest, Lowest, Highest) = (new ushort[count], new ushort[count], new ushort[count]);
        Rates = new ushort[bounds.HasRates ? segment.Count : 0];
        for (var d = 0; d < Rates.Length; d++)
        {
            Rates[d] = bounds.Rate(segment.Rows[d]);
        }

        for (var block = 0; block < count; block++)
        {
            Follow(block);
        }

        _classes = new int[bounds.HasRates ? RateStep.Classes + 1 : 0];
        for (var (c, d) = (0, 0); c < _classes.Length; c++)
        {
            while (d < Rates.Length && RateStep.ClassOf(Rates[d]) < c)
            {
                d++;
            }

            _classes[c] = d;
        }
    }

    /// <summary>No row of the block gives more than this.</summary>
    public ushort[] Rest { get; }

    /// <summary>The least of the block's <see cref="Rates"/>.</summary>
    public ushort[] Lowest { get; }

    /// <summary>The highest of the block's <see cref="Rates"/>.</summary>
    public ushort[] Highest { get; }

    /// <summary>For each document the <see cref="RateStep"/> of its rate; empty where the role has none.</summary>
    public ushort[] Rates { get; }

    /// <summary>Where a row belongs in a new segment: by the class of its rate, and within it those first that give most.</summary>
    public static long Place(in TRow row, IRowBounds<TRow> bounds, RankingWeights weights) =>
        ((long)RateStep.ClassOf(bounds.Rate(row)) << 16) | (long)(ushort.MaxValue - bounds.Rest(row, weights));

    /// <summary>Whole blocks outside of which nobody's rate is in the range, ends included.</summary>
    public (int From, int To) Within((ushort Least, ushort Most) rates)
    {
        if (_classes.Length == 0)
        {
            return (0, _segment.Count);
        }

        var (from, to) = (_classes[RateStep.ClassOf(rates.Least)], _classes[RateStep.ClassOf(rates.Most) + 1]);
        return from >= to ? (0, 0) : (from & ~63, Math.Min(_segment.Count, (to + 63) & ~63));
    }

    /// <summary>Whether the row may stand where the document is: only a rate of another class may not.</summary>
    public bool Suits(int d, in TRow row) =>
        Rates.Length == 0 || RateStep.ClassOf(Rates[d]) == RateStep.ClassOf(_bounds.Rate(row));

    /// <summary>
    /// Puts another row in its place. Bounds first widen and narrow after it, so that no reader overlooks the document. For
    /// the one writer.
    /// </summary>
    public void Replace(int d, in TRow row)
    {
        var block = d >> 6;
        Rest[block] = Math.Max(Rest[block], _bounds.Rest(row, _weights));
        if (Rates.Length > 0)
        {
            var rate = _bounds.Rate(row);
            Lowest[block] = Math.Min(Lowest[block], rate);
            Highest[block] = Math.Max(Highest[block], rate);
            Rates[d] = rate;
        }

        _segment.Replace(d, row);
        Follow(block);
    }

    private void Follow(int block)
    {
        var (rest, lowest, highest) = (ushort.MinValue, ushort.MaxValue, ushort.MinValue);
        var until = Math.Min(_segment.Count, (block + 1) << 6);
        for (var d = block << 6; d < until; d++)
        {
            rest = Math.Max(rest, _bounds.Rest(_segment.Rows[d], _weights));
            var rate = Rates.Length == 0 ? ushort.MinValue : Rates[d];
            (lowest, highest) = (Math.Min(lowest, rate), Math.Max(highest, rate));
        }

        (Rest[block], Lowest[block], Highest[block]) = (rest, lowest, highest);
    }
}

/// <summary>
/// An amount as one of 65,536 steps, each about a thousandth above the one before: a filter on the rate is decided from
/// them for nearly everybody, sixteen at a time and without a look at the row.
/// </summary>
internal static class RateStep
{
    private const int Fraction = 10;

    /// <summary>How many classes there are.</summary>
    public const int Classes = 256;

    /// <summary>A class holds about a fifth more than the one before, four to each doubling.</summary>
    public static int ClassOf(ushort step) => step >> 8;

    /// <summary>0 for no amount; otherwise from 1, and never smaller for more.</summary>
    public static ushort Of(long amount)
    {
        if (amount < 0)
        {
            return 0;
        }

        var value = (ulong)amount + 1;
        var whole = BitOperations.Log2(value);
        var rest = whole > Fraction ? value >> (whole - Fraction) : value << (Fraction - whole);
        return (ushort)(((ulong)whole << Fraction) + (rest & ((1UL << Fraction) - 1)) + 1);
    }
}

/// <summary>Sets of documents as bits.</summary>
internal static class Bits
{
    public static bool Has(ReadOnlySpan<ulong> bits, int d) => (bits[d >> 6] & (1UL << d)) != 0;

    public static int Count(ReadOnlySpan<ulong> bits)
    {
        var count = 0;
        foreach (var word in bits)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }
}
