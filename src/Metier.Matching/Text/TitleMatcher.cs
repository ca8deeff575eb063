using System.Buffers;
using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>A concept near a title.</summary>
/// <param name="Score">0 to 1: 1 when the title is its preferred name and no other's; below 0.3 little more than one word is shared.</param>
public readonly record struct TitleMatch(int Concept, double Score);

/// <summary>
/// Finds the occupations nearest to a job title, in English and French. Built from every name and description of the
/// concepts; immutable, deterministic, safe to share between threads. A title is compared with every name at once: by
/// stems weighted with how rare they are, by kinds of work that stand for one another (assistant and clerk, manager and
/// head), and by runs of letters, which meet misspelt and compound words; then with all names and the description of a
/// concept together.
/// </summary>
public sealed class TitleMatcher
{
    // Found on one half of a public set of vacancy titles and confirmed on the other: see docs/matching.md.
    private const double StemShare = 1.5;
    private const double GramShare = 0.32;
    private const double AllNamesShare = 0.12;
    private const double DescriptionShare = 0.05;
    private const double SeveralShare = 0.15;
    private const double PreferredBonus = 0.15;
    private const double KindInTitle = 1.4;

    /// <summary>Damps rarity, so that one rare word does not outweigh the rest of a name.</summary>
    private const double RarityPower = 0.6;

    /// <summary>How rare a word is taken to be that no name has.</summary>
    private const double UnknownRarity = 3.5;

    /// <summary>About what a title scores that is a preferred name.</summary>
    private const double FullScore = 2.45;

    private readonly int[] _concepts;
    private readonly int[] _conceptOf;
    private readonly bool[] _preferred;
    private readonly NameFeatures<string> _stems;
    private readonly NameFeatures<ulong> _grams;
    private readonly ConceptWords _names;
    private readonly ConceptWords _descriptions;

    public TitleMatcher(IEnumerable<TaxonomyName> names)
    {
        // In one order whatever order they come in, so that sums round alike.
        var sorted = names
            .Distinct()
            .OrderBy(n => n.Concept)
            .ThenBy(n => n.Role)
            .ThenBy(n => n.Text, StringComparer.Ordinal)
            .ToList();
        _concepts = [.. sorted.Select(n => n.Concept).Distinct()];
        var known = sorted.Select(n => (Name: n, Place: Array.BinarySearch(_concepts, n.Concept))).ToList();
        var read = known.Where(n => n.Name.Role != NameRole.Description).ToList();
        _conceptOf = [.. read.Select(n => n.Place)];
        _preferred = [.. read.Select(n => n.Name.Role == NameRole.Preferred)];
        var stems = new NameFeatures<string>();
        var grams = new NameFeatures<ulong>();
        _names = new ConceptWords(_concepts.Length, lengthShare: 0.625);
        _descriptions = new ConceptWords(_concepts.Length, lengthShare: 0.5);
        for (var name = 0; name < read.Count; name++)
        {
            Add(read[name].Name, read[name].Place, name, stems, grams);
        }

        foreach (var (name, place) in known.Where(n => n.Name.Role == NameRole.Description))
        {
            foreach (var word in TitleWords.OfName(name.Text, name.Role))
            {
                Stems(word, name.Language, stem => _descriptions.Add(stem, place, 1));
            }
        }

        stems.Seal(_conceptOf, _concepts.Length, RarityPower);
        grams.Seal(_conceptOf, _concepts.Length, RarityPower);
        _names.Seal();
        _descriptions.Seal();
        (_stems, _grams) = (stems, grams);
    }

    public static TitleMatcher Empty { get; } = new([]);

    /// <summary>How many concepts it knows.</summary>
    public int Count => _concepts.Length;

    /// <summary>
    /// The nearest concepts, best first; equal ones in the order of their numbers. Empty when no word or part of a word is known.
    /// </summary>
    /// <param name="language">The title's language, when it is known; else it is read as English and French.</param>
    public ImmutableArray<TitleMatch> Nearest(string title, int count, TextLanguage? language = null)
    {
        var words = TitleWords.OfTitle(title);
        words.RemoveAll(w => w.Word.Any(char.IsDigit) && !_stems.Knows(w.Word));
        if (words.Count == 0 || count < 1 || _concepts.Length == 0)
        {
            return [];
        }

        var scores = ArrayPool<float>.Shared.Rent(_conceptOf.Length);
        try
        {
            Array.Clear(scores, 0, _conceptOf.Length);
            var stems = StemsOf(words, language);
            var kinds = new Dictionary<string, double>(stems, StringComparer.Ordinal);
            foreach (var (word, weight) in words)
            {
                if (TitleWords.KindOf(word) is { } kind)
                {
                    kinds[kind] = Math.Max(kinds.GetValueOrDefault(kind), weight * KindInTitle);
                }
            }

            _stems.Score(kinds, StemShare, UnknownRarity, scores);
            _grams.Score(GramsOf(words), GramShare, UnknownRarity, scores);
            return Best(Combined(scores, stems), count);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scores);
        }
    }

    private float[] Combined(float[] scores, Dictionary<string, double> stems)
    {
        var best = new float[_concepts.Length];
        var cubes = new float[_concepts.Length];
        for (var name = 0; name < _conceptOf.Length; name++)
        {
            var score = scores[name];
            if (score <= 0)
            {
                continue;
            }

            var place = _conceptOf[name];
            cubes[place] += score * score * score;
            best[place] = Math.Max(best[place], _preferred[name] ? score * (float)(1 + PreferredBonus) : score);
        }

        for (var place = 0; place < best.Length; place++)
        {
            best[place] += (float)SeveralShare * MathF.Cbrt(cubes[place]);
        }

        _names.Score(stems, AllNamesShare, UnknownRarity, best);
        _descriptions.Score(stems, DescriptionShare, UnknownRarity, best);
        return best;
    }

    private ImmutableArray<TitleMatch> Best(float[] scores, int count)
    {
        var best = new PriorityQueue<int, (float Score, int Concept)>(
            Comparer<(float Score, int Concept)>.Create(
                (a, b) => a.Score != b.Score ? a.Score.CompareTo(b.Score) : b.Concept.CompareTo(a.Concept)
            )
        );
        for (var place = 0; place < scores.Length; place++)
        {
            if (scores[place] <= 0)
            {
                continue;
            }

            var rank = (scores[place], _concepts[place]);
            if (best.Count < count)
            {
                best.Enqueue(place, rank);
            }
            else
            {
                best.EnqueueDequeue(place, rank);
            }
        }

        var found = new TitleMatch[best.Count];
        for (var at = found.Length - 1; at >= 0; at--)
        {
            var place = best.Dequeue();
            found[at] = new TitleMatch(_concepts[place], Math.Min(1, scores[place] / FullScore));
        }

        return [.. found];
    }

    private void Add(TaxonomyName name, int place, int at, NameFeatures<string> stems, NameFeatures<ulong> grams)
    {
        var runs = new List<ulong>();
        foreach (var word in TitleWords.OfName(name.Text, name.Role))
        {
            Stems(
                word,
                name.Language,
                stem =>
                {
                    stems.Add(stem, at);
                    _names.Add(stem, place, name.Role == NameRole.Preferred ? 1.5f : 1);
                }
            );
            if (TitleWords.KindOf(word) is { } kind)
            {
                stems.Add(kind, at);
            }

            Grams.Of(word, runs);
        }

        foreach (var run in runs.Distinct())
        {
            grams.Add(run, at);
        }
    }

    private static Dictionary<string, double> StemsOf(List<TitleWord> words, TextLanguage? language)
    {
        var stems = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (word, weight) in words)
        {
            Stems(word, language, stem => stems[stem] = Math.Max(stems.GetValueOrDefault(stem), weight));
        }

        return stems;
    }

    private static Dictionary<ulong, double> GramsOf(List<TitleWord> words)
    {
        var grams = new Dictionary<ulong, double>();
        var runs = new List<ulong>();
        foreach (var (word, weight) in words)
        {
            runs.Clear();
            Grams.Of(word, runs);
            foreach (var run in runs)
            {
                grams[run] = grams.GetValueOrDefault(run) + weight;
            }
        }

        return grams;
    }

    private static void Stems(string word, TextLanguage? language, Action<string> use)
    {
        var first = Words.Stem(word, language ?? TextLanguage.English);
        use(first);
        if (language is null && Words.Stem(word, TextLanguage.French) is var second && second != first)
        {
            use(second);
        }
    }
}
