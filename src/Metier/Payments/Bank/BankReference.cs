using System.Security.Cryptography;
using System.Text;

namespace Metier.Payments;

/// <summary>
/// Creditor references by ISO 11649: <c>RF</c>, two check digits (mod 97), and up to 21 letters and digits. Banks carry them
/// whole, and a person who mistypes one is told by their own bank.
/// </summary>
public static class BankReference
{
    // Without I, O, 0 and 1: these are typed by hand.
    private const string Letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const int Length = 12;

    /// <summary>The reference of an operation: always the same, and 60 bits of its hash.</summary>
    public static string Of(Guid operationId)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = operationId.TryWriteBytes(bytes, bigEndian: true, out _);
        var hash = SHA256.HashData(bytes);
        var body = new StringBuilder(Length);
        var value = BitConverter.ToUInt64(hash);
        for (var i = 0; i < Length; i++)
        {
            body.Append(Letters[(int)(value & 31)]);
            value >>= 5;
        }
        return Check(body.ToString());
    }

    /// <summary>A reference with its check digits.</summary>
    public static string Check(string body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var digits = 98 - Remainder(body + "RF00");
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"RF{digits:00}{body}");
    }

    /// <summary>A reference as it was typed or printed, without spaces, when its check digits are right; else null.</summary>
    public static string? Read(string? typed)
    {
        var text = string.Concat((typed ?? "").Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
        return
            text.Length is >= 5 and <= 25
            && text.StartsWith("RF", StringComparison.Ordinal)
            && text.All(char.IsAsciiLetterOrDigit)
            && char.IsAsciiDigit(text[2])
            && char.IsAsciiDigit(text[3])
            && Remainder(text[4..] + text[..4]) == 1
            ? text
            : null;
    }

    /// <summary>In groups of four, as people read it.</summary>
    public static string Print(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return string.Join(' ', reference.Chunk(4).Select(c => new string(c)));
    }

    /// <summary>A right reference within words, for banks that put everything into one field; null when there is none.</summary>
    internal static string? Search(string words)
    {
        var text = string.Concat(words.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        for (
            var at = text.IndexOf("RF", StringComparison.Ordinal);
            at >= 0;
            at = text.IndexOf("RF", at + 1, StringComparison.Ordinal)
        )
        {
            if (text.Length >= at + Length + 4 && Read(text.Substring(at, Length + 4)) is { } found)
            {
                return found;
            }
        }
        return null;
    }

    private static int Remainder(string text)
    {
        var remainder = 0;
        foreach (var c in text)
        {
            remainder = char.IsAsciiDigit(c)
                ? ((remainder * 10) + (c - '0')) % 97
                : ((remainder * 100) + (c - 'A' + 10)) % 97;
        }
        return remainder;
    }
}
