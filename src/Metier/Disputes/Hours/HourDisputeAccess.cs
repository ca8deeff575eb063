using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Disputes;

/// <summary>The only loader of disputes of hours: strangers get nothing, an arbiter never one of their own.</summary>
public sealed class HourDisputeAccess(MetierDb db)
{
    internal async Task<(HourDispute Dispute, Side Side)?> ForPartyAsync(Guid id, Actor actor, CancellationToken ct)
    {
        var clientId = actor.ClientId ?? Guid.Empty;
        var dispute = await db.HourDisputes.SingleOrDefaultAsync(
            d => d.Id == id && (d.FreelancerId == actor.MemberId || d.ClientId == clientId),
            ct
        );
        return dispute is null ? null : (dispute, dispute.SideOf(actor)!.Value);
    }

    internal async Task<HourDispute?> ForArbiterAsync(Guid id, Actor actor, CancellationToken ct)
    {
        if (!actor.May(StaffRoles.Arbiter))
        {
            return null;
        }
        var dispute = await db.HourDisputes.SingleOrDefaultAsync(d => d.Id == id, ct);
        return dispute?.SideOf(actor) is null ? dispute : null;
    }
}
