using Metier.Diary;

namespace Metier.Web.Diary;

/// <summary>A week in the words of the reader.</summary>
public static class WeekWords
{
    /// <summary>"Week of 16 November 2026".</summary>
    public static string Of(DateOnly monday) =>
        WeeksText.WeekOf(monday.ToString("d MMMM yyyy", Languages.Culture(Languages.Current)));

    /// <summary>Where it stands; a week of which nothing was paid out was given back, one whose review is over is on its way out.</summary>
    public static string State(DiaryWeek week, DateTime now) =>
        WeekStateText.Find(
            week is { State: WeekState.Released, ReleasedMinor: 0 } ? "stateGivenBack"
            : week.State == WeekState.Review && week.ReviewEndsAt <= now ? "stateReleasing"
            : "state" + week.State
        ) ?? "";

    /// <summary>When something happens by itself; null when nothing does.</summary>
    public static DateTime? Due(DiaryWeek week) => week.ReleaseAt ?? (week.IsUnpaid ? week.NextAt : null);

    /// <summary>Covered by payment protection, or why not.</summary>
    public static string Coverage(Coverage coverage) => WeekStateText.Find("coverage" + coverage) ?? "";

    /// <summary>"Tuesday 17 November, 09:30" of a segment, UTC.</summary>
    public static string Segment(int start) =>
        DiaryTime.At(start).ToString("dddd d MMMM, HH:mm", Languages.Culture(Languages.Current));
}
