using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Metier.Diary;
using Metier.Platform;

namespace Metier.Tests.Diary;

/// <summary>A tracker on the wire: pairs with a key of its own and signs what it sends.</summary>
internal sealed class TrackerDeviceClient(DiaryScene scene) : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly HttpClient http = new() { BaseAddress = scene.Host.Address };

    public string? Token { get; set; }

    public PairingBegun? Pairing { get; private set; }

    public string PublicKey => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());

    public async Task<PairingBegun> BeginAsync(string name = "studio-pc")
    {
        using var answer = await http.PostAsync(
            "/api/tracker/pairings",
            Json(new PairingAsked(name, "linux-x11", PublicKey, "1.0"))
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Pairing = (await ReadAsync<PairingBegun>(answer))!;
    }

    public async Task<(HttpStatusCode Status, PairingState? State)> StateAsync(string? secret = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/tracker/pairings/{Pairing!.PairingId}");
        request.Headers.TryAddWithoutValidation("Authorization", "Pairing " + (secret ?? Pairing.Secret));
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, answer.IsSuccessStatusCode ? await ReadAsync<PairingState>(answer) : null);
    }

    /// <summary>The whole of it: the person confirms the code, the program fetches its token.</summary>
    public async Task PairAsync()
    {
        var begun = await BeginAsync();
        var confirmed = await scene.Do<PairDevice, Outcome<Guid>>(p =>
            p.ConfirmAsync(begun.PairingId, begun.Code, scene.Freelancer, CancellationToken.None)
        );
        Assert.True(confirmed.Ok);
        Token = (await StateAsync()).State!.Token;
    }

    /// <summary>A signed request; <paramref name="off"/> is how far the device's clock is off.</summary>
    public HttpRequestMessage Signed(HttpMethod method, string path, byte[]? body = null, TimeSpan off = default)
    {
        var request = new HttpRequestMessage(method, path);
        var time = new DateTimeOffset(scene.Host.Now + off).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var text = $"{method}\n{path}\n{time}\n{Convert.ToHexStringLower(SHA256.HashData(body ?? []))}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token ?? new string('0', 64));
        request.Headers.Add("Metier-Time", time);
        request.Headers.Add(
            "Metier-Signature",
            Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256))
        );
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
        return request;
    }

    public static byte[] Bytes<T>(T body) => JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => http.SendAsync(request);

    public Task<HttpResponseMessage> SendAsync<T>(HttpMethod method, string path, T body) =>
        SendAsync(Signed(method, path, Bytes(body)));

    public Task<HttpResponseMessage> GetAsync(string path, TimeSpan off = default) =>
        SendAsync(Signed(HttpMethod.Get, path, null, off));

    public static async Task<T?> ReadAsync<T>(HttpResponseMessage answer) =>
        JsonSerializer.Deserialize<T>(await answer.Content.ReadAsStringAsync(), JsonSerializerOptions.Web);

    /// <summary>The code of problem details.</summary>
    public static async Task<(HttpStatusCode Status, string? Code)> ProblemAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            Assert.True(json.RootElement.TryGetProperty("serverTime", out _));
            return (answer.StatusCode, json.RootElement.GetProperty("code").GetString());
        }
    }

    private static ByteArrayContent Json<T>(T body) =>
        new(Bytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    public void Dispose()
    {
        key.Dispose();
        http.Dispose();
    }
}
