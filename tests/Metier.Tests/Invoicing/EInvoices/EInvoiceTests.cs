using System.Text.Json;
using CsCheck;
using Metier.Invoicing;
using Metier.Ledger;

namespace Metier.Tests.Invoicing;

/// <summary>E-invoices: the sums, the rules, and both forms read back by readers of their own.</summary>
public class EInvoiceTests
{
    [Fact]
    public void Every_kind_of_document_keeps_the_rules_and_reads_back_from_both_forms_as_it_was()
    {
        foreach (var (name, invoice) in EInvoiceSamples.All())
        {
            Assert.True(EInvoiceRules.Check(invoice).Count == 0, name + ": " + string.Join(", ", EInvoiceRules.Check(invoice)));
            Same(name, invoice, CiiReader.Read(CiiWriter.Write(invoice)));
            Same(name, invoice, UblReader.Read(UblWriter.Write(invoice)));
        }
    }

    [Fact]
    public void Any_lines_at_any_rates_in_any_currency_make_sums_that_the_rules_accept()
    {
        var line =
            from quantity in Gen.Int[1, 400]
            from price in Gen.Int[0, 1_000_000]
            from rate in Gen.Int[0, 4].Select(i => new[] { 200_000, 100_000, 55_000, 21_000, 0 }[i])
            select (quantity, price, rate);
        var all =
            from code in Gen.Int[0, 3].Select(i => new[] { "EUR", "USD", "JPY", "KWD" }[i])
            from lines in line.Array[1, 12]
            from off in Gen.Int[0, 99]
            select (code, lines, off);
        all.Sample(
            drawn =>
            {
                var currency = Currency.Of(drawn.code);
                // Of a currency with three decimals only every tenth amount can be said.
                var step = currency.Decimals == 3 ? 10 : 1;
                var lines = drawn
                    .lines.Select(
                        (l, i) =>
                            new EInvoiceLine
                            {
                                Id = $"{i + 1}",
                                Name = "Work",
                                Quantity = l.quantity,
                                Unit = Units.One,
                                Price = (decimal)(l.price * step) / currency.MinorPerMajor,
                                Net = currency.Minor(l.price * step) * l.quantity,
                                Category = l.rate == 0 ? VatCategory.Zero : VatCategory.Standard,
                                RatePpm = step == 10 ? 0 : l.rate,
                            }
                    )
                    .Select(l => step == 10 ? l with { Category = VatCategory.Zero } : l)
                    .ToList();
                EInvoiceAdjustment[] off =
                    drawn.off == 0
                        ? []
                        : [new(false, currency.Minor(drawn.off * step), lines[0].Category, lines[0].RatePpm, "Discount")];
                var invoice = EInvoiceSamples.Of(EInvoiceSamples.French, EInvoiceSamples.German, lines, false, off);
                Assert.Empty(EInvoiceRules.Check(invoice));
                Assert.Empty(EInvoiceRules.Check(CiiReader.Read(CiiWriter.Write(invoice))));
                Assert.Empty(EInvoiceRules.Check(UblReader.Read(UblWriter.Write(invoice))));
            },
            iter: 300
        );
    }

    public static TheoryData<string> Faults => [.. Broken.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_breaks_a_rule_is_named_by_it(string rule) =>
        Assert.Contains(EInvoiceRules.Check(Broken[rule](Good)), p => p.Rule == rule);

    [Fact]
    public void Third_decimals_are_refused_because_the_standard_has_no_place_for_them()
    {
        var dinars = Currency.Of("KWD").Minor(12_345);
        var invoice = EInvoiceSamples.Of(EInvoiceSamples.French, EInvoiceSamples.German, [Good.Lines[0] with { Quantity = 1, Price = 12.345m, Net = dinars }]);
        Assert.Contains(EInvoiceRules.Check(invoice), p => p.Rule == "BR-DEC");
    }

    [Fact]
    public void The_same_document_is_the_same_bytes_and_letters_xml_cannot_carry_are_left_out()
    {
        var odd = Good with { Notes = [new("a\u0001b\uD800c 😀")] };
        Assert.Equal(CiiWriter.Write(odd), CiiWriter.Write(odd));
        Assert.Equal("abc 😀", CiiReader.Read(CiiWriter.Write(odd)).Notes[0].Text);
        Assert.Equal("abc 😀", UblReader.Read(UblWriter.Write(odd)).Notes[0].Text);
    }

    [Fact]
    public void Minutes_are_said_without_rounding()
    {
        Assert.Equal((2.5m, Units.Hour, null), Units.OfMinutes(150));
        Assert.Equal((140m, Units.Minute, 60m), Units.OfMinutes(140));
    }

    private static EInvoice Good => EInvoiceSamples.All().First().Invoice;

    private static readonly Dictionary<string, Func<EInvoice, EInvoice>> Broken = new(StringComparer.Ordinal)
    {
        ["BR-02"] = i => i with { Number = " " },
        ["BR-05"] = i => i with { Currency = Currency.Usd },
        ["BR-06"] = i => i with { Seller = i.Seller with { Name = "" } },
        ["BR-07"] = i => i with { Buyer = i.Buyer with { Name = "" } },
        ["BR-09"] = i => i with { Seller = i.Seller with { Address = new() { Country = "XX" } } },
        ["BR-11"] = i => i with { Buyer = i.Buyer with { Address = new() { Country = "" } } },
        ["BR-16"] = i => i with { Lines = [] },
        ["BR-17"] = i => i with { Payee = new("") },
        ["BR-21"] = i => Line(i, l => l with { Id = "" }),
        ["BR-23"] = i => Line(i, l => l with { Unit = "" }),
        ["BR-25"] = i => Line(i, l => l with { Name = "" }),
        ["BR-27"] = i => Line(i, l => l with { Price = -1 }),
        ["BR-29"] = i => i with { Period = new(new(2026, 2, 2), new(2026, 2, 1)) },
        ["BR-30"] = i => Line(i, l => l with { Period = new(new(2026, 2, 2), new(2026, 2, 1)) }),
        ["BR-33"] = i => i with { Adjustments = [new(false, Currency.Eur.Minor(1), VatCategory.Standard, 200_000, "")] },
        ["BR-53"] = i => i with { VatInOwnCurrency = Currency.Eur.Minor(1) },
        ["BR-55"] = i => i with { Preceding = [new("")] },
        ["BR-57"] = i => i with { Delivery = new(null, null, new() { Country = "F" }) },
        ["BR-61"] = i => i with { Payment = new(EInvoicePayment.Transfer) },
        ["BR-62"] = i => i with { Seller = i.Seller with { ElectronicAddress = new("x") } },
        ["BR-CL-16"] = i => i with { Payment = new("card") },
        ["BR-CL-23"] = i => Line(i, l => l with { Unit = "hours" }),
        ["BR-CO-03"] = i => i with { VatPoint = VatPoint.Payment, VatPointDate = new(2026, 1, 1) },
        ["BR-CO-09"] = i => i with { Seller = i.Seller with { VatId = "12345" } },
        ["BR-CO-10"] = i => i with { Totals = i.Totals with { Lines = i.Totals.Lines + Currency.Eur.Minor(1) } },
        ["BR-CO-11"] = i => i with { Totals = i.Totals with { Allowances = Currency.Eur.Minor(1) } },
        ["BR-CO-12"] = i => i with { Totals = i.Totals with { Charges = Currency.Eur.Minor(1) } },
        ["BR-CO-13"] = i => i with { Totals = i.Totals with { WithoutVat = Currency.Eur.Minor(1) } },
        ["BR-CO-14"] = i => i with { Totals = i.Totals with { Vat = Currency.Eur.Minor(1) } },
        ["BR-CO-15"] = i => i with { Totals = i.Totals with { WithVat = Currency.Eur.Minor(1) } },
        ["BR-CO-16"] = i => i with { Totals = i.Totals with { Due = Currency.Eur.Minor(1) } },
        ["BR-CO-17"] = i => i with { Vat = [i.Vat[0] with { Amount = Currency.Eur.Minor(1) }] },
        ["BR-CO-18"] = i => i with { Vat = [] },
        ["BR-CO-19"] = i => i with { Period = new(null, null) },
        ["BR-CO-25"] = i => i with { Totals = i.Totals with { Paid = Money.Zero(Currency.Eur), Due = i.Totals.WithVat } },
        ["BR-CO-26"] = i => i with { Seller = i.Seller with { Ids = [], LegalId = null, VatId = null } },
        ["BR-S-01"] = i => i with { Vat = [] },
        ["BR-S-02"] = i => i with { Seller = i.Seller with { VatId = null } },
        ["BR-S-05"] = i => Line(i, l => l with { RatePpm = 0 }),
        ["BR-S-08"] = i => i with { Vat = [i.Vat[0] with { Taxable = Currency.Eur.Minor(1) }] },
        ["BR-S-10"] = i => i with { Vat = [i.Vat[0] with { Reason = "why" }] },
        ["BR-AE-02"] = i => As(i, VatCategory.ReverseCharge) with { Buyer = i.Buyer with { VatId = null } },
        ["BR-AE-10"] = i => As(i, VatCategory.ReverseCharge, reason: false),
        ["BR-E-10"] = i => As(i, VatCategory.Exempt, reason: false),
        ["BR-G-02"] = i => As(i, VatCategory.Export) with { Seller = i.Seller with { VatId = null, TaxNumber = "7" } },
        ["BR-O-02"] = i => As(i, VatCategory.OutsideScope),
        ["BR-O-11"] = i => i with { Vat = [.. i.Vat, .. As(i, VatCategory.OutsideScope).Vat] },
        ["BR-O-12"] = i => i with { Vat = As(i, VatCategory.OutsideScope).Vat },
        ["BR-Z-10"] = i => As(i, VatCategory.Zero) with { Vat = [As(i, VatCategory.Zero).Vat[0] with { ReasonCode = "VATEX-EU-O" }] },
        ["BR-CL-22"] = i => i with { Vat = [i.Vat[0] with { ReasonCode = "no reason" }] },
        ["PEPPOL-EN16931-R120"] = i => Line(i, l => l with { Quantity = 13 }),
    };

    private static EInvoice Line(EInvoice i, Func<EInvoiceLine, EInvoiceLine> change) => i with { Lines = [change(i.Lines[0])] };

    private static EInvoice As(EInvoice i, VatCategory category, bool reason = true) =>
        i with
        {
            Lines = [i.Lines[0] with { Category = category, RatePpm = 0 }],
            Vat = EInvoiceVat.Of([i.Lines[0] with { Category = category, RatePpm = 0 }], [], c => reason ? EInvoiceSamples.Reasons(c) : (null, null)),
        };

    private static void Same(string name, EInvoice wanted, EInvoice found) =>
        Assert.True(Json(wanted) == Json(found), $"{name}:\n{Json(wanted)}\n{Json(found)}");

    private static string Json(EInvoice invoice) => JsonSerializer.Serialize(invoice);
}
