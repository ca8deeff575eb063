using System.Security.Cryptography;
using System.Text;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>A pairing that waits for the person who looks at it.</summary>
public sealed record PendingPairing(Guid Id, string Code, string DeviceName, string System, DateTime ExpiresAt);

/// <summary>
/// Pairs a computer: the program shows a code, the person confirms the same code on the page, and the program fetches its token
/// once. Nobody but the program that asked can fetch it.
/// </summary>
public sealed class PairDevice(MetierDb db, InstanceOptions instance)
{
    /// <summary>How long a code lives.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Devices one person can have.</summary>
    public const int MostDevices = 10;

    // Letters that are not taken for another or for a digit.
    private const string Letters = "ABCDEFGHJKLMNPQRTUVWXY";
    private static readonly HashSet<string> Systems = ["linux-x11", "linux-wayland", "windows", "macos"];

    /// <summary>Begins one. Refuses <c>device</c> when what is said of the device is not usable.</summary>
    public Task<Outcome<PairingBegun>> BeginAsync(PairingAsked asked, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(asked);
        return db.WriteAsync<PairingBegun>(
            async () =>
            {
                var name = TypedText.Line(asked.DeviceName);
                if (name.Length is 0 or > 60 || !Systems.Contains(asked.System ?? "") || !IsKey(asked.PublicKey))
                {
                    return new Refusal("device", DiaryRefusalText.Device);
                }
                var now = db.Now;
                await db.TrackerPairings.Where(p => p.ExpiresAt < now.AddDays(-1)).ExecuteDeleteAsync(ct);
                var code = RandomNumberGenerator.GetString(Letters, 8);
                var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
                var pairing = new TrackerPairing
                {
                    Id = Ids.New(db.Clock),
                    Code = code,
                    SecretHash = Hash(secret),
                    DeviceName = name,
                    System = asked.System!,
                    PublicKey = asked.PublicKey!,
                    ExpiresAt = db.Now + Lifetime,
                };
                db.TrackerPairings.Add(pairing);
                return new PairingBegun(
                    pairing.Id,
                    Shown(code),
                    secret,
                    $"{instance.PublicUrl}/go/time-devices",
                    pairing.ExpiresAt
                );
            },
            ct
        );
    }

    /// <summary>How far it is, for the program that began it; the token is given once.</summary>
    public Task<Outcome<PairingState>> StateAsync(Guid id, string secret, CancellationToken ct) =>
        db.WriteAsync<PairingState>(
            async () =>
            {
                var hash = Hash(secret);
                var pairing = await db.TrackerPairings.SingleOrDefaultAsync(
                    p => p.Id == id && p.SecretHash == hash,
                    ct
                );
                if (pairing is null)
                {
                    return Refusal.NotFound();
                }
                if (pairing.Step == PairingStep.Refused)
                {
                    return new PairingState("refused", null, null, null);
                }
                if (pairing.DeviceId is not { } deviceId)
                {
                    return new PairingState(pairing.ExpiresAt <= db.Now ? "expired" : "waiting", null, null, null);
                }
                var device = await db.TrackerDevices.SingleAsync(d => d.Id == deviceId, ct);
                if (device.TokenHash is not null || device.RevokedAt is not null)
                {
                    return new PairingState("expired", null, null, null);
                }
                var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
                device.TokenHash = Hash(token);
                var name = await db.Set<Members.Member>()
                    .Where(m => m.Id == device.MemberId)
                    .Select(m => m.Name)
                    .SingleAsync(ct);
                return new PairingState("confirmed", deviceId, token, name);
            },
            ct
        );

    /// <summary>The pairing with this code, however it is typed, while it waits.</summary>
    public async Task<PendingPairing?> FindAsync(string? code, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.IsFreelancer)
        {
            return null;
        }
        var plain = Plain(code);
        var now = db.Now;
        var found = await db
            .TrackerPairings.AsNoTracking()
            .SingleOrDefaultAsync(p => p.Code == plain && p.ExpiresAt > now && p.Step == PairingStep.Waiting, ct);
        return found is null
            ? null
            : new PendingPairing(found.Id, Shown(found.Code), found.DeviceName, found.System, found.ExpiresAt);
    }

    /// <summary>The person saw the same code on both screens. Answers with the device.</summary>
    public Task<Outcome<Guid>> ConfirmAsync(Guid id, string? code, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Guid>(
            async () =>
            {
                var plain = Plain(code);
                var pairing = await db.TrackerPairings.SingleOrDefaultAsync(p => p.Id == id && p.Code == plain, ct);
                if (pairing is null || pairing.ExpiresAt <= db.Now || pairing.Step != PairingStep.Waiting)
                {
                    return new Refusal("code", DiaryRefusalText.Code, "Form.Code");
                }
                if (
                    await db.TrackerDevices.CountAsync(d => d.MemberId == actor.MemberId && d.RevokedAt == null, ct)
                    >= MostDevices
                )
                {
                    return new Refusal("devices", DiaryRefusalText.TooManyDevices(MostDevices));
                }
                var device = new TrackerDevice
                {
                    Id = Ids.New(db.Clock),
                    MemberId = actor.MemberId,
                    Name = pairing.DeviceName,
                    System = pairing.System,
                    PublicKey = pairing.PublicKey,
                    PairedAt = db.Now,
                };
                db.TrackerDevices.Add(device);
                (pairing.Step, pairing.DeviceId) = (PairingStep.Confirmed, device.Id);
                db.Audit(actor, "device.paired", device.Id, new { device.Name, device.System });
                return device.Id;
            },
            ct
        );

    /// <summary>The person did not ask for this.</summary>
    public Task<Outcome<Done>> RefuseAsync(Guid id, string? code, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var plain = Plain(code);
                var pairing = await db.TrackerPairings.SingleOrDefaultAsync(p => p.Id == id && p.Code == plain, ct);
                if (pairing?.Step == PairingStep.Waiting)
                {
                    pairing.Step = PairingStep.Refused;
                    db.Audit(actor, "device.refused", pairing.Id, new { pairing.DeviceName });
                }
                return Done.It;
            },
            ct
        );

    internal static string Hash(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static string Shown(string code) => $"{code[..4]}-{code[4..]}";

    private static string Plain(string? code) =>
        new([.. (code ?? "").Where(char.IsAsciiLetter).Take(20).Select(char.ToUpperInvariant)]);

    private static bool IsKey(string? key)
    {
        if (key is not { Length: > 0 and <= 200 })
        {
            return false;
        }
        try
        {
            using var ec = ECDsa.Create();
            ec.ImportSubjectPublicKeyInfo(Convert.FromBase64String(key), out _);
            return ec.KeySize == 256;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return false;
        }
    }
}

/// <summary>Takes a device away: its token opens nothing from this moment, and its timer stops.</summary>
public sealed class RevokeDevice(MetierDb db)
{
    /// <summary>Taking away twice is no error.</summary>
    public Task<Outcome<Done>> RunAsync(Guid deviceId, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var device = await db.TrackerDevices.SingleOrDefaultAsync(
                    d => d.Id == deviceId && d.MemberId == actor.MemberId,
                    ct
                );
                if (device is null)
                {
                    return Refusal.NotFound();
                }
                if (device.RevokedAt is null)
                {
                    device.RevokedAt = db.Now;
                    foreach (
                        var lease in await db
                            .TrackingLeases.Where(l => l.DeviceId == deviceId && l.StoppedAt == null)
                            .ToListAsync(ct)
                    )
                    {
                        lease.Stop(db.Now, "signed_out");
                    }
                    db.Audit(actor, "device.revoked", device.Id, new { device.Name });
                }
                return Done.It;
            },
            ct
        );
}
