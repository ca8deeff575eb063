using Metier.Ledger;
using Metier.Platform;

namespace Metier.Proposals;

/// <summary>
/// A freelancer's proposal for a job: one living at a time. <c>Draft → Sent → Offered → Hired</c>; a sent one can be
/// withdrawn or declined, and an offer that comes to nothing makes it sent again.
/// </summary>
internal sealed partial class Proposal : IVersioned
{
    private static readonly Dictionary<ProposalState, ProposalState[]> LegalMoves = new()
    {
        [ProposalState.Draft] = [ProposalState.Sent],
        [ProposalState.Sent] = [ProposalState.Offered, ProposalState.Withdrawn, ProposalState.Declined],
        [ProposalState.Offered] = [ProposalState.Hired, ProposalState.Sent],
    };

    public Guid Id { get; init; }
    public Guid JobId { get; init; }
    public Guid ClientId { get; init; }
    public Guid FreelancerId { get; init; }
    public required string Currency { get; init; }

    /// <summary>By the hour: <see cref="AmountMinor"/> is the rate. Otherwise it is the price of the whole.</summary>
    public bool Hourly { get; init; }

    public long? AmountMinor { get; private set; }
    public int? DurationCount { get; private set; }
    public DurationUnit DurationUnit { get; private set; } = DurationUnit.Weeks;
    public DateOnly? StartOn { get; private set; }
    public string Letter { get; private set; } = "";

    public ProposalState State { get; private set; }
    public ProposalFiling Filing { get; private set; }
    public DateTime CreatedAt { get; init; }
    public DateTime SavedAt { get; private set; }
    public DateTime? SentAt { get; private set; }

    /// <summary>The last change after sending; null when there was none.</summary>
    public DateTime? EditedAt { get; private set; }

    /// <summary>When somebody of the client first opened it.</summary>
    public DateTime? OpenedAt { get; private set; }

    /// <summary>When the client first wrote to its freelancer.</summary>
    public DateTime? MessagedAt { get; private set; }

    /// <summary>When it was withdrawn or declined; null while it lives. One living proposal per freelancer and job.</summary>
    public DateTime? EndedAt { get; private set; }

    public ProposalDeclineReason? DeclineReason { get; private set; }
    public string EndNote { get; private set; } = "";

    /// <summary>The invitation it answers; such a proposal costs no allowance.</summary>
    public Guid? InvitationId { get; private set; }

    /// <summary>Until when it counts against the weekly allowance; null once given back.</summary>
    public DateTime? AllowanceUntil { get; private set; }

    /// <summary>Contact details found in its words.</summary>
    public ContactKinds Contacts { get; private set; }

    public int Version { get; set; }

    public List<ProposalMilestone> Milestones { get; } = [];
    public List<ProposalAnswer> Answers { get; } = [];
    public List<ProposalFile> Files { get; } = [];
    public List<ProposalPick> Picks { get; } = [];

    public Currency Money => Ledger.Currency.Of(Currency);

    /// <summary>Terms can change until the client makes an offer or declines.</summary>
    public bool CanBeWritten => State is ProposalState.Draft or ProposalState.Sent;

    /// <summary>Sends the draft; <paramref name="allowanceUntil"/> is null when it answers an invitation.</summary>
    public Refusal? Send(Guid? invitationId, DateTime? allowanceUntil, DateTime now)
    {
        if (State != ProposalState.Draft)
        {
            return new Refusal("proposal_sent", ProposalsRefusalText.AlreadySent);
        }
        State = ProposalState.Sent;
        SentAt = now;
        InvitationId = invitationId;
        AllowanceUntil = allowanceUntil;
        return null;
    }

    public Refusal? Withdraw(string note, DateTime now)
    {
        if (Move(ProposalState.Withdrawn) is { } refusal)
        {
            return refusal;
        }
        EndedAt = now;
        EndNote = TypedText.Cut(note, LongestNote);
        return null;
    }

    public Refusal? Decline(ProposalDeclineReason reason, string note, DateTime now)
    {
        if (Move(ProposalState.Declined) is { } refusal)
        {
            return refusal;
        }
        EndedAt = now;
        DeclineReason = reason;
        EndNote = TypedText.Cut(note, LongestNote);
        AllowanceUntil = null;
        return null;
    }

    public Refusal? Offer() => Move(ProposalState.Offered);

    public Refusal? Hire() => Move(ProposalState.Hired);

    /// <summary>The offer ended without a contract.</summary>
    public void Reopen()
    {
        if (State == ProposalState.Offered)
        {
            State = ProposalState.Sent;
        }
    }

    /// <summary>Somebody of the client opened it: true the first time.</summary>
    public bool Open(DateTime now)
    {
        if (OpenedAt is not null || State == ProposalState.Draft)
        {
            return false;
        }
        OpenedAt = now;
        AllowanceUntil = null;
        return true;
    }

    /// <summary>The client wrote: true the first time.</summary>
    public bool Message(DateTime now)
    {
        if (MessagedAt is not null)
        {
            return false;
        }
        MessagedAt = now;
        return true;
    }

    public void File(ProposalFiling filing) => Filing = filing;

    private Refusal? Move(ProposalState to)
    {
        if (!LegalMoves.TryGetValue(State, out var moves) || !moves.Contains(to))
        {
            return new Refusal("proposal_state", ProposalsRefusalText.StateChanged);
        }
        State = to;
        return null;
    }
}

/// <summary>A milestone as proposed.</summary>
internal sealed class ProposalMilestone
{
    public Guid ProposalId { get; init; }
    public int Position { get; init; }
    public required string Title { get; set; }
    public long AmountMinor { get; set; }
    public DateOnly? DueOn { get; set; }
}

/// <summary>An answer to a screening question.</summary>
internal sealed class ProposalAnswer
{
    public Guid ProposalId { get; init; }
    public Guid QuestionId { get; init; }
    public required string Text { get; set; }
}

/// <summary>A file on the proposal.</summary>
internal sealed class ProposalFile
{
    public Guid ProposalId { get; init; }
    public Guid FileId { get; init; }
    public int Position { get; init; }
}

/// <summary>A piece of the freelancer's portfolio shown with the proposal.</summary>
internal sealed class ProposalPick
{
    public Guid ProposalId { get; init; }
    public Guid ItemId { get; init; }
    public int Position { get; set; }
}

/// <summary>What one member of the client's team thinks of a proposal; the freelancer never sees it.</summary>
internal sealed class ProposalNote : IVersioned
{
    public Guid ProposalId { get; init; }
    public Guid MemberId { get; init; }
    public string Text { get; set; } = "";

    /// <summary>1 to 5, or null.</summary>
    public int? Score { get; set; }
    public DateTime WrittenAt { get; set; }
    public int Version { get; set; }
}

/// <summary>
/// One row per freelancer who ever sent a proposal. Sending changes it first, so that two at once wait for each other and
/// the allowance is counted by one at a time.
/// </summary>
internal sealed class ProposalTurn
{
    public Guid FreelancerId { get; init; }
    public int Sent { get; set; }
}
