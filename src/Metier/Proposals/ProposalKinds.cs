namespace Metier.Proposals;

/// <summary>Where a proposal is in its life.</summary>
public enum ProposalState
{
    /// <summary>Being written; only its freelancer sees it.</summary>
    Draft,

    /// <summary>With the client.</summary>
    Sent,

    /// <summary>The client made an offer; terms are frozen while it stands.</summary>
    Offered,

    /// <summary>Became a contract.</summary>
    Hired,

    /// <summary>Taken back by the freelancer.</summary>
    Withdrawn,

    /// <summary>Declined by the client.</summary>
    Declined,
}

/// <summary>Where the client keeps a proposal.</summary>
public enum ProposalFiling
{
    /// <summary>As it came.</summary>
    Inbox,

    /// <summary>Among the favourites.</summary>
    Shortlisted,

    /// <summary>Out of the way.</summary>
    Archived,
}

/// <summary>What a duration is counted in.</summary>
public enum DurationUnit
{
    /// <summary>Calendar days.</summary>
    Days,

    /// <summary>Weeks.</summary>
    Weeks,

    /// <summary>Months.</summary>
    Months,
}

/// <summary>Why a client declined; the freelancer reads it.</summary>
public enum ProposalDeclineReason
{
    /// <summary>The price.</summary>
    Price,

    /// <summary>Not the skills or experience needed.</summary>
    Skills,

    /// <summary>The dates.</summary>
    Timing,

    /// <summary>Somebody else was chosen.</summary>
    SomebodyElse,

    /// <summary>The work is no longer needed.</summary>
    NotNeeded,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>Where an invitation is in its life.</summary>
public enum InvitationState
{
    /// <summary>Waiting for an answer.</summary>
    Sent,

    /// <summary>Put aside without an answer; it can still be accepted.</summary>
    Ignored,

    /// <summary>Answered with a proposal.</summary>
    Accepted,

    /// <summary>Answered with no.</summary>
    Declined,
}

/// <summary>Why a freelancer declined an invitation; the client reads it.</summary>
public enum InvitationDeclineReason
{
    /// <summary>No time.</summary>
    Busy,

    /// <summary>Not their kind of work.</summary>
    NotMyWork,

    /// <summary>The price.</summary>
    Price,

    /// <summary>The post says too little.</summary>
    Unclear,

    /// <summary>Anything else.</summary>
    Other,
}
