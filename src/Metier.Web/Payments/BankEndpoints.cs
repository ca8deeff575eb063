using Metier.Payments;
using Metier.Web.Shell;

namespace Metier.Web.Payments;

/// <summary>Payment files for the operator's bank.</summary>
internal static class BankEndpoints
{
    public static void Map(WebApplication app) =>
        app.MapGet("/admin/bank/{id:guid}.xml", DownloadAsync).RequireAuthorization(Access.Finance);

    private static async Task<IResult> DownloadAsync(
        Guid id,
        HttpContext context,
        BankFiles files,
        CancellationToken ct
    )
    {
        var file = await files.DownloadAsync(id, context.Actor()!, ct);
        return file.Ok ? Results.File(file.Value, "application/xml", $"pain.001-{id:N}.xml") : Results.NotFound();
    }
}
