using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>
/// While a chargeback of a client is not decided, all its running contracts rest: nobody should do more work for somebody whose
/// bank takes money back. Looks at how things are, not at what happened, so that it does not matter in which order it hears.
/// </summary>
internal sealed class HoldForChargebacks(MetierDb db, ChargebackViews chargebacks)
    : IHandle<ChargebackOpened>,
        IHandle<ChargebackClosed>
{
    public Task HandleAsync(ChargebackOpened happened, CancellationToken ct) => FollowAsync(happened.ClientId, ct);

    public Task HandleAsync(ChargebackClosed happened, CancellationToken ct) => FollowAsync(happened.ClientId, ct);

    private Task FollowAsync(Guid clientId, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var open = await chargebacks.IsOpenAsync(clientId, ct);
                var contracts = await db
                    .Contracts.Where(c =>
                        c.ClientId == clientId && c.State != ContractState.Ended && (c.ChargebackSince == null) == open
                    )
                    .OrderBy(c => c.Id)
                    .ToListAsync(ct);
                foreach (var contract in contracts)
                {
                    contract.ChargebackSince = open ? db.Now : null;
                    if (open)
                    {
                        Pauses.RecordPaused(db, contract, null, PauseCause.Chargeback);
                    }
                    else
                    {
                        Pauses.RecordResumed(db, contract, null, PauseCause.Chargeback);
                    }
                }
                return Done.It;
            },
            ct
        );
}
