using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Metier.Tests.Payments.Providers;

/// <summary>What a vendor was asked.</summary>
internal sealed record VendorCall(
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Query,
    IReadOnlyDictionary<string, string> Headers,
    string Body
)
{
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    public IReadOnlyDictionary<string, string> Form =>
        QueryHelpers.ParseQuery(Body).ToDictionary(f => f.Key, f => f.Value.ToString());
}

/// <summary>
/// Answers with the documents of a script, in the vendor's shape, and remembers what it was asked. Unlike the doubles it knows
/// nothing and keeps nothing: what is tested against it is tested against the vendor's words. A script answers in its order; its
/// last answer stays.
/// </summary>
internal sealed class ScriptedVendor : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Dictionary<string, Queue<(int Status, string Body)>> script = [];
    private readonly List<VendorCall> calls = [];
    private readonly StripeDescription description = new();

    private ScriptedVendor(WebApplication app) => this.app = app;

    public string Address => app.Urls.First();
    public IReadOnlyList<VendorCall> Calls => calls;

    public static async Task<ScriptedVendor> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var it = new ScriptedVendor(app);
        app.Run(it.HandleAsync);
        await app.StartAsync();
        it.On("POST", "/v1/oauth2/token", 200, """{"access_token":"A21","token_type":"Bearer","expires_in":32400}""");
        return it;
    }

    public void On(string method, string path, int status, string body) =>
        script[$"{method} {path}"] = new([(status, body)]);

    public void On(string method, string path, params (int Status, string Body)[] answers) =>
        script[$"{method} {path}"] = new(answers);

    public IReadOnlyList<VendorCall> Of(string method, string path) =>
        [.. calls.Where(c => c.Method == method && c.Path == path)];

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        description.AssertKept();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        await description.ReadAsync(request);
        using var reader = new StreamReader(request.Body);
        var call = new VendorCall(
            request.Method,
            request.Path.Value!,
            request.Query.ToDictionary(q => q.Key, q => q.Value.ToString()),
            request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync()
        );
        (int Status, string Body) answer;
        lock (script)
        {
            calls.Add(call);
            answer =
                !script.TryGetValue($"{call.Method} {call.Path}", out var answers)
                    ? (599, $$$"""{"name":"NOT_IN_THE_SCRIPT","message":"{{{call.Method}}} {{{call.Path}}}"}""")
                : answers.Count > 1 ? answers.Dequeue()
                : answers.Peek();
        }
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.Body);
    }
}
