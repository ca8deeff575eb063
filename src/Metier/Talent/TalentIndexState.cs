using Metier.Matching;
using Metier.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Metier.Talent;

public sealed partial class TalentIndex
{
    private (DateTime? At, TimeSpan Took, bool FromSnapshot) build;
    private DateTime? snapshotAt;
    private (long Freelancers, long Jobs) snapshotOf;
    private int? readSoFar;

    /// <summary>The index as an operator sees it.</summary>
    public async Task<IndexState> StateAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var told = await scope.ServiceProvider.GetRequiredService<ChangeFeed>().LastAsync(ct);
        return new IndexState(
            Freelancers.Count,
            Jobs.Count,
            Freelancers.Generation + Jobs.Generation,
            last,
            Math.Max(0, told - last),
            build.At,
            build.Took,
            build.FromSnapshot,
            snapshotAt,
            snapshot.Problem,
            readSoFar,
            Environment.WorkingSet,
            encoder.State
        );
    }

    /// <summary>
    /// Writes the index to the data folder when it is large enough for that to pay, and has changed since the last time.
    /// </summary>
    public async Task SaveSnapshotAsync(CancellationToken ct)
    {
        var generations = (Freelancers.Generation, Jobs.Generation);
        var isWorthIt = options.SnapshotFrom >= 0 && Freelancers.Count + Jobs.Count >= options.SnapshotFrom;
        if (!Volatile.Read(ref built) || !isWorthIt || generations == snapshotOf)
        {
            return;
        }
        await oneAtATime.WaitAsync(ct);
        try
        {
            // Nothing is taken over meanwhile, so that the number of the last change and the content are of one moment.
            var head = new SnapshotHead(
                concepts.Fingerprint(),
                Rates(),
                encoder.Fingerprint,
                concepts.Numbers(),
                last,
                [.. invited],
                SnapshotHead.Reading
            );
            await snapshot.SaveAsync(
                head,
                to =>
                {
                    Freelancers.Save(to);
                    Jobs.Save(to);
                },
                ct
            );
            snapshotOf = generations;
            snapshotAt = clock.UtcNow();
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private async Task<bool> TakeUpSnapshotAsync(CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        await catalogue.FillAsync(ct);
        var head = await snapshot.LoadAsync(
            head =>
                head.Taxonomy != concepts.Fingerprint() ? "It was made by another taxonomy."
                : head.Currencies != Rates() ? "It was made by other exchange rates."
                : head.Read != SnapshotHead.Reading ? "It was made by another version."
                : head.Encoder != encoder.Fingerprint ? "It was made with another text encoder, or without one."
                : !concepts.TryRestore(head.Numbers) ? "Its concepts have other numbers here."
                : null,
            from =>
            {
                Freelancers.Load(from);
                Jobs.Load(from);
            },
            ct
        );
        if (head is null)
        {
            return false;
        }
        taxonomyRead = (catalogue.Changes, catalogue.WholeChange);
        taxonomy = concepts.Read();
        Freelancers.Use(taxonomy);
        Jobs.Use(taxonomy);
        await ReadWeightsAsync(ct);
        last = head.Last;
        invited.UnionWith(head.Invited);
        loadsDue = clock.UtcNow();
        await FollowAsync(ct);
        Volatile.Write(ref built, true);
        // Whoever told of a change a moment ago found nothing to take it over.
        await FollowAsync(ct);
        Built(clock.GetElapsedTime(began), snapshotUsed: true);
        log.LogInformation(
            "The index was taken from its snapshot: {Freelancers} freelancers and {Jobs} jobs after {Milliseconds} ms",
            Freelancers.Count,
            Jobs.Count,
            (long)build.Took.TotalMilliseconds
        );
        return true;
    }

    private void Built(TimeSpan took, bool snapshotUsed) => build = (clock.UtcNow(), took, snapshotUsed);

    private string Rates() =>
        string.Join(
            ';',
            options
                .Rates.OrderBy(r => r.Key, StringComparer.Ordinal)
                .Select(r => FormattableString.Invariant($"{r.Key}={r.Value}"))
        );
}
