using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Metier.Ledger;
using Metier.Platform;

namespace Metier.Payments;

/// <summary>
/// PayPal: accounts are kept in its vault after the client agreed on its page, charges are orders captured at once, refunds
/// of captures, payouts to addresses.
/// </summary>
internal sealed partial class PayPalProvider(
    PayPalSettings settings,
    InstanceOptions instance,
    PayPalCertificates certificates,
    TimeProvider clock
) : IPaymentProvider, IDisposable
{
    /// <summary>A confirmation nobody gave within this is given up; PayPal's own pages live three hours.</summary>
    public static readonly TimeSpan PersonTakes = TimeSpan.FromHours(3);

    /// <summary>How long sending an order again under its id is sure to be the same order (PayPal keeps ids for six hours).</summary>
    private static readonly TimeSpan OrdersRemembered = TimeSpan.FromHours(5);

    /// <summary>The same for refunds and payouts, which are kept for 45 and 30 days.</summary>
    private static readonly TimeSpan RefundsRemembered = TimeSpan.FromDays(29);

    private readonly PayPalApi api = new(settings, clock);

    public string Id => "paypal";

    public ProviderCapabilities Capabilities { get; } =
        new()
        {
            Methods = new HashSet<PaymentMethodKind> { PaymentMethodKind.PayPal },
            Payouts = new HashSet<PayoutMethodKind> { PayoutMethodKind.PayPal },
            Currencies = ProviderSettings.Split(settings.Currencies) is { Count: > 0 } only
                ? PayPalCurrencies.All.Only(only)
                : PayPalCurrencies.All,
            PayoutCurrencies = ProviderSettings.Split(settings.Currencies) is { Count: > 0 } paid
                ? PayPalCurrencies.Payouts.Only(
                    paid.Where(c => PayPalCurrencies.Payouts.Codes.Contains(c, StringComparer.OrdinalIgnoreCase))
                )
                : PayPalCurrencies.Payouts,
            Rails = [PayoutRail.PayPal],
            PayoutCountries = ProviderSettings.Codes(settings.Countries),
            SendsWebhooks = true,
        };

    public async Task<ProviderAnswer> BeginInstrumentAsync(
        Guid operationId,
        InstrumentRequest request,
        CancellationToken ct
    )
    {
        var body = new JsonObject
        {
            ["payment_source"] = new JsonObject
            {
                ["paypal"] = new JsonObject
                {
                    ["usage_type"] = "MERCHANT",
                    ["experience_context"] = new JsonObject
                    {
                        ["return_url"] = instance.PublicUrl + request.ReturnUrl,
                        ["cancel_url"] = instance.PublicUrl + request.ReturnUrl,
                        ["shipping_preference"] = "NO_SHIPPING",
                    },
                },
            },
        };
        var made = await api.PostAsync("v3/vault/setup-tokens", body, Key(operationId), ct);
        return made.Ok ? await SetupAsync(operationId, made, ct) : Refused(made);
    }

    public async Task<ProviderAnswer> CollectAsync(Guid operationId, CollectRequest request, CancellationToken ct)
    {
        if (PayPalCurrencies.Write(request.Amount) is not { } value)
        {
            return new(ProviderStatus.Declined, Code: "not_supported");
        }
        var body = new JsonObject
        {
            ["intent"] = "CAPTURE",
            ["purchase_units"] = new JsonArray(
                new JsonObject
                {
                    ["custom_id"] = operationId.ToString("D"),
                    ["invoice_id"] = operationId.ToString("D"),
                    ["description"] = request.Descriptor,
                    ["amount"] = Amount(request.Amount.Currency, value),
                }
            ),
            ["payment_source"] = new JsonObject
            {
                ["paypal"] = new JsonObject
                {
                    ["vault_id"] = request.InstrumentToken,
                    ["experience_context"] = new JsonObject
                    {
                        ["return_url"] = instance.PublicUrl + request.ReturnUrl,
                        ["cancel_url"] = instance.PublicUrl + request.ReturnUrl,
                        ["shipping_preference"] = "NO_SHIPPING",
                    },
                },
            },
        };
        var made = await api.PostAsync("v2/checkout/orders", body, Key(operationId), ct);
        return made.Ok ? await OrderAsync(operationId, made, null, ct)
            : made.Issue == "DUPLICATE_INVOICE_ID" ? await DoneBeforeAsync(operationId, OperationKind.Collect, ct)
            : Refused(made);
    }

    public async Task<ProviderAnswer> RefundAsync(Guid operationId, RefundRequest request, CancellationToken ct)
    {
        if (PayPalCurrencies.Write(request.Amount) is not { } value)
        {
            return new(ProviderStatus.Declined, Code: "not_supported");
        }
        var body = new JsonObject
        {
            ["amount"] = Amount(request.Amount.Currency, value),
            ["custom_id"] = operationId.ToString("D"),
            ["invoice_id"] = operationId.ToString("D"),
        };
        var path = $"v2/payments/captures/{Uri.EscapeDataString(request.CollectionReference)}/refund";
        var made = await api.PostAsync(path, body, Key(operationId), ct);
        return made.Issue switch
        {
            _ when made.Ok => Refund(made),
            // Money of ours that is missing is no refusal: it is asked for again.
            "REFUND_FAILED_INSUFFICIENT_FUNDS" => new(
                ProviderStatus.Unknown,
                Code: "balance_insufficient",
                AskAgainAt: In(TimeSpan.FromHours(6))
            ),
            "DUPLICATE_INVOICE_ID" => await DoneBeforeAsync(operationId, OperationKind.Refund, ct),
            _ => Refused(made) is { Code: "declined" } refused
                ? refused with
                {
                    Code = "refund_failed",
                }
                : Refused(made),
        };
    }

    public async Task<ProviderAnswer> PayoutAsync(Guid operationId, PayoutRequest request, CancellationToken ct)
    {
        if (PayPalCurrencies.Write(request.Amount) is not { } value)
        {
            return new(ProviderStatus.Declined, Code: "currency_wrong");
        }
        var body = new JsonObject
        {
            ["sender_batch_header"] = new JsonObject { ["sender_batch_id"] = operationId.ToString("D") },
            ["items"] = new JsonArray(
                new JsonObject
                {
                    ["recipient_type"] = "EMAIL",
                    ["receiver"] = request.Destination,
                    ["sender_item_id"] = operationId.ToString("D"),
                    ["amount"] = new JsonObject { ["value"] = value, ["currency"] = request.Amount.Currency.Code },
                }
            ),
        };
        var made = await api.PostAsync("v1/payments/payouts", body, null, ct);
        if (made.Ok)
        {
            return new(
                ProviderStatus.Pending,
                made.Text("batch_header", "payout_batch_id"),
                AskAgainAt: In(TimeSpan.FromMinutes(1))
            );
        }
        // A batch of the same id is there already: the error leads to it.
        if (made.EarlierBatch is { } batch)
        {
            return await PayoutOfAsync(batch, ct);
        }
        return made.Name switch
        {
            "INSUFFICIENT_FUNDS" => new(
                ProviderStatus.Unknown,
                Code: "balance_insufficient",
                AskAgainAt: In(TimeSpan.FromHours(6))
            ),
            // That is also how PayPal says that it knows the batch, in sentences that nothing can be built on.
            "USER_BUSINESS_ERROR" => await DoneBeforeAsync(operationId, OperationKind.Payout, ct),
            _ => new(ProviderStatus.Declined, Code: PayPalCodes.Payout(made.Issue)),
        };
    }

    public async Task<WebhookReading> ReadWebhookAsync(WebhookRequest request, CancellationToken ct)
    {
        if (PayPalCertificates.Address(request.Header("PAYPAL-CERT-URL")) is not { } address)
        {
            return WebhookReading.Forged("foreign_certificate");
        }
        string? problem;
        try
        {
            var certificate = await certificates.FindAsync(address, request.ReceivedAt, ct);
            problem = certificate is null
                ? "foreign_certificate"
                : PayPalSignature.Problem(request, settings.WebhookId, certificate);
        }
        catch (HttpRequestException)
        {
            // The certificate cannot be had: PayPal itself is asked whether it said this.
            problem = await AskPayPalAsync(request, ct) ? null : "wrong_signature";
        }
        if (problem is not null)
        {
            return WebhookReading.Forged(problem);
        }
        var news = PayPalNews.Read(Encoding.UTF8.GetString(request.Body.Span));
        return news is null ? WebhookReading.Forged("not_an_event") : WebhookReading.Genuine(news);
    }

    public void Dispose() => api.Dispose();

    private async Task<bool> AskPayPalAsync(WebhookRequest request, CancellationToken ct)
    {
        var head = new JsonObject
        {
            ["auth_algo"] = request.Header("PAYPAL-AUTH-ALGO"),
            ["cert_url"] = request.Header("PAYPAL-CERT-URL"),
            ["transmission_id"] = request.Header("PAYPAL-TRANSMISSION-ID"),
            ["transmission_sig"] = request.Header("PAYPAL-TRANSMISSION-SIG"),
            ["transmission_time"] = request.Header("PAYPAL-TRANSMISSION-TIME"),
            ["webhook_id"] = settings.WebhookId,
        }.ToJsonString();
        // The event goes back byte for byte: written anew it would have another checksum.
        var body = $"{head[..^1]},\"webhook_event\":{Encoding.UTF8.GetString(request.Body.Span)}}}";
        var answer = await api.PostRawAsync("v1/notifications/verify-webhook-signature", body, ct);
        return answer.Ok && answer.Text("verification_status") == "SUCCESS";
    }

    private static JsonObject Amount(Currency currency, string value) =>
        new() { ["currency_code"] = currency.Code, ["value"] = value };

    private static string Key(Guid operationId, string step = "") => operationId.ToString("N") + step;

    private static ProviderAnswer Refused(PayPalAnswer answer) =>
        new(ProviderStatus.Declined, Code: PayPalCodes.Decline(answer.Issue));

    private DateTime In(TimeSpan time) => clock.GetUtcNow().UtcDateTime + time;

    private bool OlderThan(OperationLookup lookup, TimeSpan age) =>
        clock.GetUtcNow().UtcDateTime - lookup.CreatedAt > age;

    private static T Request<T>(OperationLookup lookup) =>
        JsonSerializer.Deserialize<T>(lookup.Request, EventRegistry.Json)!;
}
