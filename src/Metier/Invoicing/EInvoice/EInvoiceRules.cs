using Metier.Ledger;

namespace Metier.Invoicing;

/// <summary>What is wrong with an e-invoice.</summary>
/// <param name="Rule">The rule of EN 16931-1 that it breaks, for example BR-CO-10; BR-CL for a code that is on none of the lists.</param>
/// <param name="Term">Where, for example BT-106, or “line 2”.</param>
public sealed record EInvoiceProblem(string Rule, string Term);

/// <summary>
/// The rules of EN 16931-1 that a document of this house can break. What they object to is not issued as an e-invoice, because the
/// buyer's software would refuse it. Rules about parts that are never written (supporting files, item attributes, cards, tax
/// representatives, allowances of a line) are not here.
/// </summary>
public static class EInvoiceRules
{
    /// <summary>Everything that is wrong, in the order of the document; nothing when it may be issued.</summary>
    public static IReadOnlyList<EInvoiceProblem> Check(EInvoice invoice)
    {
        ArgumentNullException.ThrowIfNull(invoice);
        return
        [
            .. Head(invoice),
            .. Party(invoice.Seller, seller: true),
            .. Party(invoice.Buyer, seller: false),
            .. Sides(invoice),
            .. invoice.Lines.SelectMany(Line),
            .. invoice.Adjustments.SelectMany(Adjustment),
            .. Paying(invoice),
            .. Sums(invoice),
            .. Breakdown(invoice),
            .. EInvoiceVatRules.Check(invoice),
            .. Decimals(invoice),
        ];
    }

    private static IEnumerable<EInvoiceProblem> Head(EInvoice i)
    {
        return Broken(
            (Empty(i.Number), "BR-02", "BT-1"),
            (i.IssueDate == default, "BR-03", "BT-2"),
            (!Enum.IsDefined(i.Type), "BR-04", "BT-3"),
            (i.Lines.Count == 0, "BR-16", "BG-25"),
            (i.Vat.Count == 0, "BR-CO-18", "BG-23"),
            (i.VatPoint is not null && i.VatPointDate is not null, "BR-CO-03", "BT-8"),
            (i.Preceding.Any(p => Empty(p.Number)), "BR-55", "BT-25"),
            (i.Notes.Any(n => Empty(n.Text)), "BR-CL-08", "BT-22"),
            (i.Notes.Any(n => n.Subject is { } s && !Letters(s, 3)), "BR-CL-08", "BT-21"),
            (i.VatInOwnCurrency is { } own && own.Currency == i.Currency, "BR-53", "BT-6"),
            (i.Period is { From: null, To: null }, "BR-CO-19", "BG-14"),
            (Backwards(i.Period), "BR-29", "BT-74")
        );
    }

    private static IEnumerable<EInvoiceProblem> Party(EInvoiceParty p, bool seller)
    {
        return Broken(
            (Empty(p.Name), seller ? "BR-06" : "BR-07", seller ? "BT-27" : "BT-44"),
            (!EInvoiceCodes.IsCountry(p.Address.Country), seller ? "BR-09" : "BR-11", seller ? "BT-40" : "BT-55"),
            (p.VatId is { } vat && !EInvoiceCodes.IsVatPrefix(vat), "BR-CO-09", seller ? "BT-31" : "BT-48"),
            (p.Ids.Any(i => !EInvoiceCodes.IsIcd(i.Scheme)), "BR-CL-10", seller ? "BT-29" : "BT-46"),
            (p.LegalId is { } legal && !EInvoiceCodes.IsIcd(legal.Scheme), "BR-CL-11", seller ? "BT-30" : "BT-47"),
            (
                p.ElectronicAddress is { } address && !EInvoiceCodes.IsAddressScheme(address.Scheme),
                seller ? "BR-62" : "BR-63",
                seller ? "BT-34" : "BT-49"
            ),
            (seller && p.Ids.Count == 0 && Empty(p.LegalId?.Value) && Empty(p.VatId), "BR-CO-26", "BT-29")
        );
    }

    private static IEnumerable<EInvoiceProblem> Sides(EInvoice i)
    {
        return Broken(
            (i.Payee is { } payee && Empty(payee.Name), "BR-17", "BT-59"),
            (i.Delivery?.Address is { } to && !EInvoiceCodes.IsCountry(to.Country), "BR-57", "BT-80"),
            // The forms have room for one number of a buyer, and none for what only sellers say of themselves.
            (i.Buyer.Ids.Count > 1, "UBL-SR-18", "BT-46"),
            (i.Buyer.TaxNumber is not null, "UBL-CR-646", "BT-48"),
            (i.Buyer.LegalForm is not null, "UBL-CR-242", "BT-47")
        );
    }

    private static IEnumerable<EInvoiceProblem> Line(EInvoiceLine l)
    {
        return Broken(
            $"line {l.Id}",
            (Empty(l.Id), "BR-21"),
            (Empty(l.Unit), "BR-23"),
            (!EInvoiceCodes.IsUnit(l.Unit), "BR-CL-23"),
            (Empty(l.Name), "BR-25"),
            (l.Price < 0, "BR-27"),
            (l.Period is { From: null, To: null }, "BR-CO-20"),
            (Backwards(l.Period), "BR-30"),
            (l.PriceFor is <= 0, "PEPPOL-EN16931-R121"),
            (l.PriceFor is not <= 0 && !Adds(l), "PEPPOL-EN16931-R120")
        );
    }

    /// <summary>Two minor units to either side: lines of one sum are split so that they meet it.</summary>
    private static bool Adds(EInvoiceLine l)
    {
        var exact = l.Quantity * l.Price / (l.PriceFor ?? 1) * l.Net.Currency.MinorPerMajor;
        return Math.Abs(exact - l.Net.Minor) <= 2;
    }

    private static IEnumerable<EInvoiceProblem> Adjustment(EInvoiceAdjustment a) =>
        Broken(
            a.Charge ? "BG-21" : "BG-20",
            (Empty(a.Reason), a.Charge ? "BR-38" : "BR-33"),
            (a.Amount.Minor < 0, a.Charge ? "BR-36" : "BR-31")
        );

    private static IEnumerable<EInvoiceProblem> Paying(EInvoice i)
    {
        return Broken(
            (i.Payment is { } means && !EInvoiceCodes.IsPaymentMeans(means.Means), "BR-CL-16", "BT-81"),
            (i.Payment is { Means: "30" or "58", Account: null or "" }, "BR-61", "BT-84"),
            (i.Payment is { Account: null or "", AccountName: not null }, "BR-50", "BT-84"),
            (i.Totals.Due.Minor > 0 && i.DueDate is null && Empty(i.PaymentTerms), "BR-CO-25", "BT-115")
        );
    }

    private static IEnumerable<EInvoiceProblem> Sums(EInvoice i)
    {
        var t = i.Totals;
        if (Amounts(i).Any(m => m.Currency != i.Currency))
        {
            // Sums of two currencies mean nothing: the other rules are not asked.
            return [new("BR-05", "BT-5")];
        }
        var net = Sum(i, i.Lines.Select(l => l.Net));
        var off = Sum(i, i.Adjustments.Where(a => !a.Charge).Select(a => a.Amount));
        var on = Sum(i, i.Adjustments.Where(a => a.Charge).Select(a => a.Amount));
        return Broken(
            (t.Lines != net, "BR-CO-10", "BT-106"),
            (t.Allowances != off, "BR-CO-11", "BT-107"),
            (t.Charges != on, "BR-CO-12", "BT-108"),
            (t.WithoutVat != t.Lines - t.Allowances + t.Charges, "BR-CO-13", "BT-109"),
            (t.Vat != Sum(i, i.Vat.Select(v => v.Amount)), "BR-CO-14", "BT-110"),
            (t.WithVat != t.WithoutVat + t.Vat, "BR-CO-15", "BT-112"),
            (t.Due != t.WithVat - t.Paid, "BR-CO-16", "BT-115")
        );
    }

    /// <summary>
    /// Two minor units to either side (the official rules leave a whole unit): prices contain VAT, and not every price is a net amount
    /// with its VAT, rounded.
    /// </summary>
    private static IEnumerable<EInvoiceProblem> Breakdown(EInvoice i) =>
        i
            .Vat.Where(v => (v.Taxable.Percent(v.RatePpm) - v.Amount).Abs().Minor > (v.RatePpm == 0 ? 0 : 2))
            .Select(v => new EInvoiceProblem("BR-CO-17", "BT-117"));

    /// <summary>Two decimals at most: a currency with three can only be billed in even tens of its smallest unit.</summary>
    private static IEnumerable<EInvoiceProblem> Decimals(EInvoice i) =>
        Amounts(i)
            .Concat(i.VatInOwnCurrency is { } own ? [own] : [])
            .Where(m => m.Currency.Decimals > 2 && m.Minor % Tens(m.Currency.Decimals - 2) != 0)
            .Take(1)
            .Select(_ => new EInvoiceProblem("BR-DEC", "BT-112"));

    private static long Tens(int zeros) => zeros == 0 ? 1 : 10 * Tens(zeros - 1);

    private static IEnumerable<Money> Amounts(EInvoice i) =>
        [
            i.Totals.Lines,
            i.Totals.Allowances,
            i.Totals.Charges,
            i.Totals.WithoutVat,
            i.Totals.Vat,
            i.Totals.WithVat,
            i.Totals.Paid,
            i.Totals.Due,
            .. i.Lines.Select(l => l.Net),
            .. i.Adjustments.Select(a => a.Amount),
            .. i.Vat.SelectMany(v => new[] { v.Taxable, v.Amount }),
        ];

    internal static Money Sum(EInvoice i, IEnumerable<Money> amounts) =>
        amounts.Aggregate(Money.Zero(i.Currency), (a, b) => a + b);

    private static bool Backwards(EInvoicePeriod? period) => period is { From: { } from, To: { } to } && to < from;

    private static bool Empty(string? text) => string.IsNullOrWhiteSpace(text);

    private static bool Letters(string text, int count) => text.Length == count && text.All(char.IsAsciiLetterUpper);

    private static IEnumerable<EInvoiceProblem> Broken(params (bool Is, string Rule, string Term)[] rules) =>
        rules.Where(r => r.Is).Select(r => new EInvoiceProblem(r.Rule, r.Term));

    private static IEnumerable<EInvoiceProblem> Broken(string term, params (bool Is, string Rule)[] rules) =>
        rules.Where(r => r.Is).Select(r => new EInvoiceProblem(r.Rule, term));
}
