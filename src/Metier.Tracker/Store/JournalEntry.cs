using System.Text.Json.Serialization;
using Metier.Diary;
using Metier.Tracker.Time;

namespace Metier.Tracker.Store;

/// <summary>One line of the journal: something that happened and must survive a crash.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "k")]
[JsonDerivedType(typeof(LeaseTaken), "lease")]
[JsonDerivedType(typeof(MemoChanged), "memo")]
[JsonDerivedType(typeof(MinuteTracked), "minute")]
[JsonDerivedType(typeof(MinuteUnderWay), "part")]
[JsonDerivedType(typeof(CountedUntil), "until")]
[JsonDerivedType(typeof(TailCut), "cut")]
[JsonDerivedType(typeof(ShotState), "shot")]
[JsonDerivedType(typeof(TimerStopped), "stop")]
[JsonDerivedType(typeof(StopSent), "stopped")]
[JsonDerivedType(typeof(SegmentAnswered), "answer")]
[JsonDerivedType(typeof(ImageSent), "image")]
[JsonDerivedType(typeof(SegmentErased), "erased")]
[JsonDerivedType(typeof(SegmentTried), "tried")]
[JsonDerivedType(typeof(LevelLowered), "lowered")]
[JsonDerivedType(typeof(ClockSet), "clock")]
[JsonDerivedType(typeof(WeekHeard), "week")]
[JsonDerivedType(typeof(MinutesLost), "lost")]
internal abstract record JournalEntry;

/// <summary>The server has given the right to track.</summary>
internal sealed record LeaseTaken(LeaseGiven Lease, string Title, int IdleMinutes, bool AllMonitors) : JournalEntry;

/// <summary>Another memo from now on.</summary>
internal sealed record MemoChanged(string Memo) : JournalEntry;

/// <summary>A minute that counts. Counts are kept at the level in force and never above it.</summary>
internal sealed record MinuteTracked(
    Guid Contract,
    Guid Lease,
    DateTime At,
    int Level,
    double Seconds,
    bool Active,
    int Keys,
    int Clicks,
    int Scrolls,
    string Memo
) : JournalEntry;

/// <summary>The minute under way, so that a crash costs seconds; the last one holds.</summary>
internal sealed record MinuteUnderWay(DateTime At, double Seconds, bool Active, int Keys, int Clicks, int Scrolls)
    : JournalEntry;

/// <summary>
/// How far the open timer had come, when its minutes are wiped because the server has them. Without it a stop told later would be
/// dated before them, and the server would take them back.
/// </summary>
internal sealed record CountedUntil(DateTime LastMinute, DateTime LastActive) : JournalEntry;

/// <summary>Minutes of this contract from <paramref name="From"/> on were idle and do not count.</summary>
internal sealed record TailCut(Guid Contract, DateTime From) : JournalEntry;

/// <summary>What is the matter with a segment's screenshot: looking, kept, blurred, deleted, failed.</summary>
internal sealed record ShotState(
    Guid Contract,
    Guid Lease,
    DateTime Segment,
    DateTime TakenAt,
    string State,
    string? Sha256,
    int Bytes
) : JournalEntry;

/// <summary>
/// The timer has stopped; <paramref name="CountedBack"/>: whatever the reason, there had been no input for about the idle time, which
/// does not count.
/// </summary>
internal sealed record TimerStopped(Guid Lease, DateTime At, string Reason, bool CountedBack = false) : JournalEntry;

/// <summary>The server knows of the stop.</summary>
internal sealed record StopSent(Guid Lease) : JournalEntry;

/// <summary>What the server said to an upload.</summary>
internal sealed record SegmentAnswered(
    Guid Contract,
    DateTime Segment,
    IReadOnlyList<int> Accepted,
    IReadOnlyList<MinuteRefused> Refused,
    bool NoteTaken,
    bool WantsImage
) : JournalEntry;

/// <summary>The image has arrived, or there is nothing to send any more.</summary>
internal sealed record ImageSent(Guid Contract, DateTime Segment) : JournalEntry;

/// <summary>The person took the segment away.</summary>
internal sealed record SegmentErased(Guid Contract, DateTime Segment) : JournalEntry;

/// <summary>
/// Some of the segment goes over the wire now, and whatever becomes of the answer the server may have it; with
/// <paramref name="MayBeThere"/> false it turned out that nothing had left the machine.
/// </summary>
internal sealed record SegmentTried(Guid Contract, DateTime Segment, bool MayBeThere) : JournalEntry;

/// <summary>The contract's level is lower than the one these minutes were kept at.</summary>
internal sealed record LevelLowered(Guid Contract, DateTime Segment, int Level) : JournalEntry;

/// <summary>The clock was set by the server.</summary>
internal sealed record ClockSet(ClockAnchor Anchor) : JournalEntry;

/// <summary>What the server counts for the week.</summary>
internal sealed record WeekHeard(Guid Contract, DateTime At, int Minutes, int? Limit) : JournalEntry;

/// <summary>Minutes the server will never have, for the person to see; none: the segment's picture.</summary>
internal sealed record MinutesLost(Guid Contract, DateTime Segment, int Minutes, string Code) : JournalEntry;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(Identity))]
internal sealed partial class StoreJson : JsonSerializerContext;
