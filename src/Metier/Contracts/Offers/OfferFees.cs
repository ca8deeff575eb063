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
        offer.FeeTermsJson = JsonSerializer.Serialize(terms, EventRegistry.Json);
    }
}
