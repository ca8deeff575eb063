using Metier.Contracts;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Metier.Proposals;

namespace Metier.Web.Contracts;

/// <summary>What a price that is typed is quoted with.</summary>
/// <param name="Terms">The fees.</param>
/// <param name="Billed">What the two have billed together before.</param>
/// <param name="Side">Who types.</param>
/// <param name="Freelancer">The freelancer's name.</param>
/// <param name="Path">Where the price in its parts is asked for while one types.</param>
public sealed record PriceContext(FeeTerms Terms, Money Billed, Side Side, string Freelancer, string Path)
{
    /// <summary>The price of an amount.</summary>
    public FeeQuote Quote(Money amount) => Terms.Quote(amount, Billed);
}

/// <summary>Finds the context of a price in an offer to be, an offer or a contract; null for strangers.</summary>
public sealed class PriceContexts(
    ContractViews contracts,
    ProposalsForOffers proposals,
    Metier.Members.MemberViews members,
    FeeSchedules fees,
    LifetimeBilling lifetime
)
{
    /// <summary>An offer that answers a proposal.</summary>
    public async Task<PriceContext?> ForProposalAsync(Guid id, Actor actor, CancellationToken ct)
    {
        if (await proposals.FindAsync(id, actor, ct) is not { } p)
        {
            return null;
        }
        var terms = fees.Current(Currency.Of(p.Currency));
        var name = (await members.MembersAsync([p.FreelancerId], ct))[p.FreelancerId].Name;
        var billed = await lifetime.ForAsync(terms, p.ClientId, p.FreelancerId, ct);
        return new PriceContext(terms, billed, Side.Client, name, Path("proposal", id));
    }

    /// <summary>An offer that is there.</summary>
    public async Task<PriceContext?> ForOfferAsync(Guid id, Actor actor, CancellationToken ct) =>
        await contracts.FindOfferAsync(id, actor, ct) is { } view ? await OfAsync(view, ct) : null;

    /// <summary>An offer that has been read.</summary>
    public async Task<PriceContext> OfAsync(OfferView view, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(view);
        var offer = view.Offer;
        var billed = await lifetime.ForAsync(offer.Fees, offer.ClientId, offer.FreelancerId, ct);
        return new PriceContext(offer.Fees, billed, view.Side, view.Freelancer.Name, Path("offer", offer.Id));
    }

    /// <summary>A milestone of a contract.</summary>
    public async Task<PriceContext?> ForContractAsync(Guid id, Actor actor, CancellationToken ct) =>
        await contracts.FindAsync(id, actor, ct) is { } view ? await OfAsync(view, ct) : null;

    /// <summary>A contract that has been read.</summary>
    public async Task<PriceContext> OfAsync(ContractView view, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(view);
        var contract = view.Contract;
        var billed = await lifetime.ForAsync(contract.Fees, contract.ClientId, contract.FreelancerId, ct);
        return new PriceContext(contract.Fees, billed, view.Side, view.Freelancer.Name, Path("contract", contract.Id));
    }

    private static string Path(string of, Guid id) => $"{OfferEndpoints.PricePath(Languages.Current)}?{of}={id:D}";
}
