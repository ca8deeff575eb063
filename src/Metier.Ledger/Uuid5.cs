using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Metier.Ledger;

/// <summary>
/// Names made into ids (RFC 9562, version 5), so that a webhook, a poll and a retry that speak of one cause post under
/// one id.
/// </summary>
public static class Uuid5
{
    private static readonly Guid Space = new("8c6e4bb4-4f0a-5d0e-9a55-6d6574696572");

    /// <summary>The id of a cause within this ledger: its words joined by a slash, case kept.</summary>
    public static Guid Of(params ReadOnlySpan<string> words) => Of(Space, string.Join('/', words!));

    /// <summary>
    /// The version 5 UUID of <paramref name="name"/> in <paramref name="space"/>. An object's id serves as the space of
    /// what happens to it: <c>Of(milestoneId, "release/1")</c>.
    /// </summary>
    [SuppressMessage(
        "Security",
        "CA5350",
        Justification = "RFC 9562 defines version 5 with SHA-1; it keeps no secret."
    )]
    public static Guid Of(Guid space, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var bytes = new byte[16 + Encoding.UTF8.GetByteCount(name)];
        space.TryWriteBytes(bytes, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, bytes.AsSpan(16));
        var hash = SHA1.HashData(bytes);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
