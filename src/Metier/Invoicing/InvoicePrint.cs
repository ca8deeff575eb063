using Metier.Ledger;
using Metier.Platform;

namespace Metier.Invoicing;

/// <summary>Prints a document; the page shows the same words in the same order (<see cref="InvoiceFace"/>).</summary>
public static class InvoicePrint
{
    /// <summary>The PDF, in the document's own language.</summary>
    public static byte[] Pdf(InvoiceView view, DocumentFonts fonts)
    {
        ArgumentNullException.ThrowIfNull(view);
        using var language = new InLanguage(view.Invoice.Language);
        var face = InvoiceFace.Of(view);
        var sheet = new PdfSheet(
            fonts,
            face.Title,
            $"{face.Title} · {view.Content.Issuer.Name}",
            view.Invoice.IssuedAt
        );
        sheet.Title(face.Title);
        sheet.Facts(face.Facts);
        sheet.Gap(12);
        sheet.Blocks(InvoiceText.From, face.From, InvoiceText.To, face.To);
        Table(sheet, face.Lines, face.Sums);
        if (face.Passed.Count > 0)
        {
            sheet.Heading(InvoiceText.PassedHeading);
            sheet.Paragraph(InvoiceText.PassedNote);
            Table(sheet, face.Passed, [face.PassedSum!]);
        }
        foreach (var paragraph in face.Notes)
        {
            sheet.Gap(4);
            sheet.Paragraph(paragraph);
        }
        sheet.Gap(8);
        sheet.Paragraph(face.Fingerprint, 7);
        if (view.Content.Electronic is { } electronic)
        {
            sheet.Attach(FacturX.Attachment(electronic));
        }
        return sheet.Save();
    }

    private static void Table(PdfSheet sheet, IReadOnlyList<InvoiceRow> lines, IReadOnlyList<InvoiceRow> sums)
    {
        var rows = lines
            .Concat(sums)
            .Select(r => (IReadOnlyList<string>)[r.Detail is null ? r.Words : r.Words + "\n" + r.Detail, r.Amount]);
        sheet.Table(
            [new(InvoiceText.Description, 0.75), new(InvoiceText.Amount, 0.25, true)],
            [.. rows],
            totals: sums.Count
        );
    }
}

/// <summary>A row of a document: what, how it is counted, how much.</summary>
public sealed record InvoiceRow(string Words, string Amount, string? Detail = null);

/// <summary>Everything a document shows, in its language and in order: the page and the PDF are both made from it.</summary>
/// <param name="Title">What it is, and its number.</param>
/// <param name="Facts">Dates, contract, what it corrects.</param>
/// <param name="From">Who issues it, line by line.</param>
/// <param name="To">Whom it is for.</param>
/// <param name="Lines">What is sold, without VAT when there is any.</param>
/// <param name="Sums">VAT and totals.</param>
/// <param name="Passed">What was charged at the same time and is not the issuer's.</param>
/// <param name="PassedSum">All that was charged.</param>
/// <param name="Notes">Why VAT or not, mentions, that it is paid.</param>
/// <param name="Fingerprint">The hash of the content.</param>
public sealed record InvoiceFace(
    string Title,
    IReadOnlyList<(string Label, string Value)> Facts,
    IReadOnlyList<string> From,
    IReadOnlyList<string> To,
    IReadOnlyList<InvoiceRow> Lines,
    IReadOnlyList<InvoiceRow> Sums,
    IReadOnlyList<InvoiceRow> Passed,
    InvoiceRow? PassedSum,
    IReadOnlyList<string> Notes,
    string Fingerprint
)
{
    /// <summary>What a document shows; in the language of the moment, which is to be the document's.</summary>
    public static InvoiceFace Of(InvoiceView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var (invoice, c) = view;
        var currency = Currency.Of(invoice.Currency);
        string Amount(long minor) => Formats.Money(currency.Minor(minor));
        var taxed = c.Tax is { VatMinor: not 0 };
        return new InvoiceFace(
            $"{Name(c)} {invoice.Number}",
            [.. FactsOf(invoice, c)],
            [c.Issuer.Name, .. c.Issuer.Lines],
            [c.Buyer.Name, .. c.Buyer.Lines],
            [.. c.Lines.Select(l => Row(l, taxed, currency))],
            [.. SumsOf(c, Amount)],
            [.. c.Passed.Select(l => new InvoiceRow(l.Description, Amount(l.AmountMinor)))],
            c.Passed.Count > 0 ? new InvoiceRow(InvoiceText.PaidInAll, Amount(c.PaidMinor ?? c.TotalMinor)) : null,
            [.. NotesOf(c)],
            "SHA-256 " + invoice.ContentSha256
        );
    }

    /// <summary>What a document is called.</summary>
    public static string Name(InvoiceContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return content.IsRecord ? InvoiceText.TitleRecord
            : content.Kind == InvoiceKind.CreditNote ? InvoiceText.TitleCreditNote
            : InvoiceText.TitleInvoice;
    }

    /// <summary>A day in words.</summary>
    internal static string Day(DateOnly day) => day.ToString("d MMMM yyyy", Languages.Culture(Languages.Current));

    private static IEnumerable<(string, string)> FactsOf(Invoice invoice, InvoiceContent c)
    {
        yield return (InvoiceText.IssuedOn, Day(DateOnly.FromDateTime(invoice.IssuedAt)));
        yield return c is { PeriodFrom: { } from, PeriodTo: { } to }
            ? (InvoiceText.ServicePeriod, InvoiceText.FromTo(Day(from), Day(to)))
            : (InvoiceText.ServiceDate, Day(c.ServiceDate));
        yield return (InvoiceText.Contract, c.Contract);
        if (c.Corrects is { } corrects)
        {
            yield return (
                InvoiceText.Corrects,
                c.CorrectsIssued is { } day ? InvoiceText.CorrectsOf(corrects, Day(day)) : corrects
            );
        }
    }

    /// <summary>Hours × price where the price without VAT is another than the agreed one.</summary>
    private static InvoiceRow Row(InvoiceLine line, bool taxed, Currency currency)
    {
        var net = line.NetMinor ?? line.AmountMinor;
        var amount = Formats.Money(currency.Minor(taxed ? net : line.AmountMinor));
        if (!taxed || line.Minutes is not { } minutes || minutes <= 0)
        {
            return new InvoiceRow(line.Description, amount);
        }
        var hours = minutes / 60m;
        var price = (decimal)net / currency.MinorPerMajor / hours;
        return new InvoiceRow(
            line.Description,
            amount,
            InvoiceText.Measure(Formats.Decimal(hours, 2), $"{Formats.Decimal(price, 4)} {currency.Code}")
        );
    }

    private static IEnumerable<InvoiceRow> SumsOf(InvoiceContent c, Func<long, string> amount)
    {
        if (c.Tax is not { VatMinor: not 0 } tax)
        {
            yield return new InvoiceRow(InvoiceText.Total, amount(c.TotalMinor));
            yield break;
        }
        yield return new InvoiceRow(InvoiceText.WithoutVat, amount(tax.NetMinor));
        yield return new InvoiceRow(
            InvoiceText.VatRate(Formats.Percent(tax.RatePpm), amount(tax.NetMinor)),
            amount(tax.VatMinor)
        );
        yield return new InvoiceRow(InvoiceText.WithVat, amount(c.TotalMinor));
    }

    private static IEnumerable<string> NotesOf(InvoiceContent c)
    {
        if (c.Passed.Count == 0 && c.PaidMinor is not null)
        {
            yield return InvoiceText.Paid;
        }
        if (c.Exchanged is { } exchanged)
        {
            yield return exchanged;
        }
        if (!c.IsRecord)
        {
            yield return c.Tax?.Words ?? InvoiceText.NoTax;
        }
        if (c.Seller is null && c.IssuedByPlatform)
        {
            yield return InvoiceText.OnBehalf(c.Issuer.Name);
        }
        foreach (var mention in c.Mentions)
        {
            yield return mention.Text;
        }
    }
}
