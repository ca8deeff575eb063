using Metier.Contracts;
using Metier.Platform;

namespace Metier.Diary;

/// <summary>
/// The right to track on a contract, from a start to a stop. Uploads renew it; a device that is offline goes on without. One at a
/// time for a freelancer: a start elsewhere ends it.
/// </summary>
public sealed class TrackingLease : IVersioned
{
    /// <summary>How long an upload renews it for.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromMinutes(15);

    /// <summary>The start's id, made by the device.</summary>
    public Guid Id { get; init; }

    /// <summary>The contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>Who works.</summary>
    public Guid FreelancerId { get; init; }

    /// <summary>The paired computer; null for the timer on the page.</summary>
    public Guid? DeviceId { get; init; }

    /// <summary>What is being worked on.</summary>
    public Guid MemoId { get; internal set; }

    /// <summary>When it began, UTC.</summary>
    public DateTime StartedAt { get; init; }

    /// <summary>When the server stops believing that it runs, UTC.</summary>
    public DateTime ExpiresAt { get; internal set; }

    /// <summary>When it was stopped, UTC; null while it may run.</summary>
    public DateTime? StoppedAt { get; internal set; }

    /// <summary>Why: one of the reasons of <see cref="StopAsked"/>.</summary>
    public string? StopReason { get; internal set; }

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <summary>Is believed to run.</summary>
    public bool Runs(DateTime now) => StoppedAt is null && ExpiresAt > now;

    internal void Stop(DateTime at, string reason)
    {
        if (StoppedAt is null)
        {
            StoppedAt = at < StartedAt ? StartedAt : at;
            StopReason = reason;
        }
    }

    internal void Renew(DateTime now)
    {
        if (StoppedAt is null)
        {
            ExpiresAt = now + Renewal;
        }
    }
}

/// <summary>What the freelancer agreed to have recorded on a contract, from a moment on. Never changed; the last line is in force.</summary>
public sealed class DiaryConsent
{
    /// <summary>Id, ordered by time.</summary>
    public Guid Id { get; init; }

    /// <summary>The contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>The level agreed to; null when the consent was taken back.</summary>
    public ProofLevel? Level { get; init; }
}

/// <summary>The levels of a contract as time went on.</summary>
internal sealed record ConsentHistory(IReadOnlyList<DiaryConsent> Lines)
{
    /// <summary>The level in force now; null without consent.</summary>
    public ProofLevel? Now => Lines.Count == 0 ? null : Lines[^1].Level;

    /// <summary>
    /// The most that may be kept of a minute: the least of what was in force at its start and of what was chosen within it, so a
    /// level that is lowered counts from that minute on. Null when nothing was agreed to. Of the minute in which the timer began
    /// only what comes after that counts: nothing was recorded before.
    /// </summary>
    public ProofLevel? At(int minute, DateTime timerStarted)
    {
        var (start, end) = (DiaryTime.At(minute), DiaryTime.At(minute + 1));
        start = timerStarted > start && timerStarted < end ? timerStarted : start;
        var before = Lines.LastOrDefault(l => l.At <= start);
        var within = Lines.Where(l => l.At > start && l.At < end).ToList();
        if (before is null)
        {
            return within.Count == 0 ? null : Least(within);
        }
        return Least([before, .. within]);
    }

    private static ProofLevel? Least(List<DiaryConsent> lines) =>
        lines.Exists(l => l.Level is null) ? null : lines.Min(l => l.Level);
}
