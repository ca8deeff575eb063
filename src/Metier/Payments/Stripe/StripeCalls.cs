using Stripe;

namespace Metier.Payments;

/// <summary>The connection to Stripe, and what its errors mean for an operation.</summary>
internal sealed class StripeCalls(StripeSettings settings)
{
    private static readonly HttpClient Http = new(
        new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }
    )
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>Retries are ours: they ask before they send.</summary>
    public StripeClient Client { get; } =
        new(
            apiKey: settings.SecretKey,
            httpClient: new SystemNetHttpClient(Http, maxNetworkRetries: 0, enableTelemetry: false),
            apiBase: settings.ApiBase.Length > 0 ? settings.ApiBase : null
        );

    /// <summary>The same key makes the same thing once, for a day; after that the thing itself is looked for.</summary>
    public static RequestOptions Once(Guid operationId, string step = "", string? account = null) =>
        new() { IdempotencyKey = operationId.ToString("N") + step, StripeAccount = account };

    /// <summary>
    /// Stripe's refusals of a request. Only what Stripe says it did not do is refused; everything else throws, and is
    /// asked for later.
    /// </summary>
    public static ProviderAnswer Refused(StripeException error, string reference = "")
    {
        var said = error.StripeError;
        var status = (int)error.HttpStatusCode;
        if (said?.Code == "balance_insufficient")
        {
            return new(ProviderStatus.Unknown, reference, "balance_insufficient");
        }
        if (
            said?.Type is "card_error" or "invalid_request_error"
            && status is >= 400 and < 500 and not (401 or 403 or 408 or 409 or 424 or 425 or 429)
        )
        {
            return new(ProviderStatus.Declined, reference, StripeCodes.Decline(said.DeclineCode, said.Code));
        }
        throw NoAnswer(error);
    }

    public static HttpRequestException NoAnswer(StripeException error) =>
        new($"Stripe answered {(int)error.HttpStatusCode} {error.StripeError?.Type} {error.StripeError?.Code}", error);
}
