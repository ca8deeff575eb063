using System.Net.Http.Headers;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Metier.Diary;
using Metier.Tracker.Store;

namespace Metier.Tracker.Server;

/// <summary>Makes this machine a device of somebody: a key is made, a code is shown, the person confirms it on the page.</summary>
internal static class Pairing
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>A code lives ten minutes; after this it is over even when the server does not say so any more.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(11);

    /// <summary>The program's version.</summary>
    public static string Version => Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "1.0.0";

    /// <summary>An address the token may be sent to: HTTPS, or this very machine.</summary>
    public static bool IsSafe(Uri server) =>
        server.Scheme == Uri.UriSchemeHttps || (server.Scheme == Uri.UriSchemeHttp && server.IsLoopback);

    /// <summary>
    /// Runs a pairing to its end. Returns the identity, or null with the state it ended in: refused, expired, offline, silent.
    /// </summary>
    public static async Task<(Identity? Identity, string State)> RunAsync(
        HttpClient http,
        Uri server,
        string system,
        Action<PairingBegun> show,
        TimeProvider time,
        CancellationToken ct,
        TimeSpan? patience = null
    )
    {
        var answerTime = patience ?? ServerLink.AnswerTime;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = Environment.MachineName;
        var asked = new PairingAsked(
            name.Length > 60 ? name[..60] : name,
            system,
            Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()),
            Version
        );
        var root = ServerLink.Address(server.ToString());
        PairingBegun begun;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        end.CancelAfter(answerTime);
        try
        {
            using var content = new ByteArrayContent(
                JsonSerializer.SerializeToUtf8Bytes(asked, WireJson.Default.PairingAsked)
            );
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await http.PostAsync(new Uri(root + "/api/tracker/pairings"), content, end.Token);
            var body = await response.Content.ReadAsByteArrayAsync(end.Token);
            if (!response.IsSuccessStatusCode)
            {
                return (null, "offline");
            }
            begun = JsonSerializer.Deserialize(body, WireJson.Default.PairingBegun)!;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            return (null, "offline");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (null, "silent");
        }
        show(begun);
        var shown = time.GetTimestamp();
        while (time.GetElapsedTime(shown) < Longest)
        {
            var state = await AskAsync(http, root, begun, answerTime, ct);
            if (state is { State: "confirmed", Token: { } token, DeviceId: { } device })
            {
                var secret = Convert.ToBase64String(key.ExportPkcs8PrivateKey());
                return (new Identity(root, device, token, state.MemberName ?? "", secret), "confirmed");
            }
            if (state is { State: "refused" or "expired" })
            {
                return (null, state.State);
            }
            await Task.Delay(Pause, time, ct);
        }
        return (null, "expired");
    }

    private static async Task<PairingState?> AskAsync(
        HttpClient http,
        string root,
        PairingBegun begun,
        TimeSpan answerTime,
        CancellationToken ct
    )
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        end.CancelAfter(answerTime);
        try
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Get,
                new Uri($"{root}/api/tracker/pairings/{begun.PairingId}")
            );
            request.Headers.Authorization = new AuthenticationHeaderValue("Pairing", begun.Secret);
            using var response = await http.SendAsync(request, end.Token);
            var body = await response.Content.ReadAsByteArrayAsync(end.Token);
            if (response.IsSuccessStatusCode)
            {
                return JsonSerializer.Deserialize(body, WireJson.Default.PairingState);
            }
            // A pairing the server does not know any more is over.
            return (int)response.StatusCode is 404 or 410 ? new PairingState("expired", null, null, null) : null;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The next time it may answer.
            return null;
        }
    }
}
