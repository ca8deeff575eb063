using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>What freelancers have behind them, for profiles and lists.</summary>
public sealed class ContractRecords(MetierDb db)
{
    /// <summary>How many contracts these freelancers finished and were paid for; people without any are left out.</summary>
    public Task<Dictionary<Guid, int>> FinishedAsync(IReadOnlyCollection<Guid> freelancerIds, CancellationToken ct) =>
        db
            .Contracts.AsNoTracking()
            .Where(c =>
                freelancerIds.Contains(c.FreelancerId)
                && c.State == ContractState.Ended
                && db.Set<Milestone>().Any(m => m.ContractId == c.Id && m.ReleasedMinor > 0)
            )
            .GroupBy(c => c.FreelancerId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);
}
