using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Invoicing;

/// <summary>Reads bundles for whoever asked for them.</summary>
public sealed class InvoiceBundles(MetierDb db, IFileStore store)
{
    /// <summary>The years this person has documents of, the latest first.</summary>
    public async Task<IReadOnlyList<int>> YearsAsync(Guid memberId, Guid? clientId, CancellationToken ct)
    {
        var mine = Side(db, memberId, clientId);
        if (await mine.MinAsync(i => (DateTime?)i.IssuedAt, ct) is not { } first)
        {
            return [];
        }
        return [.. Enumerable.Range(first.Year, Math.Max(1, db.Now.Year - first.Year + 1)).Reverse()];
    }

    /// <summary>The latest bundles of this person, the latest first.</summary>
    public Task<List<InvoiceBundle>> MineAsync(Guid memberId, Guid? clientId, CancellationToken ct) =>
        db
            .InvoiceBundles.AsNoTracking()
            .Where(b => b.MemberId == memberId && b.ClientId == clientId)
            .OrderByDescending(b => b.AskedAt)
            .ThenByDescending(b => b.Id)
            .Take(10)
            .ToListAsync(ct);

    /// <summary>The file; null for strangers, and while there is none.</summary>
    public async Task<(Stream Content, string Name)?> OpenAsync(Guid id, Actor actor, CancellationToken ct)
    {
        var bundle = await db
            .InvoiceBundles.AsNoTracking()
            .SingleOrDefaultAsync(b => b.Id == id && b.MemberId == actor.MemberId && b.State == BundleState.Ready, ct);
        // Whoever left the client's team has no business with its documents any more.
        if (bundle is null || (bundle.ClientId is { } client && client != actor.ClientId))
        {
            return null;
        }
        return await store.OpenAsync(bundle.Id, ct) is { } content
            ? (content, ReportText.BundleFile + "-" + bundle.Year.ToString(System.Globalization.CultureInfo.InvariantCulture) + ".zip")
            : null;
    }

    internal static IQueryable<Invoice> Side(MetierDb db, Guid memberId, Guid? clientId) =>
        clientId is { } client
            ? db.Invoices.AsNoTracking().Where(i => i.ClientId == client)
            : db.Invoices.AsNoTracking().Where(i => i.FreelancerId == memberId);

    internal static IQueryable<Invoice> Of(MetierDb db, Guid memberId, Guid? clientId, int year)
    {
        var start = new DateTime(Math.Clamp(year, 1, 9998), 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var end = start.AddYears(1);
        return Side(db, memberId, clientId).Where(i => i.IssuedAt >= start && i.IssuedAt < end);
    }
}
