using Metier.Diary;

namespace Metier.Web.Diary;

/// <summary>The days a timesheet covers.</summary>
internal static class SheetStretch
{
    /// <summary>The most days one timesheet shows.</summary>
    public const int MostDays = 92;

    /// <summary>Reads two days of an address; what is not there is this week, what is too long ends after three months.</summary>
    public static (DateOnly From, DateOnly To) Read(string? from, string? to, DateTime nowUtc)
    {
        var monday = DiaryTime.MondayOf(DiaryTime.Of(nowUtc));
        var first = DiaryWords.Day(from) ?? (DiaryWords.Day(to) is { } end ? end.AddDays(-6) : monday);
        var last = DiaryWords.Day(to) ?? first.AddDays(6);
        if (last < first)
        {
            (first, last) = (last, first);
        }
        return (first, last.DayNumber - first.DayNumber >= MostDays ? first.AddDays(MostDays - 1) : last);
    }

    /// <summary>Whether more was asked for than a timesheet shows.</summary>
    public static bool IsCut(string? from, string? to) =>
        DiaryWords.Day(from) is { } first
        && DiaryWords.Day(to) is { } last
        && Math.Abs(last.DayNumber - first.DayNumber) >= MostDays;
}
