using Metier.Ledger;

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
            new(ShellText.PaymentFee(Formats.Percent(terms.ProcessingPpm)), quote.ProcessingFee),
            new(ShellText.YouPay, quote.ClientPays, Total: true),
        ];

    /// <summary>What the freelancer receives of one charge: the price, the commission, what is left.</summary>
    public static IReadOnlyList<PricePart> Freelancer(FeeQuote quote, FeeTerms terms, string label) =>
        [
            new(label, quote.Amount),
            new(Commission(terms), -quote.ServiceFee),
            new(ShellText.YouReceive, quote.FreelancerReceives, Total: true),
        ];

    /// <summary>"Commission (10%)", without the rate when it changes with what was billed before.</summary>
    public static string Commission(FeeTerms terms) =>
        terms.ServiceTiers.Count == 1
            ? ShellText.CommissionAt(Formats.Percent(terms.ServiceTiers[0].Ppm))
            : ShellText.Commission;
}
