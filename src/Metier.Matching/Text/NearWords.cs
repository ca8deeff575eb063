namespace Metier.Matching;

/// <summary>Finds the word that a misspelt one was meant to be, by the runs of letters they share.</summary>
internal sealed class NearWords
{
    /// <summary>Shorter words are too easily another word.</summary>
    private const int Shortest = 6;

    /// <summary>At least this share of runs (Dice, 0 to 1) must be the same.</summary>
    private const double Likeness = 0.6;

    private readonly List<int> _roots = [];
    private readonly List<int> _runs = [];
    private readonly NamePostings<ulong> _postings = new();

    public NearWords(IEnumerable<(string Word, int Root)> words)
    {
        var runs = new List<ulong>();
        foreach (
            var (word, root) in words
                .Where(w => w.Word.Length >= Shortest)
                .Distinct()
                .OrderBy(w => w.Word, StringComparer.Ordinal)
        )
        {
            runs.Clear();
            Grams.Of(word, runs);
            foreach (var run in runs)
            {
                _postings.Add(run, _roots.Count);
            }

            _roots.Add(root);
            _runs.Add(runs.Distinct().Count());
        }

        _postings.Seal();
    }

    /// <summary>The root of the word most like this one and how alike they are; −1 when none is.</summary>
    public (int Root, double Likeness) Find(string word)
    {
        if (word.Length < Shortest || !word.All(char.IsLetter))
        {
            return (-1, 0);
        }

        var runs = new List<ulong>();
        Grams.Of(word, runs);
        var shared = new Dictionary<int, int>();
        foreach (var run in runs.Distinct())
        {
            if (_postings.TryFind(run, out var feature))
            {
                foreach (var near in _postings.Of(feature))
                {
                    shared[near] = shared.GetValueOrDefault(near) + 1;
                }
            }
        }

        var best = (Root: -1, Likeness: 0.0, At: int.MaxValue);
        var all = runs.Distinct().Count();
        foreach (var (near, same) in shared)
        {
            var likeness = 2.0 * same / (all + _runs[near]);
            if (likeness >= Likeness && (likeness > best.Likeness || (likeness == best.Likeness && near < best.At)))
            {
                best = (_roots[near], likeness, near);
            }
        }

        return (best.Root, best.Likeness);
    }
}
