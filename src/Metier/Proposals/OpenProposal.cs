using Metier.Jobs;
using Metier.Platform;

namespace Metier.Proposals;

/// <summary>Somebody of the client looks at a proposal; the first time gives its allowance back and counts as activity.</summary>
public sealed class OpenProposal(MetierDb db, ProposalAccess access, JobTally tally)
{
    /// <summary>Opening again changes nothing.</summary>
    public Task<Outcome<Done>> RunAsync(Guid id, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var proposal = await access.ForClientAsync(id, actor, ct);
                if (proposal is null)
                {
                    return Refusal.NotFound();
                }
                if (proposal.Open(db.Now))
                {
                    await tally.ActivityAsync(proposal.JobId, ct);
                    db.Raise(new ProposalOpened(id, proposal.JobId, proposal.ClientId, proposal.FreelancerId));
                }
                return Done.It;
            },
            ct
        );
}
