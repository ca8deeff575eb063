using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Invoicing;

/// <summary>Asks for a year's documents in one file.</summary>
public sealed class AskInvoiceBundle(MetierDb db, TimeProvider clock)
{
    /// <summary>The most documents of one bundle: more than anybody has, and no more than a machine makes in minutes.</summary>
    public const int Most = 5_000;

    /// <summary>Begins it; while one is being made, or is ready and nothing was issued since, it is that one.</summary>
    public Task<Outcome<Guid>> RunAsync(int year, bool asClient, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Guid>(
            async () =>
            {
                var client = asClient ? actor.ClientId : null;
                if (asClient && client is null)
                {
                    return Refusal.NotFound();
                }
                var count = await InvoiceBundles.Of(db, actor.MemberId, client, year).CountAsync(ct);
                if (count == 0)
                {
                    return new Refusal("bundle_empty", ReportText.NoDocumentsThatYear, "year");
                }
                if (count > Most)
                {
                    return new Refusal("bundle_too_big", ReportText.TooManyDocuments(count, Most), "year");
                }
                var now = clock.UtcNow();
                var mine = db.InvoiceBundles.Where(b => b.MemberId == actor.MemberId && b.State != BundleState.Expired);
                if (await mine.FirstOrDefaultAsync(b => b.Year == year && b.ClientId == client && b.Total == count, ct) is { } same)
                {
                    return same.Id;
                }
                if (await mine.AnyAsync(b => b.State == BundleState.Working, ct))
                {
                    return new Refusal("bundle_under_way", ReportText.OneAtATime, "year");
                }
                var bundle = new InvoiceBundle
                {
                    Id = Ids.New(clock),
                    MemberId = actor.MemberId,
                    ClientId = client,
                    Year = year,
                    AskedAt = now,
                    Total = count,
                    DueAt = now,
                };
                db.InvoiceBundles.Add(bundle);
                db.Audit(actor, "invoice.bundle_asked", bundle.Id, new { year, count });
                return bundle.Id;
            },
            ct
        );
}
