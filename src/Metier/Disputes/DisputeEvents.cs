using Metier.Contracts;
using Metier.Ledger;

namespace Metier.Disputes;

/// <summary>The freelancer opened a dispute; the client has until <paramref name="AnswerUntil"/>.</summary>
public sealed record DisputeOpened(
    Guid DisputeId,
    Guid ContractId,
    Guid ClientId,
    Guid FreelancerId,
    string Title,
    Money Held,
    DateTime AnswerUntil
);

/// <summary>One side wrote something or brought files.</summary>
public sealed record DisputeAnswered(
    Guid DisputeId,
    Guid EntryId,
    Guid ClientId,
    Guid FreelancerId,
    string Title,
    Side By
);

/// <summary>One side offered to settle.</summary>
public sealed record SettlementOffered(
    Guid DisputeId,
    Guid OfferId,
    Guid ClientId,
    Guid FreelancerId,
    string Title,
    Side By,
    Money ToFreelancer
);

/// <summary>The two could not settle; an arbiter is asked.</summary>
public sealed record DisputeAwaitsRuling(
    Guid DisputeId,
    Guid ClientId,
    Guid FreelancerId,
    string Title,
    DateTime RulingUntil
);

/// <summary>A dispute is over and its money divided.</summary>
public sealed record DisputeClosed(
    Guid DisputeId,
    Guid ContractId,
    Guid ClientId,
    Guid FreelancerId,
    string Title,
    DisputeOutcome Outcome,
    Money ToFreelancer,
    Money ToClient
);
