using Metier.Ledger;

namespace Metier.Contracts;

/// <summary>An offer reached the freelancer; <paramref name="Occurrence"/> names this one time.</summary>
public sealed record OfferSent(Guid OfferId, Guid JobId, Guid ClientId, Guid FreelancerId, Guid Occurrence = default);

/// <summary>The freelancer asked for other terms; <paramref name="Occurrence"/> is the request.</summary>
public sealed record OfferChangesAsked(Guid OfferId, Guid ClientId, Guid FreelancerId, Guid Occurrence = default);

/// <summary>An offer ended without a contract.</summary>
public sealed record OfferEnded(
    Guid OfferId,
    Guid JobId,
    Guid ProposalId,
    Guid ClientId,
    Guid FreelancerId,
    OfferState State,
    string Reason
);

/// <summary>Both sides agreed.</summary>
public sealed record ContractStarted(Guid ContractId, Guid OfferId, Guid JobId, Guid ClientId, Guid FreelancerId);

/// <summary>
/// A milestone changed its state; <paramref name="Kind"/> is the line in the history and <paramref name="LineId"/> its id,
/// <paramref name="MemberId"/> who did it, null when time did.
/// </summary>
public sealed record MilestoneMoved(
    Guid ContractId,
    Guid MilestoneId,
    int Number,
    string Kind,
    Guid ClientId,
    Guid FreelancerId,
    Side? By,
    Money Amount,
    Guid LineId = default,
    Guid? MemberId = null,
    string Title = ""
);

/// <summary>Money was released to the freelancer.</summary>
public sealed record MilestoneReleased(
    Guid ContractId,
    Guid MilestoneId,
    Guid ClientId,
    Guid FreelancerId,
    Money Gross,
    Money Net,
    bool BySilence,
    Guid Occurrence = default
);

/// <summary>The client paid a bonus.</summary>
public sealed record BonusPaid(Guid ContractId, Guid BonusId, Guid ClientId, Guid FreelancerId, Money Amount);

/// <summary>The contract is over and nothing is held any more. <paramref name="PaidMinor"/> is what the freelancer was paid, gross.</summary>
public sealed record ContractEnded(
    Guid ContractId,
    Guid JobId,
    Guid ClientId,
    Guid FreelancerId,
    Side By,
    DateTime At,
    long PaidMinor,
    string Currency
);

/// <summary>What charges of this module are for.</summary>
public static class ContractPurposes
{
    /// <summary>Money set aside for a milestone.</summary>
    public const string Milestone = "milestone";

    /// <summary>A bonus.</summary>
    public const string Bonus = "bonus";
}
