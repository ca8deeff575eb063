using System.Security.Cryptography;
using Metier.Tracker.Time;

namespace Metier.Tracker.Shots;

/// <summary>
/// When the segment's screenshot is taken: a second drawn uniformly from the segment; when the timer was not running at that
/// second, once more from what remains; after that none. One per segment at most, so six an hour.
/// </summary>
/// <param name="draw">A uniform number below the given one; from the system's cryptographic source unless a test says otherwise.</param>
internal sealed class ShotPlan(Func<int, int>? draw = null)
{
    private readonly Func<int, int> draw = draw ?? RandomNumberGenerator.GetInt32;
    private DateTime segment = DateTime.MinValue;
    private DateTime? due;
    private bool redrawn;

    /// <summary>The moment drawn; null when this segment has none any more. Kept from everybody until it has passed.</summary>
    internal DateTime? Due => due;

    /// <summary>
    /// Called each second, whether the timer runs or not. True at the one moment in the segment when the picture is to be taken.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="running">The timer runs, at a level that has screenshots.</param>
    public bool Tick(DateTime now, bool running)
    {
        var here = DiaryGrid.Segment(now);
        if (here != segment)
        {
            // A clock put back leads into a segment that has had its draw.
            if (here < segment)
            {
                return false;
            }
            segment = here;
            redrawn = false;
            due = here.AddSeconds(draw((int)DiaryGrid.SegmentLength.TotalSeconds));
        }
        if (due is not { } at || now < at)
        {
            return false;
        }
        // Seen within a few seconds while running: this is the moment. Later means that the timer was not running at it.
        if (running && now - at < TimeSpan.FromSeconds(5))
        {
            due = null;
            return true;
        }
        if (redrawn)
        {
            due = null;
        }
        else if (running)
        {
            redrawn = true;
            var left = (int)(segment + DiaryGrid.SegmentLength - now).TotalSeconds;
            due = left > 0 ? now.AddSeconds(draw(left)) : null;
        }
        return false;
    }

    /// <summary>The segment has had its picture in an earlier run of the program.</summary>
    public void Taken(DateTime inSegment)
    {
        segment = inSegment;
        due = null;
    }
}
