using Metier.Jobs;
using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Proposals;

/// <summary>Whom to invite to which of one's open jobs, with a word (at most 1,000 characters, may be empty).</summary>
public sealed record InviteFreelancerInput(Guid JobId, Guid FreelancerId, string? Message);

/// <summary>
/// A client invites a freelancer to propose. Rule: up to 30 invitations per job, one per freelancer. Inviting the same
/// person again is refused, also when thirty do it at once.
/// </summary>
public sealed class InviteFreelancer(
    MetierDb db,
    JobViews jobs,
    JobTally tally,
    ActorLoader people,
    ProposalRoom room,
    RuleOptions rules
)
{
    /// <summary>The answer is the invitation's id. Refusals of the message are on <c>Invite.Message</c>.</summary>
    public Task<Outcome<Guid>> RunAsync(InviteFreelancerInput input, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Guid>(
            async () =>
            {
                var job = await jobs.OwnAsync(input.JobId, actor, ct);
                var freelancer = await people.LoadAsync(input.FreelancerId, null, ct);
                if (job is null || freelancer is not { IsFreelancer: true } || !actor.EmailConfirmed)
                {
                    return Refusal.NotFound();
                }
                if (actor.RefuseToHire() is { } mayNot)
                {
                    return mayNot;
                }
                var message = TypedText.Lines(input.Message);
                if (message.Length > Invitation.LongestMessage)
                {
                    return new Refusal("too_long", PlatformText.TooLong(Invitation.LongestMessage), "Invite.Message");
                }
                if (freelancer.IsFor(job.ClientId))
                {
                    return new Refusal("own_team", ProposalsRefusalText.OwnTeam);
                }
                if (await AlreadyAsync(job.Id, freelancer.MemberId, ct) is { } already)
                {
                    return already;
                }
                if (!await tally.InvitationAsync(job.Id, freelancer.MemberId, ct))
                {
                    return job.State == JobState.Open
                        ? new Refusal("invitations_used", ProposalsRefusalText.InvitationsUsed(rules.InvitationsPerJob))
                        : new Refusal("job_closed", ProposalsRefusalText.InviteClosed);
                }
                var invitation = new Invitation
                {
                    Id = Ids.New(db.Clock),
                    JobId = job.Id,
                    ClientId = job.ClientId,
                    FreelancerId = freelancer.MemberId,
                    SenderId = actor.MemberId,
                    Message = message,
                    Contacts = ContactDetails.In(message),
                    SentAt = db.Now,
                };
                db.Invitations.Add(invitation);
                await room.InvitedAsync(invitation, job.Title, ct);
                db.Audit(actor, "invitation.sent", invitation.Id, new { JobId = job.Id, input.FreelancerId });
                db.Raise(new InvitationSent(invitation.Id, job.Id, job.ClientId, freelancer.MemberId));
                return invitation.Id;
            },
            ct
        );

    private async Task<Refusal?> AlreadyAsync(Guid jobId, Guid freelancerId, CancellationToken ct)
    {
        if (await db.Invitations.AnyAsync(i => i.JobId == jobId && i.FreelancerId == freelancerId, ct))
        {
            return new Refusal("already_invited", ProposalsRefusalText.AlreadyInvited);
        }
        return await db.Proposals.AnyAsync(
            p =>
                p.JobId == jobId
                && p.FreelancerId == freelancerId
                && p.EndedAt == null
                && p.State != ProposalState.Draft,
            ct
        )
            ? new Refusal("already_proposed", ProposalsRefusalText.AlreadyProposed)
            : null;
    }
}
