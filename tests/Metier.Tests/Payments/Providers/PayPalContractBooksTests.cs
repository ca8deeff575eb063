using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Metier.Ledger;
using Metier.Payments;
using static Metier.Tests.Payments.Providers.PayPalContractRequestTests;
using static Metier.Tests.Payments.Providers.PayPalContractTests;

namespace Metier.Tests.Payments.Providers;

/// <summary>PayPal's books and messages, against its documents.</summary>
public partial class PayPalContractBooksTests
{
    private const string Transactions = "/v1/reporting/transactions";
    private const string Event =
        """{"id":"WH-1","event_type":"PAYMENT.CAPTURE.COMPLETED","create_time":"2026-03-02T09:00:00Z","resource":{"id":"CAP1","custom_id":"0198a1b2-0000-7000-8000-000000000001","note":"café"}}""";

    private static readonly DateTime From = new(2026, 9, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime To = new(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc);

    /// <summary>Every code of the groups a seller meets; what is not here is for somebody to look at.</summary>
    [Theory]
    [InlineData("Charge", "T0000 T0002 T0003 T0004 T0005 T0006 T0007 T0011 T0012 T0013 T0018 T0019", "10.00")]
    [InlineData("Payout", "T0001", "-10.00")]
    [InlineData("PayoutReturned", "T1114 T1115", "10.00")]
    [InlineData("Refund", "T1107", "-10.00")]
    [InlineData("RefundReturned", "T1107", "10.00")]
    [InlineData("Fee", "T0100 T0101 T0102 T0103 T0104 T0105 T0106 T0107 T0108 T0109 T0110 T0111", "-10.00")]
    [InlineData("Fee", "T1108 T1109", "10.00")]
    [InlineData("Exchange", "T0200 T0201 T0202", "-10.00")]
    [InlineData("Operator", "T0300 T0301 T0302 T0303 T0400 T0401 T0403", "-10.00")]
    [InlineData("Chargeback", "T1106 T1201", "-10.00")]
    [InlineData("ChargebackReturned", "T1202", "10.00")]
    [InlineData("Other", "T1100 T1101 T1102 T1103 T1104 T1112 T1113 T1116 T1117 T1118 T1119", "10.00")]
    [InlineData("Other", "T1200 T1203 T1204 T1900 T2000 T2109 T2110 T2113 T9900", "10.00")]
    [InlineData("", "T1105 T1110 T1111 T1500 T1501 T1502 T1503", "-10.00")]
    [InlineData("", "T2101 T2102 T2103 T2104 T2105 T2106 T2107 T2108 T2111 T2112", "10.00")]
    public async Task Codes_of_transactions(string kind, string codes, string value)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        using var payPal = Provider(vendor);
        foreach (var code in codes.Split(' '))
        {
            vendor.On("GET", Transactions, 200, Listed(Row(code, value, "S")));
            var lines = await payPal.SettlementAsync(To.AddHours(-1), To, default);
            Assert.Equal($"{code} {kind}".Trim(), $"{code} {string.Join(' ', lines.Select(l => l.Kind))}".Trim());
        }
    }

    [Fact]
    public async Task Denied_and_pending_transactions_moved_nothing()
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.On(
            "GET",
            Transactions,
            200,
            Listed(
                Row("T0006", "1.00", "D", "A1"),
                Row("T0006", "2.00", "P", "A2"),
                Row("T0006", "3.00", "S", "A3"),
                Row("T0006", "4.00", "V", "A4")
            )
        );
        using var payPal = Provider(vendor);
        var lines = await payPal.SettlementAsync(To.AddHours(-1), To, default);
        Assert.Equal(["A3", "A4"], lines.Select(l => l.LineId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_question_is_for_31_days_500_lines_and_10_000_transactions_at_most()
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.On(
            "GET",
            Transactions,
            (400, Refusal("RESULTSET_TOO_LARGE", "")),
            (
                200,
                Listed(Row("T0006", "1.00", "S", "A1"))
                    .Replace("\"total_pages\":1", "\"total_pages\":2", StringComparison.Ordinal)
            ),
            (200, Listed(Row("T0006", "2.00", "S", "A2"))),
            (200, Listed(Row("T0006", "2.00", "S", "A2"))),
            (200, Listed())
        );
        using var payPal = Provider(vendor);
        var lines = await payPal.SettlementAsync(From, To, default);
        Assert.Equal(["A1", "A2"], lines.Select(l => l.LineId).Order(StringComparer.Ordinal));
        var asked = vendor.Of("GET", Transactions).Select(c => c.Query).ToList();
        Assert.All(
            asked,
            q =>
            {
                Assert.Matches(Moment(), q["start_date"]);
                Assert.Matches(Moment(), q["end_date"]);
                Assert.InRange(Time(q["end_date"]) - Time(q["start_date"]), TimeSpan.Zero, TimeSpan.FromDays(31));
                Assert.InRange(int.Parse(q["page_size"], CultureInfo.InvariantCulture), 1, 500);
                Assert.InRange(int.Parse(q["page"], CultureInfo.InvariantCulture), 1, int.MaxValue);
            }
        );
        // Nothing is left out: what was asked, without the refused question, covers the time.
        var parts = asked
            .Skip(1)
            .Select(q => (From: Time(q["start_date"]), To: Time(q["end_date"])))
            .Distinct()
            .Order()
            .ToList();
        Assert.Equal((From, To), (parts[0].From, parts[^1].To));
        Assert.All(parts.Zip(parts.Skip(1)), p => Assert.Equal(p.First.To, p.Second.From));
        Assert.Contains(asked, q => q["page"] == "2");
    }

    [Theory]
    [InlineData(
        """{"currency":"EUR","total_balance":{"currency_code":"EUR","value":"12.00"},"available_balance":{"currency_code":"EUR","value":"9.50"},"withheld_balance":{"currency_code":"EUR","value":"2.50"}}""",
        950,
        250
    )]
    [InlineData("""{"currency":"EUR","total_balance":{"currency_code":"EUR","value":"12.00"}}""", 1200, 0)]
    [InlineData(
        """{"currency":"EUR","total_balance":{"currency_code":"EUR","value":"12.00"},"withheld_balance":{"currency_code":"EUR","value":"2.50"}}""",
        950,
        250
    )]
    public async Task Only_the_total_of_a_balance_is_always_told(string balance, long available, long withheld)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        vendor.On("GET", "/v1/reporting/balances", 200, $$"""{"balances":[{{balance}}]}""");
        using var payPal = Provider(vendor);
        var told = Assert.Single(await payPal.BalancesAsync(default));
        Assert.Equal((available, withheld), (told.Available.Minor, told.Pending.Minor));
    }

    [Fact]
    public async Task Payouts_know_fewer_currencies_than_payments()
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        using var payPal = Provider(vendor);
        var paid = payPal.Capabilities.PayoutCurrencies!;
        Assert.Equal(["CNY", "THB"], payPal.Capabilities.Currencies.Codes.Except(paid.Codes));
        using var two = Provider(vendor, currencies: "eur,THB");
        Assert.Equal(["EUR", "THB"], two.Capabilities.Currencies.Codes);
        Assert.Equal(["EUR"], two.Capabilities.PayoutCurrencies!.Codes);
        foreach (var code in new[] { "HUF", "JPY", "TWD" })
        {
            var currency = Currency.Of(code);
            Assert.DoesNotContain('.', PayPalCurrencies.Write(PaymentOptions.Amount(500, currency))!);
        }
    }

    /// <summary>Signed is id|time|webhook|CRC-32 of the body; the checksum here was computed by another program.</summary>
    [Theory]
    [InlineData("882727394", "SHA256withRSA", null)]
    [InlineData("882727395", "SHA256withRSA", "wrong_signature")]
    [InlineData("882727394", "SHA1withRSA", "wrong_algorithm")]
    public async Task A_signature_is_over_the_checksum_of_the_bytes(string checksum, string algorithm, string? problem)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        using var key = RSA.Create(2048);
        using var certificates = new Own(key);
        using var payPal = Provider(vendor, certificates);
        var request = Message(key, $"69cd13f0|2026-11-23T09:00:00Z|1JE4291016473214C|{checksum}", algorithm);
        var reading = await payPal.ReadWebhookAsync(request, default);
        Assert.Equal(problem, reading.Problem);
        Assert.Equal(problem is null ? "CAP1" : null, reading.News?.Reference);
    }

    [Theory]
    [InlineData("SUCCESS", null)]
    [InlineData("FAILURE", "wrong_signature")]
    [InlineData("SOMETHING_NEW", "wrong_signature")]
    public async Task Without_its_certificate_PayPal_is_asked(string verdict, string? problem)
    {
        await using var vendor = await ScriptedVendor.StartAsync();
        const string verify = "/v1/notifications/verify-webhook-signature";
        vendor.On("POST", verify, 200, $$"""{"verification_status":"{{verdict}}"}""");
        using var key = RSA.Create(2048);
        using var certificates = new Own(null);
        using var payPal = Provider(vendor, certificates);
        var reading = await payPal.ReadWebhookAsync(Message(key, "x", "SHA256withRSA"), default);
        Assert.Equal(problem, reading.Problem);
        var call = Assert.Single(vendor.Of("POST", verify));
        // Written anew it would be another event: the bytes go back as they came.
        Assert.EndsWith($"\"webhook_event\":{Event}}}", call.Body, StringComparison.Ordinal);
        string[] required =
        [
            "auth_algo",
            "cert_url",
            "transmission_id",
            "transmission_sig",
            "transmission_time",
            "webhook_id",
            "webhook_event",
        ];
        Assert.Equal(
            required.Order(StringComparer.Ordinal),
            call.Json.Select(p => p.Key).Order(StringComparer.Ordinal)
        );
        Assert.InRange(((string)call.Json["transmission_sig"]!).Length, 1, 500);
        Assert.InRange(((string)call.Json["cert_url"]!).Length, 1, 500);
    }

    /// <summary>Where each documented event keeps what it is about.</summary>
    [Theory]
    [InlineData("PAYMENT.CAPTURE.COMPLETED", """{"id":"C1","custom_id":"$"}""", "C1")]
    [InlineData("PAYMENT.CAPTURE.DENIED", """{"id":"C1","custom_id":"$"}""", "C1")]
    [InlineData("PAYMENT.CAPTURE.PENDING", """{"id":"C1","invoice_id":"$"}""", "C1")]
    [InlineData("PAYMENT.CAPTURE.REFUNDED", """{"id":"R1","custom_id":"$"}""", "R1")]
    [InlineData("PAYMENT.CAPTURE.REVERSED", """{"id":"R1","custom_id":"$"}""", "R1")]
    [InlineData("CHECKOUT.ORDER.APPROVED", """{"id":"O1","purchase_units":[{"custom_id":"$"}]}""", "O1")]
    [InlineData("CHECKOUT.ORDER.COMPLETED", """{"id":"O1","purchase_units":[{"custom_id":"$"}]}""", "O1")]
    [InlineData(
        "PAYMENT.PAYOUTSBATCH.SUCCESS",
        """{"batch_header":{"payout_batch_id":"B1","sender_batch_header":{"sender_batch_id":"$"}}}""",
        "B1"
    )]
    [InlineData(
        "PAYMENT.PAYOUTSBATCH.DENIED",
        """{"batch_header":{"payout_batch_id":"B1","sender_batch_header":{"sender_batch_id":"$"}}}""",
        "B1"
    )]
    [InlineData(
        "PAYMENT.PAYOUTS-ITEM.SUCCEEDED",
        """{"payout_batch_id":"B1","payout_item_id":"I1","payout_item":{"sender_item_id":"$"}}""",
        "B1"
    )]
    [InlineData(
        "PAYMENT.PAYOUTS-ITEM.RETURNED",
        """{"payout_batch_id":"B1","payout_item_id":"I1","payout_item":{"sender_item_id":"$"}}""",
        "B1"
    )]
    [InlineData(
        "PAYMENT.PAYOUTS-ITEM.HELD",
        """{"payout_batch_id":"B1","payout_item_id":"I1","payout_item":{"sender_item_id":"$"}}""",
        "B1"
    )]
    public void What_events_are_about(string type, string resource, string reference)
    {
        var id = Guid.CreateVersion7();
        var about = resource.Replace("$", id.ToString("D"), StringComparison.Ordinal);
        var news = PayPalNews.Read(
            $$"""{"id":"WH-9","event_type":"{{type}}","create_time":"2026-11-23T09:00:00.123Z","resource":{{about}}}"""
        );
        Assert.Equal((type, reference, (Guid?)id), (news!.Kind, news.Reference, news.OperationId));
        Assert.Equal(new DateTime(2026, 11, 23, 9, 0, 0, 123, DateTimeKind.Utc), news.HappenedAt);
    }

    private static WebhookRequest Message(RSA key, string signed, string algorithm)
    {
        var signature = key.SignData(
            Encoding.UTF8.GetBytes(signed),
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["PAYPAL-AUTH-ALGO"] = algorithm,
            ["PAYPAL-CERT-URL"] = "https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-5edc0ebc",
            ["PAYPAL-TRANSMISSION-ID"] = "69cd13f0",
            ["PAYPAL-TRANSMISSION-TIME"] = "2026-11-23T09:00:00Z",
            ["PAYPAL-TRANSMISSION-SIG"] = Convert.ToBase64String(signature),
        };
        return new(Encoding.UTF8.GetBytes(Event), headers, To);
    }

    private static DateTime Time(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$")]
    private static partial Regex Moment();

    /// <summary>A certificate of this test, or none to be had.</summary>
    private sealed class Own(RSA? key) : PayPalCertificates
    {
        public override Task<X509Certificate2?> FindAsync(Uri address, DateTime now, CancellationToken ct)
        {
            if (key is null)
            {
                throw new HttpRequestException("no certificate");
            }
            var request = new CertificateRequest(
                "CN=paypal.com",
                key,
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1
            );
            return Task.FromResult<X509Certificate2?>(
                request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100))
            );
        }
    }
}
