using System.Text.Json;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Metier.Proposals;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>Writes an offer for a proposal: makes the draft, or changes it; one living offer per proposal.</summary>
public sealed class SaveOffer(
    MetierDb db,
    ContractAccess access,
    ProposalsForOffers proposals,
    HourlyReadiness readiness,
    ContractRoom room,
    OfferFees fees,
    OfferGates gates,
    RuleOptions rules
)
{
    /// <summary>Answers with the offer's id. A sent offer may be rewritten until it is answered: it then has to be sent again.</summary>
    public Task<Outcome<Guid>> RunAsync(Guid proposalId, OfferTyped typed, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Guid>(
            async () =>
            {
                if (await proposals.FindAsync(proposalId, actor, ct) is not { } proposal)
                {
                    return Refusal.NotFound();
                }
                if (actor.RefuseToHire() is { } mayNot)
                {
                    return mayNot;
                }
                var terms = OfferForm.Read(
                    typed,
                    proposal.Hourly,
                    Currency.Of(proposal.Currency),
                    DateOnly.FromDateTime(db.Now),
                    rules
                );
                if (!terms.Ok)
                {
                    return Outcome<Guid>.From(terms);
                }
                var offer = await db.Offers.SingleOrDefaultAsync(
                    o => o.ProposalId == proposalId && o.EndedAt == null,
                    ct
                );
                if (offer is null)
                {
                    if (!proposal.CanBeOffered)
                    {
                        return new Refusal("proposal_closed", ContractRefusalText.ProposalClosed);
                    }
                    offer = new Offer
                    {
                        Id = Ids.New(db.Clock),
                        JobId = proposal.JobId,
                        ProposalId = proposal.Id,
                        ClientId = proposal.ClientId,
                        FreelancerId = proposal.FreelancerId,
                        Currency = proposal.Currency,
                        State = OfferState.Draft,
                        TermsJson = "",
                        FeeTermsJson = "",
                        CreatedAt = db.Now,
                    };
                    db.Offers.Add(offer);
                }
                else if (offer.State != OfferState.Draft)
                {
                    return new Refusal(
                        "offer_state",
                        ContractRefusalText.OfferState(ContractStateText.Find("offer" + offer.State) ?? "")
                    );
                }
                var payroll = offer.TermsJson.Length == 0 ? null : offer.Terms.Payroll;
                offer.TermsJson = JsonSerializer.Serialize(terms.Value with { Payroll = payroll }, EventRegistry.Json);
                await fees.FreezeAsync(offer, ct);
                db.Audit(actor, "offer.saved", offer.Id);
                return offer.Id;
            },
            ct
        );

    /// <summary>Sends new terms in answer to a change request; the offer's seven days start anew.</summary>
    public Task<Outcome<Guid>> ResendAsync(Guid offerId, OfferTyped typed, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Guid>(
            async () =>
            {
                if (await access.ForOfferAsync(offerId, actor, ct) is not (var offer, Side.Client))
                {
                    return Refusal.NotFound();
                }
                if (actor.RefuseToHire() is { } mayNot)
                {
                    return mayNot;
                }
                var terms = OfferForm.Read(
                    typed,
                    offer.Terms.Hourly is not null,
                    Currency.Of(offer.Currency),
                    DateOnly.FromDateTime(db.Now),
                    rules
                );
                if (!terms.Ok)
                {
                    return Outcome<Guid>.From(terms);
                }
                if (await readiness.RefuseAsync(terms.Value, offer.ClientId, Side.Client, ct) is { } unready)
                {
                    return unready;
                }
                if (!offer.IsOpen || offer.Send(db.Now, rules) is { })
                {
                    return new Refusal(
                        "offer_state",
                        ContractRefusalText.OfferState(ContractStateText.Find("offer" + offer.State) ?? "")
                    );
                }
                var payroll = offer.Terms.Payroll;
                offer.TermsJson = JsonSerializer.Serialize(terms.Value with { Payroll = payroll }, EventRegistry.Json);
                if (await gates.RefuseAsync(offer, Side.Client, ct) is { } closed)
                {
                    return closed;
                }
                foreach (
                    var change in await db
                        .OfferChanges.Where(c => c.OfferId == offerId && c.AnsweredAt == null)
                        .ToListAsync(ct)
                )
                {
                    change.AnsweredAt = db.Now;
                }
                await fees.FreezeAsync(offer, ct);
                await room.OfferAsync(offer, "offer_changed", "", actor, ct);
                db.Audit(actor, "offer.sent", offer.Id, offer.Terms);
                db.Raise(new OfferSent(offer.Id, offer.JobId, offer.ClientId, offer.FreelancerId, Ids.New(db.Clock)));
                return offer.Id;
            },
            ct
        );
}

/// <summary>Sends a draft to the freelancer.</summary>
public sealed class SendOffer(
    MetierDb db,
    ContractAccess access,
    ProposalsForOffers proposals,
    HourlyReadiness readiness,
    ContractRoom room,
    ClientStanding standing,
    OfferFees fees,
    OfferGates gates,
    RuleOptions rules
)
{
    /// <summary>Sending twice says that it was already sent.</summary>
    public Task<Outcome<Done>> RunAsync(Guid offerId, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (await access.ForOfferAsync(offerId, actor, ct) is not (var offer, Side.Client))
                {
                    return Refusal.NotFound();
                }
                if (actor.RefuseToHire() is { } mayNot)
                {
                    return mayNot;
                }
                if (await standing.RefuseAsync(offer.ClientId, ct) is { } owes)
                {
                    return owes;
                }
                if (offer.State != OfferState.Draft)
                {
                    return new Refusal(
                        "offer_state",
                        ContractRefusalText.OfferState(ContractStateText.Find("offer" + offer.State) ?? "")
                    );
                }
                if (await readiness.RefuseAsync(offer.Terms, offer.ClientId, Side.Client, ct) is { } unready)
                {
                    return unready;
                }
                if (await gates.RefuseAsync(offer, Side.Client, ct) is { } closed)
                {
                    return closed;
                }
                if (await proposals.MarkOfferedAsync(offer.ProposalId, ct) is { } refused)
                {
                    return refused;
                }
                if (offer.Send(db.Now, rules) is { } refusal)
                {
                    return refusal;
                }
                await fees.FreezeAsync(offer, ct);
                await room.OfferAsync(offer, "offer_sent", "", actor, ct);
                db.Audit(actor, "offer.sent", offer.Id, offer.Terms);
                db.Raise(new OfferSent(offer.Id, offer.JobId, offer.ClientId, offer.FreelancerId, Ids.New(db.Clock)));
                return Done.It;
            },
            ct
        );
}
