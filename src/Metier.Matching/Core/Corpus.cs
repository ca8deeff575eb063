namespace Metier.Matching;

/// <summary>
/// Holds the current generation and makes the next one. Writers take turns; readers never wait. Facts of a row change in
/// place and are seen at once; everything else makes a small segment, and small segments are put together now and then.
/// </summary>
internal sealed class Corpus<TDoc, TRow>
    where TRow : unmanaged
{
    /// <summary>So many segments of about one size are put together to one.</summary>
    private const int Alike = 6;

    private readonly Lock _writing = new();
    private readonly Schema<TDoc, TRow> _schema;
    private Encoder<TDoc, TRow> _encoder;
    private Generation<TRow> _current;

    public Corpus(Schema<TDoc, TRow> schema, RankingWeights weights)
    {
        _schema = schema;
        var vocabulary = new Vocabulary();
        _encoder = new Encoder<TDoc, TRow>(schema, vocabulary);
        _current = new Generation<TRow>([], weights, new Frequencies(), vocabulary, 1);
    }

    public Generation<TRow> Current => Volatile.Read(ref _current);

    /// <summary>The words of the current generation and of all before it since the last snapshot was read.</summary>
    public Vocabulary Vocabulary => Current.Vocabulary;

    /// <summary>Takes other weights into use.</summary>
    public void Use(RankingWeights weights)
    {
        lock (_writing)
        {
            var parts = _current.Parts.Select(p => p.With(new Blocks<TRow>(p.Segment, _schema, weights))).ToList();
            Publish(parts, weights, _current.Frequencies);
        }
    }

    /// <summary>Starts again from these documents alone. The last of several with one id counts.</summary>
    public void Replace(IEnumerable<TDoc> documents)
    {
        lock (_writing)
        {
            // A rebuild beside an index in use leaves the other processors to those who search.
            var bulk = new Bulk<TDoc, TRow>(_schema, _current.Vocabulary, Made);
            var (segments, frequencies, repeated) = bulk.Read(documents, alone: _current.Count == 0);
            var parts = segments.ConvertAll(PartOf);
            Add(repeated, parts, frequencies);
            Publish(parts, _current.Weights, frequencies);
        }
    }

    /// <summary>Adds or replaces some documents and removes others, visible together to the next reader.</summary>
    public void Apply(IEnumerable<TDoc> changed, IEnumerable<Guid> removed)
    {
        lock (_writing)
        {
            var parts = _current.Parts.ToList();
            var frequencies = _current.Frequencies;
            var copied = new bool[parts.Count];
            foreach (var id in removed)
            {
                Forget(parts, id, frequencies, copied);
            }

            var builder = new SegmentBuilder<TRow>();
            foreach (var document in changed)
            {
                _encoder.Encode(document);
                if (builder.IsFull || builder.Has(_encoder.Result.Id))
                {
                    parts.Add(PartOf(Made(builder)));
                    builder = new SegmentBuilder<TRow>();
                }

                if (!ReplacedInPlace(parts))
                {
                    Forget(parts, _encoder.Result.Id, frequencies, copied);
                    _encoder.AddTo(builder, frequencies);
                }
            }

            if (builder.Count > 0)
            {
                parts.Add(PartOf(Made(builder)));
            }

            parts.RemoveAll(p => p.LiveCount == 0);
            Publish(parts, _current.Weights, _current.Frequencies);
            PutTogether();
        }
    }

    /// <summary>Writes what is there at this moment; changes go on meanwhile.</summary>
    public void Save(Stream to)
    {
        Generation<TRow> generation;
        int[][] frequencies;
        lock (_writing)
        {
            generation = _current;
            frequencies = generation.Frequencies.Copy();
        }

        Snapshot.Write(to, generation, generation.Vocabulary, frequencies);
    }

    /// <summary>Starts again from what was saved; nothing changes when that cannot be read.</summary>
    /// <exception cref="InvalidDataException">It is cut short, damaged, or another version's.</exception>
    public void Load(Stream from)
    {
        var (vocabulary, frequencies, parts) = Snapshot.Read<TRow>(from);
        lock (_writing)
        {
            _encoder = new Encoder<TDoc, TRow>(_schema, vocabulary);
            var made = parts.Select(p => PartOf(p.Segment).With(p.Live)).ToArray();
            var next = new Generation<TRow>(
                made,
                _current.Weights,
                new Frequencies(frequencies),
                vocabulary,
                _current.Number + 1
            );
            Volatile.Write(ref _current, next);
        }
    }

    /// <summary>Each in the place of the one that was there by its id.</summary>
    private void Add(List<TDoc> documents, List<Part<TRow>> parts, Frequencies frequencies)
    {
        var builder = new SegmentBuilder<TRow>();
        foreach (var document in documents)
        {
            _encoder.Encode(document);
            if (builder.IsFull || builder.Has(_encoder.Result.Id))
            {
                parts.Add(PartOf(Made(builder)));
                builder = new SegmentBuilder<TRow>();
            }

            Forget(parts, _encoder.Result.Id, frequencies);
            _encoder.AddTo(builder, frequencies);
        }

        if (builder.Count > 0)
        {
            parts.Add(PartOf(Made(builder)));
        }
    }

    /// <summary>When nothing but the row is new, the row is put in its place.</summary>
    private bool ReplacedInPlace(List<Part<TRow>> parts)
    {
        var e = _encoder.Result;
        foreach (var part in parts)
        {
            var d = part.Segment.Find(e.Id);
            if (d < 0 || !part.IsLive(d))
            {
                continue;
            }

            if (
                !part.Segment.Lists(d).SequenceEqual(e.Lists.Written)
                || !part.Segment.WordsOf(d).SequenceEqual(e.Words.Written)
                || !part.Segment.HasVector(d, e.Vector.AsSpan())
                || _schema.IsForMembers(e.Row) == part.IsPublic(d)
                || !part.Blocks.Suits(d, e.Row)
            )
            {
                return false;
            }

            part.Blocks.Replace(d, e.Row);
            return true;
        }

        return false;
    }

    private void Forget(List<Part<TRow>> parts, Guid id, Frequencies frequencies, bool[]? copied = null)
    {
        for (var p = 0; p < parts.Count; p++)
        {
            var d = parts[p].Segment.Find(id);
            if (d < 0 || !parts[p].IsLive(d))
            {
                continue;
            }

            var segment = parts[p].Segment;
            frequencies.Add(_encoder.Terms(segment.Lists(d), segment.WordsOf(d)), -1);
            var own = copied is null || p >= copied.Length || copied[p];
            var live = own ? parts[p].Live : (ulong[])parts[p].Live.Clone();
            live[d >> 6] &= ~(1UL << d);
            parts[p] = parts[p].With(live);
            if (copied is not null && p < copied.Length)
            {
                copied[p] = true;
            }

            return;
        }
    }

    private Part<TRow> PartOf(Segment<TRow> segment)
    {
        var live = new ulong[(segment.Count + 63) >> 6];
        var shown = new ulong[live.Length];
        for (var d = 0; d < segment.Count; d++)
        {
            live[d >> 6] |= 1UL << d;
            shown[d >> 6] |= _schema.IsForMembers(segment.Rows[d]) ? 0 : 1UL << d;
        }

        return new Part<TRow>(segment, live, shown, new Blocks<TRow>(segment, _schema, _current.Weights));
    }

    private Segment<TRow> Made(SegmentBuilder<TRow> builder) =>
        builder.Build(row => Blocks<TRow>.Place(row, _schema, _current.Weights));

    private void Publish(List<Part<TRow>> parts, RankingWeights weights, Frequencies frequencies) =>
        Volatile.Write(
            ref _current,
            new Generation<TRow>([.. parts], weights, frequencies, _current.Vocabulary, _current.Number + 1)
        );

    /// <summary>
    /// Segments of about one size become one, so that there are never many; one that has lost half of its documents is
    /// written anew. Readers keep what they have until it is done.
    /// </summary>
    private void PutTogether()
    {
        while (true)
        {
            var parts = _current.Parts.ToList();
            var group =
                parts
                    .Where(p => p.LiveCount <= Segment<TRow>.Most / 2)
                    .GroupBy(p => System.Numerics.BitOperations.Log2((uint)p.LiveCount) / 2)
                    .Where(g => g.Count() >= Alike)
                    .Select(g => g.ToList())
                    .FirstOrDefault()
                ?? parts.Where(p => p.Segment.Count > 1_024 && p.LiveCount * 2 < p.Segment.Count).Take(1).ToList();
            if (group.Count == 0)
            {
                return;
            }

            var builder = new SegmentBuilder<TRow>();
            var taken = group.TakeWhile(p => Fits(builder, p)).ToList();
            parts.RemoveAll(taken.Contains);
            parts.Add(PartOf(Made(builder)));
            Publish(parts, _current.Weights, _current.Frequencies);
        }
    }

    private bool Fits(SegmentBuilder<TRow> builder, Part<TRow> part)
    {
        if (builder.Count + part.LiveCount > Segment<TRow>.Most)
        {
            return false;
        }

        var segment = part.Segment;
        for (var d = 0; d < segment.Count; d++)
        {
            if (part.IsLive(d))
            {
                var terms = _encoder.Terms(segment.Lists(d), segment.WordsOf(d));
                builder.Add(
                    segment.Ids[d],
                    segment.Rows[d],
                    segment.Lists(d),
                    segment.WordsOf(d),
                    segment.VectorOf(d),
                    terms
                );
            }
        }

        return true;
    }
}
