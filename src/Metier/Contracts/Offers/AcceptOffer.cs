using System.Security.Cryptography;
using System.Text.Json;
using Metier.Ledger;
using Metier.Members;
using Metier.Payments;
using Metier.Platform;
using Metier.Proposals;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>The freelancer accepts: the offer becomes a contract with its milestones or its rate and limit, its terms document and its conversation.</summary>
public sealed class AcceptOffer(
    MetierDb db,
    ContractAccess access,
    ProposalsForOffers proposals,
    ContractOpening opening,
    ContractRoom room,
    HourlyReadiness readiness,
    ClientStanding standing,
    MemberViews members,
    OfferGates gates,
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
                // What the client owes, and to whom, is not for the freelancer to know.
                if (await standing.RefuseAsync(offer.ClientId, ct) is not null)
                {
                    return new Refusal("client_blocked", ContractRefusalText.ClientCannotHire);
                }
                if (await readiness.RefuseAsync(offer.Terms, offer.ClientId, Side.Freelancer, ct) is { } unready)
                {
                    return unready;
                }
                if (await gates.RefuseAsync(offer, Side.Freelancer, ct) is { } closed)
                {
                    return closed;
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
                await gates.AcceptedAsync(offer, contract, ct);
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
        var frozen = FrozenRules.Of(rules);
        var pdf = TermsDocument.Pdf(id, offer, terms, client, freelancer, frozen, fonts, db.Now);
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
            RulesJson = JsonSerializer.Serialize(frozen, EventRegistry.Json),
            TermsSha256 = Convert.ToHexString(SHA256.HashData(pdf)),
            TermsFileId = file.Id,
            Kind = terms.Hourly is null ? ContractKind.FixedPrice : ContractKind.Hourly,
            HourlyTermsJson = terms.Hourly is null ? null : JsonSerializer.Serialize(terms.Hourly, EventRegistry.Json),
            PayrollJson = terms.Payroll is null ? null : JsonSerializer.Serialize(terms.Payroll, EventRegistry.Json),
            LockHours = frozen.HourlyLockHours,
            ManualTime = terms.Hourly?.ManualTime == true,
            State = ContractState.Active,
            StartedAt = db.Now,
        };
        db.Contracts.Add(contract);
        AddMilestones(contract, terms);
        db.Record(contract, actor, "started");
        if (terms.Hourly is { } hourly)
        {
            await AddHourlyAsync(contract, hourly, ct);
        }
        return contract;
    }

    private void AddMilestones(Contract contract, OfferTerms terms)
    {
        for (var i = 0; i < terms.Milestones.Count; i++)
        {
            var m = terms.Milestones[i];
            db.Milestones.Add(
                new Milestone
                {
                    Id = Ids.New(db.Clock),
                    ContractId = contract.Id,
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
    }

    /// <summary>The first rate and limit. A client that owes for a week of another contract has this one paused from the start.</summary>
    private async Task AddHourlyAsync(Contract contract, HourlyTerms terms, CancellationToken ct)
    {
        db.ContractRates.Add(
            new ContractRate
            {
                Id = Ids.New(db.Clock),
                ContractId = contract.Id,
                At = contract.StartedAt,
                RateMinor = terms.RateMinor,
                By = Side.Client,
            }
        );
        db.ContractLimits.Add(
            new ContractLimit
            {
                Id = Ids.New(db.Clock),
                ContractId = contract.Id,
                At = contract.StartedAt,
                FromWeek = HourlyRules.MondayOf(contract.StartedAt),
                WeeklyMinutes = terms.WeeklyLimitMinutes,
            }
        );
        contract.PastDueSince = await db
            .Contracts.Where(c => c.ClientId == contract.ClientId && c.PastDueSince != null)
            .MinAsync(c => c.PastDueSince, ct);
        if (contract.PastDueSince is not null)
        {
            Pauses.RecordPaused(db, contract, null, PauseCause.PastDue);
        }
    }
}
