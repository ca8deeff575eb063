using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Metier.Payments;

/// <summary>What became of a message that claimed to be of a provider.</summary>
public enum WebhookResult
{
    /// <summary>Stored, or already there.</summary>
    Taken,

    /// <summary>Not genuine.</summary>
    Forged,

    /// <summary>There is no such provider here.</summary>
    Unknown,

    /// <summary>Whether it is genuine could not be found out; the provider will send it again.</summary>
    Unverified,
}

/// <summary>
/// Takes a provider's message in: checked on the bytes as they came, stored, nothing else. What it means is found out by a
/// chore that asks the provider, so that messages may come twice, in any order, a day late or before the answer they follow.
/// </summary>
public sealed class ReceiveWebhook(MetierDb db, PaymentProviders providers, ILogger<ReceiveWebhook> log)
{
    /// <summary>The largest body; Stripe's and PayPal's messages are a tenth of it.</summary>
    public const int MaxBytes = 512 * 1024;

    /// <summary>Checks and stores.</summary>
    public async Task<WebhookResult> RunAsync(string provider, WebhookRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (providers.Find(provider) is not { Capabilities.SendsWebhooks: true } sender)
        {
            return WebhookResult.Unknown;
        }
        WebhookReading reading;
        try
        {
            reading = await sender.ReadWebhookAsync(request, ct);
        }
        catch (Exception e) when (e is TimeoutException or HttpRequestException or TaskCanceledException)
        {
            log.LogWarning(e, "A message of {Provider} could not be verified", provider);
            return WebhookResult.Unverified;
        }
        if (reading.News is not { } news)
        {
            log.LogWarning("A message that claims to be of {Provider} is not: {Problem}", provider, reading.Problem);
            return WebhookResult.Forged;
        }
        var kept = await ProviderEvents.KeepAsync(db, provider, [news], ct);
        return kept.Ok ? WebhookResult.Taken : WebhookResult.Unverified;
    }
}

/// <summary>Stores messages, each once.</summary>
internal static class ProviderEvents
{
    public static Task<Outcome<int>> KeepAsync(
        MetierDb db,
        string provider,
        IReadOnlyCollection<ProviderNews> news,
        CancellationToken ct
    ) =>
        db.WriteAsync<int>(
            async () =>
            {
                var ids = news.Select(n => n.EventId).ToList();
                var known = await db
                    .ProviderEvents.Where(e => e.Provider == provider && ids.Contains(e.EventId))
                    .Select(e => e.EventId)
                    .ToListAsync(ct);
                var fresh = news.Where(n => !known.Contains(n.EventId)).DistinctBy(n => n.EventId).ToList();
                foreach (var one in fresh)
                {
                    db.ProviderEvents.Add(
                        new ProviderEvent
                        {
                            Provider = provider,
                            EventId = one.EventId,
                            Kind = Cut(one.Kind, 120),
                            Reference = Cut(one.Reference, 200),
                            OperationId = one.OperationId,
                            Payload = one.Payload,
                            HappenedAt = one.HappenedAt,
                            ReceivedAt = db.Now,
                            NextAt = db.Now,
                        }
                    );
                }
                return fresh.Count;
            },
            ct
        );

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
