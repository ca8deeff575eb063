using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Metier.Matching;

/// <summary>A document in the form it is kept in.</summary>
internal sealed class Encoded<TRow>
    where TRow : struct
{
    public Guid Id { get; set; }
    public TRow Row { get; set; }
    public ByteWriter Lists { get; } = new();

    /// <summary>How many words the title has, doubled, plus one for French; then the words of the title and of the text.</summary>
    public ByteWriter Words { get; } = new();

    /// <summary>Of <see cref="Vectors.Length"/>, or empty.</summary>
    public ImmutableArray<sbyte> Vector { get; set; } = [];
}

/// <summary>Encodes documents and finds the terms of encoded ones. For one thread at a time.</summary>
internal sealed class Encoder<TDoc, TRow>(Schema<TDoc, TRow> schema, Vocabulary vocabulary)
    where TRow : struct
{
    private readonly List<uint> _terms = [];
    private readonly WordCutter _cutter = new();
    private readonly List<int> _words = [];
    private int[] _stemSeen = new int[1024];
    private int _round;

    public Encoded<TRow> Result { get; } = new();

    public void Encode(TDoc doc)
    {
        Result.Id = schema.IdOf(doc);
        Result.Row = schema.RowOf(doc, vocabulary);
        Result.Vector = schema.VectorOf(doc) is { Length: Vectors.Length } vector ? vector : [];
        Result.Lists.Clear();
        schema.WriteLists(doc, Result.Lists, vocabulary);
        _words.Clear();
        Read(schema.TitleOf(doc));
        var title = _words.Count;
        Read(schema.BodyOf(doc));
        var (english, french) = (0, 0);
        foreach (var word in _words)
        {
            var small = vocabulary.SmallIn(word);
            english += small & 1;
            french += small >> 1;
        }

        Result.Words.Clear();
        Result.Words.Number((title * 2L) + (french > english ? 1 : 0));
        foreach (var word in _words)
        {
            Result.Words.Number(word);
        }
    }

    private void Read(string text)
    {
        _cutter.Begin(text);
        while (_cutter.Next())
        {
            _words.Add(vocabulary.Word(_cutter.Word));
        }
    }

    /// <summary>Adds what was encoded last.</summary>
    public void AddTo(SegmentBuilder<TRow> builder, Frequencies frequencies)
    {
        var terms = Terms(Result.Lists.Written, Result.Words.Written);
        frequencies.Add(terms, 1);
        builder.Add(Result.Id, Result.Row, Result.Lists.Written, Result.Words.Written, Result.Vector.AsSpan(), terms);
    }

    /// <summary>All terms of an encoded document, each once. The list is used again by the next call.</summary>
    public List<uint> Terms(ReadOnlySpan<byte> lists, ReadOnlySpan<byte> words)
    {
        _terms.Clear();
        schema.Terms(lists, _terms);
        var distinct = 0;
        var all = CollectionsMarshal.AsSpan(_terms);
        foreach (var term in all)
        {
            if (!all[..distinct].Contains(term))
            {
                all[distinct++] = term;
            }
        }

        CollectionsMarshal.SetCount(_terms, distinct);
        if (_stemSeen.Length < vocabulary.StemCount)
        {
            _stemSeen = new int[vocabulary.StemCount * 2];
            _round = 0;
        }

        _round++;
        var reader = new ByteReader(words);
        var head = reader.Int();
        var stems = vocabulary.Stems((head & 1) == 1 ? TextLanguage.French : TextLanguage.English);
        var seen = _stemSeen;
        for (var at = 0; !reader.AtEnd; at++)
        {
            var stem = stems[reader.Int()];
            if (stem != Vocabulary.TooCommon && seen[stem] != _round)
            {
                seen[stem] = _round;
                _terms.Add(Term.Key(at < head >> 1 ? TermKind.Title : TermKind.Body, stem));
            }
        }

        return _terms;
    }
}

/// <summary>Gathers encoded documents into a segment.</summary>
internal sealed class SegmentBuilder<TRow>
    where TRow : struct
{
    private readonly List<Guid> _ids = [];
    private readonly List<TRow> _rows = [];
    private readonly ByteWriter _lists = new();
    private readonly List<int> _listEnds = [];
    private readonly ByteWriter _words = new();
    private readonly List<int> _wordEnds = [];
    private readonly List<uint> _terms = [];
    private readonly List<int> _termEnds = [];
    private readonly HashSet<Guid> _known = [];
    private readonly List<sbyte> _vectors = [];

    public int Count => _ids.Count;
    public bool IsFull => Count == Segment<TRow>.Most;

    public bool Has(Guid id) => _known.Contains(id);

    public void Add(
        Guid id,
        in TRow row,
        ReadOnlySpan<byte> lists,
        ReadOnlySpan<byte> words,
        ReadOnlySpan<sbyte> vector,
        List<uint> terms
    )
    {
        if (!vector.IsEmpty)
        {
            // Those before it have none, if it is the first.
            while (_vectors.Count < Count * Vectors.Length)
            {
                _vectors.Add(0);
            }

            _vectors.AddRange(vector);
        }

        _known.Add(id);
        _ids.Add(id);
        _rows.Add(row);
        _lists.Append(lists);
        _listEnds.Add(_lists.Length);
        _words.Append(words);
        _wordEnds.Add(_words.Length);
        _terms.AddRange(terms);
        _termEnds.Add(_terms.Count);
    }

    /// <param name="place">Where a row belongs: documents are put in ascending order of it.</param>
    public Segment<TRow> Build(Func<TRow, long> place)
    {
        var order = new long[Count];
        for (var d = 0; d < order.Length; d++)
        {
            order[d] = (place(_rows[d]) << 16) | (long)d;
        }

        order.AsSpan().Sort();
        var (terms, termEnds) = InOrder<uint>(CollectionsMarshal.AsSpan(_terms), _termEnds, order);
        var (lists, listEnds) = InOrder(_lists.Written, _listEnds, order);
        var (words, wordEnds) = InOrder(_words.Written, _wordEnds, order);
        return new(
            InOrder(_ids, order),
            InOrder(_rows, order),
            lists,
            listEnds,
            words,
            wordEnds,
            Postings.Of(terms, termEnds),
            VectorsInOrder(order)
        );
    }

    private sbyte[] VectorsInOrder(long[] order)
    {
        if (_vectors.Count == 0)
        {
            return [];
        }

        var from = CollectionsMarshal.AsSpan(_vectors);
        var ordered = new sbyte[order.Length * Vectors.Length];
        for (var d = 0; d < order.Length; d++)
        {
            var at = (ushort)order[d] * Vectors.Length;
            if (at < from.Length)
            {
                from.Slice(at, Vectors.Length).CopyTo(ordered.AsSpan(d * Vectors.Length));
            }
        }

        return ordered;
    }

    private static T[] InOrder<T>(List<T> values, long[] order)
    {
        var ordered = new T[order.Length];
        for (var d = 0; d < order.Length; d++)
        {
            ordered[d] = values[(ushort)order[d]];
        }

        return ordered;
    }

    private static (T[] Values, int[] Ends) InOrder<T>(ReadOnlySpan<T> values, List<int> ends, long[] order)
    {
        var (ordered, orderedEnds, to) = (new T[values.Length], new int[order.Length], 0);
        for (var at = 0; at < order.Length; at++)
        {
            var d = (ushort)order[at];
            var from = d == 0 ? 0 : ends[d - 1];
            values[from..ends[d]].CopyTo(ordered.AsSpan(to));
            orderedEnds[at] = to += ends[d] - from;
        }

        return (ordered, orderedEnds);
    }
}
