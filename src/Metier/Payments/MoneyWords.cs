using System.Globalization;
using Metier.Ledger;

namespace Metier.Payments;

/// <summary>Amounts in sentences (refusals, mails), as the reader of the current language writes them.</summary>
public static class MoneyWords
{
    private static readonly NumberFormatInfo English = new()
    {
        NumberDecimalSeparator = ".",
        NumberGroupSeparator = ",",
    };

    private static readonly NumberFormatInfo French = new()
    {
        NumberDecimalSeparator = ",",
        NumberGroupSeparator = "\u202F",
    };

    /// <summary>€1,233.00, or 1 233,00 € in French.</summary>
    public static string Format(Money money)
    {
        var french = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "fr";
        var number = (Math.Abs((decimal)money.Minor) / money.Currency.MinorPerMajor).ToString(
            "N" + money.Currency.Decimals.ToString(CultureInfo.InvariantCulture),
            french ? French : English
        );
        var sign = money.Minor < 0 ? "\u2212" : "";
        var symbol = money.Currency.Code switch
        {
            "EUR" => "€",
            "USD" => french ? "$US" : "$",
            "GBP" => french ? "£GB" : "£",
            var code => code,
        };
        return french ? $"{sign}{number}\u00A0{symbol}"
            : symbol.Length == 3 ? $"{sign}{symbol}\u00A0{number}"
            : $"{sign}{symbol}{number}";
    }
}

/// <summary>Codes of providers in the words of the reader.</summary>
public static class PaymentWords
{
    /// <summary>Why a charge or a payout failed, and what to do.</summary>
    public static string Failure(string? code) =>
        PaymentStateText.Find("failure_" + code) ?? PaymentStateText.Failure_declined;

    /// <summary>What a posting was, as a line of a statement.</summary>
    public static string Movement(PostingKind kind, bool forClient) =>
        (forClient ? PaymentStateText.Find("client_" + kind) : null)
        ?? PaymentStateText.Find("movement_" + kind)
        ?? kind.ToString();
}
