using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>The only loader of contracts and offers: strangers get nothing, as if it did not exist.</summary>
public sealed class ContractAccess(MetierDb db)
{
    internal async Task<(Contract Contract, Side Side)?> ForPartyAsync(Guid id, Actor actor, CancellationToken ct)
    {
        var clientId = actor.ClientId ?? Guid.Empty;
        var contract = await db.Contracts.SingleOrDefaultAsync(
            c => c.Id == id && (c.FreelancerId == actor.MemberId || c.ClientId == clientId),
            ct
        );
        return contract is null ? null : (contract, contract.SideOf(actor)!.Value);
    }

    /// <summary>The contract and one of its milestones, by its number.</summary>
    internal async Task<(Contract Contract, Milestone Milestone, Side Side)?> ForMilestoneAsync(
        Guid contractId,
        int number,
        Actor actor,
        CancellationToken ct
    )
    {
        if (await ForPartyAsync(contractId, actor, ct) is not var (contract, side))
        {
            return null;
        }
        var milestone = await db.Milestones.SingleOrDefaultAsync(
            m => m.ContractId == contractId && m.Number == number,
            ct
        );
        return milestone is null ? null : (contract, milestone, side);
    }

    internal async Task<(Offer Offer, Side Side)?> ForOfferAsync(Guid id, Actor actor, CancellationToken ct)
    {
        var clientId = actor.ClientId ?? Guid.Empty;
        var offer = await db.Offers.SingleOrDefaultAsync(
            o => o.Id == id && (o.ClientId == clientId || (o.FreelancerId == actor.MemberId && o.SentAt != null)),
            ct
        );
        return offer is null ? null : (offer, offer.ClientId == actor.ClientId ? Side.Client : Side.Freelancer);
    }
}

/// <summary>Writing a contract's history and telling the others, in the same transaction.</summary>
internal static class Histories
{
    /// <summary>Answers with the line's id.</summary>
    public static Guid Record(
        this MetierDb db,
        Contract contract,
        Actor? actor,
        string kind,
        Milestone? milestone = null,
        long? amount = null,
        string text = ""
    )
    {
        var line = Ids.New(db.Clock);
        db.ContractEvents.Add(
            new ContractEvent
            {
                Id = line,
                ContractId = contract.Id,
                At = db.Now,
                MemberId = actor?.MemberId,
                Kind = kind,
                Milestone = milestone?.Number,
                AmountMinor = amount,
                Text = text,
            }
        );
        db.Audit(
            actor,
            (milestone is null ? "contract." : "milestone.") + kind,
            milestone?.Id ?? contract.Id,
            new
            {
                contract = contract.Id,
                amount,
                state = milestone?.State,
            }
        );
        if (milestone is not null)
        {
            Side? by = actor is null ? null : contract.SideOf(actor);
            db.Raise(
                new MilestoneMoved(
                    contract.Id,
                    milestone.Id,
                    milestone.Number,
                    kind,
                    contract.ClientId,
                    contract.FreelancerId,
                    by,
                    contract.Unit.Minor(amount ?? milestone.AmountMinor),
                    line,
                    actor?.MemberId,
                    milestone.Title
                )
            );
        }
        return line;
    }
}
