using System.Globalization;
using Metier.Invoicing;

namespace Metier.Web.Invoicing;

/// <summary>Legal data as typed on the page.</summary>
public sealed class LegalInputForm
{
    public string? Country { get; set; }
    public string? Form { get; set; }
    public string? Name { get; set; }
    public string? Street { get; set; }
    public string? PostCode { get; set; }
    public string? City { get; set; }
    public string? Region { get; set; }
    public string? RegistrationNumber { get; set; }
    public string? Vat { get; set; }
    public string? VatNumber { get; set; }
    public string? VatOnDebits { get; set; }
    public string? DeliveryStreet { get; set; }
    public string? DeliveryPostCode { get; set; }
    public string? DeliveryCity { get; set; }
    public string? Version { get; set; }

    /// <summary>What is known already.</summary>
    public static LegalInputForm Of(LegalParty known, int version) =>
        new()
        {
            Country = known.Address.Country,
            Form = known.IsTold ? known.Form.ToString() : null,
            Name = known.Name,
            Street = known.Address.Street,
            PostCode = known.Address.PostCode,
            City = known.Address.City,
            Region = known.Address.Region,
            RegistrationNumber = known.RegistrationNumber,
            Vat = known.IsTold ? known.Vat.ToString() : null,
            VatNumber = known.VatNumber,
            VatOnDebits = known.VatOnDebits ? "true" : null,
            DeliveryStreet = known.Delivery?.Street,
            DeliveryPostCode = known.Delivery?.PostCode,
            DeliveryCity = known.Delivery?.City,
            Version = version.ToString(CultureInfo.InvariantCulture),
        };

    /// <summary>For the use case.</summary>
    public LegalInput ToInput() =>
        new()
        {
            Country = Country,
            Form = Form,
            Name = Name,
            Street = Street,
            PostCode = PostCode,
            City = City,
            Region = Region,
            RegistrationNumber = RegistrationNumber,
            Vat = Vat,
            VatNumber = VatNumber,
            VatOnDebits = VatOnDebits == "true",
            DeliveryStreet = DeliveryStreet,
            DeliveryPostCode = DeliveryPostCode,
            DeliveryCity = DeliveryCity,
            Version = int.TryParse(Version, CultureInfo.InvariantCulture, out var version) ? version : 0,
        };
}

/// <summary>What a seller's standing means for buyers of several kinds, in words.</summary>
internal static class VatExamples
{
    public static IEnumerable<(string Buyer, string Why)> Of(LegalParty seller, DateOnly today)
    {
        var home = seller.Address.Country;
        var abroad = home == "DE" ? "FR" : "DE";
        yield return Case(LegalPagesText.BuyerAtHome, Buyer(home, LegalForm.Company, ""));
        yield return Case(
            LegalPagesText.BuyerUnion(Countries.Name(abroad)),
            Buyer(abroad, LegalForm.Company, abroad + "1")
        );
        yield return Case(LegalPagesText.BuyerPrivate(Countries.Name(abroad)), Buyer(abroad, LegalForm.Person, ""));
        yield return Case(
            LegalPagesText.BuyerOutside(Countries.Name(home == "US" ? "CA" : "US")),
            Buyer(home == "US" ? "CA" : "US", LegalForm.Company, "")
        );

        (string, string) Case(string words, LegalParty buyer)
        {
            var treatment = VatRules.Decide(seller, buyer, Supply.Work, today, VatData.BuiltIn);
            var why = VatWords.Why(treatment, Languages.Current);
            return (words, treatment.RatePpm > 0 ? Formats.Percent(treatment.RatePpm) + ". " + why : why);
        }
    }

    private static LegalParty Buyer(string country, LegalForm form, string number) =>
        new()
        {
            Name = "",
            Form = form,
            Address = new LegalAddress("", "", "", "", country),
            VatNumber = number,
            Vat = number.Length > 0 ? VatStanding.Registered : VatStanding.None,
        };
}
