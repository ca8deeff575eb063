using Metier.Ledger;

namespace Metier.Invoicing;

/// <summary>BG-23: the VAT of one category at one rate.</summary>
/// <param name="Category">BT-118.</param>
/// <param name="RatePpm">BT-119, in millionths.</param>
/// <param name="Taxable">BT-116.</param>
/// <param name="Amount">BT-117.</param>
/// <param name="Reason">BT-120, why there is none, in words.</param>
/// <param name="ReasonCode">BT-121, the same as a code of the list VATEX (<see cref="VatReasons"/>).</param>
public sealed record EInvoiceVat(
    VatCategory Category,
    int RatePpm,
    Money Taxable,
    Money Amount,
    string? Reason = null,
    string? ReasonCode = null
)
{
    /// <summary>
    /// The VAT of these lines: what is taxed is summed for each category and rate, and only that sum is multiplied and rounded,
    /// once, half away from zero (BR-CO-17). <paramref name="reason"/> says why a category has none.
    /// </summary>
    public static IReadOnlyList<EInvoiceVat> Of(
        IEnumerable<EInvoiceLine> lines,
        IEnumerable<EInvoiceAdjustment> adjustments,
        Func<VatCategory, (string? Words, string? Code)> reason
    )
    {
        ArgumentNullException.ThrowIfNull(reason);
        return
        [
            .. lines
                .Select(l => (l.Category, l.RatePpm, l.Net))
                .Concat(adjustments.Select(a => (a.Category, a.RatePpm, Net: a.Charge ? a.Amount : -a.Amount)))
                .GroupBy(p => (p.Category, p.RatePpm))
                .OrderBy(g => g.Key.Category)
                .ThenByDescending(g => g.Key.RatePpm)
                .Select(g =>
                {
                    var taxable = g.Select(p => p.Net).Aggregate((a, b) => a + b);
                    var (words, code) = reason(g.Key.Category);
                    return new EInvoiceVat(
                        g.Key.Category,
                        g.Key.RatePpm,
                        taxable,
                        taxable.Percent(g.Key.RatePpm),
                        words,
                        code
                    );
                }),
        ];
    }
}

/// <summary>BG-22: the sums of a document.</summary>
/// <param name="Lines">BT-106, the lines without VAT.</param>
/// <param name="Allowances">BT-107, taken off for the whole document.</param>
/// <param name="Charges">BT-108, added for the whole document.</param>
/// <param name="WithoutVat">BT-109.</param>
/// <param name="Vat">BT-110.</param>
/// <param name="WithVat">BT-112.</param>
/// <param name="Paid">BT-113, what was paid before.</param>
/// <param name="Due">BT-115, what is left to pay.</param>
public sealed record EInvoiceTotals(
    Money Lines,
    Money Allowances,
    Money Charges,
    Money WithoutVat,
    Money Vat,
    Money WithVat,
    Money Paid,
    Money Due
)
{
    /// <summary>The sums (BR-CO-10 to BR-CO-16); <paramref name="paid"/> null: everything was.</summary>
    public static EInvoiceTotals Of(
        Currency currency,
        IReadOnlyList<EInvoiceLine> lines,
        IReadOnlyList<EInvoiceAdjustment> adjustments,
        IReadOnlyList<EInvoiceVat> vat,
        Money? paid
    )
    {
        var net = Sum(lines.Select(l => l.Net));
        var allowances = Sum(adjustments.Where(a => !a.Charge).Select(a => a.Amount));
        var charges = Sum(adjustments.Where(a => a.Charge).Select(a => a.Amount));
        var tax = Sum(vat.Select(v => v.Amount));
        var without = net - allowances + charges;
        var with = without + tax;
        var prepaid = paid ?? with;
        return new EInvoiceTotals(net, allowances, charges, without, tax, with, prepaid, with - prepaid);

        Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(Money.Zero(currency), (a, b) => a + b);
    }
}

/// <summary>Why there is no VAT: codes of the list VATEX that the house has a use for.</summary>
public static class VatReasons
{
    /// <summary>Reverse charge.</summary>
    public const string ReverseCharge = "VATEX-EU-AE";

    /// <summary>Outside the scope.</summary>
    public const string OutsideScope = "VATEX-EU-O";

    /// <summary>Export outside the Union.</summary>
    public const string Export = "VATEX-EU-G";

    /// <summary>France: franchise en base (art. 293 B CGI).</summary>
    public const string FrenchFranchise = "VATEX-FR-FRANCHISE";
}
