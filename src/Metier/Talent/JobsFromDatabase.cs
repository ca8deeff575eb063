using Metier.Jobs;
using Metier.Ledger;
using Metier.Matching;
using Metier.Payments;
using Metier.Platform;

namespace Metier.Talent;

/// <summary>Finds jobs without the index. What only the index can filter by is left out, and said.</summary>
public sealed class JobsFromDatabase(
    OpenJobs open,
    PlainSearch plain,
    JobCards cards,
    MoneyViews money,
    TimeProvider clock
)
{
    /// <summary>One page, the newest first.</summary>
    public async Task<JobsFound> RunAsync(JobsQuery query, CancellationToken ct)
    {
        var (words, leftOut) = plain.Words(query.Text);
        var asked = Asked(query, words);
        var size = Math.Clamp(query.Size, 1, Paging.MostSize);
        var page = await open.PageAsync(asked, PlainSearch.Key(query.After), PlainSearch.Key(query.Before), size, ct);
        if (page.Keys.Count == 0 && (query.After ?? query.Before) is not null)
        {
            page = await open.PageAsync(asked, null, null, size, ct);
        }
        var shown = await cards.OpenAsync([.. page.Keys.Select(k => k.Id)], ct);
        var clients = shown.Values.Select(s => s.Job.ClientId).Distinct().ToList();
        var verified = (await money.WithVerifiedMethodAsync(clients, ct)).ToHashSet();
        var hits = page
            .Keys.Where(k => shown.ContainsKey(k.Id))
            .Select(k =>
            {
                var (job, client, standing) = shown[k.Id];
                return new JobHit(job, client, standing, verified.Contains(job.ClientId), Reasons.None);
            })
            .ToList();
        var (next, previous) = PlainSearch.Beside(page);
        return new JobsFound(hits.Count, hits.Count == 0 ? 0 : 1, hits, next, previous, Counts(), leftOut, false, [])
        {
            Preparing = true,
            NotApplied = query.PaymentVerified,
        };
    }

    private OpenJobsQuery Asked(JobsQuery query, IReadOnlyList<PlainWord> words) =>
        new()
        {
            Words = words,
            Skills = plain.Skills(query.Skills),
            Categories = plain.WithChildren(query.CategoryId),
            Payment = query.Payment,
            Rates = Bounds(query.RateFrom),
            Budgets = Bounds(query.BudgetFrom),
            Levels = query.Levels,
            Languages = query.Languages,
            Countries = query.Countries,
            PostedSince = query.PostedWithinDays is { } days ? clock.UtcNow().Date.AddDays(-days) : null,
            ProposalsFewerThan = query.ProposalsFewerThan,
            ClientHired = query.ClientHired,
        };

    private List<PriceBound>? Bounds(Money? least) =>
        least is { } amount
            ? [.. plain.Everywhere(amount).Select(m => new PriceBound(m.Currency.Code, m.Minor))]
            : null;

    /// <summary>Nothing is counted; what can be chosen is offered.</summary>
    private static JobCounts Counts() =>
        new(
            new Dictionary<string, int>(),
            new Dictionary<JobPayment, int>(),
            new Dictionary<JobLevel, int>(),
            [],
            [.. Countries.List.All.Select(c => new Counted<string>(c.Code, 0))],
            new Dictionary<int, int>(),
            new Dictionary<int, int>(),
            0,
            0
        );
}
