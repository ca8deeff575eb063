using CsCheck;

namespace Metier.Ledger.Tests;

public class MoneyTests
{
    private static readonly Gen<Currency> AnyCurrency = Gen.OneOf(Currency.All.Select(Gen.Const).ToArray());
    private static readonly Gen<Money> AnyMoney = Gen.Select(
        Gen.Long[-9_000_000_000_000, 9_000_000_000_000],
        AnyCurrency,
        (minor, currency) => currency.Minor(minor)
    );

    [Theory]
    [InlineData(26_664, 100_000, 2_666)] // 266.64 at 10 % is 26.66
    [InlineData(100_000, 27_500, 2_750)] // 1,000.00 at 2.75 % is 27.50
    [InlineData(5, 100_000, 1)] // half a cent goes up
    [InlineData(-5, 100_000, -1)] // and away from zero
    [InlineData(4, 100_000, 0)]
    [InlineData(15, 100_000, 2)]
    [InlineData(0, 27_500, 0)]
    public void Percent_rounds_half_away_from_zero(long minor, int ppm, long expected) =>
        Assert.Equal(expected, Currency.Eur.Minor(minor).Percent(ppm).Minor);

    [Fact]
    public void Twelve_hours_at_22_22_are_266_64() =>
        Assert.Equal(Currency.Eur.Minor(266_64), Currency.Eur.Minor(22_22).MulDiv(12 * 60, 60));

    [Fact]
    public void Rounding_is_within_half_a_minor_unit_and_the_same_for_both_signs() =>
        Gen.Select(AnyMoney, Gen.Int[0, Money.Million])
            .Sample(
                (money, ppm) =>
                {
                    var rounded = money.Percent(ppm);
                    var error = ((Int128)money.Minor * ppm) - ((Int128)rounded.Minor * Money.Million);
                    Assert.True(Int128.Abs(error) * 2 <= Money.Million);
                    Assert.Equal(-rounded, (-money).Percent(ppm));
                },
                iter: 100_000
            );

    [Fact]
    public void Parts_of_a_split_sum_to_the_whole_and_are_fair() =>
        Gen.Select(AnyMoney, Gen.Long[0, 1_000_000].Array[1, 12])
            .Where((_, weights) => weights.Sum() > 0)
            .Sample(
                (money, weights) =>
                {
                    var parts = money.Split(weights);
                    Assert.Equal(money, parts.Aggregate((a, b) => a + b));
                    for (var i = 0; i < parts.Length; i++)
                    {
                        var error = ((Int128)parts[i].Minor * weights.Sum()) - ((Int128)money.Minor * weights[i]);
                        Assert.True(Int128.Abs(error) < weights.Sum());
                        Assert.True(weights[i] > 0 || parts[i].Minor == 0);
                    }
                },
                iter: 50_000
            );

    [Fact]
    public void The_cent_left_over_goes_to_the_largest_remainder()
    {
        Assert.Equal([34, 33, 33], Currency.Eur.Minor(100).Split(1, 1, 1).Select(part => part.Minor));
        Assert.Equal([1, 99], Currency.Eur.Minor(100).Split(9, 991).Select(part => part.Minor));
        Assert.Equal([-34, -33, -33], Currency.Eur.Minor(-100).Split(1, 1, 1).Select(part => part.Minor));
        Assert.Throws<ArgumentException>(() => Currency.Eur.Minor(100).Split(0, 0));
    }

    [Fact]
    public void Writing_and_reading_give_the_amount_back() =>
        AnyMoney.Sample(money =>
        {
            Assert.True(Money.TryParse(money.ToDecimalString(), money.Currency, out var read));
            Assert.Equal(money, read);
        });

    [Theory]
    [InlineData("1027.50", "EUR", 102_750)]
    [InlineData("5", "EUR", 500)]
    [InlineData("0.5", "EUR", 50)]
    [InlineData("-0.05", "EUR", -5)]
    [InlineData("1.234", "KWD", 1_234)]
    [InlineData("1500", "JPY", 1_500)]
    [InlineData("92233720368547758.07", "EUR", long.MaxValue)]
    public void The_neutral_form_is_read(string text, string code, long minor)
    {
        Assert.True(Money.TryParse(text, Currency.Of(code), out var money));
        Assert.Equal(minor, money.Minor);
    }

    [Theory]
    [InlineData("", "EUR")]
    [InlineData("-", "EUR")]
    [InlineData(".5", "EUR")]
    [InlineData("5.", "EUR")]
    [InlineData("5.005", "EUR")]
    [InlineData("5.0", "JPY")]
    [InlineData("1,000", "EUR")]
    [InlineData(" 5", "EUR")]
    [InlineData("1e3", "EUR")]
    [InlineData("٣", "EUR")]
    [InlineData("92233720368547758.08", "EUR")]
    [InlineData("99999999999999999999999999999999999999999999999999", "EUR")]
    public void Anything_else_is_refused(string text, string code) =>
        Assert.False(Money.TryParse(text, Currency.Of(code), out _));

    [Fact]
    public void Overflow_throws_and_never_wraps()
    {
        var most = Currency.Eur.Minor(long.MaxValue);
        Assert.Throws<OverflowException>(() => most + Currency.Eur.Minor(1));
        Assert.Throws<OverflowException>(() => -Currency.Eur.Minor(long.MinValue));
        Assert.Throws<OverflowException>(() => most.MulDiv(2, 1));
        Assert.Throws<OverflowException>(() => Currency.Eur.Major(long.MaxValue));
        Assert.Equal(most, most.Percent(Money.Million));
    }

    [Fact]
    public void Two_currencies_do_not_mix()
    {
        Assert.Throws<InvalidOperationException>(() => Currency.Eur.Major(1) + Currency.Usd.Major(1));
        Assert.Throws<InvalidOperationException>(() => Currency.Eur.Major(1) < Currency.Usd.Major(1));
    }
}
