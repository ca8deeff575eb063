using Metier.Payments;
using Metier.Platform;

namespace Metier.Contracts;

/// <summary>
/// Weeks of hourly work are charged after they were worked: before anybody commits to them, the client must have a payment method that
/// its provider has checked.
/// </summary>
public sealed class HourlyReadiness(MoneyViews money)
{
    /// <summary>The client can be charged.</summary>
    public async Task<bool> IsReadyAsync(Guid clientId, CancellationToken ct) =>
        (await money.WithVerifiedMethodAsync([clientId], ct)).Count > 0;

    /// <summary>Refuses <c>payment_method_missing</c> for hourly terms, in words for the side that acts.</summary>
    internal async Task<Refusal?> RefuseAsync(OfferTerms terms, Guid clientId, Side side, CancellationToken ct) =>
        terms.Hourly is null || await IsReadyAsync(clientId, ct)
            ? null
            : new Refusal(
                "payment_method_missing",
                side == Side.Client ? ContractRefusalText.MethodFirst : ContractRefusalText.ClientMethodFirst
            );
}
