using System.Globalization;
using Metier.Invoicing;
using Metier.Ledger;
using Metier.Platform;

namespace Metier.Demo;

/// <summary>Who the people of the demo are for the law, and the mandates of those who work. Their numbers have right check digits and belong to nobody.</summary>
internal static class DemoLegal
{
    private static readonly string[] Streets =
    [
        "12 rue de la Gare",
        "4 Mill Lane",
        "27 Long Street",
        "8 place du Marché",
        "31 Garden Road",
    ];

    public static IEnumerable<object> Of(DemoPerson person, string operatorName)
    {
        if (person is { Company: { } company, ClientId: { } clientId })
        {
            yield return Identity(
                clientId,
                LegalSide.Client,
                company.Name,
                company.City,
                company.Country,
                person.Joined
            );
        }
        if (person.Trade is not null)
        {
            yield return Identity(
                person.Id,
                LegalSide.Freelancer,
                person.Name,
                person.City,
                person.Country,
                person.Joined
            );
            yield return Mandate(person, operatorName);
        }
    }

    private static LegalIdentity Identity(
        Guid id,
        LegalSide side,
        string name,
        string city,
        string country,
        DateTime at
    )
    {
        // From the id: the demo's chance is not asked, so that the rest of it stays as it was.
        var chance = BitConverter.ToUInt32(Uuid5.Of(id, "legal").ToByteArray());
        var french = BusinessNumbers.IsFrench(country);
        var taxed = VatData.BuiltIn.Country(country) is not null;
        var siren = Siren(chance);
        var client = side == LegalSide.Client;
        var registered = french && (client || chance % 3 > 0);
        return new LegalIdentity
        {
            PartyId = id,
            Side = side,
            Form = client ? LegalForm.Company : LegalForm.SoleTrader,
            Name = name,
            Street = Streets[chance % Streets.Length],
            PostCode = (10_000 + (chance % 80_000)).ToString(CultureInfo.InvariantCulture),
            City = city,
            Region = country == "US" ? "NY" : "",
            Country = country,
            RegistrationNumber =
                french ? siren
                : country == "US" ? ""
                : $"{country}{chance % 1_000_000:000000}",
            Vat =
                registered ? VatStanding.Registered
                : taxed && !client ? VatStanding.SmallBusiness
                : VatStanding.None,
            VatNumber = registered
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"FR{(12 + (3 * (int.Parse(siren, CultureInfo.InvariantCulture) % 97))) % 97:00}{siren}"
                )
                : "",
            ChangedAt = at,
        };
    }

    private static string Siren(uint chance)
    {
        var eight = (30_000_000 + (chance % 60_000_000)).ToString(CultureInfo.InvariantCulture);
        return Enumerable.Range(0, 10).Select(d => eight + d).First(BusinessNumbers.IsSiren);
    }

    private static InvoicingMandate Mandate(DemoPerson person, string operatorName)
    {
        using var language = new InLanguage(person.Language);
        var text = InvoicingMandates.Text(operatorName);
        return new InvoicingMandate
        {
            Id = Uuid5.Of(person.Id, "mandate"),
            FreelancerId = person.Id,
            TextVersion = InvoicingMandate.CurrentVersion,
            Language = person.Language,
            Text = text,
            TextSha256 = InvoicingMandates.Hash(text),
            AcceptedAt = person.Joined,
        };
    }
}
