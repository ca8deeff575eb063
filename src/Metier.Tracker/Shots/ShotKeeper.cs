using Metier.Tracker.Platform;
using Metier.Tracker.Running;
using Metier.Tracker.Store;
using Metier.Tracker.Time;

namespace Metier.Tracker.Shots;

/// <summary>
/// Takes the picture and lets the person look first: for a minute nothing leaves the machine, then it is kept. A decision can
/// still be taken for as long as the picture has not been sent.
/// </summary>
internal sealed class ShotKeeper(TrackerStore store, IDesktop desktop, SteadyClock clock, INotices notices)
{
    /// <summary>How long the person may look.</summary>
    public static readonly TimeSpan LookTime = TimeSpan.FromSeconds(60);

    private readonly Dictionary<(Guid, DateTime), TimeSpan> deadlines = [];
    private Task taking = Task.CompletedTask;

    /// <summary>Told when there is something new to send.</summary>
    public Action? Decided { get; set; }

    /// <summary>The picture being taken; for the end of the program, and tests.</summary>
    public Task Taking => taking;

    /// <summary>Seconds left to decide about the last picture; null when there is nothing to decide.</summary>
    public int? SecondsLeft
    {
        get
        {
            lock (store.Gate)
            {
                return store.Backlog.Segments.LastOrDefault(s => s.Looking) is { } s
                    ? Math.Max(0, (int)(Deadline(s) - clock.Machine.Awake).TotalSeconds)
                    : null;
            }
        }
    }

    /// <summary>Takes the segment's picture, beside the timer so that it never stands still.</summary>
    public void Take(LeaseTaken lease, DateTime at)
    {
        lock (store.Gate)
        {
            if (taking.IsCompleted && store.Backlog.Find(lease.Lease.ContractId, DiaryGrid.Segment(at))?.Shot == null)
            {
                taking = TakeAsync(lease, at);
            }
        }
    }

    /// <summary>Called each second: pictures nobody decided about in time are kept.</summary>
    public void Tick()
    {
        lock (store.Gate)
        {
            foreach (var s in store.Backlog.Segments.Where(s => s.Looking).ToList())
            {
                if (clock.Machine.Awake >= Deadline(s))
                {
                    store.Write(s.Shot! with { State = ShotStates.Kept });
                    deadlines.Remove((s.Contract, s.Start));
                    Decided?.Invoke();
                }
            }
        }
    }

    /// <summary>
    /// Decides about the last picture that has not been sent: keep, blur, delete. False when there is none, or it is gone.
    /// </summary>
    public bool Decide(string decision)
    {
        lock (store.Gate)
        {
            var segment = store.Backlog.Segments.LastOrDefault(s => s.Shot?.Sha256 != null && !s.NoteSent);
            if (segment?.Shot is not { } shot)
            {
                return false;
            }
            var decided = decision switch
            {
                "blur" => Blurred(shot),
                "delete" => shot with { State = ShotStates.Deleted, Sha256 = null, Bytes = 0 },
                // A blurred picture stays blurred.
                _ => shot with { State = shot.State == ShotStates.Blurred ? ShotStates.Blurred : ShotStates.Kept },
            };
            store.Write(decided);
            if (decided.Sha256 != shot.Sha256)
            {
                store.Images.Delete(shot.Sha256!);
                store.Rewrite();
            }
            deadlines.Remove((segment.Contract, segment.Start));
        }
        Decided?.Invoke();
        return true;
    }

    private ShotState Blurred(ShotState shot)
    {
        if (store.Images.Get(shot.Sha256!) is not { } sharp)
        {
            store.Write(new MinutesLost(shot.Contract, shot.Segment, 0, "unreadable"));
            return shot with { State = ShotStates.Failed, Sha256 = null, Bytes = 0 };
        }
        var blurred = Pictures.Blur(sharp);
        Pictures.GiveBackMemory();
        return shot with { State = ShotStates.Blurred, Sha256 = store.Images.Put(blurred), Bytes = blurred.Length };
    }

    /// <summary>A picture that an earlier run left undecided gets a new minute.</summary>
    private TimeSpan Deadline(PendingSegment s)
    {
        var key = (s.Contract, s.Start);
        if (!deadlines.TryGetValue(key, out var at))
        {
            deadlines.Add(key, at = clock.Machine.Awake + LookTime);
        }
        return at;
    }

    private async Task TakeAsync(LeaseTaken lease, DateTime at)
    {
        byte[]? picture = null;
        try
        {
            using var frame = await desktop.CaptureAsync(lease.AllMonitors, CancellationToken.None);
            picture = frame == null ? null : await Task.Run(() => Pictures.Encode(frame));
        }
        catch (Exception e) when (e is DllNotFoundException or PlatformNotSupportedException or IOException)
        {
            notices.Say(TrackerText.ShotFailed(e.Message));
        }
        Pictures.GiveBackMemory();
        lock (store.Gate)
        {
            // The timer may have stopped, or gone to another contract, while the picture was made.
            if (store.Backlog.Open?.Lease.LeaseId != lease.Lease.LeaseId)
            {
                return;
            }
            var shot = new ShotState(
                lease.Lease.ContractId,
                lease.Lease.LeaseId,
                DiaryGrid.Segment(at),
                new DateTime(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc),
                picture == null ? ShotStates.Failed : ShotStates.Looking,
                picture == null ? null : store.Images.Put(picture),
                picture?.Length ?? 0
            );
            store.Write(shot);
        }
        if (picture != null)
        {
            notices.AskAboutShot(TrackerText.ShotTaken, decision => Decide(decision));
        }
    }
}
