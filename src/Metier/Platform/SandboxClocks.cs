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

/// <summary>A move of the sandbox's clock.</summary>
/// <param name="From">The time before.</param>
/// <param name="To">The time after.</param>
/// <param name="Fired">The chores that did something on the way, in order.</param>
public sealed record ClockMove(DateTime From, DateTime To, IReadOnlyList<ChoreFired> Fired);

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
) : IDisposable
{
    /// <summary>The longest single step.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(400);

    private const int MostRecorded = 300;
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    /// <summary>Moves time forward by <paramref name="by"/>; null moves it to the next deadline.</summary>
    public async Task<Outcome<ClockMove>> RunAsync(TimeSpan? by, Actor? actor, CancellationToken ct)
    {
        if (!instance.Sandbox || time is not SandboxClock clock || actor?.May(StaffRoles.Operator) == false)
        {
            return Refusal.NotFound();
        }
        if (by <= TimeSpan.Zero || by > Longest)
        {
            return new Refusal("clock_range", PlatformText.ClockRange(Longest.TotalDays), "Form.Amount");
        }
        // Two operators at once move it one after the other, so that each sees what their own step fired.
        await oneAtATime.WaitAsync(ct);
        try
        {
            await SandboxClocks.ReadAsync(scopes, ct);
            var (from, mark) = (clock.UtcNow(), chores.Order);
            await outbox.DrainAsync(ct);
            await chores.RunDueAsync(ct);
            if ((by is { } step ? from + step : await chores.NextDueAsync(clock.UtcNow(), ct)) is not { } target)
            {
                return new Refusal("nothing_waits", PlatformText.NothingWaits);
            }
            await MoveAsync(clock, target, ct);
            var move = new ClockMove(from, clock.UtcNow(), chores.FiredAfter(mark));
            await RecordAsync(move, actor, ct);
            return move;
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    private async Task MoveAsync(SandboxClock clock, DateTime target, CancellationToken ct)
    {
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

    /// <summary>The audit log is where the operator reads afterwards what a step fired.</summary>
    private async Task RecordAsync(ClockMove move, Actor? actor, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        await db.WriteAsync<Done>(
            () =>
            {
                db.Audit(actor, "clock.moved", null, move with { Fired = [.. move.Fired.Take(MostRecorded)] });
                return Task.FromResult<Outcome<Done>>(Done.It);
            },
            ct
        );
    }
}
