using System.Runtime.CompilerServices;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Taxonomy;

/// <summary>
/// The taxonomy in memory, for everybody: skills by id, labels in the language of the request, names for the needs
/// analysis, the picker. It is filled at start, before anything is served; readers see one whole generation at a time.
/// </summary>
public sealed class SkillCatalogue(IServiceScopeFactory scopes)
{
    private Generation now = Generation.Empty;

    /// <summary>The trades, in the order they are shown.</summary>
    public IReadOnlyList<SkillCategory> Trades => now.Trades;

    /// <summary>All skills on offer.</summary>
    public IReadOnlyList<Skill> Skills => now.Offered;

    /// <summary>All occupations.</summary>
    public IReadOnlyList<Occupation> Occupations => now.Occupations;

    /// <summary>Every name of every skill on offer in both languages: what the needs analysis looks for.</summary>
    public IReadOnlyList<SkillName> Names => now.Names;

    /// <summary>The skill with this id, retired ones included; null when there is none.</summary>
    public Skill? Find(string? id) => id is null ? null : now.ById.GetValueOrDefault(id);

    /// <summary>The trade or sub-category with this id, or null.</summary>
    public SkillCategory? Category(string? id) => id is null ? null : now.Categories.GetValueOrDefault(id);

    /// <summary>The sub-categories of a trade.</summary>
    public IReadOnlyList<SkillCategory> CategoriesOf(string tradeId) =>
        now.Children.GetValueOrDefault(tradeId) ?? (IReadOnlyList<SkillCategory>)[];

    /// <summary>The occupation with this id, or null.</summary>
    public Occupation? Occupation(string? id) => now.Occupations.FirstOrDefault(o => o.Id == id);

    /// <summary>The label in the language of the request; the id itself for a skill that is not known.</summary>
    public string Label(string id) => Find(id)?.Label ?? id;

    /// <summary>Labels of many, in their order.</summary>
    public IReadOnlyList<string> Labels(IEnumerable<string> ids) => [.. ids.Select(Label)];

    /// <summary>
    /// The skill that bears exactly this name, as label or alias, in either language; names of the language of the
    /// request win. Null when none does.
    /// </summary>
    public Skill? Named(string? text)
    {
        var key = SkillWords.Normalise(text);
        var (first, second) = Languages.Current == "fr" ? ("fr", "en") : ("en", "fr");
        return now.ByName.GetValueOrDefault((first, key)) ?? now.ByName.GetValueOrDefault((second, key));
    }

    /// <summary>
    /// What to offer for what has been typed: exact names first, then names that begin so, names with a word that begins
    /// so, names that contain it; a name misspelt is looked for among labels only. At most <paramref name="limit"/>.
    /// </summary>
    public IReadOnlyList<Skill> Search(string? typed, int limit = 10)
    {
        var query = SkillWords.Normalise(typed);
        if (query.Length == 0)
        {
            return [];
        }
        var language = Languages.Current;
        var found = now
            .Names.Select(n => (Name: n, Rank: Rank(n, query, language)))
            .Where(n => n.Rank < NoMatch)
            .GroupBy(n => n.Name.SkillId)
            .Select(g => g.MinBy(n => (n.Rank, n.Name.Normalised.Length)))
            .OrderBy(n => n.Rank)
            .ThenBy(n => n.Name.Normalised.Length)
            .ThenBy(n => n.Name.Normalised, StringComparer.Ordinal)
            .Take(limit)
            .Select(n => now.ById[n.Name.SkillId])
            .ToList();
        return found.Count > 0 || query.Length < 4 ? found : Similar(query, limit);
    }

    private List<Skill> Similar(string query, int limit) =>
        [
            .. now
                .Names.Where(n => n.Preferred)
                .Select(n => (n.SkillId, Likeness: SkillWords.Likeness(query, n.Normalised)))
                .Where(n => n.Likeness >= 0.5)
                .GroupBy(n => n.SkillId)
                .Select(g => g.MaxBy(n => n.Likeness))
                .OrderByDescending(n => n.Likeness)
                .Take(limit)
                .Select(n => now.ById[n.SkillId]),
        ];

    private const int NoMatch = 1000;

    /// <summary>Lower is better. The other language counts half a step less, an alias a quarter.</summary>
    private static int Rank(SkillName name, string query, string language)
    {
        var at = name.Normalised.IndexOf(query, StringComparison.Ordinal);
        if (at < 0)
        {
            return NoMatch;
        }
        var place =
            name.Normalised.Length == query.Length ? 0
            : at == 0 ? 10
            : name.Normalised[at - 1] == ' ' || name.Normalised.Contains(" " + query, StringComparison.Ordinal) ? 20
            : query.Length < 3 ? NoMatch
            : 30;
        return place + (name.Preferred ? 0 : 2) + (name.Language == language ? 0 : 5);
    }

    /// <summary>Takes over these files, and from the database what they no longer have; call it after the taxonomy changed.</summary>
    internal async Task ReloadAsync(TaxonomyFiles files, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        var retired = await db.Skills.AsNoTracking().Where(s => s.RetiredAt != null).OrderBy(s => s.Id).ToListAsync(ct);
        now = retired.Count == 0 ? AsShipped.GetValue(files, f => Generation.Of(f, [])) : Generation.Of(files, retired);
    }

    /// <summary>Sorted out once per process, however often it is asked for.</summary>
    private static readonly ConditionalWeakTable<TaxonomyFiles, Generation> AsShipped = [];

    private sealed record Generation(
        IReadOnlyList<SkillCategory> Trades,
        IReadOnlyList<Skill> Offered,
        IReadOnlyList<SkillName> Names,
        IReadOnlyList<Occupation> Occupations,
        Dictionary<string, Skill> ById,
        Dictionary<(string Language, string Name), Skill> ByName,
        Dictionary<string, SkillCategory> Categories,
        Dictionary<string, List<SkillCategory>> Children
    )
    {
        public static readonly Generation Empty = new([], [], [], [], [], [], [], []);

        public static Generation Of(TaxonomyFiles files, List<SkillRow> retired)
        {
            var byCategory = files.Categories.ToDictionary(c => c.Id);
            var offered = files.Skills.OrderBy(s => s.Id, StringComparer.Ordinal).ToList();
            var byId = offered.ToDictionary(s => s.Id);
            foreach (var row in retired)
            {
                byId.TryAdd(row.Id, Retired(row, byCategory));
            }
            return new(
                [.. files.Categories.Where(c => c.ParentId is null)],
                offered,
                [.. offered.SelectMany(s => s.Names)],
                files.Occupations,
                byId,
                offered.SelectMany(s => s.Names).ToDictionary(n => (n.Language, n.Normalised), n => byId[n.SkillId]),
                byCategory,
                files
                    .Categories.Where(c => c.ParentId is not null)
                    .GroupBy(c => c.ParentId!)
                    .ToDictionary(g => g.Key, g => g.ToList())
            );
        }

        /// <summary>No longer shipped, and still readable where it was chosen.</summary>
        private static Skill Retired(SkillRow s, Dictionary<string, SkillCategory> categories) =>
            new(
                s.Id,
                s.CategoryId,
                categories.GetValueOrDefault(s.CategoryId)?.ParentId ?? s.CategoryId,
                s.Kind,
                s.En,
                s.Fr,
                s.Related.Split(',', StringSplitOptions.RemoveEmptyEntries),
                [],
                false
            );
    }
}
