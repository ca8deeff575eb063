namespace Metier.Ledger;

/// <summary>What an account is for. The kind decides its class, its normal side and whether it may fall below zero.</summary>
public enum AccountKind
{
    /// <summary>Collected by a provider and not yet ours to send.</summary>
    ProviderPending,

    /// <summary>At a provider, free to be paid out.</summary>
    ProviderAvailable,

    /// <summary>On its way from a provider to a freelancer.</summary>
    ProviderTransit,

    /// <summary>Taken back by clients' banks and not decided yet.</summary>
    ProviderDisputed,

    /// <summary>An account at a bank.</summary>
    Bank,

    /// <summary>Owed by a client.</summary>
    ClientReceivable,

    /// <summary>Owed by a freelancer.</summary>
    FreelancerReceivable,

    /// <summary>Value added tax we may deduct.</summary>
    InputVat,

    /// <summary>A client's own money with us.</summary>
    ClientCredit,

    /// <summary>Held for one milestone; neither side's until it is released or refunded.</summary>
    Escrow,

    /// <summary>Billed for one week of one contract and still in review.</summary>
    Weekly,

    /// <summary>Earned, within the security period.</summary>
    FreelancerPending,

    /// <summary>Earned and free to withdraw.</summary>
    FreelancerAvailable,

    /// <summary>Earned and frozen by a chargeback.</summary>
    FreelancerDisputed,

    /// <summary>One payout in flight.</summary>
    Payout,

    /// <summary>Withheld for the United States because a tax number is missing.</summary>
    WithheldBackupUs,

    /// <summary>Withheld for the United States from a person who is not of it.</summary>
    WithheldNonResidentUs,

    /// <summary>Owed to a staffing partner: paid by clients for the hours of its employees.</summary>
    PartnerPayable,

    /// <summary>Value added tax we owe.</summary>
    Vat,

    /// <summary>Money whose owner cannot be found.</summary>
    Unclaimed,

    /// <summary>Income: the freelancers' service fee.</summary>
    ServiceFee,

    /// <summary>Income: the clients' processing fee.</summary>
    ProcessingFee,

    /// <summary>Income: the fee for a first contract.</summary>
    InitiationFee,

    /// <summary>Income: the fee for a payout.</summary>
    WithdrawalFee,

    /// <summary>Expense: what providers charge.</summary>
    ProviderFee,

    /// <summary>Expense: chargebacks lost.</summary>
    Chargeback,

    /// <summary>Expense: hours we covered for a client who did not pay.</summary>
    Protection,

    /// <summary>Between two currencies.</summary>
    Exchange,

    /// <summary>The minor units left over by conversions.</summary>
    Remainder,
}

/// <summary>The five classes of double entry.</summary>
public enum AccountClass
{
    /// <summary>What we have.</summary>
    Asset,

    /// <summary>What we owe, above all to clients and freelancers.</summary>
    Liability,

    /// <summary>What we earn.</summary>
    Income,

    /// <summary>What we spend.</summary>
    Expense,

    /// <summary>What passes through: exchange and rounding.</summary>
    Equity,
}

/// <summary>What follows from the kind of an account.</summary>
public static class AccountKinds
{
    /// <summary>The class an account of that kind is in.</summary>
    public static AccountClass Class(this AccountKind kind) =>
        kind switch
        {
            <= AccountKind.InputVat => AccountClass.Asset,
            <= AccountKind.Unclaimed => AccountClass.Liability,
            <= AccountKind.WithdrawalFee => AccountClass.Income,
            <= AccountKind.Protection => AccountClass.Expense,
            _ => AccountClass.Equity,
        };

    /// <summary>+1 where debits raise the balance (assets, expenses), −1 where credits do.</summary>
    public static int Normal(this AccountKind kind) =>
        kind.Class() is AccountClass.Asset or AccountClass.Expense ? 1 : -1;

    /// <summary>
    /// The least balance in minor units, counted on the normal side; null where there is none. We never owe anybody
    /// less than nothing: that would be paying out money of somebody else.
    /// </summary>
    public static long? Floor(this AccountKind kind) => kind.Class() == AccountClass.Liability ? 0 : null;
}
