using System.Security.Cryptography;
using Metier.Diary;
using Metier.Platform;
using Metier.Web.Shell;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Metier.Web.Diary;

/// <summary>
/// What the desktop tracker says to the server; the messages are in <c>TrackerMessages.cs</c>. A device signs each request
/// (<see cref="DeviceAccess"/>). Refusals are problem details.
/// </summary>
internal static class TrackerEndpoints
{
    private const int LargestBody = 64 * 1024;

    /// <summary>What would be done again when the same request came again; everything else answers as before.</summary>
    private sealed class OnceOnly;

    /// <summary>A program asks: no page is shown in the place of an answer without a body.</summary>
    private sealed class AnswersItself : ISkipStatusCodePagesMetadata;

    public static void Map(WebApplication app)
    {
        var pairing = app.MapGroup("/api/tracker/pairings")
            .AllowAnonymous()
            .DisableAntiforgery()
            .WithMetadata(new AnswersItself());
        pairing.MapPost("/", BeginPairingAsync).RequireRateLimiting(RateClasses.Credentials);
        pairing.MapGet("/{id:guid}", PairingAsync).RequireRateLimiting(RateClasses.TypeAhead);
        // The token and the signature are the sign-in: see the filter.
        var device = app.MapGroup("/api/tracker")
            .AllowAnonymous()
            .RequireRateLimiting(RateClasses.Tracker)
            .DisableAntiforgery()
            .WithMetadata(new AnswersItself())
            .AddEndpointFilter(DeviceFilterAsync);
        device.MapGet("/state", StateAsync);
        device.MapGet("/log", LogAsync);
        device.MapPost("/start", StartAsync);
        device.MapPost("/stop", StopAsync);
        device.MapPost("/memo", MemoAsync).WithMetadata(new OnceOnly());
        device.MapPut("/segments/{contract:guid}/{start}", SegmentAsync);
        device.MapPut("/images/{contract:guid}/{start}/{sha256}", ImageAsync);
        device.MapDelete("/segments/{contract:guid}/{start}", DeleteAsync).WithMetadata(new OnceOnly());
        device.MapPost("/logout", LogoutAsync);
    }

    /// <summary>Knows the device before anything of the request is looked at; its member is the actor from here on.</summary>
    private static async ValueTask<object?> DeviceFilterAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        var body = (byte[])http.Items[BodyOfDevice.Key]!;
        var header = http.Request.Headers.Authorization.ToString();
        var token = header.StartsWith("Bearer ", StringComparison.Ordinal) ? header[7..] : null;
        var signed = new SignedRequest(
            http.Request.Method,
            http.Request.Path + http.Request.QueryString.ToString(),
            http.Request.Headers["Metier-Time"].ToString(),
            Convert.ToHexStringLower(SHA256.HashData(body)),
            http.Request.Headers["Metier-Signature"].ToString()
        );
        var devices = http.RequestServices.GetRequiredService<DeviceAccess>();
        var found = await devices.FindAsync(token, signed, http.RequestAborted);
        if (!found.Ok)
        {
            return Problem(found.Refusals, http, StatusCodes.Status401Unauthorized);
        }
        if (
            http.GetEndpoint()?.Metadata.GetMetadata<OnceOnly>() is not null
            && await devices.OnceAsync(found.Value.DeviceId, signed, http.RequestAborted) is { Ok: false } again
        )
        {
            return Problem(again.Refusals, http, StatusCodes.Status409Conflict);
        }
        http.Items[BodyOfDevice.DeviceKey] = found.Value.DeviceId;
        http.SetActor(found.Value.Actor);
        using var language = new InLanguage(found.Value.Actor.Language);
        return await next(context);
    }

    private static async Task<IResult> BeginPairingAsync(PairingAsked asked, PairDevice pair, HttpContext http) =>
        Answer(await pair.BeginAsync(asked, http.RequestAborted), http);

    private static async Task<IResult> PairingAsync(Guid id, PairDevice pair, HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        var secret = header.StartsWith("Pairing ", StringComparison.Ordinal) ? header[8..] : "";
        return Answer(await pair.StateAsync(id, secret, http.RequestAborted), http);
    }

    private static async Task<IResult> StateAsync(TimerViews views, TimeProvider clock, HttpContext http)
    {
        var (actor, ct) = (http.Actor()!, http.RequestAborted);
        var contracts = await views.ContractsAsync(actor, ct);
        var running = await views.RunningAsync(actor, ct);
        var current = contracts.Find(c => c.Hourly.Contract.Id == running?.ContractId);
        return Json(
            new TrackerState(
                clock.UtcNow(),
                actor.Name,
                actor.Language,
                contracts.ConvertAll(c => new TrackedContract(
                    c.Hourly.Contract.Id,
                    c.Hourly.Contract.Title,
                    c.ClientName,
                    (int)c.Level,
                    c.Consented,
                    c.Hourly.Contract.IsPaused ? "paused" : "active",
                    c.Hourly.Terms.ManualTime,
                    c.Week.Minutes,
                    c.LimitMinutes,
                    c.Hourly.Contract.Rules.IdleMinutes,
                    c.Hourly.Terms.AllMonitors
                )),
                // A device learns of its own lease; that another one runs is said when it starts.
                running is null
                || current is null
                || running.DeviceId != Device(http)
                    ? null
                    : new LeaseGiven(
                        running.LeaseId,
                        running.ContractId,
                        running.Memo,
                        (int)current.Level,
                        running.StartedAt,
                        running.ExpiresAt,
                        clock.UtcNow(),
                        current.Week.Minutes,
                        current.LimitMinutes
                    )
            )
        );
    }

    private static async Task<IResult> LogAsync(
        DateOnly? day,
        TimerViews views,
        TimeProvider clock,
        HttpContext http
    ) => Json(await views.LogAsync(day ?? DateOnly.FromDateTime(clock.UtcNow()), http.Actor()!, http.RequestAborted));

    private static async Task<IResult> StartAsync(StartTimer use, HttpContext http) =>
        Read<StartAsked>(http) is { } asked
            ? Answer(await use.RunAsync(asked, Device(http), http.Actor()!, http.RequestAborted), http)
            : Unreadable();

    private static async Task<IResult> StopAsync(StopTimer use, HttpContext http) =>
        Read<StopAsked>(http) is { } asked
            ? Answer(
                await use.RunAsync(
                    asked.LeaseId,
                    Utc(asked.At),
                    asked.Reason ?? "",
                    http.Actor()!,
                    http.RequestAborted
                ),
                http
            )
            : Unreadable();

    private static async Task<IResult> MemoAsync(ChangeMemo use, HttpContext http) =>
        Read<MemoAsked>(http) is { } asked
            ? Answer(await use.RunAsync(asked.LeaseId, asked.Memo, http.Actor()!, http.RequestAborted), http)
            : Unreadable();

    private static async Task<IResult> SegmentAsync(Guid contract, string start, RecordMinutes use, HttpContext http) =>
        DiaryRules.Start(start) is not { } first ? Unknown(http)
        : Read<SegmentUpload>(http) is not { } upload ? Unreadable()
        : Answer(
            await use.RunAsync(
                contract,
                first,
                upload with
                {
                    Minutes = upload.Minutes ?? [],
                    Screenshot = upload.Screenshot is { } note ? note with { TakenAt = Utc(note.TakenAt) } : null,
                },
                MinuteSource.Tracker,
                Device(http),
                http.Actor()!,
                http.RequestAborted
            ),
            http
        );

    private static async Task<IResult> ImageAsync(
        Guid contract,
        string start,
        string sha256,
        KeepScreenshot use,
        HttpContext http
    )
    {
        if (DiaryRules.Start(start) is not { } first)
        {
            return Unknown(http);
        }
        var bytes = (byte[])http.Items[BodyOfDevice.Key]!;
        return Answer(await use.RunAsync(contract, first, sha256, bytes, http.Actor()!, http.RequestAborted), http);
    }

    private static async Task<IResult> DeleteAsync(Guid contract, string start, DeleteSegments use, HttpContext http) =>
        DiaryRules.Start(start) is { } first
            ? Answer(await use.RunAsync(contract, [first], http.Actor()!, http.RequestAborted), http)
            : Unknown(http);

    private static async Task<IResult> LogoutAsync(RevokeDevice use, HttpContext http) =>
        Answer(await use.RunAsync(Device(http)!.Value, http.Actor()!, http.RequestAborted), http);

    private static Guid? Device(HttpContext http) => http.Items[BodyOfDevice.DeviceKey] as Guid?;

    private static DateTime Utc(DateTime at) =>
        at.Kind == DateTimeKind.Local ? at.ToUniversalTime() : DateTime.SpecifyKind(at, DateTimeKind.Utc);

    private static T? Read<T>(HttpContext http)
        where T : class
    {
        var body = (byte[])http.Items[BodyOfDevice.Key]!;
        try
        {
            return body.Length > LargestBody
                ? null
                : System.Text.Json.JsonSerializer.Deserialize<T>(body, System.Text.Json.JsonSerializerOptions.Web);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static IResult Unknown(HttpContext http) =>
        Problem([Refusal.NotFound()], http, StatusCodes.Status404NotFound);

    private static IResult Unreadable() =>
        Results.Problem(statusCode: StatusCodes.Status400BadRequest, extensions: Code("unreadable"));

    private static Dictionary<string, object?> Code(string code) => new(StringComparer.Ordinal) { ["code"] = code };

    private static IResult Json<T>(T value) => Results.Json(value, System.Text.Json.JsonSerializerOptions.Web);

    private static IResult Answer<T>(Outcome<T> outcome, HttpContext http) =>
        outcome.Ok
            ? typeof(T) == typeof(Done)
                ? Results.NoContent()
                : Json(outcome.Value)
            : Problem(
                outcome.Refusals,
                http,
                outcome.IsNotFound ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict
            );

    private static IResult Problem(IReadOnlyList<Refusal> refusals, HttpContext http, int status)
    {
        var extensions = Code(refusals[0].Code);
        extensions["serverTime"] = http.RequestServices.GetRequiredService<TimeProvider>().UtcNow();
        return Results.Problem(detail: refusals[0].Message, statusCode: status, extensions: extensions);
    }
}

/// <summary>Reads the body of a device's request before its endpoint does, because the signature covers it.</summary>
internal sealed class BodyOfDevice(RequestDelegate next)
{
    private const int Largest = 320 * 1024;

    internal static readonly object Key = new();
    internal static readonly object DeviceKey = new();

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/api/tracker", StringComparison.Ordinal))
        {
            if (await ReadAsync(context, Largest) is not { } body)
            {
                await Results
                    .Problem(
                        statusCode: StatusCodes.Status413PayloadTooLarge,
                        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = "too_large" }
                    )
                    .ExecuteAsync(context);
                return;
            }
            context.Items[Key] = body;
            context.Request.Body = new MemoryStream(body, writable: false);
        }
        await next(context);
    }

    /// <summary>The whole body; null when it is larger than allowed.</summary>
    internal static async Task<byte[]?> ReadAsync(HttpContext context, int most)
    {
        if (context.Request.ContentLength > most)
        {
            return null;
        }
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = most;
        }
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            if (buffer.Length + read > most)
            {
                return null;
            }
            buffer.Write(chunk, 0, read);
        }
        return buffer.ToArray();
    }
}
