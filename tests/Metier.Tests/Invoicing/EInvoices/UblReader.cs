using System.Globalization;
using System.Xml.Linq;
using Metier.Invoicing;
using Metier.Ledger;

namespace Metier.Tests.Invoicing;

/// <summary>Reads a UBL 2.1 invoice or credit note back, knowing nothing of how it was written.</summary>
internal static class UblReader
{
    public static EInvoice Read(byte[] file)
    {
        var root = XDocument.Load(new MemoryStream(file)).Root!;
        var credit = root.Name.LocalName == "CreditNote";
        Assert.Equal($"urn:oasis:names:specification:ubl:schema:xsd:{(credit ? "CreditNote" : "Invoice")}-2", root.Name.NamespaceName);
        Assert.Equal("urn:cen.eu:en16931:2017", Text(root, "CustomizationID"));
        var currency = Currency.Of(Text(root, "DocumentCurrencyCode")!);
        var own = Text(root, "TaxCurrencyCode");
        var taxes = All(root, "TaxTotal").ToList();
        var tax = taxes.Single(t => t.Elements().Count() > 1);
        var sums = One(root, "LegalMonetaryTotal")!;
        var means = One(root, "PaymentMeans");
        var period = Period(root);
        return new EInvoice
        {
            Number = Text(root, "ID")!,
            IssueDate = Day(root, "IssueDate")!.Value,
            Type = (EInvoiceType)int.Parse(Text(root, credit ? "CreditNoteTypeCode" : "InvoiceTypeCode")!, CultureInfo.InvariantCulture),
            Currency = currency,
            VatInOwnCurrency = own is null ? null : Of(taxes.Single(t => t != tax).Value, Currency.Of(own)),
            VatPointDate = Day(root, "TaxPointDate"),
            VatPoint = Text(root, "InvoicePeriod/DescriptionCode") switch { "3" => VatPoint.Invoice, "35" => VatPoint.Delivery, "432" => VatPoint.Payment, _ => null },
            DueDate = credit ? Day(means!, "PaymentDueDate") : Day(root, "DueDate"),
            BuyerReference = Text(root, "BuyerReference"),
            ContractReference = Text(root, "ContractDocumentReference/ID"),
            OrderReference = Text(root, "OrderReference/ID"),
            PaymentTerms = Text(root, "PaymentTerms/Note"),
            Notes = [.. All(root, "Note").Select(n => Note(n.Value))],
            Process = Text(root, "ProfileID"),
            Preceding = [.. All(root, "BillingReference").Select(b => new PrecedingInvoice(Text(b, "InvoiceDocumentReference/ID")!, Day(One(b, "InvoiceDocumentReference")!, "IssueDate")))],
            Seller = Party(One(root, "AccountingSupplierParty/Party")!),
            Buyer = Party(One(root, "AccountingCustomerParty/Party")!),
            Payee = One(root, "PayeeParty") is { } p ? new(Text(p, "PartyName/Name")!, Id(One(p, "PartyIdentification/ID")), Id(One(p, "PartyLegalEntity/CompanyID"))) : null,
            Delivery = One(root, "Delivery") is { } d ? new(Day(d, "ActualDeliveryDate"), Text(d, "DeliveryParty/PartyName/Name"), Address(One(d, "DeliveryLocation/Address"))) : null,
            Period = period is { From: null, To: null } ? null : period,
            Payment = means is null
                ? null
                : new(Text(means, "PaymentMeansCode")!, (string?)One(means, "PaymentMeansCode")!.Attribute("name"), Text(means, "PaymentID"), Text(means, "PayeeFinancialAccount/ID"), Text(means, "PayeeFinancialAccount/Name"), Text(means, "PayeeFinancialAccount/FinancialInstitutionBranch/ID")),
            Adjustments =
            [
                .. All(root, "AllowanceCharge").Select(a => new EInvoiceAdjustment(
                    Text(a, "ChargeIndicator") == "true",
                    Of(Text(a, "Amount")!, currency),
                    Category(Text(a, "TaxCategory/ID")!),
                    Rate(One(a, "TaxCategory")!),
                    Text(a, "AllowanceChargeReason")!
                )),
            ],
            Lines = [.. All(root, credit ? "CreditNoteLine" : "InvoiceLine").Select(l => Line(l, currency))],
            Vat =
            [
                .. All(tax, "TaxSubtotal").Select(t => new EInvoiceVat(
                    Category(Text(t, "TaxCategory/ID")!),
                    Rate(One(t, "TaxCategory")!),
                    Of(Text(t, "TaxableAmount")!, currency),
                    Of(Text(t, "TaxAmount")!, currency),
                    Text(t, "TaxCategory/TaxExemptionReason"),
                    Text(t, "TaxCategory/TaxExemptionReasonCode")
                )),
            ],
            Totals = new(
                Sum("LineExtensionAmount"),
                Sum("AllowanceTotalAmount"),
                Sum("ChargeTotalAmount"),
                Sum("TaxExclusiveAmount"),
                Of(Text(tax, "TaxAmount")!, currency),
                Sum("TaxInclusiveAmount"),
                Sum("PrepaidAmount"),
                Sum("PayableAmount")
            ),
        };

        Money Sum(string name)
        {
            var amount = One(sums, name)!;
            Assert.Equal(currency.Code, (string?)amount.Attribute("currencyID"));
            return Of(amount.Value, currency);
        }
    }

    public static VatCategory Category(string code) =>
        code switch
        {
            "S" => VatCategory.Standard,
            "Z" => VatCategory.Zero,
            "E" => VatCategory.Exempt,
            "AE" => VatCategory.ReverseCharge,
            "G" => VatCategory.Export,
            "O" => VatCategory.OutsideScope,
            _ => throw new ArgumentException(code),
        };

    /// <summary>The amount; more than two decimals are against the standard.</summary>
    public static Money Of(string text, Currency currency)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        Assert.True(point < 0 || text.Length - point <= 3, text);
        Assert.True(Money.TryParse(text, currency, out var money), text);
        return money;
    }

    private static EInvoiceLine Line(XElement line, Currency currency)
    {
        var billed = One(line, "InvoicedQuantity") ?? One(line, "CreditedQuantity")!;
        return new EInvoiceLine
        {
            Id = Text(line, "ID")!,
            Note = Text(line, "Note"),
            Name = Text(line, "Item/Name")!,
            Description = Text(line, "Item/Description"),
            Quantity = Number(billed.Value),
            Unit = (string)billed.Attribute("unitCode")!,
            Price = Number(Text(line, "Price/PriceAmount")!),
            PriceFor = Text(line, "Price/BaseQuantity") is { } per ? Number(per) : null,
            Net = Of(Text(line, "LineExtensionAmount")!, currency),
            Category = Category(Text(line, "Item/ClassifiedTaxCategory/ID")!),
            RatePpm = Rate(One(line, "Item/ClassifiedTaxCategory")!),
            Period = Period(line),
        };
    }

    private static EInvoiceNote Note(string text) =>
        text.StartsWith('#') && text.Split('#') is [_, var code, .. var rest] ? new(string.Join('#', rest), code) : new(text);

    private static EInvoiceParty Party(XElement party) =>
        new()
        {
            Name = Text(party, "PartyLegalEntity/RegistrationName")!,
            TradingName = Text(party, "PartyName/Name"),
            Ids = [.. All(party, "PartyIdentification").Select(i => Id(One(i, "ID"))!)],
            LegalId = Id(One(party, "PartyLegalEntity/CompanyID")),
            VatId = Tax(party, "VAT"),
            TaxNumber = Tax(party, "TAX"),
            LegalForm = Text(party, "PartyLegalEntity/CompanyLegalForm"),
            ElectronicAddress = Id(One(party, "EndpointID")),
            Address = Address(One(party, "PostalAddress"))!,
            Contact = One(party, "Contact") is { } c ? new(Text(c, "Name"), Text(c, "Telephone"), Text(c, "ElectronicMail")) : null,
        };

    private static string? Tax(XElement party, string scheme) =>
        All(party, "PartyTaxScheme").Where(t => Text(t, "TaxScheme/ID") == scheme).Select(t => Text(t, "CompanyID")).SingleOrDefault();

    private static PostalAddress? Address(XElement? a) =>
        a is null
            ? null
            : new()
            {
                Lines = [.. new[] { "StreetName", "AdditionalStreetName", "AddressLine/Line" }.Select(n => Text(a, n)).OfType<string>()],
                City = Text(a, "CityName"),
                PostCode = Text(a, "PostalZone"),
                Region = Text(a, "CountrySubentity"),
                Country = Text(a, "Country/IdentificationCode")!,
            };

    private static EInvoicePeriod? Period(XElement at) =>
        One(at, "InvoicePeriod") is { } p ? new(Day(p, "StartDate"), Day(p, "EndDate")) : null;

    private static int Rate(XElement category) => (int)(Number(Text(category, "Percent") ?? "0") * 10_000);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static DateOnly? Day(XElement from, string path) =>
        Text(from, path) is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    private static PartyId? Id(XElement? id) => id is null ? null : new(id.Value, (string?)id.Attribute("schemeID"));

    private static string? Text(XElement from, string path) => One(from, path)?.Value;

    private static XElement? One(XElement from, string path) =>
        path.Split('/').Aggregate((XElement?)from, (at, name) => at is null ? null : All(at, name).SingleOrDefault());

    private static IEnumerable<XElement> All(XElement from, string name) => from.Elements().Where(e => e.Name.LocalName == name);
}
