using System.Text.Json.Serialization;
using Metier.Diary;
using Metier.Tracker.Store;

namespace Metier.Tracker.Control;

/// <summary>What a command asks of the program.</summary>
/// <param name="Command">status, start, stop, memo, log, delete, screenshot, logout, quit.</param>
/// <param name="Contract">Number, id or part of the title, for start.</param>
/// <param name="Memo">For start and memo.</param>
/// <param name="Segments">Names of segments, for delete.</param>
/// <param name="Day">For log.</param>
/// <param name="Decision">keep, blur, delete, for screenshot.</param>
/// <param name="Force">For logout: what was not sent is given up.</param>
internal sealed record ControlRequest(
    string Command,
    string? Contract = null,
    string? Memo = null,
    IReadOnlyList<string>? Segments = null,
    DateOnly? Day = null,
    string? Decision = null,
    bool Force = false
);

/// <summary>What came of it.</summary>
/// <param name="Code">ok, or why not; a key of <see cref="TrackerText"/> after "code".</param>
/// <param name="Text">The server's own words, in the person's language; an address to go to, for logout and a consent that is missing.</param>
/// <param name="Contracts">Which there are, when one must be named.</param>
/// <param name="Said">What there is to say of something done; a key of <see cref="TrackerText"/>.</param>
internal sealed record ControlAnswer(
    string Code,
    string? Text = null,
    TrackerStatus? Status = null,
    IReadOnlyList<LoggedSegment>? Log = null,
    IReadOnlyList<TrackedContract>? Contracts = null,
    string? Said = null
)
{
    /// <summary>It was done.</summary>
    [JsonIgnore]
    public bool Ok => Code == "ok";
}

/// <summary>Everything <c>status</c> shows.</summary>
internal sealed record TrackerStatus(
    string Server,
    string MemberName,
    bool Background,
    string System,
    bool Preview,
    bool CanCount,
    bool CanCapture,
    IReadOnlyList<string> Limits,
    string? DesktopProblem,
    string KeyPlace,
    RunningTimer? Timer,
    TimerStopped? LastStop,
    int Waiting,
    bool Online,
    DateTime? LastContact,
    bool SignedOut,
    int DriftSeconds,
    int? LookSeconds,
    IReadOnlyList<MinutesLost> Lost,
    int Damaged,
    InterruptedTimer? Interrupted = null
);

/// <summary>A timer that was running when the program was interrupted, and until when it ran.</summary>
internal sealed record InterruptedTimer(string Title, DateTime Until);

/// <summary>The timer that runs.</summary>
internal sealed record RunningTimer(
    Guid Contract,
    string Title,
    int Level,
    string Memo,
    DateTime StartedAt,
    int WeekMinutes,
    int? LimitMinutes
);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ControlAnswer))]
internal sealed partial class ControlJson : JsonSerializerContext;
