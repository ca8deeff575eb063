using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metier.Platform;

/// <summary>
/// Work that time triggers (a deadline, a nightly count). Idempotent: it may run twice, on two nodes at once, or late.
/// It reads only the injected clock.
/// </summary>
public abstract class Chore
{
    /// <summary>A stable name, for logs and the operator.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>
    /// The earliest moment at which there is something to do, past or future; null when nothing waits. The sandbox clock
    /// uses it to fire deadlines in their order, the runner to know whether to run.
    /// </summary>
    public abstract Task<DateTime?> NextDueAsync(CancellationToken ct);

    /// <summary>Does what is due now, in small transactions. Returns how many things it did.</summary>
    public abstract Task<int> RunAsync(CancellationToken ct);
}

/// <summary>A registered chore.</summary>
public sealed record ChoreInfo(Type Type);

/// <summary>Runs chores whose time has come.</summary>
public sealed class ChoreRunner(
    IServiceScopeFactory scopes,
    IEnumerable<ChoreInfo> chores,
    Outbox outbox,
    TimeProvider clock,
    ILogger<ChoreRunner> log
) : IDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    /// <summary>Runs everything that is due, then the events it raised. Returns the number of things done.</summary>
    public async Task<int> RunDueAsync(CancellationToken ct)
    {
        await oneAtATime.WaitAsync(ct);
        try
        {
            var done = 0;
            foreach (var info in chores)
            {
                done += await RunOneAsync(info, ct);
            }
            return done;
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private async Task<int> RunOneAsync(ChoreInfo info, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var chore = (Chore)scope.ServiceProvider.GetRequiredService(info.Type);
        try
        {
            var due = await chore.NextDueAsync(ct);
            if (due is null || due > clock.UtcNow())
            {
                return 0;
            }
            var done = await chore.RunAsync(ct);
            log.LogInformation("Chore {Chore} did {Count}", chore.Name, done);
            await outbox.DrainAsync(ct);
            return done;
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // One broken chore must not stop the others; it is tried again next round.
            log.LogError(e, "Chore {Chore} failed", chore.Name);
            return 0;
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    /// <summary>The earliest moment any chore waits for, after <paramref name="after"/>.</summary>
    public async Task<DateTime?> NextDueAsync(DateTime after, CancellationToken ct)
    {
        DateTime? next = null;
        foreach (var info in chores)
        {
            await using var scope = scopes.CreateAsyncScope();
            var due = await ((Chore)scope.ServiceProvider.GetRequiredService(info.Type)).NextDueAsync(ct);
            if (due is { } d && d > after && (next is null || d < next))
            {
                next = d;
            }
        }
        return next;
    }
}

/// <summary>Looks for due chores every few seconds.</summary>
internal sealed class ChoreService(ChoreRunner runner, IServiceScopeFactory scopes, ILogger<ChoreService> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        do
        {
            try
            {
                await SandboxClocks.ReadAsync(scopes, stoppingToken);
                await runner.RunDueAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is System.Data.Common.DbException or InvalidOperationException)
            {
                log.LogError(e, "Chores could not be run; trying again");
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
