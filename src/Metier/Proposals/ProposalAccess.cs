using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Proposals;

/// <summary>The only loader of proposals and invitations, for one side or the other.</summary>
public sealed class ProposalAccess(MetierDb db)
{
    /// <summary>The freelancer's own proposal, in whatever state.</summary>
    internal Task<Proposal?> ForFreelancerAsync(Guid id, Actor actor, CancellationToken ct) =>
        Whole(db.Proposals).SingleOrDefaultAsync(p => p.Id == id && p.FreelancerId == actor.MemberId, ct);

    /// <summary>The freelancer's living proposal for this job, or null.</summary>
    internal Task<Proposal?> LivingAsync(Guid jobId, Actor actor, CancellationToken ct) =>
        Whole(db.Proposals)
            .SingleOrDefaultAsync(p => p.JobId == jobId && p.FreelancerId == actor.MemberId && p.EndedAt == null, ct);

    /// <summary>A proposal that was sent to this person's client.</summary>
    internal Task<Proposal?> ForClientAsync(Guid id, Actor actor, CancellationToken ct) =>
        actor.ClientId is not { } client
            ? Task.FromResult<Proposal?>(null)
            : Whole(db.Proposals)
                .SingleOrDefaultAsync(p => p.Id == id && p.ClientId == client && p.State != ProposalState.Draft, ct);

    /// <summary>An invitation this person got.</summary>
    internal Task<Invitation?> InvitationAsync(Guid id, Actor actor, CancellationToken ct) =>
        db.Invitations.SingleOrDefaultAsync(i => i.Id == id && i.FreelancerId == actor.MemberId, ct);

    internal static IQueryable<Proposal> Whole(IQueryable<Proposal> proposals) =>
        proposals
            .Include(p => p.Milestones)
            .Include(p => p.Answers)
            .Include(p => p.Files)
            .Include(p => p.Picks)
            .AsSplitQuery();
}
