using System.Text.Json;
using CsCheck;

namespace Metier.Ledger.Tests;

public class ExchangeRateTests
{
    private static readonly Currency Jpy = Currency.Of("JPY");
    private static readonly Currency Kwd = Currency.Of("KWD");

    [Fact]
    public void A_rate_is_read_exactly_and_goes_both_ways()
    {
        Assert.True(ExchangeRate.TryParse("1.0812", Currency.Eur, Currency.Usd, out var rate));
        Assert.Equal((2_703, 2_500), (rate!.Numerator, rate.Denominator));
        Assert.True(rate.TryConvert(Currency.Eur.Minor(1_027_50), out var dollars));
        Assert.Equal(Currency.Usd.Minor(1_110_93), dollars);
        Assert.True(rate.Inverse.TryConvert(dollars, out var back));
        Assert.Equal(Currency.Eur.Minor(1_027_50), back);
        Assert.Equal("1 EUR = 1.0812 USD", rate.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1,5")]
    [InlineData("N/A")]
    [InlineData("1.0000000000000001")]
    [InlineData("9999999999999999")]
    public void What_is_no_rate_is_not_read(string? text) =>
        Assert.False(ExchangeRate.TryParse(text, Currency.Eur, Currency.Usd, out _));

    private static ExchangeRate Euro(string text, Currency to)
    {
        Assert.True(ExchangeRate.TryParse(text, Currency.Eur, to, out var rate));
        return rate!;
    }

    [Fact]
    public void Yen_have_no_decimals_and_dinars_three()
    {
        var yen = Euro("163.21", Jpy);
        var dinar = Euro("0.3312", Kwd);
        Assert.True(yen.TryConvert(Currency.Eur.Minor(10_00), out var inYen));
        Assert.Equal(Jpy.Minor(1_632), inYen);
        Assert.True(dinar.TryConvert(Currency.Eur.Minor(10_00), out var inDinars));
        Assert.Equal(Kwd.Minor(3_312), inDinars);
        Assert.True(dinar.Inverse.Then(yen).TryConvert(Kwd.Minor(1_234), out var across));
        Assert.Equal(Jpy.Minor(608), across);
    }

    [Fact]
    public void The_spread_makes_it_dearer()
    {
        var rate = Euro("1.0812", Currency.Usd);
        Assert.True(rate.WithSpread(15_000).TryConvert(Currency.Eur.Major(1_000), out var dollars));
        Assert.Equal(Currency.Usd.Minor(1_097_42), dollars);
    }

    [Fact]
    public void What_does_not_fit_64_bits_is_told_and_never_wraps()
    {
        var rate = Euro("19283.45", Currency.Of("IDR"));
        Assert.False(rate.TryConvert(Currency.Eur.Minor(long.MaxValue), out _));
        Assert.False(rate.TryConvert(Currency.Eur.Minor(long.MinValue), out _));
        Assert.True(rate.Inverse.TryConvert(Currency.Of("IDR").Minor(long.MaxValue), out var euros));
        Assert.True(euros.Minor > 0);
    }

    [Fact]
    public void A_rate_survives_being_written_and_read()
    {
        var rate = Euro("0.3312", Kwd);
        Assert.Equal(rate, JsonSerializer.Deserialize<ExchangeRate>(JsonSerializer.Serialize(rate)));
    }

    [Fact]
    public void There_and_back_is_off_by_no_more_than_the_coarser_unit_is_worth() =>
        Gen.Select(Gen.Long[1, 1_000_000_000], Gen.Int[1, 20_000_000], Gen.Int[1, 20_000_000], Gen.Int[0, 50_000])
            .Sample(
                (minor, a, b, spread) =>
                {
                    var rate = new ExchangeRate(Currency.Eur, Jpy, a, 10_000)
                        .Inverse.Then(new ExchangeRate(Currency.Eur, Kwd, b, 10_000))
                        .WithSpread(spread);
                    Assert.True(rate.TryConvert(Jpy.Minor(minor), out var there));
                    Assert.True(rate.Inverse.TryConvert(there, out var back));
                    var unit = (0.5m / 1_000m / rate.Value) + 1m;
                    Assert.True(Math.Abs(back.Minor - minor) <= unit);
                },
                iter: 20_000
            );
}
