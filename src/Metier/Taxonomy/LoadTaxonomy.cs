using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Taxonomy;

/// <summary>Brings the database to the shipped taxonomy: adds what is new, changes what changed, retires what left. Idempotent.</summary>
internal sealed class LoadTaxonomy(MetierDb db)
{
    /// <summary>Answers whether anything had to be done.</summary>
    public Task<Outcome<bool>> RunAsync(TaxonomyFiles files, CancellationToken ct) =>
        db.WriteAsync<bool>(
            async () =>
            {
                var release = await db.TaxonomyReleases.SingleOrDefaultAsync(ct);
                if (release?.Hash == files.Hash)
                {
                    return false;
                }
                if (release is null)
                {
                    release = new TaxonomyRelease { Id = 1, Hash = files.Hash };
                    db.Add(release);
                }
                release.Hash = files.Hash;
                release.LoadedAt = db.Now;
                await CategoriesAsync(files.Categories, ct);
                await SkillsAsync(files.Skills, ct);
                return true;
            },
            ct
        );

    private async Task CategoriesAsync(IReadOnlyList<SkillCategory> shipped, CancellationToken ct)
    {
        var rows = await db.SkillCategories.ToDictionaryAsync(c => c.Id, ct);
        foreach (var c in shipped)
        {
            if (!rows.TryGetValue(c.Id, out var row))
            {
                row = new CategoryRow
                {
                    Id = c.Id,
                    En = c.En,
                    Fr = c.Fr,
                };
                db.Add(row);
            }
            (row.ParentId, row.En, row.Fr, row.Position) = (c.ParentId, c.En, c.Fr, c.Position);
        }
    }

    private async Task SkillsAsync(IReadOnlyList<Skill> shipped, CancellationToken ct)
    {
        var rows = await db.Skills.ToDictionaryAsync(s => s.Id, ct);
        foreach (var s in shipped)
        {
            if (!rows.Remove(s.Id, out var row))
            {
                row = new SkillRow
                {
                    Id = s.Id,
                    CategoryId = s.CategoryId,
                    En = s.En,
                    Fr = s.Fr,
                    Related = "",
                };
                db.Add(row);
            }
            (row.CategoryId, row.Kind, row.En, row.Fr) = (s.CategoryId, s.Kind, s.En, s.Fr);
            (row.Related, row.RetiredAt) = (string.Join(',', s.Related), null);
        }
        foreach (var gone in rows.Values)
        {
            gone.RetiredAt ??= db.Now;
        }
    }
}
