using Metier.Ledger;

namespace Metier.Payments;

/// <summary>A way to pay that this instance offers.</summary>
/// <param name="Provider">Who collects.</param>
/// <param name="Kind">With what.</param>
/// <param name="Alone">Whether no other provider offers the same kind.</param>
public sealed record PaymentOffer(string Provider, PaymentMethodKind Kind, bool Alone);

/// <summary>The providers of this instance, in the order they are offered.</summary>
public sealed class PaymentProviders
{
    private readonly List<IPaymentProvider> all;
    private readonly Dictionary<string, IPaymentProvider> byId;

    /// <summary>These, in this order.</summary>
    public PaymentProviders(IEnumerable<IPaymentProvider> providers)
    {
        all = [.. providers];
        byId = all.ToDictionary(p => p.Id);
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<IPaymentProvider> All => all;

    /// <summary>The first; null while the operator has set none up.</summary>
    public IPaymentProvider? Default => all.Count > 0 ? all[0] : null;

    /// <summary>The provider of that name; null when there is none (any more).</summary>
    public IPaymentProvider? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>What clients can add to pay in this currency; null for any currency.</summary>
    public IReadOnlyList<PaymentOffer> Offers(Currency? currency = null)
    {
        var offers = (
            from provider in all
            from kind in provider.Capabilities.Methods.Order()
            where currency is null || provider.Capabilities.Currencies.Has(currency)
            select (provider.Id, kind)
        ).ToList();
        return [.. offers.Select(o => new PaymentOffer(o.Id, o.kind, offers.Count(x => x.kind == o.kind) == 1))];
    }

    /// <summary>Who takes this kind in: the one that was chosen, or the first that can.</summary>
    public IPaymentProvider? For(PaymentMethodKind kind, string? chosen, Currency? currency = null) =>
        all.Find(p =>
            p.Capabilities.Methods.Contains(kind)
            && (chosen is null || p.Id == chosen)
            && (currency is null || p.Capabilities.Currencies.Has(currency))
        );

    /// <summary>The kinds of account freelancers can be paid to, the first that can be used first.</summary>
    public IReadOnlyList<PayoutMethodKind> PayoutKinds() =>
        [.. Enum.GetValues<PayoutMethodKind>().Where(k => all.Exists(p => p.Capabilities.Payouts.Contains(k)))];

    /// <summary>
    /// Who pays to an account of this kind in this country and currency: the first whose rail reaches it. The order is that
    /// of the operator's providers, so the next one is the fallback of the one before.
    /// </summary>
    public IPaymentProvider? ForPayout(PayoutMethodKind kind, string country, Money? amount, string? chosen = null) =>
        all.Find(p => (chosen is null || p.Id == chosen) && PayoutRails.Reaches(p.Capabilities, kind, country, amount));

    internal IPaymentProvider Of(string id) =>
        byId.TryGetValue(id, out var provider)
            ? provider
            : throw new HttpRequestException($"The provider {id} is not set up any more.");
}
