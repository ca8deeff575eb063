using Metier.Diary;
using Metier.Tracker.Counting;
using Metier.Tracker.Platform;
using Metier.Tracker.Shots;
using Metier.Tracker.Store;
using Metier.Tracker.Time;

namespace Metier.Tracker.Running;

/// <summary>
/// The timer. Once a second it adds what has passed to the minute under way, and stops by itself at idleness, lock, sleep, the
/// weekly limit and the server's word. Everything it knows is in the journal before anybody else hears of it.
/// </summary>
internal sealed class TimerEngine
{
    /// <summary>A smaller difference of the two counters is reading them one after the other.</summary>
    private static readonly TimeSpan SleepNoticed = TimeSpan.FromSeconds(5);

    /// <summary>Nothing was seen for so long (the program was stopped, the machine stood still): as if it had slept.</summary>
    private static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(2);

    /// <summary>A timer found running in the journal goes on when it was seen so recently; else it ended there.</summary>
    private static readonly TimeSpan ResumeWithin = TimeSpan.FromMinutes(2);

    /// <summary>The minute under way is written down this often, so that a crash costs no more.</summary>
    private static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(5);

    private readonly TrackerStore store;
    private readonly SteadyClock clock;
    private readonly IDesktop desktop;
    private readonly INotices notices;
    private readonly ShotPlan plan;
    private readonly WeekWatch week = new();
    private MinuteMeter meter = new();
    private TimeSpan lastAwake;
    private TimeSpan lastBoot;
    private TimeSpan lastInput;
    private TimeSpan writtenAt;
    private TimeSpan begunAt;
    private DateTime startedAt;

    /// <summary>What comes from here on does not count, should the person turn out to have gone away.</summary>
    private DateTime quietFrom;
    private int hoursSaid;

    public TimerEngine(TrackerStore store, SteadyClock clock, IDesktop desktop, INotices notices, ShotPlan? plan = null)
    {
        this.store = store;
        this.clock = clock;
        this.desktop = desktop;
        this.notices = notices;
        this.plan = plan ?? new ShotPlan();
        Shots = new ShotKeeper(store, desktop, clock, notices);
        lastAwake = clock.Machine.Awake;
        lastBoot = clock.Machine.SinceBoot;
    }

    /// <summary>The screenshots.</summary>
    public ShotKeeper Shots { get; }

    /// <summary>Told when there is something new to send.</summary>
    public Action? Changed { get; set; }

    /// <summary>The timer runs.</summary>
    public bool IsRunning
    {
        get
        {
            lock (store.Gate)
            {
                return store.Backlog.Open != null;
            }
        }
    }

    /// <summary>Takes up what an earlier run left: goes on when it ended a moment ago, stops where it ended otherwise.</summary>
    public void Recover()
    {
        lock (store.Gate)
        {
            if (TakeUp() is not { } seen)
            {
                return;
            }
            if ((clock.Now - seen).Duration() >= ResumeWithin)
            {
                Stop("quit", seen);
                return;
            }
            foreach (var s in store.Backlog.Segments.Where(s => s.Shot != null))
            {
                plan.Taken(s.Start);
            }
            notices.Say(TrackerText.Resumed(store.Backlog.Open!.Title));
        }
    }

    /// <summary>Stops what an earlier run left where it ended, for this reason; nothing happens when it left nothing.</summary>
    public void StopLeftOver(string reason)
    {
        lock (store.Gate)
        {
            if (TakeUp() is { } seen)
            {
                Stop(reason, seen);
            }
        }
    }

    /// <summary>Goes on with the minute an earlier run had begun. Until when it ran; null when it left no timer.</summary>
    private DateTime? TakeUp()
    {
        var backlog = store.Backlog;
        if (backlog.Open is not { } open)
        {
            return null;
        }
        var now = clock.Now;
        var seen = open.Lease.StartedAt;
        seen = backlog.LastMinute.AddMinutes(1) > seen ? backlog.LastMinute.AddMinutes(1) : seen;
        seen = backlog.UnderWay is { } u && u.At >= DiaryGrid.Minute(seen) ? u.At.AddSeconds(u.Seconds) : seen;
        Reset(now);
        if (backlog.UnderWay is { Seconds: > 0 } part)
        {
            meter.Resume(part, backlog.LastMinute);
        }
        // Whoever was away before the interruption is still away: the idle time goes on from the last minute with input.
        var quiet = backlog.LastActive > DateTime.MinValue ? backlog.LastActive.AddMinutes(1) : open.Lease.StartedAt;
        quietFrom = quiet < now ? quiet : now;
        lastInput -= now - quietFrom;
        return seen;
    }

    /// <summary>The server has given a lease.</summary>
    public void Begin(LeaseGiven lease, TrackedContract contract)
    {
        lock (store.Gate)
        {
            store.Write(new WeekHeard(lease.ContractId, lease.ServerTime, lease.WeekMinutes, lease.LimitMinutes));
            store.Write(new LeaseTaken(lease, contract.Title, contract.IdleMinutes, contract.AllMonitors));
            // What was pressed before the start is nobody's business.
            _ = desktop.Sample();
            lastAwake = clock.Machine.Awake;
            lastBoot = clock.Machine.SinceBoot;
            Reset(clock.Now);
            notices.Say(TrackerText.Started(contract.Title, TrackerText.Find("level" + lease.Level)));
        }
    }

    /// <summary>Another memo from now on; false when the timer does not run.</summary>
    public bool Memo(string memo)
    {
        lock (store.Gate)
        {
            if (store.Backlog.Open == null)
            {
                return false;
            }
            store.Write(new MemoChanged(memo));
            return true;
        }
    }

    /// <summary>Stops the timer now, for this reason; nothing happens when it does not run.</summary>
    public void Stop(string reason)
    {
        lock (store.Gate)
        {
            if (store.Backlog.Open == null)
            {
                return;
            }
            Step();
            // Going through the step may have found a reason of its own.
            if (store.Backlog.Open != null)
            {
                Stop(reason, clock.Now);
            }
        }
    }

    /// <summary>Called once a second.</summary>
    public void Tick()
    {
        lock (store.Gate)
        {
            Step();
            var open = store.Backlog.Open;
            var pictured = open is { Lease.Level: >= 3 } && desktop.Abilities.CanCapture;
            if (plan.Tick(clock.Now, pictured) && open != null)
            {
                Shots.Take(open, clock.Now);
            }
            Shots.Tick();
        }
    }

    private void Reset(DateTime now)
    {
        meter = new MinuteMeter();
        startedAt = quietFrom = now;
        begunAt = lastInput = writtenAt = clock.Machine.Awake;
        hoursSaid = 0;
    }

    private void Step()
    {
        var awake = clock.Machine.Awake;
        var boot = clock.Machine.SinceBoot;
        var elapsed = awake - lastAwake;
        var slept = boot - lastBoot - elapsed;
        (lastAwake, lastBoot) = (awake, boot);
        var sample = desktop.Sample();
        if (store.Backlog.Open is not { } open)
        {
            return;
        }
        var now = clock.Now;
        if (slept > SleepNoticed || elapsed > LongestStep)
        {
            Stop("sleep", now - elapsed - slept);
            return;
        }
        var from = now - elapsed < startedAt ? startedAt : now - elapsed;
        if (sample.Input)
        {
            // It belongs to the minute the stretch began in, for the meter as for the idle rule.
            lastInput = awake;
            quietFrom = DiaryGrid.Minute(from).AddMinutes(1);
        }
        foreach (var minute in meter.Add(from < now ? from : now, now, sample.Counts, sample.Input))
        {
            Keep(open, minute);
        }
        if (StopReason(open, awake) is { } reason)
        {
            Stop(reason.Name, reason.At ?? now);
            return;
        }
        WriteDown(awake);
        var hours = (int)(awake - begunAt).TotalHours;
        if (hours > hoursSaid)
        {
            hoursSaid = hours;
            notices.Say(TrackerText.StillRunning(hours, open.Title));
        }
    }

    private (string Name, DateTime? At)? StopReason(LeaseTaken open, TimeSpan awake)
    {
        if (desktop.IsGone)
        {
            return ("shutdown", null);
        }
        if (desktop.IsLocked)
        {
            return ("lock", null);
        }
        if (awake - lastInput >= TimeSpan.FromMinutes(Math.Max(1, open.IdleMinutes)))
        {
            // Back to the end of the last active minute; with no input at all, to where the quiet began.
            return ("idle", quietFrom);
        }
        var (minutes, limit) = store.Backlog.Week(open.Lease.ContractId, clock.Now);
        if (week.Warn(open.Lease.ContractId, clock.Now, minutes, limit) is { } warning)
        {
            notices.Say(warning);
        }
        return minutes >= limit ? ("limit", null) : null;
    }

    private void Keep(LeaseTaken open, MeteredMinute minute)
    {
        if (!minute.Tracked)
        {
            return;
        }
        var counted = open.Lease.Level >= 2 ? minute.Counts : default;
        store.Write(
            new MinuteTracked(
                open.Lease.ContractId,
                open.Lease.LeaseId,
                minute.At,
                open.Lease.Level,
                Math.Round(minute.Seconds, 1),
                minute.Active,
                counted.Keys,
                counted.Clicks,
                counted.Scrolls,
                store.Backlog.Memo
            )
        );
        Changed?.Invoke();
    }

    private void WriteDown(TimeSpan awake)
    {
        if (awake - writtenAt < WriteEvery || meter.Current is not { } m)
        {
            return;
        }
        writtenAt = awake;
        var counts = store.Backlog.Open!.Lease.Level >= 2 ? m.Counts : default;
        store.Write(
            new MinuteUnderWay(m.At, m.Seconds, m.Active, counts.Keys, counts.Clicks, counts.Scrolls),
            toDisk: false
        );
    }

    private void Stop(string reason, DateTime at)
    {
        var open = store.Backlog.Open!;
        if (meter.Close() is { } last && last.At < at)
        {
            Keep(open, last);
        }
        if (reason == "idle")
        {
            store.Write(new TailCut(open.Lease.ContractId, at));
        }
        // The end of the last minute that counts, but never a moment that has not come.
        var end = store.Backlog.LastMinute.AddMinutes(1);
        at = end > startedAt && end < at ? end : at;
        store.Write(new TimerStopped(open.Lease.LeaseId, at, reason));
        if (reason == "idle")
        {
            // The pictures of the time that does not count go with it.
            store.Rewrite();
        }
        notices.Say(TrackerText.Stopped(open.Title, TrackerText.Find("stop_" + reason) ?? reason));
        Changed?.Invoke();
    }
}
