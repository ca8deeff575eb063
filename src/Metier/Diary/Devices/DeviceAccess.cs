using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>What a device signed: the request and when.</summary>
/// <param name="Method">GET, POST, PUT, DELETE.</param>
/// <param name="PathAndQuery">As on the wire.</param>
/// <param name="Time">Unix seconds, as sent.</param>
/// <param name="BodySha256">Lower-case hex.</param>
/// <param name="Signature">ECDSA P-256 over these four lines, IEEE P1363, base64.</param>
public sealed record SignedRequest(
    string Method,
    string PathAndQuery,
    string Time,
    string BodySha256,
    string Signature
);

/// <summary>Which device it is, and for whom it acts.</summary>
public sealed record DeviceActor(Guid DeviceId, Actor Actor);

/// <summary>Knows devices by their token and their signature. A token that was copied is worth nothing without the device's key.</summary>
public sealed class DeviceAccess(MetierDb db, ActorLoader actors)
{
    /// <summary>How far the device's clock may be off.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>Refuses <c>device</c> for an unknown token or a wrong signature, <c>clock</c> when the clocks are too far apart.</summary>
    public async Task<Outcome<DeviceActor>> FindAsync(string? token, SignedRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (token is not { Length: 64 })
        {
            return new Refusal("device", DiaryRefusalText.UnknownDevice);
        }
        var hash = PairDevice.Hash(token);
        var device = await db
            .TrackerDevices.AsNoTracking()
            .SingleOrDefaultAsync(d => d.TokenHash == hash && d.RevokedAt == null, ct);
        if (device is null || !Verifies(device.PublicKey, request))
        {
            return new Refusal("device", DiaryRefusalText.UnknownDevice);
        }
        if (
            !long.TryParse(request.Time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(new DateTimeOffset(db.Now).ToUnixTimeSeconds() - seconds) > Skew.TotalSeconds
        )
        {
            return new Refusal("clock", DiaryRefusalText.Clock);
        }
        if (await actors.LoadForRequestAsync(device.MemberId, null, ct) is not { IsFreelancer: true } actor)
        {
            return new Refusal("device", DiaryRefusalText.UnknownDevice);
        }
        await SeenAsync(device, ct);
        return new DeviceActor(device.Id, actor);
    }

    /// <summary>
    /// For requests that would do something again when they are sent again: refuses <c>replayed</c> the second time. By what was
    /// signed and not by the signature, of which there can be several.
    /// </summary>
    public Task<Outcome<Done>> OnceAsync(Guid deviceId, SignedRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var hash = PairDevice.Hash($"{deviceId:N}\n{Text(request)}");
        return db.WriteAsync<Done>(
            async () =>
            {
                var forgotten = db.Now - (2 * Skew) - Skew;
                await db.TrackerCommands.Where(c => c.At < forgotten).ExecuteDeleteAsync(ct);
                if (await db.TrackerCommands.AnyAsync(c => c.Hash == hash, ct))
                {
                    return new Refusal("replayed", DiaryRefusalText.Replayed);
                }
                db.TrackerCommands.Add(new TrackerCommand { Hash = hash, At = db.Now });
                return Done.It;
            },
            ct
        );
    }

    private static string Text(SignedRequest request) =>
        $"{request.Method}\n{request.PathAndQuery}\n{request.Time}\n{request.BodySha256}";

    private static bool Verifies(string publicKey, SignedRequest request)
    {
        var text = Text(request);
        Span<byte> signature = stackalloc byte[64];
        if (!Convert.TryFromBase64String(request.Signature, signature, out var length) || length != 64)
        {
            return false;
        }
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
        return key.VerifyData(Encoding.UTF8.GetBytes(text), signature, HashAlgorithmName.SHA256);
    }

    /// <summary>Written at most once a minute, outside any other change.</summary>
    private async Task SeenAsync(TrackerDevice device, CancellationToken ct)
    {
        var now = db.Now;
        if (device.LastSeenAt is null || device.LastSeenAt < now.AddMinutes(-1))
        {
            await db.WriteAsync<Done>(
                async () =>
                {
                    await db
                        .TrackerDevices.Where(d => d.Id == device.Id)
                        .ExecuteUpdateAsync(s => s.SetProperty(d => d.LastSeenAt, now), ct);
                    return Done.It;
                },
                ct
            );
        }
    }
}
