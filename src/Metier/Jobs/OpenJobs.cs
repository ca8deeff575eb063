using System.Linq.Expressions;
using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Jobs;

/// <summary>What is asked of open jobs in plain columns. Only what is set filters.</summary>
public sealed record OpenJobsQuery
{
    /// <summary>Each of these must be there, or not.</summary>
    public IReadOnlyList<PlainWord> Words { get; init; } = [];

    /// <summary>For each skill asked for, the ids it may be stored under.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Skills { get; init; } = [];

    /// <summary>Any of these categories; null for any.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>By the hour or at a fixed price; null for both.</summary>
    public JobPayment? Payment { get; init; }

    /// <summary>Hourly jobs pay at least this, in minor units, for every currency that can be compared; null for any.</summary>
    public IReadOnlyList<PriceBound>? Rates { get; init; }

    /// <summary>Fixed prices are at least this; as <see cref="Rates"/>.</summary>
    public IReadOnlyList<PriceBound>? Budgets { get; init; }
    public IReadOnlyList<JobLevel> Levels { get; init; } = [];
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Of the client.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>UTC.</summary>
    public DateTime? PostedSince { get; init; }
    public int? ProposalsFewerThan { get; init; }
    public bool ClientHired { get; init; }
}

/// <summary>The least price in one currency.</summary>
public sealed record PriceBound(string Currency, long Least);

/// <summary>Lists jobs straight from their tables, the newest first, while nothing better is ready.</summary>
public sealed class OpenJobs(MetierDb db, MemberViews members)
{
    /// <summary>One page after or before a key; without one the first.</summary>
    public async Task<PlainPage> PageAsync(
        OpenJobsQuery query,
        (DateTime At, Guid Id)? after,
        (DateTime At, Guid Id)? before,
        int size,
        CancellationToken ct
    )
    {
        var open = Wanted(Priced(Filtered(query), query), query);
        if (before is { } first)
        {
            var newer = await open.Where(j =>
                    j.PostedAt > first.At || (j.PostedAt == first.At && j.Id.CompareTo(first.Id) > 0)
                )
                .OrderBy(j => j.PostedAt)
                .ThenBy(j => j.Id)
                .Take(size + 1)
                .Select(j => new { At = j.PostedAt!.Value, j.Id })
                .ToListAsync(ct);
            return new PlainPage(
                [.. newer.Take(size).Reverse().Select(j => (j.At, j.Id))],
                HasNext: true,
                HasPrevious: newer.Count > size
            );
        }
        if (after is { } last)
        {
            open = open.Where(j => j.PostedAt < last.At || (j.PostedAt == last.At && j.Id.CompareTo(last.Id) < 0));
        }
        var found = await open.OrderByDescending(j => j.PostedAt)
            .ThenByDescending(j => j.Id)
            .Take(size + 1)
            .Select(j => new { At = j.PostedAt!.Value, j.Id })
            .ToListAsync(ct);
        return new PlainPage(
            [.. found.Take(size).Select(j => (j.At, j.Id))],
            found.Count > size,
            HasPrevious: after is not null
        );
    }

    private IQueryable<Job> Filtered(OpenJobsQuery query)
    {
        var skills = db.JobSkills;
        var suspended = members.SuspendedClients();
        var open = db
            .Jobs.AsNoTracking()
            .Where(j => j.State == JobState.Open && j.Visibility == JobVisibility.Everyone && j.RemovedAt == null)
            .Where(j => j.PostedAt != null && !suspended.Contains(j.ClientId));
        foreach (var ids in query.Skills)
        {
            open = open.Where(j => skills.Any(s => s.JobId == j.Id && ids.Contains(s.SkillId)));
        }
        if (query.Categories is { } categories)
        {
            open = open.Where(j => j.CategoryId != null && categories.Contains(j.CategoryId));
        }
        if (query.Levels is { Count: > 0 } levels)
        {
            open = open.Where(j => j.Level != null && levels.Contains(j.Level.Value));
        }
        if (query.Languages is { Count: > 0 } languages)
        {
            open = open.Where(j => languages.Contains(j.Language));
        }
        if (query.PostedSince is { } since)
        {
            open = open.Where(j => j.PostedAt >= since);
        }
        if (query.ProposalsFewerThan is { } fewer)
        {
            open = open.Where(j => j.Proposals < fewer);
        }
        if (query.Countries is { Count: > 0 } countries)
        {
            var there = db.Set<Client>().Where(c => countries.Contains(c.Country)).Select(c => c.Id);
            open = open.Where(j => there.Contains(j.ClientId));
        }
        if (query.ClientHired)
        {
            var all = db.Jobs;
            open = open.Where(j => all.Any(other => other.ClientId == j.ClientId && other.Hires > 0));
        }
        return open;
    }

    private static IQueryable<Job> Priced(IQueryable<Job> open, OpenJobsQuery query)
    {
        open = query.Payment is { } payment ? open.Where(j => j.Payment == payment) : open;
        // A bound for one kind of pay says nothing of the other, and an open price reaches any amount.
        if (query.Rates is { } rates)
        {
            open = open.Where(
                Conditions.Any(
                    rates.Select(Reaches).Append(j => j.Payment != JobPayment.Hourly || j.PriceMaxMinor == null)
                )
            );
        }
        if (query.Budgets is { } budgets)
        {
            open = open.Where(
                Conditions.Any(
                    budgets.Select(Reaches).Append(j => j.Payment != JobPayment.FixedPrice || j.PriceMaxMinor == null)
                )
            );
        }
        return open;
    }

    private IQueryable<Job> Wanted(IQueryable<Job> open, OpenJobsQuery query)
    {
        var skills = db.JobSkills;
        foreach (var (text, ids, unwanted) in query.Words)
        {
            var there = Conditions.Any([
                Conditions.Contains<Job>(j => j.Title, text, db.Dialect),
                Conditions.Contains<Job>(j => j.Description, text, db.Dialect),
                j => skills.Any(s => s.JobId == j.Id && ids.Contains(s.SkillId)),
            ]);
            open = open.Where(unwanted ? Conditions.Not(there) : there);
        }
        return open;
    }

    private static Expression<Func<Job, bool>> Reaches(PriceBound bound)
    {
        var (currency, least) = (bound.Currency, bound.Least);
        return j => j.Currency == currency && j.PriceMaxMinor >= least;
    }
}
