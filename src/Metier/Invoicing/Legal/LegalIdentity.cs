using System.Text.Json.Serialization;
using Metier.Platform;

namespace Metier.Invoicing;

/// <summary>Which side of the marketplace somebody is on when a document names them.</summary>
public enum LegalSide
{
    /// <summary>Pays: its id is the client's.</summary>
    Client,

    /// <summary>Works: its id is the member's.</summary>
    Freelancer,
}

/// <summary>What somebody is for the law.</summary>
public enum LegalForm
{
    /// <summary>A private person, not in business.</summary>
    Person,

    /// <summary>A person in business under their own name.</summary>
    SoleTrader,

    /// <summary>A company or another legal person.</summary>
    Company,
}

/// <summary>How somebody stands to VAT in their own country.</summary>
public enum VatStanding
{
    /// <summary>Does not charge VAT: not in business, or a country without it.</summary>
    None,

    /// <summary>Charges VAT; has a number.</summary>
    Registered,

    /// <summary>A small business that is exempt (France: franchise en base); may still have a number for abroad.</summary>
    SmallBusiness,
}

/// <summary>What the register of VAT numbers said.</summary>
public enum VatCheck
{
    /// <summary>Nobody has answered, or nobody was asked.</summary>
    Unknown,

    /// <summary>The number is in use.</summary>
    Valid,

    /// <summary>There is no such number.</summary>
    Invalid,
}

/// <summary>A postal address in its parts. <paramref name="Street"/> may have several lines.</summary>
public sealed record LegalAddress(string Street, string PostCode, string City, string Region, string Country)
{
    /// <summary>Nothing is known of it.</summary>
    [JsonIgnore]
    public bool IsEmpty => Street.Length == 0 && City.Length == 0 && PostCode.Length == 0;

    /// <summary>As printed, in the language of the moment: street, town, country.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var line in Street.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            yield return line;
        }
        var town = string.Join(' ', new[] { PostCode, City }.Where(p => p.Length > 0));
        if (town.Length > 0)
        {
            yield return Region.Length > 0 ? $"{town}, {Region}" : town;
        }
        if (Country.Length > 0)
        {
            yield return Countries.Name(Country);
        }
    }
}

/// <summary>
/// Who a client or a freelancer is for the law, as they last said it. Documents keep a copy (<see cref="LegalParty"/>) of what it
/// was on their day.
/// </summary>
public sealed class LegalIdentity : IVersioned
{
    /// <summary>The client's or the member's id, by <see cref="Side"/>.</summary>
    public Guid PartyId { get; init; }

    /// <summary>Which side.</summary>
    public LegalSide Side { get; init; }

    /// <summary>Person, sole trader or company.</summary>
    public LegalForm Form { get; set; }

    /// <summary>The name the law knows them by.</summary>
    public string Name { get; set; } = "";

    /// <summary>Street and number; several lines.</summary>
    public string Street { get; set; } = "";

    /// <summary>Post code.</summary>
    public string PostCode { get; set; } = "";

    /// <summary>City.</summary>
    public string City { get; set; } = "";

    /// <summary>State or region; needed in the United States and Canada.</summary>
    public string Region { get; set; } = "";

    /// <summary>Where they are established, or live: ISO 3166, two letters.</summary>
    public string Country { get; set; } = "";

    /// <summary>The number in the register of businesses, without spaces: a SIRET or SIREN in France; empty when there is none.</summary>
    public string RegistrationNumber { get; set; } = "";

    /// <summary>How they stand to VAT.</summary>
    public VatStanding Vat { get; set; }

    /// <summary>The VAT number with its country's letters, or empty.</summary>
    public string VatNumber { get; set; } = "";

    /// <summary>What the register said of that number.</summary>
    public VatCheck VatCheck { get; set; }

    /// <summary>When it was asked, UTC.</summary>
    public DateTime? VatCheckedAt { get; set; }

    /// <summary>France: owes VAT when it invoices, not when it is paid.</summary>
    public bool VatOnDebits { get; set; }

    /// <summary>Where the service is delivered, when that is not the address; empty parts otherwise.</summary>
    public string DeliveryStreet { get; set; } = "";

    /// <summary>Post code of the place of delivery.</summary>
    public string DeliveryPostCode { get; set; } = "";

    /// <summary>City of the place of delivery.</summary>
    public string DeliveryCity { get; set; } = "";

    /// <summary>Country of the place of delivery.</summary>
    public string DeliveryCountry { get; set; } = "";

    /// <summary>When it was last said, UTC.</summary>
    public DateTime ChangedAt { get; set; }

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <summary>The same as documents keep it.</summary>
    public LegalParty ToParty() =>
        new()
        {
            Form = Form,
            Name = Name,
            Address = new LegalAddress(Street, PostCode, City, Region, Country),
            RegistrationNumber = RegistrationNumber,
            Vat = Vat,
            VatNumber = VatNumber,
            VatCheck = VatCheck,
            VatOnDebits = VatOnDebits,
            Delivery =
                DeliveryCity.Length > 0
                    ? new LegalAddress(DeliveryStreet, DeliveryPostCode, DeliveryCity, "", DeliveryCountry)
                    : null,
        };
}

/// <summary>Who a party was for the law on the day of a document.</summary>
public sealed record LegalParty
{
    /// <summary>Person, sole trader or company.</summary>
    public LegalForm Form { get; init; }

    /// <summary>The name the law knows them by.</summary>
    public required string Name { get; init; }

    /// <summary>Where they are established, or live.</summary>
    public required LegalAddress Address { get; init; }

    /// <summary>The number in the register of businesses, or empty.</summary>
    public string RegistrationNumber { get; init; } = "";

    /// <summary>How they stand to VAT.</summary>
    public VatStanding Vat { get; init; }

    /// <summary>The VAT number with its country's letters, or empty.</summary>
    public string VatNumber { get; init; } = "";

    /// <summary>What the register said of that number.</summary>
    public VatCheck VatCheck { get; init; }

    /// <summary>France: owes VAT when it invoices.</summary>
    public bool VatOnDebits { get; init; }

    /// <summary>Where the service is delivered, when that is another place.</summary>
    public LegalAddress? Delivery { get; init; }

    /// <summary>False while they have told nothing but what their account says: name and country.</summary>
    public bool IsTold { get; init; } = true;

    /// <summary>In business.</summary>
    [JsonIgnore]
    public bool IsBusiness => IsTold && Form != LegalForm.Person;

    /// <summary>A VAT number one may rely on: well formed, and not denied by the register.</summary>
    [JsonIgnore]
    public bool HasVatNumber => VatNumber.Length > 0 && VatCheck != VatCheck.Invalid;

    /// <summary>France: the nine digits of the business (SIREN), or null.</summary>
    [JsonIgnore]
    public string? Siren =>
        BusinessNumbers.IsFrench(Address.Country) && RegistrationNumber.Length is 9 or 14
            ? RegistrationNumber[..9]
            : null;

    /// <summary>France: the fourteen digits of the establishment (SIRET), or null.</summary>
    [JsonIgnore]
    public string? Siret =>
        BusinessNumbers.IsFrench(Address.Country) && RegistrationNumber.Length == 14 ? RegistrationNumber : null;
}
