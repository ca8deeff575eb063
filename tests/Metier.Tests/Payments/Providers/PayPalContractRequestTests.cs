using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Metier.Payments;
using static Metier.Tests.Payments.Providers.PayPalContractTests;

namespace Metier.Tests.Payments.Providers;

/// <summary>What is sent to PayPal, against the fields, lengths and formats of its documents, and what sending it again means.</summary>
public partial class PayPalContractRequestTests
{
    private static readonly Guid Id = new("0198a1b2-0000-7000-8000-000000000001");
    private const string Refund = "/v2/payments/captures/3C6/refund";
    private const string Transactions = "/v1/reporting/transactions";

    [Fact]
    public async Task A_charge_is_an_order_paid_from_the_vault()
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.On("POST", "/v2/checkout/orders", 201, Order("COMPLETED", "COMPLETED"));
        using var payPal = Provider(vendor);
        var answer = await payPal.CollectAsync(Id, Collect with { Descriptor = new string('x', 127) }, default);
        Assert.Equal((ProviderStatus.Succeeded, "3C6"), (answer.Status, answer.Reference));
        var call = Assert.Single(vendor.Of("POST", "/v2/checkout/orders"));
        AssertHeaders(call, keyLength: 108);
        Assert.Equal("CAPTURE", (string?)call.Json["intent"]);
        var unit = Assert.Single(call.Json["purchase_units"]!.AsArray())!;
        AssertMoney(unit["amount"]!, "12.30");
        AssertLength(unit["custom_id"], 127);
        AssertLength(unit["invoice_id"], 127);
        AssertLength(unit["description"], 127);
        var account = call.Json["payment_source"]!["paypal"]!;
        AssertLength(account["vault_id"], 255);
        AssertReturn(account["experience_context"]!);
    }

    [Fact]
    public async Task An_account_is_kept_by_a_setup_token_and_a_payment_token()
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.On("POST", "/v3/vault/setup-tokens", 201, """{"id":"5C9","status":"APPROVED","customer":{"id":"c1"}}""");
        vendor.On("POST", "/v3/vault/payment-tokens", 201, """{"id":"8kk","payment_source":{"paypal":{}}}""");
        using var payPal = Provider(vendor);
        var request = new InstrumentRequest(Id, PaymentMethodKind.PayPal, "/payments/methods/return/1");
        Assert.Equal(ProviderStatus.Succeeded, (await payPal.BeginInstrumentAsync(Id, request, default)).Status);
        var setup = Assert.Single(vendor.Of("POST", "/v3/vault/setup-tokens"));
        AssertHeaders(setup, keyLength: 108);
        var account = setup.Json["payment_source"]!["paypal"]!;
        Assert.Equal("MERCHANT", (string?)account["usage_type"]);
        AssertReturn(account["experience_context"]!);
        var token = Assert.Single(vendor.Of("POST", "/v3/vault/payment-tokens"));
        AssertHeaders(token, keyLength: 108);
        Assert.Equal("SETUP_TOKEN", (string?)token.Json["payment_source"]!["token"]!["type"]);
        Assert.Equal("5C9", (string?)token.Json["payment_source"]!["token"]!["id"]);
        Assert.NotEqual(setup.Headers["PayPal-Request-Id"], token.Headers["PayPal-Request-Id"]);
    }

    [Fact]
    public async Task A_refund_names_its_part_and_a_payout_its_receiver()
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.On("POST", Refund, 201, """{"id":"1JU","status":"COMPLETED"}""");
        vendor.On("POST", "/v1/payments/payouts", 201, Batch("PENDING", ""));
        using var payPal = Provider(vendor);
        await payPal.RefundAsync(Id, new("3C6", Eur(5)), default);
        var refund = Assert.Single(vendor.Of("POST", Refund));
        AssertHeaders(refund, keyLength: 108);
        AssertMoney(refund.Json["amount"]!, "5.00");
        AssertLength(refund.Json["custom_id"], 127);
        AssertLength(refund.Json["invoice_id"], 127);

        var sent = await payPal.PayoutAsync(Id, PaidOut, default);
        Assert.Equal((ProviderStatus.Pending, "B4"), (sent.Status, sent.Reference));
        var payout = Assert.Single(vendor.Of("POST", "/v1/payments/payouts"));
        AssertLength(payout.Json["sender_batch_header"]!["sender_batch_id"], 256);
        var item = Assert.Single(payout.Json["items"]!.AsArray())!;
        Assert.Equal("EMAIL", (string?)item["recipient_type"]);
        AssertLength(item["receiver"], 127);
        AssertLength(item["sender_item_id"], 63);
        Assert.Equal("50.00", (string?)item["amount"]!["value"]);
        Assert.Equal("EUR", (string?)item["amount"]!["currency"]);
    }

    [Fact]
    public void Addresses_are_no_longer_than_a_payout_takes()
    {
        Assert.NotNull(PayoutAccounts.PayPal(new string('a', 115) + "@example.org"));
        Assert.Null(PayoutAccounts.PayPal(new string('a', 116) + "@example.org"));
    }

    /// <summary>A batch id within 30 days is refused with a link to the batch it made, beside the detail that says so.</summary>
    [Theory]
    [InlineData("link"), InlineData("links"), InlineData("top")]
    public async Task A_batch_sent_twice_is_the_batch_that_is_there(string where)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        var links = Links(
            ("information_link", "https://developer.paypal.com/docs/api/payments.payouts-batch/#errors"),
            ("self", "https://api-m.paypal.com/v1/payments/payouts/B4?page_size=1&page=1")
        );
        var detail = new JsonObject { ["field"] = "SENDER_BATCH_ID", ["issue"] = "It exists already" };
        var error = new JsonObject { ["name"] = "USER_BUSINESS_ERROR", ["details"] = new JsonArray(detail) };
        (where == "top" ? error : detail)[where == "top" ? "links" : where] = links;
        vendor.On("POST", "/v1/payments/payouts", 400, error.ToJsonString());
        vendor.On("GET", "/v1/payments/payouts/B4", 200, Batch("SUCCESS", "SUCCESS"));
        using var payPal = Provider(vendor);
        var answer = await payPal.PayoutAsync(Id, PaidOut, default);
        Assert.Equal((ProviderStatus.Succeeded, "B4"), (answer.Status, answer.Reference));
    }

    [Theory]
    [InlineData("USER_BUSINESS_ERROR", "Duplicate batch request", "Unknown", "no_answer")]
    [InlineData("INSUFFICIENT_FUNDS", "Sender has too little", "Unknown", "balance_insufficient")]
    [InlineData("VALIDATION_ERROR", "Receiver is invalid", "Declined", "payout_failed")]
    public async Task Refusals_of_a_batch(string name, string issue, string status, string code)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.On("POST", "/v1/payments/payouts", 400, Refusal(name, issue));
        vendor.On("GET", Transactions, 200, Listed());
        using var payPal = Provider(vendor);
        var answer = await payPal.PayoutAsync(Id, PaidOut, default);
        Assert.Equal((status, code), (answer.Status.ToString(), answer.Code));
    }

    [Fact]
    public async Task What_PayPal_did_before_is_no_refusal()
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        var duplicate = Refusal("UNPROCESSABLE_ENTITY", "DUPLICATE_INVOICE_ID");
        vendor.On("POST", "/v2/checkout/orders", 422, duplicate);
        vendor.On("POST", Refund, 422, duplicate);
        vendor.On("GET", Transactions, 200, Listed(Row("T0006", "12.30", "S"), Row("T1107", "-5.00", "S", "9RF")));
        using var payPal = Provider(vendor);
        var paid = await payPal.CollectAsync(Id, Collect, default);
        Assert.Equal((ProviderStatus.Succeeded, "3C6"), (paid.Status, paid.Reference));
        var refunded = await payPal.RefundAsync(Id, new("3C6", Eur(5)), default);
        Assert.Equal((ProviderStatus.Succeeded, "9RF"), (refunded.Status, refunded.Reference));

        // Captured by somebody who heard no answer: the order says what became of it.
        vendor.On(
            "GET",
            "/v2/checkout/orders/5O1",
            (200, Order("APPROVED", null)),
            (200, Order("COMPLETED", "COMPLETED"))
        );
        vendor.On(
            "POST",
            "/v2/checkout/orders/5O1/capture",
            422,
            Refusal("UNPROCESSABLE_ENTITY", "ORDER_ALREADY_CAPTURED")
        );
        var captured = await payPal.FindAsync(Lookup(OperationKind.Collect, "5O1"), default);
        Assert.Equal((ProviderStatus.Succeeded, "3C6"), (captured.Status, captured.Reference));
    }

    /// <summary>
    /// Ids of orders are kept for six hours, those of payouts for 30 days and of refunds for 45; the list of transactions is up
    /// to three hours behind. So nothing is given up before the list can know what was sent last.
    /// </summary>
    [Theory]
    [InlineData("Collect", 4.9, "NotFound", "Succeeded")]
    [InlineData("Collect", 5.1, "Unknown", "Succeeded")]
    [InlineData("Collect", 8.9, "Unknown", "Succeeded")]
    [InlineData("Collect", 9.1, "Declined", "Succeeded")]
    [InlineData("Refund", 695.9, "NotFound", "Succeeded")]
    [InlineData("Refund", 696.1, "Unknown", "Succeeded")]
    [InlineData("Refund", 700.1, "Declined", "Succeeded")]
    [InlineData("Payout", 695.9, "NotFound", "Succeeded")]
    [InlineData("Payout", 696.1, "Unknown", "Succeeded")]
    [InlineData("Payout", 700.1, "Declined", "Succeeded")]
    public async Task A_lost_answer(string kind, double hours, string unlisted, string listed)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        using var payPal = Provider(vendor);
        var operation = Enum.Parse<OperationKind>(kind);
        var lookup = Lookup(operation, "", TimeSpan.FromHours(hours));
        var (code, value) = operation switch
        {
            OperationKind.Collect => ("T0006", "12.30"),
            OperationKind.Refund => ("T1107", "-12.30"),
            _ => ("T0001", "-12.30"),
        };
        vendor.On("GET", Transactions, 200, Listed(Row("T1503", "-12.30", "S"), Row("T0104", "-0.20", "S")));
        Assert.Equal(unlisted, (await payPal.FindAsync(lookup, default)).Status.ToString());
        if (unlisted == "NotFound")
        {
            return;
        }
        foreach (var (status, expected) in new[] { ("S", listed), ("V", listed), ("P", "Unknown"), ("D", "Declined") })
        {
            vendor.On("GET", Transactions, 200, Listed(Row(code, value, status)));
            Assert.Equal(expected, (await payPal.FindAsync(lookup, default)).Status.ToString());
        }
        if (operation == OperationKind.Payout)
        {
            vendor.On("GET", Transactions, 200, Listed(Row(code, value, "S"), Row("T1114", "12.30", "S", "BACK")));
            Assert.Equal(ProviderStatus.Declined, (await payPal.FindAsync(lookup, default)).Status);
        }
    }

    [Fact]
    public async Task An_order_that_is_forgotten_was_not_paid_unless_the_list_says_so()
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.On("GET", "/v2/checkout/orders/5O1", 404, Refusal("RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID"));
        vendor.On("GET", Transactions, (200, Listed()), (200, Listed(Row("T0006", "12.30", "S"))));
        using var payPal = Provider(vendor);
        var lookup = Lookup(OperationKind.Collect, "5O1", TimeSpan.FromDays(3));
        Assert.Equal(ProviderStatus.Declined, (await payPal.FindAsync(lookup, default)).Status);
        Assert.Equal(ProviderStatus.Succeeded, (await payPal.FindAsync(lookup, default)).Status);
    }

    internal static string Listed(params JsonObject[] rows) =>
        new JsonObject
        {
            ["transaction_details"] = new JsonArray([
                .. rows.Select(r => new JsonObject { ["transaction_info"] = r.DeepClone() }),
            ]),
            ["page"] = 1,
            ["total_pages"] = rows.Length == 0 ? 0 : 1,
        }.ToJsonString();

    internal static JsonObject Row(
        string code,
        string value,
        string status,
        string id = "3C6",
        string at = "2026-11-23T08:59:00+0000"
    ) =>
        new()
        {
            ["transaction_id"] = id,
            ["transaction_event_code"] = code,
            ["transaction_initiation_date"] = at,
            ["transaction_amount"] = new JsonObject { ["currency_code"] = "EUR", ["value"] = value },
            ["transaction_status"] = status,
            ["custom_field"] = Id.ToString(),
        };

    private static void AssertHeaders(VendorCall call, int keyLength)
    {
        Assert.Equal("Bearer A21", call.Headers["Authorization"]);
        Assert.StartsWith("application/json", call.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Matches("^[a-zA-Z=]{1,25}$", call.Headers["Prefer"]);
        Assert.InRange(call.Headers["PayPal-Request-Id"].Length, 1, keyLength);
    }

    private static void AssertMoney(JsonNode money, string value)
    {
        Assert.Equal("EUR", (string?)money["currency_code"]);
        Assert.Equal(value, (string?)money["value"]);
        Assert.Matches(Amount(), (string)money["value"]!);
    }

    private static void AssertLength(JsonNode? text, int most) => Assert.InRange(((string)text!).Length, 1, most);

    private static void AssertReturn(JsonNode context)
    {
        Assert.Equal("NO_SHIPPING", (string?)context["shipping_preference"]);
        foreach (var name in new[] { "return_url", "cancel_url" })
        {
            Assert.True(Uri.TryCreate((string?)context[name], UriKind.Absolute, out var uri));
            Assert.InRange(uri.ToString().Length, 1, 4000);
        }
    }

    [GeneratedRegex("^((-?[0-9]+)|(-?([0-9]+)?[.][0-9]+))$")]
    private static partial Regex Amount();
}
