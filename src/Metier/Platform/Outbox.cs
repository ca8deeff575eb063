using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metier.Platform;

/// <summary>One event waiting for one handler.</summary>
internal sealed class OutboxRow
{
    public Guid Id { get; init; }
    public required string Handler { get; init; }
    public required string Payload { get; init; }
    public DateTime RaisedAt { get; init; }
    public DateTime DueAt { get; set; }
    public int Attempts { get; set; }
    public DateTime? DoneAt { get; set; }
    public string? LastError { get; set; }
}

/// <summary>Wakes the dispatcher after a commit, so that nobody waits for its next round.</summary>
public sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim signal = new(0, 1);

    /// <summary>There is something to deliver.</summary>
    public void Wake()
    {
        try
        {
            signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody already woke it.
        }
    }

    /// <summary>
    /// Events wait here and not in the database while a demo is invented: nothing is served, no other node runs, and a demo
    /// that was interrupted is thrown away. Null otherwise.
    /// </summary>
    internal Queue<OutboxRow>? Memory { get; set; }

    internal Task WaitAsync(TimeSpan atMost, CancellationToken ct) => signal.WaitAsync(atMost, ct);

    public void Dispose() => signal.Dispose();
}

/// <summary>
/// Delivers events to their handlers. A row is leased by moving its due time with a conditional update, so any number of
/// nodes can run this; a node that dies leaves the row to be taken again.
/// </summary>
public sealed class Outbox(
    IServiceScopeFactory scopes,
    EventRegistry registry,
    OutboxSignal signal,
    TimeProvider clock,
    ILogger<Outbox> log
)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);
    private const int BatchSize = 100;

    /// <summary>Delivers until nothing is due. Returns how many were delivered.</summary>
    public async Task<int> DrainAsync(CancellationToken ct)
    {
        var delivered = 0;
        while (signal.Memory is { } memory && memory.TryDequeue(out var row))
        {
            var tried = await TryHandleAsync(row, ct);
            while (tried.Again is not null)
            {
                // Everything here happens in its order, so this one is waited for.
                await Task.Delay(Glance, ct);
                tried = await TryHandleAsync(row, ct);
            }
            if (tried.Error is { } error)
            {
                throw new InvalidOperationException($"{row.Handler}: {error}");
            }
            delivered++;
        }
        if (signal.Memory is not null)
        {
            return delivered;
        }
        while (true)
        {
            var batch = await DueAsync(ct);
            if (batch.Count == 0)
            {
                return delivered;
            }
            foreach (var id in batch)
            {
                delivered += await DeliverAsync(id, ct) ? 1 : 0;
            }
        }
    }

    private async Task<List<Guid>> DueAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        var now = clock.UtcNow();
        return await db.Set<OutboxRow>()
            .Where(r => r.DoneAt == null && r.DueAt <= now)
            .OrderBy(r => r.DueAt)
            .ThenBy(r => r.Id)
            .Select(r => r.Id)
            .Take(BatchSize)
            .ToListAsync(ct);
    }

    private async Task<bool> DeliverAsync(Guid id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
        var now = clock.UtcNow();
        var lease = now + Lease;
        using (var gate = db.Dialect == Dialect.Sqlite ? await WriteGate.EnterAsync(ct) : null)
        {
            var taken = await db.Set<OutboxRow>()
                .Where(r => r.Id == id && r.DoneAt == null && r.DueAt <= now)
                .ExecuteUpdateAsync(
                    s => s.SetProperty(r => r.DueAt, lease).SetProperty(r => r.Attempts, r => r.Attempts + 1),
                    ct
                );
            if (taken == 0)
            {
                return false;
            }
        }
        var row = await db.Set<OutboxRow>().AsNoTracking().SingleAsync(r => r.Id == id, ct);
        var (error, again) = await TryHandleAsync(row, ct);
        using (var gate = db.Dialect == Dialect.Sqlite ? await WriteGate.EnterAsync(ct) : null)
        {
            var isDone = error is null && again is null;
            var attempts = again is null ? row.Attempts : row.Attempts - 1;
            var retryAt =
                clock.UtcNow() + (again ?? TimeSpan.FromSeconds(Math.Min(3600, 2 * Math.Pow(2, row.Attempts))));
            await db.Set<OutboxRow>()
                .Where(r => r.Id == id)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(r => r.DoneAt, isDone ? clock.UtcNow() : null)
                            .SetProperty(r => r.DueAt, isDone ? row.RaisedAt : retryAt)
                            .SetProperty(r => r.Attempts, attempts)
                            .SetProperty(r => r.LastError, error),
                    CancellationToken.None
                );
        }
        return error is null && again is null;
    }

    /// <summary>What went wrong, or when to come again; neither when it is done.</summary>
    private async Task<(string? Error, TimeSpan? Again)> TryHandleAsync(OutboxRow row, CancellationToken ct)
    {
        var handler = registry.Find(row.Handler);
        if (handler is null)
        {
            return (null, null);
        }
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            var happened = JsonSerializer.Deserialize(row.Payload, handler.EventType, EventRegistry.Json)!;
            var instance = scope.ServiceProvider.GetRequiredService(handler.HandlerType);
            var method = typeof(IHandle<>).MakeGenericType(handler.EventType).GetMethod(nameof(IHandle<>.HandleAsync))!;
            await (Task)
                method.Invoke(
                    instance,
                    System.Reflection.BindingFlags.DoNotWrapExceptions,
                    null,
                    [happened, ct],
                    null
                )!;
            return (null, null);
        }
        catch (NotYetException e)
        {
            return (null, e.Wait);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // A broken handler must not stop the others; the row keeps the error and is tried again, later each time.
            log.LogError(e, "Handler {Handler} failed on event {Event}", row.Handler, row.Id);
            return (e.Message.Length > 500 ? e.Message[..500] : e.Message, null);
        }
    }
}

/// <summary>Runs the outbox in the background.</summary>
internal sealed class OutboxService(Outbox outbox, OutboxSignal signal, ILogger<OutboxService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await outbox.DrainAsync(stoppingToken);
                await signal.WaitAsync(TimeSpan.FromSeconds(2), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "The outbox could not be read; trying again");
                await Task.Delay(TimeSpan.FromSeconds(2), stoppingToken);
            }
        }
    }
}
