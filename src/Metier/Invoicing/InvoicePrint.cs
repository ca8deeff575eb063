using Metier.Ledger;
using Metier.Platform;

namespace Metier.Invoicing;

/// <summary>Prints a document; the page shows the same words in the same order.</summary>
public static class InvoicePrint
{
    /// <summary>The title of a kind of document, in the present language.</summary>
    public static string Title(InvoiceKind kind) =>
        kind == InvoiceKind.CreditNote ? InvoiceText.TitleCreditNote : InvoiceText.TitleInvoice;

    /// <summary>The PDF, in the document's own language.</summary>
    public static byte[] Pdf(InvoiceView view, DocumentFonts fonts)
    {
        var (invoice, content) = view;
        using var language = new InLanguage(invoice.Language);
        var culture = Languages.Culture(invoice.Language);
        var currency = Currency.Of(invoice.Currency);
        string Amount(long minor) => Formats.Money(new Money(minor, currency));
        var sheet = new PdfSheet(
            fonts,
            $"{Title(invoice.Kind)} {invoice.Number}",
            $"{Title(invoice.Kind)} {invoice.Number} · {content.Issuer.Name}",
            invoice.IssuedAt
        );
        sheet.Title($"{Title(invoice.Kind)} {invoice.Number}");
        var facts = new List<(string, string)>
        {
            (InvoiceText.IssuedOn, invoice.IssuedAt.ToString("d MMMM yyyy", culture)),
            (InvoiceText.ServiceDate, content.ServiceDate.ToString("d MMMM yyyy", culture)),
            (InvoiceText.Contract, content.Contract),
        };
        if (content.Corrects is { } corrects)
        {
            facts.Add((InvoiceText.Corrects, corrects));
        }
        sheet.Facts(facts);
        sheet.Gap(12);
        sheet.Blocks(
            InvoiceText.From,
            [content.Issuer.Name, .. content.Issuer.Lines],
            InvoiceText.To,
            [content.Buyer.Name, .. content.Buyer.Lines]
        );
        var rows = content.Lines.Select(l => (IReadOnlyList<string>)[l.Description, Amount(l.AmountMinor)]).ToList();
        rows.Add([InvoiceText.Total, Amount(content.TotalMinor)]);
        sheet.Table([new(InvoiceText.Description, 0.75), new(InvoiceText.Amount, 0.25, true)], rows, totals: 1);
        if (content.Passed.Count > 0)
        {
            sheet.Heading(InvoiceText.PassedHeading);
            sheet.Paragraph(InvoiceText.PassedNote);
            var passed = content
                .Passed.Select(l => (IReadOnlyList<string>)[l.Description, Amount(l.AmountMinor)])
                .ToList();
            passed.Add([InvoiceText.PaidInAll, Amount(content.PaidMinor ?? content.TotalMinor)]);
            sheet.Table([new(InvoiceText.Description, 0.75), new(InvoiceText.Amount, 0.25, true)], passed, totals: 1);
        }
        else if (content.PaidMinor is not null)
        {
            sheet.Paragraph(InvoiceText.Paid);
        }
        if (content.Exchanged is { } exchanged)
        {
            sheet.Paragraph(exchanged);
        }
        sheet.Gap(8);
        sheet.Paragraph(InvoiceText.NoTax);
        if (content.IssuedByPlatform)
        {
            sheet.Paragraph(InvoiceText.OnBehalf(content.Issuer.Name));
        }
        sheet.Gap(8);
        sheet.Paragraph("SHA-256 " + invoice.ContentSha256, 7);
        if (content.Electronic is { } electronic)
        {
            sheet.Attach(FacturX.Attachment(electronic));
        }
        return sheet.Save();
    }
}
