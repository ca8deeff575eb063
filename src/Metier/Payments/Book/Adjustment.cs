using System.Text.Json;
using Metier.Ledger;
using Metier.Platform;

namespace Metier.Payments;

/// <summary>How far a proposed adjustment is.</summary>
public enum AdjustmentState
{
    /// <summary>Waits for another person.</summary>
    Proposed,

    /// <summary>Approved and posted.</summary>
    Posted,

    /// <summary>Declined, or taken back by whoever proposed it.</summary>
    Declined,
}

/// <summary>One line of an adjustment: which account of the book, and minor units, debits above zero.</summary>
public sealed record AdjustmentLeg(string Code, AccountKind Kind, long Minor);

/// <summary>Money to be moved by hand: proposed by one person of staff, approved by another.</summary>
internal sealed class Adjustment : IVersioned
{
    /// <summary>Characters a reason has at most.</summary>
    public const int MostReason = 500;

    public Guid Id { get; init; }
    public AdjustmentState State { get; set; }
    public required string Currency { get; init; }
    public required string LegsJson { get; init; }
    public required string Reason { get; init; }

    /// <summary>The day it counts for, when that is in an earlier month that is still open.</summary>
    public DateTime? EffectiveAt { get; init; }

    public Guid ProposedBy { get; init; }
    public DateTime ProposedAt { get; init; }
    public Guid? DecidedBy { get; set; }
    public DateTime? DecidedAt { get; set; }
    public string? Answer { get; set; }
    public int Version { get; set; }

    public IReadOnlyList<AdjustmentLeg> Legs =>
        JsonSerializer.Deserialize<List<AdjustmentLeg>>(LegsJson, EventRegistry.Json)!;
}
