using Metier.Platform;

namespace Metier.Proposals;

/// <summary>Which invitation, why not (a name of <see cref="InvitationDeclineReason"/>), and a word for the client.</summary>
public sealed record DeclineInvitationInput(Guid Id, string? Reason, string? Note);

/// <summary>A freelancer says no to an invitation. Saying yes is sending a proposal.</summary>
public sealed class DeclineInvitation(MetierDb db, ProposalAccess access)
{
    /// <summary>Declines it.</summary>
    public Task<Outcome<Done>> RunAsync(DeclineInvitationInput input, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var invitation = await access.InvitationAsync(input.Id, actor, ct);
                if (invitation is null)
                {
                    return Refusal.NotFound();
                }
                if (!Enum.GetNames<InvitationDeclineReason>().Contains(input.Reason, StringComparer.Ordinal))
                {
                    return new Refusal("reason_empty", ProposalsRefusalText.ReasonEmpty, "Decline.Reason");
                }
                var reason = Enum.Parse<InvitationDeclineReason>(input.Reason!);
                if (invitation.Decline(reason, TypedText.Lines(input.Note), db.Now) is { } refusal)
                {
                    return refusal;
                }
                db.Audit(actor, "invitation.declined", invitation.Id, new { Reason = reason });
                db.Raise(
                    new InvitationDeclined(
                        invitation.Id,
                        invitation.JobId,
                        invitation.ClientId,
                        invitation.FreelancerId
                    )
                );
                return Done.It;
            },
            ct
        );
}

/// <summary>A freelancer puts an invitation aside without a word; it can still be accepted while the job is open.</summary>
public sealed class IgnoreInvitation(MetierDb db, ProposalAccess access)
{
    /// <summary>Puts it aside.</summary>
    public Task<Outcome<Done>> RunAsync(Guid id, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var invitation = await access.InvitationAsync(id, actor, ct);
                if (invitation is null)
                {
                    return Refusal.NotFound();
                }
                return invitation.Ignore() is { } refusal ? refusal : Done.It;
            },
            ct
        );
}
