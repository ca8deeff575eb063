using System.Text.Json;
using Metier.Platform;

namespace Metier.Rooms;

/// <summary>What a conversation is about.</summary>
public enum RoomKind
{
    /// <summary>A job and one freelancer: from the invitation or the client's first message on.</summary>
    Proposal,

    /// <summary>A contract; it is closed when the contract ends.</summary>
    Contract,
}

/// <summary>Which of the two sides of a conversation.</summary>
public enum RoomSide
{
    /// <summary>Everybody who acts for the client.</summary>
    Client,

    /// <summary>The freelancer.</summary>
    Freelancer,
}

/// <summary>
/// What makes a conversation the one it is. <paramref name="SubjectId"/> is the job of a proposal's room, so that an
/// invitation, the proposal that answers it and a second proposal go on in one place; of a contract's room, the contract.
/// </summary>
public sealed record RoomSubject(RoomKind Kind, Guid SubjectId, Guid ClientId, Guid FreelancerId);

/// <summary>
/// A conversation between a client's team and a freelancer. Who belongs to it is not written down: it is the freelancer and
/// whoever acts for the client at that moment, so that nobody who left can still read.
/// </summary>
internal sealed class Room
{
    public const int LongestTitle = 200;

    public Guid Id { get; init; }
    public RoomKind Kind { get; init; }
    public Guid SubjectId { get; init; }
    public Guid ClientId { get; init; }
    public Guid FreelancerId { get; init; }
    public required string Title { get; init; }
    public DateTime OpenedAt { get; init; }

    /// <summary>The number of the newest message. Taken with one statement that holds the row, so numbers have no gaps.</summary>
    public long LastSeq { get; set; }

    /// <summary>When something was last said.</summary>
    public DateTime LastAt { get; set; }

    /// <summary>A freelancer does not write first, unless the client asked for it.</summary>
    public bool FreelancerMayWrite { get; set; }

    /// <summary>When somebody of the client first wrote.</summary>
    public DateTime? ClientWroteAt { get; set; }

    /// <summary>From when on the two have a contract: contact details are no longer pointed out.</summary>
    public DateTime? HiredAt { get; set; }

    /// <summary>From when on it can only be read.</summary>
    public DateTime? ClosedAt { get; set; }

    public RoomSide? SideOf(Actor actor) =>
        actor.MemberId == FreelancerId ? RoomSide.Freelancer
        : actor.IsFor(ClientId) ? RoomSide.Client
        : null;

    /// <summary>Why this side may not write now; null when it may.</summary>
    public Refusal? WriteAs(RoomSide side, Actor actor) =>
        ClosedAt is not null ? new Refusal("room_closed", RoomRefusalText.Closed)
        // Running contracts can be finished, and that takes words; nothing new begins.
        : actor.Suspended && Kind != RoomKind.Contract ? new Refusal("suspended", RoomRefusalText.Suspended)
        : side == RoomSide.Freelancer && !FreelancerMayWrite ? new Refusal("room_waits", RoomRefusalText.ClientFirst)
        : null;
}

/// <summary>One line of a conversation, written by a person or by something that happened. Never changed.</summary>
internal sealed class Message
{
    public const int LongestText = 10_000;
    public const int MostFiles = 10;

    public Guid RoomId { get; init; }
    public long Seq { get; init; }

    /// <summary>Made by whoever sends it, so that sending twice is recognised.</summary>
    public Guid Id { get; init; }

    /// <summary>Who wrote it, or did what it tells of; null when time did it.</summary>
    public Guid? AuthorId { get; init; }

    public DateTime At { get; init; }
    public string Text { get; init; } = "";

    /// <summary>Contact details found in it, before a contract.</summary>
    public ContactKinds Contacts { get; init; }

    /// <summary>What happened, as JSON; null for what people write.</summary>
    public string? EventJson { get; init; }

    public RoomEvent? Event =>
        EventJson is null ? null : JsonSerializer.Deserialize<RoomEvent>(EventJson, EventRegistry.Json);
}

/// <summary>
/// Something that happened, kept as facts and put into words for each reader. <paramref name="Kind"/> names the sentence;
/// <paramref name="Subject"/> is the thing it leads to; the amount is a rate when it is <paramref name="PerHour"/>.
/// </summary>
public sealed record RoomEvent(
    string Kind,
    Guid Subject,
    string? Title = null,
    int? Number = null,
    long? AmountMinor = null,
    string? Currency = null,
    string? Words = null,
    bool PerHour = false
);

/// <summary>A file on a message.</summary>
internal sealed class MessageFile
{
    public Guid RoomId { get; init; }
    public long Seq { get; init; }
    public int Position { get; init; }
    public Guid FileId { get; init; }
}

/// <summary>How far one person has read, and whether a mail waits for them or went out.</summary>
internal sealed class RoomReader
{
    public Guid RoomId { get; init; }
    public Guid MemberId { get; init; }

    /// <summary>Only ever grows.</summary>
    public long ReadSeq { get; set; }

    /// <summary>When it last grew.</summary>
    public DateTime? ReadAt { get; set; }

    /// <summary>When a mail goes out unless the person comes first.</summary>
    public DateTime? MailDueAt { get; set; }

    /// <summary>When it went out; null again once the person has been here.</summary>
    public DateTime? MailedAt { get; set; }
}
