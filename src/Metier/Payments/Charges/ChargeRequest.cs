using Metier.Ledger;

namespace Metier.Payments;

/// <summary>Asks money of a client.</summary>
/// <param name="RequestId">The id in the form: the same id charges once.</param>
/// <param name="ClientId">Who pays.</param>
/// <param name="FreelancerId">Whose work it is for.</param>
/// <param name="ContractId">The contract.</param>
/// <param name="PaymentMethodId">One of the client's methods.</param>
/// <param name="Amount">The price of the work; the processing fee comes on top.</param>
/// <param name="Terms">The fee schedule frozen in the contract.</param>
/// <param name="PurposeKind">The <see cref="ChargePurpose.Kind"/>.</param>
/// <param name="SubjectId">The milestone, or the bonus; one charge at a time may be under way for it.</param>
/// <param name="Memo">What the statement says; at most 200 characters.</param>
/// <param name="ReturnPath">The page, beginning with a slash, to come back to when the client had to confirm.</param>
/// <param name="Week">The Monday of the week of hours it is for; null for everything else.</param>
public sealed record ChargeRequest(
    Guid RequestId,
    Guid ClientId,
    Guid FreelancerId,
    Guid ContractId,
    Guid PaymentMethodId,
    Money Amount,
    FeeTerms Terms,
    string PurposeKind,
    Guid SubjectId,
    string Memo,
    string ReturnPath,
    DateOnly? Week = null
)
{
    /// <summary>The quote the client confirmed, when it pays in another currency.</summary>
    public Guid? QuoteId { get; init; }

    /// <summary>What the quote was made for; the subject unless that is only known when the request is.</summary>
    public Guid QuotedFor
    {
        get => field == Guid.Empty ? SubjectId : field;
        init;
    }

    /// <summary>Whether the client's word about its bills decides the currency: nobody is there to confirm a quote.</summary>
    public bool ByConsent { get; init; }
}

/// <summary>How far a charge is, for whoever asked for it.</summary>
/// <param name="ChargeId">The charge: the request's id.</param>
/// <param name="State">How far.</param>
/// <param name="ActionUrl">Where to send the client to confirm; set when <see cref="ChargeState.ActionRequired"/>.</param>
/// <param name="FailureCode">Why it failed; <see cref="PaymentWords.Failure"/> says it in words.</param>
public sealed record ChargeProgress(Guid ChargeId, ChargeState State, string? ActionUrl, string? FailureCode);
