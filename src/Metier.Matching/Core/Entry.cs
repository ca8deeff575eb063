using System.Buffers.Binary;

namespace Metier.Matching;

/// <summary>Where in a document a word stands; the title counts more.</summary>
internal static class Field
{
    public const byte None = 0;
    public const byte Body = 1;
    public const byte Title = 2;
}

/// <summary>A document prepared for searching.</summary>
internal sealed class Entry<TDoc>
{
    public Entry(Guid id, TDoc document, IEnumerable<int> concepts, string title, string body, WordPool pool)
    {
        Id = id;
        Document = document;
        Concepts = [.. concepts.Distinct().Order()];
        Tie = TieOf(id);
        var titleTokens = Tokenizer.Tokens(title);
        var bodyTokens = Tokenizer.Tokens(body);
        Title = [.. titleTokens.Select(t => pool.Of(t.Word))];
        Body = [.. bodyTokens.Select(t => pool.Of(t.Word))];
        var language = Words.Guess(bodyTokens.Concat(titleTokens));
        Stems = new Dictionary<string, byte>(StringComparer.Ordinal);
        AddStems(titleTokens, language, Field.Title, pool);
        AddStems(bodyTokens, language, Field.Body, pool);
    }

    public Guid Id { get; }
    public TDoc Document { get; }

    /// <summary>Concept ids in ascending order.</summary>
    public int[] Concepts { get; }

    /// <summary>
    /// Breaks ties between equal scores. Ids grow with time, so ordering by the id itself would favour whoever came first.
    /// </summary>
    public ulong Tie { get; }

    /// <summary>Folded words of the title in their order, for phrases.</summary>
    public string[] Title { get; }

    /// <summary>Folded words of the text in their order, for phrases.</summary>
    public string[] Body { get; }

    /// <summary>Stems with the best field they stand in.</summary>
    public Dictionary<string, byte> Stems { get; }

    public bool Holds(int concept) => Array.BinarySearch(Concepts, concept) >= 0;

    public static ulong TieOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        var mixed =
            BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    private void AddStems(List<Token> tokens, TextLanguage language, byte field, WordPool pool)
    {
        foreach (var token in tokens)
        {
            if (!Words.IsCommon(token.Word, language))
            {
                Stems.TryAdd(pool.Of(Words.Stem(token.Word, language)), field);
            }
        }
    }
}

/// <summary>Keeps one copy of each word, however many documents use it.</summary>
internal sealed class WordPool
{
    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);

    public string Of(string word)
    {
        if (_words.TryGetValue(word, out var kept))
        {
            return kept;
        }

        _words.Add(word, word);
        return word;
    }
}
