using Metier.Jobs;
using Metier.Platform;
using Metier.Profiles;
using Microsoft.EntityFrameworkCore;

namespace Metier.Proposals;

/// <summary>
/// With <paramref name="Unfinished"/> a draft keeps whatever can be kept and nothing but files is refused. With
/// <paramref name="DraftOnly"/> (and always when unfinished) a proposal that was sent meanwhile, from another tab, stays
/// as it is.
/// </summary>
public sealed record WriteProposalInput(
    Guid JobId,
    ProposalTyped Typed,
    bool Unfinished = false,
    bool DraftOnly = false
);

/// <summary>
/// Writes a freelancer's proposal for a job: begins the draft, changes it, or changes what was already sent, until the
/// client makes an offer or declines.
/// </summary>
public sealed class WriteProposal(
    MetierDb db,
    ProposalAccess access,
    JobViews jobs,
    ProfileViews profiles,
    FileIntake intake,
    RuleOptions rules
)
{
    /// <summary>The answer is the proposal's id.</summary>
    public Task<Outcome<Guid>> RunAsync(WriteProposalInput input, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Guid>(
            async () =>
            {
                var job = await jobs.FindAsync(input.JobId, actor, ct);
                if (job is null || actor is not { IsFreelancer: true, EmailConfirmed: true })
                {
                    return Refusal.NotFound();
                }
                var found = await FindOrBeginAsync(job, actor, ct);
                if (!found.Ok)
                {
                    return Outcome<Guid>.From(found);
                }
                var proposal = found.Value;
                if ((input.Unfinished || input.DraftOnly) && proposal.State != ProposalState.Draft)
                {
                    return new Refusal("proposal_sent", ProposalsRefusalText.AlreadySent);
                }
                var before = proposal.Terms;
                var wrong = proposal.Write(input.Typed, job, rules, db.Now);
                var files = await FilesAsync(proposal, input.Typed, actor, ct);
                wrong.AddRange(files);
                if (wrong.Count > 0 && (!input.Unfinished || files.Count > 0))
                {
                    return wrong;
                }
                proposal.Show(await OwnWorkAsync(input.Typed.Picks, actor, ct));
                if (proposal.State == ProposalState.Sent && proposal.Terms != before)
                {
                    proposal.Changed(db.Now);
                    db.Audit(actor, "proposal.changed", proposal.Id, new { proposal.AmountMinor, proposal.Currency });
                    db.Raise(new ProposalChanged(proposal.Id, job.Id, job.ClientId, actor.MemberId));
                }
                return proposal.Id;
            },
            ct
        );

    private async Task<Outcome<Proposal>> FindOrBeginAsync(JobView job, Actor actor, CancellationToken ct)
    {
        if (actor.IsFor(job.ClientId))
        {
            return new Refusal("own_job", ProposalsRefusalText.OwnJob);
        }
        if (job.State != JobState.Open)
        {
            return new Refusal("job_closed", ProposalsRefusalText.JobClosed);
        }
        if (await access.LivingAsync(job.Id, actor, ct) is { } living)
        {
            return living.CanBeWritten ? living : new Refusal("proposal_state", ProposalsRefusalText.Frozen);
        }
        if (await WasDeclinedAsync(job.Id, actor, ct))
        {
            return new Refusal("proposal_declined", ProposalsRefusalText.WasDeclined);
        }
        var proposal = new Proposal
        {
            Id = Ids.New(db.Clock),
            JobId = job.Id,
            ClientId = job.ClientId,
            FreelancerId = actor.MemberId,
            Currency = job.Currency.Code,
            Hourly = job.Payment == JobPayment.Hourly,
            CreatedAt = db.Now,
        };
        db.Proposals.Add(proposal);
        return proposal;
    }

    /// <summary>A no is a no, unless the client invites afterwards.</summary>
    private async Task<bool> WasDeclinedAsync(Guid jobId, Actor actor, CancellationToken ct)
    {
        var declinedAt = await db
            .Proposals.Where(p =>
                p.JobId == jobId && p.FreelancerId == actor.MemberId && p.State == ProposalState.Declined
            )
            .MaxAsync(p => p.EndedAt, ct);
        return declinedAt is not null
            && !await db.Invitations.AnyAsync(
                i => i.JobId == jobId && i.FreelancerId == actor.MemberId && i.SentAt > declinedAt,
                ct
            );
    }

    /// <summary>Those of the picks that are in the freelancer's own portfolio.</summary>
    private async Task<IReadOnlyList<Guid>> OwnWorkAsync(IReadOnlyList<Guid> picks, Actor actor, CancellationToken ct)
    {
        if (picks.Count == 0)
        {
            return [];
        }
        var own = await profiles.OwnAsync(actor, ct);
        return [.. picks.Where(p => own is not null && own.Work.Any(w => w.Id == p))];
    }

    private async Task<IReadOnlyList<Refusal>> FilesAsync(
        Proposal proposal,
        ProposalTyped typed,
        Actor actor,
        CancellationToken ct
    )
    {
        foreach (var gone in typed.RemoveFiles ?? [])
        {
            proposal.Detach(gone);
        }
        if (typed.Files is not { Count: > 0 } files)
        {
            return [];
        }
        if (proposal.RoomForFiles(files.Count) is { } full)
        {
            return [full];
        }
        var kept = new List<Guid>();
        foreach (var file in files)
        {
            var taken = await intake.TakeAsync(file, actor.MemberId, "Form.Files", ct);
            if (!taken.Ok)
            {
                return taken.Refusals;
            }
            kept.Add(taken.Value.Id);
        }
        proposal.Attach(kept);
        return [];
    }
}
