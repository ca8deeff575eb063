using Metier.Contracts;
using Metier.Diary;
using Metier.Web.Shell;

namespace Metier.Web.Diary;

/// <summary>What an address of the diary says: a day, and whose clock.</summary>
/// <param name="Day">The day; null for today.</param>
/// <param name="Utc">The clock of the bill instead of the reader's.</param>
internal sealed record DiaryDays(DateOnly? Day, bool Utc)
{
    /// <summary>The zone as the views take it; null for the reader's.</summary>
    public string? Zone => Utc ? "UTC" : null;

    /// <summary>The part of the address after the path.</summary>
    public string Query =>
        (Day, Utc) switch
        {
            ({ } day, true) => $"?d={DiaryWords.Iso(day)}&z=utc",
            ({ } day, false) => $"?d={DiaryWords.Iso(day)}",
            (null, true) => "?z=utc",
            _ => "",
        };

    /// <summary>Reads <c>?d=2026-11-17&amp;z=utc</c>; what is no day is today.</summary>
    public static DiaryDays Read(string? day, string? zone) =>
        new(DiaryWords.Day(day), string.Equals(zone, "utc", StringComparison.OrdinalIgnoreCase));

    /// <summary>Today in a zone.</summary>
    public static DateOnly Today(DateTime nowUtc, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(nowUtc, zone));

    /// <summary>The Monday of the UTC week in which the noon of a day lies.</summary>
    public static DateOnly Monday(DateOnly day, TimeZoneInfo zone) =>
        DiaryTime.MondayOf(
            DiaryTime.Of(
                TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(new TimeOnly(12, 0), DateTimeKind.Unspecified), zone)
            )
        );

    /// <summary>The reader's own zone.</summary>
    public static TimeZoneInfo ZoneOf(Platform.Actor actor) => Platform.Zones.Find(actor.TimeZone);
}
