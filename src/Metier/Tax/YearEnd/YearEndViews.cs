using System.Text.Json;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Tax;

/// <summary>One making of a yearly document, for finance.</summary>
public sealed record RunView(
    Guid Id,
    string Document,
    int Year,
    int Number,
    RunState State,
    Guid PreparedBy,
    DateTime PreparedAt,
    RunTotals Totals,
    IReadOnlyDictionary<PaperKind, int> Kinds,
    Guid? ApprovedBy,
    DateTime? ApprovedAt,
    string? FileSha256,
    DateTime? FiledAt,
    string? Reference
);

/// <summary>One of somebody's yearly papers.</summary>
public sealed record PaperCard(Guid Id, string Document, int Year, PaperKind Kind, DateTime IssuedAt);

/// <summary>A yearly paper with all it says, for its recipient.</summary>
public sealed record PaperView(PaperCard Card, PaperContent Content, Filer Filer);

/// <summary>Reads yearly runs for finance, and papers for their recipients.</summary>
public sealed class YearEndViews(MetierDb db, YearFiles files)
{
    /// <summary>Papers shown in a list.</summary>
    public const int PageSize = 50;

    /// <summary>The runs of a year, the newest of each document first.</summary>
    public async Task<List<RunView>> RunsAsync(int year, CancellationToken ct)
    {
        var runs = await db
            .TaxRuns.AsNoTracking()
            .Where(r => r.Year == year)
            .OrderBy(r => r.Document)
            .ThenByDescending(r => r.Number)
            .Take(PageSize)
            .ToListAsync(ct);
        var ids = runs.ConvertAll(r => r.Id);
        var kinds = await db
            .TaxPapers.Where(p => ids.Contains(p.RunId))
            .GroupBy(p => new { p.RunId, p.Kind })
            .Select(g => new { g.Key, Count = g.Count() })
            .ToListAsync(ct);
        return runs.ConvertAll(r => new RunView(
            r.Id,
            r.Document,
            r.Year,
            r.Number,
            r.State,
            r.PreparedBy,
            r.PreparedAt,
            JsonSerializer.Deserialize<RunTotals>(r.Totals, EventRegistry.Json)!,
            kinds.Where(k => k.Key.RunId == r.Id).ToDictionary(k => k.Key.Kind, k => k.Count),
            r.ApprovedBy,
            r.ApprovedAt,
            r.FileSha256,
            r.FiledAt,
            r.Reference
        ));
    }

    /// <summary>The reader's own papers, the newest first; at most the last fifty.</summary>
    public Task<List<PaperCard>> MineAsync(Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return (
            from p in db.TaxPapers.AsNoTracking()
            where p.MemberId == actor.MemberId
            join r in db.TaxRuns on p.RunId equals r.Id
            where r.State != RunState.Draft
            orderby p.Id descending
            select new PaperCard(p.Id, p.Document, p.Year, p.Kind, r.ApprovedAt!.Value)
        )
            .Take(PageSize)
            .ToListAsync(ct);
    }

    /// <summary>A paper of the reader's own that was issued; null for everybody else.</summary>
    public async Task<PaperView?> PaperAsync(Guid id, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var found = await (
            from p in db.TaxPapers.AsNoTracking()
            where p.Id == id && p.MemberId == actor.MemberId
            join r in db.TaxRuns on p.RunId equals r.Id
            where r.State != RunState.Draft
            select new { Paper = p, r.ApprovedAt }
        ).SingleOrDefaultAsync(ct);
        return found is null
            ? null
            : new PaperView(
                new PaperCard(
                    found.Paper.Id,
                    found.Paper.Document,
                    found.Paper.Year,
                    found.Paper.Kind,
                    found.ApprovedAt!.Value
                ),
                JsonSerializer.Deserialize<PaperContent>(found.Paper.Content, EventRegistry.Json)!,
                files.FilerOf(found.Paper.Document)
            );
    }
}
