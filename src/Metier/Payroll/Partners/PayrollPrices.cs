using Metier.Contracts;
using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payroll;

/// <summary>A price that can be chosen for an offer, with the partner's name.</summary>
public sealed record PriceChoice(PayrollPrice Price, string Partner, Checklist List)
{
    /// <summary>What would be frozen into the contract.</summary>
    public PayrollTerms Terms =>
        new(
            Price.PartnerId,
            Partner,
            Price.Form,
            Price.Country,
            Price.MarkupPpm,
            Price.ManagementPpm,
            Price.LowestRateMinor,
            List.Code,
            List.Version
        );
}

/// <summary>What partners offer today, and offered before.</summary>
public sealed class PayrollPrices(MetierDb db, Checklists lists)
{
    /// <summary>What can be chosen for work in this country and currency.</summary>
    public async Task<List<PriceChoice>> ForAsync(string country, string currency, CancellationToken ct)
    {
        var now = db.Now;
        var rows = await (
            from p in db.PayrollPrices.AsNoTracking()
            where p.Country == country && p.Currency == currency && p.From <= now
            join s in db.StaffingPartners on p.PartnerId equals s.Id
            where s.ClosedAt == null
            select new { p, s.Name }
        ).ToListAsync(ct);
        return
        [
            .. rows.GroupBy(r => (r.p.PartnerId, r.p.Form))
                .Select(g => g.OrderBy(r => r.p.From).ThenBy(r => r.p.Id).Last())
                .Where(r => r.p.Offered && lists.For(r.p.Form, country) is not null)
                .OrderBy(r => r.Name, StringComparer.Ordinal)
                .ThenBy(r => r.p.Form)
                .Select(r => new PriceChoice(r.p, r.Name, lists.For(r.p.Form, country)!)),
        ];
    }

    /// <summary>All prices of a partner, newest first; a hundred at most.</summary>
    public Task<List<PayrollPrice>> HistoryAsync(Guid partnerId, CancellationToken ct) =>
        db
            .PayrollPrices.AsNoTracking()
            .Where(p => p.PartnerId == partnerId)
            .OrderByDescending(p => p.From)
            .ThenByDescending(p => p.Id)
            .Take(100)
            .ToListAsync(ct);
}

/// <summary>What an hour costs everybody under a payroll offer.</summary>
/// <param name="Cost">The rate: what the partner has for wages, contributions and its management fee.</param>
/// <param name="Markup">The partner's price on top.</param>
/// <param name="Fee">The payment fee on both.</param>
/// <param name="Management">Of the cost, kept by the partner.</param>
public sealed record PayrollHour(Money Cost, Money Markup, Money Fee, Money Management)
{
    /// <summary>What the client pays in all.</summary>
    public Money ClientPays => Cost + Markup + Fee;

    /// <summary>What is left for wages and contributions.</summary>
    public Money ForWages => Cost - Management;

    /// <summary>One hour, or so many.</summary>
    public static PayrollHour Of(PayrollTerms terms, FeeTerms fees, Money cost)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(fees);
        var markup = terms.Markup(cost);
        return new(cost, markup, fees.ProcessingFee(cost + markup), terms.Management(cost));
    }
}
