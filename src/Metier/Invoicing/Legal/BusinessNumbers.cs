namespace Metier.Invoicing;

/// <summary>Numbers of registers of businesses.</summary>
public static class BusinessNumbers
{
    /// <summary>Where French businesses have a SIREN: France and its overseas departments and collectivities that use the register.</summary>
    public static bool IsFrench(string country) => country is "FR" or "GP" or "MQ" or "GF" or "RE" or "YT";

    /// <summary>Letters and digits only, in capitals.</summary>
    public static string Clean(string? typed) =>
        new([.. (typed ?? "").Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant)]);

    /// <summary>Nine digits whose Luhn sum is right.</summary>
    public static bool IsSiren(string number) => number is { Length: 9 } && Digits.Luhn(number);

    /// <summary>
    /// Fourteen digits that begin with a SIREN and whose Luhn sum is right. La Poste has more places than the sum allows: theirs add up
    /// to a multiple of five.
    /// </summary>
    public static bool IsSiret(string number) =>
        number is { Length: 14 }
        && IsSiren(number[..9])
        && (
            Digits.Luhn(number)
            || (number.StartsWith("356000000", StringComparison.Ordinal) && Digits.Sum(number) % 5 == 0)
        );
}

/// <summary>Sums of digits that numbers are checked by.</summary>
internal static class Digits
{
    public static bool All(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    public static int At(string text, int index) => text[index] - '0';

    public static int Sum(string text) => text.Sum(c => c - '0');

    /// <summary>The sum of the first digits, each with its weight.</summary>
    public static int Weighted(string text, params ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * At(text, i);
        }
        return sum;
    }

    public static bool Luhn(string text)
    {
        if (!All(text))
        {
            return false;
        }
        var sum = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var digit = At(text, text.Length - 1 - i) * (1 + (i % 2));
            sum += digit > 9 ? digit - 9 : digit;
        }
        return sum % 10 == 0;
    }

    /// <summary>The check digit of ISO 7064 MOD 11,10 over these digits.</summary>
    public static int Mod11And10(string digits)
    {
        var product = 10;
        foreach (var c in digits)
        {
            var sum = (c - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (11 - product) % 10;
    }
}
