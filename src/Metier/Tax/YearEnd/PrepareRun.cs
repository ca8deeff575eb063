using System.Text.Json;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Tax;

/// <summary>A yearly document to be made.</summary>
/// <param name="Rates">One unit of each other currency in the document's, by code.</param>
public sealed record PrepareInput(string Document, int Year, IReadOnlyDictionary<string, decimal> Rates);

/// <summary>
/// Makes the papers of a document and a year as a draft; a draft that is there is made anew. After an approved run only what has
/// changed since becomes papers: corrected ones, and void ones for people who should not have had any.
/// </summary>
public sealed class PrepareRun(MetierDb db, TaxPacks packs, YearPapers papers, YearFiles files, TinVault vault)
{
    /// <summary>Refuses <c>operator_unset</c>, <c>year_wrong</c>, <c>rate_missing</c>, <c>nothing_new</c>, and <c>not_found</c> to others than finance.</summary>
    public Task<Outcome<Guid>> RunAsync(PrepareInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(actor);
        return db.WriteAsync<Guid>(() => PrepareAsync(input, actor, ct), ct);
    }

    private async Task<Outcome<Guid>> PrepareAsync(PrepareInput input, Actor actor, CancellationToken ct)
    {
        if (!actor.May(StaffRoles.Finance) || packs.Document(input.Document) is not var (pack, spec))
        {
            return Refusal.NotFound();
        }
        if (await RefuseAsync(input, spec, ct) is { } refusal)
        {
            return refusal;
        }
        var set = await papers.MakeAsync(input.Document, input.Year, input.Rates, ct);
        var before = await BeforeAsync(input.Document, input.Year, ct);
        var run = await RunOfAsync(input, actor, ct);
        var written = Write(run, set, before);
        if (written.Count == 0 && (before.Count > 0 || spec.Format != "xml"))
        {
            return new Refusal("nothing_new", TaxRefusalText.NothingNew);
        }
        run.PreparedBy = actor.MemberId;
        run.PreparedAt = db.Now;
        run.Rates = JsonSerializer.Serialize(input.Rates, EventRegistry.Json);
        run.Totals = JsonSerializer.Serialize(Totals(pack, set, written), EventRegistry.Json);
        db.Audit(
            actor,
            "tax_run.prepared",
            run.Id,
            new
            {
                run.Document,
                run.Year,
                papers = written.Count,
            }
        );
        return run.Id;
    }

    private async Task<Refusal?> RefuseAsync(PrepareInput input, YearDocumentSpec spec, CancellationToken ct)
    {
        var unset = files.Unset(input.Document);
        if (unset.Count > 0)
        {
            return new Refusal("operator_unset", TaxRefusalText.OperatorUnset(string.Join(", ", unset)));
        }
        if (input.Year < spec.FromYear || input.Year > db.Now.Year)
        {
            return new Refusal("year_wrong", TaxRefusalText.YearWrong, "year");
        }
        foreach (var code in await papers.CurrenciesAsync(input.Document, input.Year, ct))
        {
            if (!input.Rates.TryGetValue(code, out var rate) || rate <= 0)
            {
                return new Refusal("rate_missing", TaxRefusalText.RateMissing(code), "rate-" + code);
            }
        }
        return null;
    }

    /// <summary>The last issued paper of each person; void ones too, which say that there is none.</summary>
    private async Task<Dictionary<Guid, TaxPaper>> BeforeAsync(string document, int year, CancellationToken ct)
    {
        var issued = await (
            from p in db.TaxPapers.AsNoTracking()
            join r in db.TaxRuns on p.RunId equals r.Id
            where r.Document == document && r.Year == year && r.State != RunState.Draft
            orderby r.Number
            select p
        ).ToListAsync(ct);
        return issued.GroupBy(p => p.MemberId).ToDictionary(g => g.Key, g => g.Last());
    }

    private async Task<TaxRun> RunOfAsync(PrepareInput input, Actor actor, CancellationToken ct)
    {
        var last = await db
            .TaxRuns.Where(r => r.Document == input.Document && r.Year == input.Year)
            .OrderByDescending(r => r.Number)
            .FirstOrDefaultAsync(ct);
        if (last is { State: RunState.Draft })
        {
            await db.TaxPapers.Where(p => p.RunId == last.Id).ExecuteDeleteAsync(ct);
            return last;
        }
        var run = new TaxRun
        {
            Id = Ids.New(db.Clock),
            Document = input.Document,
            Year = input.Year,
            Number = (last?.Number ?? 0) + 1,
            PreparedBy = actor.MemberId,
        };
        db.TaxRuns.Add(run);
        return run;
    }

    private List<TaxPaper> Write(TaxRun run, PaperSet set, Dictionary<Guid, TaxPaper> before)
    {
        var written = new List<TaxPaper>();
        foreach (var draft in set.Papers)
        {
            var content = JsonSerializer.Serialize(draft.Content, EventRegistry.Json);
            var old = before.GetValueOrDefault(draft.MemberId);
            if (old is { Kind: not PaperKind.Void } && old.Content == content)
            {
                continue;
            }
            var fresh = old is null or { Kind: PaperKind.Void };
            var kind = fresh ? PaperKind.Original : PaperKind.Corrected;
            written.Add(Paper(run, draft.MemberId, kind, fresh ? null : old!.Id, content, draft.Secrets));
        }
        var still = set.Papers.Select(p => p.MemberId).ToHashSet();
        foreach (var gone in before.Values.Where(p => p.Kind != PaperKind.Void && !still.Contains(p.MemberId)))
        {
            var content = JsonSerializer.Deserialize<PaperContent>(gone.Content, EventRegistry.Json)!;
            var none = content with { Months = [.. Enumerable.Repeat(new PaperMonth(0, 0, 0, 0, 0, 0), 12)] };
            var secrets = JsonSerializer.Deserialize<PaperSecrets>(
                vault.Unprotect(gone.MemberId, gone.ProtectedSecrets),
                EventRegistry.Json
            )!;
            var json = JsonSerializer.Serialize(none, EventRegistry.Json);
            written.Add(Paper(run, gone.MemberId, PaperKind.Void, gone.Id, json, secrets));
        }
        db.TaxPapers.AddRange(written);
        return written;
    }

    private TaxPaper Paper(
        TaxRun run,
        Guid memberId,
        PaperKind kind,
        Guid? corrects,
        string content,
        PaperSecrets secrets
    ) =>
        new()
        {
            Id = Ids.New(db.Clock),
            RunId = run.Id,
            MemberId = memberId,
            Document = run.Document,
            Year = run.Year,
            Kind = kind,
            CorrectsId = corrects,
            Content = content,
            ProtectedSecrets = vault.Protect(memberId, JsonSerializer.Serialize(secrets, EventRegistry.Json)),
        };

    private static RunTotals Totals(TaxPack pack, PaperSet set, List<TaxPaper> written)
    {
        var months = set.Papers.SelectMany(p => p.Content.Months).ToList();
        return new RunTotals(
            pack.Currency.Code,
            written.Count,
            months.Sum(m => m.Gross),
            months.Sum(m => m.Fee),
            months.Sum(m => m.Back),
            months.Sum(m => m.Withheld),
            months.Sum(m => m.Payments),
            set.Ledger,
            set.OnPapers,
            set.Elsewhere,
            set.BelowLimits,
            set.Incomplete
        );
    }
}
