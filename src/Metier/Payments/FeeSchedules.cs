using Metier.Ledger;
using Metier.Platform;

namespace Metier.Payments;

/// <summary>The fees of today. What is shown before anyone commits comes from here, and is frozen into what they agree to.</summary>
public static class FeeSchedules
{
    /// <summary>The schedule a contract in this currency would be made under now.</summary>
    public static FeeTerms Current(RuleOptions rules, Currency currency) =>
        new(currency, rules.ProcessingFeePpm, [new FeeTier(null, rules.ServiceFeePpm)]);
}
