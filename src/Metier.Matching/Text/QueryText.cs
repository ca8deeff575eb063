using System.Collections.Immutable;
using System.Text;

namespace Metier.Matching;

/// <summary>
/// One thing asked for in a search: a concept, a word or a quoted phrase. It is met by any of the concepts, or by all
/// of the words (a phrase: side by side and unchanged).
/// </summary>
internal sealed record TextGroup(
    string Shown,
    ImmutableArray<int> Concepts,
    ImmutableArray<ImmutableArray<string>> Stems,
    ImmutableArray<string> Phrase
)
{
    public bool IsPhrase => !Phrase.IsEmpty;

    /// <summary>Known words that are searched for in place of one that no document has; none for a known one.</summary>
    public ImmutableArray<string> Instead { get; init; } = [];
}

/// <summary>
/// What somebody typed: <c>react "design system" -wordpress</c>. Words are asked for together, unless there are more than
/// six things: then only concepts and phrases are, and the words merely rank; without any of those one word is enough.
/// </summary>
internal sealed class QueryText
{
    private const int MostGroups = 40;
    private const int MostRequired = 6;

    private readonly bool _isShort;

    private QueryText(ImmutableArray<TextGroup> wanted, ImmutableArray<TextGroup> unwanted, bool isShort)
    {
        Wanted = wanted;
        Unwanted = unwanted;
        _isShort = isShort;
        if (isShort)
        {
            Required = [.. Enumerable.Range(0, wanted.Length)];
            return;
        }

        // A guess at what a word was meant to be never keeps out what was found without it.
        Required =
        [
            .. Enumerable
                .Range(0, wanted.Length)
                .Where(i => wanted[i].IsPhrase || (!wanted[i].Concepts.IsEmpty && wanted[i].Instead.IsEmpty))
                .Take(MostRequired),
        ];
        AnyIsEnough = Required.IsEmpty;
    }

    public ImmutableArray<TextGroup> Wanted { get; }
    public ImmutableArray<TextGroup> Unwanted { get; }

    /// <summary>What was searched for in place of words that no document has.</summary>
    public ImmutableArray<Correction> Corrected =>
        [.. Wanted.Where(g => !g.Instead.IsEmpty).Select(g => new Correction(g.Shown, g.Instead))];

    /// <summary>The same search for these things.</summary>
    public QueryText With(ImmutableArray<TextGroup> wanted) => new(wanted, Unwanted, _isShort);

    /// <summary>Which of the wanted groups a document must have.</summary>
    public ImmutableArray<int> Required { get; }

    /// <summary>Whether, in a long text of plain words, one of them is enough.</summary>
    public bool AnyIsEnough { get; }

    public static QueryText Parse(string? text, Lexicon lexicon)
    {
        var wanted = ImmutableArray.CreateBuilder<TextGroup>();
        var unwanted = ImmutableArray.CreateBuilder<TextGroup>();
        var plain = new StringBuilder();
        foreach (var (piece, quoted, excluded) in Pieces(text ?? ""))
        {
            if (!quoted && !excluded)
            {
                plain.Append(piece).Append(' ');
                continue;
            }

            var target = excluded ? unwanted : wanted;
            target.AddRange(quoted ? Phrase(piece) : Groups(piece, lexicon));
        }

        wanted.InsertRange(0, Groups(plain.ToString(), lexicon));
        var things = Distinct(wanted);
        return new QueryText(things, Distinct(unwanted), things.Length <= MostRequired);
    }

    /// <summary>The words of a job or profile, each on its own and none required: for ranking only.</summary>
    public static ImmutableArray<TextGroup> Loose(string? text, Lexicon lexicon, int most)
    {
        if (string.IsNullOrEmpty(text))
        {
            return [];
        }

        var tokens = Tokenizer.Tokens(text);
        var language = Words.Guess(tokens);
        var named = new bool[tokens.Count];
        foreach (var mention in lexicon.InSentence(text, tokens))
        {
            named.AsSpan(mention.FirstToken, mention.TokenCount).Fill(true);
        }

        var known = new HashSet<string>(StringComparer.Ordinal);
        var groups = ImmutableArray.CreateBuilder<TextGroup>(Math.Min(most, tokens.Count));
        for (var at = 0; at < tokens.Count && groups.Count < most; at++)
        {
            var word = tokens[at].Word;
            if (named[at] || word.Length <= 2 || Words.IsCommon(word, language))
            {
                continue;
            }

            var stem = Words.Stem(word, language);
            if (known.Add(stem))
            {
                groups.Add(
                    new TextGroup(
                        word,
                        [],
                        [
                            [stem],
                        ],
                        []
                    )
                );
            }
        }

        return groups.ToImmutable();
    }

    private static ImmutableArray<TextGroup> Distinct(IEnumerable<TextGroup> groups) =>
        [.. groups.DistinctBy(g => (g.IsPhrase, Tokenizer.Fold(g.Shown))).Take(MostGroups)];

    private static IEnumerable<TextGroup> Phrase(string piece)
    {
        var words = Tokenizer.Tokens(piece).Select(t => t.Word).ToImmutableArray();
        return words.IsEmpty ? [] : [new TextGroup(piece.Trim(), [], [.. words.Select(BothStems)], words)];
    }

    private static IEnumerable<TextGroup> Groups(string text, Lexicon lexicon)
    {
        var tokens = Tokenizer.Tokens(text);
        var mentions = lexicon.InQuery(text, tokens).ToDictionary(m => m.FirstToken);
        for (var at = 0; at < tokens.Count; )
        {
            if (mentions.TryGetValue(at, out var mention))
            {
                var words = tokens.Skip(at).Take(mention.TokenCount).Select(t => BothStems(t.Word)).ToImmutableArray();
                yield return new TextGroup(text.Substring(mention.Start, mention.Length), [mention.Concept], words, []);
                at += mention.TokenCount;
                continue;
            }

            var token = tokens[at++];
            if (!Words.IsCommon(token.Word))
            {
                yield return new TextGroup(text.Substring(token.Start, token.Length), [], [BothStems(token.Word)], []);
            }
        }
    }

    /// <summary>What is typed may be in either language, so either's stem is looked for.</summary>
    public static ImmutableArray<string> BothStems(string word)
    {
        var english = Words.Stem(word, TextLanguage.English);
        var french = Words.Stem(word, TextLanguage.French);
        return english == french ? [english] : [english, french];
    }

    private static IEnumerable<(string Piece, bool Quoted, bool Excluded)> Pieces(string text)
    {
        for (var at = 0; at < text.Length; )
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var excluded = text[at] is ('-' or '−' or '–') && at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]);
            at += excluded ? 1 : 0;
            if (IsQuote(text[at]))
            {
                var close = at + 1;
                while (close < text.Length && !IsQuote(text[close]))
                {
                    close++;
                }

                yield return (text[(at + 1)..close], true, excluded);
                at = close + 1;
                continue;
            }

            var end = at;
            while (end < text.Length && !char.IsWhiteSpace(text[end]) && (end == at || !IsQuote(text[end])))
            {
                end++;
            }

            yield return (text[at..end], false, excluded);
            at = end;
        }
    }

    private static bool IsQuote(char c) => c is '"' or '“' or '”' or '«' or '»' or '„';
}
