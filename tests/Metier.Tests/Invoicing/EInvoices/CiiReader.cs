using System.Globalization;
using System.Xml.Linq;
using Metier.Invoicing;
using Metier.Ledger;

namespace Metier.Tests.Invoicing;

/// <summary>Reads a Cross Industry Invoice back, knowing nothing of how it was written.</summary>
internal static class CiiReader
{
    private const string R = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100";

    public static EInvoice Read(byte[] file)
    {
        var root = XDocument.Load(new MemoryStream(file)).Root!;
        Assert.Equal("urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100", root.Name.NamespaceName);
        Assert.Equal("urn:cen.eu:en16931:2017", Text(root, "ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID"));
        var head = One(root, "ExchangedDocument")!;
        var deal = One(root, "SupplyChainTradeTransaction")!;
        var agreed = One(deal, "ApplicableHeaderTradeAgreement")!;
        var delivered = One(deal, "ApplicableHeaderTradeDelivery")!;
        var settled = One(deal, "ApplicableHeaderTradeSettlement")!;
        var currency = Currency.Of(Text(settled, "InvoiceCurrencyCode")!);
        var taxes = All(settled, "ApplicableTradeTax").ToList();
        var own = Text(settled, "TaxCurrencyCode");
        var sums = One(settled, "SpecifiedTradeSettlementHeaderMonetarySummation")!;
        var point = taxes.Select(t => Text(t, "DueDateTypeCode")).FirstOrDefault();
        return new EInvoice
        {
            Number = Text(head, "ID")!,
            IssueDate = Day(One(head, "IssueDateTime")!)!.Value,
            Type = (EInvoiceType)int.Parse(Text(head, "TypeCode")!, CultureInfo.InvariantCulture),
            Currency = currency,
            VatInOwnCurrency = own is null ? null : Of(All(sums, "TaxTotalAmount").Single(t => (string?)t.Attribute("currencyID") == own), Currency.Of(own)),
            VatPointDate = taxes.Select(t => Day(One(t, "TaxPointDate"))).FirstOrDefault(),
            VatPoint = point switch { "5" => VatPoint.Invoice, "29" => VatPoint.Delivery, "72" => VatPoint.Payment, _ => null },
            DueDate = Day(One(settled, "SpecifiedTradePaymentTerms/DueDateDateTime")),
            BuyerReference = Text(agreed, "BuyerReference"),
            ContractReference = Text(agreed, "ContractReferencedDocument/IssuerAssignedID"),
            OrderReference = Text(agreed, "BuyerOrderReferencedDocument/IssuerAssignedID"),
            PaymentTerms = Text(settled, "SpecifiedTradePaymentTerms/Description"),
            Notes = [.. All(head, "IncludedNote").Select(n => new EInvoiceNote(Text(n, "Content")!, Text(n, "SubjectCode")))],
            Process = Text(root, "ExchangedDocumentContext/BusinessProcessSpecifiedDocumentContextParameter/ID"),
            Preceding = [.. All(settled, "InvoiceReferencedDocument").Select(p => new PrecedingInvoice(Text(p, "IssuerAssignedID")!, Day(One(p, "FormattedIssueDateTime"))))],
            Seller = Party(One(agreed, "SellerTradeParty")!),
            Buyer = Party(One(agreed, "BuyerTradeParty")!),
            Payee = One(settled, "PayeeTradeParty") is { } payee ? new(Text(payee, "Name")!, Ids(payee).FirstOrDefault(), Id(One(payee, "SpecifiedLegalOrganization/ID"))) : null,
            Delivery = delivered.HasElements
                ? new(Day(One(delivered, "ActualDeliverySupplyChainEvent/OccurrenceDateTime")), Text(delivered, "ShipToTradeParty/Name"), Address(One(delivered, "ShipToTradeParty/PostalTradeAddress")))
                : null,
            Period = Period(settled),
            Payment = One(settled, "SpecifiedTradeSettlementPaymentMeans") is { } means
                ? new(Text(means, "TypeCode")!, Text(means, "Information"), Text(settled, "PaymentReference"), Text(means, "PayeePartyCreditorFinancialAccount/IBANID"), Text(means, "PayeePartyCreditorFinancialAccount/AccountName"), Text(means, "PayeeSpecifiedCreditorFinancialInstitution/BICID"))
                : null,
            Adjustments =
            [
                .. All(settled, "SpecifiedTradeAllowanceCharge").Select(a => new EInvoiceAdjustment(
                    Text(a, "ChargeIndicator/Indicator") == "true",
                    Of(One(a, "ActualAmount")!, currency),
                    Category(One(a, "CategoryTradeTax")!),
                    Rate(One(a, "CategoryTradeTax")!),
                    Text(a, "Reason")!
                )),
            ],
            Lines = [.. All(deal, "IncludedSupplyChainTradeLineItem").Select(l => Line(l, currency))],
            Vat = [.. taxes.Select(t => new EInvoiceVat(Category(t), Rate(t), Of(One(t, "BasisAmount")!, currency), Of(One(t, "CalculatedAmount")!, currency), Text(t, "ExemptionReason"), Text(t, "ExemptionReasonCode")))],
            Totals = new(
                Sum("LineTotalAmount"),
                Sum("AllowanceTotalAmount"),
                Sum("ChargeTotalAmount"),
                Sum("TaxBasisTotalAmount"),
                Of(All(sums, "TaxTotalAmount").Single(t => (string?)t.Attribute("currencyID") == currency.Code), currency),
                Sum("GrandTotalAmount"),
                Sum("TotalPrepaidAmount"),
                Sum("DuePayableAmount")
            ),
        };

        Money Sum(string name) => Of(One(sums, name)!, currency);
    }

    private static EInvoiceLine Line(XElement line, Currency currency)
    {
        var price = One(line, "SpecifiedLineTradeAgreement/NetPriceProductTradePrice")!;
        var settled = One(line, "SpecifiedLineTradeSettlement")!;
        var billed = One(line, "SpecifiedLineTradeDelivery/BilledQuantity")!;
        var per = One(price, "BasisQuantity");
        Assert.Equal((string?)billed.Attribute("unitCode"), (string?)(per ?? billed).Attribute("unitCode"));
        return new EInvoiceLine
        {
            Id = Text(line, "AssociatedDocumentLineDocument/LineID")!,
            Note = Text(line, "AssociatedDocumentLineDocument/IncludedNote/Content"),
            Name = Text(line, "SpecifiedTradeProduct/Name")!,
            Description = Text(line, "SpecifiedTradeProduct/Description"),
            Quantity = Number(billed.Value),
            Unit = (string)billed.Attribute("unitCode")!,
            Price = Number(Text(price, "ChargeAmount")!),
            PriceFor = per is null ? null : Number(per.Value),
            Net = Of(One(settled, "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount")!, currency),
            Category = Category(One(settled, "ApplicableTradeTax")!),
            RatePpm = Rate(One(settled, "ApplicableTradeTax")!),
            Period = Period(settled),
        };
    }

    private static EInvoiceParty Party(XElement party)
    {
        return new()
        {
            Name = Text(party, "Name")!,
            TradingName = Text(party, "SpecifiedLegalOrganization/TradingBusinessName"),
            Ids = [.. Ids(party)],
            LegalId = Id(One(party, "SpecifiedLegalOrganization/ID")),
            VatId = Registration("VA"),
            TaxNumber = Registration("FC"),
            LegalForm = Text(party, "Description"),
            ElectronicAddress = Id(One(party, "URIUniversalCommunication/URIID")),
            Address = Address(One(party, "PostalTradeAddress"))!,
            Contact = One(party, "DefinedTradeContact") is { } c
                ? new(Text(c, "PersonName"), Text(c, "TelephoneUniversalCommunication/CompleteNumber"), Text(c, "EmailURIUniversalCommunication/URIID"))
                : null,
        };

        string? Registration(string scheme) =>
            All(party, "SpecifiedTaxRegistration").Select(r => One(r, "ID")!).SingleOrDefault(i => (string?)i.Attribute("schemeID") == scheme)?.Value;
    }

    private static PostalAddress? Address(XElement? a) =>
        a is null
            ? null
            : new()
            {
                Lines = [.. new[] { "LineOne", "LineTwo", "LineThree" }.Select(n => Text(a, n)).OfType<string>()],
                City = Text(a, "CityName"),
                PostCode = Text(a, "PostcodeCode"),
                Region = Text(a, "CountrySubDivisionName"),
                Country = Text(a, "CountryID")!,
            };

    private static EInvoicePeriod? Period(XElement at) =>
        One(at, "BillingSpecifiedPeriod") is { } p ? new(Day(One(p, "StartDateTime")), Day(One(p, "EndDateTime"))) : null;

    private static VatCategory Category(XElement tax) => UblReader.Category(Text(tax, "CategoryCode")!);

    private static int Rate(XElement tax) => (int)(Number(Text(tax, "RateApplicablePercent") ?? "0") * 10_000);

    private static Money Of(XElement amount, Currency currency) => UblReader.Of(amount.Value, currency);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static DateOnly? Day(XElement? at) =>
        at is null ? null : DateOnly.ParseExact(at.Value.Trim(), "yyyyMMdd", CultureInfo.InvariantCulture);

    private static PartyId? Id(XElement? id) => id is null ? null : new(id.Value, (string?)id.Attribute("schemeID"));

    private static string? Text(XElement from, string path) => One(from, path)?.Value;

    private static XElement? One(XElement from, string path) =>
        path.Split('/').Aggregate((XElement?)from, (at, name) => at is null ? null : All(at, name).SingleOrDefault());

    private static IEnumerable<XElement> All(XElement from, string name) => from.Elements().Where(e => e.Name.LocalName == name);

    private static IEnumerable<PartyId> Ids(XElement party) => party.Elements().Where(e => e.Name == XName.Get("ID", R) || e.Name == XName.Get("GlobalID", R)).Select(e => Id(e)!);
}
