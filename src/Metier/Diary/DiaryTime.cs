namespace Metier.Diary;

/// <summary>
/// The clock minute of UTC is the atom of the diary: minutes since 1970-01-01 00:00 UTC. Ten of them, aligned to the clock, are a
/// segment; a week begins on Monday 00:00 UTC (rules.md 1 and 2 of the design).
/// </summary>
public static class DiaryTime
{
    /// <summary>Minutes in a segment.</summary>
    public const int Segment = 10;

    /// <summary>Minutes in a day.</summary>
    public const int Day = 24 * 60;

    /// <summary>Minutes in a week.</summary>
    public const int Week = 7 * Day;

    // 1970-01-01 was a Thursday; the Monday of that week lies three days earlier.
    private const int FirstMonday = -3 * Day;

    /// <summary>The minute a moment lies in.</summary>
    public static int Of(DateTime utc) => (int)Math.Floor((utc - DateTime.UnixEpoch).TotalMinutes);

    /// <summary>When a minute begins, UTC.</summary>
    public static DateTime At(int minute) => DateTime.UnixEpoch.AddMinutes(minute);

    /// <summary>The first minute of the segment a minute is in.</summary>
    public static int SegmentOf(int minute) => minute - Modulo(minute, Segment);

    /// <summary>The first minute of the week a minute is in.</summary>
    public static int WeekOf(int minute) => minute - Modulo(minute - FirstMonday, Week);

    /// <summary>The Monday of the week a minute is in.</summary>
    public static DateOnly MondayOf(int minute) => DateOnly.FromDateTime(At(WeekOf(minute)));

    /// <summary>The first minute of the week that begins on this Monday.</summary>
    public static int WeekStart(DateOnly monday) => Of(monday.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));

    private static int Modulo(int value, int by) => ((value % by) + by) % by;
}
