using System.Text.Json;

namespace Metier.Payments;

/// <summary>Reads which object an event of Stripe is about; nothing else of it is believed.</summary>
internal static class StripeNews
{
    public static ProviderNews? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (
                root.ValueKind != JsonValueKind.Object
                || Text(root, "id") is not { Length: > 0 and <= 200 } id
                || !root.TryGetProperty("data", out var data)
                || data.ValueKind != JsonValueKind.Object
                || !data.TryGetProperty("object", out var about)
                || about.ValueKind != JsonValueKind.Object
            )
            {
                return null;
            }
            var created = root.TryGetProperty("created", out var at) && at.TryGetInt64(out var seconds) ? seconds : 0;
            return new ProviderNews(
                id,
                Text(root, "type") ?? "",
                Reference(about),
                Operation(about),
                DateTime.UnixEpoch.AddTicks(Math.Clamp(created, 0, 253_402_300_799) * TimeSpan.TicksPerSecond),
                json
            );
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A charge is known to us by its payment, everything else by its own id.</summary>
    private static string Reference(JsonElement about)
    {
        var kind = Text(about, "object");
        return (kind is "charge" or "dispute" ? Text(about, "payment_intent") : null) ?? Text(about, "id") ?? "";
    }

    /// <summary>The dispute a message is about; null when it is about something else, or no message.</summary>
    public static string? Dispute(string kind, string json)
    {
        if (!kind.StartsWith("charge.dispute.", StringComparison.Ordinal))
        {
            return null;
        }
        try
        {
            using var document = JsonDocument.Parse(json);
            return
                document.RootElement.TryGetProperty("data", out var data)
                && data.TryGetProperty("object", out var about)
                && Text(about, "object") == "dispute"
                ? Text(about, "id")
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Guid? Operation(JsonElement about) =>
        about.TryGetProperty("metadata", out var metadata)
        && metadata.ValueKind == JsonValueKind.Object
        && Guid.TryParse(Text(metadata, StripeProvider.OperationKey), out var id)
            ? id
            : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
