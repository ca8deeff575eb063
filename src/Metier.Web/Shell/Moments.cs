using System.Globalization;

namespace Metier.Web.Shell;

/// <summary>Points in time in words: the reader's zone, the reader's language.</summary>
public static class Moments
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    private static CultureInfo Culture => Formats.French ? French : English;

    /// <summary>17 Nov 2026.</summary>
    public static string Date(DateOnly date) => date.ToString("d MMM yyyy", Culture);

    /// <summary>17 Nov 2026, in that zone.</summary>
    public static string Date(DateTime utc, TimeZoneInfo zone) => Date(DateOnly.FromDateTime(Local(utc, zone)));

    /// <summary>Nov 2026.</summary>
    public static string Month(DateOnly date) => date.ToString("MMM yyyy", Culture);

    /// <summary>15:00, in that zone.</summary>
    public static string Time(DateTime utc, TimeZoneInfo zone) => Local(utc, zone).ToString("HH:mm", Culture);

    /// <summary>17 Nov 2026, 15:00, in that zone.</summary>
    public static string DateAndTime(DateTime utc, TimeZoneInfo zone) => $"{Date(utc, zone)}, {Time(utc, zone)}";

    /// <summary>17 November 2026 at 15:00 UTC: everything, for titles and where money depends on it.</summary>
    public static string Full(DateTime utc, TimeZoneInfo zone) =>
        ShellText.DayAtTime(
            Local(utc, zone).ToString("d MMMM yyyy", Culture),
            Time(utc, zone),
            zone.Equals(TimeZoneInfo.Utc) ? "UTC" : zone.Id
        );

    /// <summary>
    /// Near points relatively ("12 minutes ago"), today's, yesterday's and tomorrow's with the hour, this year's by day
    /// and month, others with the year.
    /// </summary>
    public static string Near(DateTime utc, DateTime nowUtc, TimeZoneInfo zone)
    {
        var apart = utc - nowUtc;
        var minutes = (long)Math.Round(Math.Abs(apart.TotalMinutes), MidpointRounding.AwayFromZero);
        if (minutes < 60)
        {
            return minutes == 0 ? ShellText.JustNow
                : apart < TimeSpan.Zero ? ShellText.MinutesAgo(minutes)
                : ShellText.InMinutes(minutes);
        }
        var day = DateOnly.FromDateTime(Local(utc, zone));
        var today = DateOnly.FromDateTime(Local(nowUtc, zone));
        return (day.DayNumber - today.DayNumber) switch
        {
            0 => ShellText.TodayAt(Time(utc, zone)),
            -1 => ShellText.YesterdayAt(Time(utc, zone)),
            1 => ShellText.TomorrowAt(Time(utc, zone)),
            _ when day.Year == today.Year => day.ToString("d MMM", Culture),
            _ => Date(day),
        };
    }

    /// <summary>What is left until a deadline: "in 3 days", "in 5 hours", "time is up".</summary>
    public static string Left(DateTime deadlineUtc, DateTime nowUtc)
    {
        var left = deadlineUtc - nowUtc;
        if (left <= TimeSpan.Zero)
        {
            return ShellText.TimeIsUp;
        }
        if (left.TotalDays >= 2)
        {
            return ShellText.InDays((long)left.TotalDays);
        }
        return left.TotalHours >= 2
            ? ShellText.InHours((long)left.TotalHours)
            : ShellText.InMinutes(Math.Max(1, (long)left.TotalMinutes));
    }

    private static DateTime Local(DateTime utc, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), zone);
}
