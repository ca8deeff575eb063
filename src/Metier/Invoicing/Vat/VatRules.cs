namespace Metier.Invoicing;

/// <summary>What is sold: it decides where a private buyer's VAT belongs.</summary>
public enum Supply
{
    /// <summary>A freelancer's work.</summary>
    Work,

    /// <summary>The operator's fee: a service supplied electronically.</summary>
    PlatformFee,
}

/// <summary>Why VAT is or is not charged, as the document explains it.</summary>
public enum VatReason
{
    /// <summary>The seller has not said how it stands to VAT: nothing is calculated.</summary>
    NotTold,

    /// <summary>The seller's country's rate.</summary>
    SellerRate,

    /// <summary>The rate of the private buyer's country (services supplied electronically).</summary>
    BuyerRate,

    /// <summary>The buyer, a business in another country of the union, owes it.</summary>
    ReverseCharge,

    /// <summary>A small business that is exempt.</summary>
    SmallBusiness,

    /// <summary>The service belongs to the buyer's country, outside the seller's VAT.</summary>
    BuyerAbroad,

    /// <summary>The seller is established outside the union; a business buyer in it accounts for VAT itself.</summary>
    BuyerAccounts,

    /// <summary>The seller is not in business.</summary>
    NotInBusiness,

    /// <summary>The seller does not charge VAT.</summary>
    NotRegistered,

    /// <summary>Services are not charged sales tax in the United States.</summary>
    NoSalesTax,

    /// <summary>Sales tax of the buyer's state.</summary>
    SalesTax,

    /// <summary>The marketplace does not calculate the taxes of the seller's country.</summary>
    CountryNotKnown,
}

/// <summary>How a document is taxed.</summary>
/// <param name="Category">The category of EN 16931.</param>
/// <param name="RatePpm">In millionths; zero unless <see cref="VatCategory.Standard"/>.</param>
/// <param name="Reason">Why.</param>
/// <param name="Law">The law it rests on, as printed, or empty.</param>
/// <param name="Country">Whose VAT it is; empty when there is none.</param>
public sealed record VatTreatment(
    VatCategory Category,
    int RatePpm,
    VatReason Reason,
    string Law = "",
    string Country = ""
)
{
    /// <summary>
    /// The part of an amount that is VAT. Agreed prices contain it: what is paid is the price, whatever the tax. Rounded once, half
    /// away from zero; the rest is what is taxed, so that both are always exactly the amount.
    /// </summary>
    public long VatIn(long grossMinor)
    {
        var whole = 1_000_000L + RatePpm;
        var twice = (Int128)Math.Abs(grossMinor) * RatePpm * 2;
        var rounded = (long)((twice + whole) / (2 * whole));
        return grossMinor < 0 ? -rounded : rounded;
    }
}

/// <summary>
/// Who charges which VAT on a service: a pure function of both parties as they have told, the day, and the tables. Directive
/// 2006/112/EC, articles 44 (businesses: where the buyer is), 45 (private buyers: where the seller is), 58 (electronic services for
/// private buyers: where the buyer is), 59 (intellectual services for private buyers outside the union: not in it), 196 (the buyer
/// owes it), 284 (small businesses).
/// </summary>
public static class VatRules
{
    /// <summary>The treatment of one document.</summary>
    public static VatTreatment Decide(LegalParty seller, LegalParty buyer, Supply supply, DateOnly on, VatData data)
    {
        ArgumentNullException.ThrowIfNull(seller);
        ArgumentNullException.ThrowIfNull(buyer);
        ArgumentNullException.ThrowIfNull(data);
        if (!seller.IsTold)
        {
            return None(VatReason.NotTold);
        }
        if (seller.Form == LegalForm.Person)
        {
            return None(VatReason.NotInBusiness);
        }
        if (seller.Address.Country == "US")
        {
            return InTheStates(buyer, on, data);
        }
        if (data.Country(seller.Address.Country) is not { } home)
        {
            var inUnion = data.Country(buyer.Address.Country) is { Union: true };
            return None(inUnion && buyer.IsBusiness ? VatReason.BuyerAccounts : VatReason.CountryNotKnown);
        }
        return seller.Vat switch
        {
            VatStanding.None => None(VatReason.NotRegistered),
            VatStanding.SmallBusiness => Small(seller, buyer, home, data),
            _ => Registered(seller, buyer, home, supply, on, data),
        };
    }

    private static VatTreatment Registered(
        LegalParty seller,
        LegalParty buyer,
        VatCountry home,
        Supply supply,
        DateOnly on,
        VatData data
    )
    {
        var there = buyer.Address.Country;
        if (there == seller.Address.Country || there.Length == 0)
        {
            return AtHome(seller, on, data);
        }
        if (data.Country(there) is { Union: true } && home.Union)
        {
            // Without a number the seller may take the buyer for a private person (282/2011, art. 18).
            return buyer is { IsBusiness: true, HasVatNumber: true }
                    ? new VatTreatment(
                        VatCategory.ReverseCharge,
                        0,
                        VatReason.ReverseCharge,
                        "art. 44, 196 2006/112/CE"
                    )
                : supply == Supply.PlatformFee && data.Rate(there, on) is { } rate
                    ? new VatTreatment(VatCategory.Standard, rate, VatReason.BuyerRate, "", there)
                : AtHome(seller, on, data);
        }
        return home.Abroad == VatCategory.Zero ? new VatTreatment(VatCategory.Zero, 0, VatReason.BuyerAbroad)
            : home.Union ? None(VatReason.BuyerAbroad) with { Law = "art. 44, 59 2006/112/CE" }
            : None(
                buyer.IsBusiness && data.Country(there) is { Union: true }
                    ? VatReason.BuyerAccounts
                    : VatReason.BuyerAbroad
            );
    }

    /// <summary>A small business charges none at home; for a business in another country of the union, with its own number, the buyer owes it.</summary>
    private static VatTreatment Small(LegalParty seller, LegalParty buyer, VatCountry home, VatData data)
    {
        var (here, there) = (seller.Address.Country, buyer.Address.Country);
        if (there.Length > 0 && there != here)
        {
            var union = data.Country(there) is { Union: true };
            if (union && home.Union && seller.HasVatNumber && buyer is { IsBusiness: true, HasVatNumber: true })
            {
                return new VatTreatment(
                    VatCategory.ReverseCharge,
                    0,
                    VatReason.ReverseCharge,
                    "art. 44, 196 2006/112/CE"
                );
            }
            if (!union)
            {
                return None(VatReason.BuyerAbroad);
            }
        }
        var law =
            home.SmallLaw.Length > 0 ? home.SmallLaw
            : home.Union ? "art. 284 2006/112/CE"
            : "";
        return new VatTreatment(VatCategory.Exempt, 0, VatReason.SmallBusiness, law);
    }

    private static VatTreatment AtHome(LegalParty seller, DateOnly on, VatData data) =>
        data.Rate(seller.Address.Country, on) is { } rate
            ? new VatTreatment(VatCategory.Standard, rate, VatReason.SellerRate, "", seller.Address.Country)
            : None(VatReason.CountryNotKnown);

    private static VatTreatment InTheStates(LegalParty buyer, DateOnly on, VatData data)
    {
        if (buyer.Address.Country == "US" && data.SalesTax(buyer.Address.Region, on) is > 0 and var rate)
        {
            return new VatTreatment(VatCategory.Standard, rate, VatReason.SalesTax, "", "US");
        }
        return None(
            buyer.IsBusiness && data.Country(buyer.Address.Country) is { Union: true }
                ? VatReason.BuyerAccounts
                : VatReason.NoSalesTax
        );
    }

    private static VatTreatment None(VatReason reason) => new(VatCategory.OutsideScope, 0, reason);
}
