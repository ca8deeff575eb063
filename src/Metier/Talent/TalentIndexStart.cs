using Metier.Platform;
using Microsoft.Extensions.Logging;

namespace Metier.Talent;

public sealed partial class TalentIndex
{
    /// <summary>After how long an event that needs the index comes again while it is built for the first time.</summary>
    internal static readonly TimeSpan PutOff = TimeSpan.FromSeconds(5);

    private readonly Lock starting = new();
    private Task? first;
    private long firstBegan;

    /// <summary>There is something to search.</summary>
    public bool IsReady => Volatile.Read(ref built);

    /// <summary>Comes back once there is something to search: at once, except right after the start.</summary>
    public Task ReadyAsync(CancellationToken ct) => IsReady ? Task.CompletedTask : First(again: true).WaitAsync(ct);

    /// <summary>
    /// Whether there is something to search, for those who have another way: within
    /// <see cref="TalentOptions.FirstBuildPatience"/> of the start it waits for the first build, later never.
    /// </summary>
    public async Task<bool> ReadySoonAsync(CancellationToken ct)
    {
        if (IsReady)
        {
            return true;
        }
        var building = First(again: false);
        var left = TimeSpan.FromMilliseconds(options.FirstBuildPatience) - clock.GetElapsedTime(firstBegan);
        if (left > TimeSpan.Zero && !building.IsCompleted)
        {
            // It may fail, which the log says, or take longer.
            await building.WaitAsync(left, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ct.ThrowIfCancellationRequested();
        }
        return IsReady;
    }

    /// <summary>
    /// For handlers of events, behind whom others stand: as <see cref="ReadySoonAsync"/>, and when there is nothing to
    /// search yet, the event comes again soon.
    /// </summary>
    /// <exception cref="NotYetException">There is nothing to search yet.</exception>
    internal async Task ReadyOrLaterAsync(CancellationToken ct)
    {
        if (!await ReadySoonAsync(ct))
        {
            throw new NotYetException(PutOff);
        }
    }

    /// <summary>The first build; it goes on when whoever asked for it leaves.</summary>
    /// <param name="again">Try anew when it failed.</param>
    private Task First(bool again)
    {
        lock (starting)
        {
            if (first is null || (again && first is { IsFaulted: true }))
            {
                firstBegan = clock.GetTimestamp();
                // It belongs to nobody: neither the language nor anything else of the first visitor goes with it.
                using var alone = ExecutionContext.SuppressFlow();
                first = Task.Run(BuildFirstAsync);
            }
            return first;
        }
    }

    private async Task BuildFirstAsync()
    {
        await oneAtATime.WaitAsync();
        try
        {
            if (!IsReady && !await TakeUpSnapshotAsync(CancellationToken.None))
            {
                await BuildAsync(CancellationToken.None);
            }
        }
        catch (Exception e)
        {
            log.LogError(e, "The first build of the index failed; searches are answered from the database");
            throw;
        }
        finally
        {
            oneAtATime.Release();
        }
    }
}
