using Metier.Diary;
using Metier.Tracker.Counting;
using Metier.Tracker.Platform;
using Metier.Tracker.Shots;
using Metier.Tracker.Store;
using Metier.Tracker.Time;

namespace Metier.Tracker.Running;

/// <summary>
/// The timer. Once a second it adds what has passed to the minute under way, and stops by itself at idleness, lock, sleep, the
/// weekly limit and the server's word. Everything it knows is in the journal before anybody else hears of it. A stop that was not
/// the person's own does not count the time since the last input, when that is nearly the idle time.
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

    /// <summary>
    /// This part of the idle time without input is an absence when something else than the person ends it. Screens blank and
    /// machines sleep after the same ten minutes, and which of them is first must not decide whether the time is paid.
    /// </summary>
    private const double NearlyIdle = 0.9;

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
    private bool held;

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
                return store.Backlog.Open != null && !held;
            }
        }
    }

    /// <summary>An earlier run left a timer, and it has not been decided whether it goes on: nothing counts.</summary>
    public bool IsHeld
    {
        get
        {
            lock (store.Gate)
            {
                return store.Backlog.Open != null && held;
            }
        }
    }

    /// <summary>What an earlier run left stays as it is until <see cref="Recover"/> or a stop; too old, it ends by itself.</summary>
    public void Hold() => held = true;

    /// <summary>Until when the timer that an earlier run left ran; null when it left none.</summary>
    public DateTime? SeenUntil
    {
        get
        {
            lock (store.Gate)
            {
                return store.Backlog.Open is { } open ? Seen(store.Backlog, open) : null;
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
                Stop("quit", seen, seen - quietFrom);
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
    private void StopLeftOver(string reason)
    {
        if (TakeUp() is { } seen)
        {
            // Whatever the person asks for now, it was the interruption that ended it.
            Stop(reason, seen, seen - quietFrom);
        }
    }

    private static DateTime Seen(Backlog backlog, LeaseTaken open)
    {
        var seen = open.Lease.StartedAt;
        seen = backlog.LastMinute.AddMinutes(1) > seen ? backlog.LastMinute.AddMinutes(1) : seen;
        return backlog.UnderWay is { } u && u.At >= DiaryGrid.Minute(seen) ? u.At.AddSeconds(u.Seconds) : seen;
    }

    /// <summary>Goes on with the minute an earlier run had begun. Until when it ran; null when it left no timer.</summary>
    private DateTime? TakeUp()
    {
        held = false;
        var backlog = store.Backlog;
        if (backlog.Open is not { } open)
        {
            return null;
        }
        var now = clock.Now;
        var seen = Seen(backlog, open);
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
            held = false;
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
            if (!IsRunning)
            {
                return false;
            }
            store.Write(new MemoChanged(memo));
            return true;
        }
    }

    /// <summary>
    /// Stops the timer now, for this reason, and one that an earlier run left where it ended; nothing happens when there is none.
    /// </summary>
    public void Stop(string reason)
    {
        lock (store.Gate)
        {
            if (store.Backlog.Open == null)
            {
                return;
            }
            if (held)
            {
                StopLeftOver(reason);
                return;
            }
            Step();
            // Going through the step may have found a reason of its own.
            if (store.Backlog.Open != null)
            {
                var own = reason is "user" or "quit" or "signed_out";
                Stop(reason, clock.Now, own ? null : clock.Machine.Awake - lastInput);
            }
        }
    }

    /// <summary>Called once a second.</summary>
    public void Tick()
    {
        lock (store.Gate)
        {
            Step();
            if (IsHeld && (clock.Now - SeenUntil!.Value).Duration() >= ResumeWithin)
            {
                Recover();
            }
            var open = held ? null : store.Backlog.Open;
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
        if (held || store.Backlog.Open is not { } open)
        {
            return;
        }
        var now = clock.Now;
        if (slept > SleepNoticed || elapsed > LongestStep)
        {
            Stop("sleep", now - elapsed - slept, awake - elapsed - lastInput);
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
            Stop(reason, now, awake - lastInput);
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

    private static TimeSpan IdleTime(LeaseTaken open) => TimeSpan.FromMinutes(Math.Max(1, open.IdleMinutes));

    private string? StopReason(LeaseTaken open, TimeSpan awake)
    {
        if (desktop.IsGone)
        {
            return "shutdown";
        }
        if (awake - lastInput >= IdleTime(open))
        {
            return "idle";
        }
        if (desktop.IsLocked)
        {
            return "lock";
        }
        var (minutes, limit) = store.Backlog.Week(open.Lease.ContractId, clock.Now);
        if (week.Warn(open.Lease.ContractId, clock.Now, minutes, limit) is { } warning)
        {
            notices.Say(warning);
        }
        return minutes >= limit ? "limit" : null;
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

    /// <param name="reason">Why.</param>
    /// <param name="at">When; counted back when the person had gone away.</param>
    /// <param name="quiet">How long there had been no input; null when the person wants the stop, and was there.</param>
    private void Stop(string reason, DateTime at, TimeSpan? quiet)
    {
        var open = store.Backlog.Open!;
        var absent = quiet >= IdleTime(open) * NearlyIdle;
        // Back to the end of the last active minute; with no input at all, to where the quiet began.
        at = absent && quietFrom < at ? quietFrom : at;
        if (meter.Close() is { } last && last.At < at)
        {
            Keep(open, last);
        }
        if (absent)
        {
            store.Write(new TailCut(open.Lease.ContractId, at));
        }
        // The end of the last minute that counts, but never a moment that has not come.
        var end = store.Backlog.LastMinute.AddMinutes(1);
        at = end > startedAt && end < at ? end : at;
        var stop = new TimerStopped(open.Lease.LeaseId, at, reason, CountedBack: absent && reason != "idle");
        store.Write(stop);
        if (absent)
        {
            // The pictures of the time that does not count go with it.
            store.Rewrite();
        }
        notices.Say(TrackerText.Stopped(open.Title, Durations.Why(stop)));
        Changed?.Invoke();
    }
}
