using Metier.Jobs;
using Metier.Platform;

namespace Metier.Proposals;

/// <summary>The client shortlists a proposal, archives it, or puts it back; its freelancer is not told.</summary>
public sealed class SortProposal(MetierDb db, ProposalAccess access, JobTally tally)
{
    /// <summary><paramref name="filing"/> is a name of <see cref="ProposalFiling"/>.</summary>
    public Task<Outcome<Done>> RunAsync(Guid id, string? filing, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var proposal = await access.ForClientAsync(id, actor, ct);
                if (proposal is null || !Enum.GetNames<ProposalFiling>().Contains(filing, StringComparer.Ordinal))
                {
                    return Refusal.NotFound();
                }
                if (actor.RefuseToHire() is { } mayNot)
                {
                    return mayNot;
                }
                proposal.File(Enum.Parse<ProposalFiling>(filing!));
                await tally.ActivityAsync(proposal.JobId, ct);
                return Done.It;
            },
            ct
        );
}
