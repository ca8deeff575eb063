using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>A concept offered while somebody types.</summary>
/// <param name="Score">0 to 1; 1 is its preferred name in full.</param>
/// <param name="Name">The name that was met, so that "js" can show why JavaScript is offered.</param>
public sealed record PickedConcept(int Concept, double Score, string Name);

/// <summary>
/// Offers concepts for the first letters of a name: the name itself, names that begin so, names with words that begin
/// so, and, when there are too few, names spelt alike. Immutable, deterministic, safe to share between threads.
/// </summary>
public sealed class ConceptPicker
{
    private const double Exact = 1;
    private const double Beginning = 0.9;
    private const double Words = 0.75;
    private const double Alike = 0.6;

    /// <summary>Names less alike than this (cosine of runs of letters) are another thing.</summary>
    private const float LeastAlike = 0.4f;

    /// <summary>Shorter beginnings are like too many names.</summary>
    private const int ShortestAlike = 4;

    private const double AlternativeShare = 0.97;
    private const int LongestTyped = 200;

    private readonly List<TaxonomyName> _names = [];
    private readonly List<string> _folded = [];
    private readonly string[] _words;
    private readonly int[][] _having;
    private readonly NameFeatures<ulong> _runs = new();

    public ConceptPicker(IEnumerable<TaxonomyName> names)
    {
        var words = new SortedDictionary<string, List<int>>(StringComparer.Ordinal);
        var runs = new List<ulong>();
        var sorted = names
            .Where(n => n.Role != NameRole.Description)
            .Distinct()
            .OrderBy(n => n.Concept)
            .ThenBy(n => n.Role)
            .ThenBy(n => n.Text, StringComparer.Ordinal);
        foreach (var name in sorted)
        {
            var parts = Tokenizer.Tokens(name.Text).Select(t => t.Word).ToArray();
            runs.Clear();
            foreach (var part in parts.Distinct(StringComparer.Ordinal))
            {
                (words.TryGetValue(part, out var list) ? list : words[part] = []).Add(_names.Count);
                Grams.Of(part, runs);
            }

            foreach (var run in runs.Distinct())
            {
                _runs.Add(run, _names.Count);
            }

            _names.Add(name);
            _folded.Add(string.Join(' ', parts));
        }

        _words = [.. words.Keys];
        _having = [.. words.Values.Select(v => v.ToArray())];
        _runs.Seal([.. Enumerable.Range(0, _names.Count)], _names.Count, 1);
    }

    public static ConceptPicker Empty { get; } = new([]);

    /// <summary>The concepts that best continue what was typed; equal ones in the order of their names' lengths.</summary>
    public ImmutableArray<PickedConcept> Pick(string typed, int count)
    {
        var parts = Tokenizer
            .Tokens(typed.Length > LongestTyped ? typed[..LongestTyped] : typed)
            .Select(t => t.Word)
            .ToArray();
        if (parts.Length == 0 || count < 1)
        {
            return [];
        }

        var whole = string.Join(' ', parts);
        var best = new Dictionary<int, (double Score, int Name)>();
        foreach (var name in WithAll(parts))
        {
            Keep(best, name, Score(name, whole));
        }

        if (best.Count < count && whole.Length >= ShortestAlike)
        {
            AddAlike(best, parts);
        }

        return
        [
            .. best.OrderByDescending(b => b.Value.Score)
                .ThenBy(b => _folded[b.Value.Name].Length)
                .ThenBy(b => b.Key)
                .Take(count)
                .Select(b => new PickedConcept(b.Key, b.Value.Score, _names[b.Value.Name].Text)),
        ];
    }

    private void Keep(Dictionary<int, (double Score, int Name)> best, int name, double score)
    {
        score *= _names[name].Role == NameRole.Preferred ? 1 : AlternativeShare;
        var concept = _names[name].Concept;
        if (!best.TryGetValue(concept, out var known) || score > known.Score)
        {
            best[concept] = (score, name);
        }
    }

    private double Score(int name, string whole)
    {
        var folded = _folded[name];
        if (folded == whole)
        {
            return Exact;
        }

        var met = folded.StartsWith(whole, StringComparison.Ordinal) ? Beginning : Words;
        return met + (0.09 * Math.Min(1, whole.Length / (double)folded.Length));
    }

    /// <summary>Names in which every typed part begins a word.</summary>
    private IEnumerable<int> WithAll(string[] parts)
    {
        HashSet<int>? kept = null;
        foreach (var part in parts.OrderByDescending(p => p.Length))
        {
            var having = new HashSet<int>();
            var at = Array.BinarySearch(_words, part, StringComparer.Ordinal);
            for (at = at < 0 ? ~at : at; at < _words.Length; at++)
            {
                if (!_words[at].StartsWith(part, StringComparison.Ordinal))
                {
                    break;
                }

                having.UnionWith(kept is null ? _having[at] : _having[at].Where(kept.Contains));
            }

            kept = having;
        }

        return kept ?? [];
    }

    private void AddAlike(Dictionary<int, (double Score, int Name)> best, string[] parts)
    {
        var wanted = new Dictionary<ulong, double>();
        var runs = new List<ulong>();
        foreach (var part in parts)
        {
            Grams.Of(part, runs);
        }

        foreach (var run in runs)
        {
            wanted[run] = 1;
        }

        var scores = new float[_names.Count];
        _runs.Score(wanted, 1, 0, scores);
        for (var name = 0; name < scores.Length; name++)
        {
            if (scores[name] >= LeastAlike)
            {
                Keep(best, name, Alike * Math.Min(1, scores[name]));
            }
        }
    }
}
