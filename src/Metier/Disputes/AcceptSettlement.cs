using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Disputes;

/// <summary>One side accepts the other's offer: the money is divided at once, and the dispute is over.</summary>
public sealed class AcceptSettlement(MetierDb db, DisputeAccess access, DisputeRecord record)
{
    /// <summary><paramref name="offerId"/> is the offer that was read; a newer one is not accepted in its place.</summary>
    public Task<Outcome<Done>> RunAsync(
        Guid disputeId,
        Guid offerId,
        Guid requestId,
        Actor actor,
        CancellationToken ct
    ) =>
        db.WriteOnceAsync<Done>(
            $"dispute.accept:{actor.MemberId:N}",
            requestId,
            new { disputeId, offerId },
            async () =>
            {
                if (await access.ForPartyAsync(disputeId, actor, ct) is not var (dispute, side))
                {
                    return Refusal.NotFound();
                }
                if (side == Side.Client && actor.RefuseToHire() is { } mayNot)
                {
                    return mayNot;
                }
                if (dispute.Over(db.Now) is { } over)
                {
                    return over;
                }
                var offer = await db.SettlementOffers.SingleOrDefaultAsync(
                    o => o.Id == offerId && o.DisputeId == disputeId && o.By != side,
                    ct
                );
                if (offer is null)
                {
                    return Refusal.NotFound();
                }
                if (offer.EndedAt is not null)
                {
                    return new Refusal("offer_replaced", DisputeRefusalText.OfferReplaced);
                }
                db.Audit(actor, "dispute.accepted", dispute.Id, new { offer = offer.Id, offer.ToFreelancerMinor });
                return await record.CloseAsync(dispute, DisputeOutcome.Agreed, offer.ToFreelancerMinor, actor, ct);
            },
            ct
        );
}
