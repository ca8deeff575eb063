using Metier.Jobs;
using Metier.Platform;

namespace Metier.Proposals;

/// <summary>The freelancer takes a proposal back, or throws a draft away.</summary>
public sealed class WithdrawProposal(MetierDb db, ProposalAccess access, JobTally tally)
{
    /// <summary>The note is for the client.</summary>
    public Task<Outcome<Done>> RunAsync(Guid id, string? note, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var proposal = await access.ForFreelancerAsync(id, actor, ct);
                if (proposal is null)
                {
                    return Refusal.NotFound();
                }
                if (proposal.State == ProposalState.Draft)
                {
                    db.Proposals.Remove(proposal);
                    return Done.It;
                }
                if (proposal.Withdraw(TypedText.Lines(note), db.Now) is { } refusal)
                {
                    return refusal;
                }
                await tally.ProposalGoneAsync(proposal.JobId, ct);
                db.Audit(actor, "proposal.withdrawn", id);
                db.Raise(new ProposalWithdrawn(id, proposal.JobId, proposal.ClientId, proposal.FreelancerId));
                return Done.It;
            },
            ct
        );
}
