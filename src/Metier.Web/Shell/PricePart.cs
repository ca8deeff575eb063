using Metier.Ledger;
using Metier.Payments;

namespace Metier.Web.Shell;

/// <summary>One line of a price in its parts.</summary>
/// <param name="Label">What it is, and whose.</param>
/// <param name="Amount">How much; negative when it is taken away.</param>
/// <param name="Total">The last line of a sum: gets the double line.</param>
public sealed record PricePart(string Label, Money Amount, bool Total = false);

/// <summary>A price in its parts, in the words that stand on every page.</summary>
public static class PriceLines
{
    /// <summary>What the client pays for one charge: the price, the payment fee, the total.</summary>
    public static IReadOnlyList<PricePart> Client(FeeQuote quote, FeeTerms terms, string toWhom) =>
        [
            new(toWhom, quote.Amount),
            new(ShellText.PaymentFee(FeeWords.Processing(terms)), quote.ProcessingFee),
            new(ShellText.YouPay, quote.ClientPays, Total: true),
        ];

    /// <summary>What the freelancer receives of one charge: the price, the commission, what is left.</summary>
    /// <param name="quote">The price in its parts.</param>
    /// <param name="terms">The fees.</param>
    /// <param name="label">What the price is called.</param>
    /// <param name="billed">What the two have billed before; names the steps the price falls into.</param>
    public static IReadOnlyList<PricePart> Freelancer(
        FeeQuote quote,
        FeeTerms terms,
        string label,
        Money? billed = null
    ) =>
        [
            new(label, quote.Amount),
            new(Commission(terms, quote.Amount, billed), -quote.ServiceFee),
            new(ShellText.YouReceive, quote.FreelancerReceives, Total: true),
        ];

    /// <summary>"Commission (10%)"; with steps, each of them.</summary>
    public static string Commission(FeeTerms terms) => ShellText.CommissionAt(FeeWords.Service(terms));

    /// <summary>"Commission (20% of €500.00 + 10% of €100.00)": the steps one price falls into.</summary>
    public static string Commission(FeeTerms terms, Money amount, Money? billed) =>
        ShellText.CommissionAt(FeeWords.Service(terms, amount, billed ?? Money.Zero(amount.Currency)));
}
