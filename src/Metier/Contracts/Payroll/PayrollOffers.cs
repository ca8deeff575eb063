using System.Text.Json;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>What the module of payroll does with offers and contracts; everything joins the caller's write transaction.</summary>
public sealed class PayrollOffers(MetierDb db, ContractAccess access, OfferFees fees)
{
    /// <summary>The offer and the side of this person; null for strangers, and for the freelancer before it was sent.</summary>
    public Task<(Offer Offer, Side Side)?> ForPartyAsync(Guid offerId, Actor actor, CancellationToken ct) =>
        access.ForOfferAsync(offerId, actor, ct);

    /// <summary>The offer of this id, for what no person asked for.</summary>
    public Task<Offer> GetAsync(Guid offerId, CancellationToken ct) => db.Offers.SingleAsync(o => o.Id == offerId, ct);

    /// <summary>
    /// A draft by the hour is offered as payroll, or as freelance again with null. What was sent is not turned into employment under the
    /// eyes of its reader: it is taken back and offered anew.
    /// </summary>
    public async Task<Refusal?> SetAsync(Offer offer, PayrollTerms? payroll, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(offer);
        if (offer.State != OfferState.Draft)
        {
            return new Refusal(
                "offer_state",
                ContractRefusalText.OfferState(ContractStateText.Find("offer" + offer.State) ?? "")
            );
        }
        var terms = offer.Terms with { Payroll = payroll };
        offer.TermsJson = JsonSerializer.Serialize(terms, EventRegistry.Json);
        await fees.FreezeAsync(offer, ct);
        db.Audit(actor, "offer.payroll", offer.Id, new { payroll });
        return null;
    }

    /// <summary>The contract of an offer; null while there is none.</summary>
    public Task<Contract?> ContractAsync(Guid offerId, CancellationToken ct) =>
        db.Contracts.SingleOrDefaultAsync(c => c.OfferId == offerId, ct);

    /// <summary>The contracts of these offers.</summary>
    public Task<Dictionary<Guid, Contract>> ContractsAsync(IReadOnlyCollection<Guid> offerIds, CancellationToken ct) =>
        db.Contracts.AsNoTracking().Where(c => offerIds.Contains(c.OfferId)).ToDictionaryAsync(c => c.OfferId, ct);

    /// <summary>A contract by its id.</summary>
    public Task<Contract> ByIdAsync(Guid contractId, CancellationToken ct) =>
        db.Contracts.SingleAsync(c => c.Id == contractId, ct);

    /// <summary>The titles of these offers.</summary>
    public async Task<Dictionary<Guid, string>> TitlesAsync(IReadOnlyCollection<Guid> offerIds, CancellationToken ct) =>
        (await db.Offers.AsNoTracking().Where(o => offerIds.Contains(o.Id)).ToListAsync(ct)).ToDictionary(
            o => o.Id,
            o => o.Terms.Title
        );

    /// <summary>No time may be logged on this contract until the partner says so: onboarding, or the partner's own pause.</summary>
    public void Hold(Contract contract, Actor? actor)
    {
        ArgumentNullException.ThrowIfNull(contract);
        if (contract.PayrollHoldSince is null)
        {
            contract.PayrollHoldSince = db.Now;
            Pauses.RecordPaused(db, contract, actor, PauseCause.Payroll);
        }
    }

    /// <summary>The partner's side of the contract is in order: time may be logged from now on.</summary>
    public void Free(Contract contract, Actor? actor)
    {
        ArgumentNullException.ThrowIfNull(contract);
        if (contract.PayrollHoldSince is not null)
        {
            contract.PayrollHoldSince = null;
            Pauses.RecordResumed(db, contract, actor, PauseCause.Payroll);
        }
    }
}
