namespace Metier.Payments;

/// <summary>A message that claims to come from a provider.</summary>
/// <param name="Body">The bytes as they came: signatures are over these and nothing else.</param>
/// <param name="Headers">The headers, by name without regard to case.</param>
/// <param name="ReceivedAt">When it came, UTC.</param>
public sealed record WebhookRequest(
    ReadOnlyMemory<byte> Body,
    IReadOnlyDictionary<string, string> Headers,
    DateTime ReceivedAt
)
{
    /// <summary>A header, or an empty text.</summary>
    public string Header(string name) => Headers.TryGetValue(name, out var value) ? value : "";
}

/// <summary>Something a provider tells: which object to look at. What it says of the object is not believed but asked for.</summary>
/// <param name="EventId">The provider's id of the message: unique at this provider.</param>
/// <param name="Kind">The provider's word for what happened.</param>
/// <param name="Reference">The provider's id of the object, or empty.</param>
/// <param name="OperationId">Our id of the operation, where the object carries it.</param>
/// <param name="HappenedAt">When, by the provider's clock, UTC.</param>
/// <param name="Payload">The message as it came.</param>
public sealed record ProviderNews(
    string EventId,
    string Kind,
    string Reference,
    Guid? OperationId,
    DateTime HappenedAt,
    string Payload
);

/// <summary>What was read from a message.</summary>
/// <param name="News">What it tells; null when it is not genuine.</param>
/// <param name="Problem">Why it is not believed: a stable word.</param>
public sealed record WebhookReading(ProviderNews? News, string? Problem)
{
    /// <summary>A message of the provider.</summary>
    public static WebhookReading Genuine(ProviderNews news) => new(news, null);

    /// <summary>A message of somebody else, or an old one again.</summary>
    public static WebhookReading Forged(string problem) => new(null, problem);
}
