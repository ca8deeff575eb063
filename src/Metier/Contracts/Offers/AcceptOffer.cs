using System.Security.Cryptography;
using System.Text.Json;
using Metier.Ledger;
using Metier.Members;
using Metier.Platform;
using Metier.Proposals;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>The freelancer accepts: the offer becomes a contract with its milestones, its terms document and its conversation.</summary>
public sealed class AcceptOffer(
    MetierDb db,
    ContractAccess access,
    ProposalsForOffers proposals,
    ContractOpening opening,
    ContractRoom room,
    MemberViews members,
    RuleOptions rules
)
{
    /// <summary>
    /// Answers with the contract's id; accepting again answers with the same one. <paramref name="seenVersion"/> is the
    /// offer's version the person was looking at: terms that changed meanwhile are not accepted unseen.
    /// </summary>
    public Task<Outcome<Guid>> RunAsync(Guid offerId, int? seenVersion, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Guid>(
            async () =>
            {
                if (await access.ForOfferAsync(offerId, actor, ct) is not (var offer, Side.Freelancer))
                {
                    return Refusal.NotFound();
                }
                if (offer.State == OfferState.Accepted)
                {
                    return await db.Contracts.Where(c => c.OfferId == offerId).Select(c => c.Id).SingleAsync(ct);
                }
                if (seenVersion is { } seen && seen != offer.Version)
                {
                    return new Refusal("offer_changed", ContractRefusalText.OfferChanged);
                }
                if (actor.Suspended || await members.IsSuspendedAsync(offer.ClientId, ct))
                {
                    return new Refusal("suspended", ContractRefusalText.Suspended);
                }
                if (offer.Accept(db.Now) is { } refusal)
                {
                    return refusal;
                }
                if (await proposals.MarkHiredAsync(offer.ProposalId, ct) is { } refused)
                {
                    return refused;
                }
                var contract = await opening.OpenAsync(offer, rules, actor, ct);
                await room.StartedAsync(contract, actor, ct);
                db.Audit(actor, "offer.accepted", offerId, new { contract = contract.Id });
                db.Raise(new ContractStarted(contract.Id, offer.Id, offer.JobId, offer.ClientId, offer.FreelancerId));
                return contract.Id;
            },
            ct
        );
}

/// <summary>Makes the contract of an accepted offer.</summary>
public sealed class ContractOpening(MetierDb db, MemberViews members, FileIntake files, DocumentFonts fonts)
{
    internal async Task<Contract> OpenAsync(Offer offer, RuleOptions rules, Actor actor, CancellationToken ct)
    {
        var terms = offer.Terms;
        var id = Ids.New(db.Clock);
        var client = (await members.ClientsAsync([offer.ClientId], ct))[offer.ClientId];
        var freelancer = (await members.MembersAsync([offer.FreelancerId], ct))[offer.FreelancerId];
        var pdf = TermsDocument.Pdf(id, offer, terms, client, freelancer, fonts, db.Now);
        var file = await files.KeepAsync("contract-terms.pdf", pdf, "application/pdf", offer.FreelancerId, ct);
        var contract = new Contract
        {
            Id = id,
            OfferId = offer.Id,
            JobId = offer.JobId,
            ProposalId = offer.ProposalId,
            ClientId = offer.ClientId,
            FreelancerId = offer.FreelancerId,
            Title = terms.Title,
            Scope = terms.Scope,
            Currency = offer.Currency,
            FeeTermsJson = offer.FeeTermsJson,
            RulesJson = JsonSerializer.Serialize(FrozenRules.Of(rules), EventRegistry.Json),
            TermsSha256 = Convert.ToHexString(SHA256.HashData(pdf)),
            TermsFileId = file.Id,
            State = ContractState.Active,
            StartedAt = db.Now,
        };
        db.Contracts.Add(contract);
        for (var i = 0; i < terms.Milestones.Count; i++)
        {
            var m = terms.Milestones[i];
            db.Milestones.Add(
                new Milestone
                {
                    Id = Ids.New(db.Clock),
                    ContractId = id,
                    Number = i + 1,
                    Title = m.Title,
                    Description = m.Description,
                    AmountMinor = m.AmountMinor,
                    DueOn = m.DueOn,
                    State = MilestoneState.Agreed,
                    ProposedBy = Side.Client,
                }
            );
        }
        db.Record(contract, actor, "started");
        return contract;
    }
}
