using Metier.Contracts;

namespace Metier.Reputation;

/// <summary>The feedback of a contract became public: both gave it, or the time was over. Standings may have changed.</summary>
public sealed record FeedbackShown(Guid ContractId, Guid ClientId, Guid FreelancerId, string Title);

/// <summary>The receiver of a review answered it in public.</summary>
public sealed record ReviewReplied(
    Guid ReviewId,
    Guid ContractId,
    Side ReviewBy,
    Guid ClientId,
    Guid FreelancerId,
    string Title
);

/// <summary>The author of a review asks the receiver's consent to a changed one.</summary>
public sealed record ReviewChangeAsked(
    Guid ReviewId,
    Guid ContractId,
    Side ReviewBy,
    Guid ClientId,
    Guid FreelancerId,
    string Title,
    DateTime AnswerUntil
);

/// <summary>The receiver consented or refused. After consent, standings may have changed.</summary>
public sealed record ReviewChangeAnswered(
    Guid ReviewId,
    Guid ContractId,
    Side ReviewBy,
    Guid ClientId,
    Guid FreelancerId,
    string Title,
    bool Agreed
);
