using Metier.Platform;
using Microsoft.AspNetCore.Identity;

namespace Metier.Members;

/// <summary>A person with an account. One person can both hire and work.</summary>
public sealed class Member : IdentityUser<Guid>
{
    /// <summary>The longest name, in characters.</summary>
    public const int LongestName = 80;

    /// <summary>The name shown to others.</summary>
    public required string Name { get; set; }

    /// <summary><c>en</c> or <c>fr</c>: the language of mails, and of pages when the address does not say.</summary>
    public required string Language { get; set; }

    /// <summary>IANA time zone, e.g. <c>Europe/Paris</c>.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>ISO 3166 two-letter country of residence; empty until told.</summary>
    public string Country { get; set; } = "";

    /// <summary>True once the person offers work.</summary>
    public bool IsFreelancer { get; set; }

    /// <summary>The side they last looked from.</summary>
    public Hat Hat { get; set; }

    /// <summary>Roles in the operator's staff.</summary>
    public StaffRoles Roles { get; set; }

    /// <summary>When the account was made, UTC.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>When it was suspended, UTC; null while in good standing.</summary>
    public DateTime? SuspendedAt { get; set; }

    /// <summary>When the operator checked who this person is, UTC; null before, and when the check was taken back.</summary>
    public DateTime? IdentityVerifiedAt { get; set; }

    /// <summary>The last one-time code's time step that was accepted, so that no code works twice.</summary>
    public long LastTotpStep { get; set; }

    /// <summary>The address waiting for its confirmation; null when none.</summary>
    public string? NewEmail { get; set; }
}

/// <summary>The paying side: a person or a company that hires. It has members; the one who made it owns it.</summary>
public sealed class Client : IVersioned
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>The name freelancers see.</summary>
    public required string Name { get; set; }

    /// <summary>What the client does, Markdown; may be empty.</summary>
    public string About { get; set; } = "";

    /// <summary>Web site, or empty.</summary>
    public string Website { get; set; } = "";

    /// <summary>ISO 3166 two-letter country.</summary>
    public string Country { get; set; } = "";

    /// <summary>City, or empty.</summary>
    public string City { get; set; } = "";

    /// <summary>The name on invoices; the public name when empty.</summary>
    public string LegalName { get; set; } = "";

    /// <summary>The postal address on invoices; lines separated by line feeds.</summary>
    public string Address { get; set; } = "";

    /// <summary>VAT or company number on invoices, or empty.</summary>
    public string TaxId { get; set; } = "";

    /// <summary>The currency it hires in, ISO 4217.</summary>
    public required string Currency { get; set; }

    /// <summary>When it was made, UTC.</summary>
    public DateTime CreatedAt { get; init; }

    /// <inheritdoc/>
    public int Version { get; set; }
}

/// <summary>What a member of a client may do.</summary>
public enum ClientRole
{
    /// <summary>Everything, including money and members.</summary>
    Owner,

    /// <summary>Posts, hires, approves.</summary>
    HiringManager,

    /// <summary>Pays, reads invoices.</summary>
    Finance,

    /// <summary>Takes part in conversations.</summary>
    Member,
}

/// <summary>A person acting for a client.</summary>
public sealed class ClientMember
{
    /// <summary>The client.</summary>
    public Guid ClientId { get; init; }

    /// <summary>The person.</summary>
    public Guid MemberId { get; init; }

    /// <summary>What they may do.</summary>
    public ClientRole Role { get; set; }

    /// <summary>Since when, UTC.</summary>
    public DateTime Since { get; init; }
}
