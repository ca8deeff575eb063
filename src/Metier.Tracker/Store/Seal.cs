using System.Security.Cryptography;
using System.Text;

namespace Metier.Tracker.Store;

/// <summary>AES-256-GCM with the folder's key: nonce, tag, content. What a piece is for is bound into its tag.</summary>
internal sealed class Seal : IDisposable
{
    /// <summary>Bytes that a sealed piece is longer than its content.</summary>
    public const int Overhead = NonceLength + TagLength;

    private const int NonceLength = 12;
    private const int TagLength = 16;
    private readonly AesGcm cipher;

    /// <summary>With a key of 32 bytes.</summary>
    public Seal(byte[] key) => cipher = new AesGcm(key, TagLength);

    /// <summary>Seals.</summary>
    public byte[] Close(ReadOnlySpan<byte> content, string purpose)
    {
        var result = new byte[Overhead + content.Length];
        var nonce = result.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        cipher.Encrypt(
            nonce,
            content,
            result.AsSpan(Overhead),
            result.AsSpan(NonceLength, TagLength),
            Encoding.UTF8.GetBytes(purpose)
        );
        return result;
    }

    /// <summary>Opens, or null when it is not what was sealed for this purpose with this key.</summary>
    public byte[]? Open(ReadOnlySpan<byte> piece, string purpose)
    {
        if (piece.Length < Overhead)
        {
            return null;
        }
        var content = new byte[piece.Length - Overhead];
        try
        {
            cipher.Decrypt(
                piece[..NonceLength],
                piece[Overhead..],
                piece.Slice(NonceLength, TagLength),
                content,
                Encoding.UTF8.GetBytes(purpose)
            );
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    public void Dispose() => cipher.Dispose();
}
