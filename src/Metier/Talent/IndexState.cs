using System.Collections.Concurrent;
using Metier.Matching;
using Metier.Platform;

namespace Metier.Talent;

/// <summary>The index of this node as an operator sees it.</summary>
/// <param name="Generation">Counts what searches were given to see; another number, other content.</param>
/// <param name="LastChange">The number of the last change that was taken over.</param>
/// <param name="Behind">Changes told and not taken over yet; 0 when it keeps up.</param>
/// <param name="BuiltAt">When it was last built or taken from a snapshot, UTC; null while it never was.</param>
/// <param name="BuildTook">How long that took.</param>
/// <param name="FromSnapshot">It was taken from a snapshot.</param>
/// <param name="SnapshotAt">When this node last wrote one, UTC; null when it did not.</param>
/// <param name="SnapshotProblem">Why a snapshot was not taken up; null when there was none or it was.</param>
/// <param name="ReadSoFar">Documents read by a build that is under way; null when none is.</param>
/// <param name="Memory">Bytes this process holds, all in all.</param>
/// <param name="Encoder">The optional text encoder.</param>
public sealed record IndexState(
    int Freelancers,
    int Jobs,
    long Generation,
    long LastChange,
    long Behind,
    DateTime? BuiltAt,
    TimeSpan BuildTook,
    bool FromSnapshot,
    DateTime? SnapshotAt,
    string? SnapshotProblem,
    int? ReadSoFar,
    long Memory,
    EncoderState Encoder
);

/// <summary>What was searched.</summary>
public enum AnswerKind
{
    /// <summary>A search for freelancers.</summary>
    Talent,

    /// <summary>A search for jobs.</summary>
    Jobs,

    /// <summary>A shortlist.</summary>
    Shortlist,
}

/// <summary>One answer of the engine: its shape, never the words.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Words">Characters that were typed.</param>
/// <param name="Skills">Skills asked for.</param>
/// <param name="Found">How many matched.</param>
public sealed record AnswerTime(AnswerKind Kind, DateTime At, TimeSpan Took, int Words, int Skills, int Found);

/// <summary>The slowest answers of this node and how long most take. In memory; begins anew with the process.</summary>
public sealed class AnswerTimes(TimeProvider clock)
{
    private const int Recent = 1_000;
    private const int Slowest = 20;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);
    private readonly ConcurrentQueue<AnswerTime> recent = new();
    private readonly Lock writing = new();
    private List<AnswerTime> slowest = [];

    /// <summary>Answers counted since the start.</summary>
    public long Count { get; private set; }

    internal T Measure<T>(AnswerKind kind, int words, int skills, Func<T> ask, Func<T, int> found)
    {
        var from = clock.GetTimestamp();
        var answer = ask();
        Add(new AnswerTime(kind, clock.UtcNow(), clock.GetElapsedTime(from), words, skills, found(answer)));
        return answer;
    }

    /// <summary>The slowest of the last day, the slowest first.</summary>
    public IReadOnlyList<AnswerTime> Slow()
    {
        var since = clock.UtcNow() - Kept;
        lock (writing)
        {
            return [.. slowest.Where(a => a.At >= since)];
        }
    }

    /// <summary>How long the given per cent of the last thousand answers took at most; null before the first.</summary>
    public TimeSpan? Percentile(int percent)
    {
        var times = recent.Select(a => a.Took).Order().ToList();
        return times.Count == 0 ? null : times[Math.Min(times.Count - 1, times.Count * percent / 100)];
    }

    private void Add(AnswerTime answer)
    {
        recent.Enqueue(answer);
        while (recent.Count > Recent)
        {
            recent.TryDequeue(out _);
        }
        lock (writing)
        {
            Count++;
            if (slowest.Count < Slowest || answer.Took > slowest[^1].Took || slowest[^1].At < answer.At - Kept)
            {
                slowest =
                [
                    .. slowest
                        .Where(a => a.At >= answer.At - Kept)
                        .Append(answer)
                        .OrderByDescending(a => a.Took)
                        .Take(Slowest),
                ];
            }
        }
    }
}
