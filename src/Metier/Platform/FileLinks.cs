using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Metier.Platform;

/// <summary>A secret of this instance, made once and kept in its database; signs links and hashes look-up values.</summary>
public sealed class InstanceSecret
{
    private byte[] key = [];

    internal void Use(byte[] secret) => key = secret;

    /// <summary>HMAC-SHA256 of a text under this instance's key, for one purpose.</summary>
    public byte[] Sign(string purpose, string text) =>
        key.Length > 0
            ? HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(purpose + "\n" + text))
            : throw new InvalidOperationException("The instance secret is read at start, before anything is served");
}

/// <summary>
/// Links to files that expire and cannot be guessed. Whoever may see the page a file is on gets a link; the link alone is
/// then the right to read, for its short life.
/// </summary>
public sealed class FileLinks(InstanceSecret secret, TimeProvider clock)
{
    private const long StepSeconds = 2 * 3600;

    /// <summary>A link to this file that lives two to four hours (in steps, so that browsers can cache images).</summary>
    public string To(Guid id, string name)
    {
        var until = ((clock.GetUtcNow().ToUnixTimeSeconds() / StepSeconds) + 2) * StepSeconds;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"/files/{id:N}/{Uri.EscapeDataString(name)}?until={until}&key={Key(id, until)}"
        );
    }

    /// <summary>A link to this file.</summary>
    public string To(StoredFile file) => To(file.Id, file.Name);

    /// <summary>True when the link was made here and has not expired.</summary>
    public bool Allows(Guid id, long until, string key) =>
        until > clock.GetUtcNow().ToUnixTimeSeconds()
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(Key(id, until)));

    private string Key(Guid id, long until) =>
        Convert.ToHexStringLower(
            secret.Sign("file-link", string.Create(CultureInfo.InvariantCulture, $"{id:N}.{until}")).AsSpan(0, 16)
        );
}
