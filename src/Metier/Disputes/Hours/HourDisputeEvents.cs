using Metier.Contracts;
using Metier.Ledger;

namespace Metier.Disputes;

/// <summary>The client disputes hours; the freelancer has until <paramref name="AnswerUntil"/>.</summary>
public sealed record HoursDisputed(
    Guid DisputeId,
    Guid ContractId,
    Guid ClientId,
    Guid FreelancerId,
    string Title,
    DateOnly Monday,
    int Minutes,
    Money Held,
    DateTime AnswerUntil,
    Guid MemberId
);

/// <summary>The freelancer contests, or was <paramref name="Silent"/>; an arbiter is asked.</summary>
public sealed record HoursContested(
    Guid DisputeId,
    Guid ContractId,
    Guid ClientId,
    Guid FreelancerId,
    string Title,
    DateOnly Monday,
    int Minutes,
    bool Silent,
    DateTime RulingUntil,
    Guid? MemberId
);

/// <summary>A dispute of hours is over and its money divided.</summary>
public sealed record HoursSettled(
    Guid DisputeId,
    Guid ContractId,
    Guid ClientId,
    Guid FreelancerId,
    string Title,
    DateOnly Monday,
    HourDisputeOutcome Outcome,
    Money ToClient,
    Money ToFreelancer,
    Guid? MemberId
);

/// <summary>One side said more about disputed hours, or brought files; the other is told.</summary>
public sealed record HoursEvidenceAdded(
    Guid DisputeId,
    Guid EntryId,
    Guid ClientId,
    Guid FreelancerId,
    string Title,
    DateOnly Monday,
    int Minutes,
    Side By
);
