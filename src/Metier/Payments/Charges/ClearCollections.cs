using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>Books collected money as free at the provider once its clearing time is over.</summary>
internal sealed class ClearCollections(MetierDb db, LedgerBook book) : Chore
{
    private const int BatchSize = 500;

    public override Task<DateTime?> NextDueAsync(CancellationToken ct) =>
        db.Charges.Where(c => c.ClearedAt == null && c.ClearsAt != null).MinAsync(c => c.ClearsAt, ct);

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var due = await db
            .Charges.Where(c => c.ClearedAt == null && c.ClearsAt <= now)
            .OrderBy(c => c.ClearsAt)
            .Select(c => c.Id)
            .Take(BatchSize)
            .ToListAsync(ct);
        foreach (var id in due)
        {
            await db.WriteAsync<Done>(() => ClearAsync(id, ct), ct);
            db.ChangeTracker.Clear();
        }
        return due.Count;
    }

    private async Task<Outcome<Done>> ClearAsync(Guid id, CancellationToken ct)
    {
        var charge = await db.Charges.SingleAsync(c => c.Id == id, ct);
        if (charge.ClearedAt is not null)
        {
            return Done.It;
        }
        charge.ClearedAt = db.Now;
        var left = charge.CollectedLeft;
        var unit = left.Currency;
        if (left.Minor == 0)
        {
            return Done.It;
        }
        var posting = Posting.Create(
            Uuid5.Of(id, "cleared"),
            PostingKind.ProviderCleared,
            id,
            "",
            Leg.Debit(LedgerAccount.ProviderAvailable(charge.Provider, unit), left),
            Leg.Credit(LedgerAccount.ProviderPending(charge.Provider, unit), left)
        );
        // Nobody's history: the money only changes its place at the provider.
        var posted = await book.PostAsync(posting, new Parties(), ct);
        return posted.Ok ? Done.It : Outcome<Done>.From(posted);
    }
}
