using System.Collections.Concurrent;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Metier.Notifications;

/// <summary>An open stream's ear: wakes when its member may have been told something.</summary>
public sealed class MailboxEar : IDisposable
{
    private readonly SemaphoreSlim bell = new(0, 1);
    private readonly Action<MailboxEar> leave;

    internal MailboxEar(Guid memberId, Action<MailboxEar> leave)
    {
        MemberId = memberId;
        this.leave = leave;
    }

    internal Guid MemberId { get; }

    /// <summary>The number up to which the stream has read; the poll compares it with the database.</summary>
    public long Seen { get; set; }

    /// <summary>True when woken, false when the time passed.</summary>
    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken ct) => bell.WaitAsync(atMost, ct);

    internal void Ring()
    {
        try
        {
            bell.Release();
        }
        catch (SemaphoreFullException)
        {
            // It rings already.
        }
    }

    public void Dispose()
    {
        leave(this);
        bell.Dispose();
    }
}

/// <summary>
/// Wakes the streams of this node. What another node wrote is found by a short poll over the counters of those who listen:
/// a few queries a second for a whole node, however many streams it holds.
/// </summary>
public sealed class MailboxSignals(IServiceScopeFactory scopes, ILogger<MailboxSignals> log) : IDisposable
{
    /// <summary>Streams one member may have open; more than this is a fault, not a person.</summary>
    public const int MostEars = 20;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, List<MailboxEar>> ears = new();
    private readonly CancellationTokenSource ended = new();
    private readonly Lock gate = new();
    private Task? polling;

    /// <summary>Begins to listen; null when this member listens too often already.</summary>
    public MailboxEar? Listen(Guid memberId)
    {
        lock (gate)
        {
            var list = ears.GetOrAdd(memberId, _ => []);
            if (list.Count >= MostEars)
            {
                return null;
            }
            var ear = new MailboxEar(memberId, Leave);
            list.Add(ear);
            polling ??= Task.Run(PollAsync);
            return ear;
        }
    }

    /// <summary>This member may have been told something.</summary>
    public void Wake(Guid memberId)
    {
        lock (gate)
        {
            foreach (var ear in ears.GetValueOrDefault(memberId) ?? [])
            {
                ear.Ring();
            }
        }
    }

    private void Leave(MailboxEar ear)
    {
        lock (gate)
        {
            if (ears.TryGetValue(ear.MemberId, out var list) && list.Remove(ear) && list.Count == 0)
            {
                ears.TryRemove(ear.MemberId, out _);
            }
        }
    }

    private async Task PollAsync()
    {
        using var timer = new PeriodicTimer(Between);
        try
        {
            while (await timer.WaitForNextTickAsync(ended.Token))
            {
                try
                {
                    await LookAsync(ended.Token);
                }
                catch (Exception e) when (e is System.Data.Common.DbException or InvalidOperationException)
                {
                    log.LogWarning(e, "The mailboxes could not be looked at; trying again");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        Guid[] members;
        lock (gate)
        {
            members = [.. ears.Keys];
        }
        foreach (var some in members.Chunk(500))
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
            var counters = await db
                .Mailboxes.AsNoTracking()
                .Where(m => some.Contains(m.MemberId))
                .Select(m => new { m.MemberId, m.LastSeq })
                .ToListAsync(ct);
            lock (gate)
            {
                foreach (var counter in counters)
                {
                    foreach (var ear in ears.GetValueOrDefault(counter.MemberId) ?? [])
                    {
                        if (ear.Seen < counter.LastSeq)
                        {
                            ear.Ring();
                        }
                    }
                }
            }
        }
    }

    public void Dispose()
    {
        ended.Cancel();
        ended.Dispose();
    }
}
