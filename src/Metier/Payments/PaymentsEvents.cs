using Metier.Ledger;

namespace Metier.Payments;

/// <summary>
/// A client has paid. One invoice for the work and one for the processing fee follow from it. <c>Paid</c> and <c>Rate</c> are set
/// when it paid in another currency.
/// </summary>
public sealed record ChargeSettled(
    Guid ChargeId,
    Guid ClientId,
    Guid FreelancerId,
    Guid ContractId,
    string PurposeKind,
    Guid SubjectId,
    Money Amount,
    Money ProcessingFee,
    Money ServiceFee,
    DateTime At,
    Money? Paid = null,
    ExchangeRate? Rate = null
);

/// <summary>A charge was refused; nothing was paid.</summary>
public sealed record ChargeFailed(
    Guid ChargeId,
    Guid ClientId,
    Guid FreelancerId,
    Guid ContractId,
    string PurposeKind,
    Guid SubjectId,
    Money Amount,
    string Code
);

/// <summary>A freelancer has earned money: a release, an award or a bonus. The platform's fee invoice follows from it.</summary>
public sealed record EarningMade(
    Guid EarningId,
    Guid ClientId,
    Guid FreelancerId,
    Guid ContractId,
    string PurposeKind,
    Guid SubjectId,
    Money Gross,
    Money ServiceFee,
    Money Net,
    DateTime AvailableAt,
    DateTime At
);

/// <summary>An earning can be withdrawn from now on.</summary>
public sealed record EarningAvailable(Guid EarningId, Guid FreelancerId, Guid ContractId, Money Net);

/// <summary>Held money goes back to the client.</summary>
/// <param name="RefundId">The request that caused it.</param>
/// <param name="ClientId">Who gets it.</param>
/// <param name="FreelancerId">Whose work it was meant for.</param>
/// <param name="ContractId">The contract.</param>
/// <param name="MilestoneId">The milestone, or the week of hours, it was held for.</param>
/// <param name="Amount">The price given back.</param>
/// <param name="ProcessingFee">The share of the processing fee given back with it.</param>
/// <param name="At">When, UTC.</param>
/// <param name="PurposeKind">What it was held for: the <see cref="ChargePurpose.Kind"/>.</param>
/// <param name="ServiceFeeMinor">The share of the service fee that is not taken because this went back, minor units.</param>
public sealed record EscrowRefunded(
    Guid RefundId,
    Guid ClientId,
    Guid FreelancerId,
    Guid ContractId,
    Guid MilestoneId,
    Money Amount,
    Money ProcessingFee,
    DateTime At,
    string PurposeKind = "",
    long ServiceFeeMinor = 0
);

/// <summary>A freelancer gave back what had been released.</summary>
/// <param name="RefundId">The request that caused it.</param>
/// <param name="ClientId">Who gets it.</param>
/// <param name="FreelancerId">Who gives it.</param>
/// <param name="ContractId">The contract.</param>
/// <param name="Gross">The price given back.</param>
/// <param name="ServiceFee">The share of the service fee the freelancer got back.</param>
/// <param name="ProcessingFee">The share of the processing fee the client got back on top.</param>
/// <param name="At">When, UTC.</param>
/// <param name="ByBank">Nobody gave it: the client's bank took it by a chargeback.</param>
public sealed record EarningsRefunded(
    Guid RefundId,
    Guid ClientId,
    Guid FreelancerId,
    Guid ContractId,
    Money Gross,
    Money ServiceFee,
    Money ProcessingFee,
    DateTime At,
    bool ByBank = false
);

/// <summary>A payment method can be used.</summary>
public sealed record PaymentMethodAdded(Guid PaymentMethodId, Guid ClientId, string Brand, string Label);

/// <summary>A client removed a payment method.</summary>
public sealed record PaymentMethodRemoved(Guid PaymentMethodId, Guid ClientId);

/// <summary>A payment method's month is over: it counts as none until the client adds another.</summary>
public sealed record PaymentMethodExpired(Guid PaymentMethodId, Guid ClientId);

/// <summary>A payout method was added; the person is told in case it was not them.</summary>
public sealed record PayoutMethodAdded(Guid PayoutMethodId, Guid FreelancerId, string Label, DateTime ActiveAt);

/// <summary>A payout method can be used from now on.</summary>
public sealed record PayoutMethodActivated(Guid PayoutMethodId, Guid FreelancerId, string Label);

/// <summary>A freelancer asked to be paid.</summary>
public sealed record PayoutRequested(Guid PayoutId, Guid FreelancerId, Money Amount, Money Fee);

/// <summary>A payout arrived.</summary>
public sealed record PayoutPaid(Guid PayoutId, Guid FreelancerId, Money Sent, string Label);

/// <summary>A payout came back; the money is in the balance again.</summary>
public sealed record PayoutReturned(Guid PayoutId, Guid FreelancerId, Money Amount, string Label, string ReasonCode);
