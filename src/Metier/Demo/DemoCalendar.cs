using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using Metier.Admin;
using Metier.Jobs;
using Metier.Notifications;
using Metier.Payments;
using Metier.Platform;
using Metier.Reputation;

namespace Metier.Demo;

/// <summary>
/// Tells the history in its order: what people do at its time, deadlines in the night after they passed, and events to those
/// who hear them before the next thing happens.
/// </summary>
internal sealed class DemoCalendar(SandboxClock clock, ChoreRunner chores, Outbox outbox, DateTime end)
{
    private readonly PriorityQueue<(string Kind, Func<Task> What), (DateTime At, int Order)> entries = new();
    private readonly Dictionary<string, (int Count, TimeSpan Took)> took = [];
    private int order;
    private static readonly TimeSpan Recent = TimeSpan.FromDays(45);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>What was done how often and how long it took, for whoever wants it faster.</summary>
    public IEnumerable<string> Times =>
        took.OrderByDescending(t => t.Value.Took)
            .Select(t => $"{t.Key, -12} {t.Value.Count, 5} × {t.Value.Took.TotalMilliseconds, 7:0} ms");

    /// <summary>What the runtime did meanwhile, since the process began.</summary>
    public static string Runtime() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"since the start: compiled {JitInfo.GetCompiledMethodCount()} methods in {JitInfo.GetCompilationTime().TotalMilliseconds:0} ms, "
                + $"paused {GC.GetTotalPauseDuration().TotalMilliseconds:0} ms for {GC.GetTotalAllocatedBytes() / 1_000_000} MB, "
                + $"used {Environment.CpuUsage.TotalTime.TotalSeconds:0.0} s of processors"
        );

    /// <summary>Writes something into the calendar; what would be after the end does not happen.</summary>
    public void At(DateTime at, string kind, Func<Task> what)
    {
        if (at <= end)
        {
            entries.Enqueue((kind, what), (at, order++));
        }
    }

    /// <summary>From the first entry to the end.</summary>
    public async Task RunAsync(DateTime start, CancellationToken ct)
    {
        var night = start.Date.AddHours(29);
        clock.StandAt(start);
        while (entries.TryDequeue(out var entry, out var when))
        {
            night = await NightsAsync(night, when.At, ct);
            clock.StandAt(Later(when.At));
            try
            {
                await TimedAsync(entry.Kind, entry.What);
            }
            catch (NotSupportedException e)
            {
                throw new InvalidOperationException(
                    $"The demo went wrong at {when.At:u}, {entry.Kind}: {e.Message}",
                    e
                );
            }
            await TimedAsync("events", () => outbox.DrainAsync(ct));
        }
        await NightsAsync(night, end, ct);
        clock.StandAt(Later(end));
        await chores.RunDueAsync(ct);
        await outbox.DrainAsync(ct);
    }

    private async Task<DateTime> NightsAsync(DateTime night, DateTime until, CancellationToken ct)
    {
        // Long ago every third night will do: deadlines are met late then, as after a night without power.
        for (; night <= until; night = night.AddDays(Gap(end - night)))
        {
            clock.StandAt(Later(night));
            var recent = end - night < Recent;
            await TimedAsync(
                "deadlines",
                () => chores.RunDueAsync(c => recent ? !Tidying.Contains(c.Type) : Moving.Contains(c.Type), ct)
            );
        }
        return night;
    }

    private static int Gap(TimeSpan ago) =>
        ago > Recent ? 3
        : ago > Week ? 2
        : 1;

    /// <summary>Look after the instance and not after people: once at the end is enough.</summary>
    private static readonly HashSet<Type> Tidying = [typeof(CheckBooksDaily), typeof(TrimMailboxes)];

    /// <summary>Long ago nothing was disputed, forgotten, left unread or answered by silence: the plan has it so.</summary>
    private static readonly HashSet<Type> Moving =
    [
        typeof(QueryProviders),
        typeof(ClearCollections),
        typeof(EndHolds),
        typeof(ActivatePayoutMethods),
        typeof(ShowFeedback),
        typeof(ExpireJobs),
    ];

    /// <summary>Time never goes back, not even when two things were planned for the same moment.</summary>
    private DateTime Later(DateTime at)
    {
        var before = clock.UtcNow();
        return at > before ? at : before.AddMilliseconds(1);
    }

    private async Task TimedAsync(string kind, Func<Task> what)
    {
        var began = Stopwatch.GetTimestamp();
        await what();
        var (count, sum) = took.GetValueOrDefault(kind);
        took[kind] = (count + 1, sum + Stopwatch.GetElapsedTime(began));
    }
}
