namespace Metier.Payments;

/// <summary>One card of the sandbox, for the page that lists them.</summary>
/// <param name="Number">As it is typed.</param>
/// <param name="Behaviour">Key of its description.</param>
public sealed record SandboxCard(string Number, string Behaviour);

/// <summary>The test cards and what they do. Any other valid number of the three brands is paid at once.</summary>
public static class SandboxCards
{
    /// <summary>An IBAN whose payouts come back.</summary>
    public const string ReturningIban = "DE62370400440532013001";

    private static readonly (string Number, SandboxBehaviour Behaviour)[] Table =
    [
        ("4242 4242 4242 4242", SandboxBehaviour.Succeeds),
        ("5555 5555 5555 4444", SandboxBehaviour.Succeeds),
        ("3782 822463 10005", SandboxBehaviour.Succeeds),
        ("4000 0025 0000 3155", SandboxBehaviour.NeedsConfirmation),
        ("4000 0000 0000 0002", SandboxBehaviour.Declines),
        ("4000 0000 0000 9995", SandboxBehaviour.Insufficient),
        ("4000 0000 0000 0341", SandboxBehaviour.FailsLater),
        ("4000 0000 0000 0119", SandboxBehaviour.LosesResponse),
        ("4000 0000 0000 0259", SandboxBehaviour.ChargesBack),
    ];

    /// <summary>The cards, in the order they are worth trying.</summary>
    public static IEnumerable<SandboxCard> All =>
        Table.Select(card => new SandboxCard(card.Number, card.Behaviour.ToString()));

    internal static SandboxBehaviour BehaviourOf(string digits) =>
        Table.FirstOrDefault(card => card.Number.Replace(" ", "", StringComparison.Ordinal) == digits).Behaviour;

    /// <summary>visa, mastercard or amex by the first digits and the length; null for anything else.</summary>
    internal static string? BrandOf(string digits)
    {
        if (digits.Length is not (15 or 16) || !digits.All(char.IsAsciiDigit))
        {
            return null;
        }
        var two = int.Parse(digits[..2], System.Globalization.CultureInfo.InvariantCulture);
        var four = int.Parse(digits[..4], System.Globalization.CultureInfo.InvariantCulture);
        return (digits.Length, two) switch
        {
            (16, >= 40 and <= 49) => "visa",
            (16, >= 51 and <= 55) => "mastercard",
            (16, _) when four is >= 2221 and <= 2720 => "mastercard",
            (15, 34 or 37) => "amex",
            _ => null,
        };
    }

    /// <summary>The check digit of a card number (Luhn).</summary>
    internal static bool IsNumber(string digits)
    {
        if (digits.Length is < 12 or > 19 || !digits.All(char.IsAsciiDigit))
        {
            return false;
        }
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            var weighted = i % 2 == 0 ? digit : digit * 2;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }
}
