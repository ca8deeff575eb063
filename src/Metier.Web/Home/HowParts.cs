using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Metier.Web.Shell;

namespace Metier.Web.Home;

/// <summary>A question and its answer; the id is an address others link to and never changes.</summary>
internal sealed record HowQuestion(string Id, string Text, string Answer);

/// <summary>One of the four parts of the page: what it does today, what it does not do yet, what people ask.</summary>
internal sealed record HowPart(
    string Id,
    int Number,
    string Short,
    string Title,
    string Text,
    IReadOnlyList<string> Facts,
    string Later,
    IReadOnlyList<HowQuestion> Questions
);

/// <summary>The page "How it works", with the numbers this instance really uses.</summary>
internal static class HowParts
{
    public static IReadOnlyList<HowPart> All(RuleOptions rules, FeeTerms terms) =>
        [Find(rules), Hire(rules), Work(rules), Pay(rules, terms)];

    private static HowPart Find(RuleOptions rules) =>
        new(
            "find",
            1,
            HowItWorksText.PartFind,
            HomeText.Step1,
            HowItWorksText.FindText,
            [HowItWorksText.FindFact1, HowItWorksText.FindFact2, HowItWorksText.FindFact3(rules.InvitationsPerJob)],
            HowItWorksText.FindLater,
            [
                new("what-work", HowItWorksText.QWhatWork, HowItWorksText.AWhatWork),
                new("screening", HowItWorksText.QScreening, HowItWorksText.AScreening(rules.ScreeningQuestions)),
                new("find-for-me", HowItWorksText.QFindForMe, HowItWorksText.AFindForMe),
            ]
        );

    private static HowPart Hire(RuleOptions rules) =>
        new(
            "hire",
            2,
            HowItWorksText.PartHire,
            HomeText.Step2,
            HowItWorksText.HireText,
            [HowItWorksText.HireFact1, HowItWorksText.HireFact2, HowItWorksText.HireFact3],
            HowItWorksText.HireLater,
            [
                new("what-to-look-for", HowItWorksText.QLookFor, HowItWorksText.ALookFor),
                new("how-to-hire", HowItWorksText.QHowToHire, HowItWorksText.AHowToHire(rules.OfferDays)),
                new("talk-first", HowItWorksText.QTalkFirst, HowItWorksText.ATalkFirst),
            ]
        );

    private static HowPart Work(RuleOptions rules) =>
        new(
            "work",
            3,
            HowItWorksText.PartWork,
            HomeText.Step3,
            HowItWorksText.WorkText,
            [HowItWorksText.WorkFact1, HowItWorksText.WorkFact2, HowItWorksText.WorkFact3],
            HowItWorksText.WorkLater,
            [
                new("one-place", HowItWorksText.QOnePlace, HowItWorksText.AOnePlace),
                new("billing", HowItWorksText.QBilling, HowItWorksText.ABilling(rules.AutoApproveDays)),
                new("phone", HowItWorksText.QPhone, HowItWorksText.APhone),
            ]
        );

    private static HowPart Pay(RuleOptions rules, FeeTerms terms)
    {
        var quote = terms.Quote(terms.Currency.Major(1000));
        return new(
            "pay",
            4,
            HowItWorksText.PartPay,
            HomeText.Step4,
            HowItWorksText.PayText,
            [
                HowItWorksText.PayFact1,
                HowItWorksText.PayFact2,
                HowItWorksText.PayFact3(rules.SecurityDays, rules.PayoutActivationDays),
            ],
            HowItWorksText.PayLater,
            [
                new(
                    "cost",
                    HowItWorksText.QCost,
                    HowItWorksText.ACost(
                        FeeWords.Processing(terms),
                        FeeWords.Service(terms),
                        Formats.Money(quote.Amount),
                        Formats.Money(quote.ClientPays),
                        Formats.Money(quote.FreelancerReceives)
                    )
                ),
                new("invoice", HowItWorksText.QInvoice, HowItWorksText.AInvoice),
                new("tax", HowItWorksText.QTax, HowItWorksText.ATax),
            ]
        );
    }
}
