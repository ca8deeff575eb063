using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Taxonomy;

/// <summary>What the database holds beside the shipped files, at one moment.</summary>
/// <param name="Changes">How often it was changed; 0 = nothing is there.</param>
/// <param name="WholeChange">The last change that concerned all of it.</param>
/// <param name="Retired">Skills that were shipped once.</param>
/// <param name="Concepts">Imported and local concepts.</param>
/// <param name="Names">Names beside the labels of shipped, imported and local ones.</param>
/// <param name="Links">Imported relations.</param>
/// <param name="Merges">What stands for what: from, to.</param>
/// <param name="Imports">From where something was imported, and when.</param>
internal sealed record TaxonomyState(
    long Changes,
    long WholeChange,
    IReadOnlyList<SkillRow> Retired,
    IReadOnlyList<ConceptRow> Concepts,
    IReadOnlyList<NameRow> Names,
    IReadOnlyList<LinkRow> Links,
    IReadOnlyDictionary<string, MergeRow> Merges,
    IReadOnlyDictionary<SkillSource, DateTime> Imports
)
{
    /// <summary>Reads it; while nothing was imported or added this is two small queries.</summary>
    public static async Task<TaxonomyState> ReadAsync(MetierDb db, CancellationToken ct)
    {
        var release = await db.TaxonomyReleases.AsNoTracking().SingleOrDefaultAsync(ct);
        var retired = await db.Skills.AsNoTracking().Where(s => s.RetiredAt != null).OrderBy(s => s.Id).ToListAsync(ct);
        if (release is null or { Changes: 0 })
        {
            return new(
                0,
                0,
                retired,
                [],
                [],
                [],
                new Dictionary<string, MergeRow>(),
                new Dictionary<SkillSource, DateTime>()
            );
        }
        return new(
            release.Changes,
            release.WholeChange,
            retired,
            await db.Concepts.AsNoTracking().OrderBy(c => c.Id).ToListAsync(ct),
            await db.ConceptNames.AsNoTracking().OrderBy(n => n.ConceptId).ThenBy(n => n.Normalised).ToListAsync(ct),
            await db.ConceptLinks.AsNoTracking().OrderBy(l => l.FromId).ThenBy(l => l.Position).ToListAsync(ct),
            await db.ConceptMerges.AsNoTracking().ToDictionaryAsync(m => m.FromId, ct),
            await db.TaxonomyImports.AsNoTracking().ToDictionaryAsync(i => i.Source, i => i.ImportedAt, ct)
        );
    }

    /// <summary>The concept that stands for this one in the end; itself when none does.</summary>
    public string Root(string id)
    {
        // Merging refuses circles; the bound is for a database that somebody else wrote to.
        for (var steps = 0; steps < 20 && Merges.TryGetValue(id, out var merge); steps++)
        {
            id = merge.ToId;
        }
        return id;
    }

    /// <summary>
    /// Counts a change, in the transaction that makes it: every node reads the taxonomy again when it sees the number. The
    /// row is locked until the commit, so numbers become visible in their order.
    /// </summary>
    public static async Task ChangedAsync(MetierDb db, IReadOnlyList<string>? skills, CancellationToken ct)
    {
        if (skills is null)
        {
            await db.TaxonomyReleases.ExecuteUpdateAsync(
                s =>
                    s.SetProperty(r => r.Changes, r => r.Changes + 1)
                        .SetProperty(r => r.WholeChange, r => r.Changes + 1),
                ct
            );
        }
        else
        {
            await db.TaxonomyReleases.ExecuteUpdateAsync(s => s.SetProperty(r => r.Changes, r => r.Changes + 1), ct);
        }
        db.Raise(new TaxonomyChanged(skills));
    }
}
