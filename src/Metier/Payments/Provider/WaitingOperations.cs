using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>Something a provider was asked to do and has not ended.</summary>
/// <param name="Id">Its id, also at the provider.</param>
/// <param name="Provider">Which provider.</param>
/// <param name="Kind">Instrument, Collect, Refund or Payout.</param>
/// <param name="State">Ready, Sent, Pending, ActionRequired or Unknown.</param>
/// <param name="SubjectId">The charge, refund, payout or payment method.</param>
/// <param name="Reference">The provider's own name for it, or empty.</param>
/// <param name="Code">What went wrong, when something did.</param>
/// <param name="Attempts">How often it was sent or asked for.</param>
/// <param name="CreatedAt">Since when, UTC.</param>
/// <param name="NextAt">When it is asked for next.</param>
public sealed record OperationLine(
    Guid Id,
    string Provider,
    string Kind,
    string State,
    Guid SubjectId,
    string Reference,
    string? Code,
    int Attempts,
    DateTime CreatedAt,
    DateTime? NextAt
);

/// <summary>Reads what is under way at providers.</summary>
public sealed class WaitingOperations(MetierDb db)
{
    /// <summary>Operations per page.</summary>
    public const int PageSize = 50;

    /// <summary>An operation that has not ended after this long is worth a look.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromHours(1);

    /// <summary>The oldest first, after one; one more than a page when there is a next one. <paramref name="unknownOnly"/>: those without an answer.</summary>
    public async Task<List<OperationLine>> ListAsync(
        bool unknownOnly,
        (DateTime At, Guid Id)? after,
        CancellationToken ct
    )
    {
        var query = db.ProviderOperations.AsNoTracking().Where(o => o.EndedAt == null);
        if (unknownOnly)
        {
            query = query.Where(o => o.State == OperationState.Unknown);
        }
        if (after is var (at, id))
        {
            query = query.Where(o => o.CreatedAt > at || (o.CreatedAt == at && o.Id.CompareTo(id) > 0));
        }
        var rows = await query.OrderBy(o => o.CreatedAt).ThenBy(o => o.Id).Take(PageSize + 1).ToListAsync(ct);
        return rows.ConvertAll(o => new OperationLine(
            o.Id,
            o.Provider,
            o.Kind.ToString(),
            o.State.ToString(),
            o.SubjectId,
            o.Reference,
            o.Code,
            o.Attempts,
            o.CreatedAt,
            o.NextAt
        ));
    }

    /// <summary>How many have been under way for more than an hour, and how many have no answer.</summary>
    public async Task<(int Long, int Unknown)> CountAsync(CancellationToken ct)
    {
        var since = db.Now - Long;
        var open = db.ProviderOperations.Where(o => o.EndedAt == null);
        return (
            await open.CountAsync(o => o.CreatedAt < since && o.Kind != OperationKind.Instrument, ct),
            await open.CountAsync(o => o.State == OperationState.Unknown, ct)
        );
    }
}

/// <summary>Finance asks a provider now instead of waiting for the next time.</summary>
public sealed class AskProvider(MetierDb db, ProviderRunner runner)
{
    /// <summary>Asks; not found when the operation has ended.</summary>
    public async Task<Outcome<Done>> RunAsync(Guid operationId, Actor actor, CancellationToken ct)
    {
        var noted = await db.WriteAsync<Done>(
            async () =>
            {
                if (
                    !actor.May(StaffRoles.Finance)
                    || !await db.ProviderOperations.AnyAsync(o => o.Id == operationId && o.EndedAt == null, ct)
                )
                {
                    return Refusal.NotFound();
                }
                db.Audit(actor, "payment.asked_again", operationId);
                return Done.It;
            },
            ct
        );
        if (noted.Ok)
        {
            await runner.RunAsync(operationId, ct);
        }
        return noted;
    }
}
