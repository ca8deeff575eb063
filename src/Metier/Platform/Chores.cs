using System.Collections.Concurrent;
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

/// <summary>What a chore last did, for the operator; one row per chore, written only when it did something or failed.</summary>
public sealed class ChoreRow
{
    /// <summary>The chore's name.</summary>
    public required string Name { get; init; }

    /// <summary>When it last ran because something was due, UTC.</summary>
    public DateTime RanAt { get; set; }

    /// <summary>How many things it did then.</summary>
    public int Done { get; set; }

    /// <summary>Failures since it last succeeded.</summary>
    public int Failures { get; set; }

    /// <summary>The last failure, while it fails.</summary>
    public string? LastError { get; set; }
}

/// <summary>A chore that ran because its time had come.</summary>
/// <param name="Order">Counts up within this process.</param>
/// <param name="Name">The chore.</param>
/// <param name="At">The moment it ran, by the instance's clock.</param>
/// <param name="Done">How many things it did.</param>
public sealed record ChoreFired(long Order, string Name, DateTime At, int Done);

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
    private const int Remembered = 2_000;
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private readonly ConcurrentQueue<ChoreFired> fired = new();
    private long order;

    /// <summary>The number of the last chore that fired in this process.</summary>
    internal long Order => Interlocked.Read(ref order);

    /// <summary>What fired after this number, in order; the last two thousand are remembered.</summary>
    internal List<ChoreFired> FiredAfter(long number) => [.. fired.Where(f => f.Order > number)];

    /// <summary>Runs everything that is due, then the events it raised. Returns the number of things done.</summary>
    public Task<int> RunDueAsync(CancellationToken ct) => RunDueAsync(_ => true, ct);

    /// <summary>As above, only these.</summary>
    internal async Task<int> RunDueAsync(Func<ChoreInfo, bool> which, CancellationToken ct)
    {
        await oneAtATime.WaitAsync(ct);
        try
        {
            var done = 0;
            await using var asked = new Asked(scopes);
            foreach (var info in chores.Where(which))
            {
                done += await RunOneAsync(info, asked, ct);
            }
            return done;
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private async Task<int> RunOneAsync(ChoreInfo info, Asked asked, CancellationToken ct)
    {
        var name = info.Type.Name;
        try
        {
            var asks = asked.Of(info);
            name = asks.Name;
            var due = await asks.NextDueAsync(ct);
            if (due is null || due > clock.UtcNow())
            {
                return 0;
            }
            // What the others were asked with would not see what this one changes.
            await asked.ForgetAsync();
            await using var scope = scopes.CreateAsyncScope();
            var chore = (Chore)scope.ServiceProvider.GetRequiredService(info.Type);
            var at = clock.UtcNow();
            var done = await chore.RunAsync(ct);
            log.LogInformation("Chore {Chore} did {Count}", name, done);
            if (done > 0)
            {
                Remember(name, at, done);
                await RecordAsync(name, at, done, null, ct);
            }
            await outbox.DrainAsync(ct);
            return done;
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // One broken chore must not stop the others; it is tried again next round.
            log.LogError(e, "Chore {Chore} failed", name);
            await asked.ForgetAsync();
            await RecordAsync(name, clock.UtcNow(), 0, e.Message, ct);
            return 0;
        }
    }

    private void Remember(string name, DateTime at, int done)
    {
        fired.Enqueue(new ChoreFired(Interlocked.Increment(ref order), name, at, done));
        while (fired.Count > Remembered && fired.TryDequeue(out _))
        {
            // The oldest are forgotten.
        }
    }

    /// <summary>Written in a scope of its own: the chore's may hold what failed.</summary>
    private async Task RecordAsync(string name, DateTime at, int done, string? error, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        await db.WriteAsync<Done>(
            async () =>
            {
                var row = await db.Set<ChoreRow>().SingleOrDefaultAsync(r => r.Name == name, ct);
                if (row is null)
                {
                    db.Set<ChoreRow>().Add(row = new ChoreRow { Name = name });
                }
                (row.RanAt, row.Done) = (at, done);
                row.Failures = error is null ? 0 : row.Failures + 1;
                row.LastError = error is { Length: > 500 } ? error[..500] : error;
                return Done.It;
            },
            ct
        );
    }

    /// <summary>What each chore waits for, the earliest first; those that wait for nothing are left out.</summary>
    public async Task<IReadOnlyList<(string Name, DateTime DueAt)>> WaitingAsync(CancellationToken ct)
    {
        var waiting = new List<(string Name, DateTime DueAt)>();
        await using var asked = new Asked(scopes);
        foreach (var info in chores)
        {
            var chore = asked.Of(info);
            if (await chore.NextDueAsync(ct) is { } due)
            {
                waiting.Add((chore.Name, due));
            }
        }
        return [.. waiting.OrderBy(w => w.DueAt)];
    }

    public void Dispose() => oneAtATime.Dispose();

    /// <summary>The earliest moment any chore waits for, after <paramref name="after"/>.</summary>
    public async Task<DateTime?> NextDueAsync(DateTime after, CancellationToken ct)
    {
        DateTime? next = null;
        await using var asked = new Asked(scopes);
        foreach (var info in chores)
        {
            var due = await asked.Of(info).NextDueAsync(ct);
            if (due is { } d && d > after && (next is null || d < next))
            {
                next = d;
            }
        }
        return next;
    }

    /// <summary>
    /// Chores that are only asked when they are due share a scope: what a context costs before its first query would be most of
    /// what asking costs.
    /// </summary>
    private sealed class Asked(IServiceScopeFactory scopes) : IAsyncDisposable
    {
        private AsyncServiceScope? scope;

        public Chore Of(ChoreInfo info) =>
            (Chore)(scope ??= scopes.CreateAsyncScope()).ServiceProvider.GetRequiredService(info.Type);

        public async ValueTask ForgetAsync()
        {
            if (scope is { } made)
            {
                scope = null;
                await made.DisposeAsync();
            }
        }

        public ValueTask DisposeAsync() => ForgetAsync();
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
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "Chores could not be run; trying again");
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
