using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Metier.Payments;

/// <summary>
/// The signature of Stripe's webhooks: <c>t=…,v1=…</c>, HMAC-SHA256 of the time, a point and the body as it came. Several
/// v1 are several keys of Stripe, several secrets are ours while one replaces another; any pair that agrees is enough.
/// </summary>
internal static class StripeSignature
{
    /// <summary>How far the time may be from ours, both ways.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    /// <summary>Null when it is genuine, else why not.</summary>
    public static string? Problem(
        ReadOnlySpan<byte> body,
        string header,
        IReadOnlyCollection<string> secrets,
        DateTime now
    )
    {
        var parts = header.Split(',').Select(p => p.Trim().Split('=', 2)).Where(p => p.Length == 2).ToList();
        var time = parts.Find(p => p[0] == "t")?[1];
        if (!long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return "no_signature";
        }
        var signatures = parts.Where(p => p[0] == "v1").Select(p => Bytes(p[1])).OfType<byte[]>().ToList();
        var signed = new byte[time.Length + 1 + body.Length];
        Encoding.ASCII.GetBytes(time, signed);
        signed[time.Length] = (byte)'.';
        body.CopyTo(signed.AsSpan(time.Length + 1));
        var genuine = false;
        foreach (var secret in secrets)
        {
            var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
            foreach (var signature in signatures)
            {
                genuine |= CryptographicOperations.FixedTimeEquals(expected, signature);
            }
        }
        if (!genuine)
        {
            return "wrong_signature";
        }
        // Checked last: whoever cannot sign learns nothing about our clock.
        var at = DateTime.UnixEpoch.AddTicks(Math.Clamp(seconds, 0, 253_402_300_799) * TimeSpan.TicksPerSecond);
        return (now - at).Duration() > Tolerance ? "too_old" : null;
    }

    private static byte[]? Bytes(string hex) =>
        hex.Length == 64 && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : null;
}
