namespace Metier.Tracker.Time;

/// <summary>The machine's two counters: one that stands still while the machine sleeps and one that goes on.</summary>
internal interface IMachineClock
{
    /// <summary>Time the machine has been awake since an arbitrary moment; never goes back, not touched by setting the clock.</summary>
    TimeSpan Awake { get; }

    /// <summary>Like <see cref="Awake"/>, but sleep counts too.</summary>
    TimeSpan SinceBoot { get; }

    /// <summary>Differs after each start of the machine; the counters can be compared only within one.</summary>
    string BootId { get; }
}

/// <summary>What the server's clock said and what the machine's counter showed at that moment.</summary>
/// <param name="ServerTime">The server's clock, UTC.</param>
/// <param name="SinceBoot">The machine's counter.</param>
/// <param name="BootId">The start of the machine the counter belongs to.</param>
/// <param name="Drift">The machine's own clock minus the server's.</param>
internal sealed record ClockAnchor(DateTime ServerTime, TimeSpan SinceBoot, string BootId, TimeSpan Drift);

/// <summary>
/// The time that minutes are booked under: the server's clock at the last contact plus what the machine's counter ran since.
/// Setting the machine's clock back or forward changes nothing. Until the first contact the machine's clock has to do.
/// </summary>
internal sealed class SteadyClock
{
    /// <summary>Smaller differences are the journey of the answer, not a wrong clock.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    /// <summary>Above this the person is told that the machine's clock is wrong.</summary>
    public static readonly TimeSpan DriftShown = TimeSpan.FromMinutes(2);

    private readonly TimeProvider wall;
    private readonly IMachineClock machine;
    private readonly Lock gate = new();
    private DateTime anchorTime;
    private TimeSpan anchorBoot;

    public SteadyClock(TimeProvider wall, IMachineClock machine)
    {
        this.wall = wall;
        this.machine = machine;
        anchorTime = wall.GetUtcNow().UtcDateTime;
        anchorBoot = machine.SinceBoot;
    }

    /// <summary>The machine's counters.</summary>
    public IMachineClock Machine => machine;

    /// <summary>The time, UTC, as the server would say it.</summary>
    public DateTime Now
    {
        get
        {
            lock (gate)
            {
                return anchorTime + (machine.SinceBoot - anchorBoot);
            }
        }
    }

    /// <summary>How far the machine's own clock is ahead (negative: behind).</summary>
    public TimeSpan Drift => wall.GetUtcNow().UtcDateTime - Now;

    /// <summary>What the machine's own clock says.</summary>
    public DateTime OwnClock => wall.GetUtcNow().UtcDateTime;

    /// <summary>The server has told its time. Returns the anchor to remember when the clock was moved by it, else null.</summary>
    public ClockAnchor? Heard(DateTime serverTime)
    {
        lock (gate)
        {
            var boot = machine.SinceBoot;
            var known = anchorTime + (boot - anchorBoot);
            if ((serverTime - known).Duration() <= Tolerance)
            {
                return null;
            }
            anchorTime = DateTime.SpecifyKind(serverTime, DateTimeKind.Utc);
            anchorBoot = boot;
            return new ClockAnchor(anchorTime, boot, machine.BootId, wall.GetUtcNow().UtcDateTime - anchorTime);
        }
    }

    /// <summary>
    /// Takes up an anchor of an earlier run. Within the same start of the machine its counter is still good; after another one
    /// all that is left is how wrong the machine's clock was.
    /// </summary>
    public void Restore(ClockAnchor anchor)
    {
        lock (gate)
        {
            if (anchor.BootId == machine.BootId && anchor.SinceBoot <= machine.SinceBoot)
            {
                anchorTime = anchor.ServerTime;
                anchorBoot = anchor.SinceBoot;
                return;
            }
            anchorTime = wall.GetUtcNow().UtcDateTime - anchor.Drift;
            anchorBoot = machine.SinceBoot;
        }
    }
}
