using System.Globalization;

namespace Metier.Tracker.Time;

/// <summary>The grid of the diary: clock minutes and ten-minute segments, in UTC.</summary>
internal static class DiaryGrid
{
    /// <summary>A segment.</summary>
    public static readonly TimeSpan SegmentLength = TimeSpan.FromMinutes(10);

    private const string Form = "yyyyMMdd'T'HHmm'Z'";

    /// <summary>The clock minute that holds this moment.</summary>
    public static DateTime Minute(DateTime at) =>
        new(at.Ticks - (at.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Utc);

    /// <summary>The segment that holds this moment.</summary>
    public static DateTime Segment(DateTime at) => new(at.Ticks - (at.Ticks % SegmentLength.Ticks), DateTimeKind.Utc);

    /// <summary>The Monday 00:00 of this moment's week.</summary>
    public static DateTime Week(DateTime at) => at.Date.AddDays(-(((int)at.DayOfWeek + 6) % 7));

    /// <summary>A segment's name in an address, 20261122T0930Z.</summary>
    public static string Name(DateTime segment) => segment.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>Reads a segment's name; false unless it is one and lies on the grid.</summary>
    public static bool TryParse(string text, out DateTime segment) =>
        DateTime.TryParseExact(
            text,
            Form,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out segment
        )
        && segment == Segment(segment);
}
