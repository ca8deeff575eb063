using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>What the diary may know of an hourly contract, without asking who looks.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="Terms">The terms agreed at hire.</param>
/// <param name="History">Rates and limits.</param>
public sealed record HourlyContract(Contract Contract, HourlyTerms Terms, HourlyHistory History);

/// <summary>Hourly contracts for the modules right of this one: the diary, the weekly bill, disputes of hours.</summary>
public sealed class HourlyContracts(MetierDb db, ContractAccess access)
{
    /// <summary>The contract and the side of this person; null for strangers and for fixed-price contracts.</summary>
    public async Task<(HourlyContract Hourly, Side Side)?> ForPartyAsync(Guid id, Actor actor, CancellationToken ct) =>
        await access.ForPartyAsync(id, actor, ct) is var (contract, side) && contract.Kind == ContractKind.Hourly
            ? ((await WithHistoryAsync([contract], ct))[0], side)
            : null;

    /// <summary>The hourly contracts of these ids, for work that no person asked for.</summary>
    public async Task<List<HourlyContract>> OfAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        await WithHistoryAsync(
            await db.Contracts.Where(c => ids.Contains(c.Id) && c.Kind == ContractKind.Hourly).ToListAsync(ct),
            ct
        );

    /// <summary>Has an hourly contract that has not ended.</summary>
    public Task<bool> AnyOfFreelancerAsync(Guid freelancerId, CancellationToken ct) =>
        db.Contracts.AnyAsync(
            c => c.FreelancerId == freelancerId && c.Kind == ContractKind.Hourly && c.State != ContractState.Ended,
            ct
        );

    /// <summary>The freelancer's hourly contracts that have not ended, newest first; fifty at most.</summary>
    public async Task<List<HourlyContract>> OfFreelancerAsync(Guid freelancerId, CancellationToken ct) =>
        await WithHistoryAsync(
            await db
                .Contracts.Where(c =>
                    c.FreelancerId == freelancerId && c.Kind == ContractKind.Hourly && c.State != ContractState.Ended
                )
                .OrderByDescending(c => c.StartedAt)
                .ThenByDescending(c => c.Id)
                .Take(50)
                .ToListAsync(ct),
            ct
        );

    /// <summary>The rates and limits of these contracts as time went on; fixed-price contracts are left out.</summary>
    internal async Task<Dictionary<Guid, HourlyHistory>> HistoriesAsync(
        IReadOnlyCollection<Guid> ids,
        CancellationToken ct
    )
    {
        if (ids.Count == 0)
        {
            return [];
        }
        var rates = (
            await db.ContractRates.AsNoTracking().Where(r => ids.Contains(r.ContractId)).ToListAsync(ct)
        ).ToLookup(r => r.ContractId);
        var limits = (
            await db.ContractLimits.AsNoTracking().Where(l => ids.Contains(l.ContractId)).ToListAsync(ct)
        ).ToLookup(l => l.ContractId);
        return rates.ToDictionary(
            r => r.Key,
            r => new HourlyHistory(
                [.. r.OrderBy(x => x.At).ThenBy(x => x.Id)],
                [.. limits[r.Key].OrderBy(x => x.At).ThenBy(x => x.Id)]
            )
        );
    }

    private async Task<List<HourlyContract>> WithHistoryAsync(List<Contract> contracts, CancellationToken ct)
    {
        var histories = await HistoriesAsync(contracts.ConvertAll(c => c.Id), ct);
        return contracts.ConvertAll(c => new HourlyContract(c, c.Hourly!, histories[c.Id]));
    }
}
