using System.Text.Json.Nodes;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.Extensions.Time.Testing;

namespace Metier.Tests.Payments.Providers;

/// <summary>
/// PayPal's answers, word for word of its documents (the OpenAPI files of paypal/paypal-rest-api-specifications and
/// developer.paypal.com, read on 27 November 2026): every documented status has its outcome here, and a word that is not
/// documented decides nothing.
/// </summary>
public class PayPalContractTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private static readonly Guid Id = new("0198a1b2-0000-7000-8000-000000000001");

    [Theory]
    [InlineData("CREATED", "ActionRequired", "Declined")]
    [InlineData("SAVED", "ActionRequired", "Declined")]
    [InlineData("PAYER_ACTION_REQUIRED", "ActionRequired", "Declined")]
    [InlineData("APPROVED", "Succeeded", "Succeeded")]
    [InlineData("COMPLETED", "Succeeded", "Succeeded")]
    [InlineData("VOIDED", "Declined", "Declined")]
    [InlineData("PENDING_APPROVAL", "Pending", "Pending")]
    [InlineData("", "Pending", "Pending")]
    public async Task Statuses_of_an_order(string status, string fresh, string afterThreeHours)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.On("GET", "/v2/checkout/orders/5O1", 200, Order(status, status == "COMPLETED" ? "COMPLETED" : null));
        vendor.On("POST", "/v2/checkout/orders/5O1/capture", 201, Order("COMPLETED", "COMPLETED"));
        using var payPal = Provider(vendor);
        Assert.Equal(fresh, (await payPal.FindAsync(Lookup(OperationKind.Collect, "5O1"), default)).Status.ToString());
        var old = Lookup(OperationKind.Collect, "5O1", TimeSpan.FromHours(3.1));
        Assert.Equal(afterThreeHours, (await payPal.FindAsync(old, default)).Status.ToString());
        Assert.Equal(status == "APPROVED" ? 2 : 0, vendor.Of("POST", "/v2/checkout/orders/5O1/capture").Count);
    }

    /// <summary>A completed order says nothing about the money: its capture does.</summary>
    [Theory]
    [InlineData("COMPLETED", "Succeeded")]
    [InlineData("PARTIALLY_REFUNDED", "Succeeded")]
    [InlineData("REFUNDED", "Succeeded")]
    [InlineData("DECLINED", "Declined")]
    [InlineData("FAILED", "Declined")]
    [InlineData("PENDING", "Pending")]
    [InlineData("SOMETHING_NEW", "Pending")]
    [InlineData(null, "Pending")]
    public async Task Statuses_of_a_capture(string? status, string expected)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.On("GET", "/v2/checkout/orders/5O1", 200, Order("COMPLETED", status));
        using var payPal = Provider(vendor);
        var answer = await payPal.FindAsync(Lookup(OperationKind.Collect, "5O1"), default);
        Assert.Equal(expected, answer.Status.ToString());
        Assert.Equal(expected == "Succeeded" ? "3C6" : "5O1", answer.Reference);
    }

    [Theory]
    [InlineData("BUYER_COMPLAINT")]
    [InlineData("CHARGEBACK")]
    [InlineData("ECHECK")]
    [InlineData("INTERNATIONAL_WITHDRAWAL")]
    [InlineData("OTHER")]
    [InlineData("PENDING_REVIEW")]
    [InlineData("RECEIVING_PREFERENCE_MANDATES_MANUAL_ACTION")]
    [InlineData("REFUNDED")]
    [InlineData("TRANSACTION_APPROVED_AWAITING_FUNDING")]
    [InlineData("UNILATERAL")]
    [InlineData("VERIFICATION_REQUIRED")]
    [InlineData("DECLINED_BY_RISK_FRAUD_FILTERS")]
    public async Task A_pending_capture_waits_whatever_the_reason(string reason)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.On("GET", "/v2/checkout/orders/5O1", 200, Order("COMPLETED", "PENDING", reason));
        using var payPal = Provider(vendor);
        var answer = await payPal.FindAsync(Lookup(OperationKind.Collect, "5O1", TimeSpan.FromDays(4)), default);
        Assert.Equal(ProviderStatus.Pending, answer.Status);
    }

    [Theory]
    [InlineData("COMPLETED", "Succeeded")]
    [InlineData("PENDING", "Pending")]
    [InlineData("CANCELLED", "Declined")]
    [InlineData("FAILED", "Declined")]
    [InlineData("SOMETHING_NEW", "Pending")]
    public async Task Statuses_of_a_refund(string status, string expected)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        var refund = $$"""{"id":"1JU","status":"{{status}}","custom_id":"{{Id}}"}""";
        vendor.On("GET", "/v2/payments/refunds/1JU", 200, refund);
        vendor.On("POST", "/v2/payments/captures/3C6/refund", 201, refund);
        using var payPal = Provider(vendor);
        var found = await payPal.FindAsync(Lookup(OperationKind.Refund, "1JU"), default);
        var made = await payPal.RefundAsync(Id, new("3C6", Eur(5)), default);
        Assert.All([found, made], a => Assert.Equal((expected, "1JU"), (a.Status.ToString(), a.Reference)));
    }

    public static TheoryData<string, string, string> Payouts()
    {
        var items = new Dictionary<string, string>
        {
            ["SUCCESS"] = "Succeeded",
            ["FAILED"] = "Declined",
            ["PENDING"] = "Pending",
            ["UNCLAIMED"] = "Pending",
            ["RETURNED"] = "Declined",
            ["ONHOLD"] = "Pending",
            ["BLOCKED"] = "Declined",
            ["REFUNDED"] = "Declined",
            ["REVERSED"] = "Declined",
            ["SOMETHING_NEW"] = "Pending",
            [""] = "Pending",
        };
        var data = new TheoryData<string, string, string>();
        foreach (var batch in new[] { "DENIED", "PENDING", "PROCESSING", "SUCCESS", "CANCELED", "SOMETHING_NEW" })
        {
            foreach (var (item, outcome) in items)
            {
                // "They were not processed" is what a denied batch means.
                var never = (batch is "DENIED" or "CANCELED") && (item is "" or "PENDING");
                data.Add(batch, item, never ? "Declined" : outcome);
            }
        }
        return data;
    }

    [Theory, MemberData(nameof(Payouts))]
    public async Task Statuses_of_a_payout(string batch, string item, string expected)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.On("GET", "/v1/payments/payouts/B4", 200, Batch(batch, item));
        using var payPal = Provider(vendor);
        var answer = await payPal.FindAsync(Lookup(OperationKind.Payout, "B4"), default);
        Assert.Equal((expected, "B4"), (answer.Status.ToString(), answer.Reference));
    }

    [Theory]
    [InlineData("CREATED", "ActionRequired")]
    [InlineData("PAYER_ACTION_REQUIRED", "ActionRequired")]
    [InlineData("APPROVED", "Succeeded")]
    [InlineData("VAULTED", "Succeeded")]
    [InlineData("TOKENIZED", "Succeeded")]
    [InlineData("SOMETHING_NEW", "Pending")]
    public async Task Statuses_of_a_setup_token(string status, string expected)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        var setup = new JsonObject
        {
            ["id"] = "5C9",
            ["status"] = status,
            ["customer"] = new JsonObject { ["id"] = "c1" },
            ["links"] = Links(("approve", "https://www.sandbox.paypal.com/agreements/approve?x=1")),
        };
        vendor.On("GET", "/v3/vault/setup-tokens/5C9", 200, setup.ToJsonString());
        vendor.On(
            "POST",
            "/v3/vault/payment-tokens",
            201,
            """{"id":"8kk","customer":{"id":"c1"},"payment_source":{"paypal":{"email_address":"ada@example.org"}}}"""
        );
        using var payPal = Provider(vendor);
        var answer = await payPal.FindAsync(Lookup(OperationKind.Instrument, "5C9"), default);
        Assert.Equal(expected, answer.Status.ToString());
        Assert.Equal(expected == "Succeeded" ? "8kk" : null, answer.Instrument?.Token);
        Assert.Equal(expected == "ActionRequired", answer.Url is not null);
    }

    /// <summary>The refusals of "Refund captured payment": which end the refund, and which do not.</summary>
    [Theory]
    [InlineData("CANNOT_BE_ZERO_OR_NEGATIVE", "refund_failed")]
    [InlineData("CANNOT_BE_NEGATIVE", "refund_failed")]
    [InlineData("DECIMAL_PRECISION", "not_supported")]
    [InlineData("DECIMALS_NOT_SUPPORTED", "not_supported")]
    [InlineData("INVALID_CURRENCY_CODE", "not_supported")]
    [InlineData("CURRENCY_MISMATCH", "not_supported")]
    [InlineData("REFUND_CAPTURE_CURRENCY_MISMATCH", "not_supported")]
    [InlineData("CAPTURE_FULLY_REFUNDED", "already_refunded")]
    [InlineData("REFUND_AMOUNT_EXCEEDED", "already_refunded")]
    [InlineData("REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK", "already_refunded")]
    [InlineData("TRANSACTION_DISPUTED", "already_refunded")]
    [InlineData("REFUND_NOT_ALLOWED", "refund_failed")]
    [InlineData("REFUND_TIME_LIMIT_EXCEEDED", "refund_failed")]
    [InlineData("REFUND_AMOUNT_TOO_LOW", "refund_failed")]
    [InlineData("REFUND_IS_RESTRICTED", "refund_failed")]
    [InlineData("PARTIAL_REFUND_NOT_ALLOWED", "refund_failed")]
    [InlineData("MAX_NUMBER_OF_REFUNDS_EXCEEDED", "refund_failed")]
    [InlineData("PENDING_CAPTURE", "refund_failed")]
    [InlineData("PAYEE_ACCOUNT_LOCKED_OR_CLOSED", "refund_failed")]
    [InlineData("PAYEE_ACCOUNT_RESTRICTED", "refund_failed")]
    [InlineData("PAYER_ACCOUNT_LOCKED_OR_CLOSED", "not_supported")]
    [InlineData("PLATFORM_FEE_EXCEEDED", "refund_failed")]
    [InlineData("PLATFORM_FEE_NOT_ENABLED", "refund_failed")]
    [InlineData("REFUND_FAILED_INSUFFICIENT_FUNDS", "balance_insufficient")]
    [InlineData("DUPLICATE_INVOICE_ID", "no_answer")]
    public async Task Refusals_of_a_refund(string issue, string code)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.On("POST", "/v2/payments/captures/3C6/refund", 422, Refusal("UNPROCESSABLE_ENTITY", issue));
        vendor.On("GET", "/v1/reporting/transactions", 200, """{"transaction_details":[],"total_pages":0}""");
        using var payPal = Provider(vendor);
        var answer = await payPal.RefundAsync(Id, new("3C6", Eur(5)), default);
        var open = code is "balance_insufficient" or "no_answer";
        Assert.Equal((open ? ProviderStatus.Unknown : ProviderStatus.Declined, code), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData(302), InlineData(401), InlineData(403), InlineData(408), InlineData(409)]
    [InlineData(425), InlineData(429), InlineData(500), InlineData(502), InlineData(503)]
    public async Task What_is_neither_done_nor_refused_is_not_known(int status)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        var body = Refusal("INTERNAL_SERVER_ERROR", "");
        vendor.On("POST", "/v2/checkout/orders", status, body);
        vendor.On("POST", "/v2/payments/captures/3C6/refund", status, body);
        vendor.On("POST", "/v1/payments/payouts", status, body);
        vendor.On("GET", "/v2/checkout/orders/5O1", status, body);
        vendor.On("GET", "/v2/payments/refunds/1JU", status, body);
        vendor.On("GET", "/v1/payments/payouts/B4", status, body);
        using var payPal = Provider(vendor);
        await Assert.ThrowsAsync<HttpRequestException>(() => payPal.CollectAsync(Id, Collect, default));
        await Assert.ThrowsAsync<HttpRequestException>(() => payPal.RefundAsync(Id, new("3C6", Eur(5)), default));
        await Assert.ThrowsAsync<HttpRequestException>(() => payPal.PayoutAsync(Id, PaidOut, default));
        foreach (
            var lookup in new[]
            {
                Lookup(OperationKind.Collect, "5O1"),
                Lookup(OperationKind.Refund, "1JU"),
                Lookup(OperationKind.Payout, "B4"),
            }
        )
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => payPal.FindAsync(lookup, default));
        }
    }

    [Fact]
    public async Task An_answer_without_a_document_is_no_success_and_no_refusal()
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        foreach (
            var path in new[] { "/v2/checkout/orders", "/v2/payments/captures/3C6/refund", "/v1/payments/payouts" }
        )
        {
            vendor.On("POST", path, 201, "{}");
        }
        using var payPal = Provider(vendor);
        Assert.Equal(ProviderStatus.Pending, (await payPal.CollectAsync(Id, Collect, default)).Status);
        Assert.Equal(ProviderStatus.Pending, (await payPal.RefundAsync(Id, new("3C6", Eur(5)), default)).Status);
        Assert.Equal(ProviderStatus.Pending, (await payPal.PayoutAsync(Id, PaidOut, default)).Status);
    }

    internal static Money Eur(decimal amount) => PaymentOptions.Amount(amount, Currency.Eur);

    internal static CollectRequest Collect => new("8kk", Eur(12.3m), "/payments/return/1", "Milestone 2: API");

    internal static PayoutRequest PaidOut => new(PayoutMethodKind.PayPal, "Zoe", "zoe@example.org", Eur(50), "FR");

    internal static PayPalProvider Provider(
        ScriptedVendor vendor,
        PayPalCertificates? certificates = null,
        string currencies = ""
    ) =>
        new(
            new PayPalSettings
            {
                ClientId = "client",
                ClientSecret = "secret",
                WebhookId = "1JE4291016473214C",
                Environment = "sandbox",
                ApiBase = vendor.Address,
                Currencies = currencies,
            },
            new InstanceOptions { PublicUrl = "https://market.example", Sandbox = true },
            certificates ?? new PayPalCertificates(),
            new FakeTimeProvider(Now)
        );

    internal static OperationLookup Lookup(OperationKind kind, string reference, TimeSpan age = default) =>
        new(Id, kind, reference, Now.UtcDateTime - age, "{}");

    internal static string Refusal(string name, string issue) =>
        new JsonObject
        {
            ["name"] = name,
            ["message"] = "…",
            ["debug_id"] = "90957fca61718",
            ["details"] = new JsonArray(new JsonObject { ["issue"] = issue, ["description"] = "…" }),
            ["links"] = new JsonArray(),
        }.ToJsonString();

    internal static string Order(string status, string? capture, string? reason = null)
    {
        var unit = new JsonObject { ["reference_id"] = "default", ["custom_id"] = Id.ToString() };
        if (capture is not null)
        {
            unit["payments"] = new JsonObject
            {
                ["captures"] = new JsonArray(
                    new JsonObject
                    {
                        ["id"] = "3C6",
                        ["status"] = capture,
                        ["status_details"] = reason is null ? null : new JsonObject { ["reason"] = reason },
                    }
                ),
            };
        }
        return new JsonObject
        {
            ["id"] = "5O1",
            ["status"] = status,
            ["purchase_units"] = new JsonArray(unit),
            ["links"] = Links(("payer-action", "https://www.sandbox.paypal.com/checkoutnow?token=5O1")),
        }.ToJsonString();
    }

    internal static string Batch(string status, string item) =>
        new JsonObject
        {
            ["batch_header"] = new JsonObject { ["payout_batch_id"] = "B4", ["batch_status"] = status },
            ["items"] = new JsonArray(
                new JsonObject
                {
                    ["payout_item_id"] = "I7",
                    ["payout_batch_id"] = "B4",
                    ["transaction_status"] = item,
                    // PayPal writes an empty object here as well as an empty list.
                    ["errors"] = new JsonObject { ["name"] = "RECEIVER_UNREGISTERED", ["details"] = new JsonObject() },
                }
            ),
        }.ToJsonString();

    internal static JsonArray Links(params (string Rel, string Href)[] links) =>
        [
            .. links.Select(l =>
                (JsonNode)
                    new JsonObject
                    {
                        ["rel"] = l.Rel,
                        ["href"] = l.Href,
                        ["method"] = "GET",
                    }
            ),
        ];
}
