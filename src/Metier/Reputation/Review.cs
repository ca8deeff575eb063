using Metier.Contracts;
using Metier.Platform;

namespace Metier.Reputation;

/// <summary>Stars from 1 to 5 on six things.</summary>
public sealed record Stars(int Skills, int Quality, int Availability, int Deadlines, int Communication, int Cooperation)
{
    /// <summary>The names of the six, in the order they are asked.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        nameof(Skills),
        nameof(Quality),
        nameof(Availability),
        nameof(Deadlines),
        nameof(Communication),
        nameof(Cooperation),
    ];

    /// <summary>The six numbers, in the same order.</summary>
    public IReadOnlyList<int> All => [Skills, Quality, Availability, Deadlines, Communication, Cooperation];

    /// <summary>Their mean in tenths of a star, halves up: 43 is 4.3.</summary>
    public int MeanTenths => Tenths(All.Sum(), All.Count);

    /// <summary>sum ÷ count in tenths, halves up, without leaving whole numbers.</summary>
    internal static int Tenths(long sum, long count) => (int)(((sum * 20) + count) / (count * 2));
}

/// <summary>What one side says in public about the other after a contract.</summary>
public sealed class Review : IVersioned
{
    /// <summary>Longest comment and longest reply.</summary>
    public const int LongestText = 2000;

    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>The contract; each side gives one.</summary>
    public Guid ContractId { get; init; }

    /// <summary>The side that gave it.</summary>
    public Side By { get; init; }

    /// <summary>The person who wrote it.</summary>
    public Guid AuthorId { get; init; }

    /// <summary>The client of the contract.</summary>
    public Guid ClientId { get; init; }

    /// <summary>The freelancer of the contract.</summary>
    public Guid FreelancerId { get; init; }

    /// <summary>The six ratings.</summary>
    public Stars Stars { get; internal set; } = default!;

    /// <summary>Their mean in tenths of a star, 10 to 50.</summary>
    public int OverallTenths { get; internal set; }

    /// <summary>In their words.</summary>
    public required string Comment { get; set; }

    /// <summary>When it was given, UTC.</summary>
    public DateTime GivenAt { get; init; }

    /// <summary>When it was shown; null while it is hidden from everybody else.</summary>
    public DateTime? ShownAt { get; internal set; }

    /// <summary>It counts: money was paid on the contract.</summary>
    public bool Counted { get; internal set; }

    /// <summary>The receiver's one public answer; empty while there is none.</summary>
    public string Reply { get; internal set; } = "";

    /// <summary>When they answered.</summary>
    public DateTime? RepliedAt { get; internal set; }

    /// <summary>When it was changed with the receiver's consent.</summary>
    public DateTime? ChangedAt { get; internal set; }

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <summary>1.0 to 5.0.</summary>
    public decimal Overall => OverallTenths / 10m;

    /// <summary>Until when the receiver may answer, once it is shown.</summary>
    public DateTime? ReplyUntil(RuleOptions rules) => ShownAt?.AddDays(rules.FeedbackReplyDays);

    internal void Rate(Stars stars, string comment)
    {
        Stars = stars;
        OverallTenths = stars.MeanTenths;
        Comment = comment;
    }

    internal void Show(bool counted, DateTime now)
    {
        ShownAt = now;
        Counted = counted;
    }
}

/// <summary>
/// The part of feedback that the other side never sees. A table of its own, which nothing that shows reviews reads.
/// </summary>
public sealed class PrivateFeedback
{
    /// <summary>The review it belongs to.</summary>
    public Guid ReviewId { get; init; }

    /// <summary>Why the contract ended.</summary>
    public EndedBecause Reason { get; init; }

    /// <summary>How likely they would recommend the other side, 0 to 10; null when they would not say.</summary>
    public int? Score { get; init; }
}

/// <summary>Why a contract ended, as each side sees it; told only to the operator.</summary>
public enum EndedBecause
{
    /// <summary>The work was finished.</summary>
    Finished,

    /// <summary>The project stopped.</summary>
    ProjectStopped,

    /// <summary>The work or the terms were not as agreed.</summary>
    NotAsAgreed,

    /// <summary>The other side could not be reached.</summary>
    Unreachable,

    /// <summary>It took too long.</summary>
    TooSlow,

    /// <summary>The sides did not get on.</summary>
    Conflict,

    /// <summary>Something else.</summary>
    Other,
}

/// <summary>A changed review, waiting for the receiver's consent. A review can be changed this way once.</summary>
public sealed class ReviewChange : IVersioned
{
    /// <summary>The review.</summary>
    public Guid ReviewId { get; init; }

    /// <summary>The ratings it would have.</summary>
    public required Stars Stars { get; init; }

    /// <summary>The comment it would have.</summary>
    public required string Comment { get; init; }

    /// <summary>When it was asked, UTC.</summary>
    public DateTime AskedAt { get; init; }

    /// <summary>Without an answer before this the review stays as it is.</summary>
    public DateTime AnswerUntil { get; init; }

    /// <summary>When the receiver answered.</summary>
    public DateTime? AnsweredAt { get; internal set; }

    /// <summary>The receiver agreed.</summary>
    public bool? Agreed { get; internal set; }

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <summary>The receiver can still answer.</summary>
    public bool IsOpen(DateTime now) => AnsweredAt is null && now < AnswerUntil;
}
