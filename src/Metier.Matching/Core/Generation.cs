namespace Metier.Matching;

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

    public void Add(Frequencies others)
    {
        AddAll(ref _concepts, others._concepts);
        AddAll(ref _titles, others._titles);
        AddAll(ref _bodies, others._bodies);
    }

    private static void AddAll(ref int[] counts, int[] others)
    {
        var to = Room(ref counts, others.Length - 1);
        for (var number = 0; number < others.Length; number++)
        {
            to[number] += others[number];
        }
    }

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
