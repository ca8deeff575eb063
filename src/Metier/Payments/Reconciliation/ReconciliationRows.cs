using Metier.Platform;

namespace Metier.Payments;

/// <summary>A line of a provider's own books as it was first told; see <see cref="SettlementLine"/>.</summary>
internal sealed class SettlementRow : IVersioned
{
    public required string Provider { get; init; }
    public required string LineId { get; init; }
    public SettlementKind Kind { get; init; }
    public required string Currency { get; init; }
    public long GrossMinor { get; set; }
    public long FeeMinor { get; set; }
    public long NetMinor { get; set; }
    public DateTime BookedAt { get; init; }
    public DateTime AvailableOn { get; set; }
    public required string SourceReference { get; init; }

    /// <summary>Our operation it belongs to; null while nothing of ours was found.</summary>
    public Guid? OperationId { get; set; }

    public required string Text { get; init; }
    public DateTime FirstSeenAt { get; init; }
    public int Version { get; set; }
}

/// <summary>In what way a provider's books and ours differ.</summary>
public enum DifferenceKind
{
    /// <summary>We booked it; the provider has no line of it.</summary>
    Missing,

    /// <summary>The provider has a line that is nothing of ours.</summary>
    Extra,

    /// <summary>Both have it, with other amounts.</summary>
    Amount,

    /// <summary>A line that was told before came again with another amount or fee.</summary>
    Changed,

    /// <summary>The provider's balance is not the sum of what it told.</summary>
    Balance,
}

/// <summary>Something in which a provider's books and ours differ; listed until somebody explains it, or it goes away by itself.</summary>
internal sealed class Difference : IVersioned
{
    /// <summary>Made of what differs, so that the same difference is one row however often it is found.</summary>
    public Guid Id { get; init; }

    public required string Provider { get; init; }
    public DifferenceKind Kind { get; init; }
    public required string Currency { get; init; }

    /// <summary>Minor units in our books.</summary>
    public long OursMinor { get; set; }

    /// <summary>Minor units in the provider's.</summary>
    public long TheirsMinor { get; set; }

    /// <summary>The provider's line, or its id of the operation.</summary>
    public required string Reference { get; init; }

    public Guid? OperationId { get; init; }
    public DateTime FoundAt { get; init; }

    /// <summary>When it was explained, or was gone.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>Who explained it; null when it went away by itself.</summary>
    public Guid? ExplainedBy { get; set; }

    public string? Reason { get; set; }
    public int Version { get; set; }
}

/// <summary>What one comparison found for one currency of one provider. Never changed.</summary>
internal sealed class ReconciliationRow
{
    public Guid Id { get; init; }
    public required string Provider { get; init; }
    public required string Currency { get; init; }

    /// <summary>The moment the provider's balance was true, UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>What the provider says it holds.</summary>
    public long TheirsMinor { get; init; }

    /// <summary>What our accounts of this provider say.</summary>
    public long OursMinor { get; init; }

    /// <summary>Movements one side knows and the other not yet.</summary>
    public long UnderWayMinor { get; init; }

    /// <summary>Held for clients and freelancers in this currency, whole instance.</summary>
    public long HeldMinor { get; init; }

    /// <summary>Handed to the provider and on its way to freelancers.</summary>
    public long TransitMinor { get; init; }

    /// <summary>
    /// Paid to the provider in other currencies for what is held in this one; below zero where what lies there in this currency
    /// belongs to another.
    /// </summary>
    public long ExchangedMinor { get; init; }

    /// <summary>Taken by clients' banks through providers, and not decided.</summary>
    public long DisputedMinor { get; init; }
}
