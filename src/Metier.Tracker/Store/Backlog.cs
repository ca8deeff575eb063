using Metier.Diary;
using Metier.Tracker.Counting;
using Metier.Tracker.Time;

namespace Metier.Tracker.Store;

/// <summary>What the journal's entries add up to: the open lease, the minute under way, and all that is still to be sent.</summary>
internal sealed class Backlog
{
    /// <summary>What is older than this is not sent any more.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromDays(14);

    private const int LostShown = 20;
    private readonly SortedDictionary<(DateTime Start, Guid Contract), PendingSegment> segments = [];
    private readonly List<TimerStopped> stops = [];
    private readonly List<MinutesLost> lost = [];
    private readonly Dictionary<Guid, WeekHeard> weeks = [];

    /// <summary>The lease the timer runs on, as it was taken; null when the timer is off.</summary>
    public LeaseTaken? Open { get; private set; }

    /// <summary>The memo in force.</summary>
    public string Memo { get; private set; } = "";

    /// <summary>The minute under way when it was last written down.</summary>
    public MeteredMinute? UnderWay { get; private set; }

    /// <summary>The last tracked minute; the earliest time there is when none is known.</summary>
    public DateTime LastMinute { get; private set; } = DateTime.MinValue;

    /// <summary>The last minute of the open timer with input; the earliest time there is when it had none.</summary>
    public DateTime LastActive { get; private set; } = DateTime.MinValue;

    /// <summary>How the timer last stopped.</summary>
    public TimerStopped? LastStop { get; private set; }

    /// <summary>The last word about the clock.</summary>
    public ClockAnchor? Anchor { get; private set; }

    /// <summary>Stops the server does not know of, oldest first.</summary>
    public IReadOnlyList<TimerStopped> Stops => stops;

    /// <summary>Minutes the server refused for good, newest last.</summary>
    public IReadOnlyList<MinutesLost> Lost => lost;

    /// <summary>Segments with something left to do, in order of time.</summary>
    public IReadOnlyCollection<PendingSegment> Segments => segments.Values;

    /// <summary>A segment, or null.</summary>
    public PendingSegment? Find(Guid contract, DateTime start) => segments.GetValueOrDefault((start, contract));

    /// <summary>Minutes that are not on the server.</summary>
    public int Waiting => segments.Values.Sum(s => s.Minutes.Keys.Count(s.IsOpen));

    /// <summary>
    /// Minutes that may be sent. While the timer runs, the minutes after the last active one are held back: should the person
    /// have gone away, they will not count.
    /// </summary>
    public IEnumerable<MinuteTracked> Ready(PendingSegment segment) =>
        segment
            .Minutes.Where(m => segment.IsOpen(m.Key))
            .Select(m => m.Value)
            .Where(m => m.Lease != Open?.Lease.LeaseId || m.At <= LastActive);

    /// <summary>
    /// What may be said of a segment's screenshot now, or null. One of minutes that are held back is held back with them.
    /// </summary>
    public ScreenshotNote? Note(PendingSegment segment) =>
        segment.Shot is { } shot && shot.Lease == Open?.Lease.LeaseId && DiaryGrid.Minute(shot.TakenAt) > LastActive
            ? null
            : segment.Note();

    /// <summary>Minutes of the week on a contract: what the server counts and what waits here.</summary>
    public (int Minutes, int? Limit) Week(Guid contract, DateTime now)
    {
        var week = DiaryGrid.Week(now);
        var heard = weeks.GetValueOrDefault(contract);
        var known = heard != null && DiaryGrid.Week(heard.At) == week ? heard.Minutes : 0;
        var here = segments
            .Values.Where(s => s.Contract == contract && DiaryGrid.Week(s.Start) == week)
            .Sum(s => s.Minutes.Keys.Count(s.IsOpen));
        return (known + here, heard?.Limit);
    }

    /// <summary>Takes in one entry.</summary>
    public void Apply(JournalEntry entry)
    {
        switch (entry)
        {
            case LeaseTaken e:
                Open = e;
                Memo = e.Lease.Memo;
                LastActive = DateTime.MinValue;
                UnderWay = null;
                break;
            case MemoChanged e:
                Memo = e.Memo;
                break;
            case MinuteTracked e:
                Tracked(e);
                break;
            case MinuteUnderWay e:
                UnderWay = new(e.At, e.Seconds, e.Active, new(e.Keys, e.Clicks, e.Scrolls));
                LastActive = e.Active && e.At > LastActive ? e.At : LastActive;
                break;
            case CountedUntil e:
                LastMinute = e.LastMinute > LastMinute ? e.LastMinute : LastMinute;
                LastActive = e.LastActive > LastActive ? e.LastActive : LastActive;
                break;
            case TailCut e:
                Cut(e);
                break;
            case ShotState e:
                Segment(e.Contract, e.Segment).Shot = e;
                break;
            case TimerStopped e:
                stops.Add(e);
                LastStop = e;
                Open = null;
                UnderWay = null;
                break;
            case StopSent e:
                stops.RemoveAll(s => s.Lease == e.Lease);
                break;
            case SegmentAnswered e:
                Answered(e);
                break;
            case ImageSent e when Find(e.Contract, e.Segment) is { } s:
                s.ImageDue = false;
                break;
            case SegmentErased e:
                segments.Remove((e.Segment, e.Contract));
                break;
            case SegmentTried e when Find(e.Contract, e.Segment) is { } s:
                s.MayBeThere = e.MayBeThere;
                break;
            case LevelLowered e when Find(e.Contract, e.Segment) is { } s:
                Lower(s, e.Level);
                break;
            case ClockSet e:
                Anchor = e.Anchor;
                break;
            case WeekHeard e:
                weeks[e.Contract] = e;
                break;
            // A picture is lost once.
            case MinutesLost e when e.Minutes > 0 || !lost.Contains(e):
                lost.Add(e);
                lost.RemoveRange(0, Math.Max(0, lost.Count - LostShown));
                break;
        }
    }

    /// <summary>Forgets segments of which nothing is left to do. Returns what was forgotten.</summary>
    public IReadOnlyList<PendingSegment> Tidy(DateTime now)
    {
        var done = segments.Values.Where(s => s.IsDone(now)).ToList();
        foreach (var segment in done)
        {
            segments.Remove((segment.Start, segment.Contract));
        }
        return done;
    }

    /// <summary>The fewest entries that add up to the same.</summary>
    public IEnumerable<JournalEntry> Snapshot()
    {
        if (Anchor != null)
        {
            yield return new ClockSet(Anchor);
        }
        foreach (var heard in weeks.Values)
        {
            yield return heard;
        }
        foreach (var entry in lost)
        {
            yield return entry;
        }
        foreach (var entry in segments.Values.SelectMany(Of))
        {
            yield return entry;
        }
        // A last stop the server knows of is kept for the person to see.
        foreach (var stop in stops.Append(LastStop).OfType<TimerStopped>().DistinctBy(s => s.Lease))
        {
            yield return stop;
            if (!stops.Contains(stop))
            {
                yield return new StopSent(stop.Lease);
            }
        }
        if (Open == null)
        {
            yield break;
        }
        yield return Open;
        yield return new MemoChanged(Memo);
        yield return new CountedUntil(LastMinute, LastActive);
        if (UnderWay is { } u)
        {
            yield return new MinuteUnderWay(
                u.At,
                u.Seconds,
                u.Active,
                u.Counts.Keys,
                u.Counts.Clicks,
                u.Counts.Scrolls
            );
        }
    }

    private static IEnumerable<JournalEntry> Of(PendingSegment s)
    {
        foreach (var minute in s.Minutes.Values)
        {
            yield return minute;
        }
        if (s.Shot != null)
        {
            yield return s.Shot;
        }
        if (s.MayBeThere)
        {
            yield return new SegmentTried(s.Contract, s.Start, true);
        }
        if (s.Accepted.Count > 0 || s.Refused.Count > 0)
        {
            yield return new SegmentAnswered(
                s.Contract,
                s.Start,
                [.. s.Accepted.Order()],
                [.. s.Refused.Order().Select(n => new MinuteRefused(n, ""))],
                s.NoteSent,
                s.ImageDue
            );
        }
    }

    private PendingSegment Segment(Guid contract, DateTime start)
    {
        if (!segments.TryGetValue((start, contract), out var segment))
        {
            segments.Add((start, contract), segment = new PendingSegment(contract, start));
        }
        return segment;
    }

    private void Tracked(MinuteTracked e)
    {
        var segment = Segment(e.Contract, DiaryGrid.Segment(e.At));
        segment.Minutes.TryAdd((int)(e.At - segment.Start).TotalMinutes, e);
        LastMinute = e.At > LastMinute ? e.At : LastMinute;
        LastActive = e.Active && e.At > LastActive ? e.At : LastActive;
        UnderWay = UnderWay?.At <= e.At ? null : UnderWay;
    }

    private void Cut(TailCut e)
    {
        foreach (var segment in segments.Values.Where(s => s.Contract == e.Contract).ToList())
        {
            foreach (var (number, minute) in segment.Minutes.ToList())
            {
                if (minute.At >= e.From && segment.IsOpen(number))
                {
                    segment.Minutes.Remove(number);
                }
            }
            // A picture of time that does not count is nobody's business.
            if (segment.Shot != null && segment.Shot.TakenAt >= e.From && !segment.NoteSent)
            {
                segment.Shot = null;
            }
            if (segment.Minutes.Count == 0 && segment.Shot == null)
            {
                segments.Remove((segment.Start, segment.Contract));
            }
        }
    }

    private void Answered(SegmentAnswered e)
    {
        if (Find(e.Contract, e.Segment) is not { } segment)
        {
            return;
        }
        segment.Accepted.UnionWith(e.Accepted.Where(segment.Minutes.ContainsKey));
        segment.Refused.UnionWith(e.Refused.Select(r => r.Minute).Where(n => !segment.Accepted.Contains(n)));
        // An older program took a note for sent where there was none yet, and later pictures were lost.
        segment.NoteSent |= e.NoteTaken && segment.Shot != null;
        segment.ImageDue |= e.NoteTaken && e.WantsImage && segment.Shot?.Sha256 != null;
    }

    private static void Lower(PendingSegment segment, int level)
    {
        foreach (var (number, m) in segment.Minutes.Where(m => segment.IsOpen(m.Key)).ToList())
        {
            segment.Minutes[number] = m with
            {
                Level = Math.Min(m.Level, level),
                Keys = level < 2 ? 0 : m.Keys,
                Clicks = level < 2 ? 0 : m.Clicks,
                Scrolls = level < 2 ? 0 : m.Scrolls,
            };
        }
        segment.Shot = level < 3 && !segment.NoteSent ? null : segment.Shot;
    }
}
