namespace Metier.Matching;

/// <summary>The documents that have one word, with the best field it stands in.</summary>
internal sealed class Posting
{
    public List<int> Documents { get; } = [];
    public List<byte> Fields { get; } = [];
}

/// <summary>An immutable set of prepared documents with its postings.</summary>
internal sealed class Segment<TDoc>
{
    private readonly Dictionary<int, List<int>> _concepts = [];
    private readonly Dictionary<string, Posting> _words = new(StringComparer.Ordinal);

    public Segment(IEnumerable<Entry<TDoc>> entries)
    {
        Entries = [.. entries];
        for (var at = 0; at < Entries.Length; at++)
        {
            foreach (var concept in Entries[at].Concepts)
            {
                if (!_concepts.TryGetValue(concept, out var list))
                {
                    _concepts.Add(concept, list = []);
                }

                list.Add(at);
            }

            foreach (var (stem, field) in Entries[at].Stems)
            {
                if (!_words.TryGetValue(stem, out var posting))
                {
                    _words.Add(stem, posting = new Posting());
                }

                posting.Documents.Add(at);
                posting.Fields.Add(field);
            }
        }
    }

    public static Segment<TDoc> Empty { get; } = new([]);

    public Entry<TDoc>[] Entries { get; }

    public IReadOnlyList<int> WithConcept(int concept) => _concepts.TryGetValue(concept, out var list) ? list : [];

    /// <summary>For each document the best field in which the group's words all stand, 0 where they do not.</summary>
    public byte[] Fields(TextGroup group)
    {
        var fields = new byte[Entries.Length];
        if (!group.Stems.IsEmpty)
        {
            Mark(fields, group.Stems[0]);
            for (var at = 1; at < group.Stems.Length; at++)
            {
                var also = new byte[Entries.Length];
                Mark(also, group.Stems[at]);
                for (var d = 0; d < fields.Length; d++)
                {
                    fields[d] = Math.Min(fields[d], also[d]);
                }
            }
        }

        if (group.IsPhrase)
        {
            KeepPhrase(fields, group);
        }

        foreach (var concept in group.Concepts)
        {
            foreach (var d in WithConcept(concept))
            {
                fields[d] = Field.Title;
            }
        }

        return fields;
    }

    private void Mark(byte[] fields, IEnumerable<string> stems)
    {
        foreach (var stem in stems)
        {
            if (!_words.TryGetValue(stem, out var posting))
            {
                continue;
            }

            for (var at = 0; at < posting.Documents.Count; at++)
            {
                ref var field = ref fields[posting.Documents[at]];
                field = Math.Max(field, posting.Fields[at]);
            }
        }
    }

    /// <summary>
    /// A phrase may hold words too common to be indexed, so every document is read when its first word has no posting.
    /// </summary>
    private void KeepPhrase(byte[] fields, TextGroup group)
    {
        var indexed = group.Phrase.All(word => !Words.IsCommon(word));
        for (var d = 0; d < fields.Length; d++)
        {
            if (!indexed || fields[d] != Field.None)
            {
                var entry = Entries[d];
                fields[d] =
                    Holds(entry.Title, group) ? Field.Title
                    : Holds(entry.Body, group) ? Field.Body
                    : Field.None;
            }
        }
    }

    private static bool Holds(string[] words, TextGroup group)
    {
        var phrase = group.Phrase.AsSpan();
        for (var at = 0; at + phrase.Length <= words.Length; at++)
        {
            if (words.AsSpan(at, phrase.Length).SequenceEqual(phrase))
            {
                return true;
            }
        }

        return false;
    }
}
