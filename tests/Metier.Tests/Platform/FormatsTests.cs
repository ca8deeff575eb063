using System.Globalization;
using CsCheck;
using Metier.Ledger;
using Metier.Platform;

namespace Metier.Tests.Platform;

/// <summary>Amounts and numbers as readers of each language write and type them.</summary>
public sealed class FormatsTests
{
    private static readonly string[] Codes = ["EUR", "USD", "CHF"];

    private static void In(string language, Action work)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = Languages.Culture(language);
        try
        {
            work();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Theory]
    [InlineData("en", "EUR", 123300, "€1,233.00")]
    [InlineData("fr", "EUR", 123300, "1\u202F233,00\u00A0€")]
    [InlineData("en", "EUR", -10000, "\u2212€100.00")]
    [InlineData("fr", "EUR", -10000, "\u2212100,00\u00A0€")]
    [InlineData("en", "CHF", 123300, "CHF\u00A01,233.00")]
    [InlineData("en", "JPY", 1233, "¥1,233")]
    [InlineData("fr", "USD", 5, "0,05\u00A0$US")]
    [InlineData("en", "KWD", 1233, "KWD\u00A01.233")]
    public void An_amount_is_written_as_the_language_writes_it(
        string language,
        string code,
        long minor,
        string written
    ) => In(language, () => Assert.Equal(written, Formats.Money(Currency.Of(code).Minor(minor))));

    [Fact]
    public void A_movement_shows_its_sign_and_a_rate_drops_empty_cents() =>
        In(
            "en",
            () =>
            {
                Assert.Equal("+€1,200.00", Formats.Signed(Currency.Eur.Major(1200)));
                Assert.Equal("€45", Formats.Rate(Currency.Eur.Major(45)));
                Assert.Equal("€45.50", Formats.Rate(Currency.Eur.Minor(4550)));
            }
        );

    [Theory]
    [InlineData("en", 27_500, "2.75%")]
    [InlineData("fr", 27_500, "2,75\u00A0%")]
    [InlineData("en", 100_000, "10%")]
    public void A_rate_is_a_percentage_with_as_many_decimals_as_it_needs(string language, int ppm, string written) =>
        In(language, () => Assert.Equal(written, Formats.Percent(ppm)));

    [Theory]
    [InlineData("en", "1200", 120000)]
    [InlineData("en", "1200.5", 120050)]
    [InlineData("en", "1,200", 120000)]
    [InlineData("en", "1,200.50", 120050)]
    [InlineData("en", "1 200,50", 120050)]
    [InlineData("en", "€1.200,50", 120050)]
    [InlineData("en", "1'200.50", 120050)]
    [InlineData("fr", "1\u202F200,50\u00A0€", 120050)]
    [InlineData("fr", "1.200", 120000)]
    [InlineData("fr", "0,5", 50)]
    [InlineData("en", "EUR 12", 1200)]
    public void An_amount_is_read_however_it_was_typed(string language, string typed, long minor) =>
        In(
            language,
            () =>
            {
                Assert.Equal(MoneyReading.Read, MoneyParser.Read(typed, Currency.Eur, out var money));
                Assert.Equal(minor, money.Minor);
            }
        );

    [Theory]
    [InlineData("en", "1.200", MoneyReading.Ambiguous)]
    [InlineData("fr", "1,200", MoneyReading.Ambiguous)]
    [InlineData("en", "", MoneyReading.Empty)]
    [InlineData("en", "  ", MoneyReading.Empty)]
    [InlineData("en", "1,2,3", MoneyReading.Wrong)]
    [InlineData("en", "1.234567", MoneyReading.Wrong)]
    [InlineData("en", "1,200,50", MoneyReading.Wrong)]
    [InlineData("en", "twelve", MoneyReading.Wrong)]
    [InlineData("en", "1e5", MoneyReading.Wrong)]
    [InlineData("en", "99999999999999999999", MoneyReading.Wrong)]
    [InlineData("en", "٣", MoneyReading.Wrong)]
    public void What_can_be_read_in_two_ways_or_none_is_never_guessed(
        string language,
        string typed,
        MoneyReading reading
    ) => In(language, () => Assert.Equal(reading, MoneyParser.Read(typed, Currency.Eur, out _)));

    [Fact]
    public void Every_amount_that_is_written_is_read_back_the_same()
    {
        var amounts = Gen.Select(Gen.Long[0, 9_999_999_999_999], Gen.Int[0, 2].Select(i => Codes[i]), Gen.Bool);
        amounts.Sample(
            (minor, code, french) =>
                In(
                    french ? "fr" : "en",
                    () =>
                    {
                        var amount = Currency.Of(code).Minor(minor);
                        foreach (var text in (string[])[Formats.Money(amount), Formats.Typed(amount)])
                        {
                            Assert.Equal(MoneyReading.Read, MoneyParser.Read(text, amount.Currency, out var read));
                            Assert.Equal(amount, read);
                        }
                    }
                )
        );
    }
}
