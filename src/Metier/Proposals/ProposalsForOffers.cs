using Metier.Jobs;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Proposals;

/// <summary>What an offer needs to know of the proposal it answers.</summary>
/// <param name="Id">The proposal.</param>
/// <param name="JobId">Its job.</param>
/// <param name="JobTitle">The job's title.</param>
/// <param name="ClientId">Whose job.</param>
/// <param name="FreelancerId">Who proposes.</param>
/// <param name="Currency">The job's currency, ISO 4217.</param>
/// <param name="CanBeOffered">It is active: not withdrawn, declined or hired.</param>
/// <param name="Hourly">By the hour, as the job is: so is the offer.</param>
/// <param name="Proof">How the job wants hours proved; null for a fixed price.</param>
public sealed record ProposalForOffer(
    Guid Id,
    Guid JobId,
    string JobTitle,
    Guid ClientId,
    Guid FreelancerId,
    string Currency,
    bool CanBeOffered,
    bool Hourly,
    ProofLevel? Proof
);

/// <summary>Proposals as Contracts meets them. Every method joins the caller's write transaction.</summary>
public sealed class ProposalsForOffers(MetierDb db, ProposalAccess access, JobViews jobs, JobTally tally)
{
    /// <summary>The proposal when the actor acts for the client of its job; null for everybody else.</summary>
    public async Task<ProposalForOffer?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        if (await access.ForClientAsync(id, actor, ct) is not { } proposal)
        {
            return null;
        }
        var job = (await jobs.CardsAsync([proposal.JobId], ct))[proposal.JobId];
        var asked = proposal.Hourly ? (await jobs.FindAsync(proposal.JobId, actor, ct))?.Proof : null;
        return new ProposalForOffer(
            proposal.Id,
            job.Id,
            job.Title,
            proposal.ClientId,
            proposal.FreelancerId,
            proposal.Currency,
            proposal.State is ProposalState.Sent or ProposalState.Offered,
            proposal.Hourly,
            asked
        );
    }

    /// <summary>An offer was sent: the proposal's terms are frozen.</summary>
    public async Task<Refusal?> MarkOfferedAsync(Guid id, CancellationToken ct)
    {
        var proposal = await db.Proposals.SingleAsync(p => p.Id == id, ct);
        proposal.Open(db.Now);
        await tally.ActivityAsync(proposal.JobId, ct);
        return proposal.Offer();
    }

    /// <summary>The offer was accepted.</summary>
    public async Task<Refusal?> MarkHiredAsync(Guid id, CancellationToken ct)
    {
        var proposal = await db.Proposals.SingleAsync(p => p.Id == id, ct);
        if (proposal.Hire() is { } refusal)
        {
            return refusal;
        }
        await tally.HireAsync(proposal.JobId, ct);
        return null;
    }

    /// <summary>The offer ended without a contract: the proposal is active again.</summary>
    public async Task MarkReopenedAsync(Guid id, CancellationToken ct) =>
        (await db.Proposals.SingleAsync(p => p.Id == id, ct)).Reopen();
}
