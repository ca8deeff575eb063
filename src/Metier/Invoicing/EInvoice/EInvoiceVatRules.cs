using Metier.Ledger;

namespace Metier.Invoicing;

/// <summary>
/// The families BR-S, BR-Z, BR-E, BR-AE, BR-G and BR-O of EN 16931-1: each says of its category the same ten things, who must be
/// known by a VAT number, at which rate, what is taxed and why there is none.
/// </summary>
internal static class EInvoiceVatRules
{
    public static IEnumerable<EInvoiceProblem> Check(EInvoice i)
    {
        foreach (var category in Enum.GetValues<VatCategory>())
        {
            var family = $"BR-{EInvoiceXml.Code(category)}-";
            var parts = Parts(i).Where(p => p.Category == category).ToList();
            var groups = i.Vat.Where(v => v.Category == category).ToList();
            if (parts.Count == 0 && groups.Count == 0)
            {
                continue;
            }
            var found = new List<(bool Is, string Number, string Term)>
            {
                (parts.Count > 0 && (category == VatCategory.Standard ? groups.Count == 0 : groups.Count != 1), "01", "BG-23"),
                (parts.Count > 0 && !Known(i, category), "02", "BT-31"),
                (parts.Exists(p => !RateFits(category, p.RatePpm)), "05", "BT-152"),
                (groups.Exists(g => !RateFits(category, g.RatePpm)), category == VatCategory.OutsideScope ? "09" : "05", "BT-119"),
                (groups.Exists(g => !Taxes(i, parts, g)), "08", "BT-116"),
                (category != VatCategory.Standard && groups.Exists(g => g.Amount.Minor != 0), "09", "BT-117"),
                (groups.Exists(g => !ReasonFits(category, g)), "10", "BT-120"),
            };
            if (category == VatCategory.OutsideScope)
            {
                found.Add((i.Vat.Any(v => v.Category != category), "11", "BG-23"));
                found.Add((i.Lines.Any(l => l.Category != category), "12", "BT-151"));
                found.Add((i.Adjustments.Any(a => !a.Charge && a.Category != category), "13", "BT-95"));
                found.Add((i.Adjustments.Any(a => a.Charge && a.Category != category), "14", "BT-102"));
            }
            foreach (var (_, number, term) in found.Where(f => f.Is))
            {
                yield return new EInvoiceProblem(family + number, term);
            }
        }
        foreach (var vat in i.Vat.Where(v => v.ReasonCode is { } code && !EInvoiceCodes.IsVatReason(code)))
        {
            yield return new EInvoiceProblem("BR-CL-22", vat.ReasonCode!);
        }
    }

    private static IEnumerable<(VatCategory Category, int RatePpm, Money Net)> Parts(EInvoice i) =>
        i
            .Lines.Select(l => (l.Category, l.RatePpm, l.Net))
            .Concat(i.Adjustments.Select(a => (a.Category, a.RatePpm, a.Charge ? a.Amount : -a.Amount)));

    /// <summary>Who must, and who must not, be known by a VAT number.</summary>
    private static bool Known(EInvoice i, VatCategory category)
    {
        var vat = Has(i.Seller.VatId);
        var any = vat || Has(i.Seller.TaxNumber);
        return category switch
        {
            VatCategory.OutsideScope => !vat && !Has(i.Buyer.VatId),
            VatCategory.ReverseCharge => any && (Has(i.Buyer.VatId) || Has(i.Buyer.LegalId?.Value)),
            VatCategory.Export => vat,
            _ => any,
        };
    }

    private static bool RateFits(VatCategory category, int ppm) =>
        category == VatCategory.Standard ? ppm > 0 : ppm == 0;

    /// <summary>What is taxed is what was sold at that rate.</summary>
    private static bool Taxes(EInvoice i, List<(VatCategory Category, int RatePpm, Money Net)> parts, EInvoiceVat group)
    {
        var sold = parts.Where(p => p.RatePpm == group.RatePpm).Select(p => p.Net).ToList();
        return sold.Append(group.Taxable).All(m => m.Currency == i.Currency)
            && EInvoiceRules.Sum(i, sold) == group.Taxable;
    }

    /// <summary>Where VAT is charged, or charged at zero, there is no reason why not; elsewhere there is one.</summary>
    private static bool ReasonFits(VatCategory category, EInvoiceVat group) =>
        category is VatCategory.Standard or VatCategory.Zero
            ? group is { Reason: null, ReasonCode: null }
            : Has(group.Reason) || Has(group.ReasonCode);

    private static bool Has(string? text) => !string.IsNullOrWhiteSpace(text);
}
