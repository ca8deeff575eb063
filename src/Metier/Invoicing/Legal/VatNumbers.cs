using System.Collections.Frozen;
using System.Text.RegularExpressions;
using static Metier.Invoicing.Digits;

namespace Metier.Invoicing;

/// <summary>What is wrong with a VAT number.</summary>
public enum VatNumberProblem
{
    /// <summary>Nothing: it can exist.</summary>
    None,

    /// <summary>It has not the form of its country's numbers.</summary>
    Form,

    /// <summary>Its check digits do not agree with the others.</summary>
    CheckDigits,

    /// <summary>It belongs to another country.</summary>
    Country,
}

/// <summary>VAT numbers of the European Union, Great Britain, Northern Ireland, Switzerland and Norway: form and check digits.</summary>
public static class VatNumbers
{
    /// <summary>A number without spaces, dots and dashes, in capitals; old Irish numbers may hold a plus or an asterisk.</summary>
    public static string Clean(string? typed) =>
        new([
            .. (typed ?? "").Where(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '*').Select(char.ToUpperInvariant),
        ]);

    /// <summary>Whether numbers of that country can be checked here.</summary>
    public static bool Knows(string country) => Rules.ContainsKey(PrefixOf(country));

    /// <summary>The letters a country's numbers begin with: Greece has EL; Monaco has France's; Switzerland's begin with CHE.</summary>
    public static string PrefixOf(string country) =>
        country switch
        {
            "GR" => "EL",
            "MC" => "FR",
            "IM" => "GB",
            "LI" => "CH",
            _ => country,
        };

    /// <summary>
    /// What is wrong with a cleaned number (<see cref="BusinessNumbers.Clean"/>) of that country. A country that is not known here
    /// has no wrong numbers.
    /// </summary>
    public static VatNumberProblem Check(string number, string country)
    {
        ArgumentNullException.ThrowIfNull(number);
        var prefix = PrefixOf(country);
        if (!Rules.TryGetValue(prefix, out var rule))
        {
            return VatNumberProblem.None;
        }
        if (number.Length < 3)
        {
            return VatNumberProblem.Form;
        }
        var letters = number[..2];
        // A business in Northern Ireland has the same number under XI for goods.
        if (
            letters != prefix
            && !(prefix == "GB" && letters == "XI")
            && !(prefix == "NO" && char.IsAsciiDigit(number[0]))
        )
        {
            return char.IsAsciiLetter(number[0]) && char.IsAsciiLetter(number[1]) && Rules.ContainsKey(letters)
                ? VatNumberProblem.Country
                : VatNumberProblem.Form;
        }
        var body = letters == prefix || letters == "XI" ? number[2..] : number;
        return !rule.Form.IsMatch(body) ? VatNumberProblem.Form
            : rule.Digits(body) ? VatNumberProblem.None
            : VatNumberProblem.CheckDigits;
    }

    private sealed record Rule(Regex Form, Func<string, bool> Digits);

    private static readonly FrozenDictionary<string, Rule> Rules = new Dictionary<string, Rule>
    {
        ["AT"] = new(Form("U[0-9]{8}"), Austria),
        ["BE"] = new(Form("[01][0-9]{9}"), n => 97 - (int)(Number(n[..8]) % 97) == (int)Number(n[8..])),
        ["BG"] = new(Form("[0-9]{9,10}"), Bulgaria),
        ["CY"] = new(Form("(?!12)[0-59][0-9]{7}[A-Z]"), Cyprus),
        ["CZ"] = new(Form("[0-9]{8,10}"), Czechia),
        ["DE"] = new(Form("[1-9][0-9]{8}"), n => Mod11And10(n[..8]) == At(n, 8)),
        ["DK"] = new(Form("[1-9][0-9]{7}"), n => Weighted(n, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0),
        ["EE"] = new(Form("[0-9]{9}"), n => Weighted(n, 3, 7, 1, 3, 7, 1, 3, 7, 1) % 10 == 0),
        ["EL"] = new(Form("[0-9]{9}"), n => Weighted(n, 256, 128, 64, 32, 16, 8, 4, 2) % 11 % 10 == At(n, 8)),
        ["ES"] = new(Form("[A-Z0-9][0-9]{7}[A-Z0-9]"), Spain),
        ["FI"] = new(Form("[0-9]{8}"), n => Weighted(n, 7, 9, 10, 5, 8, 4, 2, 1) % 11 == 0),
        ["FR"] = new(Form("[A-HJ-NP-Z0-9]{2}[0-9]{9}"), France),
        ["HR"] = new(Form("[0-9]{11}"), n => Mod11And10(n[..10]) == At(n, 10)),
        ["HU"] = new(Form("[0-9]{8}"), n => Weighted(n, 9, 7, 3, 1, 9, 7, 3, 1) % 10 == 0),
        ["IE"] = new(Form("([0-9]{7}[A-W][A-IW]?|[0-9][A-Z*+][0-9]{5}[A-W])"), Ireland),
        ["IT"] = new(Form("[0-9]{11}"), n => Luhn(n) && Number(n[..7]) > 0),
        ["LT"] = new(Form("([0-9]{7}1[0-9]|[0-9]{10}1[0-9])"), Lithuania),
        ["LU"] = new(Form("[0-9]{8}"), n => Number(n[..6]) % 89 == Number(n[6..])),
        ["LV"] = new(Form("[0-9]{11}"), Latvia),
        ["MT"] = new(Form("[1-9][0-9]{7}"), n => Weighted(n, 3, 4, 6, 7, 8, 9, 10, 1) % 37 == 0),
        ["NL"] = new(Form("[0-9]{9}B[0-9]{2}"), Netherlands),
        ["PL"] = new(Form("[0-9]{10}"), n => Weighted(n, 6, 5, 7, 2, 3, 4, 5, 6, 7) % 11 == At(n, 9)),
        ["PT"] = new(
            Form("[1-9][0-9]{8}"),
            n => (11 - (Weighted(n, 9, 8, 7, 6, 5, 4, 3, 2) % 11)) % 11 % 10 == At(n, 8)
        ),
        ["RO"] = new(
            Form("[1-9][0-9]{1,9}"),
            n => Weighted(n.PadLeft(10, '0'), 7, 5, 3, 2, 1, 7, 5, 3, 2) * 10 % 11 % 10 == At(n, n.Length - 1)
        ),
        ["SE"] = new(Form("[0-9]{10}(0[1-9]|[1-8][0-9]|9[0-4])"), n => Luhn(n[..10])),
        ["SI"] = new(Form("[1-9][0-9]{7}"), Slovenia),
        ["SK"] = new(Form("[1-9][0-9][2-47-9][0-9]{7}"), n => Number(n) % 11 == 0),
        ["GB"] = new(Form("([0-9]{9}([0-9]{3})?|GD[0-4][0-9]{2}|HA[5-9][0-9]{2})"), Britain),
        ["CH"] = new(
            Form("E[0-9]{9}(MWST|TVA|IVA)?"),
            n => Check11(Weighted(n[1..], 5, 4, 3, 2, 7, 6, 5, 4)) == At(n, 9)
        ),
        ["NO"] = new(Form("[0-9]{9}(MVA)?"), n => Check11(Weighted(n, 3, 2, 7, 6, 5, 4, 3, 2)) == At(n, 8)),
    }.ToFrozenDictionary();

    private static Regex Form(string pattern) =>
        new($"\\A(?:{pattern})\\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static long Number(string digits) => long.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Eleven less the rest; ten never occurs as a digit, so such a number does not exist.</summary>
    private static int Check11(int sum) => (11 - (sum % 11)) % 11;

    private static bool Austria(string n)
    {
        var sum = 4;
        for (var i = 1; i < 8; i++)
        {
            var digit = At(n, i) * (i % 2 == 0 ? 2 : 1);
            sum += digit > 9 ? digit - 9 : digit;
        }
        return (10 - (sum % 10)) % 10 == At(n, 8);
    }

    /// <summary>People have their personal number: one of three sums is right.</summary>
    private static bool Bulgaria(string n)
    {
        if (n.Length == 10)
        {
            return Weighted(n, 2, 4, 8, 5, 10, 9, 7, 3, 6) % 11 % 10 == At(n, 9)
                || Weighted(n, 21, 19, 17, 13, 11, 9, 7, 3, 1) % 10 == At(n, 9)
                || Check11(Weighted(n, 4, 3, 2, 7, 6, 5, 4, 3, 2)) == At(n, 9);
        }
        var sum = Weighted(n, 1, 2, 3, 4, 5, 6, 7, 8) % 11;
        return (sum == 10 ? Weighted(n, 3, 4, 5, 6, 7, 8, 9, 10) % 11 % 10 : sum) == At(n, 8);
    }

    private static bool Cyprus(string n)
    {
        ReadOnlySpan<int> values = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
        var sum = 0;
        for (var i = 0; i < 8; i++)
        {
            sum += i % 2 == 0 ? values[At(n, i)] : At(n, i);
        }
        return (char)('A' + (sum % 26)) == n[8];
    }

    /// <summary>Companies have eight digits, people their birth number; those of nine digits before 1954 have no check digit.</summary>
    private static bool Czechia(string n) =>
        n.Length switch
        {
            8 => n[0] != '9'
                && (Check11(Weighted(n, 8, 7, 6, 5, 4, 3, 2)) is var c && (c == 0 ? 1 : c) % 10 == At(n, 7)),
            9 when n[0] == '6' => (8 - ((10 - (Weighted(n[1..], 8, 7, 6, 5, 4, 3, 2) % 11) + 11) % 11) + 10) % 10
                == At(n, 8),
            9 => true,
            _ => Number(n) % 11 == 0 || (Number(n[..9]) % 11 == 10 && n[9] == '0'),
        };

    /// <summary>A person's number ends with a letter that its digits choose; a company's with a digit or a letter.</summary>
    private static bool Spain(string n)
    {
        const string letters = "TRWAGMYFPDXBNJZSQVHLCKE";
        if (char.IsAsciiDigit(n[0]))
        {
            return letters[(int)(Number(n[..8]) % 23)] == n[8];
        }
        if (n[0] is 'X' or 'Y' or 'Z')
        {
            return letters[(int)(Number($"{n[0] - 'X'}{n[1..8]}") % 23)] == n[8];
        }
        if (n[0] is 'K' or 'L' or 'M')
        {
            return letters[(int)(Number(n[1..8]) % 23)] == n[8];
        }
        var sum = 0;
        for (var i = 1; i < 8; i++)
        {
            var digit = At(n, i) * (1 + (i % 2));
            sum += digit > 9 ? digit - 9 : digit;
        }
        var check = (10 - (sum % 10)) % 10;
        return n[0] is not ('I' or 'O' or 'T') && (n[8] == '0' + check || n[8] == "JABCDEFGHI"[check]);
    }

    /// <summary>Old numbers may have letters in the first two places; Monaco's begin with 000 and are no SIREN.</summary>
    private static bool France(string n)
    {
        if (!n.AsSpan(2).StartsWith("000") && !Luhn(n[2..]))
        {
            return false;
        }
        if (char.IsAsciiDigit(n[0]) && char.IsAsciiDigit(n[1]))
        {
            return Number(n[2..] + "12") % 97 == Number(n[..2]);
        }
        const string alphabet = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
        var (first, second) = (alphabet.IndexOf(n[0]), alphabet.IndexOf(n[1]));
        var check = first < 10 ? (first * 24) + second - 10 : (first * 34) + second - 100;
        return (Number(n[2..]) + 1 + (check / 11)) % 11 == check % 11;
    }

    private static bool Ireland(string n)
    {
        const string letters = "WABCDEFGHIJKLMNOPQRSTUV";
        if (!char.IsAsciiDigit(n[1]))
        {
            n = "0" + n[2..7] + n[0] + n[7];
        }
        var sum = Weighted(n, 8, 7, 6, 5, 4, 3, 2) + (n.Length == 9 ? 9 * letters.IndexOf(n[8]) : 0);
        return letters[sum % 23] == n[7];
    }

    private static bool Lithuania(string n)
    {
        int Sum(int shift) => n[..^1].Select((c, i) => (c - '0') * (1 + ((i + shift) % 9))).Sum() % 11;
        var sum = Sum(0);
        return (sum == 10 ? Sum(2) : sum) % 10 == At(n, n.Length - 1);
    }

    /// <summary>People have their personal code; those given out since 2017 begin with 32 and have no check digit.</summary>
    private static bool Latvia(string n) =>
        n[0] > '3' ? Weighted(n, 9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1) % 11 == 3
        : n.StartsWith("32", StringComparison.Ordinal) ? true
        : (1 + Weighted(n, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9)) % 11 % 10 == At(n, 10);

    /// <summary>Companies by their register; sole traders, since 2020, by a number of its own with a rest of 1 by 97.</summary>
    private static bool Netherlands(string n)
    {
        if (Weighted(n, 9, 8, 7, 6, 5, 4, 3, 2) % 11 == At(n, 8))
        {
            return true;
        }
        var rest = 0;
        foreach (var c in "NL" + n)
        {
            var value = char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10;
            rest = ((rest * (value > 9 ? 100 : 10)) + value) % 97;
        }
        return rest == 1;
    }

    private static bool Slovenia(string n) =>
        11 - (Weighted(n, 8, 7, 6, 5, 4, 3, 2) % 11) is var check && check != 11 && check % 10 == At(n, 7);

    private static bool Britain(string n)
    {
        if (!char.IsAsciiDigit(n[0]))
        {
            return true;
        }
        var rest = Weighted(n, 8, 7, 6, 5, 4, 3, 2, 10, 1) % 97;
        return rest == 0 || (n[0] != '0' && rest is 42 or 55);
    }
}
