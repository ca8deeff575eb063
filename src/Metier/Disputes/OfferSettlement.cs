using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Disputes;

/// <summary>What one side would settle for, as typed: the freelancer's part.</summary>
public sealed record SettlementInput(Guid RequestId, Guid DisputeId, string? ToFreelancer);

/// <summary>
/// Either side offers to settle: an amount for the freelancer between nothing and the whole, the rest for the client. The
/// newest offer of a side replaces its last. Who offers the other side everything gives in, which settles at once.
/// </summary>
public sealed class OfferSettlement(
    MetierDb db,
    DisputeAccess access,
    DisputeRecord record,
    MilestonesForDisputes milestones
)
{
    /// <summary>Answers with true when it settled at once.</summary>
    public Task<Outcome<bool>> RunAsync(SettlementInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        return db.WriteOnceAsync<bool>(
            $"dispute.offer:{actor.MemberId:N}",
            input.RequestId,
            input,
            () => OfferAsync(input, actor, ct),
            ct
        );
    }

    private async Task<Outcome<bool>> OfferAsync(SettlementInput input, Actor actor, CancellationToken ct)
    {
        if (await access.ForPartyAsync(input.DisputeId, actor, ct) is not var (dispute, side))
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
        var held = (await milestones.GetAsync(dispute.MilestoneId, ct)).Held;
        var reading = MoneyParser.Read(input.ToFreelancer, dispute.Unit, out var amount);
        if (reading != MoneyReading.Read)
        {
            return new Refusal("amount", MoneyParser.Problem(reading, dispute.Unit)!, "Offer.ToFreelancer");
        }
        if (amount.Minor < 0 || amount.Minor > held.Minor)
        {
            return new Refusal(
                "between_nothing_and_all",
                DisputeRefusalText.BetweenNothingAndAll(Formats.Money(held)),
                "Offer.ToFreelancer"
            );
        }
        if (dispute.Speak(side, db.Now) is { } refusal)
        {
            return refusal;
        }
        foreach (
            var last in await db
                .SettlementOffers.Where(o => o.DisputeId == dispute.Id && o.By == side && o.EndedAt == null)
                .ToListAsync(ct)
        )
        {
            last.EndedAt = db.Now;
        }
        // The index that lets each side have one offer must see the last one end before the new one begins.
        await db.SaveChangesAsync(ct);
        var offer = new SettlementOffer
        {
            Id = Ids.New(db.Clock),
            DisputeId = dispute.Id,
            By = side,
            MemberId = actor.MemberId,
            ToFreelancerMinor = amount.Minor,
            At = db.Now,
        };
        db.SettlementOffers.Add(offer);
        db.Audit(actor, "dispute.offered", dispute.Id, new { by = side, toFreelancer = amount.Minor });
        if (amount.Minor == (side == Side.Client ? held.Minor : 0))
        {
            offer.EndedAt = db.Now;
            var closed = await record.CloseAsync(dispute, DisputeOutcome.Agreed, amount.Minor, actor, ct);
            return closed.Ok ? true : Outcome<bool>.From(closed);
        }
        db.Raise(
            new SettlementOffered(
                dispute.Id,
                offer.Id,
                dispute.ClientId,
                dispute.FreelancerId,
                dispute.Title,
                side,
                amount
            )
        );
        return false;
    }
}
