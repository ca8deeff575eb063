namespace Metier.Platform;

/// <summary>Reading the injected clock.</summary>
public static class Clock
{
    /// <summary>Now, in UTC, cut to microseconds: the finest both databases keep, so that equality holds after a save.</summary>
    public static DateTime UtcNow(this TimeProvider clock)
    {
        var t = clock.GetUtcNow().UtcDateTime;
        return new DateTime(t.Ticks - (t.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
    }
}

/// <summary>
/// The sandbox's clock: real time plus an offset that an operator moves forward. It exists only in sandbox mode; its
/// offset lives in the database so that it survives a restart and reaches every node.
/// </summary>
public sealed class SandboxClock : TimeProvider
{
    private long offsetTicks;
    private long standingTicks;

    /// <summary>How far ahead of real time this instance is. Never shrinks: deadlines that fired cannot un-fire.</summary>
    public TimeSpan Offset => TimeSpan.FromTicks(Interlocked.Read(ref offsetTicks));

    /// <summary>Sets the offset; smaller than the present one is ignored.</summary>
    public void Set(TimeSpan offset)
    {
        long seen;
        do
        {
            seen = Interlocked.Read(ref offsetTicks);
            if (offset.Ticks <= seen)
            {
                return;
            }
        } while (Interlocked.CompareExchange(ref offsetTicks, offset.Ticks, seen) != seen);
    }

    /// <summary>
    /// Stands at a moment, past ones too, until <see cref="RunOn"/>: only for telling an invented history in its order,
    /// before anything is served.
    /// </summary>
    internal void StandAt(DateTime moment) => Interlocked.Exchange(ref standingTicks, moment.Ticks);

    /// <summary>Real time and offset again.</summary>
    internal void RunOn() => Interlocked.Exchange(ref standingTicks, 0);

    public override DateTimeOffset GetUtcNow() =>
        Interlocked.Read(ref standingTicks) is > 0 and var standing
            ? new DateTimeOffset(standing, TimeSpan.Zero)
            : base.GetUtcNow() + Offset;
}
