using System.Buffers.Binary;
using System.Collections.Concurrent;
using Metier.Matching;
using Metier.Matching.Learning;
using Metier.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metier.Talent;

/// <summary>
/// Notes what was shown and opened, for learning and for the report on exposure. A page only puts a line into memory; it is
/// written a second later, and once more when the process ends. A crash loses that second, which is no harm to what is
/// learnt; what is dropped because the database cannot keep up is counted and logged. What people do afterwards (invite, hire)
/// comes from events and is lost never.
/// </summary>
public sealed class RankingLog(
    IServiceScopeFactory scopes,
    InstanceSecret secret,
    TimeProvider clock,
    ILogger<RankingLog> log
) : IDisposable
{
    /// <summary>How long lists and outcomes are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    /// <summary>Lines that wait at most.</summary>
    internal const int MostWaiting = 10_000;

    /// <summary>Of the lists whose viewers teach nothing (visitors, robots among them), one in so many is noted.</summary>
    internal const int VisitorsOneIn = 10;

    /// <summary>And of these at most so many a minute and node.</summary>
    internal const int VisitorsPerMinute = 60;
    private const int Batch = 200;

    private readonly ConcurrentQueue<object> waiting = new();
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private long visitors;
    private long minute;
    private int inMinute;
    private long dropped;

    /// <summary>Lines that were never written because too many waited.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>Notes a list in the order of the ranking.</summary>
    /// <param name="viewer">Whose choices teach something about this role; null for everybody else.</param>
    /// <param name="need">What was asked for, in any form that is the same for the same; only a keyed hash is kept.</param>
    internal void Shown(
        RankingRole role,
        Guid? viewer,
        Guid? jobId,
        string need,
        int weightsVersion,
        IReadOnlyCollection<ShownItem> items
    )
    {
        if (items.Count == 0 || (viewer is null && !Sampled()))
        {
            return;
        }
        Add(
            new ShownList
            {
                Id = Ids.New(clock),
                At = clock.UtcNow(),
                Role = role,
                ViewerId = viewer,
                JobId = jobId,
                Need = BinaryPrimitives.ReadInt64BigEndian(secret.Sign("ranking-need", role + "\n" + need)),
                WeightsVersion = weightsVersion,
                Items = ShownItem.Pack(items),
            }
        );
    }

    /// <summary>Notes that a client looks at a freelancer's profile; anybody else teaches nothing.</summary>
    public void ProfileOpened(Actor? visitor, Guid freelancerId)
    {
        if (visitor?.ClientId is { } client && visitor.MemberId != freelancerId)
        {
            Opened(RankingRole.FreelancersForAJob, client, freelancerId, null);
        }
    }

    /// <summary>Notes that a freelancer looks at a job; anybody else teaches nothing.</summary>
    public void JobOpened(Actor? visitor, Guid jobId)
    {
        if (visitor is { IsFreelancer: true })
        {
            Opened(RankingRole.JobsForAFreelancer, visitor.MemberId, jobId, jobId);
        }
    }

    private void Opened(RankingRole role, Guid viewer, Guid document, Guid? jobId)
    {
        var id = Ids.New(clock);
        Add(
            new ShownOutcome
            {
                Id = id,
                At = clock.UtcNow(),
                Role = role,
                What = Outcomes.Viewed,
                ViewerId = viewer,
                DocumentId = document,
                JobId = jobId,
                SourceId = id,
            }
        );
    }

    /// <summary>Writes what waits. Nothing is taken from the queue before it is in the database.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        await oneAtATime.WaitAsync(ct);
        try
        {
            while (waiting.Take(Batch).ToArray() is { Length: > 0 } some)
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<MetierDb>();
                var written = await db.WriteAsync<Done>(
                    () =>
                    {
                        db.AddRange(some);
                        return Task.FromResult<Outcome<Done>>(Done.It);
                    },
                    ct
                );
                if (!written.Ok)
                {
                    return;
                }
                for (var i = 0; i < some.Length; i++)
                {
                    waiting.TryDequeue(out _);
                }
            }
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private void Add(object line)
    {
        if (waiting.Count < MostWaiting)
        {
            waiting.Enqueue(line);
        }
        else if (Interlocked.Increment(ref dropped) % MostWaiting == 1)
        {
            log.LogWarning(
                "The ranking log cannot be written fast enough; {Dropped} lines are lost since the start",
                Dropped
            );
        }
    }

    private bool Sampled()
    {
        if (Interlocked.Increment(ref visitors) % VisitorsOneIn != 1)
        {
            return false;
        }
        var now = clock.UtcNow().Ticks / TimeSpan.TicksPerMinute;
        if (Interlocked.Exchange(ref minute, now) != now)
        {
            Interlocked.Exchange(ref inMinute, 0);
        }
        return Interlocked.Increment(ref inMinute) <= VisitorsPerMinute;
    }

    public void Dispose() => oneAtATime.Dispose();
}

/// <summary>Writes the ranking log every second and when the process ends.</summary>
internal sealed class WriteRankingLog(RankingLog ranking, ILogger<WriteRankingLog> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await WriteAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What waits is written by StopAsync.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(cancellationToken);
    }

    private async Task WriteAsync(CancellationToken ct)
    {
        try
        {
            await ranking.FlushAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            log.LogError(e, "The ranking log could not be written; trying again");
        }
    }
}
