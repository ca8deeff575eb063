using System.Globalization;
using Metier.Rooms;
using Metier.Web.Shell;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metier.Web.Rooms;

/// <summary>
/// What the script of a conversation asks for: new messages as the server would have rendered them, sending, reading. Each
/// is refused to strangers as if the room did not exist.
/// </summary>
internal static class RoomEndpoints
{
    /// <summary>One transparent pixel: a browser without script fetches it with the page, and that is how it says "shown".</summary>
    private static readonly byte[] Pixel = Convert.FromBase64String(
        "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    );

    public static void Map(WebApplication app)
    {
        foreach (var language in Languages.All)
        {
            var room = app.MapGroup($"/{language}/messages/{{id:guid}}").RequireAuthorization(Access.Confirmed)
                .WithMetadata(new DuringSuspensionAttribute());
            room.MapGet("/since/{seq:long}", SinceAsync);
            room.MapPost("/send", SendAsync).AddEndpointFilter(CheckAsync).DisableAntiforgery();
        }
        var plain = app.MapGroup("/rooms/{id:guid}").RequireAuthorization(Access.Confirmed)
                .WithMetadata(new DuringSuspensionAttribute());
        plain.MapPost("/read", ReadAsync).AddEndpointFilter(CheckAsync).DisableAntiforgery();
        plain.MapGet("/shown/{seq:long}", ShownAsync);
        plain.MapGet("/files/{file:guid}", FileAsync);
    }

    private static async ValueTask<object?> CheckAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        return await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http)
            ? await next(context)
            : Results.BadRequest();
    }

    private static async Task<IResult> SinceAsync(
        Guid id,
        long seq,
        HttpContext context,
        RoomViews rooms,
        RoomFaces faces
    )
    {
        var (actor, ct) = (context.Actor()!, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return await rooms.FindAsync(id, actor, ct) is { } room
            ? await NewsAsync(room, seq, actor, rooms, faces, ct)
            : Results.NotFound();
    }

    private static async Task<IResult> SendAsync(
        Guid id,
        HttpContext context,
        SendMessage use,
        RoomViews rooms,
        RoomFaces faces
    )
    {
        var (actor, ct, form) = (context.Actor()!, context.RequestAborted, context.Request.Form);
        if (!Guid.TryParse(form["Form.Id"], out var message))
        {
            return Results.BadRequest();
        }
        var files = form
            .Files.GetFiles("Form.Files")
            .Where(f => f.FileName.Length > 0)
            .Select(f => new Upload(f.FileName, f.Length, f.OpenReadStream));
        var sent = await use.RunAsync(
            new(id, message, form["Form.Text"], [.. files], Number(form["Form.Seen"])),
            actor,
            ct
        );
        if (sent.IsNotFound)
        {
            return Results.NotFound();
        }
        if (!sent.Ok)
        {
            return Results.Json(
                new { errors = sent.Refusals.Select(r => r.Message) },
                statusCode: StatusCodes.Status422UnprocessableEntity
            );
        }
        var room = await rooms.FindAsync(id, actor, ct);
        return await NewsAsync(room!, Number(form["After"]), actor, rooms, faces, ct);
    }

    /// <summary>The messages after a number, with the one before it so that the first knows whether it continues.</summary>
    private static async Task<IResult> NewsAsync(
        RoomView room,
        long after,
        Platform.Actor actor,
        RoomViews rooms,
        RoomFaces faces,
        CancellationToken ct
    )
    {
        var page = await rooms.MessagesAsync(room, Math.Max(0, after - 1), null, actor, ct);
        return new RazorComponentResult<RoomNews>(
            new
            {
                View = room,
                Page = page,
                After = after,
                Photos = await faces.OfAsync([room.Subject.FreelancerId], ct),
                Zone = Zone(actor),
            }
        );
    }

    private static async Task<IResult> ReadAsync(Guid id, HttpContext context, MarkRead use)
    {
        var read = await use.RunAsync(
            id,
            Number(context.Request.Form["seq"]),
            context.Actor()!,
            context.RequestAborted
        );
        return read.Ok ? Results.NoContent() : Results.NotFound();
    }

    private static async Task<IResult> ShownAsync(Guid id, long seq, HttpContext context, MarkRead use)
    {
        context.Response.Headers.CacheControl = "no-store";
        var read = await use.RunAsync(id, seq, context.Actor()!, context.RequestAborted);
        return read.Ok ? Results.Bytes(Pixel, "image/gif") : Results.NotFound();
    }

    /// <summary>Whoever is in the room now gets a fresh link; a page that stayed open for a day still has working files.</summary>
    private static async Task<IResult> FileAsync(
        Guid id,
        Guid file,
        HttpContext context,
        RoomViews rooms,
        FileLinks links
    )
    {
        context.Response.Headers.CacheControl = "no-store";
        return await rooms.FileAsync(id, file, context.Actor()!, context.RequestAborted) is { } found
            ? Results.LocalRedirect(links.To(found))
            : Results.NotFound();
    }

    private static TimeZoneInfo? Zone(Platform.Actor actor) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(actor.TimeZone, out var zone) ? zone : null;

    private static long Number(string? typed) =>
        long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
