using System.Text.RegularExpressions;

namespace Metier.Tax;

/// <summary>What a tax number's digits can say about it. Whether somebody has it, only a tax office knows.</summary>
public static class TinChecks
{
    private static readonly Dictionary<string, Func<string, bool>> Known = new(StringComparer.Ordinal)
    {
        ["none"] = _ => true,
        ["us_ssn"] = Ssn,
        ["us_itin"] = Itin,
        ["us_ein"] = Ein,
        ["fr_spi"] = n => long.Parse(n[..10], Invariant) % 511 == int.Parse(n[10..], Invariant),
        ["luhn"] = Luhn,
    };

    /// <summary>Prefixes that were never given to an office that assigns EINs.</summary>
    private static readonly HashSet<int> NoEin = [0, 7, 8, 9, 17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89];

    private static IFormatProvider Invariant => System.Globalization.CultureInfo.InvariantCulture;

    /// <summary>Whether there is such a check.</summary>
    public static bool Has(string check) => Known.ContainsKey(check);

    /// <summary>The number without what people put between its parts, when it can be one of this kind; else null.</summary>
    public static string? Read(TinFormat format, string? typed)
    {
        ArgumentNullException.ThrowIfNull(format);
        var plain = string.Concat((typed ?? "").Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        // Some numbers have a sign that means something; these are matched with it.
        var signed = string.Concat((typed ?? "").Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
        // A pattern that says where hyphens may be is held against what was typed: 123-45-6789 and 12-3456789 are not the same thing.
        if (format.Pattern.Contains("-?", StringComparison.Ordinal))
        {
            return signed.Length <= 40 && Matches(format.Pattern, signed) && Known[format.Check](plain) ? plain : null;
        }
        foreach (var number in new[] { plain, signed })
        {
            if (number.Length is > 1 and <= 40 && Matches(format.Pattern, number) && Known[format.Check](number))
            {
                return number;
            }
        }
        return null;
    }

    /// <summary>What is shown of a number: its last four characters.</summary>
    public static string Last4(string tin)
    {
        ArgumentNullException.ThrowIfNull(tin);
        // Short numbers show less, so that never more than half of one is seen.
        return tin[^Math.Min(4, tin.Length / 2)..];
    }

    private static bool Matches(string pattern, string number) =>
        Regex.IsMatch(number, $"^(?:{pattern})$", RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(100));

    private static bool Ssn(string n) =>
        n[..3] is not ("000" or "666") && n[0] != '9' && n[3..5] != "00" && n[5..] != "0000";

    private static bool Itin(string n) =>
        int.Parse(n[3..5], Invariant)
            is (>= 50 and <= 65)
                or (>= 70 and <= 88)
                or (>= 90 and <= 92)
                or (>= 94 and <= 99);

    private static bool Ein(string n) => !NoEin.Contains(int.Parse(n[..2], Invariant));

    private static bool Luhn(string n)
    {
        var sum = 0;
        for (var i = 0; i < n.Length; i++)
        {
            var digit = n[n.Length - 1 - i] - '0';
            digit *= (i % 2) + 1;
            sum += digit > 9 ? digit - 9 : digit;
        }
        return sum % 10 == 0;
    }
}
