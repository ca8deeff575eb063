using Metier.Jobs;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Proposals;

/// <summary>
/// Sends a draft to the client. It costs one of the week's proposals (rule: 30 a week, given back when the client opens,
/// declines or closes), unless it answers an invitation.
/// </summary>
public sealed class SendProposal(MetierDb db, ProposalAccess access, JobViews jobs, JobTally tally, RuleOptions rules)
{
    /// <summary>How long a proposal that nobody looks at counts against the allowance.</summary>
    internal static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>Sending twice says that it was already sent.</summary>
    public Task<Outcome<Done>> RunAsync(Guid id, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var proposal = await access.ForFreelancerAsync(id, actor, ct);
                if (proposal is null || actor is not { IsFreelancer: true, EmailConfirmed: true })
                {
                    return Refusal.NotFound();
                }
                if (proposal.State != ProposalState.Draft)
                {
                    return new Refusal("proposal_sent", ProposalsRefusalText.AlreadySent);
                }
                // Counting comes first: from here on the questions cannot change under the answers.
                if (
                    !await tally.ProposalAsync(proposal.JobId, ct)
                    || await jobs.FindAsync(proposal.JobId, actor, ct) is not { } job
                )
                {
                    return new Refusal("job_closed", ProposalsRefusalText.JobClosed);
                }
                var missing = proposal.Missing(job).ToList();
                if (missing.Count > 0)
                {
                    return missing;
                }
                var invitation = await db.Invitations.SingleOrDefaultAsync(
                    i => i.JobId == job.Id && i.FreelancerId == actor.MemberId,
                    ct
                );
                var invited = invitation is { IsOpen: true };
                if (!invited && await TakeTurnAsync(actor.MemberId, ct) is { } refusal)
                {
                    return refusal;
                }
                invitation = invited ? invitation : null;
                invitation?.Accept(db.Now);
                proposal.Send(invitation?.Id, invited ? null : db.Now + Week, db.Now);
                await tally.LetInAsync(job.Id, actor.MemberId, ct);
                db.Audit(
                    actor,
                    "proposal.sent",
                    id,
                    new
                    {
                        job.Id,
                        proposal.AmountMinor,
                        proposal.Currency,
                        proposal.Contacts,
                    }
                );
                db.Raise(new ProposalSent(id, job.Id, job.ClientId, actor.MemberId, invitation?.Id));
                return Done.It;
            },
            ct
        );

    private async Task<Refusal?> TakeTurnAsync(Guid freelancerId, CancellationToken ct)
    {
        var waited = await db
            .ProposalTurns.Where(t => t.FreelancerId == freelancerId)
            .ExecuteUpdateAsync(s => s.SetProperty(t => t.Sent, t => t.Sent + 1), ct);
        if (waited == 0)
        {
            db.ProposalTurns.Add(new ProposalTurn { FreelancerId = freelancerId, Sent = 1 });
        }
        var now = db.Now;
        var used = await db.Proposals.CountAsync(p => p.FreelancerId == freelancerId && p.AllowanceUntil > now, ct);
        return used < rules.ProposalAllowance
            ? null
            : new Refusal("allowance", ProposalsRefusalText.AllowanceUsed(rules.ProposalAllowance));
    }
}
