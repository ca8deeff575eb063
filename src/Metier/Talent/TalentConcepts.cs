using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Metier.Matching;
using Metier.Taxonomy;

namespace Metier.Talent;

/// <summary>
/// The numbers the engine knows skills, categories and occupations by. They are given out as they are met and hold for
/// the life of the process; nothing outside it ever sees one.
/// </summary>
public sealed class TalentConcepts(SkillCatalogue catalogue, SkillLexicon skillNames)
{
    private const int StrongestRelation = 700;
    private const int WeakestRelation = 300;

    private static readonly ConditionalWeakTable<object, Reading> Readings = [];

    private readonly Lock giving = new();
    private readonly ConcurrentDictionary<(Kind Kind, string Id), int> numbers = new();
    private readonly List<(Kind Kind, string Id)> given = [];
    private Lexicon titles = Lexicon.Empty;
    private TitleOccupations nearTitles = TitleOccupations.Empty;

    private enum Kind
    {
        Skill,
        Category,
        Occupation,
    }

    /// <summary>What a generation of the taxonomy reads as, with the numbers it was read by.</summary>
    private sealed record Reading(
        IReadOnlyList<string> Numbers,
        Lexicon Titles,
        TitleOccupations NearTitles,
        MatchingTaxonomy Taxonomy
    );

    /// <summary>
    /// Every name of every occupation and skill in both languages, and which skills stand near which: what queries are
    /// read by. Call it after the taxonomy changed.
    /// </summary>
    public MatchingTaxonomy Read()
    {
        var generation = catalogue.Generation;
        // Another host of the same process has read it already: the reading is kept as long as the generation is.
        if (Readings.TryGetValue(generation, out var known) && TryRestore(known.Numbers))
        {
            titles = known.Titles;
            Volatile.Write(ref nearTitles, known.NearTitles);
            return known.Taxonomy;
        }
        var read = ReadAnew();
        if (ReferenceEquals(generation, catalogue.Generation))
        {
            Readings.AddOrUpdate(generation, new Reading(Numbers(), titles, nearTitles, read));
        }
        return read;
    }

    private MatchingTaxonomy ReadAnew()
    {
        var occupations = Occupations().ToList();
        titles = new Lexicon(occupations);
        ReadTitles();
        var names = occupations.Concat(
            catalogue.Names.OrderByDescending(n => n.Preferred).Select(n => new ConceptName(OfSkill(n.SkillId), n.Text))
        );
        var relations = catalogue.Skills.SelectMany(s =>
            s.Related.Select(
                (near, i) =>
                    new Relation(OfSkill(s.Id), OfSkill(near), Math.Max(WeakestRelation, StrongestRelation - (100 * i)))
            )
        );
        return new MatchingTaxonomy(new Lexicon(names), new ConceptGraph(relations));
    }

    /// <summary>The skill's number.</summary>
    public int OfSkill(string id) => Number(Kind.Skill, id);

    /// <summary>The number of a trade or sub-category.</summary>
    public int OfCategory(string id) => Number(Kind.Category, id);

    /// <summary>
    /// The occupations a title names, so that "Illustratrice" is found by "illustrator": they take part as one more skill.
    /// </summary>
    public IEnumerable<int> InTitle(string title) =>
        Volatile.Read(ref titles).InSentence(title, Tokenizer.Tokens(title)).Select(m => m.Concept).Distinct();

    /// <summary>
    /// The occupations a title is near to, whether it names one or not; remembered, so that asking again costs nothing.
    /// </summary>
    public ImmutableArray<NearOccupation> NearTitle(string title) => Volatile.Read(ref nearTitles).Near(title);

    /// <summary>A category and the trade above it.</summary>
    public IEnumerable<int> WithTrade(string? categoryId) =>
        catalogue.Category(categoryId) is { } category
            ? category.ParentId is { } trade
                ? [OfCategory(category.Id), OfCategory(trade)]
                : [OfCategory(category.Id)]
            : [];

    /// <summary>
    /// Where somebody works, by their skills: the category and trade of the first, and those with two skills or more.
    /// </summary>
    public IEnumerable<int> CategoriesOf(IReadOnlyList<string> skills)
    {
        var known = skills.Select(catalogue.Find).OfType<Skill>().ToList();
        var places = known.SelectMany(
            (s, i) => new[] { (Id: s.CategoryId, First: i == 0), (Id: s.TradeId, First: i == 0) }
        );
        return places
            .GroupBy(p => p.Id)
            .Where(g => g.Key.Length > 0 && (g.Count() > 1 || g.Any(p => p.First)))
            .Select(g => OfCategory(g.Key));
    }

    /// <summary>The skill behind a number, or null when it is none.</summary>
    public Skill? Skill(int number) => Id(number, Kind.Skill) is { } id ? catalogue.Find(id) : null;

    /// <summary>The trade or sub-category behind a number, or null when it is none.</summary>
    public SkillCategory? Category(int number) => Id(number, Kind.Category) is { } id ? catalogue.Category(id) : null;

    /// <summary>What a concept is called in the language of the request; null when it has no name.</summary>
    public string? Label(int number) =>
        Skill(number)?.Label
        ?? Category(number)?.Label
        ?? (Id(number, Kind.Occupation) is { } id ? catalogue.Occupation(id)?.Label : null);

    /// <summary>With an imported taxonomy this takes a second or more, so only changed occupations are read anew.</summary>
    private void ReadTitles()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var occupation in catalogue.Occupations)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Described(occupation)));
        }
        var names = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (nearTitles.Names != names)
        {
            var read = TitleOccupations.Of(catalogue.Occupations, id => Number(Kind.Occupation, id), names);
            Volatile.Write(ref nearTitles, read);
        }
    }

    private static string Described(Occupation occupation) =>
        $"{occupation.Id}\t{occupation.En}\t{occupation.Fr}\t{string.Join('|', occupation.NamesEn.Concat(occupation.NamesFr))}\n";

    /// <summary>
    /// Names of occupations. "React developer" is left out: it says a skill and a common word, and whoever has the skill
    /// should be found by it whatever their title.
    /// </summary>
    private IEnumerable<ConceptName> Occupations()
    {
        var skills = skillNames.Generation.Names;
        return catalogue
            .Occupations.SelectMany(o =>
                new[] { o.En, o.Fr }
                    .Concat(o.NamesEn)
                    .Concat(o.NamesFr)
                    .Select(name => new ConceptName(Number(Kind.Occupation, o.Id), name))
            )
            .Where(n => Tokenizer.Tokens(n.Name) is { Count: > 0 } words && !NamesSkill(n.Name, words, skills));
    }

    private static bool NamesSkill(string name, List<Token> words, Lexicon skills) =>
        words.Count > 1 && skills.InQuery(name, words).Any(m => m.TokenCount < words.Count);

    /// <summary>Everything with a number, in the order of the numbers.</summary>
    internal IReadOnlyList<string> Numbers()
    {
        lock (giving)
        {
            return [.. given.Select(g => $"{g.Kind}:{g.Id}")];
        }
    }

    /// <summary>Gives the numbers as they were; false when some are given otherwise already.</summary>
    internal bool TryRestore(IReadOnlyList<string> names)
    {
        for (var at = 0; at < names.Count; at++)
        {
            var colon = names[at].IndexOf(':', StringComparison.Ordinal);
            if (
                colon < 0
                || !Enum.TryParse<Kind>(names[at][..colon], out var kind)
                || Number(kind, names[at][(colon + 1)..]) != at + 1
            )
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>A hash of all names, relations and places of skills: documents are read by them.</summary>
    internal string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
        foreach (var name in catalogue.Names)
        {
            Add($"{name.SkillId}\t{name.Text}\t{name.Preferred}");
        }
        foreach (var skill in catalogue.Skills)
        {
            Add($"{skill.Id}\t{skill.CategoryId}\t{string.Join(',', skill.Related)}");
        }
        foreach (var occupation in catalogue.Occupations)
        {
            Add(Described(occupation));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private int Number(Kind kind, string id)
    {
        if (numbers.TryGetValue((kind, id), out var known))
        {
            return known;
        }
        lock (giving)
        {
            return numbers.GetOrAdd(
                (kind, id),
                key =>
                {
                    given.Add(key);
                    return given.Count;
                }
            );
        }
    }

    private string? Id(int number, Kind kind)
    {
        lock (giving)
        {
            return number > 0 && number <= given.Count && given[number - 1].Kind == kind ? given[number - 1].Id : null;
        }
    }
}
