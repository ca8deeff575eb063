using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>A contract that has ended and on which money was released or hours were charged.</summary>
public sealed record FinishedContract(
    Guid ContractId,
    Guid FreelancerId,
    Guid ClientId,
    Guid JobId,
    DateTime EndedAt,
    long PaidMinor,
    string Currency
);

/// <summary>What freelancers have finished and were paid for: for the search index and for scores.</summary>
public sealed class FinishedWork(MetierDb db, HourlyStanding hourly)
{
    /// <summary>The finished and paid contracts of these freelancers, oldest first.</summary>
    public async Task<List<FinishedContract>> OfAsync(IReadOnlyCollection<Guid> freelancerIds, CancellationToken ct)
    {
        var ended = await db
            .Contracts.AsNoTracking()
            .Where(c => freelancerIds.Contains(c.FreelancerId) && c.State == ContractState.Ended && c.EndedAt != null)
            .OrderBy(c => c.EndedAt)
            .Select(c => new
            {
                c.Id,
                c.FreelancerId,
                c.ClientId,
                c.JobId,
                c.Kind,
                EndedAt = c.EndedAt!.Value,
                c.Currency,
            })
            .ToListAsync(ct);
        if (ended.Count == 0)
        {
            return [];
        }
        var ids = ended.ConvertAll(c => c.Id);
        var released = await db
            .Milestones.AsNoTracking()
            .Where(m => ids.Contains(m.ContractId))
            .GroupBy(m => m.ContractId)
            .Select(g => new { g.Key, Paid = g.Sum(m => m.ReleasedMinor) })
            .ToDictionaryAsync(g => g.Key, g => g.Paid, ct);
        var charged = await hourly.PaidAsync(
            [.. ended.Where(c => c.Kind == ContractKind.Hourly).Select(c => c.Id)],
            ct
        );
        return
        [
            .. ended
                .Select(c => new FinishedContract(
                    c.Id,
                    c.FreelancerId,
                    c.ClientId,
                    c.JobId,
                    c.EndedAt,
                    (c.Kind == ContractKind.Hourly ? charged : released).GetValueOrDefault(c.Id),
                    c.Currency
                ))
                .Where(c => c.PaidMinor > 0),
        ];
    }
}
