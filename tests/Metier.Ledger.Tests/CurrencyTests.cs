using System.Text.Json;

namespace Metier.Ledger.Tests;

public class CurrencyTests
{
    [Fact]
    public void Every_currency_has_the_decimals_of_iso_4217()
    {
        string[] none = [.. "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".Split(' ')];
        string[] three = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];
        string[] four = ["CLF", "UYW"];
        foreach (var currency in Currency.All)
        {
            var expected =
                none.Contains(currency.Code) ? 0
                : three.Contains(currency.Code) ? 3
                : four.Contains(currency.Code) ? 4
                : 2;
            Assert.Equal(expected, currency.Decimals);
        }
        Assert.All([.. none, .. three, .. four], code => Assert.True(Currency.TryOf(code, out _), code));
        Assert.Equal(164, Currency.All.Count());
    }

    [Theory]
    [InlineData("HUF")] // Display customs write these without decimals; ISO gives them two.
    [InlineData("IDR")]
    [InlineData("COP")]
    [InlineData("PKR")]
    public void Decimals_follow_iso_and_not_the_customs_of_display(string code) =>
        Assert.Equal(2, Currency.Of(code).Decimals);

    [Theory]
    [InlineData("XAU")]
    [InlineData("XXX")]
    [InlineData("eur")]
    [InlineData("HRK")]
    [InlineData("")]
    [InlineData(null)]
    public void What_nobody_can_pay_with_is_no_currency(string? code) => Assert.False(Currency.TryOf(code, out _));

    [Fact]
    public void A_code_has_one_instance_and_is_written_as_itself()
    {
        Assert.Same(Currency.Eur, Currency.Of("EUR"));
        Assert.Equal("\"EUR\"", JsonSerializer.Serialize(Currency.Eur));
        Assert.Same(Currency.Eur, JsonSerializer.Deserialize<Currency>("\"EUR\""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Currency>("\"EURO\""));
    }
}
