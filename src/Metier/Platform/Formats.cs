using System.Globalization;
using Metier.Ledger;

namespace Metier.Platform;

/// <summary>
/// Numbers, amounts, dates and sizes as the reader of the current UI culture writes them. The separators are ours and
/// not the operating system's, so a page and its test say the same on every machine.
/// </summary>
public static class Formats
{
    /// <summary>The space that never breaks.</summary>
    public const string Nbsp = "\u00A0";

    /// <summary>The narrow space that never breaks: French groups thousands with it.</summary>
    public const string NarrowNbsp = "\u202F";

    /// <summary>The minus of typography, as wide as a digit.</summary>
    public const string Minus = "\u2212";

    private static readonly NumberFormatInfo English = Numbers(".", ",");
    private static readonly NumberFormatInfo FrenchNumbers = Numbers(",", NarrowNbsp);

    /// <summary>Whether the reader reads French.</summary>
    public static bool French => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "fr";

    /// <summary>Whether the symbol of a currency stands after the number.</summary>
    public static bool SymbolAfter => French;

    /// <summary>The two-letter code of the language of the page.</summary>
    public static string Language => French ? "fr" : "en";

    /// <summary>How numbers are written for the reader.</summary>
    public static NumberFormatInfo Number => French ? FrenchNumbers : English;

    /// <summary>A whole number with its thousands grouped.</summary>
    public static string Count(long value) => value.ToString("N0", Number);

    /// <summary>A number with that many decimals.</summary>
    public static string Decimal(decimal value, int decimals) => value.ToString("N" + decimals, Number);

    /// <summary>A share in parts per million as a percentage with as many decimals as it needs: 27,500 is 2.75%.</summary>
    public static string Percent(int ppm) => (ppm / 10_000m).ToString("#,0.####", Number) + (French ? Nbsp + "%" : "%");

    /// <summary>A whole percentage.</summary>
    public static string WholePercent(int percent) => Percent(checked(percent * 10_000));

    /// <summary>The amount with its symbol: €1,233.00 or 1 233,00 €.</summary>
    public static string Money(Money money) => Amount(money, plain: false);

    /// <summary>The amount without cents when there are none: €45, for rates and budgets.</summary>
    public static string Rate(Money money) => Amount(money, plain: money.Minor % money.Currency.MinorPerMajor == 0);

    /// <summary>The amount with a sign even when it is positive: +€1,200.00.</summary>
    public static string Signed(Money money) => (money.Minor > 0 ? "+" : "") + Money(money);

    /// <summary>The number alone, as it is typed into a field in the reader's culture; no grouping.</summary>
    public static string Typed(Money money) =>
        Major(money.Minor, money.Currency).ToString("F" + money.Currency.Decimals, Number);

    /// <summary>The sign people write for a currency, told apart where the language needs it (US$ is $US in French).</summary>
    public static string Symbol(string code) =>
        (code, French) switch
        {
            ("EUR", _) => "€",
            ("USD", false) => "$",
            ("USD", true) => "$US",
            ("GBP", false) => "£",
            ("GBP", true) => "£GB",
            ("CAD", false) => "CA$",
            ("CAD", true) => "$CA",
            ("AUD", false) => "A$",
            ("AUD", true) => "$AU",
            ("JPY", false) => "¥",
            ("JPY", true) => "JPY",
            ("INR", _) => "₹",
            _ => code,
        };

    /// <summary>A size in bytes, in the unit that keeps it short: 218 KB.</summary>
    public static string Bytes(long bytes) =>
        bytes switch
        {
            < 1_000 => Count(bytes) + Nbsp + (French ? "o" : "B"),
            < 1_000_000 => (bytes / 1_000m).ToString("0", Number) + Nbsp + (French ? "Ko" : "KB"),
            < 1_000_000_000 => (bytes / 1_000_000m).ToString("0.#", Number) + Nbsp + (French ? "Mo" : "MB"),
            _ => (bytes / 1_000_000_000m).ToString("0.#", Number) + Nbsp + (French ? "Go" : "GB"),
        };

    /// <summary>Minutes as hours and minutes: 6 h 20.</summary>
    public static string Hours(long minutes) =>
        minutes < 60
            ? $"{minutes}{Nbsp}min"
            : $"{Count(minutes / 60)}{Nbsp}h{(minutes % 60 == 0 ? "" : Nbsp + (minutes % 60).ToString("00", Number))}";

    /// <summary>Words in a row: "a, b and c".</summary>
    public static string List(IReadOnlyList<string> words) =>
        words.Count switch
        {
            0 => "",
            1 => words[0],
            _ => PlatformText.ListAnd(string.Join(", ", words.Take(words.Count - 1)), words[^1]),
        };

    private static string Amount(Money money, bool plain)
    {
        var number = Math.Abs(Major(money.Minor, money.Currency))
            .ToString("N" + (plain ? 0 : money.Currency.Decimals), Number);
        var symbol = Symbol(money.Currency.Code);
        var sign = money.Minor < 0 ? Minus : "";
        if (SymbolAfter)
        {
            return sign + number + Nbsp + symbol;
        }
        // A code of letters needs air, a sign does not.
        return sign + symbol + (char.IsAsciiLetter(symbol[^1]) ? Nbsp : "") + number;
    }

    private static decimal Major(long minor, Currency currency) => minor / (decimal)currency.MinorPerMajor;

    private static NumberFormatInfo Numbers(string point, string group) =>
        NumberFormatInfo.ReadOnly(
            new NumberFormatInfo
            {
                NumberDecimalSeparator = point,
                NumberGroupSeparator = group,
                NumberGroupSizes = [3],
                NumberNegativePattern = 1,
                NegativeSign = Minus,
            }
        );
}
