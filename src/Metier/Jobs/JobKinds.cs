namespace Metier.Jobs;

/// <summary>Where a job post is in its life.</summary>
public enum JobState
{
    /// <summary>Being written; only its client sees it.</summary>
    Draft,

    /// <summary>Takes proposals.</summary>
    Open,

    /// <summary>Somebody was hired.</summary>
    Filled,

    /// <summary>Closed by the client.</summary>
    Closed,

    /// <summary>Nobody did anything for the time a post stays open.</summary>
    Expired,
}

/// <summary>Who can find a job and send a proposal.</summary>
public enum JobVisibility
{
    /// <summary>Everybody.</summary>
    Everyone,

    /// <summary>Only people the client invited.</summary>
    InvitedOnly,
}

/// <summary>How a job pays.</summary>
public enum JobPayment
{
    /// <summary>One price for the whole, in milestones if wanted.</summary>
    FixedPrice,

    /// <summary>By the hour.</summary>
    Hourly,
}

/// <summary>How much there is to do.</summary>
public enum JobSize
{
    /// <summary>One clear task.</summary>
    Small,

    /// <summary>A project of several parts.</summary>
    Medium,

    /// <summary>Long or complex.</summary>
    Large,
}

/// <summary>How long it is expected to take.</summary>
public enum JobLength
{
    /// <summary>Up to a week.</summary>
    Week,

    /// <summary>Up to a month.</summary>
    Month,

    /// <summary>One to three months.</summary>
    Quarter,

    /// <summary>Three to six months.</summary>
    HalfYear,

    /// <summary>More than six months.</summary>
    Longer,
}

/// <summary>The experience asked for.</summary>
public enum JobLevel
{
    /// <summary>Somebody who starts out.</summary>
    Starting,

    /// <summary>Somebody with solid experience.</summary>
    Solid,

    /// <summary>An expert.</summary>
    Expert,
}

/// <summary>How hours are proved on a job and on a contract by the hour; each level contains the one before.</summary>
public enum ProofLevel
{
    /// <summary>Start, stop and memo.</summary>
    Hours,

    /// <summary>Also which minutes had input.</summary>
    Activity,

    /// <summary>Also counts of keys, clicks and scrolls, never which.</summary>
    Counts,

    /// <summary>Also one screenshot in each ten minutes.</summary>
    FullDiary,
}

/// <summary>Why a client closed a job.</summary>
public enum JobCloseReason
{
    /// <summary>Found somebody elsewhere.</summary>
    HiredElsewhere,

    /// <summary>The work is no longer needed.</summary>
    NotNeeded,

    /// <summary>Nobody suited.</summary>
    NobodySuited,

    /// <summary>Posted by mistake.</summary>
    Mistake,

    /// <summary>Anything else.</summary>
    Other,
}
