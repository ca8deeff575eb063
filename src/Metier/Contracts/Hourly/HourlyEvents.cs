namespace Metier.Contracts;

/// <summary>What of an hourly contract was changed after hire.</summary>
public enum HourlyChange
{
    /// <summary>The client raised the rate.</summary>
    RateRaised,

    /// <summary>The freelancer lowered the rate.</summary>
    RateLowered,

    /// <summary>The client raised the weekly limit: at once.</summary>
    LimitRaised,

    /// <summary>The client lifted the weekly limit: at once.</summary>
    LimitLifted,

    /// <summary>The client cut the weekly limit: from the next Monday.</summary>
    LimitCut,

    /// <summary>The client allowed time by hand.</summary>
    ManualAllowed,

    /// <summary>The client no longer allows time by hand.</summary>
    ManualForbidden,
}

/// <summary>Why an hourly contract is paused. A contract can be paused for more than one reason at once.</summary>
public enum PauseCause
{
    /// <summary>The client wants it.</summary>
    Client,

    /// <summary>The client owes for a week of some contract.</summary>
    PastDue,

    /// <summary>Hours are in dispute.</summary>
    HoursDispute,

    /// <summary>A bank of the client has taken a payment back, and it is not decided.</summary>
    Chargeback,

    /// <summary>A staffing partner has not taken the person on yet, or has stopped the work.</summary>
    Payroll,
}

/// <summary>
/// A term of an hourly contract changed. <paramref name="RateMinor"/> is the new rate and
/// <paramref name="WeeklyMinutes"/> the new limit, where it is about one; <paramref name="LineId"/> is the line of the history.
/// </summary>
public sealed record HourlyTermsChanged(
    Guid ContractId,
    HourlyChange Kind,
    Guid ClientId,
    Guid FreelancerId,
    Side By,
    long? RateMinor,
    int? WeeklyMinutes,
    Guid LineId,
    Guid? MemberId
);

/// <summary>No time may be logged on this contract from now on, for this reason (there may be others).</summary>
public sealed record ContractPaused(
    Guid ContractId,
    PauseCause Cause,
    Guid ClientId,
    Guid FreelancerId,
    Guid LineId,
    Guid? MemberId
);

/// <summary>This reason for the pause is gone; <paramref name="StillPaused"/> when another one remains.</summary>
public sealed record ContractResumed(
    Guid ContractId,
    PauseCause Cause,
    Guid ClientId,
    Guid FreelancerId,
    bool StillPaused,
    Guid LineId,
    Guid? MemberId
);
