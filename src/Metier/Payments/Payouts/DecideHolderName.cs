using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>An account in another name, as finance sees it.</summary>
/// <param name="Id">The payout method.</param>
/// <param name="FreelancerId">Whose it is to be.</param>
/// <param name="HolderName">The holder's name.</param>
/// <param name="Label">The masked account.</param>
/// <param name="Note">Why the name differs, in the freelancer's words.</param>
/// <param name="At">Since when it waits, UTC.</param>
public sealed record HolderNameLine(
    Guid Id,
    Guid FreelancerId,
    string HolderName,
    string Label,
    string Note,
    DateTime At
);

/// <summary>Finance has decided about an account in another name.</summary>
public sealed record HolderNameDecided(
    Guid PayoutMethodId,
    Guid FreelancerId,
    string Label,
    bool Accepted,
    string Reason
);

/// <summary>Finance accepts an account in another name, or removes it; always with a reason, which the freelancer reads.</summary>
public sealed class DecideHolderName(MetierDb db)
{
    /// <summary>Lines per page.</summary>
    public const int PageSize = 50;

    /// <summary>Those that wait, the oldest first, after a key; one more than a page when there is a next one.</summary>
    public async Task<List<HolderNameLine>> WaitingAsync((DateTime At, Guid Id)? after, CancellationToken ct)
    {
        var query = db
            .PayoutMethods.AsNoTracking()
            .Where(m => m.NameNote != null && m.NameAcceptedAt == null && m.RemovedAt == null);
        if (after is var (at, id))
        {
            query = query.Where(m => m.CreatedAt > at || (m.CreatedAt == at && m.Id.CompareTo(id) > 0));
        }
        return await query
            .OrderBy(m => m.CreatedAt)
            .ThenBy(m => m.Id)
            .Take(PageSize + 1)
            .Select(m => new HolderNameLine(m.Id, m.FreelancerId, m.HolderName, m.Label, m.NameNote!, m.CreatedAt))
            .ToListAsync(ct);
    }

    /// <summary>Refuses <c>reason_missing</c>, and <c>name_decided</c> when somebody was faster.</summary>
    public Task<Outcome<Done>> RunAsync(Guid id, bool accept, string? reason, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                ArgumentNullException.ThrowIfNull(actor);
                if (
                    !actor.May(StaffRoles.Finance)
                    || await db.PayoutMethods.SingleOrDefaultAsync(m => m.Id == id && m.NameNote != null, ct)
                        is not { } method
                )
                {
                    return Refusal.NotFound();
                }
                // Nobody vouches for an account of their own.
                if (method.FreelancerId == actor.MemberId)
                {
                    return Refusal.NotFound();
                }
                if (TypedReason.Of(reason) is not { } text)
                {
                    return TypedReason.Missing();
                }
                if (!method.NameWaits || method.RemovedAt is not null)
                {
                    return new Refusal("name_decided", PaymentRefusalText.NameDecided);
                }
                method.NameAcceptedAt = accept ? db.Now : null;
                method.RemovedAt = accept ? null : db.Now;
                db.Audit(
                    actor,
                    accept ? "payout_method.name_accepted" : "payout_method.name_refused",
                    id,
                    new
                    {
                        method.HolderName,
                        method.Label,
                        text,
                    }
                );
                db.Raise(new HolderNameDecided(id, method.FreelancerId, method.Label, accept, text));
                return Done.It;
            },
            ct
        );
}
