using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metier.Payments;

/// <summary>
/// The fees of today, in memory. What is shown before anyone commits comes from here; what is frozen into what they agree to is
/// read from the database.
/// </summary>
public sealed class FeeSchedules(RuleOptions rules, TimeProvider clock)
{
    private volatile IReadOnlyList<FeeLine> known = [];

    /// <summary>The schedule a contract in this currency would be made under now.</summary>
    public FeeTerms Current(Currency currency) => At(known, currency, clock.UtcNow());

    /// <summary>The same, as the database says: for what is frozen.</summary>
    internal async Task<FeeTerms> ExactAsync(MetierDb db, Currency currency, CancellationToken ct) =>
        At(await ReadAsync(db, ct), currency, db.Now);

    /// <summary>Reads what has been set; other nodes may have.</summary>
    internal async Task LearnAsync(MetierDb db, CancellationToken ct) => known = await ReadAsync(db, ct);

    /// <summary>Every schedule, in the order of their beginnings; what was set later for the same day comes later.</summary>
    internal static async Task<IReadOnlyList<FeeLine>> ReadAsync(MetierDb db, CancellationToken ct)
    {
        var rows = await db
            .FeeSchedules.AsNoTracking()
            .OrderBy(f => f.ValidFrom)
            .ThenBy(f => f.CreatedAt)
            .ThenBy(f => f.Id)
            .ToListAsync(ct);
        return rows.ConvertAll(r => r.Line());
    }

    /// <summary>What the configuration says, before anything was set.</summary>
    internal FeeLine Configured(FeePayer payer) =>
        new(
            Guid.Empty,
            payer,
            null,
            [new FeeTier(null, payer == FeePayer.Client ? rules.ProcessingFeePpm : rules.ServiceFeePpm)],
            0,
            0,
            null,
            null
        );

    /// <summary>What one side pays at a moment: the currency's own schedule, else the one for all, else the configuration's.</summary>
    internal FeeLine LineAt(IReadOnlyList<FeeLine> lines, FeePayer payer, Currency currency, DateTime at) =>
        lines.LastOrDefault(l => l.Payer == payer && l.ValidFrom <= at && ReferenceEquals(l.Currency, currency))
        ?? lines.LastOrDefault(l => l.Payer == payer && l.ValidFrom <= at && l.Currency is null)
        ?? Configured(payer);

    internal FeeTerms At(IReadOnlyList<FeeLine> lines, Currency currency, DateTime at)
    {
        var client = LineAt(lines, FeePayer.Client, currency, at);
        var freelancer = LineAt(lines, FeePayer.Freelancer, currency, at);
        return new FeeTerms(
            currency,
            client.Steps[0].Ppm,
            freelancer.Steps,
            client.FixedMinor,
            client.MinimumMinor,
            client.MaximumMinor,
            freelancer.FixedMinor,
            freelancer.MinimumMinor,
            freelancer.MaximumMinor
        );
    }
}

/// <summary>Reads the fees for their pages.</summary>
public sealed class FeeViews(MetierDb db, FeeSchedules schedules)
{
    /// <summary>
    /// What both sides have paid and will pay: for each of them and each currency the lines from the newest to the start. A line
    /// that another took the place of before it began is left out.
    /// </summary>
    public async Task<IReadOnlyList<FeeLine>> HistoryAsync(CancellationToken ct)
    {
        var lines = await FeeSchedules.ReadAsync(db, ct);
        return
        [
            .. lines
                .GroupBy(l => (l.Payer, l.Currency?.Code, l.ValidFrom))
                .Select(g => g.Last())
                .Append(schedules.Configured(FeePayer.Client))
                .Append(schedules.Configured(FeePayer.Freelancer))
                .OrderBy(l => l.Payer)
                .ThenBy(l => l.Currency?.Code ?? "", StringComparer.Ordinal)
                .ThenByDescending(l => l.ValidFrom ?? DateTime.MinValue),
        ];
    }

    /// <summary>Everything that was ever set, the newest first; at most the last 200.</summary>
    public async Task<IReadOnlyList<FeeLine>> SetAsync(CancellationToken ct)
    {
        var rows = await db.FeeSchedules.AsNoTracking().OrderByDescending(f => f.Id).Take(200).ToListAsync(ct);
        return rows.ConvertAll(r => r.Line());
    }
}

/// <summary>Looks every half minute whether another node has set fees.</summary>
internal sealed class FollowFees(FeeSchedules fees, IServiceScopeFactory scopes, ILogger<FollowFees> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await fees.LearnAsync(scope.ServiceProvider.GetRequiredService<MetierDb>(), stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning(e, "The fees could not be read");
            }
        }
    }
}
