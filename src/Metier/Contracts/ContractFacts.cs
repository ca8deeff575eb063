using Metier.Ledger;

namespace Metier.Contracts;

/// <summary>The names of a contract and of the thing inside it that money was for.</summary>
public sealed record ContractNames(string Contract, string? Subject);

/// <summary>Facts about contracts for other modules, without asking who looks.</summary>
public sealed record ContractFacts(
    Guid Id,
    Guid JobId,
    Guid ClientId,
    Guid FreelancerId,
    string Title,
    ContractState State,
    DateTime StartedAt,
    DateTime? EndedAt,
    Money Paid,
    int FeedbackDays
);
