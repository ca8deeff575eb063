using Metier.Payments;
using Metier.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Metier.Web.Payments;

/// <summary>Where payment providers send their messages.</summary>
internal static class WebhookEndpoints
{
    public static void Map(WebApplication app) =>
        app.MapPost("/api/webhooks/{provider}", ReceiveAsync)
            .AllowAnonymous()
            .DisableAntiforgery()
            .RequireRateLimiting(RateClasses.Webhooks)
            .WithMetadata(new RequestSizeLimitAttribute(ReceiveWebhook.MaxBytes));

    /// <summary>
    /// Stored and answered; what it means is found out later. Whoever is not the provider learns that the signature is
    /// wrong, and no more.
    /// </summary>
    private static async Task<IResult> ReceiveAsync(
        string provider,
        HttpRequest request,
        ReceiveWebhook receive,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var body = await ReadAsync(request, ct);
        if (body is null)
        {
            return Results.Json(new { error = "size" }, statusCode: StatusCodes.Status413PayloadTooLarge);
        }
        var headers = request.Headers.ToDictionary(
            h => h.Key,
            h => h.Value.ToString(),
            StringComparer.OrdinalIgnoreCase
        );
        var result = await receive.RunAsync(provider, new(body, headers, clock.GetUtcNow().UtcDateTime), ct);
        return result switch
        {
            WebhookResult.Taken => Results.Json(new { received = true }),
            WebhookResult.Forged => Results.Json(new { error = "signature" }, statusCode: 400),
            WebhookResult.Unverified => Results.Json(new { error = "later" }, statusCode: 503),
            _ => Results.Json(new { error = "unknown" }, statusCode: 404),
        };
    }

    /// <summary>The bytes as they came; null when there are too many, announced or not.</summary>
    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > ReceiveWebhook.MaxBytes)
        {
            return null;
        }
        using var buffer = new MemoryStream();
        var piece = new byte[16 * 1024];
        int read;
        try
        {
            while ((read = await request.Body.ReadAsync(piece, ct)) > 0)
            {
                if (buffer.Length + read > ReceiveWebhook.MaxBytes)
                {
                    return null;
                }
                buffer.Write(piece, 0, read);
            }
        }
        catch (BadHttpRequestException)
        {
            return null;
        }
        return buffer.ToArray();
    }
}
