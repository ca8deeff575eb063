using System.Globalization;
using Metier.Ledger;
using Metier.Members;
using Metier.Payments;
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
        FrozenRules rules,
        DocumentFonts fonts,
        DateTime now
    )
    {
        using var language = new InLanguage(freelancer.Language);
        var culture = Languages.Culture(freelancer.Language);
        var currency = Currency.Of(offer.Currency);
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
        if (terms.Hourly is { } hourly)
        {
            Hourly(sheet, hourly, terms.Payroll, offer.Fees, currency, rules);
        }
        else
        {
            Milestones(sheet, terms, offer.Fees, currency, culture, rules);
        }
        return sheet.Save();
    }

    private static void Hourly(
        PdfSheet sheet,
        HourlyTerms terms,
        PayrollTerms? payroll,
        FeeTerms fees,
        Currency currency,
        FrozenRules rules
    )
    {
        sheet.Heading(ContractTermsText.HourlyTerms);
        sheet.Table(
            [new(ContractTermsText.Term, 0.3), new(ContractTermsText.Agreed, 0.7)],
            [
                .. HourlyWords
                    .Rows(terms, currency)
                    .Select(r =>
                        (IReadOnlyList<string>)[r.Label, r.Detail is null ? r.Value : $"{r.Value}\n{r.Detail}"]
                    ),
            ]
        );
        if (payroll is not null)
        {
            Payroll(sheet, payroll, fees, currency.Minor(terms.RateMinor));
        }
        if (payroll is not null)
        {
            return;
        }
        Fees(sheet, ContractTermsText.FeesHour, fees, currency.Minor(terms.RateMinor));
        if (terms.WeeklyMostMinor is { } most)
        {
            Fees(sheet, ContractTermsText.FeesWeek, fees, currency.Minor(most));
        }
        sheet.Heading(ContractTermsText.Rules);
        sheet.Paragraph(
            ContractTermsText.RulesHourly(
                rules.HourlyLockHours,
                rules.HourlyReviewDays,
                rules.SecurityDays,
                rules.ImageDays
            )
        );
    }

    private static void Payroll(PdfSheet sheet, PayrollTerms payroll, FeeTerms fees, Money rate)
    {
        var markup = payroll.Markup(rate);
        var fee = fees.ProcessingFee(rate + markup);
        sheet.Heading(ContractTermsText.PayrollTitle);
        sheet.Facts([
            (ContractTermsText.PayrollPartner, payroll.Partner),
            (
                ContractTermsText.PayrollForm,
                payroll.Form == PayrollForm.Portage
                    ? ContractTermsText.PayrollFormPortage(payroll.Country)
                    : ContractTermsText.PayrollFormEmployer(payroll.Country)
            ),
            (ContractTermsText.PayrollLowest, Formats.Money(rate.Currency.Minor(payroll.LowestRateMinor))),
        ]);
        var rows = new List<IReadOnlyList<string>>
        {
            new[] { ContractTermsText.Rate, Formats.Money(rate) },
            new[]
            {
                $"{ContractTermsText.PayrollMarkup} ({Formats.Percent(payroll.MarkupPpm)})",
                Formats.Money(markup),
            },
            new[] { $"{ContractTermsText.ClientFee} ({FeeWords.Processing(fees)})", Formats.Money(fee) },
            new[] { ContractTermsText.ClientPays, Formats.Money(rate + markup + fee) },
        };
        sheet.Table(
            [new(ContractTermsText.FeesHour, 0.75), new(ContractTermsText.Amount, 0.25, true)],
            rows,
            totals: 1
        );
        if (payroll.ManagementPpm > 0)
        {
            var kept = $"{ContractTermsText.PayrollManagement} ({Formats.Percent(payroll.ManagementPpm)})";
            sheet.Facts([(kept, Formats.Money(payroll.Management(rate)))]);
        }
        sheet.Heading(ContractTermsText.Rules);
        sheet.Paragraph(ContractTermsText.PayrollRules);
    }

    private static void Milestones(
        PdfSheet sheet,
        OfferTerms terms,
        FeeTerms fees,
        Currency currency,
        CultureInfo culture,
        FrozenRules rules
    )
    {
        sheet.Heading(ContractTermsText.Milestones);
        var rows = terms
            .Milestones.Select(
                (m, i) =>
                    (IReadOnlyList<string>)
                        [
                            $"{i + 1}. {m.Title}{(m.Description.Length > 0 ? "\n" + SafeMarkdown.ToText(m.Description) : "")}",
                            m.DueOn?.ToString("d MMM yyyy", culture) ?? "",
                            Formats.Money(currency.Minor(m.AmountMinor)),
                        ]
            )
            .ToList();
        rows.Add([ContractTermsText.Total, "", Formats.Money(currency.Minor(terms.TotalMinor))]);
        sheet.Table(
            [
                new(ContractTermsText.Milestone, 0.58),
                new(ContractTermsText.Due, 0.2),
                new(ContractTermsText.Amount, 0.22, true),
            ],
            rows,
            totals: 1
        );
        Fees(sheet, ContractTermsText.Fees, fees, currency.Minor(terms.TotalMinor));
        sheet.Heading(ContractTermsText.Rules);
        sheet.Paragraph(
            ContractTermsText.RulesText(rules.AutoApproveDays, rules.RefundRequestDays, rules.SecurityDays)
        );
    }

    private static void Fees(PdfSheet sheet, string title, FeeTerms terms, Money price)
    {
        var fees = terms.Quote(price, Money.Zero(price.Currency));
        sheet.Heading(title);
        sheet.Table(
            [new(title, 0.75), new(ContractTermsText.Amount, 0.25, true)],
            [
                [$"{ContractTermsText.ClientFee} ({FeeWords.Processing(terms)})", Formats.Money(fees.ProcessingFee)],
                [ContractTermsText.ClientPays, Formats.Money(fees.ClientPays)],
                [$"{ContractTermsText.Commission} ({FeeWords.Service(terms)})", Formats.Money(fees.ServiceFee)],
                [ContractTermsText.FreelancerReceives, Formats.Money(fees.FreelancerReceives)],
            ]
        );
    }
}
