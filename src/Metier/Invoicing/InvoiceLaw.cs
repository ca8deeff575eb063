using Metier.Ledger;
using Metier.Platform;

namespace Metier.Invoicing;

/// <summary>
/// Completes a document with what the law wants on it: the parties' numbers, VAT, mentions and, when a business issues it, the
/// same as an e-invoice. A pure function of the draft and of the tables of VAT.
/// </summary>
public sealed class InvoiceLaw(VatData data, InstanceOptions instance)
{
    /// <summary>The complete draft. A credit note (<paramref name="part"/>) is taxed as what it takes back was.</summary>
    internal InvoiceDraft Complete(InvoiceDraft draft, CreditPart? part)
    {
        var content = draft.Content;
        var (seller, buyer) = (content.Seller!, content.BuyerParty!);
        var tax = part is null ? Tax(draft, seller, buyer) : Taken(part);
        using var language = new InLanguage(draft.Language);
        content = content with
        {
            Issuer = Printed(seller),
            Buyer = Printed(buyer),
            Tax = tax,
            Lines = Net(content.Lines, tax, draft.Currency),
        };
        content = content with { Mentions = [.. Mentions(content, seller, buyer)] };
        return draft with { Content = content with { Electronic = EInvoiceMap.Of(draft, content) } };
    }

    private InvoiceTax Tax(InvoiceDraft draft, LegalParty seller, LegalParty buyer)
    {
        var supply = draft.IssuerId is null ? Supply.PlatformFee : Supply.Work;
        // A record is no invoice: its VAT is on the one the freelancer writes.
        var t = draft.Content.IsRecord
            ? new VatTreatment(VatCategory.OutsideScope, 0, VatReason.NotTold)
            : VatRules.Decide(seller, buyer, supply, draft.Content.ServiceDate, data);
        var vat = t.VatIn(draft.Content.TotalMinor);
        return new InvoiceTax(
            t.Category,
            t.RatePpm,
            t.Reason,
            VatWords.Why(t, draft.Language),
            t.Country,
            draft.Content.TotalMinor - vat,
            vat
        );
    }

    /// <summary>
    /// The VAT of what is taken back: what the whole original would have less what it has left, so that credit notes for all of it take
    /// back exactly its VAT.
    /// </summary>
    private static InvoiceTax? Taken(CreditPart part)
    {
        if (part is not { Content.Tax: { } tax, Original: { TotalMinor: > 0 } original })
        {
            return null;
        }
        var whole = part.Amount.Currency.Minor(tax.VatMinor);
        var before = whole.MulDiv(part.CreditedMinor, original.TotalMinor);
        var after = whole.MulDiv(part.CreditedMinor + part.Amount.Minor, original.TotalMinor);
        var vat = (after - before).Minor;
        return tax with { VatMinor = -vat, NetMinor = -(part.Amount.Minor - vat) };
    }

    /// <summary>The net of each line, together exactly the net of the document.</summary>
    private static List<InvoiceLine> Net(IReadOnlyList<InvoiceLine> lines, InvoiceTax? tax, Currency currency)
    {
        if (tax is null || tax.VatMinor == 0 || lines.Count == 1)
        {
            return
            [
                .. lines.Select(l =>
                    l with
                    {
                        NetMinor = lines.Count == 1 && tax is not null ? tax.NetMinor : l.AmountMinor,
                    }
                ),
            ];
        }
        var parts = currency.Minor(Math.Abs(tax.NetMinor)).Split([.. lines.Select(l => Math.Abs(l.AmountMinor))]);
        return [.. lines.Select((l, i) => l with { NetMinor = Math.Sign(tax.NetMinor) * parts[i].Minor })];
    }

    internal static InvoiceParty Printed(LegalParty party)
    {
        var lines = party.Address.Lines().ToList();
        if (party.RegistrationNumber.Length > 0)
        {
            lines.Add(
                party.Siret is { } siret ? InvoiceText.SiretNumber(siret, siret[..9])
                : party.Siren is { } siren ? InvoiceText.SirenNumber(siren)
                : party.IsTold ? InvoiceText.Registration(party.RegistrationNumber)
                : party.RegistrationNumber
            );
        }
        if (party.VatNumber.Length > 0)
        {
            lines.Add(InvoiceText.VatNumber(party.VatNumber));
        }
        return new InvoiceParty(party.Name, lines);
    }

    private IEnumerable<InvoiceMention> Mentions(InvoiceContent c, LegalParty seller, LegalParty buyer)
    {
        if (c.IsRecord)
        {
            yield return new InvoiceMention(InvoiceText.RecordNote(c.Issuer.Name));
            yield break;
        }
        if (c.IssuedByPlatform)
        {
            yield return c.MandateOf is { } day
                ? new InvoiceMention(
                    InvoiceText.UnderMandate(instance.OperatorName, c.Issuer.Name, InvoiceFace.Day(day)),
                    "REG"
                )
                : new InvoiceMention(InvoiceText.OnBehalf(c.Issuer.Name), "REG");
        }
        if (buyer.Delivery is { } delivery)
        {
            yield return new InvoiceMention(InvoiceText.DeliveredTo(string.Join(", ", delivery.Lines())));
        }
        if (!seller.IsBusiness || !BusinessNumbers.IsFrench(seller.Address.Country))
        {
            yield break;
        }
        yield return new InvoiceMention(InvoiceText.FrenchServices);
        if (seller.VatOnDebits && c.Tax is { VatMinor: not 0 })
        {
            yield return new InvoiceMention(InvoiceText.FrenchDebits);
        }
        if (buyer.IsBusiness)
        {
            yield return new InvoiceMention(InvoiceText.FrenchRecovery, "PMT");
            yield return new InvoiceMention(InvoiceText.FrenchLate, "PMD");
            yield return new InvoiceMention(InvoiceText.FrenchDiscount, "AAB");
        }
    }
}

/// <summary>Why VAT is or is not on a document, in words.</summary>
public static class VatWords
{
    /// <summary>The sentence with the law it rests on.</summary>
    public static string Why(VatTreatment treatment, string language)
    {
        ArgumentNullException.ThrowIfNull(treatment);
        using var reading = new InLanguage(language);
        var words = InvoiceText.Find("vat" + treatment.Reason) ?? "";
        return treatment.Law.Length > 0 ? InvoiceText.VatWithLaw(words, treatment.Law) : words;
    }
}
