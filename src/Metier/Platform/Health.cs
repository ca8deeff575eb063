using Microsoft.EntityFrameworkCore;

namespace Metier.Platform;

/// <summary>An event that could not be delivered yet.</summary>
public sealed record StuckEvent(
    Guid Id,
    string Handler,
    int Attempts,
    DateTime RaisedAt,
    DateTime DueAt,
    string? Error
);

/// <summary>How the work behind the pages is doing.</summary>
/// <param name="EventsDue">Events whose delivery is due now.</param>
/// <param name="EventsLate">Of those, raised more than five minutes ago.</param>
/// <param name="EventsFailing">Events that failed at least once and wait for another try.</param>
/// <param name="Stuck">The failing ones that tried most often, at most twenty.</param>
/// <param name="MailsWaiting">Mails no server has taken yet.</param>
/// <param name="OldestMail">Since when the oldest of them waits.</param>
/// <param name="Chores">What each chore last did.</param>
public sealed record BackgroundHealth(
    int EventsDue,
    int EventsLate,
    int EventsFailing,
    IReadOnlyList<StuckEvent> Stuck,
    int MailsWaiting,
    DateTime? OldestMail,
    IReadOnlyList<ChoreRow> Chores
)
{
    /// <summary>Somebody should look.</summary>
    public bool Bad => EventsLate > 0 || EventsFailing > 0 || Chores.Any(c => c.Failures > 0);
}

/// <summary>Reads the state of the outbox, the mails and the chores, for the operator and for <c>doctor</c>.</summary>
public sealed class HealthViews(MetierDb db)
{
    /// <summary>As it is now.</summary>
    public async Task<BackgroundHealth> ReadAsync(CancellationToken ct)
    {
        var now = db.Now;
        var late = now.AddMinutes(-5);
        var waiting = db.Set<OutboxRow>().AsNoTracking().Where(r => r.DoneAt == null);
        var failing = waiting.Where(r => r.LastError != null);
        var mails = db.Set<MailRow>().AsNoTracking().Where(m => m.SentAt == null);
        return new BackgroundHealth(
            await waiting.CountAsync(r => r.DueAt <= now, ct),
            await waiting.CountAsync(r => r.DueAt <= now && r.RaisedAt < late, ct),
            await failing.CountAsync(ct),
            await failing
                .OrderByDescending(r => r.Attempts)
                .ThenBy(r => r.Id)
                .Take(20)
                .Select(r => new StuckEvent(r.Id, r.Handler, r.Attempts, r.RaisedAt, r.DueAt, r.LastError))
                .ToListAsync(ct),
            await mails.CountAsync(ct),
            await mails.MinAsync(m => (DateTime?)m.QueuedAt, ct),
            await db.Set<ChoreRow>().AsNoTracking().OrderByDescending(c => c.RanAt).ToListAsync(ct)
        );
    }

    /// <summary>Whether this database belongs to the sandbox; null before its first start.</summary>
    public async Task<bool?> SandboxAsync(CancellationToken ct) =>
        (await db.Set<InstanceMark>().AsNoTracking().SingleOrDefaultAsync(ct))?.Sandbox;
}
