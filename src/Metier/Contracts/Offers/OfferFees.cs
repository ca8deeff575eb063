using System.Text.Json;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;

namespace Metier.Contracts;

/// <summary>Writes the fees of the day into an offer, each time it is saved or sent: both sides read them before they agree.</summary>
public sealed class OfferFees(MetierDb db, FeeSchedules fees)
{
    internal async Task FreezeAsync(Offer offer, CancellationToken ct)
    {
        var terms = await fees.ExactAsync(db, Currency.Of(offer.Currency), ct);
        if (offer.Terms.Payroll is not null)
        {
            terms = WithoutService(terms);
        }
        offer.FeeTermsJson = JsonSerializer.Serialize(terms, EventRegistry.Json);
    }

    /// <summary>Whoever is employed by a partner pays the marketplace nothing.</summary>
    private static FeeTerms WithoutService(FeeTerms terms) =>
        new(
            terms.Currency,
            terms.ProcessingPpm,
            [new FeeTier(null, 0)],
            terms.ProcessingFixedMinor,
            terms.ProcessingMinimumMinor,
            terms.ProcessingMaximumMinor
        );
}
