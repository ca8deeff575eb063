using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Metier.Web.Shell;

/// <summary>Serves files behind signed links: images in the page, everything else as a download, in no case as something that could run.</summary>
internal static class FileEndpoints
{
    public static void Map(WebApplication app) => app.MapGet("/files/{id:guid}/{name}", ServeAsync).AllowAnonymous();

    private static async Task<IResult> ServeAsync(
        Guid id,
        long until,
        string key,
        HttpContext context,
        FileLinks links,
        MetierDb db,
        IFileStore store,
        IEnumerable<FileGuard> guards,
        CancellationToken ct
    )
    {
        if (!links.Allows(id, until, key))
        {
            return Results.NotFound();
        }
        var file = await db.Set<StoredFile>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, ct);
        if (file?.Guard is { } kind)
        {
            // The link says which file; whether it may still be seen is asked each time, and the browser asks again too.
            var who = context.Actor() ?? context.SuspendedActor();
            if (!await guards.Single(g => g.Kind == kind).AllowsAsync(id, who, ct))
            {
                return Results.NotFound();
            }
        }
        var content = file is null ? null : await store.OpenAsync(id, ct);
        if (file is null || content is null)
        {
            return Results.NotFound();
        }
        context.Response.Headers.CacheControl = file.Guard is null
            ? "private, max-age=3600, immutable"
            : "private, no-cache";
        context.Response.Headers["Content-Security-Policy"] = "default-src 'none'; sandbox";
        return file.IsImage
            ? Results.Stream(content, file.ContentType, entityTag: new EntityTagHeaderValue($"\"{id:N}\""))
            : Results.Stream(content, "application/octet-stream", file.Name);
    }
}
