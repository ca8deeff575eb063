using System.Text.Json;
using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Tax;

/// <summary>
/// A second person approves a prepared run: from then on its papers are their recipients' and its file can be taken. The year must
/// be over, and the sums must be what the book says.
/// </summary>
public sealed class ApproveRun(MetierDb db, YearFiles files)
{
    private const int PerMail = 500;

    /// <summary>Refuses <c>same_person</c>, <c>year_not_over</c>, <c>run_decided</c>, <c>sums_differ</c>.</summary>
    public Task<Outcome<Done>> RunAsync(Guid runId, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return db.WriteAsync<Done>(() => ApproveAsync(runId, actor, ct), ct);
    }

    private async Task<Outcome<Done>> ApproveAsync(Guid runId, Actor actor, CancellationToken ct)
    {
        if (
            !actor.May(StaffRoles.Finance)
            || await db.TaxRuns.SingleOrDefaultAsync(r => r.Id == runId, ct) is not { } run
        )
        {
            return Refusal.NotFound();
        }
        if (run.State != RunState.Draft)
        {
            return new Refusal("run_decided", TaxRefusalText.RunDecided);
        }
        if (run.PreparedBy == actor.MemberId)
        {
            return new Refusal("same_person", TaxRefusalText.SamePerson);
        }
        if (run.Year >= db.Now.Year)
        {
            return new Refusal("year_not_over", TaxRefusalText.YearNotOver(run.Year));
        }
        var totals = JsonSerializer.Deserialize<RunTotals>(run.Totals, EventRegistry.Json)!;
        if (
            totals.Ledger.Any(l =>
                l.Value != totals.OnPapers.GetValueOrDefault(l.Key) + totals.Elsewhere.GetValueOrDefault(l.Key)
            )
        )
        {
            return new Refusal("sums_differ", TaxRefusalText.SumsDiffer);
        }
        (run.State, run.ApprovedBy, run.ApprovedAt) = (RunState.Approved, actor.MemberId, db.Now);
        run.FileSha256 = await files.HashAsync(run, ct);
        db.Audit(
            actor,
            "tax_run.approved",
            run.Id,
            new
            {
                run.Document,
                run.Year,
                run.FileSha256,
            }
        );
        var people = await db.TaxPapers.Where(p => p.RunId == runId).Select(p => p.MemberId).Order().ToListAsync(ct);
        foreach (var (index, some) in people.Chunk(PerMail).Index())
        {
            db.Raise(new YearPapersIssued(Uuid5.Of(run.Id, $"papers/{index}"), run.Document, run.Year, some));
        }
        return Done.It;
    }
}

/// <summary>Writes down that the tax office has a file, under which reference.</summary>
public sealed class MarkFiled(MetierDb db)
{
    /// <summary>Refuses <c>reference_missing</c>, <c>run_decided</c>.</summary>
    public Task<Outcome<Done>> RunAsync(Guid runId, string? reference, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return db.WriteAsync<Done>(
            async () =>
            {
                if (
                    !actor.May(StaffRoles.Finance)
                    || await db.TaxRuns.SingleOrDefaultAsync(r => r.Id == runId, ct) is not { } run
                )
                {
                    return Refusal.NotFound();
                }
                if (run.State != RunState.Approved)
                {
                    return new Refusal("run_decided", TaxRefusalText.RunDecided);
                }
                var text = (reference ?? "").Trim();
                if (text.Length is 0 or > 80)
                {
                    return new Refusal("reference_missing", TaxRefusalText.ReferenceMissing, "reference");
                }
                (run.State, run.FiledBy, run.FiledAt, run.Reference) = (RunState.Filed, actor.MemberId, db.Now, text);
                db.Audit(
                    actor,
                    "tax_run.filed",
                    run.Id,
                    new
                    {
                        run.Document,
                        run.Year,
                        text,
                    }
                );
                return Done.It;
            },
            ct
        );
    }
}
