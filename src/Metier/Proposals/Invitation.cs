using Metier.Platform;

namespace Metier.Proposals;

/// <summary>A client's invitation to propose: one per freelancer and job.</summary>
internal sealed class Invitation : IVersioned
{
    public const int LongestMessage = 1_000;

    public Guid Id { get; init; }
    public Guid JobId { get; init; }
    public Guid ClientId { get; init; }
    public Guid FreelancerId { get; init; }

    /// <summary>Who of the client invited.</summary>
    public Guid SenderId { get; init; }

    public string Message { get; init; } = "";
    public ContactKinds Contacts { get; init; }
    public InvitationState State { get; private set; }
    public DateTime SentAt { get; init; }
    public DateTime? AnsweredAt { get; private set; }
    public InvitationDeclineReason? DeclineReason { get; private set; }
    public string DeclineNote { get; private set; } = "";
    public int Version { get; set; }

    /// <summary>A proposal that answers it costs no allowance.</summary>
    public bool IsOpen => State is InvitationState.Sent or InvitationState.Ignored;

    public void Accept(DateTime now)
    {
        State = InvitationState.Accepted;
        AnsweredAt = now;
    }

    public Refusal? Decline(InvitationDeclineReason reason, string note, DateTime now)
    {
        if (!IsOpen)
        {
            return new Refusal("invitation_answered", ProposalsRefusalText.InvitationAnswered);
        }
        State = InvitationState.Declined;
        AnsweredAt = now;
        DeclineReason = reason;
        DeclineNote = TypedText.Cut(note, Proposal.LongestNote);
        return null;
    }

    public Refusal? Ignore()
    {
        if (!IsOpen)
        {
            return new Refusal("invitation_answered", ProposalsRefusalText.InvitationAnswered);
        }
        State = InvitationState.Ignored;
        return null;
    }
}
