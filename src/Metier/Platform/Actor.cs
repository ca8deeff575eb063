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

/// <summary>What a person may do for the client they act for. Nothing, unless their role says so.</summary>
[Flags]
public enum ClientPowers
{
    /// <summary>Takes part in conversations.</summary>
    None = 0,

    /// <summary>Posts, hires, approves work and releases money that is set aside.</summary>
    Hire = 1,

    /// <summary>Pays and keeps payment methods.</summary>
    Pay = 2,
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
    string TimeZone,
    ClientPowers Powers = ClientPowers.None
)
{
    /// <summary>
    /// Suspended: reaches only what finishes what had begun (contracts, money, documents) and has no role. Use cases that
    /// begin something refuse such an actor.
    /// </summary>
    public bool Suspended { get; init; }

    /// <summary>Hires and approves for the client.</summary>
    public bool MayHire => ClientId is not null && Powers.HasFlag(ClientPowers.Hire);

    /// <summary>Pays for the client.</summary>
    public bool MayPay => ClientId is not null && Powers.HasFlag(ClientPowers.Pay);

    /// <summary>Any role of the operator's staff.</summary>
    public bool IsStaff => Roles != StaffRoles.None;

    /// <summary>Has this role; the operator has all.</summary>
    public bool May(StaffRoles role) => (Roles & (role | StaffRoles.Operator)) != StaffRoles.None;

    /// <summary>What is said to somebody who does not hire for the client; null when they may.</summary>
    public Refusal? RefuseToHire() => MayHire ? null : new Refusal("role", PlatformText.OnlyHirers);

    /// <summary>What is said to somebody who does not pay for the client; null when they may.</summary>
    public Refusal? RefuseToPay() => MayPay ? null : new Refusal("role", PlatformText.OnlyPayers);

    /// <summary>Acts for this client.</summary>
    public bool IsFor(Guid clientId) => ClientId == clientId;
}
