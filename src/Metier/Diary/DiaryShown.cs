using Metier.Contracts;
using Metier.Ledger;

namespace Metier.Diary;

/// <summary>Where a stretch of time stands with its week.</summary>
public enum WeekPhase
{
    /// <summary>Runs, or may still be edited until Monday 12:00.</summary>
    Open,

    /// <summary>Locked and billed; the client may dispute until Friday 24:00.</summary>
    Review,

    /// <summary>Final.</summary>
    Closed,
}

/// <summary>One segment as the grid shows it. Empty segments are not listed.</summary>
/// <param name="Start">First minute, see <see cref="DiaryTime"/>.</param>
/// <param name="Minutes">Tracked minutes, 1 to 10; 0 for one that was deleted.</param>
/// <param name="Billed">Minutes that are billed.</param>
/// <param name="Active">Minutes with input; null where the level does not say.</param>
/// <param name="Activity">Ten entries: was the minute tracked, was it active; for the meter.</param>
/// <param name="MemoId">The memo of its first minute.</param>
/// <param name="Memo">What was worked on, all of it in one line; <see cref="Memos"/> has each with its own minutes.</param>
/// <param name="Source">Where most of it came from.</param>
/// <param name="Level">The proof level it was tracked at.</param>
/// <param name="Screenshot">What became of the screenshot.</param>
/// <param name="ThumbnailId">A stored file, for a signed link.</param>
/// <param name="Coverage">Covered, or why not.</param>
/// <param name="Amount">What its billed minutes cost, for showing; the week is rounded once.</param>
public sealed record SegmentCell(
    int Start,
    int Minutes,
    int Billed,
    int? Active,
    IReadOnlyList<MinuteMark> Activity,
    Guid? MemoId,
    string Memo,
    MinuteSource Source,
    ProofLevel Level,
    ScreenshotState Screenshot,
    Guid? ThumbnailId,
    Coverage Coverage,
    Money Amount
)
{
    /// <summary>Sixty times the price of the billed minutes in minor units, exact: sums are rounded once.</summary>
    public long Weight { get; init; }

    /// <summary>Minutes that count by the contract's granularity.</summary>
    public int Counted { get; init; }

    /// <summary>Tracked minutes that were added by hand.</summary>
    public int Manual { get; init; }

    /// <summary>What was worked on, each memo with its own minutes, in the order of their first.</summary>
    public IReadOnlyList<MemoPart> Memos { get; init; } = [];
}

/// <summary>A minute of the meter.</summary>
public enum MinuteMark
{
    /// <summary>Not tracked.</summary>
    Empty,

    /// <summary>Tracked without input, or the level does not say.</summary>
    Tracked,

    /// <summary>Tracked with input.</summary>
    Active,
}

/// <summary>Sums over a stretch of time.</summary>
/// <param name="Minutes">All tracked minutes.</param>
/// <param name="ManualMinutes">Of these added by hand.</param>
/// <param name="OverLimitMinutes">Of these over the limit.</param>
/// <param name="CoveredMinutes">Of the billed ones, those covered by payment protection.</param>
/// <param name="BilledMinutes">Of these billed.</param>
/// <param name="Amount">What the billed minutes cost.</param>
public sealed record DiarySums(
    int Minutes,
    int ManualMinutes,
    int OverLimitMinutes,
    int CoveredMinutes,
    int BilledMinutes,
    Money Amount
);

/// <summary>The diary of one day, in a zone.</summary>
/// <param name="Hourly">The contract.</param>
/// <param name="Side">Who looks.</param>
/// <param name="OtherName">The other side.</param>
/// <param name="Day">The day in the zone shown.</param>
/// <param name="Zone">The zone shown.</param>
/// <param name="Cells">Segments with something in them, by time.</param>
/// <param name="Today">Sums of this day.</param>
/// <param name="Week">Sums of the UTC week the day's noon lies in.</param>
/// <param name="All">Sums of the contract.</param>
/// <param name="LimitMinutes">The limit of that week.</param>
/// <param name="RateMinor">The rate now.</param>
/// <param name="Phase">How far the week is.</param>
/// <param name="EditableUntil">Until when the freelancer may edit, UTC.</param>
/// <param name="ReviewUntil">Until when the client may dispute, UTC.</param>
/// <param name="Changes">What was edited that day, newest first.</param>
/// <param name="CanEdit">This person may edit this day now.</param>
/// <param name="Pending">Deletions that can still be undone.</param>
public sealed record DiaryDay(
    HourlyContract Hourly,
    Side Side,
    string OtherName,
    DateOnly Day,
    TimeZoneInfo Zone,
    IReadOnlyList<SegmentCell> Cells,
    DiarySums Today,
    DiarySums Week,
    DiarySums All,
    int? LimitMinutes,
    long RateMinor,
    WeekPhase Phase,
    DateTime EditableUntil,
    DateTime ReviewUntil,
    IReadOnlyList<DiaryChange> Changes,
    bool CanEdit,
    IReadOnlyList<DeletionView> Pending
)
{
    /// <summary>Time can be logged on the contract now, by a timer or by hand.</summary>
    public bool TakesTime => Hourly.Contract is { State: not ContractState.Ended, IsPaused: false };
}

/// <summary>Segments taken away a moment ago.</summary>
public sealed record DeletionView(Guid Id, int Minutes, Money Amount, DateTime UndoUntil);

/// <summary>One minute in the detail of a segment.</summary>
public sealed record MinuteRow(
    int Minute,
    bool? Active,
    int? Keys,
    int? Clicks,
    int? Scrolls,
    string Memo,
    MinuteSource Source
)
{
    internal static MinuteRow Of(DiaryMinute minute, IReadOnlyDictionary<Guid, string> memos) =>
        new(
            minute.Minute,
            minute.Active,
            minute.Keys,
            minute.Clicks,
            minute.Scrolls,
            memos.GetValueOrDefault(minute.MemoId) ?? "",
            minute.Source
        );
}

/// <summary>One segment opened: the large image, its ten minutes, its neighbours.</summary>
public sealed record SegmentDetail(
    HourlyContract Hourly,
    Side Side,
    SegmentCell Cell,
    IReadOnlyList<MinuteRow> Minutes,
    Guid? ImageId,
    DateTime? TakenAt,
    int? Previous,
    int? Next,
    IReadOnlyList<DiaryChange> Changes,
    bool CanEdit
);

/// <summary>One line of the timesheet: a day and a memo.</summary>
public sealed record TimesheetRow(
    DateOnly Day,
    string Memo,
    int Minutes,
    int ManualMinutes,
    int BilledMinutes,
    Money Amount
);

/// <summary>The timesheet of a week or of more of them.</summary>
public sealed record Timesheet(
    HourlyContract Hourly,
    Side Side,
    DateOnly From,
    DateOnly To,
    IReadOnlyList<TimesheetRow> Rows,
    IReadOnlyList<(DateOnly Day, DiarySums Sums)> Days,
    DiarySums Sums
);

/// <summary>A paired computer.</summary>
public sealed record DeviceView(
    Guid Id,
    string Name,
    string System,
    DateTime PairedAt,
    DateTime? LastSeenAt,
    bool Tracking
);

/// <summary>An hourly contract on the page of the timer.</summary>
public sealed record TimerContract(
    HourlyContract Hourly,
    string ClientName,
    ProofLevel Level,
    bool Consented,
    DiarySums Week,
    int? LimitMinutes
);

/// <summary>The timer that runs.</summary>
public sealed record RunningTimer(
    Guid LeaseId,
    Guid ContractId,
    string Memo,
    DateTime StartedAt,
    DateTime ExpiresAt,
    Guid? DeviceId,
    string? DeviceName
);

/// <summary>What the bar of every page shows of time; for freelancers with hourly work.</summary>
/// <param name="Running">The timer that runs; null when none does.</param>
public sealed record TimeInBar(TimerInBar? Running);

/// <summary>The timer that runs, in a few words.</summary>
/// <param name="ContractId">The contract.</param>
/// <param name="Title">Its title.</param>
/// <param name="TodayMinutes">Minutes of this contract since midnight of the freelancer's own day.</param>
public sealed record TimerInBar(Guid ContractId, string Title, int TodayMinutes);

/// <summary>What was tracked today on one contract.</summary>
/// <param name="Sums">Its sums.</param>
/// <param name="Cells">Its segments, by time.</param>
public sealed record TimerToday(DiarySums Sums, IReadOnlyList<SegmentCell> Cells);

/// <summary>Everything on <c>/time</c>; <paramref name="LastScreenshotOf"/> is the contract of the last screenshot.</summary>
/// <param name="Running">The timer that runs; null when none does.</param>
/// <param name="Contracts">The hourly contracts that have not ended.</param>
/// <param name="Today">What was tracked today, by contract; those without time are not listed.</param>
/// <param name="LastScreenshot">The segment of the last screenshot.</param>
/// <param name="Devices">Paired computers.</param>
/// <param name="RecentMemos">Memos to choose from.</param>
/// <param name="LastScreenshotOf">The contract of the last screenshot.</param>
public sealed record TimePageView(
    RunningTimer? Running,
    IReadOnlyList<TimerContract> Contracts,
    IReadOnlyDictionary<Guid, TimerToday> Today,
    SegmentCell? LastScreenshot,
    IReadOnlyList<DeviceView> Devices,
    IReadOnlyList<string> RecentMemos,
    Guid? LastScreenshotOf = null
);

/// <summary>What the page of consent says.</summary>
/// <param name="ContractId">The contract.</param>
/// <param name="Title">Its title.</param>
/// <param name="ClientName">Who will see it.</param>
/// <param name="Agreed">The level the contract asks for.</param>
/// <param name="Given">What the freelancer agreed to; null for nothing.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="KeptDays">Days that screenshots are kept after their week was closed.</param>
public sealed record ConsentView(
    Guid ContractId,
    string Title,
    string ClientName,
    ProofLevel Agreed,
    ProofLevel? Given,
    DateTime? Since,
    int KeptDays
);
