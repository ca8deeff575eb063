namespace Metier.Platform;

/// <summary>What a member of the operator's staff may do.</summary>
[Flags]
public enum StaffRoles
{
    /// <summary>Not staff.</summary>
    None = 0,

    /// <summary>Runs the instance: everything below, settings, the sandbox clock.</summary>
    Operator = 1,

    /// <summary>Reports, suspensions.</summary>
    Moderator = 2,

    /// <summary>Disputes.</summary>
    Arbiter = 4,

    /// <summary>Ledger, payouts.</summary>
    Finance = 8,

    /// <summary>The vetted pool.</summary>
    Recruiter = 16,
}

/// <summary>The side of the marketplace a person is looking from. It changes the links, never the look.</summary>
public enum Hat
{
    /// <summary>Hiring.</summary>
    Client,

    /// <summary>Working.</summary>
    Freelancer,
}

/// <summary>
/// Who is acting: a signed-in member. <paramref name="ClientId"/> is the client (the paying side, a person
/// or a company) they act for, null when they do not hire. A freelancer's id is their member id.
/// </summary>
public sealed record Actor(
    Guid MemberId,
    string Name,
    string Email,
    bool EmailConfirmed,
    bool IsFreelancer,
    Guid? ClientId,
    Hat Hat,
    StaffRoles Roles,
    string Language,
    string TimeZone
)
{
    /// <summary>
    /// Suspended: reaches only what finishes what had begun (contracts, money, documents) and has no role. Use cases that
    /// begin something refuse such an actor.
    /// </summary>
    public bool Suspended { get; init; }

    /// <summary>Any role of the operator's staff.</summary>
    public bool IsStaff => Roles != StaffRoles.None;

    /// <summary>Has this role; the operator has all.</summary>
    public bool May(StaffRoles role) => (Roles & (role | StaffRoles.Operator)) != StaffRoles.None;

    /// <summary>Acts for this client.</summary>
    public bool IsFor(Guid clientId) => ClientId == clientId;
}
