using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Metier.Tests.Payments.Providers;

/// <summary>
/// Stripe as far as we use it, with books of its own: idempotency keys, cards that are declined or ask for a confirmation,
/// transfers and payouts that fail, balance transactions, events with signatures, and a plan of what goes wrong.
/// </summary>
internal sealed partial class StripeDouble : IAsyncDisposable
{
    public const string WebhookSecret = "whsec_of_the_double";

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, JsonObject> objects = new();
    private readonly ConcurrentDictionary<string, (string Params, int Status, string Body)> keys = new();
    private readonly List<JsonObject> booked = [];
    private readonly List<JsonObject> events = [];
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private readonly StripeDescription description = new();
    private int last;

    private StripeDouble(WebApplication app) => this.app = app;

    public FaultPlan Faults { get; } = new();
    public Func<DateTimeOffset> Now { get; set; } = () => TestHost.Start;
    public string Address => app.Urls.First();
    public int Requests { get; private set; }

    /// <summary>Everything that happened, as events in the order it did.</summary>
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

    public static async Task<StripeDouble> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var it = new StripeDouble(app);
        app.Run(it.HandleAsync);
        await app.StartAsync();
        return it;
    }

    /// <summary>Settings that lead to it.</summary>
    public Dictionary<string, string?> Configuration() =>
        new()
        {
            ["Payments:Stripe:SecretKey"] = "sk_test_double",
            ["Payments:Stripe:WebhookSecret"] = WebhookSecret,
            ["Payments:Stripe:ApiBase"] = Address,
        };

    public IReadOnlyList<JsonObject> All(string kind) =>
        [.. objects.Values.Where(o => Text(o, "object") == kind).OrderBy(o => (long)o["n"]!)];

    /// <summary>The objects of an operation.</summary>
    public IReadOnlyList<JsonObject> Of(string kind, Guid operation) =>
        [.. All(kind).Where(o => (string?)o["metadata"]?["operation"] == operation.ToString("D"))];

    /// <summary>What the platform has there in all, before fees, by currency.</summary>
    public long Gross(string currency) =>
        booked.Where(b => Text(b, "currency") == currency).Sum(b => (long)b["amount"]!);

    /// <summary>The person enters a card on the hosted page.</summary>
    public void EnterCard(Guid operation, string card = "pm_ok")
    {
        var session = Of("checkout.session", operation).Single();
        session["status"] = "complete";
        session["setup_intent"] = Make(
                "seti",
                "setup_intent",
                new()
                {
                    ["status"] = "succeeded",
                    ["payment_method"] = new JsonObject
                    {
                        ["id"] = card,
                        ["object"] = "payment_method",
                        ["type"] = "card",
                        ["card"] = new JsonObject
                        {
                            ["brand"] = "visa",
                            ["last4"] = "4242",
                            ["exp_month"] = 12,
                            ["exp_year"] = 2030,
                        },
                    },
                }
            )
            .DeepClone();
        Tell("checkout.session.completed", session);
    }

    /// <summary>The person answers their bank on the hosted page.</summary>
    public void Confirm(Guid operation, bool yes)
    {
        var intent = Of("payment_intent", operation).Single();
        if (Text(intent, "status") != "requires_action")
        {
            return;
        }
        intent.Remove("next_action");
        if (yes)
        {
            Succeed(intent);
        }
        else
        {
            intent["status"] = "requires_payment_method";
            intent["last_payment_error"] = new JsonObject
            {
                ["type"] = "card_error",
                ["code"] = "payment_intent_authentication_failure",
            };
            Tell("payment_intent.payment_failed", intent);
        }
    }

    /// <summary>The freelancer has entered everything.</summary>
    public void Complete(string account)
    {
        var it = objects[account];
        it["details_submitted"] = true;
        it["payouts_enabled"] = true;
        it["requirements"] = new JsonObject { ["currently_due"] = new JsonArray() };
        Tell("account.updated", it);
    }

    /// <summary>The bank took a payout, or sends it back.</summary>
    public void EndPayout(Guid operation, string? failure = null)
    {
        var payout = Of("payout", operation).Single();
        payout["status"] = failure is null ? "paid" : "failed";
        payout["failure_code"] = failure;
        Tell(failure is null ? "payout.paid" : "payout.failed", payout);
    }

    /// <summary>The header of a delivery.</summary>
    public static string Sign(string body, DateTimeOffset at, string secret = WebhookSecret)
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{body}"));
        return $"t={time},v1={Convert.ToHexStringLower(mac)}";
    }

    /// <summary>Delivers an event as Stripe would.</summary>
    public async Task<HttpStatusCode> DeliverAsync(Uri host, string body, string? signature = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host, "/api/webhooks/stripe"));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("Stripe-Signature", signature ?? Sign(body, Now()));
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        oneAtATime.Dispose();
        description.AssertKept();
    }

    private async Task HandleAsync(HttpContext context)
    {
        await description.ReadAsync(context.Request);
        var fault = Faults.Take(context.Request, Now());
        if (fault is Fault.LostBefore)
        {
            context.Abort();
            return;
        }
        if (fault is Fault.ErrorBefore or Fault.Conflict)
        {
            await AnswerAsync(context, fault == Fault.Conflict ? 409 : 500, Error("api_error", "server"));
            return;
        }
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync() : null;
        var fields = (form ?? Enumerable.Empty<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>>())
            .Concat(form is null ? context.Request.Query : [])
            .ToDictionary(f => f.Key, f => f.Value.ToString());
        int status;
        string body;
        await oneAtATime.WaitAsync();
        try
        {
            Requests++;
            (status, body) = Once(context.Request, fields);
        }
        finally
        {
            oneAtATime.Release();
        }
        switch (fault)
        {
            case Fault.LostAfter:
                context.Abort();
                return;
            case Fault.ErrorAfter:
                await AnswerAsync(context, 500, Error("api_error", "server"));
                return;
            default:
                await AnswerAsync(context, status, body);
                return;
        }
    }

    private (int Status, string Body) Once(HttpRequest request, Dictionary<string, string> fields)
    {
        var key = request.Headers["Idempotency-Key"].ToString();
        var account = request.Headers["Stripe-Account"].ToString();
        if (key.Length == 0 || !HttpMethods.IsPost(request.Method))
        {
            return Route(request, fields, account);
        }
        var said = request.Path + "?" + string.Join('&', fields.OrderBy(f => f.Key, StringComparer.Ordinal));
        if (keys.TryGetValue(account + key, out var before))
        {
            return before.Params == said
                ? (before.Status, before.Body)
                : (400, Error("idempotency_error", "keys_used"));
        }
        var (status, body) = Route(request, fields, account);
        keys[account + key] = (said, status, body);
        return (status, body);
    }

    private static Task AnswerAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }

    private static string Error(string type, string code, string? decline = null, JsonObject? intent = null) =>
        new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["type"] = type,
                ["code"] = code,
                ["decline_code"] = decline,
                ["message"] = code,
                ["payment_intent"] = intent?.DeepClone(),
                ["payment_method"] = intent?["last_payment_error"]?["payment_method"]?.DeepClone(),
            },
        }.ToJsonString();

    private JsonObject Make(string prefix, string kind, JsonObject rest)
    {
        var n = Interlocked.Increment(ref last);
        rest["id"] = $"{prefix}_{n:D6}";
        rest["object"] = kind;
        rest["n"] = (long)n;
        rest["created"] = Now().ToUnixTimeSeconds();
        objects[(string)rest["id"]!] = rest;
        return rest;
    }

    private JsonObject Book(
        string type,
        long amount,
        string currency,
        JsonObject source,
        long fee = 0,
        string? category = null
    )
    {
        var n = Interlocked.Increment(ref last);
        booked.Add(
            new JsonObject
            {
                ["id"] = $"txn_{n:D6}",
                ["object"] = "balance_transaction",
                ["amount"] = amount,
                ["fee"] = fee,
                ["net"] = amount - fee,
                ["currency"] = currency,
                ["type"] = type,
                ["reporting_category"] = category ?? type,
                ["status"] = "available",
                ["created"] = Now().ToUnixTimeSeconds(),
                ["available_on"] = Now().AddDays(type == "charge" ? 2 : 0).ToUnixTimeSeconds(),
                ["source"] = source.DeepClone(),
            }
        );
        return booked[^1];
    }

    private void Tell(string type, JsonObject about)
    {
        lock (events)
        {
            events.Add(
                new JsonObject
                {
                    ["id"] = $"evt_{Interlocked.Increment(ref last):D6}",
                    ["object"] = "event",
                    ["type"] = type,
                    ["created"] = Now().ToUnixTimeSeconds(),
                    ["data"] = new JsonObject { ["object"] = about.DeepClone() },
                }
            );
        }
    }

    private static string Text(JsonNode? node, string name) => (string?)node?[name] ?? "";
}
