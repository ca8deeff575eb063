using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>
/// Finds, for words of a search that no document has, the known words they were meant to be: a word spelt nearly so, a
/// compound's parts, or two words written as one. Known words, quoted phrases and exclusions stay as they are.
/// </summary>
internal sealed class Corrector(Vocabulary vocabulary, Frequencies frequencies, Lexicon lexicon)
{
    /// <summary>No word is replaced by more than these.</summary>
    public const int MostCandidates = 2;

    /// <summary>Unknown words after these stay as typed: a search reads what is known once for each.</summary>
    private const int MostWords = 6;

    /// <summary>Parts of a compound have at least so many letters.</summary>
    private const int ShortestPart = 3;

    private readonly List<(string Word, int Distance, int Frequency)> _near = [];

    public QueryText Correct(QueryText text)
    {
        // The usual case, in which nothing is looked for: every word is known.
        if (!text.Wanted.Any(IsUnknown))
        {
            return text;
        }

        var groups = ImmutableArray.CreateBuilder<TextGroup>(text.Wanted.Length);
        var left = MostWords;
        for (var at = 0; at < text.Wanted.Length; at++)
        {
            var group = text.Wanted[at];
            var next = at + 1 < text.Wanted.Length ? text.Wanted[at + 1] : null;
            if (next is not null && Joined(group, next) is { } joined)
            {
                groups.Add(joined);
                at++;
            }
            else
            {
                groups.Add(left > 0 && IsUnknown(group) && left-- > 0 ? Corrected(group) ?? group : group);
            }
        }

        return text.With(groups.ToImmutable());
    }

    private static bool IsPlain(TextGroup group) =>
        !group.IsPhrase && group.Concepts.IsEmpty && group.Stems.Length == 1;

    private bool IsUnknown(TextGroup group) =>
        IsPlain(group) && group.Stems[0].All(stem => Having(vocabulary.FindStem(stem)) == 0);

    private int Having(int stem) => stem < 0 ? 0 : frequencies.OfStem(stem);

    /// <summary>How many documents have a word or the concept it names; 0 for one that is not searched by.</summary>
    private int Having(string word) =>
        Words.IsCommon(word) ? 0
        : lexicon.Exactly(word) is { } concept && frequencies.OfConcept(concept) is > 0 and var having ? having
        : QueryText.BothStems(word).Max(stem => Having(vocabulary.FindStem(stem)));

    private TextGroup? Corrected(TextGroup group)
    {
        if (Tokenizer.Tokens(group.Shown) is not [var token])
        {
            return null;
        }

        var word = token.Word;
        var allowed = Spelling.Allowed(word);
        if (allowed == 0)
        {
            return null;
        }

        Look(word, allowed);
        var parts = _near.Exists(n => n.Distance == 1) ? null : Parts(word);
        if (parts is { } two)
        {
            return group with
            {
                Stems = [QueryText.BothStems(two.Left), QueryText.BothStems(two.Right)],
                Instead = [two.Left + " " + two.Right],
            };
        }

        return _near.Count == 0 ? null : Instead(group, [.. Best(word)]);
    }

    /// <summary>The nearest, of equals those that begin alike and then the more frequent; two only of one distance.</summary>
    private IEnumerable<string> Best(string word)
    {
        var nearest = _near.Min(n => n.Distance);
        var stems = new HashSet<string>(StringComparer.Ordinal);
        return _near
            .Where(n => n.Distance == nearest)
            .OrderBy(n => n.Word[0] == word[0] ? 0 : 1)
            .ThenByDescending(n => n.Frequency)
            .ThenBy(n => n.Word, StringComparer.Ordinal)
            .Select(n => n.Word)
            .Where(w => stems.Add(Words.Stem(w, TextLanguage.English)))
            .Take(MostCandidates);
    }

    private TextGroup Instead(TextGroup group, ImmutableArray<string> words) =>
        group with
        {
            Concepts = [.. words.Select(lexicon.Exactly).OfType<int>().Distinct()],
            Stems =
            [
                [.. words.SelectMany(w => QueryText.BothStems(w)).Distinct()],
            ],
            Instead = words,
        };

    /// <summary>"photo voltaic" for "photovoltaic", when one of the two says nothing alone.</summary>
    private TextGroup? Joined(TextGroup left, TextGroup right)
    {
        if (
            !IsPlain(left)
            || !IsPlain(right)
            || (!IsUnknown(left) && !IsUnknown(right))
            || Tokenizer.Tokens(left.Shown + right.Shown) is not [var whole]
            || Having(whole.Word) == 0
        )
        {
            return null;
        }

        return Instead(left with { Shown = left.Shown + " " + right.Shown }, [whole.Word]);
    }

    /// <summary>The two known words that a compound is made of; of several ways the one whose rarer word is most frequent.</summary>
    private (string Left, string Right)? Parts(string word)
    {
        (string Left, string Right)? best = null;
        var most = 0;
        for (var at = ShortestPart; at <= word.Length - ShortestPart; at++)
        {
            var having = Math.Min(Having(word[..at]), Having(word[at..]));
            if (having > most)
            {
                (best, most) = ((word[..at], word[at..]), having);
            }
        }

        return best;
    }

    private void Look(string word, int allowed)
    {
        _near.Clear();
        var mark = Spelling.MarkOf(word);
        var count = vocabulary.WordCount;
        var marks = vocabulary.Marks.AsSpan(0, count);
        for (var at = 0; at < marks.Length; at++)
        {
            if (Spelling.MayBeNear(mark, marks[at], allowed))
            {
                Consider(word, vocabulary.WordText(at), allowed);
            }
        }

        foreach (var (name, known) in lexicon.SingleWords)
        {
            if (Spelling.MayBeNear(mark, known, allowed) && vocabulary.FindWord(name) < 0)
            {
                Consider(word, name, allowed);
            }
        }
    }

    private void Consider(string word, string known, int allowed)
    {
        var distance = known.All(char.IsLetter) ? Spelling.Distance(word, known, allowed) : allowed + 1;
        if (distance <= allowed && Having(known) is > 0 and var having)
        {
            _near.Add((known, distance, having));
        }
    }
}
