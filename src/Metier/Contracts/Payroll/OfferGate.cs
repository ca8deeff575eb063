using Metier.Platform;

namespace Metier.Contracts;

/// <summary>
/// What a module to the right wants to be true before an offer is sent or accepted, and does when a contract has come of it. All of it
/// joins the transaction of the offer.
/// </summary>
public abstract class OfferGate
{
    /// <summary>Why this offer may be neither sent nor accepted now, in words for the side that acts; null when it may.</summary>
    public abstract Task<Refusal?> RefuseAsync(Offer offer, Side side, CancellationToken ct);

    /// <summary>The offer became this contract.</summary>
    public virtual Task AcceptedAsync(Offer offer, Contract contract, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>Asks all gates, one after the other.</summary>
public sealed class OfferGates(IEnumerable<OfferGate> gates)
{
    internal async Task<Refusal?> RefuseAsync(Offer offer, Side side, CancellationToken ct)
    {
        foreach (var gate in gates)
        {
            if (await gate.RefuseAsync(offer, side, ct) is { } refusal)
            {
                return refusal;
            }
        }
        return null;
    }

    internal async Task AcceptedAsync(Offer offer, Contract contract, CancellationToken ct)
    {
        foreach (var gate in gates)
        {
            await gate.AcceptedAsync(offer, contract, ct);
        }
    }
}
