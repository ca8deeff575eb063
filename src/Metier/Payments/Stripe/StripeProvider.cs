using System.Text.Json;
using Metier.Ledger;
using Metier.Platform;
using Stripe;
using Stripe.Checkout;

namespace Metier.Payments;

/// <summary>
/// Stripe. Cards are entered and confirmed on Stripe's own pages; charges are made on the platform's account and held
/// there; payouts are transfers to connected accounts, paid out from those.
/// </summary>
internal sealed partial class StripeProvider(
    StripeSettings settings,
    InstanceOptions instance,
    ProviderAccounts accounts,
    TimeProvider clock
) : IPaymentProvider
{
    /// <summary>Under this name every object at Stripe carries the id of its operation.</summary>
    public const string OperationKey = "operation";

    /// <summary>A confirmation nobody gave within this is given up.</summary>
    public static readonly TimeSpan PersonTakes = TimeSpan.FromHours(24);

    private readonly StripeCalls calls = new(settings);

    public string Id => "stripe";

    public ProviderCapabilities Capabilities { get; } =
        new()
        {
            Methods = new HashSet<PaymentMethodKind> { PaymentMethodKind.Card },
            Payouts = new HashSet<PayoutMethodKind> { PayoutMethodKind.Connected },
            Currencies = ProviderSettings.Split(settings.Currencies) is { Count: > 0 } only
                ? StripeCurrencies.Charges.Only(only)
                : StripeCurrencies.Charges,
            PayoutCurrencies = StripeCurrencies.Payouts,
            Rails = [PayoutRail.Stripe],
            PayoutCountries = ProviderSettings.Codes(settings.Countries),
            SendsWebhooks = true,
        };

    public async Task<ProviderAnswer> BeginInstrumentAsync(
        Guid operationId,
        InstrumentRequest request,
        CancellationToken ct
    )
    {
        try
        {
            var customer = await CustomerAsync(request.ClientId, ct);
            var session = await new SessionService(calls.Client).CreateAsync(
                new SessionCreateOptions
                {
                    Mode = "setup",
                    Customer = customer,
                    AllowedPaymentMethodTypes = ["card"],
                    Currency = instance.Currency.ToLowerInvariant(),
                    SuccessUrl = Absolute(request.ReturnUrl),
                    CancelUrl = Absolute(request.ReturnUrl),
                    Metadata = Mark(operationId),
                    SetupIntentData = new() { Metadata = Mark(operationId) },
                },
                StripeCalls.Once(operationId),
                ct
            );
            return Answer(session);
        }
        catch (StripeException e)
        {
            return StripeCalls.Refused(e);
        }
    }

    public async Task<ProviderAnswer> CollectAsync(Guid operationId, CollectRequest request, CancellationToken ct)
    {
        if (StripeCurrencies.Charges.ToUnits(request.Amount) is not { } units)
        {
            return new(ProviderStatus.Declined, Code: "not_supported");
        }
        var (customer, method) = Token(request.InstrumentToken);
        var service = new PaymentIntentService(calls.Client);
        try
        {
            var intent = await service.CreateAsync(
                new PaymentIntentCreateOptions
                {
                    Amount = units,
                    Currency = Code(request.Amount.Currency),
                    Customer = customer,
                    PaymentMethod = method,
                    AllowedPaymentMethodTypes = ["card"],
                    Confirm = true,
                    // The first time the client is here and the bank is to ask who they are; after that it is told that they are not.
                    OffSession = request.FirstTime ? null : true,
                    // A payment that is confirmed at once is asked for it, whether or not anybody will be sent there.
                    ReturnUrl = Absolute(request.ReturnUrl),
                    PaymentMethodOptions = request.FirstTime
                        ? new() { Card = new() { RequestThreeDSecure = "any" } }
                        : null,
                    Description = request.Descriptor,
                    TransferGroup = operationId.ToString("D"),
                    Metadata = Mark(operationId),
                },
                StripeCalls.Once(operationId),
                ct
            );
            return Answer(intent);
        }
        catch (StripeException e) when (e.StripeError?.PaymentIntent is { } refused)
        {
            return await AfterRefusalAsync(service, operationId, refused, e, request.ReturnUrl, ct);
        }
        catch (StripeException e)
        {
            return StripeCalls.Refused(e);
        }
    }

    public async Task<ProviderAnswer> RefundAsync(Guid operationId, RefundRequest request, CancellationToken ct)
    {
        if (StripeCurrencies.Charges.ToUnits(request.Amount) is not { } units)
        {
            return new(ProviderStatus.Declined, Code: "not_supported");
        }
        try
        {
            var refund = await new RefundService(calls.Client).CreateAsync(
                new RefundCreateOptions
                {
                    PaymentIntent = request.CollectionReference,
                    Amount = units,
                    Metadata = Mark(operationId),
                },
                StripeCalls.Once(operationId),
                ct
            );
            return Answer(refund);
        }
        catch (StripeException e)
        {
            return StripeCalls.Refused(e);
        }
    }

    public async Task<ProviderAnswer> FindAsync(OperationLookup lookup, CancellationToken ct)
    {
        try
        {
            return lookup.Kind switch
            {
                OperationKind.Instrument => await FindInstrumentAsync(lookup, ct),
                OperationKind.Collect => await FindChargeAsync(lookup, ct),
                OperationKind.Refund => await FindRefundAsync(lookup, ct),
                OperationKind.Payout => await FindPayoutAsync(lookup, ct),
                OperationKind.Evidence or OperationKind.Acceptance => await FindAnswerAsync(lookup, ct),
                _ => await FindPayeeAsync(lookup, ct),
            };
        }
        catch (StripeException e)
        {
            // A question changes nothing, so no answer to it is a refusal of what it was about.
            throw StripeCalls.NoAnswer(e);
        }
    }

    public Task<WebhookReading> ReadWebhookAsync(WebhookRequest request, CancellationToken ct)
    {
        var secrets = ProviderSettings.Split(settings.WebhookSecret);
        var problem = StripeSignature.Problem(
            request.Body.Span,
            request.Header("Stripe-Signature"),
            secrets,
            request.ReceivedAt
        );
        if (problem is not null)
        {
            return Task.FromResult(WebhookReading.Forged(problem));
        }
        var news = StripeNews.Read(System.Text.Encoding.UTF8.GetString(request.Body.Span));
        return Task.FromResult(news is null ? WebhookReading.Forged("not_an_event") : WebhookReading.Genuine(news));
    }

    /// <summary>
    /// The bank wants to see the person: the same payment is confirmed again with them there. Any other refusal is made
    /// final, so that a charge that failed here can never be paid there.
    /// </summary>
    private async Task<ProviderAnswer> AfterRefusalAsync(
        PaymentIntentService service,
        Guid operationId,
        PaymentIntent refused,
        StripeException error,
        string returnUrl,
        CancellationToken ct
    )
    {
        var said = error.StripeError;
        if (said.Type != "card_error")
        {
            return StripeCalls.Refused(error, refused.Id);
        }
        try
        {
            if (said.Code == "authentication_required" || said.DeclineCode == "authentication_required")
            {
                var confirmed = await service.ConfirmAsync(
                    refused.Id,
                    new PaymentIntentConfirmOptions
                    {
                        PaymentMethod = said.PaymentMethod?.Id ?? refused.PaymentMethodId,
                        ReturnUrl = Absolute(returnUrl),
                        OffSession = false,
                    },
                    StripeCalls.Once(operationId, "-here"),
                    ct
                );
                return Answer(confirmed);
            }
        }
        catch (StripeException again) when (again.StripeError?.Type == "card_error")
        {
            said = again.StripeError;
        }
        catch (StripeException e)
        {
            throw StripeCalls.NoAnswer(e);
        }
        return await CloseAsync(service, refused.Id, StripeCodes.Decline(said.DeclineCode, said.Code), ct);
    }

    /// <summary>Cancels a payment that is not to happen any more; when it has happened meanwhile, that is the answer.</summary>
    private static async Task<ProviderAnswer> CloseAsync(
        PaymentIntentService service,
        string intentId,
        string code,
        CancellationToken ct
    )
    {
        try
        {
            _ = await service.CancelAsync(intentId, cancellationToken: ct);
            return new(ProviderStatus.Declined, intentId, code);
        }
        catch (StripeException e)
        {
            var now = await service.GetAsync(intentId, cancellationToken: ct);
            return now.Status switch
            {
                "canceled" => new(ProviderStatus.Declined, intentId, code),
                // Still open: it has not failed before it is closed.
                "requires_payment_method" or "requires_confirmation" => throw StripeCalls.NoAnswer(e),
                _ => Answer(now),
            };
        }
    }

    private Task<string> CustomerAsync(Guid clientId, CancellationToken ct) =>
        accounts.GetAsync(
            Id,
            ProviderAccount.Customer,
            clientId,
            async () =>
            {
                // No name, no address: Stripe learns what the client tells it on its own page.
                var made = await new CustomerService(calls.Client).CreateAsync(
                    new CustomerCreateOptions { Metadata = new() { ["client"] = clientId.ToString("D") } },
                    new RequestOptions { IdempotencyKey = "client-" + clientId.ToString("N") },
                    ct
                );
                return made.Id;
            },
            ct
        );

    private static ProviderAnswer Answer(PaymentIntent intent) =>
        intent.Status switch
        {
            "succeeded" => new(ProviderStatus.Succeeded, intent.Id),
            "requires_action" => new(
                ProviderStatus.ActionRequired,
                intent.Id,
                Url: intent.NextAction?.RedirectToUrl?.Url
            ),
            "canceled" => new(ProviderStatus.Declined, intent.Id, "confirmation_expired"),
            "requires_payment_method" => new(
                ProviderStatus.Declined,
                intent.Id,
                StripeCodes.Decline(intent.LastPaymentError?.DeclineCode, intent.LastPaymentError?.Code)
            ),
            _ => new(ProviderStatus.Pending, intent.Id),
        };

    private static ProviderAnswer Answer(Refund refund) =>
        refund.Status switch
        {
            "succeeded" => new(ProviderStatus.Succeeded, refund.Id),
            "failed" or "canceled" => new(ProviderStatus.Declined, refund.Id, "refund_failed"),
            _ => new(ProviderStatus.Pending, refund.Id),
        };

    private static ProviderAnswer Answer(Session session)
    {
        if (session.Status == "expired")
        {
            return new(ProviderStatus.Declined, session.Id, "cancelled");
        }
        if (session.Status == "open")
        {
            return new(ProviderStatus.ActionRequired, session.Id, Url: session.Url);
        }
        return session.SetupIntent is { Status: "succeeded", PaymentMethod: { Card: { } card } method }
            ? new(
                ProviderStatus.Succeeded,
                session.Id,
                Instrument: new(
                    $"{session.CustomerId}|{method.Id}",
                    card.Brand ?? "card",
                    card.Last4 ?? "",
                    (int)card.ExpMonth,
                    (int)card.ExpYear
                )
            )
            : new(ProviderStatus.Pending, session.Id);
    }

    private string Absolute(string path) => instance.PublicUrl + path;

    private static Dictionary<string, string> Mark(Guid operationId) =>
        new() { [OperationKey] = operationId.ToString("D") };

    private static bool IsOf(Dictionary<string, string>? metadata, Guid operationId) =>
        metadata is not null && metadata.TryGetValue(OperationKey, out var id) && id == operationId.ToString("D");

    private static (string Customer, string Method) Token(string token)
    {
        var parts = token.Split('|');
        return parts.Length == 2 ? (parts[0], parts[1]) : (null!, token);
    }

    private static string Code(Currency currency) => currency.Code.ToLowerInvariant();

    private static T Request<T>(OperationLookup lookup) =>
        JsonSerializer.Deserialize<T>(lookup.Request, EventRegistry.Json)!;
}
