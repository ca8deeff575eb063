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

    /// <summary>What is added to the rate when a client pays in another currency, parts per million (15,000 is 1.5 %).</summary>
    public int ExchangeSpreadPpm { get; set; } = 15_000;

    /// <summary>A rate older than so many days is not quoted: central banks do not publish on weekends and holidays.</summary>
    public int ExchangeMaximumAgeDays { get; set; } = 5;

    /// <summary>So long a quote can be used, in minutes.</summary>
    public int ExchangeQuoteMinutes { get; set; } = 15;

    /// <summary>A folder that daily files of rates are put into; empty for none.</summary>
    public string ExchangeFolder { get; set; } = "";

    /// <summary>An amount of the configuration in minor units, rounded half away from zero.</summary>
    public static Money Amount(decimal major, Currency currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        return currency.Minor((long)Math.Round(major * currency.MinorPerMajor, MidpointRounding.AwayFromZero));
    }
}
