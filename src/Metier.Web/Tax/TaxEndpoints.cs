using Metier.Tax;
using Metier.Web.Shell;

namespace Metier.Web.Tax;

/// <summary>Forms and papers as PDF, for the person they are about; files for tax offices, for finance.</summary>
internal static class TaxEndpoints
{
    public static void Map(WebApplication app)
    {
        var mine = app.MapGroup("")
            .RequireAuthorization(Access.Freelancer)
            .WithMetadata(new DuringSuspensionAttribute());
        mine.MapGet("/tax/forms/{id:guid}/pdf", FormAsync);
        mine.MapGet("/tax/papers/{id:guid}/pdf", PaperAsync);
        app.MapGet("/admin/tax/runs/{id:guid}/file", FileAsync).RequireAuthorization(Access.Finance);
    }

    private static async Task<IResult> FormAsync(
        Guid id,
        HttpContext context,
        TaxViews taxes,
        TaxPrint print,
        CancellationToken ct
    ) =>
        await taxes.FormAsync(id, context.Actor()!, ct) is { } view
            ? Results.File(print.Form(view), "application/pdf", view.Card.Code + ".pdf")
            : Results.NotFound();

    private static async Task<IResult> PaperAsync(
        Guid id,
        HttpContext context,
        YearEndViews papers,
        TaxPrint print,
        CancellationToken ct
    ) =>
        await papers.PaperAsync(id, context.Actor()!, ct) is { } view
            ? Results.File(print.Paper(view), "application/pdf", $"{view.Card.Document}-{view.Card.Year}.pdf")
            : Results.NotFound();

    private static async Task<IResult> FileAsync(
        Guid id,
        bool? corrections,
        HttpContext context,
        YearFiles files,
        CancellationToken ct
    ) =>
        await files.OpenAsync(id, corrections == true, context.Actor()!, ct) is var (bytes, name, type)
            ? Results.File(bytes, type, name)
            : Results.NotFound();
}
