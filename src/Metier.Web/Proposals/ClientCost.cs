using Metier.Ledger;
using Metier.Proposals;

namespace Metier.Web.Proposals;

/// <summary>What a proposal would cost its client.</summary>
internal static class ClientCost
{
    /// <summary>
    /// The price in its parts. Each milestone is charged, and its fee rounded, on its own; so the parts are summed over
    /// the milestones and agree to the cent with what will be charged.
    /// </summary>
    public static FeeQuote Of(ProposalView proposal, FeeTerms terms, Money? billed = null)
    {
        var amount = proposal.Amount ?? Money.Zero(proposal.Currency);
        if (proposal.Milestones.Count == 0)
        {
            return terms.Quote(amount, billed ?? Money.Zero(proposal.Currency));
        }
        var fee = proposal
            .Milestones.Select(m => terms.Quote(m.Amount).ProcessingFee)
            .Aggregate(Money.Zero(proposal.Currency), (sum, f) => sum + f);
        var (before, service) = (billed ?? Money.Zero(proposal.Currency), Money.Zero(proposal.Currency));
        foreach (var milestone in proposal.Milestones)
        {
            service += terms.ServiceFee(milestone.Amount, before);
            before += milestone.Amount;
        }
        return new FeeQuote(amount, fee, amount + fee, service, amount - service);
    }
}
