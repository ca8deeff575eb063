using Metier.Contracts;
using Metier.Platform;

namespace Metier.Payroll;

/// <summary>A staffing provider or portage company, set up by the operator.</summary>
public sealed class StaffingPartner : IVersioned
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>The name people see.</summary>
    public required string Name { get; init; }

    /// <summary>The legal name, as on its invoices.</summary>
    public required string LegalName { get; set; }

    /// <summary>Its address.</summary>
    public required string Address { get; set; }

    /// <summary>Registration and tax numbers.</summary>
    public required string TaxId { get; set; }

    /// <summary>Since when, UTC.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>Takes nothing new from then on, UTC; null while it does.</summary>
    public DateTime? ClosedAt { get; set; }

    /// <inheritdoc/>
    public int Version { get; set; }
}

/// <summary>A person who acts for a partner; nobody acts for two.</summary>
public sealed class PartnerMember
{
    /// <summary>The person.</summary>
    public Guid MemberId { get; init; }

    /// <summary>The partner.</summary>
    public Guid PartnerId { get; init; }

    /// <summary>Since when, UTC.</summary>
    public DateTime Since { get; init; }
}

/// <summary>
/// What a partner offers in a country, from a moment on: a price list with its history. Rows are never changed; the latest of a partner,
/// country, form and currency counts.
/// </summary>
public sealed class PayrollPrice
{
    /// <summary>Id, ordered by time.</summary>
    public Guid Id { get; init; }

    /// <summary>The partner.</summary>
    public Guid PartnerId { get; init; }

    /// <summary>Where people are employed, two letters.</summary>
    public required string Country { get; init; }

    /// <summary>How.</summary>
    public PayrollForm Form { get; init; }

    /// <summary>The currency of the contracts.</summary>
    public required string Currency { get; init; }

    /// <summary>On top of the cost, parts per million.</summary>
    public int MarkupPpm { get; init; }

    /// <summary>Within the cost, parts per million.</summary>
    public int ManagementPpm { get; init; }

    /// <summary>The lowest rate an hour, minor units.</summary>
    public long LowestRateMinor { get; init; }

    /// <summary>False: no longer offered.</summary>
    public bool Offered { get; init; }

    /// <summary>From when on, UTC.</summary>
    public DateTime From { get; init; }

    /// <summary>Who set it.</summary>
    public Guid SetBy { get; init; }
}

/// <summary>The key of a partner's own program; only its hash is kept.</summary>
public sealed class PartnerToken
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>The partner.</summary>
    public Guid PartnerId { get; init; }

    /// <summary>What it is for.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the token, lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>Its last four characters.</summary>
    public required string Hint { get; init; }

    /// <summary>Who made it.</summary>
    public Guid CreatedBy { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>When it was last used, to the minute, UTC.</summary>
    public DateTime? UsedAt { get; set; }

    /// <summary>When it was withdrawn, UTC.</summary>
    public DateTime? RevokedAt { get; set; }
}
