using System.Globalization;
using System.Text;
using Metier.Platform;
using Microsoft.AspNetCore.DataProtection;

namespace Metier.Payments;

/// <summary>Reads, checks, hides and compares the accounts that freelancers are paid to.</summary>
internal static class PayoutAccounts
{
    private const string Purpose = "Metier.Payments.PayoutDestination";

    /// <summary>An IBAN without spaces when its length, letters and check digits are right (ISO 13616), else null.</summary>
    public static string? Iban(string? typed)
    {
        var iban = string.Concat((typed ?? "").Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
        if (iban.Length is < 15 or > 34 || !iban.All(char.IsAsciiLetterOrDigit))
        {
            return null;
        }
        if (!iban[..2].All(char.IsAsciiLetterUpper) || !iban[2..4].All(char.IsAsciiDigit))
        {
            return null;
        }
        var remainder = 0;
        foreach (var c in iban[4..] + iban[..4])
        {
            remainder = char.IsAsciiDigit(c)
                ? ((remainder * 10) + (c - '0')) % 97
                : ((remainder * 100) + (c - 'A' + 10)) % 97;
        }
        return remainder == 1 ? iban : null;
    }

    /// <summary>A BIC in capitals when it can be one (ISO 9362: bank, country, place, branch), else null.</summary>
    public static string? Bic(string? typed)
    {
        var bic = string.Concat((typed ?? "").Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
        return
            bic.Length is 8 or 11
            && bic.All(char.IsAsciiLetterOrDigit)
            && bic[..6].All(char.IsAsciiLetter)
            && PayoutRails.Has(bic[4..6])
            ? bic
            : null;
    }

    /// <summary>A bank and an account without an IBAN as <c>BIC/number</c>, else null.</summary>
    public static string? Wire(string? bic, string? number)
    {
        var account = string.Concat((number ?? "").Where(c => c is not (' ' or '-' or '\u00A0'))).ToUpperInvariant();
        return Bic(bic) is { } bank && account.Length is >= 4 and <= 34 && account.All(char.IsAsciiLetterOrDigit)
            ? $"{bank}/{account}"
            : null;
    }

    /// <summary>Where an account is, when it says so itself; otherwise where its owner lives.</summary>
    public static string Country(PayoutMethodKind kind, string destination, string home) =>
        kind switch
        {
            PayoutMethodKind.Iban => destination[..2],
            PayoutMethodKind.Wire => destination[4..6],
            _ => home,
        };

    /// <summary>A PayPal address, or null.</summary>
    public static string? PayPal(string? typed)
    {
        var address = (typed ?? "").Trim();
        var at = address.IndexOf('@', StringComparison.Ordinal);
        var valid =
            at > 0
            && address.LastIndexOf('@') == at
            // Payouts know addresses of this length and no longer.
            && address.Length <= 127
            && address.IndexOf('.', at) > at + 1
            && address[^1] != '.'
            && !address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
        return valid ? address.ToLowerInvariant() : null;
    }

    /// <summary>Enough to recognise an account, not enough to use it.</summary>
    public static string Mask(PayoutMethodKind kind, string destination)
    {
        if (kind == PayoutMethodKind.Iban)
        {
            return $"{destination[..2]} •••• {destination[^4..]}";
        }
        if (kind == PayoutMethodKind.Wire)
        {
            return $"{destination[4..6]} •••• {destination[^4..]}";
        }
        var at = destination.IndexOf('@', StringComparison.Ordinal);
        return $"{destination[..1]}•••{destination[at..]}";
    }

    public static string Protect(IDataProtectionProvider keys, string destination) =>
        keys.CreateProtector(Purpose).Protect(destination);

    public static string Unprotect(IDataProtectionProvider keys, string destination) =>
        keys.CreateProtector(Purpose).Unprotect(destination);

    /// <summary>A keyed hash: equal for equal accounts, worthless without the instance's secret.</summary>
    public static string Fingerprint(InstanceSecret secret, string destination) =>
        Convert.ToHexString(secret.Sign("payout-destination", destination));

    /// <summary>
    /// Whether two names are one person's: accents, capitals and the order do not matter, and middle names may be missing or be an
    /// initial. Two whole names at least must be the same.
    /// </summary>
    public static bool SameName(string one, string other)
    {
        var (few, many) = (Words(one), Words(other));
        if (few.Count > many.Count)
        {
            (few, many) = (many, few);
        }
        if (few.Count > 0 && few.SequenceEqual(many))
        {
            return true;
        }
        var left = many.ToList();
        var initials = few.Where(w => !left.Remove(w)).ToList();
        return few.Count - initials.Count >= 2
            && few.Where(w => !initials.Contains(w)).Count(w => w.Length > 1) >= 2
            && initials.TrueForAll(i => left.FindIndex(w => Initial(i, w)) is >= 0 and var at && Take(left, at));
    }

    private static bool Initial(string one, string other) =>
        one[0] == other[0] && (one.Length == 1 || other.Length == 1);

    private static bool Take(List<string> left, int at)
    {
        left.RemoveAt(at);
        return true;
    }

    private static List<string> Words(string name)
    {
        var plain = new StringBuilder();
        foreach (var c in name.Normalize(NormalizationForm.FormKD))
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(c);
            if (category is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark))
            {
                plain.Append(char.IsLetterOrDigit(c) ? Plain(char.ToLowerInvariant(c)) : " ");
            }
        }
        var words = plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        words.Sort(StringComparer.Ordinal);
        return words;
    }

    /// <summary>Letters that are no base with a mark, as passports and banks write them.</summary>
    private static string Plain(char c) =>
        c switch
        {
            'ß' => "ss",
            'æ' => "ae",
            'œ' => "oe",
            'ø' => "o",
            'đ' or 'ð' => "d",
            'ł' => "l",
            'þ' => "th",
            'ı' => "i",
            _ => c.ToString(),
        };
}
