using System.Text.Json;
using Metier.Ledger;
using Metier.Platform;

namespace Metier.Payments;

/// <summary>How far a charge is.</summary>
public enum ChargeState
{
    /// <summary>Sent to the provider, or about to be.</summary>
    Processing,

    /// <summary>The client must confirm it on the provider's page.</summary>
    ActionRequired,

    /// <summary>Paid, and in the books.</summary>
    Settled,

    /// <summary>Refused; nothing was charged.</summary>
    Failed,

    /// <summary>Paid, but what it was for had gone meanwhile: it goes back to the client.</summary>
    SentBack,
}

/// <summary>Money asked of a client, once, for one purpose.</summary>
public sealed class Charge : IVersioned
{
    /// <summary>The request id of whoever asked: asking twice charges once.</summary>
    public Guid Id { get; init; }

    /// <summary>Who pays.</summary>
    public Guid ClientId { get; init; }

    /// <summary>Whose work it is for.</summary>
    public Guid FreelancerId { get; init; }

    /// <summary>The contract it is for.</summary>
    public Guid ContractId { get; init; }

    /// <summary>What it is for: the <see cref="ChargePurpose.Kind"/>.</summary>
    public required string PurposeKind { get; init; }

    /// <summary>The milestone, or the bonus: one charge at a time may be under way for it.</summary>
    public Guid SubjectId { get; init; }

    /// <summary>The Monday of the week of hours it is for; null for everything else.</summary>
    public DateOnly? Week { get; init; }

    /// <summary>What it is paid with.</summary>
    public Guid PaymentMethodId { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>The price of the work, minor units.</summary>
    public long AmountMinor { get; init; }

    /// <summary>The client's processing fee on top, minor units.</summary>
    public long ProcessingFeeMinor { get; init; }

    /// <summary>
    /// The freelancer's service fee within the amount, minor units. Expected until the charge settles; what is then right
    /// stays. Only steps make a difference between the two.
    /// </summary>
    public long ServiceFeeMinor { get; internal set; }

    /// <summary>The fee schedule it was priced with, as JSON.</summary>
    public required string FeeTermsJson { get; init; }

    /// <summary>What the statement says, in the words of whoever asked; at most 200 characters.</summary>
    public required string Memo { get; init; }

    /// <summary>The page, within the instance, that the client comes back to after confirming; begins with a slash.</summary>
    public required string ReturnPath { get; init; }

    /// <summary>How far it is.</summary>
    public ChargeState State { get; internal set; }

    /// <summary>Why it failed: a stable word such as <c>insufficient_funds</c>.</summary>
    public string? FailureCode { get; internal set; }

    /// <summary>Where the client must confirm it.</summary>
    public string? ActionUrl { get; internal set; }

    /// <summary>The provider that collects.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's id of the payment.</summary>
    public string ProviderReference { get; internal set; } = "";

    /// <summary>When it was asked for, UTC.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>When it was settled or failed, UTC.</summary>
    public DateTime? EndedAt { get; internal set; }

    /// <summary>When the provider lets us send it on, UTC; null until settled.</summary>
    public DateTime? ClearsAt { get; internal set; }

    /// <summary>When it was booked as free at the provider, UTC.</summary>
    public DateTime? ClearedAt { get; internal set; }

    /// <summary>Given back so far of the total, fee included, minor units.</summary>
    public long RefundedMinor { get; internal set; }

    /// <summary>ISO 4217 of what the client pays in, when that is another currency than the contract's.</summary>
    public string? PayCurrency { get; init; }

    /// <summary>What the client pays in it, minor units.</summary>
    public long PayMinor { get; init; }

    /// <summary>Given back of it so far, minor units.</summary>
    public long PayRefundedMinor { get; internal set; }

    /// <summary>The rate it was quoted at, spread included: major units of what is paid in …</summary>
    public long RateNumerator { get; init; }

    /// <summary>… for so many of the contract's currency.</summary>
    public long RateDenominator { get; init; }

    /// <summary>Wanted back by the client's bank, or lost to it; neither can be given back once more. Minor units.</summary>
    public long ChargedBackMinor { get; internal set; }

    /// <summary>Of that, lost for good, minor units: what the exchange accounts have given up for it.</summary>
    public long LostMinor { get; internal set; }

    /// <summary>The same as <see cref="ChargedBackMinor"/> in the currency it was paid in, when that is another one. Minor units.</summary>
    public long PayChargedBackMinor { get; internal set; }

    /// <summary>Of what was lost, what the operator got again because it went back on this side too, minor units.</summary>
    public long RecoveredMinor { get; internal set; }

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <summary>The price of the work.</summary>
    public Money Amount => Metier.Ledger.Currency.Of(Currency).Minor(AmountMinor);

    /// <summary>The processing fee on top.</summary>
    public Money ProcessingFee => Metier.Ledger.Currency.Of(Currency).Minor(ProcessingFeeMinor);

    /// <summary>The service fee within.</summary>
    public Money ServiceFee => Metier.Ledger.Currency.Of(Currency).Minor(ServiceFeeMinor);

    /// <summary>What the client pays in all.</summary>
    public Money Total => Amount + ProcessingFee;

    /// <summary>The rate between the two currencies; null when it is paid in the contract's own.</summary>
    public ExchangeRate? Rate =>
        PayCurrency is { } pay
            ? new(Metier.Ledger.Currency.Of(Currency), Metier.Ledger.Currency.Of(pay), RateNumerator, RateDenominator)
            : null;

    /// <summary>What the provider collects.</summary>
    public Money Collected => PayCurrency is { } pay ? Metier.Ledger.Currency.Of(pay).Minor(PayMinor) : Total;

    /// <summary>What of it did not go back.</summary>
    public Money CollectedLeft =>
        PayCurrency is null
            ? Total - Amount.Currency.Minor(RefundedMinor)
            : Collected - Collected.Currency.Minor(PayRefundedMinor);

    /// <summary>The frozen fee schedule.</summary>
    public FeeTerms FeeTerms => JsonSerializer.Deserialize<FeeTerms>(FeeTermsJson, EventRegistry.Json)!;

    internal Parties Parties => new(ClientId, FreelancerId, ContractId);

    internal ChargeProgress Progress() =>
        new(Id, State, State == ChargeState.ActionRequired ? ActionUrl : null, FailureCode);
}
