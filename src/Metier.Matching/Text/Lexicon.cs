using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>A name a concept is known by, in any language.</summary>
public readonly record struct ConceptName(int Concept, string Name);

/// <summary>Words of a text that name a concept, from one token to the one before another.</summary>
public readonly record struct Mention(int Concept, int FirstToken, int TokenCount, int Start, int Length);

/// <summary>
/// Every name of every concept, for finding the longest name that stands at word borders. Immutable; a changed taxonomy
/// makes a new one. Where two concepts claim one name, the first given keeps it.
/// </summary>
public sealed class Lexicon
{
    /// <summary>Names that are also everyday words: alone and in lower case inside a sentence they mean nothing.</summary>
    private static readonly FrozenSet<string> Everyday = (
        "access assembly basic c chef d dart dash elm ember excel express flash flask flow go helm jest less make max next node notion "
        + "oracle outlook pages phoenix play puppet r rails salt scheme scratch sketch spark spring swift tableau teams unreal vault vue word zoom"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, int> _names;
    private readonly int _longest;

    public Lexicon(IEnumerable<ConceptName> names)
    {
        var table = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (concept, name) in names)
        {
            var tokens = Tokenizer.Tokens(name);
            if (tokens.Count is 0 or > 8)
            {
                continue;
            }

            _longest = Math.Max(_longest, tokens.Count);
            table.TryAdd(string.Join(' ', tokens.Select(t => t.Word)), concept);
        }

        _names = table.ToFrozenDictionary(StringComparer.Ordinal);
        SingleWords =
        [
            .. table
                .Keys.Where(n => Spelling.Allowed(n) > 0)
                .Order(StringComparer.Ordinal)
                .Select(n => (n, Spelling.MarkOf(n))),
        ];
    }

    public static Lexicon Empty { get; } = new([]);

    public int Count => _names.Count;

    /// <summary>Names of one word that a misspelt one may be meant to be, with how they are spelt.</summary>
    internal ImmutableArray<(string Name, ulong Mark)> SingleWords { get; }

    /// <summary>The concept that has exactly this name, or null.</summary>
    public int? Exactly(string name) =>
        _names.TryGetValue(string.Join(' ', Tokenizer.Tokens(name).Select(t => t.Word)), out var concept)
            ? concept
            : null;

    /// <summary>
    /// The concepts named in a sentence, left to right, each by its longest name. Everyday words ("go", "word") count only
    /// where they look like names: with a capital, or alone between commas.
    /// </summary>
    public ImmutableArray<Mention> InSentence(string text, IReadOnlyList<Token> tokens) =>
        Find(text, tokens, strict: true);

    /// <summary>The concepts named in something typed into a search box, where every word is meant.</summary>
    public ImmutableArray<Mention> InQuery(string text, IReadOnlyList<Token> tokens) =>
        Find(text, tokens, strict: false);

    private ImmutableArray<Mention> Find(string text, IReadOnlyList<Token> tokens, bool strict)
    {
        var found = ImmutableArray.CreateBuilder<Mention>();
        for (var at = 0; at < tokens.Count; )
        {
            var (concept, count) = LongestAt(text, tokens, at);
            if (count == 0 || (strict && count == 1 && !LooksLikeName(text, tokens[at])))
            {
                at++;
                continue;
            }

            var start = tokens[at].Start;
            found.Add(new Mention(concept, at, count, start, tokens[at + count - 1].End - start));
            at += count;
        }

        return found.ToImmutable();
    }

    private (int Concept, int Count) LongestAt(string text, IReadOnlyList<Token> tokens, int at)
    {
        var most = 0;
        var limit = Math.Min(_longest, tokens.Count - at);
        while (most < limit && (most == 0 || IsJoined(text, tokens[at + most - 1], tokens[at + most])))
        {
            most++;
        }

        for (var count = most; count > 0; count--)
        {
            var key = count == 1 ? tokens[at].Word : string.Join(' ', tokens.Skip(at).Take(count).Select(t => t.Word));
            if (_names.TryGetValue(key, out var concept))
            {
                return (concept, count);
            }
        }

        return (0, 0);
    }

    /// <summary>A name never runs over a comma, a full stop or a line's end.</summary>
    private static bool IsJoined(string text, Token left, Token right)
    {
        for (var at = left.End; at < right.Start; at++)
        {
            if (text[at] is ',' or ';' or '\n' or '(' or ')' or '!' or '?' or ':' or '"' or '|')
            {
                return false;
            }

            if (text[at] == '.' && (at + 1 >= text.Length || char.IsWhiteSpace(text[at + 1])))
            {
                return false;
            }
        }

        return true;
    }

    internal static bool LooksLikeName(string text, Token token)
    {
        if (token.Word.Length > 2 && !Everyday.Contains(token.Word))
        {
            return true;
        }

        var capital = text.AsSpan(token.Start, token.Length).ContainsAnyInRange('A', 'Z');
        if (capital && (token.Word.Length > 1 || IsListed(text, token)))
        {
            return !StartsSentence(text, token) || IsListed(text, token);
        }

        return IsListed(text, token)
            || (token.Word.Length == 2 && !Everyday.Contains(token.Word) && !Words.IsCommon(token.Word));
    }

    private static bool StartsSentence(string text, Token token)
    {
        var at = token.Start - 1;
        while (at >= 0 && text[at] is (' ' or '\t'))
        {
            at--;
        }

        return at < 0 || text[at] is '.' or '!' or '?' or '\n';
    }

    /// <summary>Whether the word stands alone between commas, slashes, bullets or line ends.</summary>
    private static bool IsListed(string text, Token token)
    {
        var left = token.Start - 1;
        while (left >= 0 && text[left] is (' ' or '\t'))
        {
            left--;
        }

        var right = token.End;
        while (right < text.Length && text[right] is (' ' or '\t'))
        {
            right++;
        }

        return IsBorder(text, left) && IsBorder(text, right);
    }

    private static bool IsBorder(string text, int at) =>
        at < 0
        || at >= text.Length
        || text[at] is ',' or ';' or '/' or '\n' or '\r' or '•' or '-' or '*' or '(' or ')' or '|' or '+' or '&';
}
