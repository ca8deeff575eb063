using System.Text.Json;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Invoicing;

/// <summary>A document with everything printed on it.</summary>
public sealed record InvoiceView(Invoice Invoice, InvoiceContent Content);

/// <summary>Which page of a list: everything before this moment and id; null for the newest.</summary>
public sealed record InvoiceKey(DateTime At, Guid Id);

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

    /// <summary>The newest documents, or those before a key; one more than a page when there is a next one.</summary>
    public Task<List<Invoice>> ListAsync(Actor actor, Guid? contractId, InvoiceKey? before, CancellationToken ct)
    {
        var query = Mine(actor);
        if (contractId is { } contract)
        {
            query = query.Where(i => i.ContractId == contract);
        }
        if (before is { } key)
        {
            query = query.Where(i => i.IssuedAt < key.At || (i.IssuedAt == key.At && i.Id.CompareTo(key.Id) < 0));
        }
        return query.OrderByDescending(i => i.IssuedAt).ThenByDescending(i => i.Id).Take(PageSize + 1).ToListAsync(ct);
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
