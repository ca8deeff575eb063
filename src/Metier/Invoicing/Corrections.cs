using System.Text.Json;
using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Invoicing;

/// <summary>What is taken back of one document.</summary>
/// <param name="Amount">How much of it.</param>
/// <param name="Original">The document; null when none is left to take it from.</param>
/// <param name="Content">What it said.</param>
/// <param name="CreditedMinor">What earlier credit notes have taken back of it.</param>
internal sealed record CreditPart(Money Amount, Invoice? Original, InvoiceContent? Content, long CreditedMinor);

/// <summary>Which documents credit notes refer to.</summary>
internal sealed class Corrections(MetierDb db, InvoiceDrafts drafts)
{
    /// <summary>
    /// Credit notes for an amount: one for each document it is taken from, those of the same subject first, then the latest. None when
    /// they were drawn up before.
    /// </summary>
    public async Task<List<InvoiceDraft>> DraftAsync(
        InvoiceParties p,
        string key,
        Guid contractId,
        Money amount,
        InvoiceKind of,
        CancellationToken ct
    )
    {
        if (amount.Minor <= 0 || await db.Invoices.AnyAsync(i => i.SourceKey == key, ct))
        {
            return [];
        }
        var parts = await SplitAsync(contractId, p.SubjectId, of, amount, ct);
        return [.. parts.Select((part, i) => drafts.Credit(p, i == 0 ? key : $"{key}:{i + 1}", contractId, part, of))];
    }

    private async Task<List<CreditPart>> SplitAsync(
        Guid contractId,
        Guid? subjectId,
        InvoiceKind of,
        Money amount,
        CancellationToken ct
    )
    {
        var originals = await db
            .Invoices.AsNoTracking()
            .Where(i => i.ContractId == contractId && i.Kind == of)
            .OrderByDescending(i => i.SubjectId == subjectId && subjectId != null)
            .ThenByDescending(i => i.IssuedAt)
            .ThenByDescending(i => i.Id)
            .Take(500)
            .ToListAsync(ct);
        var ids = originals.ConvertAll(i => (Guid?)i.Id);
        var credited = await db
            .Invoices.Where(i => ids.Contains(i.CorrectsId))
            .GroupBy(i => i.CorrectsId!.Value)
            .Select(g => new { g.Key, Minor = -g.Sum(i => i.TotalMinor) })
            .ToDictionaryAsync(g => g.Key, g => g.Minor, ct);
        var parts = new List<CreditPart>();
        var left = amount.Minor;
        foreach (var original in originals)
        {
            var before = credited.GetValueOrDefault(original.Id);
            var take = Math.Min(left, original.TotalMinor - before);
            if (take > 0)
            {
                var content = JsonSerializer.Deserialize<InvoiceContent>(original.Content, EventRegistry.Json);
                parts.Add(new CreditPart(amount.Currency.Minor(take), original, content, before));
                left -= take;
            }
        }
        if (left > 0)
        {
            parts.Add(new CreditPart(amount.Currency.Minor(left), null, null, 0));
        }
        return parts;
    }
}
