using System.Text.Json;
using Metier.Ledger;
using Metier.Platform;

namespace Metier.Payments;

/// <summary>Who pays a fee.</summary>
public enum FeePayer
{
    /// <summary>The client, on top of each charge.</summary>
    Client,

    /// <summary>The freelancer, out of each charge.</summary>
    Freelancer,
}

/// <summary>
/// What one side pays from a day on. Never changed and never deleted: another schedule follows it, or takes its place before
/// it has begun.
/// </summary>
internal sealed class FeeSchedule
{
    /// <summary>The longest reason.</summary>
    public const int MostReason = 500;

    public Guid Id { get; init; }
    public FeePayer Payer { get; init; }

    /// <summary>ISO 4217; null for every currency that has no schedule of its own, which only a percentage can be for.</summary>
    public string? Currency { get; init; }

    /// <summary>JSON of <see cref="FeeTier"/>s; the client's fee has one.</summary>
    public required string StepsJson { get; init; }

    /// <summary>Added to each charge's fee, minor units.</summary>
    public long FixedMinor { get; init; }

    /// <summary>The least, minor units.</summary>
    public long MinimumMinor { get; init; }

    /// <summary>The most, minor units; null for no limit.</summary>
    public long? MaximumMinor { get; init; }

    /// <summary>The start of the day it begins on, UTC.</summary>
    public DateTime ValidFrom { get; init; }

    public DateTime CreatedAt { get; init; }
    public Guid CreatedBy { get; init; }
    public required string Reason { get; init; }

    public FeeLine Line() =>
        new(
            Id,
            Payer,
            Currency is null ? null : Metier.Ledger.Currency.Of(Currency),
            JsonSerializer.Deserialize<List<FeeTier>>(StepsJson, EventRegistry.Json)!,
            FixedMinor,
            MinimumMinor,
            MaximumMinor,
            ValidFrom,
            CreatedAt,
            CreatedBy,
            Reason
        );
}

/// <summary>One line of the history of fees.</summary>
/// <param name="Id">Its id; empty for what the configuration says, which is from the start.</param>
/// <param name="Payer">Who pays.</param>
/// <param name="Currency">The currency; null for all that have no schedule of their own.</param>
/// <param name="Steps">The rates by lifetime billing; one when it is flat.</param>
/// <param name="FixedMinor">Added to each charge's fee, minor units.</param>
/// <param name="MinimumMinor">The least, minor units.</param>
/// <param name="MaximumMinor">The most, minor units; null for no limit.</param>
/// <param name="ValidFrom">Since when, UTC; null for the start.</param>
/// <param name="CreatedAt">When it was set.</param>
/// <param name="CreatedBy">By whom.</param>
/// <param name="Reason">Why.</param>
public sealed record FeeLine(
    Guid Id,
    FeePayer Payer,
    Currency? Currency,
    IReadOnlyList<FeeTier> Steps,
    long FixedMinor,
    long MinimumMinor,
    long? MaximumMinor,
    DateTime? ValidFrom,
    DateTime? CreatedAt = null,
    Guid? CreatedBy = null,
    string Reason = ""
);
