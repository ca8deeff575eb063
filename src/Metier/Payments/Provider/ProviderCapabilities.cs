using System.Collections.Frozen;
using Metier.Ledger;

namespace Metier.Payments;

/// <summary>What a provider can do, so that nobody is offered what it will refuse.</summary>
public sealed class ProviderCapabilities
{
    /// <summary>What clients can pay with.</summary>
    public required IReadOnlySet<PaymentMethodKind> Methods { get; init; }

    /// <summary>Where freelancers can be paid.</summary>
    public required IReadOnlySet<PayoutMethodKind> Payouts { get; init; }

    /// <summary>The currencies it moves, with their decimals there.</summary>
    public required ProviderCurrencies Currencies { get; init; }

    /// <summary>The currencies it sends, where that is not the same: a charge may have half a forint, a payout not.</summary>
    public ProviderCurrencies? PayoutCurrencies { get; init; }

    /// <summary>The ways out it is in the table of countries; empty where no table says anything.</summary>
    public IReadOnlyList<PayoutRail> Rails { get; init; } = [];

    /// <summary>Countries payouts are limited to by the operator; null for all that the rail reaches.</summary>
    public IReadOnlySet<string>? PayoutCountries { get; init; }

    /// <summary>Whether it sends messages about what happened.</summary>
    public bool SendsWebhooks { get; init; }

    /// <summary>Whether clients can pay with this kind in this currency.</summary>
    public bool Takes(PaymentMethodKind kind, Currency currency) => Methods.Contains(kind) && Currencies.Has(currency);
}

/// <summary>
/// How a provider writes amounts. Neither ISO 4217 nor any other table can be trusted for that: a provider that counts
/// Malagasy ariary without decimals would move a hundred times too much.
/// </summary>
public sealed class ProviderCurrencies
{
    private readonly FrozenDictionary<string, (int Decimals, int Step)> table;

    private ProviderCurrencies(FrozenDictionary<string, (int Decimals, int Step)> table) => this.table = table;

    /// <summary>Every currency of ISO 4217, written as ISO says.</summary>
    public static ProviderCurrencies Iso { get; } = Of(Currency.All.Select(c => (c.Code, c.Decimals, 1)));

    /// <summary>The codes it takes, sorted.</summary>
    public IEnumerable<string> Codes => table.Keys.Order(StringComparer.Ordinal);

    /// <summary>Made of code, decimals there, and the step amounts must be a multiple of (in units of those decimals).</summary>
    public static ProviderCurrencies Of(IEnumerable<(string Code, int Decimals, int Step)> rows) =>
        new(rows.ToFrozenDictionary(r => r.Code, r => (r.Decimals, r.Step), StringComparer.Ordinal));

    /// <summary>Only these of them; an unknown code is refused by <see cref="ArgumentException"/>.</summary>
    public ProviderCurrencies Only(IEnumerable<string> codes)
    {
        var wanted = codes.Select(c => c.Trim().ToUpperInvariant()).Distinct().ToList();
        return wanted.Find(c => !table.ContainsKey(c)) is { } unknown
            ? throw new ArgumentException($"'{unknown}' is not a currency this provider takes.", nameof(codes))
            : Of(wanted.Select(c => (c, table[c].Decimals, table[c].Step)));
    }

    /// <summary>Whether it moves this currency.</summary>
    public bool Has(Currency currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        return table.ContainsKey(currency.Code);
    }

    /// <summary>Decimals of the provider's own unit.</summary>
    public int Decimals(Currency currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        return table[currency.Code].Decimals;
    }

    /// <summary>
    /// An amount in the provider's units; null when it cannot be written there without losing something: half a forint, or
    /// a sum that does not fit.
    /// </summary>
    public long? ToUnits(Money money)
    {
        if (!table.TryGetValue(money.Currency.Code, out var there))
        {
            return null;
        }
        var units = (Int128)money.Minor;
        for (var d = money.Currency.Decimals; d < there.Decimals; d++)
        {
            units *= 10;
        }
        for (var d = money.Currency.Decimals; d > there.Decimals; d--)
        {
            if (units % 10 != 0)
            {
                return null;
            }
            units /= 10;
        }
        return units % there.Step == 0 && units <= long.MaxValue && units >= long.MinValue ? (long)units : null;
    }

    /// <summary>An amount the provider wrote in its units. Less than a minor unit is a bug worth an exception.</summary>
    public Money FromUnits(long units, Currency currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        var minor = (Int128)units;
        for (var d = Decimals(currency); d < currency.Decimals; d++)
        {
            minor *= 10;
        }
        for (var d = Decimals(currency); d > currency.Decimals; d--)
        {
            minor =
                minor % 10 == 0
                    ? minor / 10
                    : throw new OverflowException($"{units} of {currency.Code} has more decimals than ISO 4217 knows.");
        }
        return currency.Minor(checked((long)minor));
    }
}

/// <summary>A way out of the platform's balance.</summary>
public enum PayoutRail
{
    /// <summary>A transfer to a connected account at Stripe, which pays it to the bank.</summary>
    Stripe,

    /// <summary>A PayPal payout.</summary>
    PayPal,

    /// <summary>A SEPA credit transfer from the operator's bank, in euro to an IBAN.</summary>
    Sepa,

    /// <summary>An international transfer from the operator's bank.</summary>
    Wire,
}
