using Metier.Tracker.Time;

namespace Metier.Tracker.Counting;

/// <summary>What has been gathered of one clock minute.</summary>
/// <param name="At">The minute, UTC.</param>
/// <param name="Seconds">How long the timer ran in it, 0 to 60.</param>
/// <param name="Active">There was input.</param>
/// <param name="Counts">How much.</param>
internal sealed record MeteredMinute(DateTime At, double Seconds, bool Active, InputCounts Counts)
{
    /// <summary>The timer ran long enough for the minute to count.</summary>
    public bool Tracked => Seconds >= MinuteMeter.SecondsToCount - 0.001;
}

/// <summary>
/// Sorts running time and input into clock minutes. A minute is given out once; time that falls into a minute already given
/// out (the clock was put back by the server) is not counted again.
/// </summary>
internal sealed class MinuteMeter
{
    /// <summary>A minute counts when the timer ran at least so many seconds in it.</summary>
    public const double SecondsToCount = 30;

    private DateTime lastGiven = DateTime.MinValue;
    private MeteredMinute? current;

    /// <summary>The minute being gathered; null before the first second.</summary>
    public MeteredMinute? Current => current;

    /// <summary>Goes on with a minute that an earlier run of the program had begun.</summary>
    public void Resume(MeteredMinute minute, DateTime lastGivenMinute)
    {
        current = minute;
        lastGiven = lastGivenMinute;
    }

    /// <summary>
    /// The timer ran from <paramref name="from"/> to <paramref name="to"/> with this input. Returns the minutes that are over,
    /// tracked or not.
    /// </summary>
    public IReadOnlyList<MeteredMinute> Add(DateTime from, DateTime to, InputCounts counts, bool input)
    {
        List<MeteredMinute>? over = null;
        var first = true;
        while (from < to || first)
        {
            var minute = DiaryGrid.Minute(from);
            if (current != null && current.At != minute)
            {
                Give(ref over);
            }
            var end = minute.AddMinutes(1) < to ? minute.AddMinutes(1) : to;
            if (minute > lastGiven)
            {
                current ??= new MeteredMinute(minute, 0, false, default);
                current = current with
                {
                    Seconds = Math.Min(60, current.Seconds + Math.Max(0, (end - from).TotalSeconds)),
                    // Input is seen at the end of a stretch; it belongs to the minute the stretch began in.
                    Active = current.Active || (first && input),
                    Counts = first ? current.Counts + counts : current.Counts,
                };
            }
            first = false;
            from = end;
        }
        if (current != null && DiaryGrid.Minute(to) > current.At)
        {
            Give(ref over);
        }
        return over ?? [];
    }

    /// <summary>The timer stops: the minute under way, or null.</summary>
    public MeteredMinute? Close()
    {
        List<MeteredMinute>? over = null;
        if (current != null)
        {
            Give(ref over);
        }
        return over?[0];
    }

    private void Give(ref List<MeteredMinute>? over)
    {
        (over ??= []).Add(current!);
        lastGiven = current!.Tracked && current.At > lastGiven ? current.At : lastGiven;
        current = null;
    }
}
