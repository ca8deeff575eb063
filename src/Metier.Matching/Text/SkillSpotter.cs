using System.Buffers;
using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>
/// Finds the skills that sentences speak of, also where their names do not stand word for word: other forms of the words
/// ("managing budgets"), words between ("work in large collaborative teams"), one word of a long name missing or misspelt.
/// A name is weighed by how rare its words are; a whole name beats a part, a close one a spread one, a preferred name
/// another, and a longer find the shorter ones inside it. Immutable, deterministic, safe to share between threads.
/// </summary>
public sealed class SkillSpotter
{
    /// <summary>Above this a find is worth suggesting to somebody: people had labelled about half of such finds.</summary>
    public const double Suggestible = 0.65;

    /// <summary>Below this a find means nothing.</summary>
    private const double Least = 0.05;

    // Found on one half of two public sets of sentences and confirmed on the other: see docs/matching.md.
    private const double LeastShare = 0.45;
    private const double HalfMass = 3;
    private const double WholeBonus = 0.2;
    private const double PreferredBonus = 0.15;
    private const double GapCost = 0.075;
    private const double OrderCost = 0.05;
    private const double InsideCost = 0.3;

    /// <summary>How much a word of the same family counts ("analysis" for "analyse").</summary>
    private const double FamilyShare = 0.7;

    /// <summary>The same for a name of one word: "Solidity" is not meant by "solid".</summary>
    private const double LoneFamilyShare = 0.6;

    /// <summary>A comma, a bracket or a colon between two words parts them like two words.</summary>
    private const int PauseWidth = 2;

    private const int MostInWindow = 8;
    private const int MostTokens = 80;

    private readonly SpotterNames _names;

    public SkillSpotter(IEnumerable<TaxonomyName> names)
    {
        _names = new SpotterNames(names);
    }

    public static SkillSpotter Empty { get; } = new([]);

    /// <summary>
    /// The concepts the text speaks of, best first, each once by its best name; equal ones in the order of their numbers.
    /// </summary>
    /// <param name="least">Finds below this score (0 to 1) are left out.</param>
    /// <param name="language">The text's language, when it has only one; else it is read as English and French.</param>
    public ImmutableArray<SpottedSkill> Spot(
        string text,
        int count,
        double least = Suggestible,
        TextLanguage? language = null
    )
    {
        if (_names.Count == 0 || count < 1)
        {
            return [];
        }

        var best = new Dictionary<int, SpottedSkill>();
        foreach (var sentence in Sentences(text))
        {
            foreach (var find in InSentence(text, sentence, language))
            {
                if (!best.TryGetValue(find.Concept, out var known) || find.Score > known.Score)
                {
                    best[find.Concept] = find;
                }
            }
        }

        return
        [
            .. best
                .Values.Where(f => f.Score >= Math.Max(least, Least))
                .OrderByDescending(f => f.Score)
                .ThenBy(f => f.Concept)
                .Take(count),
        ];
    }

    /// <summary>Tokens between full stops, line ends and bullets; over-long ones are cut.</summary>
    private static IEnumerable<List<Token>> Sentences(string text)
    {
        var sentence = new List<Token>();
        var end = 0;
        foreach (var token in Tokenizer.Tokens(text))
        {
            if (sentence.Count == MostTokens || EndsBetween(text, end, token.Start))
            {
                yield return sentence;
                sentence = [];
            }

            sentence.Add(token);
            end = token.End;
        }

        yield return sentence;
    }

    private static bool EndsBetween(string text, int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            if (text[at] is '\n' or '•' or '!' or '?' || (text[at] is '.' or ';' && at + 1 < to))
            {
                return true;
            }
        }

        return false;
    }

    private List<SpottedSkill> InSentence(string text, List<Token> tokens, TextLanguage? language)
    {
        var spoken = language ?? Words.Guess(tokens);
        var words = tokens
            .Where(t => !Words.IsCommon(t.Word, spoken) || (t.Length == 1 && Lexicon.LooksLikeName(text, t)))
            .Select(t => Read(t, language))
            .ToArray();
        Place(text, words);
        var found = new Dictionary<int, Find>();
        var masses = ArrayPool<float>.Shared.Rent(_names.Count);
        Array.Clear(masses, 0, _names.Count);
        try
        {
            foreach (var name in Candidates(words, masses))
            {
                var find = BestWindow(text, words, name);
                var concept = _names.Concept(name);
                if (find.Score > 0 && (!found.TryGetValue(concept, out var known) || find.Score > known.Score))
                {
                    found[concept] = find;
                }
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(masses);
        }

        return Longest(text, found.Values, words);
    }

    /// <summary>Numbers the words, with room for pauses between them.</summary>
    private static void Place(string text, Word[] words)
    {
        var place = 0;
        for (var at = 0; at < words.Length; at++)
        {
            if (at > 0)
            {
                var between = text.AsSpan(words[at - 1].Token.End, words[at].Token.Start - words[at - 1].Token.End);
                place += 1 + (between.IndexOfAny(",;:()") >= 0 ? PauseWidth : 0);
            }

            words[at] = words[at] with { Place = place };
        }
    }

    private Word Read(Token token, TextLanguage? language)
    {
        var english = language == TextLanguage.French ? -1 : _names.Root(token.Word, TextLanguage.English);
        var french = language == TextLanguage.English ? -1 : _names.Root(token.Word, TextLanguage.French);
        var share = 1.0;
        if (english < 0 && french < 0)
        {
            (english, share) = _names.Near.Find(token.Word);
        }

        return new Word(
            token,
            english,
            french,
            Words.Stem(token.Word, TextLanguage.English),
            Words.Stem(token.Word, TextLanguage.French),
            share
        );
    }

    /// <summary>Names of which enough stands somewhere in the sentence.</summary>
    private List<int> Candidates(Word[] words, float[] masses)
    {
        var touched = new List<int>();
        foreach (var root in words.SelectMany(w => new[] { w.English, w.French }).Where(r => r >= 0).Distinct())
        {
            var rarity = _names.Rarity(root);
            foreach (var name in _names.Having(root))
            {
                if (masses[name] == 0)
                {
                    touched.Add(name);
                }

                masses[name] += rarity;
            }
        }

        touched.RemoveAll(name => masses[name] < LeastShare * _names.Mass(name));
        return touched;
    }

    private Find BestWindow(string text, Word[] words, int name)
    {
        var roots = _names.Roots(name);
        Span<int> at = stackalloc int[MostTokens];
        Span<int> part = stackalloc int[MostTokens];
        var hits = 0;
        for (var word = 0; word < words.Length; word++)
        {
            var position = roots.IndexOf(words[word].English);
            position = position < 0 ? roots.IndexOf(words[word].French) : position;
            if (position >= 0)
            {
                (at[hits], part[hits]) = (word, position);
                hits++;
            }
        }

        var best = default(Find);
        for (var first = 0; first < hits; first++)
        {
            var seen = 0;
            var mass = 0.0;
            var ordered = true;
            for (var last = first; last < hits && last < first + MostInWindow; last++)
            {
                if ((seen & (1 << part[last])) == 0)
                {
                    seen |= 1 << part[last];
                    mass += _names.Rarity(roots[part[last]]) * Share(words[at[last]], name, part[last]);
                }

                ordered &= last == first || part[last] > part[last - 1];
                var width = words[at[last]].Place - words[at[first]].Place + 1;
                var score = Score(name, mass, seen, width, ordered);
                if (score > best.Score)
                {
                    best = new Find(name, at[first], at[last], score, Kind(seen, name, width, ordered));
                }
            }
        }

        var alone = best.Score > 0 && roots.Length == 1 && !Lexicon.LooksLikeName(text, words[best.First].Token);
        return alone ? default : best;
    }

    private double Share(Word word, int name, int part)
    {
        var stem = _names.Stems(name)[part];
        var same = stem == word.EnglishStem || stem == word.FrenchStem;
        return word.Likeness < 1 ? word.Likeness * FamilyShare
            : same ? 1
            : _names.Roots(name).Length == 1 ? LoneFamilyShare
            : FamilyShare;
    }

    /// <summary>0 to 1: 1 would be a whole preferred name of very rare words.</summary>
    private double Score(int name, double mass, int seen, int width, bool ordered)
    {
        var parts = System.Numerics.BitOperations.PopCount((uint)seen);
        var score = mass / _names.Mass(name) / (1 + (GapCost * (width - parts))) * (mass / (mass + HalfMass));
        score *= parts == _names.Roots(name).Length ? 1 + WholeBonus : 1;
        score *= ordered ? 1 : 1 - OrderCost;
        score *= _names.IsPreferred(name) ? 1 + PreferredBonus : 1;
        return score / ((1 + WholeBonus) * (1 + PreferredBonus));
    }

    private SpotKind Kind(int seen, int name, int width, bool ordered)
    {
        var parts = System.Numerics.BitOperations.PopCount((uint)seen);
        return parts < _names.Roots(name).Length ? SpotKind.Near
            : ordered && width == parts ? SpotKind.Named
            : SpotKind.Spread;
    }

    /// <summary>A find inside a better one of another concept counts less.</summary>
    private List<SpottedSkill> Longest(string text, IEnumerable<Find> finds, Word[] words)
    {
        var sorted = finds
            .OrderByDescending(f => f.Score)
            .ThenBy(f => _names.Concept(f.Name))
            .Where(f => f.Score > Least)
            .Take(200)
            .ToList();
        var skills = new List<SpottedSkill>();
        for (var at = 0; at < sorted.Count; at++)
        {
            var find = sorted[at];
            var inside = sorted.Take(at).Any(other => other.First <= find.First && other.Last >= find.Last);
            var (start, end) = Whole(text, words[find.First].Token.Start, words[find.Last].Token.End);
            skills.Add(
                new SpottedSkill(
                    _names.Concept(find.Name),
                    inside ? find.Score * (1 - InsideCost) : find.Score,
                    find.Kind,
                    _names.Text(find.Name),
                    new TextSpan(start, end - start)
                )
            );
        }

        return skills;
    }

    /// <summary>Takes in the rest of a word joined by hyphens, "sous-" before "titrage".</summary>
    private static (int Start, int End) Whole(string text, int start, int end)
    {
        while (start > 1 && text[start - 1] == '-' && char.IsLetter(text[start - 2]))
        {
            start--;
            while (start > 0 && char.IsLetter(text[start - 1]))
            {
                start--;
            }
        }

        while (end < text.Length - 1 && text[end] == '-' && char.IsLetter(text[end + 1]))
        {
            end++;
            while (end < text.Length && char.IsLetter(text[end]))
            {
                end++;
            }
        }

        return (start, end);
    }

    /// <summary>A word of the text, its roots in both languages (−1: no name has it) and how sure they are.</summary>
    private readonly record struct Word(
        Token Token,
        int English,
        int French,
        string EnglishStem,
        string FrenchStem,
        double Likeness,
        int Place = 0
    );

    private readonly record struct Find(int Name, int First, int Last, double Score, SpotKind Kind);
}
