using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Metier.Payments;

/// <summary>An answer of PayPal.</summary>
/// <param name="Status">The status of HTTP.</param>
/// <param name="Body">The document; an empty object when there was none.</param>
internal sealed record PayPalAnswer(int Status, JsonNode Body)
{
    public bool Ok => Status is >= 200 and < 300;

    /// <summary>The name of the error.</summary>
    public string Name => Text("name");

    /// <summary>Why it was refused: the first issue, or the name of the error.</summary>
    public string Issue => Text("details", "0", "issue") is { Length: > 0 } issue ? issue : Name;

    /// <summary>
    /// The batch a refused payout leads to, because it was made before: the link stands with the detail it explains, or with
    /// the links of the whole answer. Null when there is none.
    /// </summary>
    public string? EarlierBatch =>
        (Body["details"] as JsonArray ?? [])
            .SelectMany(d => Links(d, "link").Concat(Links(d, "links")))
            .Concat(Links(Body, "links"))
            .Select(l => PayPalApi.Text(l, "href").Split("/payments/payouts/"))
            .Where(p => p.Length == 2)
            .Select(p => p[1].Split('?', '/')[0])
            .FirstOrDefault(id => id.Length > 0);

    public string Text(params string[] path) => PayPalApi.Text(Body, path);

    /// <summary>The address of a link.</summary>
    public string? Link(params string[] relations) =>
        Links(Body, "links")
            .Where(l => relations.Contains(PayPalApi.Text(l, "rel")))
            .Select(l => PayPalApi.Text(l, "href"))
            .FirstOrDefault(h => h.Length > 0);

    private static IEnumerable<JsonNode?> Links(JsonNode? node, string name) =>
        node is JsonObject one && one[name] is JsonArray list ? list : [];
}

/// <summary>
/// The connection to PayPal. Answers that leave it open whether something happened throw: no answer, too many requests,
/// errors of the server, and whatever is neither a success nor a refusal.
/// </summary>
internal sealed class PayPalApi(PayPalSettings settings, TimeProvider clock) : IDisposable
{
    private readonly HttpClient http = new(
        new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false }
    )
    {
        Timeout = TimeSpan.FromSeconds(30),
        MaxResponseContentBufferSize = 16 * 1024 * 1024,
    };
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private (string Token, DateTimeOffset Until) token = ("", DateTimeOffset.MinValue);

    public Uri Base { get; } =
        new(
            settings.ApiBase.Length > 0 ? settings.ApiBase.TrimEnd('/') + "/"
            : settings.Environment == "live" ? "https://api-m.paypal.com/"
            : "https://api-m.sandbox.paypal.com/"
        );

    public Task<PayPalAnswer> GetAsync(string path, CancellationToken ct) =>
        SendAsync(HttpMethod.Get, path, null, null, ct);

    /// <summary>The same request id makes the same thing once, as long as PayPal remembers it.</summary>
    public Task<PayPalAnswer> PostAsync(string path, JsonNode? body, string? requestId, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, path, body?.ToJsonString() ?? "{}", requestId, ct);

    /// <summary>As above, with a document that must not be written anew.</summary>
    public Task<PayPalAnswer> PostRawAsync(string path, string body, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, path, body, null, ct);

    public void Dispose()
    {
        http.Dispose();
        oneAtATime.Dispose();
    }

    internal static string Text(JsonNode? node, params string[] path)
    {
        foreach (var name in path)
        {
            node = node switch
            {
                JsonArray list when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var at) =>
                    at < list.Count ? list[at] : null,
                JsonObject one => one[name],
                _ => null,
            };
        }
        return node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
    }

    private async Task<PayPalAnswer> SendAsync(
        HttpMethod method,
        string path,
        string? body,
        string? requestId,
        CancellationToken ct
    )
    {
        var answer = await OnceAsync(method, path, body, requestId, ct);
        if (answer.Status == 401)
        {
            token = ("", DateTimeOffset.MinValue);
            answer = await OnceAsync(method, path, body, requestId, ct);
        }
        return answer.Status is < 200 or (>= 300 and < 400) or 401 or 403 or 408 or 409 or 425 or 429 or >= 500
            ? throw new HttpRequestException($"PayPal answered {answer.Status} {answer.Issue}")
            : answer;
    }

    private async Task<PayPalAnswer> OnceAsync(
        HttpMethod method,
        string path,
        string? body,
        string? requestId,
        CancellationToken ct
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(Base, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(ct));
        request.Headers.Add("Prefer", "return=representation");
        if (requestId is not null)
        {
            request.Headers.Add("PayPal-Request-Id", requestId);
        }
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }
        using var response = await http.SendAsync(request, ct);
        return await ReadAsync(response, ct);
    }

    private async Task<string> TokenAsync(CancellationToken ct)
    {
        await oneAtATime.WaitAsync(ct);
        try
        {
            if (token.Until > clock.GetUtcNow())
            {
                return token.Token;
            }
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Base, "v1/oauth2/token"));
            var pair = Encoding.UTF8.GetBytes($"{settings.ClientId}:{settings.ClientSecret}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(pair));
            request.Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]);
            using var response = await http.SendAsync(request, ct);
            var answer = await ReadAsync(response, ct);
            var given = answer.Text("access_token");
            if (!answer.Ok || given.Length == 0)
            {
                throw new HttpRequestException($"PayPal gave no token: {(int)response.StatusCode}");
            }
            var seconds = answer.Body["expires_in"]?.GetValue<int>() ?? 300;
            token = (given, clock.GetUtcNow().AddSeconds(Math.Max(0, seconds - 60)));
            return given;
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private static async Task<PayPalAnswer> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var text = await response.Content.ReadAsStringAsync(ct);
        try
        {
            var body =
                text.Length == 0 || response.StatusCode == HttpStatusCode.NoContent ? null : JsonNode.Parse(text);
            return new((int)response.StatusCode, body as JsonObject ?? []);
        }
        catch (JsonException e)
        {
            throw new HttpRequestException($"PayPal answered {(int)response.StatusCode} with what is no document", e);
        }
    }
}
