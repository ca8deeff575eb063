using System.Globalization;
using Metier.Ledger;
using Metier.Platform;

namespace Metier.Proposals;

/// <summary>A milestone as proposed.</summary>
public sealed record ProposalMilestoneView(string Title, Money Amount, DateOnly? DueOn);

/// <summary>What a member of the client's team noted; never shown to the freelancer.</summary>
public sealed record ProposalNoteView(Guid MemberId, string Text, int? Score, DateTime WrittenAt);

/// <summary>A proposal with everything on it.</summary>
public sealed record ProposalView
{
    public required Guid Id { get; init; }
    public required Guid JobId { get; init; }
    public required Guid ClientId { get; init; }
    public required Guid FreelancerId { get; init; }
    public required Currency Currency { get; init; }

    /// <summary>By the hour: <see cref="Amount"/> is the rate.</summary>
    public bool Hourly { get; init; }

    /// <summary>The price of the whole or the hourly rate; null only in a draft.</summary>
    public Money? Amount { get; init; }
    public int? DurationCount { get; init; }
    public DurationUnit DurationUnit { get; init; }
    public DateOnly? StartOn { get; init; }

    /// <summary>Plain text with line breaks.</summary>
    public string Letter { get; init; } = "";
    public ProposalState State { get; init; }
    public ProposalFiling Filing { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime SavedAt { get; init; }
    public DateTime? SentAt { get; init; }
    public DateTime? EditedAt { get; init; }
    public DateTime? OpenedAt { get; init; }
    public DateTime? MessagedAt { get; init; }
    public DateTime? EndedAt { get; init; }
    public ProposalDeclineReason? DeclineReason { get; init; }
    public string EndNote { get; init; } = "";
    public Guid? InvitationId { get; init; }
    public ContactKinds Contacts { get; init; }
    public IReadOnlyList<ProposalMilestoneView> Milestones { get; init; } = [];

    /// <summary>Answers by question.</summary>
    public IReadOnlyDictionary<Guid, string> Answers { get; init; } = new Dictionary<Guid, string>();
    public IReadOnlyList<StoredFile> Files { get; init; } = [];

    /// <summary>Pieces of the freelancer's portfolio, in their order.</summary>
    public IReadOnlyList<Guid> Picks { get; init; } = [];

    /// <summary>The team's notes, oldest first; empty unless the team looks.</summary>
    public IReadOnlyList<ProposalNoteView> Notes { get; init; } = [];

    /// <summary>Terms can change until the client makes an offer or declines.</summary>
    public bool CanBeWritten => State is ProposalState.Draft or ProposalState.Sent;

    /// <summary>The day it would be done, when the start is known or counted from <paramref name="today"/>.</summary>
    public DateOnly? DoneOn(DateOnly today) =>
        DurationCount is not { } count
            ? null
            : DurationUnit switch
            {
                DurationUnit.Days => (StartOn ?? today).AddDays(count),
                DurationUnit.Weeks => (StartOn ?? today).AddDays(7 * count),
                _ => (StartOn ?? today).AddMonths(count),
            };
}

/// <summary>An invitation to propose.</summary>
public sealed record InvitationView(
    Guid Id,
    Guid JobId,
    Guid ClientId,
    Guid FreelancerId,
    Guid SenderId,
    string Message,
    InvitationState State,
    DateTime SentAt,
    DateTime? AnsweredAt,
    InvitationDeclineReason? DeclineReason,
    string DeclineNote,
    ContactKinds Contacts
)
{
    /// <summary>It can still be accepted, as long as the job is open.</summary>
    public bool IsOpen => State is InvitationState.Sent or InvitationState.Ignored;
}

/// <summary>How many proposals may be sent this week, and when the next one comes back at the latest.</summary>
public sealed record ProposalAllowance(int Used, int Limit, DateTime? NextBackAt)
{
    /// <summary>What is left.</summary>
    public int Left => Math.Max(0, Limit - Used);
}

/// <summary>How much a freelancer is asked, for the ranking: invitations ever and answered, and those of the last day.</summary>
public sealed record InvitationLoad(int Asked, int Answered, int LastDay);

/// <summary>In which order a client reads a list.</summary>
public enum ProposalOrder
{
    /// <summary>The latest first.</summary>
    Newest,

    /// <summary>The lowest price or rate first.</summary>
    LowestPrice,

    /// <summary>The highest price or rate first.</summary>
    HighestPrice,
}

/// <summary>Where a page of a list ended.</summary>
public readonly record struct ProposalKey(DateTime At, long AmountMinor, Guid Id)
{
    /// <summary>The key of a row, for the link to the next page.</summary>
    public static ProposalKey Of(ProposalView row) => new(row.SentAt ?? row.CreatedAt, row.Amount?.Minor ?? 0, row.Id);

    /// <summary>Reads a key from a link; null when it is none.</summary>
    public static ProposalKey? Read(string? text) =>
        text?.Split('_') is [var at, var amount, var id]
        && long.TryParse(at, CultureInfo.InvariantCulture, out var ticks)
        && ticks >= 0
        && ticks <= DateTime.MaxValue.Ticks
        && long.TryParse(amount, CultureInfo.InvariantCulture, out var minor)
        && Guid.TryParse(id, out var guid)
            ? new ProposalKey(new DateTime(ticks, DateTimeKind.Utc), minor, guid)
            : null;

    /// <summary>As it stands in a link.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{At.Ticks}_{AmountMinor}_{Id:N}");
}

/// <summary>The lists a client looks at.</summary>
public enum ProposalList
{
    /// <summary>Everything that waits for a decision.</summary>
    All,

    /// <summary>Favourites.</summary>
    Shortlisted,

    /// <summary>Those one wrote with.</summary>
    Messaged,

    /// <summary>Put away, declined or withdrawn.</summary>
    Archived,

    /// <summary>Offered or hired.</summary>
    Hired,
}
