using Metier.Invoicing;

namespace Metier.Tests.Invoicing;

public sealed class VatNumberTests
{
    [Theory]
    [InlineData("AT", "ATU13585627")]
    [InlineData("BE", "BE 0428.759.497")]
    [InlineData("BG", "BG175074752")]
    [InlineData("CY", "CY10259033P")]
    [InlineData("CZ", "CZ25123891")]
    [InlineData("CZ", "CZ7103192745")]
    [InlineData("CZ", "CZ640903926")]
    [InlineData("DE", "DE 136 695 976")]
    [InlineData("DK", "DK13585628")]
    [InlineData("EE", "EE100931558")]
    [InlineData("ES", "ESB58378431")]
    [InlineData("ES", "ESX5910266W")]
    [InlineData("ES", "ES54362315K")]
    [InlineData("FI", "FI20774740")]
    [InlineData("FR", "FR40303265045")]
    [InlineData("FR", "FR23334175221")]
    [InlineData("FR", "FRK7399859412")]
    [InlineData("FR", "FR4Z123456782")]
    [InlineData("GR", "EL094259216")]
    [InlineData("HR", "HR33392005961")]
    [InlineData("HU", "HU12892312")]
    [InlineData("IE", "IE6433435F")]
    [InlineData("IE", "IE8D79739I")]
    [InlineData("IE", "IE6433435OA")]
    [InlineData("IT", "IT00743110157")]
    [InlineData("LT", "LT119511515")]
    [InlineData("LT", "LT100004801610")]
    [InlineData("LU", "LU15027442")]
    [InlineData("LV", "LV40003521600")]
    [InlineData("LV", "LV16117519997")]
    [InlineData("MT", "MT11679112")]
    [InlineData("NL", "NL004495445B01")]
    [InlineData("NL", "NL123456789B13")]
    [InlineData("PL", "PL8567346215")]
    [InlineData("PT", "PT501964843")]
    [InlineData("RO", "RO18547290")]
    [InlineData("SE", "SE123456789701")]
    [InlineData("SI", "SI50223054")]
    [InlineData("SK", "SK2022749619")]
    [InlineData("GB", "GB 980 7806 84")]
    [InlineData("GB", "XI980780684")]
    [InlineData("CH", "CHE-107.787.577 IVA")]
    [InlineData("NO", "NO 995 525 828 MVA")]
    [InlineData("NO", "995525828")]
    [InlineData("MC", "FR53000004605")]
    public void A_number_that_can_exist_is_accepted_and_another_digit_is_not(string country, string number)
    {
        var clean = VatNumbers.Clean(number);
        Assert.Equal(VatNumberProblem.None, VatNumbers.Check(clean, country));
        // A digit in the middle that is one more breaks every sum that has check digits.
        var at = clean.IndexOfAny([.. "0123456789"], clean.Length / 2);
        var other = clean[..at] + (char)('0' + ((clean[at] - '0' + 1) % 10)) + clean[(at + 1)..];
        Assert.NotEqual(VatNumberProblem.None, VatNumbers.Check(other, country));
    }

    [Theory]
    [InlineData("FR", "FR123", VatNumberProblem.Form)]
    [InlineData("FR", "", VatNumberProblem.Form)]
    [InlineData("FR", "DE136695976", VatNumberProblem.Country)]
    [InlineData("DE", "DE136695977", VatNumberProblem.CheckDigits)]
    [InlineData("FR", "FR41303265045", VatNumberProblem.CheckDigits)]
    [InlineData("US", "whatever", VatNumberProblem.None)]
    public void What_is_wrong_is_told_apart(string country, string number, VatNumberProblem problem) =>
        Assert.Equal(problem, VatNumbers.Check(VatNumbers.Clean(number), country));

    [Fact]
    public void Every_country_of_the_tables_has_its_numbers_checked() =>
        Assert.All(VatData.BuiltIn.Countries, c => Assert.True(VatNumbers.Knows(c), c));

    [Theory]
    [InlineData("732829320", true)]
    [InlineData("732829321", false)]
    [InlineData("73282932000074", true)]
    [InlineData("73282932000075", false)]
    [InlineData("35600000000048", true)]
    [InlineData("35600000000011", false)]
    [InlineData("1234", false)]
    public void A_siren_and_a_siret_have_a_luhn_sum(string number, bool right) =>
        Assert.Equal(right, BusinessNumbers.IsSiren(number) || BusinessNumbers.IsSiret(number));
}
