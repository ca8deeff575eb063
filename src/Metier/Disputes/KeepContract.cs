using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Disputes;

/// <summary>Either side says that work on a quiet contract goes on: the 90 days begin anew.</summary>
public sealed class KeepContract(MetierDb db, ContractsForDormancy contracts, RuleOptions rules)
{
    /// <summary>Only while the contract is falling asleep.</summary>
    public Task<Outcome<Done>> RunAsync(Guid contractId, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (!await contracts.KeepAsync(contractId, actor, ct))
                {
                    return Refusal.NotFound();
                }
                // The activity is asked of the database.
                await db.SaveChangesAsync(ct);
                var watch = await db.Dormancies.SingleOrDefaultAsync(d => d.ContractId == contractId, ct);
                if (watch is not { IsShown: true })
                {
                    return new Refusal("not_dormant", DisputeRefusalText.NotDormant);
                }
                watch.Follow(await contracts.FindAsync(contractId, ct), rules);
                return Done.It;
            },
            ct
        );
}
