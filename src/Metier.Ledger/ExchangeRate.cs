using System.Globalization;
using System.Text.Json.Serialization;

namespace Metier.Ledger;

/// <summary>
/// How much of <see cref="To"/> one major unit of <see cref="From"/> is, as an exact fraction. Conversions are rounded once, half
/// away from zero, on the smallest unit of the currency they lead to.
/// </summary>
public sealed record ExchangeRate
{
    /// <summary>Numerator and denominator stay below this, so that every product of a conversion fits 128 bits.</summary>
    private const long Most = 1_000_000_000_000_000;

    /// <summary>A rate; both parts above zero and at most 10^15.</summary>
    [JsonConstructor]
    public ExchangeRate(Currency from, Currency to, long numerator, long denominator)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numerator);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numerator, Most);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(denominator, Most);
        (From, To, Numerator, Denominator) = (from, to, numerator, denominator);
    }

    /// <summary>The currency that is priced.</summary>
    public Currency From { get; }

    /// <summary>The currency it is priced in.</summary>
    public Currency To { get; }

    /// <summary>Major units of <see cref="To"/> …</summary>
    public long Numerator { get; }

    /// <summary>… for so many major units of <see cref="From"/>.</summary>
    public long Denominator { get; }

    /// <summary>The same rate read the other way.</summary>
    [JsonIgnore]
    public ExchangeRate Inverse => new(To, From, Denominator, Numerator);

    /// <summary>One in itself.</summary>
    public static ExchangeRate Same(Currency currency) => new(currency, currency, 1, 1);

    /// <summary>
    /// Reads <c>1.0812</c>: digits, with a point when there are decimals. At most fifteen digits that count, and not zero.
    /// </summary>
    public static bool TryParse(string? text, Currency from, Currency to, out ExchangeRate? rate)
    {
        rate = null;
        if (
            text is not { Length: > 0 and <= 24 }
            || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            || value <= 0
        )
        {
            return false;
        }
        Int128 denominator = 1;
        while (value != decimal.Truncate(value) && denominator < Most)
        {
            value *= 10;
            denominator *= 10;
        }
        if (value != decimal.Truncate(value) || value > Most)
            return false;
        rate = Reduced(from, to, (Int128)value, denominator);
        return true;
    }

    /// <summary>From <see cref="From"/> by way of <see cref="To"/> to where <paramref name="next"/> leads.</summary>
    public ExchangeRate Then(ExchangeRate next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return ReferenceEquals(To, next.From)
            ? Reduced(From, next.To, (Int128)Numerator * next.Numerator, (Int128)Denominator * next.Denominator)
            : throw new InvalidOperationException($"A rate to {To} does not lead on from {next.From}.");
    }

    /// <summary>The rate with so many parts per million more to pay.</summary>
    public ExchangeRate WithSpread(int ppm)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ppm);
        var more = (Int128)Money.Million + ppm;
        return Reduced(From, To, Numerator * more, (Int128)Denominator * Money.Million);
    }

    /// <summary>Converts; false when the result does not fit 64 bits.</summary>
    public bool TryConvert(Money amount, out Money converted)
    {
        if (!ReferenceEquals(amount.Currency, From))
            throw new InvalidOperationException($"A rate of {From} says nothing of {amount.Currency}.");
        converted = Money.Zero(To);
        var dividend = (Int128)amount.Minor * Numerator;
        Int128 divisor = Denominator;
        // Only the difference of the decimals counts: at most four digits.
        if (To.MinorPerMajor >= From.MinorPerMajor)
            dividend *= To.MinorPerMajor / From.MinorPerMajor;
        else
            divisor *= From.MinorPerMajor / To.MinorPerMajor;
        var (quotient, remainder) = Int128.DivRem(dividend, divisor);
        if (Int128.Abs(remainder) * 2 >= divisor)
            quotient += dividend < 0 ? -1 : 1;
        if (quotient > long.MaxValue || quotient < long.MinValue)
            return false;
        converted = To.Minor((long)quotient);
        return true;
    }

    /// <summary>As a decimal number with so many digits that count as people need: for showing, never for converting.</summary>
    [JsonIgnore]
    public decimal Value => (decimal)Numerator / Denominator;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"1 {From} = {Value:0.##########} {To}");

    /// <summary>The fraction in its lowest terms; when they are still too long, the last digits of both are rounded off.</summary>
    private static ExchangeRate Reduced(Currency from, Currency to, Int128 numerator, Int128 denominator)
    {
        var (a, b) = (numerator, denominator);
        while (b != 0)
            (a, b) = (b, a % b);
        numerator /= a;
        denominator /= a;
        while (numerator > Most || denominator > Most)
        {
            numerator = (numerator + 5) / 10;
            denominator = (denominator + 5) / 10;
        }
        return new ExchangeRate(from, to, (long)Int128.Max(numerator, 1), (long)Int128.Max(denominator, 1));
    }
}
