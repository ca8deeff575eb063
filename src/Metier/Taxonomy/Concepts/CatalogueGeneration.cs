using System.Collections.Concurrent;
using Metier.Matching;

namespace Metier.Taxonomy;

/// <summary>The whole taxonomy at one moment, sorted out for reading: what is shipped, and what is in the database beside it.</summary>
internal sealed class CatalogueGeneration
{
    private const int MostRelated = 12;

    public static readonly CatalogueGeneration Empty = new();

    /// <summary>The number of the change it holds.</summary>
    public long Changes { get; private init; }

    /// <summary>The last change after which everything has to be read again.</summary>
    public long WholeChange { get; private init; }
    public IReadOnlyList<SkillCategory> Trades { get; private init; } = [];

    /// <summary>Skills on offer, by id.</summary>
    public IReadOnlyList<Skill> Offered { get; private init; } = [];
    public IReadOnlyList<SkillName> Names { get; private init; } = [];
    public IReadOnlyList<Occupation> Occupations { get; private init; } = [];

    /// <summary>Skills that wait for the operator.</summary>
    public IReadOnlyList<Skill> Waiting { get; private init; } = [];

    /// <summary>Every skill that can be read, those that are merged under both ids.</summary>
    public Dictionary<string, Skill> ById { get; private init; } = [];
    public Dictionary<(string Language, string Name), Skill> ByName { get; private init; } = [];
    public Dictionary<string, SkillCategory> Categories { get; private init; } = [];
    public Dictionary<string, List<SkillCategory>> Children { get; private init; } = [];

    /// <summary>Skills that were rejected: whoever carries one shows nothing.</summary>
    public HashSet<string> Gone { get; private init; } = [];
    public IReadOnlyDictionary<SkillSource, DateTime> Imports { get; private init; } =
        new Dictionary<SkillSource, DateTime>();

    /// <summary>Whether an id may have to be read as another one, or as nothing.</summary>
    public bool Redirects { get; private init; }

    private readonly ConcurrentDictionary<string, Lazy<ConceptPicker>> pickers = new(StringComparer.Ordinal);

    /// <summary>
    /// What offers skills while a reader of this language types, and the skills its concepts stand for by their number. Made
    /// at its first use, which takes a moment with a large taxonomy.
    /// </summary>
    public (ConceptPicker Picker, IReadOnlyList<Skill> Skills) Picker(string language) =>
        (pickers.GetOrAdd(language, l => new(() => PickerOf(Offered, l))).Value, Offered);

    /// <summary>A picker of these skills: the label the reader sees comes before names that mean the same.</summary>
    public static ConceptPicker PickerOf(IReadOnlyList<Skill> skills, string language) =>
        new(
            skills.SelectMany(
                (s, concept) =>
                    s.Names.Select(n => new TaxonomyName(
                        concept,
                        n.Text,
                        n.Preferred && n.Language == language ? NameRole.Preferred : NameRole.Alternative
                    ))
            )
        );

    public static CatalogueGeneration Of(TaxonomyFiles files, TaxonomyState state)
    {
        var categories = files.Categories.ToDictionary(c => c.Id);
        var book = new NameBook(files, state);
        var skills = files
            .Skills.Select(s => Shipped(s, book))
            .Concat(
                state
                    .Concepts.Where(c =>
                        c is { Type: ConceptType.Skill, State: SkillState.Accepted or SkillState.Waiting }
                    )
                    .Select(c => Beside(c, categories, book))
            )
            .OrderBy(s => s.Id, StringComparer.Ordinal)
            .ToList();
        var byId = skills.ToDictionary(s => s.Id);
        if (state.Links.Count > 0)
        {
            Relate(byId, state);
            skills = [.. skills.Select(s => byId[s.Id])];
        }
        foreach (var row in state.Retired)
        {
            byId.TryAdd(row.Id, Retired(row, categories));
        }
        foreach (var from in state.Merges.Keys)
        {
            if (byId.TryGetValue(state.Root(from), out var target))
            {
                byId[from] = target;
            }
        }
        var gone = state.Concepts.Where(c => c.State == SkillState.Rejected).Select(c => c.Id).ToHashSet();
        gone.UnionWith(state.Merges.Keys.Where(from => gone.Contains(state.Root(from))).ToList());
        var offered = skills.FindAll(s => s.Offered);
        var byName = new Dictionary<(string, string), Skill>();
        foreach (var skill in offered.Concat(skills.Where(s => !s.Offered)))
        {
            foreach (var name in skill.Names)
            {
                byName.TryAdd((name.Language, name.Normalised), skill);
            }
        }
        return new()
        {
            Changes = state.Changes,
            WholeChange = state.WholeChange,
            Trades = [.. files.Categories.Where(c => c.ParentId is null)],
            Offered = offered,
            Names = [.. offered.SelectMany(s => s.Names)],
            Waiting = skills.FindAll(s => s.State == SkillState.Waiting),
            Occupations = OccupationUnion.Of(files, state, byId, categories),
            ById = byId,
            ByName = byName,
            Categories = categories,
            Children = files
                .Categories.Where(c => c.ParentId is not null)
                .GroupBy(c => c.ParentId!)
                .ToDictionary(g => g.Key, g => g.ToList()),
            Gone = gone,
            Imports = state.Imports,
            Redirects = state.Merges.Count + gone.Count > 0,
        };
    }

    private static Skill Shipped(Skill shipped, NameBook book)
    {
        if (book.IsAsShipped)
        {
            return shipped;
        }
        var (en, fr, names) = book.Of(shipped.Id, shipped.En, shipped.Fr);
        return shipped with { En = en, Fr = fr, Names = names };
    }

    private static Skill Beside(ConceptRow c, Dictionary<string, SkillCategory> categories, NameBook book)
    {
        var (en, fr, names) = book.Of(c.Id, c.En, c.Fr);
        return new(
            c.Id,
            c.CategoryId,
            Trade(c.CategoryId, categories),
            c.Kind,
            en,
            fr,
            [],
            names,
            c.State == SkillState.Accepted
        )
        {
            Source = c.Source,
            State = c.State,
            AuthorId = c.AuthorId,
        };
    }

    /// <summary>No longer shipped, and still readable where it was chosen.</summary>
    private static Skill Retired(SkillRow s, Dictionary<string, SkillCategory> categories) =>
        new(
            s.Id,
            s.CategoryId,
            Trade(s.CategoryId, categories),
            s.Kind,
            s.En,
            s.Fr,
            s.Related.Split(',', StringSplitOptions.RemoveEmptyEntries),
            [],
            false
        );

    private static string Trade(string category, Dictionary<string, SkillCategory> categories) =>
        categories.GetValueOrDefault(category)?.ParentId ?? category;

    /// <summary>Imported relations, after the shipped ones.</summary>
    private static void Relate(Dictionary<string, Skill> byId, TaxonomyState state)
    {
        foreach (
            var links in state
                .Links.Where(l => l.Relation == ConceptRelation.Related)
                .GroupBy(l => state.Root(l.FromId))
        )
        {
            if (byId.TryGetValue(links.Key, out var skill))
            {
                var near = links.Select(l => state.Root(l.ToId)).Where(id => id != skill.Id && byId.ContainsKey(id));
                byId[skill.Id] = skill with { Related = [.. skill.Related.Concat(near).Distinct().Take(MostRelated)] };
            }
        }
    }
}
