using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Metier.Payments;

/// <summary>Reads which object an event of PayPal is about; nothing else of it is believed.</summary>
internal static class PayPalNews
{
    /// <summary>Where PayPal keeps the id of an operation, by kind of object.</summary>
    private static readonly string[][] Marks =
    [
        ["custom_id"],
        ["invoice_id"],
        ["purchase_units", "0", "custom_id"],
        ["payout_item", "sender_item_id"],
        ["batch_header", "sender_batch_header", "sender_batch_id"],
    ];

    private static readonly string[][] References =
    [
        ["payout_batch_id"],
        ["batch_header", "payout_batch_id"],
        ["dispute_id"],
        ["id"],
    ];

    public static ProviderNews? Read(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject root ? Read(root, json) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The dispute a message is about; null when it is about something else, or no message.</summary>
    public static string? Dispute(string kind, string json)
    {
        if (!kind.StartsWith("CUSTOMER.DISPUTE.", StringComparison.Ordinal))
        {
            return null;
        }
        try
        {
            var id = PayPalApi.Text(JsonNode.Parse(json), "resource", "dispute_id");
            return id.Length > 0 ? id : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static ProviderNews? Read(JsonObject root, string json)
    {
        var id = PayPalApi.Text(root, "id");
        if (id.Length is 0 or > 200 || root["resource"] is not JsonObject about)
        {
            return null;
        }
        Guid? operation = Marks
            .Select(m => PayPalApi.Text(about, m))
            .Select(t => Guid.TryParse(t, out var g) ? g : (Guid?)null)
            .FirstOrDefault(g => g is not null);
        var at = DateTime.TryParse(
            PayPalApi.Text(root, "create_time"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : DateTime.UnixEpoch;
        var reference = References.Select(r => PayPalApi.Text(about, r)).FirstOrDefault(t => t.Length > 0) ?? "";
        return new(id, PayPalApi.Text(root, "event_type"), reference, operation, at, json);
    }
}
