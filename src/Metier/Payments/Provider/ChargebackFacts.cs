using Metier.Ledger;

namespace Metier.Payments;

/// <summary>How far a chargeback is at the provider.</summary>
public enum ChargebackOutcome
{
    /// <summary>We may answer.</summary>
    Open,

    /// <summary>The answer is with the client's bank.</summary>
    UnderReview,

    /// <summary>Decided for us, or withdrawn: the money is ours again.</summary>
    Won,

    /// <summary>Decided for the client.</summary>
    Lost,
}

/// <summary>A chargeback as its provider tells it now.</summary>
/// <param name="Reference">The provider's id of it.</param>
/// <param name="CollectionReference">The provider's id of the charge it is about.</param>
/// <param name="Amount">What the client's bank wants back.</param>
/// <param name="Taken">What the provider has taken from us for it and not given back, fee not included; zero or more.</param>
/// <param name="Fee">What it costs us whoever wins; booked when its line comes.</param>
/// <param name="Reason">The bank's reason: a stable word such as <c>fraudulent</c>.</param>
/// <param name="Outcome">How far it is.</param>
/// <param name="OpenedAt">When it was opened there, UTC.</param>
/// <param name="EvidenceDueAt">Until when we may answer, UTC; null when there is nothing to answer.</param>
public sealed record ChargebackFacts(
    string Reference,
    string CollectionReference,
    Money Amount,
    Money Taken,
    Money Fee,
    string Reason,
    ChargebackOutcome Outcome,
    DateTime OpenedAt,
    DateTime? EvidenceDueAt
);

/// <summary>Asks a provider to hand our answer to the client's bank.</summary>
/// <param name="Reference">The provider's id of the chargeback.</param>
/// <param name="Text">What the answer says, in full.</param>
public sealed record EvidenceRequest(string Reference, string Text);

/// <summary>Asks a provider to give a chargeback up.</summary>
public sealed record AcceptanceRequest(string Reference);
