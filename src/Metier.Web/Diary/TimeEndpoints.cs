using Metier.Diary;
using Metier.Web.Shell;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metier.Web.Diary;

/// <summary>
/// What the timer of the page <c>/time</c> says to the server: the same messages as the tracker's, from a signed-in browser and
/// under the page's own token. Refusals are problem details whose <c>code</c> is stable and whose detail is for the person.
/// </summary>
internal static class TimeEndpoints
{
    /// <summary>The largest screenshot, bytes.</summary>
    private const int MostBytes = 300 * 1024;

    public static void Map(WebApplication app)
    {
        foreach (var language in Platform.Languages.All)
        {
            app.MapGet($"/{language}/time/chip", ChipAsync).RequireAuthorization(Access.Freelancer);
        }
        var time = app.MapGroup("/api/time")
            .RequireAuthorization(Access.Freelancer)
            .AddEndpointFilter(CheckAsync)
            .DisableAntiforgery();
        time.MapPost("/start", StartAsync);
        time.MapPost("/stop", StopAsync);
        time.MapPost("/memo", MemoAsync);
        time.MapPut("/segments/{contract:guid}/{stamp}", SegmentAsync);
        time.MapPut("/images/{contract:guid}/{stamp}/{sha256}", ImageAsync);
    }

    /// <summary>The chip of the bar as it is now.</summary>
    private static async Task<IResult> ChipAsync(HttpContext context, TimerViews timers)
    {
        context.Response.Headers.CacheControl = "no-store";
        var bar = await timers.BarAsync(context.Actor()!, context.RequestAborted);
        return new RazorComponentResult<TimerChip>(new { bar?.Running });
    }

    private static async ValueTask<object?> CheckAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        http.Response.Headers.CacheControl = "no-store";
        return await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http)
            ? await next(context)
            : Problem(StatusCodes.Status400BadRequest, "antiforgery");
    }

    private static async Task<IResult> StartAsync(StartAsked asked, HttpContext context, StartTimer use) =>
        Answer(await use.RunAsync(asked, null, context.Actor()!, context.RequestAborted));

    private static async Task<IResult> StopAsync(StopAsked asked, HttpContext context, StopTimer use) =>
        Answer(await use.RunAsync(asked.LeaseId, asked.At, asked.Reason, context.Actor()!, context.RequestAborted));

    private static async Task<IResult> MemoAsync(MemoAsked asked, HttpContext context, ChangeMemo use) =>
        Answer(await use.RunAsync(asked.LeaseId, asked.Memo, context.Actor()!, context.RequestAborted));

    private static async Task<IResult> SegmentAsync(
        Guid contract,
        string stamp,
        SegmentUpload upload,
        HttpContext context,
        RecordMinutes use
    ) =>
        DiaryWords.Start(stamp) is { } start
            ? Answer(
                await use.RunAsync(
                    contract,
                    start,
                    upload,
                    MinuteSource.Browser,
                    null,
                    context.Actor()!,
                    context.RequestAborted
                )
            )
            : Nothing();

    private static async Task<IResult> ImageAsync(
        Guid contract,
        string stamp,
        string sha256,
        HttpContext context,
        KeepScreenshot use
    )
    {
        var (request, ct) = (context.Request, context.RequestAborted);
        if (DiaryWords.Start(stamp) is not { } start)
        {
            return Nothing();
        }
        if (request.ContentLength is not (> 0 and <= MostBytes))
        {
            return Problem(StatusCodes.Status413PayloadTooLarge, "too_large");
        }
        using var bytes = new MemoryStream((int)request.ContentLength);
        await request.Body.CopyToAsync(bytes, ct);
        return Answer(await use.RunAsync(contract, start, sha256, bytes.ToArray(), context.Actor()!, ct));
    }

    /// <summary>The value as JSON, or why not.</summary>
    private static IResult Answer<T>(Platform.Outcome<T> outcome) =>
        outcome.Ok
            ? outcome.Value is Platform.Done
                ? Results.NoContent()
                : Results.Json(outcome.Value)
            : Results.Problem(
                statusCode: outcome.IsNotFound
                    ? StatusCodes.Status404NotFound
                    : StatusCodes.Status422UnprocessableEntity,
                detail: outcome.Refusals[0].Message,
                extensions: new Dictionary<string, object?>
                {
                    ["code"] = outcome.Refusals[0].Code,
                    ["field"] = outcome.Refusals[0].Field,
                }
            );

    private static IResult Nothing() => Problem(StatusCodes.Status404NotFound, "not_found");

    /// <summary>With a body of its own: an answer without one would become a page.</summary>
    private static IResult Problem(int status, string code) =>
        Results.Problem(statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}
