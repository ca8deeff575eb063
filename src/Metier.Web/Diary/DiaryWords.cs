using System.Globalization;
using Metier.Contracts;
using Metier.Diary;
using Metier.Ledger;
using Metier.Web.Shell;

namespace Metier.Web.Diary;

/// <summary>The diary in the words of the reader: days, segments, why they are covered or not.</summary>
internal static class DiaryWords
{
    private const string StampFormat = "yyyyMMdd'T'HHmm'Z'";

    private static CultureInfo Culture => Languages.Culture(Languages.Current);

    /// <summary>"Tuesday 17 November 2026", as it stands alone.</summary>
    public static string Day(DateOnly day) => Capital(day.ToString("dddd d MMMM yyyy", Culture));

    /// <summary>"Tue 17 Nov", as it stands alone.</summary>
    public static string ShortDay(DateOnly day) => Capital(day.ToString("ddd d MMM", Culture));

    /// <summary>"Tuesday", inside a sentence.</summary>
    public static string Weekday(DateOnly day) => day.ToString("dddd", Culture);

    /// <summary>"Monday 12:00 UTC": when a week is locked or final.</summary>
    public static string Limit(DateTime utc) => $"{utc.ToString("dddd d MMM, HH:mm", Culture)}{Formats.Nbsp}UTC";

    /// <summary>How a day is written in an address and in a date field.</summary>
    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A day from an address; null when it is none.</summary>
    public static DateOnly? Day(string? typed) =>
        DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is > 2000 and < 2200
            ? day
            : null;

    /// <summary>How a segment is written in an address: 20261117T0930Z.</summary>
    public static string Stamp(int start) => DiaryTime.At(start).ToString(StampFormat, CultureInfo.InvariantCulture);

    /// <summary>The first minute of the segment an address names; null when it names none.</summary>
    public static int? Start(string? stamp) =>
        DateTime.TryParseExact(
            stamp,
            StampFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var at
        )
        && DiaryTime.Of(at) is var minute
        && DiaryTime.SegmentOf(minute) == minute
            ? minute
            : null;

    /// <summary>The minute in the clock of a zone.</summary>
    public static DateTime Local(int minute, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTimeFromUtc(DiaryTime.At(minute), zone);

    /// <summary>09:30 in a zone.</summary>
    public static string Time(int minute, TimeZoneInfo zone) => Moments.Time(DiaryTime.At(minute), zone);

    /// <summary>09:30–09:40 in a zone.</summary>
    public static string Span(int from, int to, TimeZoneInfo zone) => $"{Time(from, zone)}–{Time(to, zone)}";

    /// <summary>"UTC", or the zone's own name where it is another.</summary>
    public static string Zone(TimeZoneInfo zone) =>
        zone.BaseUtcOffset == TimeSpan.Zero && zone.Id is "UTC" or "Etc/UTC" ? "UTC" : zone.Id;

    /// <summary>"Added by hand", "In a call", "Tracked".</summary>
    public static string Source(MinuteSource source) => DiaryText.Find("source" + source) ?? "";

    /// <summary>Hours, Activity, Counts, Full diary.</summary>
    public static string Level(ProofLevel level) => DiaryText.Find("level" + level) ?? "";

    /// <summary>Covered by payment protection, or why not.</summary>
    public static string Covered(Coverage coverage) =>
        coverage == Coverage.Covered ? DiaryText.CoverageCovered : DiaryText.NotCoveredShort(Why(coverage));

    /// <summary>Why not: "added by hand".</summary>
    public static string Why(Coverage coverage) => DiaryText.Find("why" + coverage) ?? "";

    /// <summary>What became of the screenshot, where there is something to say; null for one that is shown.</summary>
    public static string? Shot(SegmentCell cell) =>
        cell.Screenshot == ScreenshotState.None
        && (cell.Level < ProofLevel.FullDiary || cell.Source == MinuteSource.Manual)
            ? null
            : DiaryText.Find("shot" + cell.Screenshot);

    /// <summary>"8 of 10 minutes active", or how many were tracked where the level does not say.</summary>
    public static string Activity(SegmentCell cell) =>
        cell.Active is { } active ? DiaryText.ActiveOf(active, cell.Minutes) : DiaryText.Tracked(cell.Minutes);

    /// <summary>Everything a cell shows, in a sentence: "09:30, 8 of 10 minutes active, tracked, covered".</summary>
    public static string Cell(SegmentCell cell, TimeZoneInfo zone)
    {
        var time = Time(cell.Start, zone);
        if (cell.Minutes == 0)
        {
            return $"{time}, {DiaryText.Deleted}";
        }
        string?[] parts =
        [
            time,
            cell.Source == MinuteSource.Manual ? DiaryText.Tracked(cell.Minutes) : Activity(cell),
            Source(cell.Source),
            cell.Billed < cell.Minutes ? DiaryText.OverLimit : null,
            Shot(cell),
            Covered(cell.Coverage),
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    /// <summary>One line of what was edited.</summary>
    public static string Change(DiaryChange change, TimeZoneInfo zone)
    {
        var span = change.To > change.From ? Span(change.From, change.To, zone) : Time(change.From, zone);
        var minutes = Formats.Hours(change.Minutes);
        return change.Kind switch
        {
            "memo" => change.Text.Length > 0
                ? DiaryText.ChangeMemo(span, change.Text)
                : DiaryText.ChangeMemoPlain(span),
            "deleted" => DiaryText.ChangeDeleted(span, minutes),
            "restored" => DiaryText.ChangeRestored(span, minutes),
            "blurred" => DiaryText.ChangeBlurred(span),
            "added" => DiaryText.ChangeAdded(span, minutes),
            "taken" => DiaryText.ChangeTaken(span, minutes),
            "level" => DiaryText.ChangeLevel(DiaryText.Find("level" + change.Text) ?? change.Text),
            "consent" => DiaryText.ChangeConsent,
            "withdrawn" => DiaryText.ChangeWithdrawn,
            "erased" => DiaryText.ChangeErased,
            _ => DiaryText.ChangeOther(span),
        };
    }

    /// <summary>
    /// What leaves the bill when these cells are deleted, rounded once. Minutes over the limit move up into the room that becomes
    /// free, so those are taken off again, at the rate now.
    /// </summary>
    public static Money Unbilled(IReadOnlyCollection<SegmentCell> cells, DiaryDay day)
    {
        var over = day.Week.OverLimitMinutes - cells.Sum(c => Math.Max(0, c.Minutes - c.Billed));
        var room = Math.Min(cells.Sum(c => c.Billed), Math.Max(0, over));
        var weight = Math.Max(0, cells.Sum(c => c.Weight) - (room * day.RateMinor));
        return day.Hourly.Contract.Unit.Minor((weight + 30) / 60);
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpper(text[0], Culture) + text[1..];
}
