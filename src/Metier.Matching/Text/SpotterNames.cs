using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>Every name as its roots and stems, and which names have which root.</summary>
internal sealed class SpotterNames
{
    private const int LongestName = 8;

    /// <summary>Words that stand beside any skill and hardly name one.</summary>
    private static readonly ImmutableHashSet<string> Beside = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        (
            "skill skills knowledge ability abilities able experience experienced understanding good excellent strong proficiency "
            + "proficient competent competence expertise expert years year plus using use used work working various different etc "
            + "familiarity familiar technique techniques principle principles method methods "
            + "competence competences connaissance connaissances capacite capacites experience experiences maitrise bonne bon "
            + "excellente excellent expertise ans annees utiliser utilisation travailler travail divers differents techniques principes "
            + "methodes methode"
        ).Split(' ')
    );

    private const double BesideShare = 0.4;

    private readonly List<string> _texts = [];
    private readonly List<int> _concepts = [];
    private readonly List<bool> _preferred = [];
    private readonly List<int[]> _roots = [];
    private readonly List<string[]> _words = [];
    private readonly List<string[]> _stems = [];
    private readonly NamePostings<string> _postings = new();
    private readonly HashSet<int> _beside = [];
    private float[] _rarity = [];
    private float[] _mass = [];

    public SpotterNames(IEnumerable<TaxonomyName> names)
    {
        var sorted = names
            .Where(n => n.Role != NameRole.Description)
            .Distinct()
            .OrderBy(n => n.Concept)
            .ThenBy(n => n.Role)
            .ThenBy(n => n.Text, StringComparer.Ordinal);
        foreach (var name in sorted)
        {
            Add(name, name.Language ?? TextLanguage.English);
            if (name.Language is null)
            {
                Add(name, TextLanguage.French);
            }
        }

        _postings.Seal();
        Weigh();
        Near = new NearWords(
            Enumerable.Range(0, _texts.Count).Where(n => _preferred[n]).SelectMany(n => _words[n].Zip(_roots[n]))
        );
    }

    public int Count => _texts.Count;

    /// <summary>Words of preferred names, for those that are misspelt.</summary>
    public NearWords Near { get; }

    public string Text(int name) => _texts[name];

    public int Concept(int name) => _concepts[name];

    public bool IsPreferred(int name) => _preferred[name];

    public ReadOnlySpan<int> Roots(int name) => _roots[name];

    public ReadOnlySpan<string> Stems(int name) => _stems[name];

    /// <summary>How much all words of a name tell together.</summary>
    public float Mass(int name) => _mass[name];

    public float Rarity(int root) => _rarity[root];

    public ReadOnlySpan<int> Having(int root) => _postings.Of(root);

    /// <summary>The number of the root a word has in a language, or −1 when no name has it.</summary>
    public int Root(string word, TextLanguage language) =>
        _postings.TryFind(Key(word, language), out var root) ? root : -1;

    /// <summary>Roots of the two languages never meet.</summary>
    private static string Key(string word, TextLanguage language) =>
        language == TextLanguage.French ? "fr:" + WordForms.Root(word, language) : WordForms.Root(word, language);

    private void Add(TaxonomyName name, TextLanguage language)
    {
        var explained = name.Text.IndexOf(" (", StringComparison.Ordinal);
        var tokens = Tokenizer.Tokens(explained > 0 ? name.Text[..explained] : name.Text);
        var words = tokens.Where(t => !Words.IsCommon(t.Word, language)).Select(t => t.Word).ToArray();
        words = words.Length == 0 ? [.. tokens.Select(t => t.Word)] : words;
        if (words.Length is 0 or > LongestName)
        {
            return;
        }

        var at = _texts.Count;
        var roots = new List<int>();
        var kept = new List<string>();
        foreach (var word in words)
        {
            var root = _postings.Add(Key(word, language), at);
            if (Beside.Contains(word))
            {
                _beside.Add(root);
            }

            if (!roots.Contains(root))
            {
                roots.Add(root);
                kept.Add(word);
            }
        }

        _texts.Add(name.Text);
        _concepts.Add(name.Concept);
        _preferred.Add(name.Role == NameRole.Preferred);
        _roots.Add([.. roots]);
        _words.Add([.. kept]);
        _stems.Add([.. kept.Select(w => Words.Stem(w, language))]);
    }

    private void Weigh()
    {
        var places = _concepts.Distinct().ToArray();
        var place = _concepts.Select(c => Array.BinarySearch(places, c)).ToArray();
        _rarity = _postings.Rarity(place, places.Length, 1);
        foreach (var root in _beside)
        {
            _rarity[root] *= (float)BesideShare;
        }

        _mass = [.. _roots.Select(roots => roots.Sum(r => _rarity[r]))];
    }
}
