using Metier.Contracts;
using Metier.Web.Shell;

namespace Metier.Web.Contracts;

/// <summary>An hourly contract in few words.</summary>
internal static class HourlyShow
{
    /// <summary><c>€62/hr · limit 30 h/week</c>.</summary>
    public static string Line(HourlyNow now) =>
        $"{Formats.Rate(now.Rate)}{ShellText.PerHour} · {Limit(now.LimitMinutes)}";

    private static string Limit(int? minutes) =>
        minutes is { } limit ? HourlyText.LimitShort(Formats.Hours(limit)) : HourlyText.NoLimitShort;
}
