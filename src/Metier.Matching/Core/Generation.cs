using System.Numerics;

namespace Metier.Matching;

/// <summary>A segment as readers see it at one moment.</summary>
/// <param name="live">A bit for each document that is neither deleted nor replaced.</param>
/// <param name="shown">A bit for each document that visitors see.</param>
/// <param name="rest">For each document the most its row can give; follows the row when that changes.</param>
/// <param name="rates">
/// For each document the <see cref="RateStep"/> of its rate, which follows the row too; empty where the role has none.
/// </param>
internal sealed class Part<TRow>(Segment<TRow> segment, ulong[] live, ulong[] shown, ushort[] rest, ushort[] rates)
    where TRow : struct
{
    public Segment<TRow> Segment { get; } = segment;
    public ulong[] Live { get; } = live;
    public ulong[] Public { get; } = shown;
    public ushort[] Rest { get; } = rest;
    public ushort[] Rates { get; } = rates;

    /// <summary>Documents that are live.</summary>
    public int LiveCount { get; } = Bits.Count(live);

    /// <summary>No document's row gives more than this.</summary>
    public int MostRest { get; private set; } = rest.Length == 0 ? 0 : rest.Max();

    public bool IsLive(int d) => (Live[d >> 6] & (1UL << d)) != 0;

    public bool IsPublic(int d) => (Public[d >> 6] & (1UL << d)) != 0;

    /// <summary>Before a row gives more than it did. For the one writer.</summary>
    public void Raise(int d, ushort rest)
    {
        MostRest = Math.Max(MostRest, rest);
        Rest[d] = Math.Max(Rest[d], rest);
    }

    public Part<TRow> With(ulong[] live) => new(Segment, live, Public, Rest, Rates);

    public Part<TRow> With(ushort[] rest) => new(Segment, Live, Public, rest, Rates);
}

/// <summary>
/// An amount as one of 65,536 steps, each about a thousandth above the one before: a filter on the rate is decided from
/// them for nearly everybody, sixteen at a time and without a look at the row.
/// </summary>
internal static class RateStep
{
    private const int Fraction = 10;

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

/// <summary>
/// What readers see at one moment: segments and which of their documents are live. Never changed once published, but for
/// rows, so readers need no lock.
/// </summary>
internal sealed class Generation<TRow>(
    Part<TRow>[] parts,
    RankingWeights weights,
    Frequencies frequencies,
    Vocabulary vocabulary,
    long number
)
    where TRow : struct
{
    public Part<TRow>[] Parts { get; } = parts;
    public RankingWeights Weights { get; } = weights;

    public Frequencies Frequencies { get; } = frequencies;
    public Vocabulary Vocabulary { get; } = vocabulary;

    /// <summary>Counts generations, from 1.</summary>
    public long Number { get; } = number;

    public int Count { get; } = parts.Sum(p => p.LiveCount);

    /// <summary>Where the live document with the id is; null when there is none.</summary>
    public (int Part, int Doc)? Find(Guid id)
    {
        for (var p = 0; p < Parts.Length; p++)
        {
            var d = Parts[p].Segment.Find(id);
            if (d >= 0 && Parts[p].IsLive(d))
            {
                return (p, d);
            }
        }

        return null;
    }
}

/// <summary>How many live documents have each concept and each stem. Written by the one writer, read by all.</summary>
internal sealed class Frequencies
{
    private int[] _concepts;
    private int[] _titles;
    private int[] _bodies;

    public Frequencies()
        : this([new int[1024], new int[1024], new int[1024]]) { }

    /// <param name="counts">What <see cref="Copy"/> gave.</param>
    public Frequencies(int[][] counts) => (_concepts, _titles, _bodies) = (counts[0], counts[1], counts[2]);

    /// <summary>For the one writer.</summary>
    public int[][] Copy() =>
        [
            [.. _concepts],
            [.. _titles],
            [.. _bodies],
        ];

    public int OfConcept(int concept) => At(Volatile.Read(ref _concepts), concept);

    public int OfStem(int stem) => At(Volatile.Read(ref _titles), stem) + At(Volatile.Read(ref _bodies), stem);

    public void Add(List<uint> terms, int by)
    {
        foreach (var term in terms)
        {
            var number = Term.Number(term);
            switch (Term.Kind(term))
            {
                case TermKind.Skill:
                    Room(ref _concepts, number)[number] += by;
                    break;
                case TermKind.Title:
                    Room(ref _titles, number)[number] += by;
                    break;
                case TermKind.Body:
                    Room(ref _bodies, number)[number] += by;
                    break;
            }
        }
    }

    private static int At(int[] counts, int number) => (uint)number < (uint)counts.Length ? counts[number] : 0;

    private static int[] Room(ref int[] counts, int number)
    {
        if (number >= counts.Length)
        {
            var grown = new int[Math.Max(counts.Length * 2, number + 1)];
            counts.CopyTo(grown, 0);
            Volatile.Write(ref counts, grown);
        }

        return counts;
    }
}
