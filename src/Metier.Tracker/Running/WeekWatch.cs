using Metier.Tracker.Store;
using Metier.Tracker.Time;

namespace Metier.Tracker.Running;

/// <summary>Warns once a week at 80 % and at 95 % of a contract's weekly limit.</summary>
internal sealed class WeekWatch
{
    private readonly Dictionary<(Guid, DateTime), int> said = [];

    /// <summary>The warning that is due, or null.</summary>
    public string? Warn(Guid contract, DateTime now, int minutes, int? limit)
    {
        if (limit is not > 0)
        {
            return null;
        }
        var percent = minutes * 100L / limit.Value;
        var step =
            percent >= 95 ? 95
            : percent >= 80 ? 80
            : 0;
        var key = (contract, DiaryGrid.Week(now));
        if (step <= said.GetValueOrDefault(key))
        {
            return null;
        }
        said[key] = step;
        // What others logged by hand, or a limit that was cut, may have used it up already.
        return minutes > limit.Value
            ? TrackerText.LimitOver(Durations.Short(minutes - limit.Value))
            : TrackerText.LimitNear(step, Durations.Short(limit.Value - minutes));
    }
}

/// <summary>Minutes and stops in words.</summary>
internal static class Durations
{
    /// <summary>Why the timer stopped, and that time without input does not count, where it does not.</summary>
    public static string Why(TimerStopped stop) =>
        (TrackerText.Find("stop_" + stop.Reason) ?? stop.Reason)
        + (stop.CountedBack ? " " + TrackerText.StopCountedBack : "");

    /// <summary>1 h 05, 45 min.</summary>
    public static string Short(int minutes) =>
        minutes >= 60
            ? TrackerText.HoursMinutes(
                minutes / 60,
                (minutes % 60).ToString("00", System.Globalization.CultureInfo.InvariantCulture)
            )
            : TrackerText.OnlyMinutes(minutes);
}
