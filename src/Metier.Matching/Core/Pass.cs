using System.Collections.Immutable;
using System.Numerics;

namespace Metier.Matching;

/// <summary>
/// One active filter with its test. <see cref="Keys"/>, where given, are the terms of which any one makes it hold, so that
/// lists answer it instead of documents. Whoever is outside <see cref="Rates"/>, ends included, fails it for certain.
/// </summary>
internal sealed record Condition<TFacts>(
    FilterRef Filter,
    Func<TFacts, bool> Holds,
    ImmutableArray<uint> Keys = default,
    (ushort Least, ushort Most)? Rates = null
);

/// <summary>Hears of each document of a pass: <paramref name="failed"/> has a bit for each condition it fails.</summary>
internal delegate void Counting<TFacts>(TFacts facts, ulong failed);

/// <summary>
/// One search over one generation. Lists give each document points towards an upper bound of its score; only documents
/// whose bound can reach the page are scored exactly, so the result is that of scoring every one.
/// </summary>
internal sealed partial class Pass<TRow, TFacts>
    where TRow : struct
    where TFacts : Facts<TRow>
{
    private const int FirstCondition = 8;
    private const int MostConditions = 56;

    private readonly Generation<TRow> _generation;
    private readonly TextPlan _text;
    private TextReader? _reader;
    private readonly Step[] _plain;
    private readonly Step[] _marking;
    private readonly Condition<TFacts>[] _conditions;
    private readonly ulong[]?[] _hits;
    private readonly (ushort Least, ushort Most) _rates;
    private readonly Func<TFacts, long>? _sortKey;
    private readonly bool _visitors;
    private readonly bool _usesBits;
    private readonly Dictionary<int, List<int>> _except = [];
    private readonly Scratch _scratch = Scratch.Own;

    /// <param name="steps">What lists give, besides words.</param>
    /// <param name="sortKey">Another order than by score.</param>
    public Pass(
        Generation<TRow> generation,
        TextPlan text,
        TFacts facts,
        Ranking<TFacts> ranking,
        IEnumerable<Step> steps,
        IEnumerable<Condition<TFacts>> conditions,
        ImmutableArray<Guid> except,
        bool visitors = false,
        Func<TFacts, long>? sortKey = null
    )
    {
        (_generation, _text, Facts, Ranking) = (generation, text, facts, ranking);
        (_visitors, _sortKey) = (visitors, sortKey);
        _conditions = [.. conditions.Take(MostConditions)];
        _hits = new ulong[_conditions.Length][];
        _rates = _conditions.FirstOrDefault(c => c.Rates is not null)?.Rates ?? (ushort.MinValue, ushort.MaxValue);
        Step[] all = [.. steps, .. TextSteps.Of(text)];
        _plain = [.. all.Where(s => s.IsPlain && s.Points > 0)];
        _marking = [.. all.Where(s => !s.IsPlain)];
        _usesBits = text.MustBits != 0 || !text.Unwanted.IsEmpty || _marking.Any(s => s.Bits != 0);
        foreach (var id in except)
        {
            if (generation.Find(id) is { } place)
            {
                if (!_except.TryGetValue(place.Part, out var list))
                {
                    _except.Add(place.Part, list = []);
                }

                list.Add(place.Doc);
            }
        }
    }

    private TextReader Reader => _reader ??= new TextReader(_text, Vocabulary);
    public Vocabulary Vocabulary => _generation.Vocabulary;
    public TFacts Facts { get; }
    public Ranking<TFacts> Ranking { get; }

    /// <summary>How many documents the search is about: live, shown to whoever asks, and not left out.</summary>
    public int Looked { get; private set; }

    /// <summary>How many of them meet everything.</summary>
    public int Total { get; private set; }

    /// <summary>Bits of conditions that no count of values leaves aside: without them a document counts nowhere.</summary>
    public ulong Hard { get; set; }

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

    public ulong AllConditions => _conditions.Length == 0 ? 0 : ((1UL << _conditions.Length) - 1) << FirstCondition;

    /// <summary>Looks at every document that has what is required in words, counts, and keeps the page.</summary>
    public void Count(Kept kept, Counting<TFacts> counting)
    {
        for (var p = 0; p < _generation.Parts.Length; p++)
        {
            var visible = Begin(p);
            var segment = _generation.Parts[p].Segment;
            for (var w = 0; w < visible.Length; w++)
            {
                for (var rest = visible[w]; rest != 0; rest &= rest - 1)
                {
                    var d = (w << 6) | BitOperations.TrailingZeroCount(rest);
                    if (!HasWords(d) || FailedLists(d, Hard) != 0)
                    {
                        continue;
                    }

                    Facts.MoveTo(segment, d);
                    var failed = FailedLists(d, ~Hard) | FailedByFacts();
                    counting(Facts, failed);
                    if (failed == 0)
                    {
                        Total++;
                        Offer(kept, p, d);
                    }
                }
            }
        }
    }

    /// <summary>Counts, per combination of conditions failed, the documents that fail them.</summary>
    public Dictionary<ulong, int> Failures()
    {
        var counts = new Dictionary<ulong, int>();
        for (var p = 0; p < _generation.Parts.Length; p++)
        {
            var visible = Begin(p);
            var segment = _generation.Parts[p].Segment;
            for (var d = 0; d < segment.Count; d++)
            {
                if ((visible[d >> 6] & (1UL << d)) == 0)
                {
                    continue;
                }

                var failed = FailedLists(d, ulong.MaxValue);
                Facts.MoveTo(segment, d);
                failed |= FailedByFacts() | FailedWords(d);
                System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, failed, out _)++;
            }
        }

        return counts;
    }

    /// <summary>The filters behind the bits.</summary>
    public ImmutableArray<FilterRef> Named(ulong bits)
    {
        var named = _text.Named(bits).ToList();
        for (var at = 0; at < _conditions.Length; at++)
        {
            if ((bits & (1UL << (FirstCondition + at))) != 0)
            {
                named.Add(_conditions[at].Filter);
            }
        }

        return [.. named];
    }

    /// <summary>Puts the cursor on a document that was kept.</summary>
    public void MoveTo(in Placed placed) => Facts.MoveTo(_generation.Parts[placed.Part].Segment, placed.Doc);

    /// <summary>The place of one document by the order of the search, as if it met everything; null when it is not there.</summary>
    public Placed? Find(Guid id)
    {
        if (_generation.Find(id) is not { } place)
        {
            return null;
        }

        Facts.MoveTo(_generation.Parts[place.Part].Segment, place.Doc);
        return At(place.Part, place.Doc, _sortKey?.Invoke(Facts) ?? Ranking.Score(Facts, Reader.Read(Facts)));
    }

    public RankedMatch Explain(in Placed placed)
    {
        MoveTo(placed);
        return Ranking.Explain(Facts, Facts.Id, Reader.Read(Facts));
    }

    /// <summary>Gives those that got the bits and meet everything.</summary>
    public void CountWith(byte bits, Action<TFacts, int> take)
    {
        for (var p = 0; p < _generation.Parts.Length; p++)
        {
            var visible = Begin(p);
            var segment = _generation.Parts[p].Segment;
            for (var d = 0; d < segment.Count; d++)
            {
                var isAsked = (_scratch.Bits[d] & bits) == bits && (visible[d >> 6] & (1UL << d)) != 0;
                if (!isAsked || FailedLists(d, ulong.MaxValue) != 0)
                {
                    continue;
                }

                Facts.MoveTo(segment, d);
                if (FailedByFacts() == 0)
                {
                    take(Facts, p);
                }
            }
        }
    }

    public ImmutableArray<RankedMatch> Explain(Kept kept)
    {
        var explained = ImmutableArray.CreateBuilder<RankedMatch>(kept.Count);
        foreach (var placed in kept.Found)
        {
            explained.Add(Explain(placed));
        }

        return explained.MoveToImmutable();
    }

    /// <summary>Where a document stands among those that meet everything; null when it does not.</summary>
    public Standing? StandingOf(in Placed placed) => StandingOf(placed, placed, Explain(placed));

    /// <summary>
    /// Where it would stand by the order of best match, if its facts were as <paramref name="pretend"/> makes them; null when
    /// it does not meet everything as it is.
    /// </summary>
    public Standing? StandingOf(in Placed placed, Action<TFacts> pretend)
    {
        MoveTo(placed);
        var hit = Reader.Read(Facts);
        pretend(Facts);
        var match = Ranking.Explain(Facts, placed.Id, hit);
        return StandingOf(placed, placed with { Sort = match.Score }, match);
    }

    private Standing? StandingOf(in Placed own, in Placed placed, RankedMatch match)
    {
        var (id, found) = (placed.Id, false);
        var before = new Kept(1, null, placed.Key);
        Count(before, (facts, failed) => found |= failed == 0 && facts.Id == id);
        // Nobody stands before themselves.
        var itself = own.Against(placed) < 0 ? 1 : 0;
        return found ? new Standing(before.Above + 1 - itself, Total, match) : null;
    }

    /// <summary>Offers a document that the cursor stands on and that meets everything.</summary>
    public void Offer(Kept kept, int part, int doc) => Offer(kept, part, doc, _scratch.Score[doc]);

    /// <param name="given">What lists gave it.</param>
    private void Offer(Kept kept, int part, int doc, int given)
    {
        if (_sortKey is not null)
        {
            kept.Add(At(part, doc, _sortKey(Facts)));
            return;
        }

        var floor = kept.Floor;
        if (floor > 0 && given + Ranking.Common + (Ranking.RestPoints(Facts) * Bound.PerPoint) < floor * Bound.PerPoint)
        {
            return;
        }

        var score = Ranking.Score(Facts, given, _text);
        if (score >= floor)
        {
            kept.Add(At(part, doc, score));
        }
    }

    /// <summary>Gives out the points of all lists for one segment; answers who is to be looked at.</summary>
    private ulong[] Begin(int p) => Begin(p, 0, _generation.Parts[p].Segment.Count);

    /// <summary>The same for the documents of a range; what others got means nothing.</summary>
    private ulong[] Begin(int p, int from, int to)
    {
        var part = _generation.Parts[p];
        var segment = part.Segment;
        _scratch.Clear(segment.Count, _usesBits);
        _scratch.Give(_plain, segment.Postings, from, to, segment.Count);
        foreach (var step in _marking)
        {
            _scratch.Run(step, Postings.Within(segment.Postings.Of(step.Key), from, to, segment.Count));
        }

        TextSteps.RunOthers(_text, segment, _scratch);
        for (var at = 0; at < _conditions.Length; at++)
        {
            _hits[at] = _conditions[at].Keys.IsDefault ? null : Hits(_conditions[at].Keys, segment);
        }

        var visible = Visible(part, p);
        Looked += visible == part.Live ? part.LiveCount : Bits.Count(visible);
        return visible;
    }

    private ulong[] Visible(Part<TRow> part, int p)
    {
        var left = _except.GetValueOrDefault(p);
        if (!_visitors && left is null)
        {
            return part.Live;
        }

        var visible = (ulong[])part.Live.Clone();
        for (var w = 0; _visitors && w < visible.Length; w++)
        {
            visible[w] &= part.Public[w];
        }

        foreach (var d in left ?? [])
        {
            visible[d >> 6] &= ~(1UL << d);
        }

        return visible;
    }

    private static ulong[] Hits(ImmutableArray<uint> keys, Segment<TRow> segment)
    {
        var hits = new ulong[(segment.Count + 63) >> 6];
        foreach (var key in keys)
        {
            foreach (var d in segment.Postings.Of(key))
            {
                hits[d >> 6] |= 1UL << d;
            }
        }

        return hits;
    }

    private bool HasWords(int d) =>
        !_usesBits || (_scratch.Bits[d] & (_text.MustBits | TextPlan.UnwantedBit)) == _text.MustBits;

    private ulong FailedWords(int d) =>
        _usesBits ? (ulong)((_text.MustBits & ~_scratch.Bits[d]) | (_scratch.Bits[d] & TextPlan.UnwantedBit)) : 0;

    /// <summary>Conditions that lists answer, of those asked about.</summary>
    private ulong FailedLists(int d, ulong asked)
    {
        var failed = 0UL;
        for (var at = 0; at < _conditions.Length; at++)
        {
            var bit = 1UL << (FirstCondition + at);
            if ((asked & bit) != 0 && _hits[at] is { } hits && (hits[d >> 6] & (1UL << d)) == 0)
            {
                failed |= bit;
            }
        }

        return failed;
    }

    private ulong FailedByFacts()
    {
        var failed = 0UL;
        for (var at = 0; at < _conditions.Length; at++)
        {
            if (_hits[at] is null && !_conditions[at].Holds(Facts))
            {
                failed |= 1UL << (FirstCondition + at);
            }
        }

        return failed;
    }

    private Placed At(int part, int doc, long sort) => new(sort, Tie.Of(Facts.Id), Facts.Id, part, doc);
}
