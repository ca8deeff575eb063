using System.Text.Json;
using System.Text.Json.Nodes;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Metier.Tests.Payments.Providers;

/// <summary>
/// Stripe's answers, word for word of its documents (the reference in Stripe.net 53.1, API 2026-10-28, and docs.stripe.com,
/// read on 27 November 2026): every documented status has its outcome here, and a word that is not documented decides nothing.
/// </summary>
public class StripeContractTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    internal static readonly Guid Id = new("0198a1b2-0000-7000-8000-000000000001");
    private static readonly string Mark = $$"""{"operation":"{{Id:D}}"}""";

    [Theory]
    [InlineData("requires_payment_method", "Declined", "Declined")]
    [InlineData("requires_confirmation", "Pending", "Pending")]
    [InlineData("requires_action", "ActionRequired", "Declined")]
    [InlineData("processing", "Pending", "Pending")]
    [InlineData("requires_capture", "Pending", "Pending")]
    [InlineData("canceled", "Declined", "Declined")]
    [InlineData("succeeded", "Succeeded", "Succeeded")]
    [InlineData("something_new", "Pending", "Pending")]
    public async Task Statuses_of_a_payment(string status, string fresh, string afterADay)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.On("GET", "/v1/payment_intents/pi_1", 200, Intent(status));
        vendor.On("POST", "/v1/payment_intents/pi_1/cancel", 200, Intent("canceled"));
        var stripe = Provider(vendor);
        var answer = await stripe.FindAsync(Lookup(OperationKind.Collect, "pi_1"), default);
        Assert.Equal((fresh, "pi_1"), (answer.Status.ToString(), answer.Reference));
        Assert.Equal(status == "requires_action" ? "https://hooks.stripe.com/3ds" : null, answer.Url);
        var old = Lookup(OperationKind.Collect, "pi_1", TimeSpan.FromHours(24.1));
        Assert.Equal(afterADay, (await stripe.FindAsync(old, default)).Status.ToString());
        // What failed here can never be paid there.
        var cancelled = status switch
        {
            "requires_payment_method" => 2,
            "requires_action" => 1,
            _ => 0,
        };
        Assert.Equal(cancelled, vendor.Of("POST", "/v1/payment_intents/pi_1/cancel").Count);
    }

    [Fact]
    public async Task A_payment_that_cannot_be_closed_has_not_failed()
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.On("GET", "/v1/payment_intents/pi_1", 200, Intent("requires_payment_method"));
        vendor.On("POST", "/v1/payment_intents/pi_1/cancel", 500, Error("api_error", null));
        var stripe = Provider(vendor);
        var lookup = Lookup(OperationKind.Collect, "pi_1");
        await Assert.ThrowsAsync<HttpRequestException>(() => stripe.FindAsync(lookup, default));
    }

    [Theory]
    [InlineData("pending", "Pending")]
    [InlineData("requires_action", "Pending")]
    [InlineData("succeeded", "Succeeded")]
    [InlineData("failed", "Declined")]
    [InlineData("canceled", "Declined")]
    [InlineData("something_new", "Pending")]
    public async Task Statuses_of_a_refund(string status, string expected)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        var refund = $$"""{"id":"re_1","object":"refund","status":"{{status}}","metadata":{{Mark}}}""";
        vendor.On("GET", "/v1/refunds/re_1", 200, refund);
        vendor.On("POST", "/v1/refunds", 200, refund);
        var stripe = Provider(vendor);
        var found = await stripe.FindAsync(Lookup(OperationKind.Refund, "re_1"), default);
        var made = await stripe.RefundAsync(Id, new("pi_1", Eur(5)), default);
        Assert.All([found, made], a => Assert.Equal((expected, "re_1"), (a.Status.ToString(), a.Reference)));
    }

    [Theory]
    [InlineData("pending", "Pending")]
    [InlineData("in_transit", "Pending")]
    [InlineData("paid", "Succeeded")]
    [InlineData("failed", "Declined")]
    [InlineData("canceled", "Declined")]
    [InlineData("something_new", "Pending")]
    public async Task Statuses_of_a_payout(string status, string expected)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.On("GET", "/v1/transfers/tr_1", 200, Transfer(reversed: false));
        vendor.On("GET", "/v1/payouts", 200, List(Payout(status)));
        vendor.On("POST", "/v1/transfers/tr_1/reversals", 200, """{"id":"trr_1","object":"transfer_reversal"}""");
        var stripe = Provider(vendor);
        var answer = await stripe.FindAsync(Lookup(OperationKind.Payout, "tr_1"), default);
        Assert.Equal((expected, "tr_1"), (answer.Status.ToString(), answer.Reference));
        // A payout that failed leaves the money in the account there; it is taken back.
        Assert.Equal(expected == "Declined" ? 1 : 0, vendor.Of("POST", "/v1/transfers/tr_1/reversals").Count);
        vendor.On("GET", "/v1/transfers/tr_1", 200, Transfer(reversed: true));
        answer = await stripe.FindAsync(Lookup(OperationKind.Payout, "tr_1"), default);
        Assert.Equal(ProviderStatus.Declined, answer.Status);
    }

    [Theory]
    [InlineData("open", "requires_payment_method", "ActionRequired")]
    [InlineData("expired", "requires_payment_method", "Declined")]
    [InlineData("complete", "succeeded", "Succeeded")]
    [InlineData("complete", "requires_payment_method", "Pending")]
    [InlineData("complete", "requires_confirmation", "Pending")]
    [InlineData("complete", "requires_action", "Pending")]
    [InlineData("complete", "processing", "Pending")]
    [InlineData("complete", "canceled", "Pending")]
    [InlineData("something_new", "something_new", "Pending")]
    public async Task Statuses_of_a_session_and_its_setup(string session, string setup, string expected)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.On(
            "GET",
            "/v1/checkout/sessions/cs_1",
            200,
            $$"""
            {"id":"cs_1","object":"checkout.session","status":"{{session}}","mode":"setup","customer":"cus_1",
             "url":"https://checkout.stripe.com/c/pay/cs_1","metadata":{{Mark}},
             "setup_intent":{"id":"seti_1","object":"setup_intent","status":"{{setup}}","payment_method":
              {"id":"pm_1","object":"payment_method","type":"card",
               "card":{"brand":"visa","last4":"4242","exp_month":8,"exp_year":2030} } } }
            """
        );
        var stripe = Provider(vendor);
        var answer = await stripe.FindAsync(Lookup(OperationKind.Instrument, "cs_1"), default);
        Assert.Equal(expected, answer.Status.ToString());
        Assert.Equal(
            expected == "Succeeded" ? new InstrumentFacts("cus_1|pm_1", "visa", "4242", 8, 2030) : null,
            answer.Instrument
        );
        Assert.Equal("setup_intent.payment_method", vendor.Calls[^1].Query["expand[0]"]);
    }

    [Theory]
    [InlineData("action_required.requested_capabilities", false, "Pending")]
    [InlineData("listed", false, "Pending")]
    [InlineData("other", false, "Pending")]
    [InlineData("platform_paused", false, "Pending")]
    [InlineData("requirements.pending_verification", false, "Pending")]
    [InlineData("under_review", false, "Pending")]
    [InlineData("something_new", false, "Pending")]
    [InlineData("requirements.past_due", true, "ActionRequired")]
    [InlineData("requirements.pending_verification", true, "ActionRequired")]
    [InlineData("rejected.fraud", false, "Declined")]
    [InlineData("rejected.incomplete_verification", false, "Declined")]
    [InlineData("rejected.listed", false, "Declined")]
    [InlineData("rejected.other", true, "Declined")]
    [InlineData("rejected.platform_fraud", false, "Declined")]
    [InlineData("rejected.platform_other", false, "Declined")]
    [InlineData("rejected.platform_terms_of_service", false, "Declined")]
    [InlineData("rejected.terms_of_service", false, "Declined")]
    public async Task Reasons_why_an_account_is_not_paid_out(string reason, bool due, string expected)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.On("GET", "/v1/accounts/acct_0001", 200, Account(false, reason, due));
        vendor.On(
            "POST",
            "/v1/account_links",
            200,
            """{"object":"account_link","url":"https://connect.stripe.com/s"}"""
        );
        var stripe = Provider(vendor);
        var lookup = Lookup(OperationKind.Payee, "acct_0001") with
        {
            Request = JsonSerializer.Serialize(new PayeeRequest(Id, "FR", "/r", "/f"), EventRegistry.Json),
        };
        var answer = await stripe.FindAsync(lookup, default);
        Assert.Equal(expected, answer.Status.ToString());
        Assert.Equal(expected == "ActionRequired" ? "https://connect.stripe.com/s" : null, answer.Url);

        vendor.On("GET", "/v1/accounts/acct_0001", 200, Account(true, null, due));
        var complete = await stripe.FindAsync(lookup, default);
        Assert.Equal(new InstrumentFacts("acct_0001", "BANK", "3000", 0, 0), complete.Instrument);
    }

    /// <summary>Refused is only what Stripe says it did not do.</summary>
    [Theory]
    [InlineData(402, "card_error", "Declined")]
    [InlineData(400, "invalid_request_error", "Declined")]
    [InlineData(404, "invalid_request_error", "Declined")]
    [InlineData(400, "idempotency_error", "")]
    [InlineData(401, "invalid_request_error", "")]
    [InlineData(403, "invalid_request_error", "")]
    [InlineData(409, "invalid_request_error", "")]
    [InlineData(424, "invalid_request_error", "")]
    [InlineData(429, "invalid_request_error", "")]
    [InlineData(500, "api_error", "")]
    [InlineData(502, "api_error", "")]
    [InlineData(503, "api_error", "")]
    [InlineData(400, "something_new", "")]
    public async Task Kinds_of_errors(int status, string type, string expected)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        foreach (var path in new[] { "/v1/payment_intents", "/v1/refunds", "/v1/transfers" })
        {
            vendor.On("POST", path, status, Error(type, null));
        }
        var stripe = Provider(vendor);
        foreach (
            var attempt in new Func<Task<ProviderAnswer>>[]
            {
                () => stripe.CollectAsync(Id, Collect, default),
                () => stripe.RefundAsync(Id, new("pi_1", Eur(5)), default),
                () => stripe.PayoutAsync(Id, PaidOut, default),
            }
        )
        {
            if (expected.Length == 0)
            {
                await Assert.ThrowsAsync<HttpRequestException>(attempt);
            }
            else
            {
                Assert.Equal(expected, (await attempt()).Status.ToString());
            }
        }
    }

    [Fact]
    public async Task An_empty_balance_is_no_refusal()
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.On("POST", "/v1/refunds", 400, Error("invalid_request_error", "balance_insufficient"));
        vendor.On("POST", "/v1/transfers", 400, Error("invalid_request_error", "balance_insufficient"));
        var stripe = Provider(vendor);
        var refund = await stripe.RefundAsync(Id, new("pi_1", Eur(5)), default);
        var payout = await stripe.PayoutAsync(Id, PaidOut, default);
        Assert.All(
            [refund, payout],
            a => Assert.Equal((ProviderStatus.Unknown, "balance_insufficient"), (a.Status, a.Code))
        );
        // The key repeats its answer for 24 hours at least.
        Assert.True(payout.AskAgainAt > Now.UtcDateTime.AddHours(24));
    }

    internal static Money Eur(decimal amount) => PaymentOptions.Amount(amount, Currency.Eur);

    internal static CollectRequest Collect => new("cus_1|pm_1", Eur(12.3m), "/payments/return/1", "Milestone 2: API");

    internal static PayoutRequest PaidOut => new(PayoutMethodKind.Connected, "Zoe", "acct_0001", Eur(50), "FR");

    internal static StripeProvider Provider(ScriptedVendor vendor, IServiceProvider? services = null) =>
        new(
            new StripeSettings
            {
                SecretKey = "sk_test_contract",
                WebhookSecret = "whsec_contract,whsec_next",
                ApiBase = vendor.Address,
            },
            new InstanceOptions { PublicUrl = "https://market.example", Sandbox = true },
            new ProviderAccounts(
                (services ?? new ServiceCollection().BuildServiceProvider()).GetRequiredService<IServiceScopeFactory>()
            ),
            new FakeTimeProvider(Now)
        );

    internal static OperationLookup Lookup(OperationKind kind, string reference, TimeSpan age = default) =>
        new(Id, kind, reference, Now.UtcDateTime - age, "{}");

    internal static string List(params string[] items) =>
        $$"""{"object":"list","has_more":false,"data":[{{string.Join(',', items)}}]}""";

    internal static string Intent(string status) =>
        new JsonObject
        {
            ["id"] = "pi_1",
            ["object"] = "payment_intent",
            ["status"] = status,
            ["amount"] = 1230,
            ["currency"] = "eur",
            ["metadata"] = JsonNode.Parse(Mark),
            ["next_action"] =
                status == "requires_action"
                    ? JsonNode.Parse(
                        """{"type":"redirect_to_url","redirect_to_url":{"url":"https://hooks.stripe.com/3ds","return_url":"https://market.example/r"}}"""
                    )
                    : null,
        }.ToJsonString();

    internal static string Payout(string status) =>
        $$"""{"id":"po_1","object":"payout","status":"{{status}}","amount":5000,"currency":"eur","created":1795424400,"arrival_date":1795597200,"metadata":{{Mark}}}""";

    internal static string Transfer(bool reversed) =>
        $$"""{"id":"tr_1","object":"transfer","amount":5000,"currency":"eur","created":1795424400,"destination":"acct_0001","destination_payment":"py_1","reversed":{{(reversed ? "true" : "false")}},"metadata":{{Mark}}}""";

    internal static string Error(string type, string? code) =>
        new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["type"] = type,
                ["code"] = code,
                ["message"] = "…",
            },
        }.ToJsonString();

    private static string Account(bool enabled, string? reason, bool due) =>
        new JsonObject
        {
            ["id"] = "acct_0001",
            ["object"] = "account",
            ["type"] = "express",
            ["details_submitted"] = true,
            ["payouts_enabled"] = enabled,
            ["requirements"] = new JsonObject
            {
                ["currently_due"] = due ? new JsonArray("individual.verification.document") : new JsonArray(),
                ["disabled_reason"] = reason,
            },
            ["external_accounts"] = JsonNode.Parse(
                List(
                    """{"id":"ba_1","object":"bank_account","bank_name":"BANK","last4":"3000","currency":"eur","country":"FR"}"""
                )
            ),
        }.ToJsonString();
}
