using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Taxonomy;

/// <summary>Writes what an import worked out, in one transaction: all of it or nothing.</summary>
public sealed class WriteImport(MetierDb db, SkillCatalogue catalogue)
{
    private const int Chunk = 500;

    /// <summary>
    /// Works out the plan from what the database holds now, and writes it, unless it is only a dry run. An import that
    /// changes nothing leaves no trace but its date.
    /// </summary>
    internal async Task<Outcome<ImportReport>> RunAsync(
        SkillSource source,
        IReadOnlySet<string> languages,
        Action<ImportPlan, TaxonomyState> fill,
        bool dryRun,
        IProgress<ImportProgress>? progress,
        CancellationToken ct
    )
    {
        ImportPlan Plan(TaxonomyState now)
        {
            var made = new ImportPlan(TaxonomyFiles.Read(), now, source, languages, db.Now);
            fill(made, now);
            return made;
        }
        progress?.Report(new(ImportText.Comparing, 0, 0));
        var state = await TaxonomyState.ReadAsync(db, ct);
        var plan = Plan(state);
        if (dryRun)
        {
            return plan.Report;
        }
        var done = await db.WriteAsync<ImportReport>(
            async () =>
            {
                // Worked out before, so that others can write meanwhile; again, when they changed the taxonomy.
                if (await db.TaxonomyReleases.AsNoTracking().Select(r => r.Changes).SingleAsync(ct) != state.Changes)
                {
                    state = await TaxonomyState.ReadAsync(db, ct);
                    plan = Plan(state);
                }
                await WriteAsync(plan, source, progress, ct);
                return plan.Report;
            },
            ct
        );
        await catalogue.RefreshAsync(ct);
        return done;
    }

    private async Task WriteAsync(
        ImportPlan plan,
        SkillSource source,
        IProgress<ImportProgress>? progress,
        CancellationToken ct
    )
    {
        var report = plan.Report;
        if (!report.Changes)
        {
            await NoteAsync(source, ct);
            return;
        }
        var total = plan.Inserts.Count + plan.Merges.Count + plan.Names.Count + (plan.Links?.Count ?? 0);
        var before = 0;
        Action<int> Told(int rows)
        {
            var from = before;
            before += rows;
            return done => progress?.Report(new(ImportText.Writing, from + done, total));
        }
        await UpdateAsync(plan.Updates, ct);
        foreach (var ids in plan.Renamed.Chunk(Chunk))
        {
            await db.ConceptNames.Where(n => n.Source == source && ids.Contains(n.ConceptId)).ExecuteDeleteAsync(ct);
        }
        await db.InsertManyAsync(plan.Inserts, Told(plan.Inserts.Count), ct);
        await db.InsertManyAsync(plan.Merges, Told(plan.Merges.Count), ct);
        await db.InsertManyAsync(plan.Names, Told(plan.Names.Count), ct);
        if (plan.Links is { } links)
        {
            await db.ConceptLinks.Where(l => l.Source == source).ExecuteDeleteAsync(ct);
            await db.InsertManyAsync(links, Told(links.Count), ct);
        }
        await NoteAsync(source, ct);
        db.Audit(
            null,
            "taxonomy.imported",
            null,
            new
            {
                Source = source,
                report.New,
                report.Merged,
                report.Updated,
                report.Skipped,
                report.NamesAdded,
                report.NamesRemoved,
                report.Relations,
            }
        );
        await TaxonomyState.ChangedAsync(db, null, ct);
    }

    /// <summary>The page of acknowledgements goes by it.</summary>
    private async Task NoteAsync(SkillSource source, CancellationToken ct)
    {
        var row = await db.TaxonomyImports.SingleOrDefaultAsync(i => i.Source == source, ct);
        if (row is null)
        {
            db.TaxonomyImports.Add(row = new TaxonomyImport { Source = source });
        }
        row.ImportedAt = db.Now;
    }

    private async Task UpdateAsync(IReadOnlyList<ConceptRow> updates, CancellationToken ct)
    {
        foreach (var chunk in updates.Chunk(Chunk))
        {
            var ids = chunk.Select(c => c.Id).ToList();
            var rows = await db.Concepts.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
            foreach (var wanted in chunk)
            {
                var row = rows[wanted.Id];
                (row.En, row.Fr, row.Kind, row.CategoryId, row.State) = (
                    wanted.En,
                    wanted.Fr,
                    wanted.Kind,
                    wanted.CategoryId,
                    wanted.State
                );
            }
            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
        }
    }
}
