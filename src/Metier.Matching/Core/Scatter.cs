using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Metier.Matching;

/// <summary>
/// Gives the documents of one posting list points towards their upper bound, and bits. Steps that follow each other with
/// one stamp above 0 give to a document only once, the first of them.
/// </summary>
internal readonly record struct Step(uint Key, ushort Points, byte Stamp, byte Bits)
{
    /// <summary>Whether it only adds points.</summary>
    public bool IsPlain => Stamp == 0 && Bits == 0;
}

/// <summary>A list on its way through a segment: what is left of it, and what it gives.</summary>
internal struct GivenList(int at, int end, ushort points)
{
    public int At = at;
    public readonly int End = end;
    public readonly ushort Points = points;
}

/// <summary>Arrays for one search over one segment after the other; each thread keeps its own.</summary>
internal sealed class Scratch
{
    /// <summary>Stamps up to this one are given by the ranking, those above by words.</summary>
    public const int LastOfRanking = 100;

    private const int Size = ushort.MaxValue + 1;

    /// <summary>Documents whose scores take half of the nearest cache.</summary>
    private const int Stretch = 8_192;

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
    private GivenList[] _lists = new GivenList[64];
    private int _ahead;
    private int _lastStamp;
    private int _stamped;

    /// <summary>Forgets the marks of the segment before; scores are cleared as they are given.</summary>
    public void Clear(int documents, bool bits)
    {
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

    /// <summary>
    /// Gives the points of lists that only add, to the documents of a range; all others of the range get none. A stretch
    /// of documents is given all its points before the next, so that it stays in the nearest cache.
    /// </summary>
    public void Give(ReadOnlySpan<Step> steps, Postings postings, int from, int to, int count)
    {
        if (_lists.Length < steps.Length)
        {
            _lists = new GivenList[steps.Length * 2];
        }

        // All lists are looked up, and begun, before any is read: the ways to memory are then waited for together.
        _ahead += postings.ReadAhead(steps);
        var used = 0;
        foreach (var step in steps)
        {
            var (start, end) = postings.Find(step.Key);
            if (start < end)
            {
                _lists[used++] = new GivenList(start, end, step.Points);
            }
        }

        var documents = postings.Documents;
        for (var at = 0; at < used; at++)
        {
            var (start, last) = (_lists[at].At, _lists[at].End - 1);
            _ahead += documents[start] + documents[Math.Min(start + 32, last)] + documents[Math.Min(start + 64, last)];
        }

        for (var at = 0; from > 0 && at < used; at++)
        {
            ref var list = ref _lists[at];
            list.At = list.End - Postings.Within(documents[list.At..list.End], from, count, count).Length;
        }

        for (var stretch = from; stretch < to; stretch += Stretch)
        {
            var until = Math.Min(stretch + Stretch, to);
            Score.AsSpan(stretch, until - stretch).Clear();
            for (var at = 0; at < used; at++)
            {
                ref var list = ref _lists[at];
                list.At = Add(documents, list, until);
            }
        }
    }

    /// <summary>Gives points to the documents of a list up to one; answers where the rest of the list begins.</summary>
    private int Add(ReadOnlySpan<ushort> documents, in GivenList list, int until)
    {
        ref var score = ref Score[0];
        ref var document = ref MemoryMarshal.GetReference(documents);
        var (at, end, points) = (list.At, list.End, list.Points);
        for (; at + 4 <= end && Unsafe.Add(ref document, at + 3) < until; at += 4)
        {
            Unsafe.Add(ref score, (nint)Unsafe.Add(ref document, at)) += points;
            Unsafe.Add(ref score, (nint)Unsafe.Add(ref document, at + 1)) += points;
            Unsafe.Add(ref score, (nint)Unsafe.Add(ref document, at + 2)) += points;
            Unsafe.Add(ref score, (nint)Unsafe.Add(ref document, at + 3)) += points;
        }

        for (; at < end && Unsafe.Add(ref document, at) < until; at++)
        {
            Unsafe.Add(ref score, (nint)Unsafe.Add(ref document, at)) += points;
        }

        return at;
    }

    /// <summary>Gives points or bits to all of a list, after <see cref="Give"/>.</summary>
    public void Run(Step step, ReadOnlySpan<ushort> documents)
    {
        if (step.Stamp == 0)
        {
            AddWithBits(documents, step.Points, step.Bits);
        }
        else
        {
            AddOnce(documents, step);
        }
    }

    private void AddWithBits(ReadOnlySpan<ushort> documents, ushort points, byte bits)
    {
        ref var score = ref Score[0];
        ref var all = ref Bits[0];
        foreach (var d in documents)
        {
            Unsafe.Add(ref score, (nint)d) += points;
            Unsafe.Add(ref all, (nint)d) |= bits;
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
