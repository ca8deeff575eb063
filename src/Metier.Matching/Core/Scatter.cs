using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>
/// Gives the documents of one posting list points towards their upper bound, and bits. Steps that follow each other with
/// one stamp above 0 give to a document only once, the first of them.
/// </summary>
internal readonly record struct Step(uint Key, ushort Points, byte Stamp, byte Bits);

/// <summary>Arrays for one search over one segment after the other; each thread keeps its own.</summary>
internal sealed class Scratch
{
    /// <summary>Stamps up to this one are given by the ranking, those above by words.</summary>
    public const int LastOfRanking = 100;

    private const int Size = ushort.MaxValue + 1;

    [ThreadStatic]
    private static Scratch? _own;

    public static Scratch Own => _own ??= new Scratch();

    /// <summary>Upper bounds of what lists give, in <see cref="Bound.PerPoint"/> parts of a point.</summary>
    public ushort[] Score { get; } = new ushort[Size];
    public byte[] Stamp { get; } = new byte[Size];
    public byte[] Bits { get; } = new byte[Size];

    /// <summary>Documents to be scored, as numbers that sort.</summary>
    public long[] Candidates { get; } = new long[4_096];
    private byte[] First { get; } = new byte[Size];
    private byte[] Second { get; } = new byte[Size];
    private List<ushort> Touched { get; } = [];
    private int[] Words { get; set; } = new int[256];
    private int _lastStamp;
    private int _stamped;

    public void Clear(int documents, bool bits)
    {
        Score.AsSpan(0, documents).Clear();
        if (_lastStamp != 0)
        {
            Stamp.AsSpan(0, Math.Max(documents, _stamped)).Clear();
            (_lastStamp, _stamped) = (0, 0);
        }

        if (bits)
        {
            Bits.AsSpan(0, documents).Clear();
        }
    }

    /// <summary>A stamp that no document of the segment bears.</summary>
    public byte NextStamp(int documents)
    {
        if (_lastStamp == byte.MaxValue)
        {
            Stamp.AsSpan(0, documents).Clear();
            _lastStamp = 0;
        }

        _lastStamp = Math.Max(_lastStamp, LastOfRanking);
        _stamped = Math.Max(_stamped, documents);
        return (byte)++_lastStamp;
    }

    public void Run(Step step, ReadOnlySpan<ushort> documents)
    {
        switch (step)
        {
            case { Stamp: 0, Bits: 0 }:
                Add(documents, step.Points);
                break;
            case { Stamp: 0 }:
                AddWithBits(documents, step.Points, step.Bits);
                break;
            default:
                AddOnce(documents, step);
                break;
        }
    }

    private void Add(ReadOnlySpan<ushort> documents, ushort points)
    {
        ref var score = ref Score[0];
        foreach (var d in documents)
        {
            System.Runtime.CompilerServices.Unsafe.Add(ref score, (nint)d) += points;
        }
    }

    private void AddWithBits(ReadOnlySpan<ushort> documents, ushort points, byte bits)
    {
        ref var score = ref Score[0];
        ref var all = ref Bits[0];
        foreach (var d in documents)
        {
            System.Runtime.CompilerServices.Unsafe.Add(ref score, (nint)d) += points;
            System.Runtime.CompilerServices.Unsafe.Add(ref all, (nint)d) |= bits;
        }
    }

    private void AddOnce(ReadOnlySpan<ushort> documents, Step step)
    {
        var (score, stamps, all) = (Score, Stamp, Bits);
        if (documents.IsEmpty)
        {
            return;
        }

        _lastStamp = Math.Max(_lastStamp, step.Stamp);
        _stamped = Math.Max(_stamped, documents[^1] + 1);
        foreach (var d in documents)
        {
            if (stamps[d] != step.Stamp)
            {
                stamps[d] = step.Stamp;
                score[d] += step.Points;
            }

            all[d] |= step.Bits;
        }
    }

    /// <summary>
    /// The documents that have a group of several words or a phrase, and where: those with it in the title (or with the
    /// concept), and those with it elsewhere only.
    /// </summary>
    public (ushort[] Title, ushort[] Body) Find<TRow>(PlannedGroup group, Segment<TRow> segment)
        where TRow : struct
    {
        Touched.Clear();
        var isPhrase = !group.Phrase.IsEmpty;
        var sought = isPhrase ? SoughtWords(group) : group.Stems;
        if (isPhrase && sought.IsEmpty)
        {
            for (var d = 0; d < segment.Count; d++)
            {
                Touch((ushort)d, Field.Body);
            }
        }
        else if (!sought.IsEmpty)
        {
            All(sought, segment.Postings);
        }

        if (isPhrase)
        {
            foreach (var d in Touched.Where(d => First[d] != 0))
            {
                First[d] = PhraseAt(group, segment, d);
            }
        }

        // Whoever lacks a word may come in again by a concept, and must not be there twice.
        Touched.RemoveAll(d => First[d] == 0);
        foreach (var concept in group.Group.Concepts)
        {
            foreach (var d in segment.Postings.Of(Term.Key(TermKind.Skill, concept)))
            {
                Touch(d, Field.Title);
            }
        }

        ushort[] title = [.. Touched.Where(d => First[d] == Field.Title)];
        ushort[] body = [.. Touched.Where(d => First[d] == Field.Body)];
        Touched.ForEach(d => First[d] = 0);
        return (title, body);
    }

    /// <summary>Words that may be too common in one of the languages have no list; the others narrow the search.</summary>
    private static ImmutableArray<ImmutableArray<int>> SoughtWords(PlannedGroup group) =>
        [.. group.Stems.Where((_, at) => !Matching.Words.IsCommon(group.Group.Phrase[at]))];

    private void All(ImmutableArray<ImmutableArray<int>> words, Postings postings)
    {
        Mark(words[0], postings, Touch);
        foreach (var word in words.Skip(1))
        {
            var also = new List<ushort>();
            Mark(
                word,
                postings,
                (d, field) =>
                {
                    also.Add(d);
                    Second[d] = Math.Max(Second[d], field);
                }
            );
            Touched.ForEach(d => First[d] = Math.Min(First[d], Second[d]));
            also.ForEach(d => Second[d] = 0);
        }
    }

    private static void Mark(ImmutableArray<int> stems, Postings postings, Action<ushort, byte> touch)
    {
        foreach (var stem in stems)
        {
            foreach (var d in postings.Of(Term.Key(TermKind.Title, stem)))
            {
                touch(d, Field.Title);
            }

            foreach (var d in postings.Of(Term.Key(TermKind.Body, stem)))
            {
                touch(d, Field.Body);
            }
        }
    }

    private void Touch(ushort d, byte field)
    {
        if (First[d] == 0)
        {
            Touched.Add(d);
        }

        First[d] = Math.Max(First[d], field);
    }

    private byte PhraseAt<TRow>(PlannedGroup group, Segment<TRow> segment, int d)
        where TRow : struct
    {
        var reader = new ByteReader(segment.WordsOf(d));
        var title = reader.Int() >> 1;
        var count = 0;
        while (!reader.AtEnd)
        {
            if (count == Words.Length)
            {
                Words = [.. Words, .. Words];
            }

            Words[count++] = reader.Int();
        }

        return Phrases.FieldOf(Words.AsSpan(0, count), title, group.Phrase.AsSpan());
    }
}
