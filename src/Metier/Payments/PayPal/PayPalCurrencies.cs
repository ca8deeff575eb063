using Metier.Ledger;

namespace Metier.Payments;

/// <summary>
/// The currencies of PayPal, from its page "Currency codes" (developer.paypal.com/reference/currency-codes, read on 27 November
/// 2026). Forint, yen and Taiwan dollars take no decimals there, though two of them have some in ISO 4217. Real, yuan and
/// ringgit are for accounts of their own country.
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

    /// <summary>
    /// Those that payouts know (the page "Payouts country and currency codes", read on the same day): baht and yuan are not
    /// among them. Its rupiah is left out, because nothing can be charged in it.
    /// </summary>
    public static ProviderCurrencies Payouts { get; } = All.Only(All.Codes.Where(c => c is not ("CNY" or "THB")));

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
