using Metier.Jobs;
using Metier.Platform;

namespace Metier.Proposals;

/// <summary>Which proposal, why (a name of <see cref="ProposalDeclineReason"/>), and a word for its freelancer.</summary>
public sealed record DeclineProposalInput(Guid Id, string? Reason, string? Note);

/// <summary>The client declines a proposal with a reason, which its freelancer reads; the allowance comes back.</summary>
public sealed class DeclineProposal(MetierDb db, ProposalAccess access, JobTally tally)
{
    /// <summary>Declines it.</summary>
    public Task<Outcome<Done>> RunAsync(DeclineProposalInput input, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var proposal = await access.ForClientAsync(input.Id, actor, ct);
                if (proposal is null)
                {
                    return Refusal.NotFound();
                }
                if (actor.RefuseToHire() is { } mayNot)
                {
                    return mayNot;
                }
                if (!Enum.GetNames<ProposalDeclineReason>().Contains(input.Reason, StringComparer.Ordinal))
                {
                    return new Refusal("reason_empty", ProposalsRefusalText.ReasonEmpty, "Decline.Reason");
                }
                var reason = Enum.Parse<ProposalDeclineReason>(input.Reason!);
                if (proposal.Decline(reason, TypedText.Lines(input.Note), db.Now) is { } refusal)
                {
                    return refusal;
                }
                await tally.ActivityAsync(proposal.JobId, ct);
                db.Audit(actor, "proposal.declined", proposal.Id, new { Reason = reason });
                db.Raise(
                    new ProposalDeclined(
                        proposal.Id,
                        proposal.JobId,
                        proposal.ClientId,
                        proposal.FreelancerId,
                        actor.MemberId
                    )
                );
                return Done.It;
            },
            ct
        );
}
