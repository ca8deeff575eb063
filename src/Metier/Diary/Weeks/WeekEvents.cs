using Metier.Ledger;

namespace Metier.Diary;

/// <summary>
/// A week is paid and in review. <paramref name="Reviewed"/> is false when it was paid too late for a review;
/// <paramref name="Resumed"/> when the client owes nothing any more and work can go on.
/// </summary>
public sealed record WeekBilled(
    Guid WeekId,
    Guid ContractId,
    Guid ClientId,
    Guid FreelancerId,
    string Title,
    DateOnly Monday,
    int Minutes,
    Money Amount,
    Money ProcessingFee,
    Money ServiceFee,
    Guid PaymentMethodId,
    DateTime ReviewUntil,
    bool Reviewed,
    bool Resumed
);

/// <summary>The client must confirm the charge of a week.</summary>
public sealed record WeekActionRequired(
    Guid WeekId,
    Guid ChargeId,
    Guid ClientId,
    Guid FreelancerId,
    string Title,
    DateOnly Monday,
    int Minutes,
    Money Total
);

/// <summary>
/// Every payment method was refused; <paramref name="First"/> time or again. The next round is at <paramref name="NextAt"/>; from
/// <paramref name="BlocksAt"/> on the client can neither post nor hire.
/// </summary>
public sealed record WeekPastDue(
    Guid WeekId,
    Guid ContractId,
    Guid ClientId,
    Guid FreelancerId,
    string Title,
    DateOnly Monday,
    int Minutes,
    Money Total,
    bool First,
    string Code,
    DateTime NextAt,
    DateTime BlocksAt,
    Guid Occurrence
);

/// <summary>
/// Money of a week went to the freelancer; <paramref name="Whole"/> when nothing is held any more, <paramref name="Late"/> when it was
/// paid after the days of its review and so released at once.
/// </summary>
public sealed record WeekReleased(
    Guid WeekId,
    Guid ContractId,
    Guid ClientId,
    Guid FreelancerId,
    string Title,
    DateOnly Monday,
    Money Gross,
    Money Net,
    DateTime AvailableAt,
    bool Whole,
    Guid Occurrence,
    bool Late = false
);

/// <summary>The freelancer gave hours back during the review.</summary>
public sealed record WeekGivenBack(
    Guid WeekId,
    Guid ContractId,
    Guid ClientId,
    Guid FreelancerId,
    string Title,
    DateOnly Monday,
    int Minutes,
    Money Amount,
    Guid Occurrence
);
