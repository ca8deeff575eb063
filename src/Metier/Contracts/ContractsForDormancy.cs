using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>A running contract with money set aside that no clock moves.</summary>
/// <param name="Since">The last due date or the last thing a person did, whichever is later.</param>
public sealed record IdleContract(Guid Id, string Title, Guid ClientId, Guid FreelancerId, Money Held, DateTime Since);

/// <summary>What the watch over forgotten money may know and do; each joins the caller's write transaction.</summary>
public sealed class ContractsForDormancy(MetierDb db, ContractAccess access, MilestoneMoney money)
{
    /// <summary>
    /// The contract when it runs and holds money that nobody has to answer for; else null. Delivered work, refund requests
    /// and disputes have deadlines of their own.
    /// </summary>
    public async Task<IdleContract?> FindAsync(Guid contractId, CancellationToken ct)
    {
        var contract = await db.Contracts.SingleAsync(c => c.Id == contractId, ct);
        if (contract.State != ContractState.Active)
        {
            return null;
        }
        var milestones = await db.Milestones.Where(m => m.ContractId == contractId).ToListAsync(ct);
        var held = milestones.Where(IsIdle).Sum(m => m.HeldMinor);
        if (held == 0)
        {
            return null;
        }
        var acted =
            await db
                .ContractEvents.Where(e => e.ContractId == contractId && e.MemberId != null)
                .MaxAsync(e => (DateTime?)e.At, ct)
            ?? contract.StartedAt;
        var due = milestones
            .Where(m => !m.IsClosed && m.DueOn is not null)
            .Max(m => (DateTime?)m.DueOn!.Value.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        return new IdleContract(
            contract.Id,
            contract.Title,
            contract.ClientId,
            contract.FreelancerId,
            contract.Unit.Minor(held),
            due > acted ? due.Value : acted
        );
    }

    /// <summary>A party says that work goes on: that is activity. False for strangers.</summary>
    public async Task<bool> KeepAsync(Guid contractId, Actor actor, CancellationToken ct)
    {
        if (await access.ForPartyAsync(contractId, actor, ct) is not ({ State: ContractState.Active } contract, _))
        {
            return false;
        }
        db.Record(contract, actor, "kept");
        return true;
    }

    /// <summary>Writes into the history that time made the contract dormant.</summary>
    public async Task RecordDormantAsync(Guid contractId, CancellationToken ct) =>
        db.Record(await db.Contracts.SingleAsync(c => c.Id == contractId, ct), null, "dormant");

    /// <summary>Everybody was silent: what is idle goes back to the client.</summary>
    public async Task<Refusal?> GiveBackAsync(Guid contractId, Guid requestId, CancellationToken ct)
    {
        var contract = await db.Contracts.SingleAsync(c => c.Id == contractId, ct);
        var milestones = await db.Milestones.Where(m => m.ContractId == contractId).ToListAsync(ct);
        foreach (var milestone in milestones.Where(IsIdle).OrderBy(m => m.Number))
        {
            if (await money.RefundAsync(requestId, contract, milestone, milestone.HeldMinor, null, ct) is { } refusal)
            {
                return refusal;
            }
        }
        return null;
    }

    private static bool IsIdle(Milestone m) =>
        // Agreed with money: what was left of another milestone was moved to it.
        m.HeldMinor > 0
        && (m.State is MilestoneState.Agreed or MilestoneState.Funded or MilestoneState.ChangesRequested);
}
