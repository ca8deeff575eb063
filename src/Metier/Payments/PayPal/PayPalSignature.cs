using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Metier.Payments;

/// <summary>
/// The signature of PayPal's webhooks: RSA with SHA-256 over transmission id, time, webhook id and CRC-32 of the body as it
/// came, under a certificate the message names. Whose certificate that is decides everything: only PayPal's own hosts are
/// asked for it, and it must lead to a root this machine trusts.
/// </summary>
internal static class PayPalSignature
{
    /// <summary>Null when it is genuine, else why not.</summary>
    public static string? Problem(WebhookRequest request, string webhookId, X509Certificate2 certificate)
    {
        if (request.Header("PAYPAL-AUTH-ALGO") != "SHA256withRSA")
        {
            return "wrong_algorithm";
        }
        var signature = new byte[512];
        if (!Convert.TryFromBase64String(request.Header("PAYPAL-TRANSMISSION-SIG"), signature, out var length))
        {
            return "no_signature";
        }
        var signed = string.Join(
            '|',
            request.Header("PAYPAL-TRANSMISSION-ID"),
            request.Header("PAYPAL-TRANSMISSION-TIME"),
            webhookId,
            Crc32(request.Body.Span).ToString(CultureInfo.InvariantCulture)
        );
        using var key = certificate.GetRSAPublicKey();
        return
            key?.VerifyData(
                Encoding.UTF8.GetBytes(signed),
                signature.AsSpan(0, length),
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1
            ) == true
            ? null
            : "wrong_signature";
    }

    /// <summary>The CRC of ISO 3309 (as in Ethernet and zip): reflected polynomial EDB88320.</summary>
    public static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1;
            }
        }
        return ~crc;
    }
}

/// <summary>Fetches the certificates PayPal signs with, from PayPal and from nobody else.</summary>
internal class PayPalCertificates : IDisposable
{
    private const int Kept = 16;
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = 256 * 1024,
    };
    private readonly Dictionary<Uri, X509Certificate2> known = [];

    /// <summary>The address when it is one of PayPal's, else null.</summary>
    public static Uri? Address(string typed) =>
        Uri.TryCreate(typed, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttps
        && uri.IsDefaultPort
        && uri.UserInfo.Length == 0
        && (uri.IdnHost == "paypal.com" || uri.IdnHost.EndsWith(".paypal.com", StringComparison.Ordinal))
            ? uri
            : null;

    /// <summary>The certificate at an address; null when it is not PayPal's.</summary>
    public virtual async Task<X509Certificate2?> FindAsync(Uri address, DateTime now, CancellationToken ct)
    {
        lock (known)
        {
            if (known.TryGetValue(address, out var kept) && kept.NotAfter.ToUniversalTime() > now)
            {
                return kept;
            }
        }
        var pem = await http.GetStringAsync(address, ct);
        var bundle = new X509Certificate2Collection();
        try
        {
            bundle.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            return null;
        }
        if (bundle.Count == 0 || !IsPayPals(bundle, now))
        {
            return null;
        }
        lock (known)
        {
            if (known.Count >= Kept)
            {
                known.Clear();
            }
            known[address] = bundle[0];
        }
        return bundle[0];
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => http.Dispose();

    /// <summary>It leads to a root this machine trusts, and is made out to PayPal.</summary>
    private static bool IsPayPals(X509Certificate2Collection bundle, DateTime now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.ExtraStore.AddRange(bundle);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = now;
        var name = bundle[0].GetNameInfo(X509NameType.DnsName, forIssuer: false);
        return chain.Build(bundle[0])
            && (name == "paypal.com" || name.EndsWith(".paypal.com", StringComparison.OrdinalIgnoreCase));
    }
}
