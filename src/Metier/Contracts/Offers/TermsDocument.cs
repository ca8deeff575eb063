using Metier.Ledger;
using Metier.Members;
using Metier.Platform;

namespace Metier.Contracts;

/// <summary>The terms both sides agreed to, as a PDF in the freelancer's language; its SHA-256 is kept with the contract.</summary>
internal static class TermsDocument
{
    public static byte[] Pdf(
        Guid contractId,
        Offer offer,
        OfferTerms terms,
        ClientCard client,
        MemberCard freelancer,
        DocumentFonts fonts,
        DateTime now
    )
    {
        using var language = new InLanguage(freelancer.Language);
        var culture = Languages.Culture(freelancer.Language);
        var currency = Currency.Of(offer.Currency);
        var fees = offer.Fees.Quote(currency.Minor(terms.TotalMinor), currency.Minor(0));
        string Amount(Money money) => Formats.Money(money);
        var sheet = new PdfSheet(fonts, ContractTermsText.Title, $"{ContractTermsText.Title} · {contractId:D}", now);
        sheet.Title(ContractTermsText.Title);
        sheet.Facts([
            (ContractTermsText.Contract, terms.Title),
            (ContractTermsText.Number, contractId.ToString("D")),
            (ContractTermsText.AcceptedOn, now.ToString("d MMMM yyyy HH:mm", culture) + " UTC"),
            (ContractTermsText.Start, terms.StartOn?.ToString("d MMMM yyyy", culture) ?? ContractTermsText.AtOnce),
        ]);
        sheet.Gap(8);
        sheet.Blocks(
            ContractTermsText.Client,
            [client.LegalName.Length > 0 ? client.LegalName : client.Name, client.City, client.Country],
            ContractTermsText.Freelancer,
            [freelancer.Name, freelancer.Country]
        );
        sheet.Heading(ContractTermsText.Scope);
        sheet.Paragraph(SafeMarkdown.ToText(terms.Scope));
        sheet.Heading(ContractTermsText.Milestones);
        var rows = terms
            .Milestones.Select(
                (m, i) =>
                    (IReadOnlyList<string>)
                        [
                            $"{i + 1}. {m.Title}{(m.Description.Length > 0 ? "\n" + SafeMarkdown.ToText(m.Description) : "")}",
                            m.DueOn?.ToString("d MMM yyyy", culture) ?? "",
                            Amount(currency.Minor(m.AmountMinor)),
                        ]
            )
            .ToList();
        rows.Add([ContractTermsText.Total, "", Amount(fees.Amount)]);
        sheet.Table(
            [
                new(ContractTermsText.Milestone, 0.58),
                new(ContractTermsText.Due, 0.2),
                new(ContractTermsText.Amount, 0.22, true),
            ],
            rows,
            totals: 1
        );
        sheet.Heading(ContractTermsText.Fees);
        sheet.Table(
            [new(ContractTermsText.Fees, 0.75), new(ContractTermsText.Amount, 0.25, true)],
            [
                [ContractTermsText.ClientFee, Amount(fees.ProcessingFee)],
                [ContractTermsText.ClientPays, Amount(fees.ClientPays)],
                [ContractTermsText.Commission, Amount(fees.ServiceFee)],
                [ContractTermsText.FreelancerReceives, Amount(fees.FreelancerReceives)],
            ]
        );
        sheet.Heading(ContractTermsText.Rules);
        sheet.Paragraph(ContractTermsText.RulesText);
        return sheet.Save();
    }
}
