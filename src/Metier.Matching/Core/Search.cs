using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>One active filter with its test.</summary>
internal sealed record Condition<TDoc>(FilterRef Filter, Func<TDoc, bool> Holds);

/// <summary>A document that was looked at: which conditions it fails, as bits, and how the words hit it.</summary>
internal readonly record struct Seen<TDoc>(Entry<TDoc> Entry, ulong Failed, TextHit Hit);

/// <summary>A document in its place of the order.</summary>
internal readonly record struct Placed<TDoc>(long Sort, Entry<TDoc> Entry, TextHit Hit)
{
    /// <summary>Greater keys first; equal ones by a mixture of the id, then by the id.</summary>
    public static int Compare(Placed<TDoc> left, Placed<TDoc> right) =>
        left.CompareTo(new PageKey(right.Sort, right.Entry.Id));

    public int CompareTo(PageKey key)
    {
        var bySort = key.Sort.CompareTo(Sort);
        if (bySort != 0)
        {
            return bySort;
        }

        var byTie = Entry.Tie.CompareTo(Entry<TDoc>.TieOf(key.Id));
        return byTie != 0 ? byTie : Entry.Id.CompareTo(key.Id);
    }
}

/// <summary>
/// One search over one generation. Every live document is looked at once; the conditions it fails are kept as bits, which
/// gives matches, counts per facet and the filter to drop from the same pass.
/// </summary>
internal sealed class Search<TDoc>
{
    /// <summary>Words beyond the weightiest twelve do not make the text part harder to fill.</summary>
    private const int WeightiestWords = 12;

    private readonly Generation<TDoc> _generation;
    private readonly QueryText _text;
    private readonly ImmutableArray<TextGroup> _groups;
    private readonly ImmutableArray<Condition<TDoc>> _conditions;
    private readonly HashSet<Guid> _except;
    private readonly Func<TDoc, bool>? _shown;
    private readonly Part[] _parts;
    private readonly int[] _weights;
    private readonly long _whole;

    public Search(
        Generation<TDoc> generation,
        QueryText text,
        ImmutableArray<TextGroup> loose,
        IEnumerable<Condition<TDoc>> conditions,
        ImmutableArray<Guid> except,
        Func<TDoc, bool>? shown = null
    )
    {
        _generation = generation;
        _text = text;
        _groups = text.Wanted.AddRange(loose);
        _conditions = [.. conditions.Take(63 - FirstCondition)];
        _except = [.. except];
        _shown = shown;
        _parts = [new Part(generation.Main, generation.Gone), new Part(generation.Delta, null)];
        foreach (var part in _parts)
        {
            part.Read(_groups, text.Unwanted);
        }

        _weights = new int[_groups.Length];
        for (var g = 0; g < _groups.Length; g++)
        {
            _weights[g] = FeatureMath.Rarity(generation.Count, _parts.Sum(p => p.Frequency(g)));
        }

        _whole = _weights.OrderDescending().Take(WeightiestWords).Sum(w => (long)w);
    }

    private int FirstCondition => _text.Required.Length + 2;
    private int AnyWord => _text.Required.Length;
    private int Unwanted => _text.Required.Length + 1;

    /// <summary>The bits of all conditions of one kind.</summary>
    public ulong BitsOf(FilterKind kind)
    {
        var bits = 0UL;
        for (var at = 0; at < _conditions.Length; at++)
        {
            bits |= _conditions[at].Filter.Kind == kind ? 1UL << (FirstCondition + at) : 0;
        }

        return bits;
    }

    public IEnumerable<Seen<TDoc>> All()
    {
        foreach (var part in _parts)
        {
            for (var d = 0; d < part.Segment.Entries.Length; d++)
            {
                var entry = part.Segment.Entries[d];
                if (part.IsLive(d) && !_except.Contains(entry.Id) && (_shown is null || _shown(entry.Document)))
                {
                    yield return new Seen<TDoc>(entry, Failed(part, d), Hit(part, d));
                }
            }
        }
    }

    /// <summary>The filters behind the bits.</summary>
    public ImmutableArray<FilterRef> Named(ulong bits)
    {
        var named = ImmutableArray.CreateBuilder<FilterRef>();
        for (var r = 0; r < _text.Required.Length; r++)
        {
            if ((bits & (1UL << r)) != 0)
            {
                named.Add(new FilterRef(FilterKind.Words, _text.Wanted[_text.Required[r]].Shown));
            }
        }

        if ((bits & (1UL << AnyWord)) != 0)
        {
            named.Add(new FilterRef(FilterKind.Words, string.Join(' ', _text.Wanted.Select(w => w.Shown))));
        }

        if ((bits & (1UL << Unwanted)) != 0)
        {
            named.Add(new FilterRef(FilterKind.Without, string.Join(' ', _text.Unwanted.Select(w => w.Shown))));
        }

        for (var at = 0; at < _conditions.Length; at++)
        {
            if ((bits & (1UL << (FirstCondition + at))) != 0)
            {
                named.Add(_conditions[at].Filter);
            }
        }

        return named.ToImmutable();
    }

    /// <summary>The fewest filters whose absence gives anybody at all, the most fruitful first.</summary>
    public ImmutableArray<DropAdvice> Advice(IEnumerable<Seen<TDoc>> seen, int most = 5)
    {
        var byFailed = seen.GroupBy(s => s.Failed).Select(g => (Bits: g.Key, Count: g.Count())).ToList();
        if (byFailed.Count == 0 || byFailed.Any(b => b.Bits == 0))
        {
            return [];
        }

        var fewest = byFailed.Min(b => System.Numerics.BitOperations.PopCount(b.Bits));
        return
        [
            .. byFailed
                .Where(b => System.Numerics.BitOperations.PopCount(b.Bits) == fewest)
                .OrderByDescending(b => b.Count)
                .ThenBy(b => b.Bits)
                .Take(most)
                .Select(b => new DropAdvice(Named(b.Bits), b.Count)),
        ];
    }

    public TextHit HitOf(Guid id)
    {
        foreach (var part in _parts)
        {
            var at = Array.FindIndex(part.Segment.Entries, e => e.Id == id);
            if (at >= 0 && part.IsLive(at))
            {
                return Hit(part, at);
            }
        }

        return default;
    }

    private ulong Failed(Part part, int d)
    {
        var failed = 0UL;
        for (var r = 0; r < _text.Required.Length; r++)
        {
            failed |= part.Fields[_text.Required[r]][d] == Field.None ? 1UL << r : 0;
        }

        if (_text.AnyIsEnough && !HasAny(part, d))
        {
            failed |= 1UL << AnyWord;
        }

        foreach (var fields in part.Unwanted)
        {
            failed |= fields[d] != Field.None ? 1UL << Unwanted : 0;
        }

        for (var at = 0; at < _conditions.Length; at++)
        {
            failed |= _conditions[at].Holds(part.Segment.Entries[d].Document) ? 0 : 1UL << (FirstCondition + at);
        }

        return failed;
    }

    private bool HasAny(Part part, int d)
    {
        for (var g = 0; g < _text.Wanted.Length; g++)
        {
            if (part.Fields[g][d] != Field.None)
            {
                return true;
            }
        }

        return false;
    }

    private TextHit Hit(Part part, int d)
    {
        var inTitle = 0;
        var elsewhere = 0;
        var sum = 0L;
        for (var g = 0; g < _groups.Length; g++)
        {
            var field = part.Fields[g][d];
            sum += (long)_weights[g] * field;
            inTitle += field == Field.Title ? 1 : 0;
            elsewhere += field == Field.Body ? 1 : 0;
        }

        return new TextHit(_groups.Length, inTitle, elsewhere, FeatureMath.Share(sum, _whole * Field.Title));
    }

    /// <summary>One of the two segments with the fields each group stands in.</summary>
    private sealed class Part(Segment<TDoc> segment, bool[]? gone)
    {
        public Segment<TDoc> Segment { get; } = segment;
        public byte[][] Fields { get; private set; } = [];
        public byte[][] Unwanted { get; private set; } = [];

        public bool IsLive(int d) => gone is null || !gone[d];

        public void Read(ImmutableArray<TextGroup> groups, ImmutableArray<TextGroup> unwanted)
        {
            Fields = [.. groups.Select(Segment.Fields)];
            Unwanted = [.. unwanted.Select(Segment.Fields)];
        }

        public int Frequency(int group)
        {
            var count = 0;
            for (var d = 0; d < Fields[group].Length; d++)
            {
                count += Fields[group][d] != Field.None && IsLive(d) ? 1 : 0;
            }

            return count;
        }
    }
}
