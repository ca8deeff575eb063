using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Metier.Diary;
using Metier.Tracker.Store;
using Metier.Tracker.Time;

namespace Metier.Tracker.Server;

/// <summary>What came of a request.</summary>
/// <param name="Status">HTTP status; 0 when the server was not reached.</param>
/// <param name="Value">The answer; default unless <see cref="Ok"/>.</param>
/// <param name="Code">The refusal's code, when the server gave one.</param>
/// <param name="Text">The refusal in words.</param>
internal sealed record Reply<T>(int Status, T? Value, string? Code, string? Text)
{
    /// <summary>It was done.</summary>
    public bool Ok => Status is >= 200 and < 300;

    /// <summary>
    /// The marketplace itself said no, so that asking again is of no use. Anything else (no network, a proxy's page, an
    /// overloaded server) may be different the next time.
    /// </summary>
    public bool Refused => !Ok && Code != null && Status is >= 400 and < 500 and not 401 and not 408 and not 429;

    /// <summary>No connection came about, so the server cannot have done anything.</summary>
    public bool NeverSent { get; init; }

    /// <summary>No answer came in time; whether the server did it is not known.</summary>
    public bool Silent { get; init; }

    /// <summary>What to call it that the server said nothing: silent or offline.</summary>
    public string Away => Silent ? "silent" : "offline";

    /// <summary>The device is not known any more. A clock that is off is no reason to give up.</summary>
    public bool SignedOut => Status == 401 && Code is not (null or "clock");
}

/// <summary>Speaks to the server as the paired device: every request carries the token, the time and a signature.</summary>
internal sealed class ServerLink : IDisposable
{
    /// <summary>How long somebody who typed a command waits for one answer.</summary>
    public static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    /// <summary>What is sent in the background may take as long as the client lets it: pictures go over slow networks too.</summary>
    private static readonly TimeSpan Unhurried = System.Threading.Timeout.InfiniteTimeSpan;

    private readonly HttpClient http;
    private readonly Identity identity;
    private readonly SteadyClock clock;
    private readonly ECDsa key;

    public ServerLink(HttpClient http, Identity identity, SteadyClock clock)
    {
        this.http = http;
        this.identity = identity;
        this.clock = clock;
        key = identity.Key();
    }

    /// <summary>How long an answer that somebody waits for may take.</summary>
    public TimeSpan Patience { get; init; } = AnswerTime;

    /// <summary>Told the server's time with each answer that carries it.</summary>
    public Action<DateTime>? HeardTime { get; set; }

    /// <summary>A client with the time-outs that fit a small program on any network.</summary>
    public static HttpClient Client() =>
        new(
            new SocketsHttpHandler
            {
                ConnectTimeout = TimeSpan.FromSeconds(8),
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
                AllowAutoRedirect = false,
                UseCookies = false,
                MaxConnectionsPerServer = 2,
            }
        )
        {
            Timeout = TimeSpan.FromSeconds(30),
        };

    /// <summary>The server's address: METIER_TRACKER_SERVER or the paired one.</summary>
    public static string Address(string paired) =>
        (Environment.GetEnvironmentVariable("METIER_TRACKER_SERVER") is { Length: > 0 } s ? s : paired).TrimEnd('/');

    /// <summary>GET /api/tracker/state.</summary>
    public async Task<Reply<TrackerState>> StateAsync(CancellationToken ct)
    {
        var reply = await SendAsync(HttpMethod.Get, "/api/tracker/state", null, WireJson.Default.TrackerState, ct);
        Hear(reply.Value?.ServerTime);
        return reply;
    }

    /// <summary>POST /api/tracker/start.</summary>
    public async Task<Reply<LeaseGiven>> StartAsync(StartAsked asked, CancellationToken ct)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(asked, WireJson.Default.StartAsked);
        var reply = await SendAsync(HttpMethod.Post, "/api/tracker/start", body, WireJson.Default.LeaseGiven, ct);
        Hear(reply.Value?.ServerTime);
        return reply;
    }

    /// <summary>POST /api/tracker/stop.</summary>
    public Task<Reply<object>> StopAsync(StopAsked asked, CancellationToken ct) =>
        SendAsync<object>(
            HttpMethod.Post,
            "/api/tracker/stop",
            JsonSerializer.SerializeToUtf8Bytes(asked, WireJson.Default.StopAsked),
            null,
            ct,
            within: Unhurried
        );

    /// <summary>POST /api/tracker/memo.</summary>
    public Task<Reply<object>> MemoAsync(MemoAsked asked, CancellationToken ct) =>
        SendAsync<object>(
            HttpMethod.Post,
            "/api/tracker/memo",
            JsonSerializer.SerializeToUtf8Bytes(asked, WireJson.Default.MemoAsked),
            null,
            ct
        );

    /// <summary>PUT /api/tracker/segments/….</summary>
    public async Task<Reply<SegmentAnswer>> SegmentAsync(
        Guid contract,
        DateTime segment,
        SegmentUpload upload,
        CancellationToken ct
    )
    {
        var reply = await SendAsync(
            HttpMethod.Put,
            $"/api/tracker/segments/{contract}/{DiaryGrid.Name(segment)}",
            JsonSerializer.SerializeToUtf8Bytes(upload, WireJson.Default.SegmentUpload),
            WireJson.Default.SegmentAnswer,
            ct,
            within: Unhurried
        );
        Hear(reply.Value?.ServerTime);
        return reply;
    }

    /// <summary>PUT /api/tracker/images/….</summary>
    public Task<Reply<object>> ImageAsync(
        Guid contract,
        DateTime segment,
        string hash,
        byte[] webp,
        CancellationToken ct
    ) =>
        SendAsync<object>(
            HttpMethod.Put,
            $"/api/tracker/images/{contract}/{DiaryGrid.Name(segment)}/{hash}",
            webp,
            null,
            ct,
            "image/webp",
            Unhurried
        );

    /// <summary>GET /api/tracker/log.</summary>
    public Task<Reply<IReadOnlyList<LoggedSegment>>> LogAsync(DateOnly day, CancellationToken ct) =>
        SendAsync(
            HttpMethod.Get,
            "/api/tracker/log?day=" + day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            null,
            WireJson.Default.IReadOnlyListLoggedSegment,
            ct
        );

    /// <summary>DELETE /api/tracker/segments/….</summary>
    public Task<Reply<object>> DeleteAsync(Guid contract, DateTime segment, CancellationToken ct) =>
        SendAsync<object>(
            HttpMethod.Delete,
            $"/api/tracker/segments/{contract}/{DiaryGrid.Name(segment)}",
            null,
            null,
            ct
        );

    /// <summary>POST /api/tracker/logout: the server takes nothing from this device any more.</summary>
    public Task<Reply<object>> LogoutAsync(CancellationToken ct) =>
        SendAsync<object>(HttpMethod.Post, "/api/tracker/logout", null, null, ct);

    public void Dispose() => key.Dispose();

    /// <summary>The text whose signature proves that the request is this device's.</summary>
    internal static string ToSign(string method, string pathAndQuery, long unixSeconds, ReadOnlySpan<byte> body) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{method}\n{pathAndQuery}\n{unixSeconds}\n{Convert.ToHexStringLower(SHA256.HashData(body))}"
        );

    private void Hear(DateTime? serverTime)
    {
        if (serverTime is { } time)
        {
            HeardTime?.Invoke(time);
        }
    }

    private async Task<Reply<T>> SendAsync<T>(
        HttpMethod method,
        string path,
        byte[]? body,
        JsonTypeInfo<T>? type,
        CancellationToken ct,
        string mediaType = "application/json",
        TimeSpan? within = null
    )
        where T : class
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        end.CancelAfter(within ?? Patience);
        try
        {
            using var request = Request(method, path, body, mediaType);
            using var response = await http.SendAsync(request, end.Token);
            var content = await response.Content.ReadAsByteArrayAsync(end.Token);
            if (!response.IsSuccessStatusCode)
            {
                var problem = ProblemOf(response, content);
                // Only a request that was turned away for its time says that the clock is wrong.
                if (response.StatusCode == HttpStatusCode.Unauthorized)
                {
                    Hear(problem?.ServerTime ?? response.Headers.Date?.UtcDateTime);
                }
                return new((int)response.StatusCode, null, problem?.Code, problem?.Detail ?? problem?.Title);
            }
            var value = type == null || content.Length == 0 ? null : JsonSerializer.Deserialize(content, type);
            return type != null && value == null
                ? new(0, null, null, null)
                : new((int)response.StatusCode, value, null, null);
        }
        catch (HttpRequestException e)
        {
            return new(0, null, null, e.Message)
            {
                NeverSent =
                    e.HttpRequestError
                        is HttpRequestError.NameResolutionError
                            or HttpRequestError.ConnectionError
                            or HttpRequestError.SecureConnectionError,
            };
        }
        catch (JsonException e)
        {
            return new(0, null, null, e.Message);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            return new(0, null, null, e.Message) { Silent = true };
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path, byte[]? body, string mediaType)
    {
        var uri = new Uri(Address(identity.Server) + path);
        var time = new DateTimeOffset(clock.Now).ToUnixTimeSeconds();
        var signature = key.SignData(
            Encoding.UTF8.GetBytes(ToSign(method.Method, uri.PathAndQuery, time, body)),
            HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation
        );
        var request = new HttpRequestMessage(method, uri);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", identity.Token);
        request.Headers.Add("Metier-Time", time.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Metier-Signature", Convert.ToBase64String(signature));
        if (body != null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        }
        return request;
    }

    private static Problem? ProblemOf(HttpResponseMessage response, byte[] content)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return null;
        }
        try
        {
            return JsonSerializer.Deserialize(content, WireJson.Default.Problem);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
