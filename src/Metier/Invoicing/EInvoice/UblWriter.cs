using System.Globalization;
using System.Xml.Linq;
using Metier.Ledger;
using static Metier.Invoicing.EInvoiceXml;

namespace Metier.Invoicing;

/// <summary>
/// Writes an e-invoice as UBL 2.1 (ISO/IEC 19845): an Invoice, or a CreditNote for what takes something back. The order of elements
/// is that of the schemas.
/// </summary>
public static class UblWriter
{
    private static readonly XNamespace Cac =
        "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
    private static readonly XNamespace Cbc = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";

    /// <summary>The file; what <see cref="EInvoiceRules"/> objects to must not get here.</summary>
    public static byte[] Write(EInvoice invoice)
    {
        ArgumentNullException.ThrowIfNull(invoice);
        var name = invoice.IsCredit ? "CreditNote" : "Invoice";
        XNamespace own = $"urn:oasis:names:specification:ubl:schema:xsd:{name}-2";
        return Bytes(
            new XElement(
                own + name,
                new XAttribute("xmlns", own),
                new XAttribute(XNamespace.Xmlns + "cac", Cac),
                new XAttribute(XNamespace.Xmlns + "cbc", Cbc),
                Head(invoice),
                References(invoice),
                new XElement(Cac + "AccountingSupplierParty", Party(invoice.Seller)),
                new XElement(Cac + "AccountingCustomerParty", Party(invoice.Buyer)),
                invoice.Payee is { } payee ? Payee(payee) : null,
                invoice.Delivery is { } delivery ? Delivery(delivery) : null,
                invoice.Payment is { } payment ? Means(payment, invoice.IsCredit ? invoice.DueDate : null) : null,
                Around(Cac + "PaymentTerms", Maybe(Cbc + "Note", invoice.PaymentTerms)),
                invoice.Adjustments.Select(Adjustment),
                TaxTotals(invoice),
                Totals(invoice.Totals),
                invoice.Lines.Select(l => Line(l, invoice.IsCredit))
            )
        );
    }

    private static IEnumerable<XElement?> Head(EInvoice invoice)
    {
        yield return new XElement(Cbc + "CustomizationID", Specification);
        yield return Maybe(Cbc + "ProfileID", invoice.Process);
        yield return new XElement(Cbc + "ID", invoice.Number);
        yield return Date("IssueDate", invoice.IssueDate);
        var point = Date("TaxPointDate", invoice.VatPointDate);
        if (invoice.IsCredit)
        {
            yield return point;
            yield return new XElement(Cbc + "CreditNoteTypeCode", Code(invoice.Type));
        }
        else
        {
            yield return Date("DueDate", invoice.DueDate);
            yield return new XElement(Cbc + "InvoiceTypeCode", Code(invoice.Type));
        }
        foreach (var note in invoice.Notes)
        {
            // The subject has no element of its own here: it stands before the words (the binding of BT-21).
            yield return Maybe(Cbc + "Note", note.Subject is { } code ? $"#{code}#{note.Text}" : note.Text);
        }
        if (!invoice.IsCredit)
        {
            yield return point;
        }
        yield return new XElement(Cbc + "DocumentCurrencyCode", invoice.Currency.Code);
        yield return Maybe(Cbc + "TaxCurrencyCode", invoice.VatInOwnCurrency?.Currency.Code);
        yield return Maybe(Cbc + "BuyerReference", invoice.BuyerReference);
    }

    private static IEnumerable<XElement?> References(EInvoice invoice)
    {
        yield return Around(
            Cac + "InvoicePeriod",
            Date("StartDate", invoice.Period?.From),
            Date("EndDate", invoice.Period?.To),
            Maybe(
                Cbc + "DescriptionCode",
                invoice.VatPoint switch
                {
                    VatPoint.Invoice => "3",
                    VatPoint.Delivery => "35",
                    VatPoint.Payment => "432",
                    _ => null,
                }
            )
        );
        yield return Around(Cac + "OrderReference", Maybe(Cbc + "ID", invoice.OrderReference));
        foreach (var preceding in invoice.Preceding)
        {
            yield return new XElement(
                Cac + "BillingReference",
                new XElement(
                    Cac + "InvoiceDocumentReference",
                    new XElement(Cbc + "ID", preceding.Number),
                    Date("IssueDate", preceding.Issued)
                )
            );
        }
        yield return Around(Cac + "ContractDocumentReference", Maybe(Cbc + "ID", invoice.ContractReference));
    }

    private static XElement Party(EInvoiceParty party) =>
        new(
            Cac + "Party",
            Id("EndpointID", party.ElectronicAddress),
            party.Ids.Select(i => new XElement(Cac + "PartyIdentification", Id("ID", i))),
            Around(Cac + "PartyName", Maybe(Cbc + "Name", party.TradingName)),
            Address("PostalAddress", party.Address),
            TaxScheme(party.VatId, "VAT"),
            TaxScheme(party.TaxNumber, "TAX"),
            new XElement(
                Cac + "PartyLegalEntity",
                Maybe(Cbc + "RegistrationName", party.Name),
                Id("CompanyID", party.LegalId),
                Maybe(Cbc + "CompanyLegalForm", party.LegalForm)
            ),
            Around(
                Cac + "Contact",
                Maybe(Cbc + "Name", party.Contact?.Name),
                Maybe(Cbc + "Telephone", party.Contact?.Phone),
                Maybe(Cbc + "ElectronicMail", party.Contact?.Email)
            )
        );

    private static XElement? TaxScheme(string? number, string scheme) =>
        string.IsNullOrWhiteSpace(number)
            ? null
            : new XElement(
                Cac + "PartyTaxScheme",
                Maybe(Cbc + "CompanyID", number),
                new XElement(Cac + "TaxScheme", new XElement(Cbc + "ID", scheme))
            );

    private static XElement Payee(EInvoicePayee payee) =>
        new(
            Cac + "PayeeParty",
            Around(Cac + "PartyIdentification", Id("ID", payee.Id)),
            Around(Cac + "PartyName", Maybe(Cbc + "Name", payee.Name)),
            Around(Cac + "PartyLegalEntity", Id("CompanyID", payee.LegalId))
        );

    private static XElement? Delivery(EInvoiceDelivery delivery) =>
        Around(
            Cac + "Delivery",
            Date("ActualDeliveryDate", delivery.Date),
            delivery.Address is { } address
                ? new XElement(Cac + "DeliveryLocation", Address("Address", address))
                : null,
            Around(
                Cac + "DeliveryParty",
                Around(Cac + "PartyName", Maybe(Cbc + "Name", delivery.Name))
            )
        );

    private static XElement Address(string name, PostalAddress address) =>
        new(
            Cac + name,
            Maybe(Cbc + "StreetName", address.Lines.ElementAtOrDefault(0)),
            Maybe(Cbc + "AdditionalStreetName", address.Lines.ElementAtOrDefault(1)),
            Maybe(Cbc + "CityName", address.City),
            Maybe(Cbc + "PostalZone", address.PostCode),
            Maybe(Cbc + "CountrySubentity", address.Region),
            Around(Cac + "AddressLine", Maybe(Cbc + "Line", address.Lines.ElementAtOrDefault(2))),
            new XElement(Cac + "Country", new XElement(Cbc + "IdentificationCode", address.Country))
        );

    /// <summary>A credit note has no due date of its own: it stands with the payment.</summary>
    private static XElement Means(EInvoicePayment payment, DateOnly? due) =>
        new(
            Cac + "PaymentMeans",
            Maybe(Cbc + "PaymentMeansCode", payment.Means, Attribute("name", payment.Words)),
            Date("PaymentDueDate", due),
            Maybe(Cbc + "PaymentID", payment.Reference),
            Around(
                Cac + "PayeeFinancialAccount",
                Maybe(Cbc + "ID", payment.Account),
                Maybe(Cbc + "Name", payment.AccountName),
                Around(Cac + "FinancialInstitutionBranch", Maybe(Cbc + "ID", payment.Bic))
            )
        );

    private static XElement Adjustment(EInvoiceAdjustment adjustment) =>
        new(
            Cac + "AllowanceCharge",
            new XElement(Cbc + "ChargeIndicator", adjustment.Charge ? "true" : "false"),
            Maybe(Cbc + "AllowanceChargeReason", adjustment.Reason),
            Sum("Amount", adjustment.Amount),
            TaxCategory("TaxCategory", adjustment.Category, adjustment.RatePpm)
        );

    private static IEnumerable<XElement> TaxTotals(EInvoice invoice)
    {
        yield return new XElement(
            Cac + "TaxTotal",
            Sum("TaxAmount", invoice.Totals.Vat),
            invoice.Vat.Select(v => new XElement(
                Cac + "TaxSubtotal",
                Sum("TaxableAmount", v.Taxable),
                Sum("TaxAmount", v.Amount),
                TaxCategory("TaxCategory", v.Category, v.RatePpm, v.Reason, v.ReasonCode)
            ))
        );
        if (invoice.VatInOwnCurrency is { } own)
        {
            yield return new XElement(Cac + "TaxTotal", Sum("TaxAmount", own));
        }
    }

    private static XElement Totals(EInvoiceTotals t) =>
        new(
            Cac + "LegalMonetaryTotal",
            Sum("LineExtensionAmount", t.Lines),
            Sum("TaxExclusiveAmount", t.WithoutVat),
            Sum("TaxInclusiveAmount", t.WithVat),
            Sum("AllowanceTotalAmount", t.Allowances),
            Sum("ChargeTotalAmount", t.Charges),
            Sum("PrepaidAmount", t.Paid),
            Sum("PayableAmount", t.Due)
        );

    private static XElement Line(EInvoiceLine line, bool credit) =>
        new(
            Cac + (credit ? "CreditNoteLine" : "InvoiceLine"),
            new XElement(Cbc + "ID", line.Id),
            Maybe(Cbc + "Note", line.Note),
            Quantity(credit ? "CreditedQuantity" : "InvoicedQuantity", line.Quantity, line.Unit),
            Sum("LineExtensionAmount", line.Net),
            Around(
                Cac + "InvoicePeriod",
                Date("StartDate", line.Period?.From),
                Date("EndDate", line.Period?.To)
            ),
            new XElement(
                Cac + "Item",
                Maybe(Cbc + "Description", line.Description),
                Maybe(Cbc + "Name", line.Name),
                TaxCategory("ClassifiedTaxCategory", line.Category, line.RatePpm)
            ),
            new XElement(
                Cac + "Price",
                new XElement(
                    Cbc + "PriceAmount",
                    new XAttribute("currencyID", line.Net.Currency.Code),
                    Decimal(line.Price)
                ),
                line.PriceFor is { } many ? Quantity("BaseQuantity", many, line.Unit) : null
            )
        );

    /// <summary>What is outside the scope has no rate, not even zero (BR-O-05).</summary>
    private static XElement TaxCategory(
        string name,
        VatCategory category,
        int ppm,
        string? reason = null,
        string? reasonCode = null
    ) =>
        new(
            Cac + name,
            new XElement(Cbc + "ID", Code(category)),
            category == VatCategory.OutsideScope ? null : new XElement(Cbc + "Percent", Percent(ppm)),
            Maybe(Cbc + "TaxExemptionReasonCode", reasonCode),
            Maybe(Cbc + "TaxExemptionReason", reason),
            new XElement(Cac + "TaxScheme", new XElement(Cbc + "ID", "VAT"))
        );

    private static XElement? Id(string name, PartyId? id) =>
        id is null ? null : Maybe(Cbc + name, id.Value, Attribute("schemeID", id.Scheme));

    private static XElement Sum(string name, Money money) =>
        new(Cbc + name, new XAttribute("currencyID", money.Currency.Code), Amount(money));

    private static XElement Quantity(string name, decimal quantity, string unit) =>
        new(Cbc + name, new XAttribute("unitCode", unit), Decimal(quantity));

    private static XElement? Date(string name, DateOnly? date) =>
        date is { } day ? new XElement(Cbc + name, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : null;
}
