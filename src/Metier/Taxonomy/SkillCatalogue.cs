using System.Runtime.CompilerServices;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Taxonomy;

/// <summary>A skill that was found, and the alias it was found by; null when it was by its label in the reader's language.</summary>
public sealed record SkillMatch(Skill Skill, string? Alias);

/// <summary>
/// The taxonomy in memory, for everybody: skills by id, labels in the language of the request, names for the needs
/// analysis, the picker. It is the union of the shipped files and of what operators imported and people added. It is
/// filled at start, before anything is served; readers see one whole generation at a time.
/// </summary>
public sealed class SkillCatalogue(IServiceScopeFactory scopes) : IDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private CatalogueGeneration now = CatalogueGeneration.Empty;

    /// <summary>The trades, in the order they are shown.</summary>
    public IReadOnlyList<SkillCategory> Trades => now.Trades;

    /// <summary>All skills on offer.</summary>
    public IReadOnlyList<Skill> Skills => now.Offered;

    /// <summary>Skills that members wrote and the operator has not looked at yet.</summary>
    public IReadOnlyList<Skill> Waiting => now.Waiting;

    /// <summary>All occupations.</summary>
    public IReadOnlyList<Occupation> Occupations => now.Occupations;

    /// <summary>Every name of every skill on offer in both languages: what the needs analysis looks for.</summary>
    public IReadOnlyList<SkillName> Names => now.Names;

    /// <summary>What all of this is read from now: another object when anything reads otherwise.</summary>
    internal object Generation => now;

    /// <summary>Counts what was imported, added or decided; grows whenever something here reads otherwise than before.</summary>
    public long Changes => now.Changes;

    /// <summary>The last change after which whatever was worked out from the taxonomy has to be worked out again.</summary>
    public long WholeChange => now.WholeChange;

    /// <summary>From where something was imported, and when last, UTC.</summary>
    public IReadOnlyDictionary<SkillSource, DateTime> Imports => now.Imports;

    /// <summary>
    /// The skill with this id, retired and waiting ones included; for one that was merged, the one that stands for it. Null
    /// when there is none.
    /// </summary>
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
    /// Skills as they are stored, as they are read now: a merged one is the one that stands for it, once; a rejected one is
    /// nothing. The order stays.
    /// </summary>
    public IReadOnlyList<string> Current(IReadOnlyList<string> stored)
    {
        var generation = now;
        return generation.Redirects
            ?
            [
                .. stored
                    .Where(id => !generation.Gone.Contains(id))
                    .Select(id => generation.ById.GetValueOrDefault(id)?.Id ?? id)
                    .Distinct(),
            ]
            : stored;
    }

    /// <summary>The ids a skill may be stored under: its own, and those of skills that were merged into it.</summary>
    public IReadOnlyList<string> StoredAs(string id)
    {
        var generation = now;
        return generation.Redirects
            ? [id, .. generation.ById.Where(s => s.Value.Id == id && s.Key != id).Select(s => s.Key)]
            : [id];
    }

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

    /// <summary>As <see cref="Named(string?)"/>, in one language only.</summary>
    internal Skill? Named(string text, string language) =>
        now.ByName.GetValueOrDefault((language, SkillWords.Normalise(text)));

    /// <summary>
    /// What to offer for what has been typed: exact names first, then names that begin so, names with words that begin so,
    /// names that contain it, names spelt alike. At most <paramref name="limit"/>.
    /// </summary>
    public IReadOnlyList<Skill> Search(string? typed, int limit = 10) =>
        [.. Matches(typed, limit, null).Select(m => m.Skill)];

    /// <summary>
    /// As <see cref="Search"/>, with the alias each was found by; <paramref name="author"/> is also offered what they
    /// themselves added and nobody has looked at yet.
    /// </summary>
    public IReadOnlyList<SkillMatch> Matches(string? typed, int limit, Guid? author) =>
        SkillSearch.In(now, typed, limit, author);

    /// <summary>The skills whose labels are most like this one's, the likest first: what it may be the same as.</summary>
    internal IReadOnlyList<Skill> Near(Skill skill, int limit) => SkillSearch.Near(now, skill, limit);

    /// <summary>Takes over what the database holds now, when it was changed since; called often, it costs one small query.</summary>
    public async Task RefreshAsync(CancellationToken ct)
    {
        if (ReferenceEquals(Volatile.Read(ref now), CatalogueGeneration.Empty))
        {
            // A command that reads no skills never filled it.
            return;
        }
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        var changes = await db.TaxonomyReleases.AsNoTracking().Select(r => r.Changes).SingleOrDefaultAsync(ct);
        if (changes == Volatile.Read(ref now).Changes)
        {
            return;
        }
        await ReloadAsync(TaxonomyFiles.Read(), ct);
    }

    /// <summary>
    /// As <see cref="RefreshAsync"/>, and reads everything first where nobody has: in a command, which starts no host.
    /// </summary>
    public Task FillAsync(CancellationToken ct) =>
        ReferenceEquals(Volatile.Read(ref now), CatalogueGeneration.Empty)
            ? ReloadAsync(TaxonomyFiles.Read(), ct)
            : RefreshAsync(ct);

    /// <summary>Takes over these files, and what the database has beside them; call it after the taxonomy changed.</summary>
    internal async Task ReloadAsync(TaxonomyFiles files, CancellationToken ct)
    {
        await oneAtATime.WaitAsync(ct);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var state = await TaxonomyState.ReadAsync(scope.ServiceProvider.GetRequiredService<MetierDb>(), ct);
            Volatile.Write(
                ref now,
                state is { Changes: 0, Retired.Count: 0 }
                    ? AsShipped.GetValue(files, f => CatalogueGeneration.Of(f, state))
                    : CatalogueGeneration.Of(files, state)
            );
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    /// <summary>Sorted out once per process, however often it is asked for.</summary>
    private static readonly ConditionalWeakTable<TaxonomyFiles, CatalogueGeneration> AsShipped = [];
}
