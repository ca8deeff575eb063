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
                await NamesAsync(files.Skills, ct);
                await OccupationsAsync(files.Occupations, ct);
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

    /// <summary>A name may move from one skill to another, which changes a foreign key under the same key: removed, then added.</summary>
    private async Task NamesAsync(IReadOnlyList<Skill> shipped, CancellationToken ct)
    {
        var wanted = shipped
            .SelectMany(s => s.Names.Select((n, i) => (Name: n, Position: i)))
            .ToDictionary(n => (n.Name.Language, n.Name.Normalised));
        var rows = await db.SkillNames.ToListAsync(ct);
        foreach (var row in rows)
        {
            var key = (row.Language, row.Normalised);
            if (wanted.TryGetValue(key, out var name) && name.Name.SkillId == row.SkillId)
            {
                (row.Text, row.Preferred, row.Position) = (name.Name.Text, name.Name.Preferred, name.Position);
                wanted.Remove(key);
            }
            else
            {
                db.Remove(row);
            }
        }
        // Deletions reach the database before the additions below, in the same transaction.
        await db.SaveChangesAsync(ct);
        foreach (var (name, position) in wanted.Values)
        {
            db.Add(
                new SkillNameRow
                {
                    SkillId = name.SkillId,
                    Language = name.Language,
                    Normalised = name.Normalised,
                    Text = name.Text,
                    Preferred = name.Preferred,
                    Position = position,
                }
            );
        }
    }

    private async Task OccupationsAsync(IReadOnlyList<Occupation> shipped, CancellationToken ct)
    {
        var rows = await db.Occupations.ToDictionaryAsync(o => o.Id, ct);
        foreach (var (position, o) in shipped.Index())
        {
            if (!rows.Remove(o.Id, out var row))
            {
                row = new OccupationRow
                {
                    Id = o.Id,
                    TradeId = o.TradeId,
                    En = o.En,
                    Fr = o.Fr,
                    NamesEn = "",
                    NamesFr = "",
                    Skills = "",
                };
                db.Add(row);
            }
            (row.TradeId, row.En, row.Fr, row.Position) = (o.TradeId, o.En, o.Fr, position);
            row.NamesEn = string.Join(';', o.NamesEn);
            row.NamesFr = string.Join(';', o.NamesFr);
            row.Skills = string.Join(',', o.Skills);
        }
        db.RemoveRange(rows.Values);
    }
}
