using System.Text;
using Metier.Invoicing;
using Metier.Ledger;
using Metier.Members;
using Metier.Payments;
using Metier.Web.Payments;
using Metier.Web.Shell;

namespace Metier.Web.Invoicing;

/// <summary>Reports as CSV and PDF, certificates, bundles and e-invoices, each for whom it belongs to.</summary>
internal static class ReportEndpoints
{
    public static void Map(WebApplication app)
    {
        var mine = app.MapGroup("").RequireAuthorization(Access.Member).WithMetadata(new DuringSuspensionAttribute());
        mine.MapGet("/money/report.csv", CsvAsync);
        mine.MapGet("/money/report.pdf", PdfAsync);
        mine.MapGet("/money/certificates/{id:guid}", CertificateAsync);
        mine.MapGet("/invoices/bundles/{id:guid}", BundleAsync);
        mine.MapGet("/invoices/{id:guid}/cii", (Guid id, HttpContext c, InvoiceViews v, CancellationToken ct) => XmlAsync(id, EInvoiceForm.Cii, c, v, ct));
        mine.MapGet("/invoices/{id:guid}/ubl", (Guid id, HttpContext c, InvoiceViews v, CancellationToken ct) => XmlAsync(id, EInvoiceForm.Ubl, c, v, ct));
    }

    private static async Task<IResult> CsvAsync(
        HttpContext context,
        ReportViews reports,
        StatementViews statements,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        if (await FindAsync(context, reports, statements, clock, ct) is not { } report)
        {
            return Results.NotFound();
        }
        var (work, fee, net) = ReportPrint.Columns(report.Side);
        var csv = new StringBuilder("\uFEFF");
        string[] head = [ReportPrint.First(report), ReportPagesText.Movements, work, fee, net, ReportText.Currency];
        csv.AppendJoin(',', head.Select(PaymentEndpoints.Cell)).Append("\r\n");
        foreach (var row in report.Rows.Append(report.Total))
        {
            string[] cells =
            [
                row.Label,
                row.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
                row.Work.ToDecimalString(),
                row.Fee.ToDecimalString(),
                row.Net.ToDecimalString(),
                report.Currency.Code,
            ];
            csv.AppendJoin(',', cells.Select(PaymentEndpoints.Cell)).Append("\r\n");
        }
        return Results.File(Encoding.UTF8.GetBytes(csv.ToString()), "text/csv; charset=utf-8", FileName(report, "csv"));
    }

    private static async Task<IResult> PdfAsync(
        HttpContext context,
        ReportViews reports,
        StatementViews statements,
        MemberViews members,
        DocumentFonts fonts,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        if (await FindAsync(context, reports, statements, clock, ct) is not { } report)
        {
            return Results.NotFound();
        }
        var side = MoneySide.Of(context.Actor()!);
        var name = side.IsClient
            ? (await members.ClientsAsync([side.PartyId], ct))[side.PartyId].Name
            : (await members.MembersAsync([side.PartyId], ct))[side.PartyId].Name;
        return Results.File(ReportPrint.Pdf(report, name, clock.UtcNow(), fonts), "application/pdf", FileName(report, "pdf"));
    }

    private static async Task<IResult> CertificateAsync(
        Guid id,
        HttpContext context,
        CertificateViews certificates,
        IFileStore store,
        CancellationToken ct
    ) =>
        await certificates.FindAsync(id, context.Actor()!, ct) is { } certificate
        && await store.OpenAsync(certificate.FileId, ct) is { } content
            ? Results.Stream(content, "application/pdf", $"{ReportText.CertificateFile}-{certificate.Code}.pdf")
            : Results.NotFound();

    private static async Task<IResult> BundleAsync(
        Guid id,
        HttpContext context,
        InvoiceBundles bundles,
        CancellationToken ct
    ) =>
        await bundles.OpenAsync(id, context.Actor()!, ct) is { } found
            ? Results.Stream(found.Content, "application/zip", found.Name, enableRangeProcessing: true)
            : Results.NotFound();

    private static async Task<IResult> XmlAsync(
        Guid id,
        EInvoiceForm form,
        HttpContext context,
        InvoiceViews invoices,
        CancellationToken ct
    ) =>
        await invoices.FindAsync(id, context.Actor()!, ct) is { } view && EInvoiceFiles.Write(view, form) is { } xml
            ? Results.File(xml, "application/xml", EInvoiceFiles.Name(view, form))
            : Results.NotFound();

    private static async Task<Report?> FindAsync(
        HttpContext context,
        ReportViews reports,
        StatementViews statements,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var side = MoneySide.Of(context.Actor()!);
        var currencies = await statements.CurrenciesAsync(side.Side, side.PartyId, ct);
        var q = context.Request.Query;
        var query = ReportQuery.Read(q["by"], q["currency"], q["from"], q["to"], currencies, DateOnly.FromDateTime(clock.UtcNow()));
        return query.Unit is { } unit
            ? await reports.FindAsync(side.Side, side.PartyId, unit, query.By, query.From, query.To, ct)
            : null;
    }

    private static string FileName(Report report, string ending) =>
        $"report-{ReportQuery.Iso(report.From)}-{ReportQuery.Iso(report.To)}.{ending}";
}
