namespace Metier.Payments;

/// <summary>The providers of this instance.</summary>
public sealed class PaymentProviders(IEnumerable<IPaymentProvider> providers)
{
    private readonly Dictionary<string, IPaymentProvider> byId = providers.ToDictionary(p => p.Id);

    /// <summary>The provider new instruments and payouts go to; null while the operator has set none up.</summary>
    public IPaymentProvider? Default => byId.Values.FirstOrDefault();

    /// <summary>All of them.</summary>
    public IReadOnlyList<IPaymentProvider> All => [.. byId.Values];

    internal IPaymentProvider Of(string id) => byId[id];
}
