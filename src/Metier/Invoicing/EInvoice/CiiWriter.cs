using System.Globalization;
using System.Xml.Linq;
using Metier.Ledger;
using static Metier.Invoicing.EInvoiceXml;

namespace Metier.Invoicing;

/// <summary>
/// Writes an e-invoice as UN/CEFACT Cross Industry Invoice (D16B), the form inside a Factur-X file, profile EN 16931. The order of
/// elements is that of the profile's schema.
/// </summary>
public static class CiiWriter
{
    private static readonly XNamespace Rsm = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100";
    private static readonly XNamespace Ram =
        "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100";
    private static readonly XNamespace Udt = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100";
    private static readonly XNamespace Qdt = "urn:un:unece:uncefact:data:standard:QualifiedDataType:100";

    /// <summary>The file; what <see cref="EInvoiceRules"/> objects to must not get here.</summary>
    public static byte[] Write(EInvoice invoice)
    {
        ArgumentNullException.ThrowIfNull(invoice);
        return Bytes(
            new XElement(
                Rsm + "CrossIndustryInvoice",
                new XAttribute(XNamespace.Xmlns + "rsm", Rsm),
                new XAttribute(XNamespace.Xmlns + "ram", Ram),
                new XAttribute(XNamespace.Xmlns + "udt", Udt),
                new XAttribute(XNamespace.Xmlns + "qdt", Qdt),
                new XElement(
                    Rsm + "ExchangedDocumentContext",
                    Around(
                        Ram + "BusinessProcessSpecifiedDocumentContextParameter",
                        Maybe(Ram + "ID", invoice.Process)
                    ),
                    new XElement(
                        Ram + "GuidelineSpecifiedDocumentContextParameter",
                        new XElement(Ram + "ID", Specification)
                    )
                ),
                new XElement(
                    Rsm + "ExchangedDocument",
                    new XElement(Ram + "ID", invoice.Number),
                    new XElement(Ram + "TypeCode", Code(invoice.Type)),
                    Moment("IssueDateTime", invoice.IssueDate),
                    invoice.Notes.Select(n => new XElement(
                        Ram + "IncludedNote",
                        Maybe(Ram + "Content", n.Text),
                        Maybe(Ram + "SubjectCode", n.Subject)
                    ))
                ),
                new XElement(
                    Rsm + "SupplyChainTradeTransaction",
                    invoice.Lines.Select(Line),
                    Agreement(invoice),
                    Delivery(invoice),
                    Settlement(invoice)
                )
            )
        );
    }

    private static XElement Line(EInvoiceLine line) =>
        new(
            Ram + "IncludedSupplyChainTradeLineItem",
            new XElement(
                Ram + "AssociatedDocumentLineDocument",
                new XElement(Ram + "LineID", line.Id),
                Around(Ram + "IncludedNote", Maybe(Ram + "Content", line.Note))
            ),
            new XElement(
                Ram + "SpecifiedTradeProduct",
                Maybe(Ram + "Name", line.Name),
                Maybe(Ram + "Description", line.Description)
            ),
            new XElement(
                Ram + "SpecifiedLineTradeAgreement",
                new XElement(
                    Ram + "NetPriceProductTradePrice",
                    new XElement(Ram + "ChargeAmount", Decimal(line.Price)),
                    line.PriceFor is { } many ? Quantity("BasisQuantity", many, line.Unit) : null
                )
            ),
            new XElement(
                Ram + "SpecifiedLineTradeDelivery",
                Quantity("BilledQuantity", line.Quantity, line.Unit)
            ),
            new XElement(
                Ram + "SpecifiedLineTradeSettlement",
                Tax("ApplicableTradeTax", line.Category, line.RatePpm),
                Period(line.Period),
                new XElement(
                    Ram + "SpecifiedTradeSettlementLineMonetarySummation",
                    Sum("LineTotalAmount", line.Net)
                )
            )
        );

    private static XElement Agreement(EInvoice invoice) =>
        new(
            Ram + "ApplicableHeaderTradeAgreement",
            Maybe(Ram + "BuyerReference", invoice.BuyerReference),
            Party("SellerTradeParty", invoice.Seller),
            Party("BuyerTradeParty", invoice.Buyer),
            Around(
                Ram + "BuyerOrderReferencedDocument",
                Maybe(Ram + "IssuerAssignedID", invoice.OrderReference)
            ),
            Around(
                Ram + "ContractReferencedDocument",
                Maybe(Ram + "IssuerAssignedID", invoice.ContractReference)
            )
        );

    private static XElement Delivery(EInvoice invoice) =>
        new(
            Ram + "ApplicableHeaderTradeDelivery",
            invoice.Delivery is { } delivery
                ?
                [
                    Around(
                        Ram + "ShipToTradeParty",
                        Maybe(Ram + "Name", delivery.Name),
                        delivery.Address is { } address ? Address(address) : null
                    ),
                    delivery.Date is { } date
                        ? new XElement(Ram + "ActualDeliverySupplyChainEvent", Moment("OccurrenceDateTime", date))
                        : null,
                ]
                : Array.Empty<object?>()
        );

    private static XElement Settlement(EInvoice invoice) =>
        new(
            Ram + "ApplicableHeaderTradeSettlement",
            Maybe(Ram + "PaymentReference", invoice.Payment?.Reference),
            Maybe(Ram + "TaxCurrencyCode", invoice.VatInOwnCurrency?.Currency.Code),
            new XElement(Ram + "InvoiceCurrencyCode", invoice.Currency.Code),
            invoice.Payee is { } payee
                ? new XElement(
                    Ram + "PayeeTradeParty",
                    Ids(payee.Id is { } id ? [id] : []),
                    Maybe(Ram + "Name", payee.Name),
                    Around(Ram + "SpecifiedLegalOrganization", Id("ID", payee.LegalId))
                )
                : null,
            invoice.Payment is { } payment ? Means(payment) : null,
            invoice.Vat.Select(v => Breakdown(v, invoice)),
            Period(invoice.Period),
            invoice.Adjustments.Select(Adjustment),
            Around(
                Ram + "SpecifiedTradePaymentTerms",
                Maybe(Ram + "Description", invoice.PaymentTerms),
                invoice.DueDate is { } due ? Moment("DueDateDateTime", due) : null
            ),
            Totals(invoice),
            invoice.Preceding.Select(p => new XElement(
                Ram + "InvoiceReferencedDocument",
                new XElement(Ram + "IssuerAssignedID", p.Number),
                p.Issued is { } issued
                    ? new XElement(Ram + "FormattedIssueDateTime", Date(Qdt + "DateTimeString", issued))
                    : null
            ))
        );

    private static XElement Totals(EInvoice invoice)
    {
        var t = invoice.Totals;
        return new XElement(
            Ram + "SpecifiedTradeSettlementHeaderMonetarySummation",
            Sum("LineTotalAmount", t.Lines),
            Sum("ChargeTotalAmount", t.Charges),
            Sum("AllowanceTotalAmount", t.Allowances),
            Sum("TaxBasisTotalAmount", t.WithoutVat),
            SumIn("TaxTotalAmount", t.Vat),
            invoice.VatInOwnCurrency is { } own ? SumIn("TaxTotalAmount", own) : null,
            Sum("GrandTotalAmount", t.WithVat),
            Sum("TotalPrepaidAmount", t.Paid),
            Sum("DuePayableAmount", t.Due)
        );
    }

    private static XElement Breakdown(EInvoiceVat vat, EInvoice invoice) =>
        new(
            Ram + "ApplicableTradeTax",
            Sum("CalculatedAmount", vat.Amount),
            new XElement(Ram + "TypeCode", "VAT"),
            Maybe(Ram + "ExemptionReason", vat.Reason),
            Sum("BasisAmount", vat.Taxable),
            new XElement(Ram + "CategoryCode", Code(vat.Category)),
            Maybe(Ram + "ExemptionReasonCode", vat.ReasonCode),
            invoice.VatPointDate is { } date
                ? new XElement(Ram + "TaxPointDate", Date(Udt + "DateString", date))
                : null,
            Maybe(
                Ram + "DueDateTypeCode",
                invoice.VatPoint switch
                {
                    VatPoint.Invoice => "5",
                    VatPoint.Delivery => "29",
                    VatPoint.Payment => "72",
                    _ => null,
                }
            ),
            Rate(vat.Category, vat.RatePpm)
        );

    private static XElement Adjustment(EInvoiceAdjustment adjustment) =>
        new(
            Ram + "SpecifiedTradeAllowanceCharge",
            new XElement(
                Ram + "ChargeIndicator",
                new XElement(Udt + "Indicator", adjustment.Charge ? "true" : "false")
            ),
            Sum("ActualAmount", adjustment.Amount),
            Maybe(Ram + "Reason", adjustment.Reason),
            Tax("CategoryTradeTax", adjustment.Category, adjustment.RatePpm)
        );

    private static XElement Means(EInvoicePayment payment) =>
        new(
            Ram + "SpecifiedTradeSettlementPaymentMeans",
            new XElement(Ram + "TypeCode", payment.Means),
            Maybe(Ram + "Information", payment.Words),
            Around(
                Ram + "PayeePartyCreditorFinancialAccount",
                Maybe(Ram + "IBANID", payment.Account),
                Maybe(Ram + "AccountName", payment.AccountName)
            ),
            Around(Ram + "PayeeSpecifiedCreditorFinancialInstitution", Maybe(Ram + "BICID", payment.Bic))
        );

    private static XElement Party(string name, EInvoiceParty party) =>
        new(
            Ram + name,
            Ids(party.Ids),
            Maybe(Ram + "Name", party.Name),
            Maybe(Ram + "Description", party.LegalForm),
            Around(
                Ram + "SpecifiedLegalOrganization",
                Id("ID", party.LegalId),
                Maybe(Ram + "TradingBusinessName", party.TradingName)
            ),
            party.Contact is { } contact
                ? Around(
                    Ram + "DefinedTradeContact",
                    Maybe(Ram + "PersonName", contact.Name),
                    Around(
                        Ram + "TelephoneUniversalCommunication",
                        Maybe(Ram + "CompleteNumber", contact.Phone)
                    ),
                    Around(Ram + "EmailURIUniversalCommunication", Maybe(Ram + "URIID", contact.Email))
                )
                : null,
            Address(party.Address),
            Around(Ram + "URIUniversalCommunication", Id("URIID", party.ElectronicAddress)),
            Registration("VA", party.VatId),
            Registration("FC", party.TaxNumber)
        );

    /// <summary>Numbers without a scheme come first: they have an element of their own.</summary>
    private static IEnumerable<XElement?> Ids(IEnumerable<PartyId> ids) =>
        ids.OrderBy(i => i.Scheme is not null).Select(i => Id(i.Scheme is null ? "ID" : "GlobalID", i));

    private static XElement? Id(string name, PartyId? id) =>
        id is null ? null : Maybe(Ram + name, id.Value, Attribute("schemeID", id.Scheme));

    private static XElement? Registration(string scheme, string? number) =>
        Around(Ram + "SpecifiedTaxRegistration", Maybe(Ram + "ID", number, Attribute("schemeID", scheme)));

    private static XElement Address(PostalAddress address) =>
        new(
            Ram + "PostalTradeAddress",
            Maybe(Ram + "PostcodeCode", address.PostCode),
            Maybe(Ram + "LineOne", address.Lines.ElementAtOrDefault(0)),
            Maybe(Ram + "LineTwo", address.Lines.ElementAtOrDefault(1)),
            Maybe(Ram + "LineThree", address.Lines.ElementAtOrDefault(2)),
            Maybe(Ram + "CityName", address.City),
            new XElement(Ram + "CountryID", address.Country),
            Maybe(Ram + "CountrySubDivisionName", address.Region)
        );

    private static XElement? Period(EInvoicePeriod? period) =>
        period is null
            ? null
            : new XElement(
                Ram + "BillingSpecifiedPeriod",
                period.From is { } from ? Moment("StartDateTime", from) : null,
                period.To is { } to ? Moment("EndDateTime", to) : null
            );

    private static XElement Tax(string name, VatCategory category, int ppm) =>
        new(
            Ram + name,
            new XElement(Ram + "TypeCode", "VAT"),
            new XElement(Ram + "CategoryCode", Code(category)),
            Rate(category, ppm)
        );

    /// <summary>What is outside the scope has no rate, not even zero (BR-O-05).</summary>
    private static XElement? Rate(VatCategory category, int ppm) =>
        category == VatCategory.OutsideScope ? null : new XElement(Ram + "RateApplicablePercent", Percent(ppm));

    private static XElement Sum(string name, Money money) => new(Ram + name, Amount(money));

    private static XElement SumIn(string name, Money money) =>
        new(Ram + name, new XAttribute("currencyID", money.Currency.Code), Amount(money));

    private static XElement Quantity(string name, decimal quantity, string unit) =>
        new(Ram + name, new XAttribute("unitCode", unit), Decimal(quantity));

    private static XElement Moment(string name, DateOnly date) => new(Ram + name, Date(Udt + "DateTimeString", date));

    private static XElement Date(XName name, DateOnly date) =>
        new(name, new XAttribute("format", "102"), date.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
}
