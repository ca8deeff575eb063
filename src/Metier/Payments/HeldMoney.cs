using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>Why money is held.</summary>
public enum HeldFor
{
    /// <summary>Set aside for a milestone.</summary>
    Milestone,

    /// <summary>Billed for a week of hours and in review.</summary>
    Week,

    /// <summary>Earned, within the security period.</summary>
    Earning,

    /// <summary>On its way to a freelancer's account.</summary>
    Payout,
}

/// <summary>Money that is held for somebody.</summary>
/// <param name="Id">The milestone, week, earning or payout.</param>
/// <param name="For">Why.</param>
/// <param name="Amount">How much.</param>
/// <param name="ClientId">Whose it was; null for a payout.</param>
/// <param name="FreelancerId">Whose it may become.</param>
/// <param name="ContractId">The contract; null for a payout.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="Until">Until when; null when a person decides.</param>
/// <param name="Silence">What silence does at that moment to a milestone's money.</param>
public sealed record HeldLine(
    Guid Id,
    HeldFor For,
    Money Amount,
    Guid? ClientId,
    Guid FreelancerId,
    Guid? ContractId,
    DateTime Since,
    DateTime? Until,
    HeldSilence Silence = HeldSilence.None
);

/// <summary>What happens to held money when nobody says anything.</summary>
public enum HeldSilence
{
    /// <summary>Nothing: a person decides.</summary>
    None,

    /// <summary>It is released to the freelancer.</summary>
    Releases,

    /// <summary>It goes back to the client.</summary>
    GoesBack,
}

/// <summary>Knows until when the money of a milestone waits for somebody. The module that owns milestones registers one.</summary>
public abstract class HeldDates
{
    /// <summary>Of these milestones those that a clock runs for.</summary>
    public abstract Task<Dictionary<Guid, (DateTime Until, HeldSilence Silence)>> OfAsync(
        IReadOnlyCollection<Guid> milestoneIds,
        CancellationToken ct
    );
}

/// <summary>All money that is held, for finance; and one side's.</summary>
public sealed class HeldMoney(MetierDb db, IEnumerable<HeldDates> clocks)
{
    /// <summary>Lines per page.</summary>
    public const int PageSize = 50;

    /// <summary>What is held for one reason, the longest first, after a key; one more than a page when there is a next one.</summary>
    public Task<List<HeldLine>> ListAsync(HeldFor why, (DateTime At, Guid Id)? after, CancellationToken ct) =>
        why switch
        {
            HeldFor.Milestone => HoldingsAsync(week: false, after, ct),
            HeldFor.Week => HoldingsAsync(week: true, after, ct),
            HeldFor.Earning => EarningsAsync(after, ct),
            _ => PayoutsAsync(after, ct),
        };

    private async Task<List<HeldLine>> HoldingsAsync(bool week, (DateTime At, Guid Id)? after, CancellationToken ct)
    {
        var query = db
            .Holdings.AsNoTracking()
            .Where(h =>
                (h.Week != null) == week
                && h.FundedMinor + h.RolledInMinor - h.ReleasedMinor - h.RefundedMinor - h.RolledOutMinor != 0
            );
        if (after is var (at, id))
        {
            query = query.Where(h => h.FundedAt > at || (h.FundedAt == at && h.Id.CompareTo(id) > 0));
        }
        return await LinesAsync(query.OrderBy(h => h.FundedAt).ThenBy(h => h.Id).Take(PageSize + 1), ct);
    }

    /// <summary>What is set aside for the milestones of one side, the first clock first; at most a page.</summary>
    public async Task<List<HeldLine>> MilestonesOfAsync(StatementSide side, Guid partyId, CancellationToken ct)
    {
        var query = db
            .Holdings.AsNoTracking()
            .Where(h => side == StatementSide.Client ? h.ClientId == partyId : h.FreelancerId == partyId)
            .Where(h =>
                h.Week == null
                && h.FundedMinor + h.RolledInMinor - h.ReleasedMinor - h.RefundedMinor - h.RolledOutMinor != 0
            );
        var lines = await LinesAsync(query.OrderBy(h => h.FundedAt).ThenBy(h => h.Id).Take(PageSize), ct);
        return [.. lines.OrderBy(l => l.Until ?? DateTime.MaxValue)];
    }

    private async Task<List<HeldLine>> LinesAsync(IQueryable<Holding> query, CancellationToken ct)
    {
        var rows = await query.ToListAsync(ct);
        var dates = new Dictionary<Guid, (DateTime Until, HeldSilence Silence)>();
        var milestones = rows.Where(h => h.Week is null).Select(h => h.Id).ToList();
        foreach (var clock in milestones.Count == 0 ? [] : clocks)
        {
            foreach (var (id, date) in await clock.OfAsync(milestones, ct))
            {
                dates[id] = date;
            }
        }
        return rows.ConvertAll(h =>
        {
            var known = dates.TryGetValue(h.Id, out var date);
            return new HeldLine(
                h.Id,
                h.Week is null ? HeldFor.Milestone : HeldFor.Week,
                h.Left,
                h.ClientId,
                h.FreelancerId,
                h.ContractId,
                h.FundedAt,
                // The review of a week ends on the Friday after it, 24:00.
                known ? date.Until : h.Week?.AddDays(12).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
                known ? date.Silence : HeldSilence.None
            );
        });
    }

    private async Task<List<HeldLine>> EarningsAsync((DateTime At, Guid Id)? after, CancellationToken ct)
    {
        var query = db.Earnings.AsNoTracking().Where(e => e.AvailableSince == null);
        if (after is var (at, id))
        {
            query = query.Where(e => e.EarnedAt > at || (e.EarnedAt == at && e.Id.CompareTo(id) > 0));
        }
        var rows = await query.OrderBy(e => e.EarnedAt).ThenBy(e => e.Id).Take(PageSize + 1).ToListAsync(ct);
        return rows.ConvertAll(e => new HeldLine(
            e.Id,
            HeldFor.Earning,
            e.Unit.Minor(e.NetLeftMinor),
            e.ClientId,
            e.FreelancerId,
            e.ContractId,
            e.EarnedAt,
            e.AvailableAt
        ));
    }

    private async Task<List<HeldLine>> PayoutsAsync((DateTime At, Guid Id)? after, CancellationToken ct)
    {
        var query = db.Payouts.AsNoTracking().Where(p => p.EndedAt == null);
        if (after is var (at, id))
        {
            query = query.Where(p => p.CreatedAt > at || (p.CreatedAt == at && p.Id.CompareTo(id) > 0));
        }
        var rows = await query.OrderBy(p => p.CreatedAt).ThenBy(p => p.Id).Take(PageSize + 1).ToListAsync(ct);
        return rows.ConvertAll(p => new HeldLine(
            p.Id,
            HeldFor.Payout,
            p.Sent,
            null,
            p.FreelancerId,
            null,
            p.CreatedAt,
            p.ExpectedAt
        ));
    }
}
