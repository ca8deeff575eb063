using Metier.Ledger;

namespace Metier.Invoicing;

/// <summary>
/// A document of the house as EN 16931 means it. Only what a business issues, in a currency the standard knows, with VAT it has a
/// category for; its number and date come with the issue.
/// </summary>
internal static class EInvoiceMap
{
    public static EInvoice? Of(InvoiceDraft draft, InvoiceContent c)
    {
        if (
            c
                is not {
                    IsRecord: false,
                    TotalMinor: not 0,
                    Tax: { } tax,
                    Seller: { IsBusiness: true } seller,
                    BuyerParty: { } buyer
                }
            || tax.Reason is VatReason.NotTold or VatReason.SalesTax
            || seller.Address.Country.Length == 0
            || buyer.Address.Country.Length == 0
        )
        {
            return null;
        }
        var credit = c.Kind == InvoiceKind.CreditNote;
        var outside = tax.Category == VatCategory.OutsideScope;
        var french = BusinessNumbers.IsFrench(seller.Address.Country);
        Money Positive(long minor) => draft.Currency.Minor(credit ? -minor : minor);
        var lines = c.Lines.Select((l, i) => Line(l, i, tax, Positive)).ToList();
        var vat = new EInvoiceVat(
            tax.Category,
            tax.RatePpm,
            Positive(tax.NetMinor),
            Positive(tax.VatMinor),
            tax.Category is VatCategory.Standard or VatCategory.Zero ? null : tax.Words,
            Code(tax, french)
        );
        return new EInvoice
        {
            Number = "",
            IssueDate = c.ServiceDate,
            Type = credit ? EInvoiceType.CreditNote : EInvoiceType.Invoice,
            Currency = draft.Currency,
            VatPoint =
                french && tax.VatMinor != 0
                    ? seller.VatOnDebits
                        ? VatPoint.Invoice
                        : VatPoint.Payment
                    : null,
            ContractReference = draft.ContractId.ToString("N"),
            PaymentTerms = credit ? null : InvoiceText.Paid,
            Notes = [.. c.Mentions.Select(m => new EInvoiceNote(m.Text, m.Subject))],
            Process = french ? "S2" : null,
            Preceding = c.Corrects is { } number ? [new PrecedingInvoice(number, c.CorrectsIssued)] : [],
            Seller = Seller(seller, outside, draft.IssuerId, tax),
            Buyer = Buyer(buyer, outside),
            Delivery = new EInvoiceDelivery(
                c.PeriodFrom is null ? c.ServiceDate : null,
                null,
                buyer.Delivery is { } to ? Address(to) : null
            ),
            Period = c.PeriodFrom is { } from ? new EInvoicePeriod(from, c.PeriodTo) : null,
            Payment = new EInvoicePayment(EInvoicePayment.Online, null, null),
            Lines = lines,
            Vat = [vat],
            Totals = EInvoiceTotals.Of(draft.Currency, lines, [], [vat], null),
        };
    }

    private static EInvoiceLine Line(InvoiceLine line, int index, InvoiceTax tax, Func<long, Money> positive)
    {
        var net = positive(line.NetMinor ?? line.AmountMinor);
        var (quantity, unit, priceFor) = line.Minutes is > 0 and var minutes
            ? Units.OfMinutes(minutes)
            : (1m, Units.One, null);
        var major = (decimal)net.Minor / net.Currency.MinorPerMajor;
        return new EInvoiceLine
        {
            Id = (index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture),
            Name = line.Description,
            Quantity = quantity,
            Unit = unit,
            // What the line comes to, divided: agreed rates contain VAT, and shares of a sum are rounded.
            Price = Math.Round(major / quantity * (priceFor ?? 1), 8),
            PriceFor = priceFor,
            Net = net,
            Category = tax.Category,
            RatePpm = tax.RatePpm,
        };
    }

    private static EInvoiceParty Seller(LegalParty p, bool outside, Guid? issuerId, InvoiceTax tax) =>
        Party(p, outside) with
        {
            Ids = p.Siret is { } siret
                ? [new PartyId(siret, "0009")]
                : [new PartyId(issuerId?.ToString("N") ?? "operator")],
            // A small business often has no VAT number: its number in the register stands in.
            TaxNumber =
                p.VatNumber.Length == 0 && tax.Category == VatCategory.Exempt && p.RegistrationNumber.Length > 0
                    ? p.RegistrationNumber
                    : null,
        };

    private static EInvoiceParty Buyer(LegalParty p, bool outside) =>
        Party(p, outside) with
        {
            Ids = p.Siret is { } siret ? [new PartyId(siret, "0009")] : [],
        };

    private static EInvoiceParty Party(LegalParty p, bool outside) =>
        new()
        {
            Name = p.Name,
            LegalId = p.Siren is { } siren ? new PartyId(siren, "0002") : null,
            VatId = outside || p.VatNumber.Length == 0 ? null : p.VatNumber,
            ElectronicAddress = p.Siren is { } address ? new PartyId(address, "0225") : null,
            Address = Address(p.Address),
        };

    private static PostalAddress Address(LegalAddress a) =>
        new()
        {
            Lines =
            [
                .. a.Street.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(3),
            ],
            City = a.City.Length > 0 ? a.City : null,
            PostCode = a.PostCode.Length > 0 ? a.PostCode : null,
            Region = a.Region.Length > 0 ? a.Region : null,
            Country = a.Country,
        };

    private static string? Code(InvoiceTax tax, bool french) =>
        tax.Category switch
        {
            VatCategory.ReverseCharge => VatReasons.ReverseCharge,
            VatCategory.OutsideScope => VatReasons.OutsideScope,
            VatCategory.Exempt when french && tax.Reason == VatReason.SmallBusiness => VatReasons.FrenchFranchise,
            _ => null,
        };
}
