using Metier.Ledger;

namespace Metier.Payments;

/// <summary>How money comes in and goes out; configuration section <c>Payments</c>.</summary>
public sealed class PaymentOptions
{
    /// <summary>The least a freelancer may withdraw, in major units.</summary>
    public decimal SmallestWithdrawal { get; set; } = 10m;

    /// <summary>The fee of one withdrawal, in major units.</summary>
    public decimal WithdrawalFee { get; set; } = 0.99m;

    /// <summary>Whether the client gets its processing fee back, in proportion, with a refund.</summary>
    public bool RefundProcessingFee { get; set; } = true;

    /// <summary>How long money that was collected waits at the provider before it can be sent on, in days.</summary>
    public int ClearingDays { get; set; } = 2;

    /// <summary>An amount of the configuration in minor units, rounded half away from zero.</summary>
    public static Money Amount(decimal major, Currency currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        return currency.Minor((long)Math.Round(major * currency.MinorPerMajor, MidpointRounding.AwayFromZero));
    }
}
