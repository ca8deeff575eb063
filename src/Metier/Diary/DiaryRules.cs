using System.Globalization;
using Metier.Contracts;
using Metier.Platform;

namespace Metier.Diary;

/// <summary>The diary's rules that need no storage; rules.md 1 and 2.</summary>
public static class DiaryRules
{
    /// <summary>The shortest memo, in characters.</summary>
    public const int ShortestMemo = 3;

    /// <summary>The longest memo, in characters.</summary>
    public const int LongestMemo = 200;

    /// <summary>Devices that were offline may hand in minutes so many days later.</summary>
    public const int OfflineDays = 14;

    /// <summary>More key presses, clicks or wheel steps than this in one minute were not made by a person.</summary>
    public const int MostInputs = 2_000;

    /// <summary>The most segments that are edited at once: a day.</summary>
    public const int MostSegments = 144;

    /// <summary>When the week of a minute is locked and billed, UTC. The clock locks it, so billing and editing cannot race.</summary>
    public static DateTime LockOf(int minute, FrozenRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return DiaryTime.At(DiaryTime.WeekOf(minute) + DiaryTime.Week).AddHours(rules.HourlyLockHours);
    }

    /// <summary>The first minute that is not locked at this moment, where weeks lock so many hours after their end.</summary>
    public static int FirstOpen(DateTime now, int lockHours) =>
        DiaryTime.WeekOf(DiaryTime.Of(now.AddHours(-lockHours)));

    /// <summary>When the review of the week of a minute ends, UTC.</summary>
    public static DateTime ReviewOf(int minute, FrozenRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return DiaryTime.At(DiaryTime.WeekOf(minute) + DiaryTime.Week).AddDays(rules.HourlyReviewDays);
    }

    /// <summary>A memo in one line, or what is wrong with it.</summary>
    public static Outcome<string> Memo(string? typed, string field = "Form.Memo")
    {
        var memo = TypedText.Line(typed);
        return memo.Length is < ShortestMemo or > LongestMemo
            ? new Refusal("memo", DiaryRefusalText.Memo(ShortestMemo, LongestMemo), field)
            : memo;
    }

    /// <summary>
    /// Whether a segment is covered by payment protection; rules.md 3, and workspace.md 4.7 for blurred images. The first reason
    /// that applies is the one that is said. Of the full diary even a single minute needs its screenshot: it may be billed as ten.
    /// </summary>
    internal static Coverage Judge(SegmentFacts facts) =>
        facts.AllByHand ? Coverage.ByHand
        : facts.OverLimit ? Coverage.OverLimit
        : !facts.HasMemo ? Coverage.NoMemo
        : facts.Level == ProofLevel.Hours || facts.Level < facts.Asked ? Coverage.LevelTooLow
        : facts.ActiveMinutes == 0 ? Coverage.Idle
        : facts.Asked == ProofLevel.FullDiary && facts.Screenshot != ScreenshotState.Kept ? Coverage.NoScreenshot
        : !facts.FreelancerVerified ? Coverage.FreelancerNotVerified
        : !facts.ClientVerified ? Coverage.ClientNotVerified
        : Coverage.Covered;

    /// <summary>A segment's start as the wire writes it: yyyyMMddTHHmmZ.</summary>
    public static string Name(int start) =>
        DiaryTime.At(start).ToString("yyyyMMdd'T'HHmm'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads such a name; null when it is none or does not begin a segment.</summary>
    public static int? Start(string? name) =>
        DateTime.TryParseExact(
            name,
            "yyyyMMdd'T'HHmm'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var at
        )
        && DiaryTime.Of(at) is var start
        && DiaryTime.SegmentOf(start) == start
            ? start
            : null;
}

/// <summary>What payment protection looks at.</summary>
internal sealed record SegmentFacts(
    bool AllByHand,
    bool OverLimit,
    bool HasMemo,
    ProofLevel Level,
    ProofLevel Asked,
    int ActiveMinutes,
    ScreenshotState Screenshot,
    bool FreelancerVerified,
    bool ClientVerified
);
