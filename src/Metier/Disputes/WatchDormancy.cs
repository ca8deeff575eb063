using Metier.Contracts;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Disputes;

/// <summary>Whatever happens to a milestone, the watch over its contract follows.</summary>
internal sealed class FollowMilestones(MetierDb db, ContractsForDormancy contracts, RuleOptions rules)
    : IHandle<MilestoneMoved>
{
    public async Task HandleAsync(MilestoneMoved happened, CancellationToken ct) =>
        await db.WriteAsync<Done>(
            async () =>
            {
                var idle = await contracts.FindAsync(happened.ContractId, ct);
                var watch = await db.Dormancies.SingleOrDefaultAsync(d => d.ContractId == happened.ContractId, ct);
                if (watch is null)
                {
                    if (idle is null)
                    {
                        return Done.It;
                    }
                    watch = new Dormancy
                    {
                        ContractId = idle.Id,
                        ClientId = idle.ClientId,
                        FreelancerId = idle.FreelancerId,
                        Title = idle.Title,
                    };
                    db.Dormancies.Add(watch);
                }
                watch.Follow(idle, rules);
                return Done.It;
            },
            ct
        );
}

/// <summary>
/// Forgotten money: notices on days 76 and 83, dormant on day 90, seven days for the client, seven for the freelancer, and
/// then it goes back to the client.
/// </summary>
internal sealed class DormancyDeadlines(
    MetierDb db,
    ContractsForDormancy contracts,
    FrozenMoney frozen,
    RuleOptions rules
) : Chore
{
    public override Task<DateTime?> NextDueAsync(CancellationToken ct)
    {
        var waits = frozen.Contracts;
        return db.Dormancies.Where(d => !waits.Contains(d.ContractId)).MinAsync(d => d.DueAt, ct);
    }

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var waits = frozen.Contracts;
        var due = await db
            .Dormancies.Where(d => d.DueAt <= now && !waits.Contains(d.ContractId))
            .OrderBy(d => d.DueAt)
            .ThenBy(d => d.ContractId)
            .Select(d => d.ContractId)
            .Take(200)
            .ToListAsync(ct);
        foreach (var id in due)
        {
            await db.WriteAsync<Done>(() => StepAsync(id, ct), ct);
            db.ChangeTracker.Clear();
        }
        return due.Count;
    }

    private async Task<Outcome<Done>> StepAsync(Guid contractId, CancellationToken ct)
    {
        var watch = await db.Dormancies.SingleAsync(d => d.ContractId == contractId, ct);
        if (watch.DueAt is not { } at || at > db.Now)
        {
            return Refusal.NotFound();
        }
        var idle = await contracts.FindAsync(contractId, ct);
        // Not everything a person does moves a milestone: what happened since is looked up before anything is decided.
        if (watch.Follow(idle, rules))
        {
            return Done.It;
        }
        var step = watch.Advance(rules, db.Now);
        if (step == DormancyStep.ClientToAct)
        {
            await contracts.RecordDormantAsync(contractId, ct);
        }
        else if (step == DormancyStep.GivenBack)
        {
            var request = Uuid5.Of(contractId, $"dormant/{watch.IdleSince.Ticks}");
            if (await contracts.GiveBackAsync(contractId, request, ct) is { } refusal)
            {
                return refusal;
            }
        }
        db.Audit(null, "dormancy.advanced", contractId, new { step, since = watch.IdleSince });
        db.Raise(
            new DormancyAdvanced(
                contractId,
                watch.ClientId,
                watch.FreelancerId,
                watch.Title,
                step,
                watch.IdleSince,
                watch.DueAt,
                idle!.Held
            )
        );
        return Done.It;
    }
}
