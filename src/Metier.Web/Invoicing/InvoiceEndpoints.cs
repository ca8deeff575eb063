using Metier.Invoicing;
using Metier.Web.Shell;

namespace Metier.Web.Invoicing;

/// <summary>The PDF of a document, for its parties.</summary>
internal static class InvoiceEndpoints
{
    public static void Map(WebApplication app) =>
        app.MapGet("/invoices/{id:guid}/pdf", PdfAsync)
            .RequireAuthorization(Access.Member)
            .WithMetadata(new DuringSuspensionAttribute());

    private static async Task<IResult> PdfAsync(
        Guid id,
        HttpContext context,
        InvoiceViews invoices,
        InvoicePdfs pdfs,
        CancellationToken ct
    )
    {
        if (await invoices.FindAsync(id, context.Actor()!, ct) is not { } view)
        {
            return Results.NotFound();
        }
        var (content, name) = await pdfs.OpenAsync(view, ct);
        return Results.Stream(content, "application/pdf", name);
    }
}
