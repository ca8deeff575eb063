using Metier.Ledger;
using Metier.Platform;

namespace Metier.Payments;

/// <summary>Conversions in words, the same on every page and paper.</summary>
public static class ExchangeWords
{
    /// <summary><c>1 EUR = 1.09741 USD</c>, with six digits that count.</summary>
    public static string Rate(ExchangeRate rate) => $"1 {rate?.From.Code} = {Value(rate!)}";

    /// <summary><c>1.09741 USD</c>.</summary>
    public static string Value(ExchangeRate rate)
    {
        ArgumentNullException.ThrowIfNull(rate);
        var (decimals, scale) = (0, 100_000m);
        while (decimals < 10 && rate.Value < scale)
        {
            decimals++;
            scale /= 10;
        }
        var shown = Math.Round(rate.Value, decimals, MidpointRounding.AwayFromZero);
        while (decimals > 2 && Math.Round(shown, decimals - 1) == shown)
        {
            decimals--;
        }
        return $"{Formats.Decimal(shown, decimals)} {rate.To.Code}";
    }

    /// <summary>A sum in the currency it was paid in, with what it is in the contract’s where that is another: <c>$1,127.60 (€1,027.50)</c>.</summary>
    public static string Both(Money paid, Money amount) =>
        paid.Currency == amount.Currency
            ? Formats.Money(amount)
            : $"{Formats.Money(paid)}\u00A0({Formats.Money(amount)})";

    /// <summary>What was paid, or came back, in another currency, and the rate.</summary>
    public static string Paid(Money amount, ExchangeRate rate) =>
        PaymentStateText.PaidAs(Formats.Money(amount), Rate(rate));
}
