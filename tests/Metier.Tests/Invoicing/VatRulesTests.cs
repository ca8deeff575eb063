using Metier.Invoicing;

namespace Metier.Tests.Invoicing;

public sealed class VatRulesTests
{
    private static readonly DateOnly Day = new(2026, 11, 23);

    /// <summary>"FR reg" is a registered business, "small" an exempt one, "none" one that charges none, "person" nobody's business; + has a VAT number.</summary>
    private static LegalParty Party(string words)
    {
        var parts = words.Split(' ');
        var vat = parts[1] switch
        {
            "reg" => VatStanding.Registered,
            "small" => VatStanding.SmallBusiness,
            _ => VatStanding.None,
        };
        return new LegalParty
        {
            Name = "A",
            Form = parts[1] == "person" ? LegalForm.Person : LegalForm.Company,
            IsTold = parts[1] != "untold",
            Address = new LegalAddress("", "", "", "", parts[0]),
            Vat = vat,
            VatNumber = parts.Contains("+") || vat == VatStanding.Registered ? parts[0] + "1" : "",
            VatCheck = parts.Contains("denied") ? VatCheck.Invalid : VatCheck.Unknown,
        };
    }

    [Theory]
    [InlineData("FR reg", "FR none", Supply.Work, VatCategory.Standard, 200_000, VatReason.SellerRate)]
    [InlineData("FR reg", "FR person", Supply.Work, VatCategory.Standard, 200_000, VatReason.SellerRate)]
    [InlineData("FR reg", "FR untold", Supply.Work, VatCategory.Standard, 200_000, VatReason.SellerRate)]
    [InlineData("FR reg", "DE reg", Supply.Work, VatCategory.ReverseCharge, 0, VatReason.ReverseCharge)]
    [InlineData("FR reg", "DE reg denied", Supply.Work, VatCategory.Standard, 200_000, VatReason.SellerRate)]
    [InlineData("FR reg", "DE none", Supply.Work, VatCategory.Standard, 200_000, VatReason.SellerRate)]
    [InlineData("FR reg", "DE person", Supply.Work, VatCategory.Standard, 200_000, VatReason.SellerRate)]
    [InlineData("FR reg", "DE person", Supply.PlatformFee, VatCategory.Standard, 190_000, VatReason.BuyerRate)]
    [InlineData("FR reg", "FI none", Supply.PlatformFee, VatCategory.Standard, 255_000, VatReason.BuyerRate)]
    [InlineData("FR reg", "DE reg", Supply.PlatformFee, VatCategory.ReverseCharge, 0, VatReason.ReverseCharge)]
    [InlineData("FR reg", "US none", Supply.Work, VatCategory.OutsideScope, 0, VatReason.BuyerAbroad)]
    [InlineData("FR reg", "GB person", Supply.Work, VatCategory.OutsideScope, 0, VatReason.BuyerAbroad)]
    [InlineData("FR small", "FR reg", Supply.Work, VatCategory.Exempt, 0, VatReason.SmallBusiness)]
    [InlineData("FR small", "DE reg", Supply.Work, VatCategory.Exempt, 0, VatReason.SmallBusiness)]
    [InlineData("FR small +", "DE reg", Supply.Work, VatCategory.ReverseCharge, 0, VatReason.ReverseCharge)]
    [InlineData("FR small", "US none", Supply.Work, VatCategory.OutsideScope, 0, VatReason.BuyerAbroad)]
    [InlineData("GB reg", "GB none", Supply.Work, VatCategory.Standard, 200_000, VatReason.SellerRate)]
    [InlineData("GB reg", "FR reg", Supply.Work, VatCategory.OutsideScope, 0, VatReason.BuyerAccounts)]
    [InlineData("CH reg", "CH none", Supply.Work, VatCategory.Standard, 81_000, VatReason.SellerRate)]
    [InlineData("NO reg", "FR reg", Supply.Work, VatCategory.Zero, 0, VatReason.BuyerAbroad)]
    [InlineData("FR none", "FR reg", Supply.Work, VatCategory.OutsideScope, 0, VatReason.NotRegistered)]
    [InlineData("FR person", "FR reg", Supply.Work, VatCategory.OutsideScope, 0, VatReason.NotInBusiness)]
    [InlineData("US none", "US none", Supply.Work, VatCategory.OutsideScope, 0, VatReason.NoSalesTax)]
    [InlineData("US none", "FR reg", Supply.Work, VatCategory.OutsideScope, 0, VatReason.BuyerAccounts)]
    [InlineData("IN none", "FR reg", Supply.Work, VatCategory.OutsideScope, 0, VatReason.BuyerAccounts)]
    [InlineData("IN none", "US none", Supply.Work, VatCategory.OutsideScope, 0, VatReason.CountryNotKnown)]
    [InlineData("FR untold", "FR reg", Supply.Work, VatCategory.OutsideScope, 0, VatReason.NotTold)]
    public void Who_charges_which_vat_on_what(
        string seller,
        string buyer,
        Supply supply,
        VatCategory category,
        int ppm,
        VatReason reason
    )
    {
        var treatment = VatRules.Decide(Party(seller), Party(buyer), supply, Day, VatData.BuiltIn);
        Assert.Equal((category, ppm, reason), (treatment.Category, treatment.RatePpm, treatment.Reason));
        foreach (var language in (string[])["en", "fr"])
        {
            Assert.NotEqual("", VatWords.Why(treatment, language));
        }
    }

    [Theory]
    [InlineData("EE", "2024-12-31", 220_000)]
    [InlineData("EE", "2025-07-01", 240_000)]
    [InlineData("DE", "2020-12-31", 160_000)]
    [InlineData("RO", "2025-07-31", 190_000)]
    [InlineData("RO", "2025-08-01", 210_000)]
    public void A_rate_is_that_of_the_day(string country, string day, int ppm) =>
        Assert.Equal(
            ppm,
            VatData.BuiltIn.Rate(country, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture))
        );

    [Fact]
    public void Sales_tax_is_charged_where_the_operator_has_entered_it()
    {
        var data = new VatData(
            [],
            [],
            [
                ["TX", "2026-01-01", "6.25", "test"],
            ]
        );
        var buyer = Party("US none") with { Address = new LegalAddress("", "", "", "TX", "US") };
        var treatment = VatRules.Decide(Party("US none"), buyer, Supply.Work, Day, data);
        Assert.Equal((62_500, VatReason.SalesTax), (treatment.RatePpm, treatment.Reason));
    }

    [Fact]
    public void Net_and_vat_are_always_exactly_what_was_paid()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var treatment = new VatTreatment(VatCategory.Standard, random.Next(1, 300) * 1_000, VatReason.SellerRate);
            var gross = random.NextInt64(-5_000_000, 5_000_000);
            var vat = treatment.VatIn(gross);
            var net = gross - vat;
            var exact = (decimal)net * treatment.RatePpm / 1_000_000m;
            Assert.InRange(Math.Abs(exact - vat), 0m, 1m);
            Assert.Equal(-vat, treatment.VatIn(-gross));
        }
    }
}
