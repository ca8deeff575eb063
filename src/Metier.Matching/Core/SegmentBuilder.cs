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
}

/// <summary>Encodes documents and finds the terms of encoded ones. For the one writer.</summary>
internal sealed class Encoder<TDoc, TRow>(Schema<TDoc, TRow> schema, Vocabulary vocabulary)
    where TRow : struct
{
    private readonly List<uint> _terms = [];
    private readonly HashSet<uint> _known = [];
    private int[] _stemSeen = new int[1024];
    private int _round;

    public Encoded<TRow> Result { get; } = new();

    public void Encode(TDoc doc)
    {
        Result.Id = schema.IdOf(doc);
        Result.Row = schema.RowOf(doc, vocabulary);
        Result.Lists.Clear();
        schema.WriteLists(doc, Result.Lists, vocabulary);
        var title = Tokenizer.Tokens(schema.TitleOf(doc));
        var body = Tokenizer.Tokens(schema.BodyOf(doc));
        var french = Words.Guess(body.Concat(title)) == TextLanguage.French;
        Result.Words.Clear();
        Result.Words.Number((title.Count * 2L) + (french ? 1 : 0));
        foreach (var token in title)
        {
            Result.Words.Number(vocabulary.Word(token.Word));
        }

        foreach (var token in body)
        {
            Result.Words.Number(vocabulary.Word(token.Word));
        }
    }

    /// <summary>All terms of an encoded document, each once. The list is used again by the next call.</summary>
    public List<uint> Terms(ReadOnlySpan<byte> lists, ReadOnlySpan<byte> words)
    {
        _terms.Clear();
        schema.Terms(lists, _terms);
        _known.Clear();
        _terms.RemoveAll(t => !_known.Add(t));
        if (_stemSeen.Length < vocabulary.StemCount)
        {
            _stemSeen = new int[vocabulary.StemCount * 2];
            _round = 0;
        }

        _round++;
        var reader = new ByteReader(words);
        var head = reader.Int();
        var stems = vocabulary.Stems((head & 1) == 1 ? TextLanguage.French : TextLanguage.English);
        for (var at = 0; !reader.AtEnd; at++)
        {
            var stem = stems[reader.Int()];
            if (stem != Vocabulary.TooCommon && _stemSeen[stem] != _round)
            {
                _stemSeen[stem] = _round;
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

    public int Count => _ids.Count;
    public bool IsFull => Count == Segment<TRow>.Most;

    public bool Has(Guid id) => _known.Contains(id);

    public void Add(Guid id, in TRow row, ReadOnlySpan<byte> lists, ReadOnlySpan<byte> words, List<uint> terms)
    {
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

    public Segment<TRow> Build() =>
        new(
            [.. _ids],
            [.. _rows],
            _lists.Written.ToArray(),
            [.. _listEnds],
            _words.Written.ToArray(),
            [.. _wordEnds],
            Postings.Of(
                System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_terms),
                System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_termEnds)
            )
        );
}
