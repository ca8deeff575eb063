using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Metier.Diary;

namespace Metier.Tracker.Tests;

/// <summary>A request as it came over the wire.</summary>
internal sealed record Seen(string Method, string Path, string Headers, byte[] Body);

/// <summary>
/// The server's side of the protocol, small: pairing, leases, minutes that are taken once, images by their hash. It checks the
/// signature of every request, records everything, and can fail in the ways networks fail.
/// </summary>
internal sealed class TestServer : IDisposable
{
    public static readonly Guid Contract = Guid.Parse("0199aaaa-0000-7000-8000-000000000001");
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private readonly Func<DateTime> clock;
    private readonly Lock gate = new();
    private HttpListener listener = new();
    private byte[] publicKey = [];

    public TestServer(Func<DateTime> clock)
    {
        this.clock = clock;
        var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        Listen();
    }

    public int Port { get; }
    public string Url => "http://127.0.0.1:" + Port;
    public string Token { get; set; } = "token-1";
    public ConcurrentQueue<Seen> Requests { get; } = [];
    public Dictionary<(Guid Contract, DateTime At), MinuteUpload> Minutes { get; } = [];

    /// <summary>The lease each minute came with.</summary>
    private readonly Dictionary<DateTime, Guid> leases = [];
    public Dictionary<(Guid Contract, DateTime Segment), ScreenshotNote> Notes { get; } = [];
    public Dictionary<string, byte[]> Images { get; } = [];
    public HashSet<DateTime> DeletedSegments { get; } = [];
    public List<StopAsked> Stops { get; } = [];
    public List<StartAsked> Starts { get; } = [];
    public List<string> Problems { get; } = [];

    /// <summary>The lease that holds; an upload on another one is told to stop.</summary>
    public Guid? Lease { get; set; }

    /// <summary>The contract of the last lease.</summary>
    public Guid Leased { get; private set; } = Contract;
    public int Level { get; set; } = 3;
    public int LeaseLevel { get; set; } = 3;
    public int? Limit { get; set; }
    public int EarlierMinutes { get; set; }
    public int IdleMinutes { get; set; } = 10;
    public bool Consented { get; set; } = true;
    public string ContractState { get; set; } = "active";
    public string? RefuseMinutes { get; set; }

    /// <summary>Contracts beside the one of <see cref="Contract"/>.</summary>
    public List<TrackedContract> Others { get; } = [];

    /// <summary>Takes requests and says nothing.</summary>
    public bool Silent { get; set; }

    /// <summary>So many answers are lost after the work was done.</summary>
    public int LoseAnswers { get; set; }

    /// <summary>Signs the device up as a pairing would.</summary>
    public void Know(string token, byte[] key) => (Token, publicKey) = (token, key);

    public void GoOffline() => listener.Stop();

    public void GoOnline() => Listen();

    public void Dispose()
    {
        if (listener.IsListening)
        {
            listener.Stop();
        }
        listener.Close();
    }

    private void Listen()
    {
        listener = new HttpListener();
        listener.Prefixes.Add(Url + "/");
        listener.Start();
        _ = ServeAsync(listener);
    }

    private async Task ServeAsync(HttpListener on)
    {
        try
        {
            while (on.IsListening)
            {
                var context = await on.GetContextAsync();
                try
                {
                    Answer(context);
                }
                catch (Exception e) when (e is not HttpListenerException and not ObjectDisposedException)
                {
                    Problems.Add(e.ToString());
                    context.Response.Abort();
                }
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // Offline.
        }
    }

    private void Answer(HttpListenerContext context)
    {
        using var copy = new MemoryStream();
        context.Request.InputStream.CopyTo(copy);
        var body = copy.ToArray();
        var path = context.Request.RawUrl!;
        Requests.Enqueue(new(context.Request.HttpMethod, path, context.Request.Headers.ToString()!, body));
        if (Silent)
        {
            return;
        }
        object? answer;
        lock (gate)
        {
            answer =
                path.StartsWith("/api/tracker/pairings", StringComparison.Ordinal) ? Pair(context, path, body)
                : Signed(context.Request, path, body) ? Handle(context.Request.HttpMethod, path, body)
                : new Refusal(401, "signature");
        }
        if (LoseAnswers > 0)
        {
            // A proxy between the two gave up waiting.
            LoseAnswers--;
            context.Response.StatusCode = 502;
            context.Response.Close();
            return;
        }
        context.Response.Headers["Date"] = clock().ToString("R");
        if (answer is Refusal refusal)
        {
            context.Response.StatusCode = refusal.Status;
            context.Response.ContentType = "application/problem+json";
            answer = new { title = "No", code = refusal.Code };
        }
        if (answer != null)
        {
            context.Response.OutputStream.Write(JsonSerializer.SerializeToUtf8Bytes(answer, answer.GetType(), Web));
        }
        context.Response.Close();
    }

    private sealed record Refusal(int Status, string Code);

    private object Pair(HttpListenerContext context, string path, byte[] body)
    {
        if (context.Request.HttpMethod == "POST")
        {
            publicKey = Convert.FromBase64String(Read<PairingAsked>(body).PublicKey);
            return new PairingBegun(Guid.Empty, "ABCD-EFGH", "s3cret", Url + "/time/pair", clock().AddMinutes(10));
        }
        return context.Request.Headers["Authorization"] == "Pairing s3cret"
            ? new PairingState("confirmed", Guid.Empty, Token, "Inès Roy")
            : new Refusal(404, "not_found");
    }

    private bool Signed(HttpListenerRequest request, string path, byte[] body)
    {
        var seconds = long.Parse(
            request.Headers["Metier-Time"] ?? "0",
            System.Globalization.CultureInfo.InvariantCulture
        );
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(publicKey, out _);
        var text = $"{request.HttpMethod}\n{path}\n{seconds}\n{Convert.ToHexStringLower(SHA256.HashData(body))}";
        return request.Headers["Authorization"] == "Bearer " + Token
            && Math.Abs(seconds - new DateTimeOffset(clock()).ToUnixTimeSeconds()) < 300
            && key.VerifyData(
                Encoding.UTF8.GetBytes(text),
                Convert.FromBase64String(request.Headers["Metier-Signature"] ?? ""),
                HashAlgorithmName.SHA256,
                DSASignatureFormat.IeeeP1363FixedFieldConcatenation
            );
    }

    private object? Handle(string method, string path, byte[] body)
    {
        var parts = path.Split('?')[0].Split('/')[3..];
        return (method, parts[0]) switch
        {
            ("GET", "state") => State(),
            ("POST", "start") => Start(Read<StartAsked>(body)),
            ("POST", "stop") => Stop(Read<StopAsked>(body)),
            ("POST", "memo") => null,
            ("POST", "logout") => Logout(),
            ("PUT", "segments") => Take(Time(parts[2]), Read<SegmentUpload>(body)),
            ("PUT", "images") => Image(parts[3], body),
            ("DELETE", "segments") => Delete(Time(parts[2])),
            ("GET", "log") => Log(),
            _ => new Refusal(404, "not_found"),
        };
    }

    private TrackerState State() =>
        new(
            clock(),
            "Inès Roy",
            "fr",
            [
                new(
                    Contract,
                    "API rebuild",
                    "Acme",
                    Level,
                    Consented,
                    ContractState,
                    true,
                    Week(),
                    Limit,
                    IdleMinutes,
                    false
                ),
                .. Others,
            ],
            Lease is { } l ? Given(l, "memo") : null
        );

    private LeaseGiven Given(Guid lease, string memo) =>
        new(lease, Leased, memo, LeaseLevel = Level, clock(), clock().AddMinutes(15), clock(), Week(), Limit);

    private int Week() => EarlierMinutes + Minutes.Count;

    private object Start(StartAsked asked)
    {
        if (ContractState != "active")
        {
            return new Refusal(409, "contract_" + ContractState);
        }
        Starts.Add(asked);
        (Lease, Leased) = (asked.StartId, asked.ContractId);
        return Given(asked.StartId, asked.Memo);
    }

    private object? Stop(StopAsked asked)
    {
        if (!Stops.Exists(s => s.LeaseId == asked.LeaseId))
        {
            // As on the marketplace: a stop counted back takes out what was sent of the minutes after it.
            foreach (var (at, _) in leases.Where(m => m.Value == asked.LeaseId && m.Key >= asked.At).ToList())
            {
                Minutes.Remove((Contract, at));
                leases.Remove(at);
            }
        }
        Stops.Add(asked);
        Lease = Lease == asked.LeaseId ? null : Lease;
        return null;
    }

    private object Take(DateTime segment, SegmentUpload upload)
    {
        if (upload.Minutes.Any(m => (LeaseLevel < 2 && m.Keys != null) || (LeaseLevel < 1 && m.Active != null)))
        {
            return new Refusal(422, "level");
        }
        var accepted = new List<int>();
        var refused = new List<MinuteRefused>();
        foreach (var m in upload.Minutes)
        {
            var at = segment.AddMinutes(m.Minute);
            var code =
                RefuseMinutes
                ?? (DeletedSegments.Contains(segment) ? "deleted" : null)
                ?? (at > clock().AddMinutes(1) ? "future" : null);
            if (code != null)
            {
                refused.Add(new(m.Minute, code));
                continue;
            }
            if (Minutes.TryAdd((Contract, at), m))
            {
                leases[at] = upload.LeaseId;
            }
            accepted.Add(m.Minute);
        }
        // As on the marketplace: with no minute taken there is nothing for a note to stand beside.
        var noted = accepted.Count > 0 ? upload.Screenshot : null;
        if (noted != null)
        {
            Notes[(Contract, segment)] = noted;
        }
        var wants = noted?.Sha256 is { } hash && !Images.ContainsKey(hash);
        var stop =
            Lease != null && Lease != upload.LeaseId ? "revoked"
            : ContractState == "active" ? null
            : ContractState;
        return new SegmentAnswer(accepted, refused, wants, clock().AddMinutes(15), stop, clock(), Week(), Limit);
    }

    private object? Logout()
    {
        Token = "";
        return null;
    }

    private object? Image(string hash, byte[] body)
    {
        if (Convert.ToHexStringLower(SHA256.HashData(body)) != hash)
        {
            return new Refusal(422, "hash");
        }
        Images[hash] = body;
        return null;
    }

    private object? Delete(DateTime segment)
    {
        DeletedSegments.Add(segment);
        foreach (var key in Minutes.Keys.Where(k => k.At >= segment && k.At < segment.AddMinutes(10)).ToList())
        {
            Minutes.Remove(key);
            leases.Remove(key.At);
        }
        if (Notes.Remove((Contract, segment), out var note) && note.Sha256 != null)
        {
            Images.Remove(note.Sha256);
        }
        return null;
    }

    private List<LoggedSegment> Log() =>
        [
            .. Minutes
                .GroupBy(m => new DateTime(
                    m.Key.At.Ticks - (m.Key.At.Ticks % TimeSpan.FromMinutes(10).Ticks),
                    DateTimeKind.Utc
                ))
                .Select(g => new LoggedSegment(
                    Contract,
                    g.Key,
                    g.Count(),
                    g.Count(m => m.Value.Active == true),
                    "memo",
                    false,
                    "Kept"
                )),
        ];

    private static DateTime Time(string name) =>
        DateTime.ParseExact(
            name,
            "yyyyMMdd'T'HHmm'Z'",
            null,
            System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AdjustToUniversal
        );

    private static T Read<T>(byte[] body) => JsonSerializer.Deserialize<T>(body, Web)!;
}
