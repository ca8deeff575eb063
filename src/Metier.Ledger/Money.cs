using System.Globalization;

namespace Metier.Ledger;

/// <summary>
/// An exact amount: whole minor units of one currency. Arithmetic is checked, so an overflow throws and never wraps;
/// adding two currencies is a bug and throws. Rounding, where there is any, is half away from zero.
/// </summary>
/// <param name="Minor">Minor units (cents for EUR, yen for JPY); negative where something is owed the other way.</param>
/// <param name="Currency">The currency.</param>
public readonly record struct Money(long Minor, Currency Currency) : IComparable<Money>
{
    /// <summary>One million: rates are whole parts per million, so 2.75 % is 27,500.</summary>
    public const int Million = 1_000_000;

    /// <summary>Nothing, in that currency.</summary>
    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>The amount without its sign.</summary>
    public Money Abs() => Minor < 0 ? -this : this;

    /// <summary>This amount times <paramref name="ppm"/> parts per million, rounded half away from zero.</summary>
    public Money Percent(int ppm) => MulDiv(ppm, Million);

    /// <summary>
    /// This amount × <paramref name="numerator"/> ÷ <paramref name="denominator"/>, rounded once, half away from zero,
    /// with a 128-bit product between.
    /// </summary>
    public Money MulDiv(long numerator, long denominator) =>
        new(Rounding.Divide((Int128)Minor * numerator, denominator), Currency);

    /// <summary>
    /// Parts in the proportion of <paramref name="weights"/> that always sum to the whole: each is rounded down and the
    /// minor units left over go to the largest remainders, earlier parts first among equals.
    /// </summary>
    public Money[] Split(params ReadOnlySpan<long> weights)
    {
        var parts = Rounding.Split(Minor, weights);
        var result = new Money[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            result[i] = new Money(parts[i], Currency);
        return result;
    }

    /// <summary>The smaller of two amounts of one currency.</summary>
    public static Money Min(Money a, Money b) => a <= b ? a : b;

    /// <summary>The larger of two amounts of one currency.</summary>
    public static Money Max(Money a, Money b) => a >= b ? a : b;

    /// <summary>
    /// Reads the neutral form: an optional minus, digits, and at most as many decimals as the currency has, after a
    /// point. No spaces, no grouping.
    /// </summary>
    public static bool TryParse(string? text, Currency currency, out Money money)
    {
        money = Zero(currency);
        if (string.IsNullOrEmpty(text))
            return false;
        var negative = text[0] == '-';
        var digits = negative ? text.AsSpan(1) : text.AsSpan();
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? [] : digits[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty) || fraction.Length > currency.Decimals)
            return false;
        Int128 minor = 0;
        if (!Take(whole, ref minor) || !Take(fraction, ref minor))
            return false;
        for (var i = fraction.Length; i < currency.Decimals; i++)
            minor *= 10;
        if (minor > long.MaxValue)
            return false;
        money = new Money((long)(negative ? -minor : minor), currency);
        return true;

        static bool Take(ReadOnlySpan<char> digits, ref Int128 value)
        {
            foreach (var digit in digits)
            {
                if (!char.IsAsciiDigit(digit) || value > long.MaxValue)
                    return false;
                value = (value * 10) + (digit - '0');
            }
            return true;
        }
    }

    /// <summary>The neutral form, with all decimals of the currency: <c>1027.50</c>.</summary>
    public string ToDecimalString()
    {
        var digits = UInt128
            .CreateChecked(Int128.Abs(Minor))
            .ToString(CultureInfo.InvariantCulture)
            .PadLeft(Currency.Decimals + 1, '0');
        var sign = Minor < 0 ? "-" : "";
        return Currency.Decimals == 0
            ? sign + digits
            : $"{sign}{digits[..^Currency.Decimals]}.{digits[^Currency.Decimals..]}";
    }

    /// <summary>The neutral form and the code: <c>1027.50 EUR</c>. People see the form of their culture instead.</summary>
    public override string ToString() => Currency is null ? "0" : $"{ToDecimalString()} {Currency.Code}";

    /// <inheritdoc/>
    public int CompareTo(Money other) => Minor.CompareTo(Same(this, other).Minor);

    /// <summary>The sum.</summary>
    public static Money operator +(Money a, Money b) => new(checked(a.Minor + Same(a, b).Minor), a.Currency);

    /// <summary>The difference.</summary>
    public static Money operator -(Money a, Money b) => new(checked(a.Minor - Same(a, b).Minor), a.Currency);

    /// <summary>The opposite.</summary>
    public static Money operator -(Money a) => new(checked(-a.Minor), a.Currency);

    /// <summary>So many times the amount.</summary>
    public static Money operator *(Money a, long times) => new(checked(a.Minor * times), a.Currency);

    /// <summary>Less, in one currency.</summary>
    public static bool operator <(Money a, Money b) => a.CompareTo(b) < 0;

    /// <summary>More, in one currency.</summary>
    public static bool operator >(Money a, Money b) => a.CompareTo(b) > 0;

    /// <summary>At most, in one currency.</summary>
    public static bool operator <=(Money a, Money b) => a.CompareTo(b) <= 0;

    /// <summary>At least, in one currency.</summary>
    public static bool operator >=(Money a, Money b) => a.CompareTo(b) >= 0;

    private static Money Same(Money a, Money b) =>
        ReferenceEquals(a.Currency, b.Currency)
            ? b
            : throw new InvalidOperationException($"{a.Currency} and {b.Currency} do not mix.");
}
