using Metier.Platform;

namespace Metier.Diary;

/// <summary>Where a minute came from.</summary>
public enum MinuteSource
{
    /// <summary>The desktop tracker.</summary>
    Tracker,

    /// <summary>The timer on the page.</summary>
    Browser,

    /// <summary>A call on the contract.</summary>
    Call,

    /// <summary>Added by hand; never protected.</summary>
    Manual,
}

/// <summary>
/// One tracked clock minute. Its key is (freelancer, minute), so nobody can be billed twice for one minute. It holds counts and
/// nothing else: no field can say which key.
/// </summary>
public sealed class DiaryMinute
{
    /// <summary>Who worked.</summary>
    public Guid FreelancerId { get; init; }

    /// <summary>Which minute, see <see cref="DiaryTime"/>.</summary>
    public int Minute { get; init; }

    /// <summary>The hourly contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>What was done.</summary>
    public Guid MemoId { get; set; }

    /// <summary>Where it came from.</summary>
    public MinuteSource Source { get; init; }

    /// <summary>The timer's run it was tracked on; null for time by hand.</summary>
    public Guid? LeaseId { get; init; }

    /// <summary>There was input; null where the proof level does not ask.</summary>
    public bool? Active { get; set; }

    /// <summary>Key presses; null below level 2.</summary>
    public int? Keys { get; set; }

    /// <summary>Button presses; null below level 2.</summary>
    public int? Clicks { get; set; }

    /// <summary>Wheel steps; null below level 2.</summary>
    public int? Scrolls { get; set; }

    /// <summary>When the server took it in, UTC.</summary>
    public DateTime RecordedAt { get; init; }

    /// <summary>
    /// Taken away by this deletion: does not count from that moment, can come back while the undo lasts, and stays as an empty
    /// mark afterwards, so that it cannot be tracked again.
    /// </summary>
    public Guid? DeletionId { get; set; }
}

/// <summary>What became of a segment's screenshot.</summary>
public enum ScreenshotState
{
    /// <summary>None was taken.</summary>
    None,

    /// <summary>Announced; its bytes have not arrived.</summary>
    Awaited,

    /// <summary>Kept as it is.</summary>
    Kept,

    /// <summary>Made unreadable; the original is gone.</summary>
    Blurred,

    /// <summary>Deleted by the freelancer before or after it left the computer.</summary>
    Deleted,

    /// <summary>Deleted because its time was over.</summary>
    Expired,
}

/// <summary>Whether a segment is covered by payment protection, and if not, why. In order of what is said first.</summary>
public enum Coverage
{
    /// <summary>Covered.</summary>
    Covered,

    /// <summary>Added by hand.</summary>
    ByHand,

    /// <summary>Over the weekly limit: not billed either.</summary>
    OverLimit,

    /// <summary>No memo.</summary>
    NoMemo,

    /// <summary>Not one active minute.</summary>
    Idle,

    /// <summary>The level asks for a screenshot and there is none, or it is blurred.</summary>
    NoScreenshot,

    /// <summary>The freelancer's identity was not verified.</summary>
    FreelancerNotVerified,

    /// <summary>The client had no verified payment method.</summary>
    ClientNotVerified,

    /// <summary>The proof level does not record activity.</summary>
    LevelTooLow,
}

/// <summary>Ten minutes of one contract: the screenshot and the protection. Minutes hang on (contract, start).</summary>
public sealed class DiarySegment : IVersioned
{
    /// <summary>The contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>The first minute; a multiple of ten.</summary>
    public int Start { get; init; }

    /// <summary>Who worked.</summary>
    public Guid FreelancerId { get; init; }

    /// <summary>The proof level it was tracked at, 0 to 3.</summary>
    public int Level { get; set; }

    /// <summary>The screenshot.</summary>
    public ScreenshotState Screenshot { get; set; }

    /// <summary>When it was taken, UTC.</summary>
    public DateTime? TakenAt { get; set; }

    /// <summary>The image as the client sees it; null when there is none.</summary>
    public Guid? ImageId { get; set; }

    /// <summary>Its small copy.</summary>
    public Guid? ThumbnailId { get; set; }

    /// <summary>When the image is destroyed, UTC, unless hours are in dispute then; null when there is none.</summary>
    public DateTime? ImageUntil { get; set; }

    /// <summary>SHA-256 of the bytes that arrived, lower-case hex.</summary>
    public string? ImageSha256 { get; set; }

    /// <summary>The bytes that are awaited were blurred before they left the computer.</summary>
    public bool ArrivesBlurred { get; set; }

    /// <summary>Stored with each change of the segment.</summary>
    public Coverage Coverage { get; set; }

    /// <inheritdoc/>
    public int Version { get; set; }
}

/// <summary>What somebody worked on, in their words; minutes point to it.</summary>
public sealed class DiaryMemo
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>The contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>3 to 200 characters.</summary>
    public required string Text { get; init; }

    /// <summary>When it was written, UTC.</summary>
    public DateTime At { get; init; }
}

/// <summary>One line both sides can read: what the freelancer changed in the diary afterwards. Never changed.</summary>
public sealed class DiaryChange
{
    /// <summary>Id, ordered by time.</summary>
    public Guid Id { get; init; }

    /// <summary>The contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>Who; null when time did it.</summary>
    public Guid? MemberId { get; init; }

    /// <summary>memo, deleted, restored, blurred, added, taken, level, consent, withdrawn, erased.</summary>
    public required string Kind { get; init; }

    /// <summary>The first segment it touches.</summary>
    public int From { get; init; }

    /// <summary>The end, exclusive.</summary>
    public int To { get; init; }

    /// <summary>How many minutes.</summary>
    public int Minutes { get; init; }

    /// <summary>Words that belong to it, the memo before for instance.</summary>
    public string Text { get; init; } = "";
}
