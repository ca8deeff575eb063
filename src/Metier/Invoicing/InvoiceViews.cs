using System.Text.Json;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Invoicing;

/// <summary>A document with everything printed on it.</summary>
public sealed record InvoiceView(Invoice Invoice, InvoiceContent Content);

/// <summary>Which page of a list: everything before this moment and id; null for the newest.</summary>
public sealed record InvoiceKey(DateTime At, Guid Id);

/// <summary>Which documents of a list.</summary>
public sealed record InvoiceFilter(
    int? Year = null,
    InvoiceKind? Kind = null,
    Guid? PartyId = null,
    Guid? ContractId = null
);

/// <summary>What a list of documents can be filtered by.</summary>
public sealed record InvoiceChoices(List<Guid> Contracts, List<Guid> Clients, List<Guid> Freelancers, DateTime? Since);

/// <summary>Reads documents for those who may see them.</summary>
public sealed class InvoiceViews(MetierDb db)
{
    /// <summary>Documents per page.</summary>
    public const int PageSize = 25;

    /// <summary>One document, or null for strangers.</summary>
    public async Task<InvoiceView?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        var invoice = await Mine(actor).SingleOrDefaultAsync(i => i.Id == id, ct);
        return invoice is null ? null : Read(invoice);
    }

    /// <summary>A document with what it says.</summary>
    internal static InvoiceView Read(Invoice invoice) =>
        new(invoice, JsonSerializer.Deserialize<InvoiceContent>(invoice.Content, EventRegistry.Json)!);

    /// <summary>
    /// The newest documents, of one year, kind, other party or contract, or those before a key; one more than a page when there is a
    /// next one.
    /// </summary>
    public Task<List<Invoice>> ListAsync(Actor actor, InvoiceFilter filter, InvoiceKey? before, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var query = Mine(actor);
        if (filter.ContractId is { } contract)
        {
            query = query.Where(i => i.ContractId == contract);
        }
        if (filter.Kind is { } kind)
        {
            query = query.Where(i => i.Kind == kind);
        }
        if (filter.PartyId is { } party)
        {
            query = query.Where(i => i.ClientId == party || i.FreelancerId == party);
        }
        if (filter.Year is { } year)
        {
            var from = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc);
            var to = from.AddYears(1);
            query = query.Where(i => i.IssuedAt >= from && i.IssuedAt < to);
        }
        if (before is { } key)
        {
            query = query.Where(i => i.IssuedAt < key.At || (i.IssuedAt == key.At && i.Id.CompareTo(key.Id) < 0));
        }
        return query.OrderByDescending(i => i.IssuedAt).ThenByDescending(i => i.Id).Take(PageSize + 1).ToListAsync(ct);
    }

    /// <summary>What there is to filter by: contracts and the other parties of the actor's documents (200 at most of each), and since when.</summary>
    public async Task<InvoiceChoices> ChoicesAsync(Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        const int most = 200;
        var (mine, own, client) = (Mine(actor), actor.MemberId, actor.ClientId ?? Guid.Empty);
        return new InvoiceChoices(
            await mine.Select(i => i.ContractId).Distinct().Take(most).ToListAsync(ct),
            await mine.Where(i => i.FreelancerId == own && i.ClientId != null)
                .Select(i => i.ClientId!.Value)
                .Distinct()
                .Take(most)
                .ToListAsync(ct),
            await mine.Where(i => i.ClientId == client && i.FreelancerId != null)
                .Select(i => i.FreelancerId!.Value)
                .Distinct()
                .Take(most)
                .ToListAsync(ct),
            await mine.MinAsync(i => (DateTime?)i.IssuedAt, ct)
        );
    }

    /// <summary>All documents of a contract, the oldest first, without asking who looks.</summary>
    public Task<List<Invoice>> OfContractAsync(Guid contractId, CancellationToken ct) =>
        db
            .Invoices.AsNoTracking()
            .Where(i => i.ContractId == contractId)
            .OrderBy(i => i.IssuedAt)
            .ThenBy(i => i.Id)
            .Take(500)
            .ToListAsync(ct);

    private IQueryable<Invoice> Mine(Actor actor)
    {
        var clientId = actor.ClientId ?? Guid.Empty;
        return db.Invoices.AsNoTracking().Where(i => i.FreelancerId == actor.MemberId || i.ClientId == clientId);
    }
}
