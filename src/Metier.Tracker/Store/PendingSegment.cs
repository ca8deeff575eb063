using Metier.Diary;
using Metier.Tracker.Time;

namespace Metier.Tracker.Store;

/// <summary>A segment of which the server does not have everything yet.</summary>
internal sealed class PendingSegment(Guid contract, DateTime start)
{
    /// <summary>The contract.</summary>
    public Guid Contract => contract;

    /// <summary>Its first minute, UTC.</summary>
    public DateTime Start => start;

    /// <summary>When it is over.</summary>
    public DateTime End => start + DiaryGrid.SegmentLength;

    /// <summary>Its tracked minutes by number.</summary>
    public SortedDictionary<int, MinuteTracked> Minutes { get; } = [];

    /// <summary>Numbers the server has.</summary>
    public HashSet<int> Accepted { get; } = [];

    /// <summary>Numbers the server will never take.</summary>
    public HashSet<int> Refused { get; } = [];

    /// <summary>Its screenshot, when there is one.</summary>
    public ShotState? Shot { get; set; }

    /// <summary>The server knows what became of the screenshot.</summary>
    public bool NoteSent { get; set; }

    /// <summary>The server waits for the image.</summary>
    public bool ImageDue { get; set; }

    /// <summary>Some of it was sent, whether or not an answer came back: only the server can say that it has nothing.</summary>
    public bool MayBeThere { get; set; }

    /// <summary>Time tracked in it, whatever became of the minutes.</summary>
    public double Seconds => Minutes.Values.Sum(m => m.Seconds);

    /// <summary>A minute that the server has said nothing about.</summary>
    public bool IsOpen(int number) => !Accepted.Contains(number) && !Refused.Contains(number);

    /// <summary>The person still decides about the screenshot.</summary>
    public bool Looking => Shot?.State == ShotStates.Looking;

    /// <summary>Its picture lies here and the server does not have it.</summary>
    public bool HasPicture => Shot?.Sha256 != null && (!NoteSent || ImageDue);

    /// <summary>
    /// What to say of the screenshot; null while it is undecided, while less than a minute has been tracked, and when it has
    /// been said.
    /// </summary>
    public ScreenshotNote? Note() =>
        Shot == null || Looking || NoteSent || Seconds < 60
            ? null
            : new ScreenshotNote(Shot.TakenAt, Shot.State, Shot.Sha256);

    /// <summary>There is nothing more to send and nothing more can come.</summary>
    public bool IsDone(DateTime now)
    {
        if (now < End || Looking || ImageDue || Minutes.Keys.Any(IsOpen))
        {
            return false;
        }
        // A note needs an accepted minute to stand beside, and a picture a minute's work behind it.
        return Shot == null || NoteSent || Accepted.Count == 0 || Seconds < 60;
    }
}

/// <summary>What can become of a screenshot.</summary>
internal static class ShotStates
{
    /// <summary>The person has been shown it and has not decided.</summary>
    public const string Looking = "looking";

    /// <summary>It is sent as it is.</summary>
    public const string Kept = "kept";

    /// <summary>Only the blurred picture is sent; the sharp one exists no more.</summary>
    public const string Blurred = "blurred";

    /// <summary>It exists no more; the segment keeps its minutes.</summary>
    public const string Deleted = "deleted";

    /// <summary>It could not be taken.</summary>
    public const string Failed = "failed";
}
