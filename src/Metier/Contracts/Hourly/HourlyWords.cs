using System.Globalization;

namespace Metier.Contracts;

/// <summary>Hours and changes of hourly contracts as they are written.</summary>
public static class HourlyWords
{
    /// <summary>Minutes as hours, the same in every language: <c>30 h</c>, <c>7 h 30</c>, <c>0 h 45</c>.</summary>
    public static string Hours(int minutes) =>
        minutes % 60 == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{minutes / 60}\u00A0h")
            : string.Create(CultureInfo.InvariantCulture, $"{minutes / 60}\u00A0h\u00A0{minutes % 60:00}");

    /// <summary>The key of a change in the history and in the room: <c>rate_raised</c>.</summary>
    internal static string Key(HourlyChange change) =>
        change switch
        {
            HourlyChange.RateRaised => "rate_raised",
            HourlyChange.RateLowered => "rate_lowered",
            HourlyChange.LimitRaised => "limit_raised",
            HourlyChange.LimitLifted => "limit_lifted",
            HourlyChange.LimitCut => "limit_cut",
            HourlyChange.ManualAllowed => "manual_allowed",
            _ => "manual_forbidden",
        };
}
