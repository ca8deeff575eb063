using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>A message of a provider that has not been handled.</summary>
/// <param name="Provider">Who sent it.</param>
/// <param name="EventId">The provider's id of it.</param>
/// <param name="Kind">What it says it is.</param>
/// <param name="ReceivedAt">Since when, UTC.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Result">What came of it last.</param>
public sealed record MessageLine(
    string Provider,
    string EventId,
    string Kind,
    DateTime ReceivedAt,
    int Attempts,
    string? Result
);

/// <summary>Messages of providers that wait longer than they should, and the button for each.</summary>
public sealed class WaitingMessages(MetierDb db)
{
    /// <summary>Messages per page.</summary>
    public const int PageSize = 50;

    /// <summary>By their ids, after one; one more than a page when there is a next one.</summary>
    public Task<List<MessageLine>> ListAsync(string? after, CancellationToken ct)
    {
        var since = db.Now - WaitingOperations.Long;
        var query = db.ProviderEvents.AsNoTracking().Where(e => e.NextAt != null && e.ReceivedAt < since);
        if (!string.IsNullOrEmpty(after))
        {
            query = query.Where(e => e.EventId.CompareTo(after) > 0);
        }
        return query
            .OrderBy(e => e.EventId)
            .Take(PageSize + 1)
            .Select(e => new MessageLine(e.Provider, e.EventId, e.Kind, e.ReceivedAt, e.Attempts, e.Result))
            .ToListAsync(ct);
    }

    /// <summary>Lets it be handled at the next round, in seconds; not found when it has been.</summary>
    public Task<Outcome<Done>> HandleAsync(string provider, string eventId, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                ArgumentNullException.ThrowIfNull(actor);
                var waiting = await db.ProviderEvents.SingleOrDefaultAsync(
                    e => e.Provider == provider && e.EventId == eventId && e.NextAt != null,
                    ct
                );
                if (!actor.May(StaffRoles.Finance) || waiting is null)
                {
                    return Refusal.NotFound();
                }
                waiting.NextAt = db.Now;
                db.Audit(actor, "payment.message_again", null, new { provider, eventId });
                return Done.It;
            },
            ct
        );
}
