using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Metier.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Metier.Tests.Payments.Providers;

/// <summary>
/// PayPal as far as we use it, with books of its own: request ids, agreements, orders that are declined or ask the payer,
/// refunds, payouts that fail, transactions, and events signed with a certificate of its own.
/// </summary>
internal sealed partial class PayPalDouble : IAsyncDisposable
{
    public const string WebhookId = "WH-OF-THE-DOUBLE";
    public const string CertificateUrl = "https://api.paypal.com/v1/notifications/certs/CERT-1";

    private readonly WebApplication app;
    private readonly RSA key = RSA.Create(2048);
    private readonly Dictionary<string, JsonObject> objects = [];
    private readonly Dictionary<string, (int Status, string Body)> keys = [];
    private readonly List<JsonObject> booked = [];
    private readonly List<JsonObject> events = [];
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private int last;

    private PayPalDouble(WebApplication app)
    {
        this.app = app;
        var request = new CertificateRequest(
            "CN=messageverificationcerts.paypal.com",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        Certificate = request.CreateSelfSigned(TestHost.Start.AddYears(-1), TestHost.Start.AddYears(1));
    }

    public X509Certificate2 Certificate { get; }
    public FaultPlan Faults { get; } = new();
    public Func<DateTimeOffset> Now { get; set; } = () => TestHost.Start;
    public string Address => app.Urls.First();

    /// <summary>How accounts behave from now on: ok, asks, declines, poor.</summary>
    public string Behaviour { get; set; } = "ok";

    public IReadOnlyList<string> Events
    {
        get
        {
            lock (events)
            {
                return [.. events.Select(e => e.ToJsonString())];
            }
        }
    }

    public static async Task<PayPalDouble> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var it = new PayPalDouble(app);
        app.Run(it.HandleAsync);
        await app.StartAsync();
        return it;
    }

    public Dictionary<string, string?> Configuration() =>
        new()
        {
            ["Payments:PayPal:ClientId"] = "client",
            ["Payments:PayPal:ClientSecret"] = "secret",
            ["Payments:PayPal:WebhookId"] = WebhookId,
            ["Payments:PayPal:Environment"] = "sandbox",
            ["Payments:PayPal:ApiBase"] = Address,
        };

    public IReadOnlyList<JsonObject> Of(string kind, Guid operation) =>
        [.. objects.Values.Where(o => Text(o, "kind") == kind && Text(o, "operation") == operation.ToString("D"))];

    /// <summary>What moved there in all, before fees.</summary>
    public decimal Gross() =>
        booked.Sum(b => decimal.Parse(Text(b["transaction_amount"], "value"), CultureInfo.InvariantCulture));

    /// <summary>The person agrees on PayPal's page that their account is kept.</summary>
    public void Agree()
    {
        foreach (
            var setup in objects.Values.Where(o =>
                Text(o, "kind") == "setup" && Text(o, "status") == "PAYER_ACTION_REQUIRED"
            )
        )
        {
            setup["status"] = "APPROVED";
        }
    }

    /// <summary>The payer confirms an order.</summary>
    public void Approve(Guid operation)
    {
        var order = Of("order", operation).Single();
        if (Text(order, "status") == "PAYER_ACTION_REQUIRED")
        {
            order["status"] = "APPROVED";
            Tell("CHECKOUT.ORDER.APPROVED", order);
        }
    }

    public void EndPayout(Guid operation, string status, string? error = null)
    {
        var batch = Of("batch", operation).Single();
        var item = batch["items"]![0]!.AsObject();
        var before = Text(item, "transaction_status");
        item["transaction_status"] = status;
        item["errors"] = error is null ? null : new JsonObject { ["name"] = error };
        var value = Text(item["payout_item"]!["amount"], "value");
        if (status is "FAILED" or "RETURNED" && before is "PENDING" or "SUCCESS")
        {
            Book(
                status == "FAILED" ? "T1114" : "T1115",
                value,
                Text(item["payout_item"]!["amount"], "currency"),
                operation.ToString("D")
            );
        }
        Tell($"PAYMENT.PAYOUTS-ITEM.{(status == "SUCCESS" ? "SUCCEEDED" : status)}", item);
    }

    /// <summary>Delivers an event as PayPal would; with a certificate, webhook or body of somebody else.</summary>
    public async Task<HttpStatusCode> DeliverAsync(
        Uri host,
        string body,
        string url = CertificateUrl,
        string webhook = WebhookId,
        string? sent = null
    )
    {
        var (id, time) = (
            Guid.CreateVersion7().ToString(),
            Now().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)
        );
        var signed = $"{id}|{time}|{webhook}|{PayPalSignature.Crc32(Encoding.UTF8.GetBytes(body))}";
        var signature = key.SignData(
            Encoding.UTF8.GetBytes(signed),
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host, "/api/webhooks/paypal"));
        request.Content = new StringContent(sent ?? body, Encoding.UTF8, "application/json");
        request.Headers.Add("PAYPAL-AUTH-ALGO", "SHA256withRSA");
        request.Headers.Add("PAYPAL-CERT-URL", url);
        request.Headers.Add("PAYPAL-TRANSMISSION-ID", id);
        request.Headers.Add("PAYPAL-TRANSMISSION-TIME", time);
        request.Headers.Add("PAYPAL-TRANSMISSION-SIG", Convert.ToBase64String(signature));
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Certificate.Dispose();
        key.Dispose();
        oneAtATime.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (context.Request.Path == "/v1/oauth2/token")
        {
            await AnswerAsync(context, 200, "{\"access_token\":\"token\",\"expires_in\":32400}");
            return;
        }
        var fault = Faults.Take(context.Request, Now());
        if (fault is Fault.LostBefore)
        {
            context.Abort();
            return;
        }
        if (fault is Fault.ErrorBefore or Fault.Conflict)
        {
            await AnswerAsync(context, fault == Fault.Conflict ? 429 : 500, "{\"name\":\"INTERNAL_SERVER_ERROR\"}");
            return;
        }
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync();
        int status;
        string body;
        await oneAtATime.WaitAsync();
        try
        {
            var requestId = context.Request.Headers["PayPal-Request-Id"].ToString();
            var name = context.Request.Path + "#" + requestId;
            if (requestId.Length == 0 || !keys.TryGetValue(name, out var before))
            {
                before = Route(context.Request, text.Length > 0 ? JsonNode.Parse(text)!.AsObject() : []);
                if (requestId.Length > 0 && before.Status < 500)
                {
                    keys[name] = before;
                }
            }
            (status, body) = before;
        }
        finally
        {
            oneAtATime.Release();
        }
        if (fault is Fault.LostAfter)
        {
            context.Abort();
            return;
        }
        await AnswerAsync(context, fault == Fault.ErrorAfter ? 500 : status, fault == Fault.ErrorAfter ? "{}" : body);
    }

    private static Task AnswerAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }

    private static (int, string) Issue(string issue) =>
        (422, $"{{\"name\":\"UNPROCESSABLE_ENTITY\",\"details\":[{{\"issue\":\"{issue}\"}}]}}");

    private JsonObject Make(string kind, string operation, JsonObject rest)
    {
        var id = $"{kind.ToUpperInvariant()}{Interlocked.Increment(ref last):D5}";
        rest["id"] = id;
        rest["kind"] = kind;
        rest["operation"] = operation;
        objects[id] = rest;
        return rest;
    }

    private void Book(string code, string value, string currency, string operation, string id = "")
    {
        booked.Add(
            new JsonObject
            {
                ["transaction_id"] = id.Length > 0 ? id : $"TXN{Interlocked.Increment(ref last):D5}",
                ["transaction_event_code"] = code,
                ["transaction_initiation_date"] = Now()
                    .UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss+0000", CultureInfo.InvariantCulture),
                ["transaction_amount"] = new JsonObject { ["currency_code"] = currency, ["value"] = value },
                ["fee_amount"] =
                    code == "T0006" ? new JsonObject { ["currency_code"] = currency, ["value"] = "-0.35" } : null,
                ["transaction_status"] = "S",
                ["custom_field"] = operation,
            }
        );
    }

    private void Tell(string type, JsonObject about)
    {
        lock (events)
        {
            events.Add(
                new JsonObject
                {
                    ["id"] = $"WH-{Interlocked.Increment(ref last):D6}",
                    ["event_type"] = type,
                    ["create_time"] = Now().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
                    ["resource"] = about.DeepClone(),
                }
            );
        }
    }

    private static string Text(JsonNode? node, string name) => (string?)node?[name] ?? "";
}

/// <summary>Hands out the double's certificate, from PayPal's addresses only.</summary>
internal sealed class DoubleCertificates(PayPalDouble payPal) : PayPalCertificates
{
    public override Task<X509Certificate2?> FindAsync(Uri address, DateTime now, CancellationToken ct) =>
        Task.FromResult<X509Certificate2?>(payPal.Certificate);
}
