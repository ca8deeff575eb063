using Metier.Invoicing;
using Metier.Ledger;

namespace Metier.Tests.Invoicing;

/// <summary>Documents of every kind the house can have to write.</summary>
public static class EInvoiceSamples
{
    public static readonly EInvoiceParty French = new()
    {
        Name = "Léa Fontaine Œuvres & Cie",
        TradingName = "Atelier Fontaine",
        Ids = [new("12345678200077", "0009")],
        LegalId = new("123456782", "0002"),
        VatId = "FR32123456782",
        LegalForm = "EI, RCS Lyon",
        ElectronicAddress = new("123456782", "0225"),
        Address = new()
        {
            Lines = ["12 rue de l’Église", "Bâtiment B", "3e étage"],
            City = "Lyon",
            PostCode = "69002",
            Region = "Rhône",
            Country = "FR",
        },
        Contact = new("Léa Fontaine", "+33 4 72 00 00 00", "lea@example.fr"),
    };

    public static readonly EInvoiceParty German = new()
    {
        Name = "Müller <Software> GmbH",
        VatId = "DE136695976",
        ElectronicAddress = new("rechnung@example.de", "EM"),
        Address = new()
        {
            Lines = ["Hauptstraße 1"],
            City = "Köln",
            PostCode = "50667",
            Country = "DE",
        },
    };

    public static readonly EInvoiceParty American = new()
    {
        Name = "Blue Ridge Studio LLC",
        Ids = [new("M-7")],
        Address = new()
        {
            Lines = ["1 Main Street"],
            City = "Asheville",
            PostCode = "28801",
            Region = "NC",
            Country = "US",
        },
    };

    public static readonly Func<VatCategory, (string?, string?)> Reasons = c =>
        c switch
        {
            VatCategory.ReverseCharge => ("Autoliquidation", VatReasons.ReverseCharge),
            VatCategory.Exempt => ("TVA non applicable, art. 293 B du CGI", VatReasons.FrenchFranchise),
            VatCategory.Export => ("Export outside the EU", VatReasons.Export),
            VatCategory.OutsideScope => ("Not subject to VAT", VatReasons.OutsideScope),
            _ => (null, null),
        };

    /// <summary>All of them, by a name for the message.</summary>
    public static IEnumerable<(string Name, EInvoice Invoice)> All()
    {
        yield return ("hours at the standard rate, paid", Of(French, German with { Address = French.Address }, [Hours()]));
        yield return ("hours that no decimal says", Of(French, German, [Hours() with { Quantity = 140, Unit = Units.Minute, PriceFor = 60, Net = Currency.Eur.Minor(14_000) }]));
        yield return ("reverse charge", Of(French, German, [Lump(VatCategory.ReverseCharge)]));
        yield return ("franchise en base", Of(French with { VatId = null, TaxNumber = "12345678200077" }, German, [Lump(VatCategory.Exempt)]));
        yield return ("outside the scope", Of(American, German with { VatId = null }, [Lump(VatCategory.OutsideScope)]));
        yield return ("export", Of(French, American, [Lump(VatCategory.Export)]));
        yield return ("zero rate and two rates", Of(French, German, [Hours(), Lump(VatCategory.Zero), Hours() with { Id = "3", RatePpm = 55_000 }]));
        yield return ("yen", Of(French, German, [Lump(VatCategory.Standard) with { Price = 12_345, Net = Currency.Of("JPY").Minor(12_345) }]));
        yield return ("dinars of three decimals", Of(French, German, [Lump(VatCategory.ReverseCharge) with { Price = 12.34m, Net = Currency.Of("KWD").Minor(12_340) }]));
        yield return ("dollars, VAT in euros too", Of(French, German, [Lump(VatCategory.Standard) with { Net = Currency.Usd.Minor(50_000) }]) with { VatInOwnCurrency = Currency.Eur.Minor(9_259) });
        yield return ("credit note", Of(French, German, [Hours()]) with { Type = EInvoiceType.CreditNote, Preceding = [new("F-2026-00001", new(2026, 3, 2))] });
        yield return ("self-billed", Of(French, German, [Hours()]) with { Type = EInvoiceType.SelfBilled });
        yield return ("self-billed credit note", Of(French, German, [Hours()], unpaid: true) with { Type = EInvoiceType.SelfBilledCreditNote, DueDate = new(2026, 4, 30), Preceding = [new("F-1")] });
        yield return ("everything there is a place for", Full());
    }

    /// <summary>A document of these lines with its sums.</summary>
    public static EInvoice Of(
        EInvoiceParty seller,
        EInvoiceParty buyer,
        IReadOnlyList<EInvoiceLine> lines,
        bool unpaid = false,
        IReadOnlyList<EInvoiceAdjustment>? adjustments = null
    )
    {
        var currency = lines[0].Net.Currency;
        var vat = EInvoiceVat.Of(lines, adjustments ?? [], Reasons);
        return new EInvoice
        {
            Number = "LF-2026-00012",
            IssueDate = new(2026, 3, 16),
            Type = EInvoiceType.Invoice,
            Currency = currency,
            Seller = seller,
            Buyer = buyer,
            Lines = lines,
            Adjustments = adjustments ?? [],
            Vat = vat,
            Payment = new(EInvoicePayment.Online, "Carte bancaire"),
            Totals = EInvoiceTotals.Of(currency, lines, adjustments ?? [], vat, unpaid ? Money.Zero(currency) : null),
        };
    }

    private static EInvoiceLine Hours() =>
        new()
        {
            Id = "1",
            Name = "Développement",
            Description = "Semaine du 9 mars, 12 h",
            Quantity = 12,
            Unit = Units.Hour,
            Price = 60,
            Net = Currency.Eur.Minor(72_000),
            Category = VatCategory.Standard,
            RatePpm = 200_000,
            Period = new(new(2026, 3, 9), new(2026, 3, 15)),
        };

    private static EInvoiceLine Lump(VatCategory category) =>
        new()
        {
            Id = "2",
            Name = "Milestone 2: API rebuild",
            Quantity = 1,
            Unit = Units.One,
            Price = 500,
            Net = Currency.Eur.Minor(50_000),
            Category = category,
            RatePpm = category == VatCategory.Standard ? 200_000 : 0,
        };

    private static EInvoice Full()
    {
        EInvoiceAdjustment[] adjustments =
        [
            new(false, Currency.Eur.Minor(1_001), VatCategory.Standard, 200_000, "Remise"),
            new(true, Currency.Eur.Minor(507), VatCategory.ReverseCharge, 0, "Frais"),
        ];
        return Of(
            French,
            German with { Ids = [new("4012345000009", "0088")], Contact = new("Jörg", null, "jorg@example.de") },
            [Hours() with { Note = "Sur place" }, Lump(VatCategory.ReverseCharge)],
            unpaid: true,
            adjustments
        ) with
        {
            Process = "S1",
            VatPoint = VatPoint.Invoice,
            DueDate = new(2026, 4, 15),
            BuyerReference = "Service 7",
            ContractReference = "C-42",
            OrderReference = "PO-9",
            PaymentTerms = "30 jours",
            Notes = [new("Indemnité forfaitaire de 40 €", "PMT"), new("Prestation de services")],
            Preceding = [new("LF-2026-00001", new(2026, 1, 2)), new("LF-2026-00002")],
            Payee = new("Metier", new("987654324", "0002"), new("987654324", "0002")),
            Delivery = new(new(2026, 3, 15), "Werk 2", German.Address),
            Period = new(new(2026, 3, 1), new(2026, 3, 31)),
            Payment = new(EInvoicePayment.Transfer, null, "LF-2026-00012", "FR7630006000011234567890189", "Léa Fontaine", "AGRIFRPP"),
        };
    }
}
