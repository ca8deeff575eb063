using Metier.Ledger;

namespace Metier.Payments;

/// <summary>
/// The currencies of PayPal, from its page "Currency codes" (read in November 2026). Forint, yen and Taiwan dollars take no
/// decimals there, though two of them have some in ISO 4217.
/// </summary>
internal static class PayPalCurrencies
{
    private const string NoDecimals = "HUF JPY TWD";

    private const string TwoDecimals =
        "AUD BRL CAD CNY CZK DKK EUR HKD ILS MYR MXN NZD NOK PHP PLN GBP SGD SEK CHF THB USD";

    /// <summary>All of them.</summary>
    public static ProviderCurrencies All { get; } =
        ProviderCurrencies.Of([
            .. NoDecimals.Split(' ').Select(c => (c, 0, 1)),
            .. TwoDecimals.Split(' ').Select(c => (c, 2, 1)),
        ]);

    /// <summary>An amount as PayPal writes it: "12.30", "500"; null when it cannot be written there.</summary>
    public static string? Write(Money money)
    {
        if (All.ToUnits(money) is not { } units)
        {
            return null;
        }
        var text = units.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (All.Decimals(money.Currency) == 0)
        {
            return text;
        }
        var digits = text.TrimStart('-').PadLeft(3, '0');
        return $"{(units < 0 ? "-" : "")}{digits[..^2]}.{digits[^2..]}";
    }

    /// <summary>An amount PayPal wrote; zeros behind the point are no decimals.</summary>
    public static Money Read(string? text, string? code)
    {
        var plain = text ?? "";
        if (plain.Contains('.', StringComparison.Ordinal))
        {
            plain = plain.TrimEnd('0').TrimEnd('.');
        }
        return Currency.TryOf(code, out var currency) && Money.TryParse(plain, currency, out var money)
            ? money
            : throw new FormatException($"PayPal wrote an amount that is none: {text} {code}");
    }
}
