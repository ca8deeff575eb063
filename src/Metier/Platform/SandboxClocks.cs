using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Platform;

/// <summary>How far the sandbox's clock is ahead; one row.</summary>
internal sealed class ClockRow
{
    public int Id { get; init; }
    public long OffsetTicks { get; set; }
}

/// <summary>Keeps the sandbox clock of this node equal to the one in the database.</summary>
public static class SandboxClocks
{
    /// <summary>Reads the stored offset; does nothing outside the sandbox.</summary>
    public static async Task ReadAsync(IServiceScopeFactory scopes, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (scope.ServiceProvider.GetRequiredService<TimeProvider>() is not SandboxClock clock)
        {
            return;
        }
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        var row = await db.Set<ClockRow>().AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is not null)
        {
            clock.Set(TimeSpan.FromTicks(row.OffsetTicks));
        }
    }
}

/// <summary>
/// Moves the sandbox's clock forward, stopping at every deadline on the way so that they fire in their order, as they
/// would have in real time. Refused outside the sandbox.
/// </summary>
public sealed class AdvanceClock(
    IServiceScopeFactory scopes,
    TimeProvider time,
    ChoreRunner chores,
    Outbox outbox,
    InstanceOptions instance
)
{
    /// <summary>The longest single step.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(400);

    /// <summary>Moves time forward by <paramref name="by"/>; answers with the new time.</summary>
    public async Task<Outcome<DateTime>> RunAsync(TimeSpan by, CancellationToken ct)
    {
        if (!instance.Sandbox || time is not SandboxClock clock)
        {
            return Refusal.NotFound();
        }
        if (by <= TimeSpan.Zero || by > Longest)
        {
            return new Refusal("clock_range", PlatformText.ClockRange(Longest.TotalDays), "Form.Amount");
        }
        var target = clock.UtcNow() + by;
        await outbox.DrainAsync(ct);
        await chores.RunDueAsync(ct);
        for (var stops = 0; stops < 20_000; stops++)
        {
            var next = await chores.NextDueAsync(clock.UtcNow(), ct);
            if (next is null || next > target)
            {
                break;
            }
            await MoveToAsync(clock, next.Value, ct);
        }
        await MoveToAsync(clock, target, ct);
        return clock.UtcNow();
    }

    private async Task MoveToAsync(SandboxClock clock, DateTime moment, CancellationToken ct)
    {
        var ahead = moment - clock.UtcNow();
        if (ahead > TimeSpan.Zero)
        {
            clock.Set(clock.Offset + ahead + TimeSpan.FromMilliseconds(1));
            await StoreAsync(clock, ct);
        }
        await chores.RunDueAsync(ct);
        await outbox.DrainAsync(ct);
    }

    private async Task StoreAsync(SandboxClock clock, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        await db.WriteAsync<Done>(
            async () =>
            {
                var row = await db.Set<ClockRow>().SingleOrDefaultAsync(ct);
                if (row is null)
                {
                    db.Set<ClockRow>().Add(row = new ClockRow { Id = 1 });
                }
                row.OffsetTicks = Math.Max(row.OffsetTicks, clock.Offset.Ticks);
                return Done.It;
            },
            ct
        );
    }
}
