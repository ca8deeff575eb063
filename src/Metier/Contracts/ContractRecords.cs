namespace Metier.Contracts;

/// <summary>What freelancers have behind them, for profiles and lists.</summary>
public sealed class ContractRecords(FinishedWork work)
{
    /// <summary>How many contracts these freelancers finished and were paid for; people without any are left out.</summary>
    public async Task<Dictionary<Guid, int>> FinishedAsync(
        IReadOnlyCollection<Guid> freelancerIds,
        CancellationToken ct
    ) => (await work.OfAsync(freelancerIds, ct)).GroupBy(c => c.FreelancerId).ToDictionary(g => g.Key, g => g.Count());
}
