using Metier.Platform;

namespace Metier.Diary;

/// <summary>Segments taken away at once: for ten seconds they can come back, then their counts and images are destroyed.</summary>
public sealed class DiaryDeletion : IVersioned
{
    /// <summary>How long it can be undone.</summary>
    public static readonly TimeSpan Undo = TimeSpan.FromSeconds(10);

    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>The contract.</summary>
    public Guid ContractId { get; init; }

    /// <summary>Whose time.</summary>
    public Guid FreelancerId { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>How many minutes.</summary>
    public int Minutes { get; init; }

    /// <summary>What came off the week, minor units.</summary>
    public long AmountMinor { get; init; }

    /// <summary>When it becomes final, UTC; null once it is final or undone.</summary>
    public DateTime? FinalAt { get; internal set; }

    /// <summary>It was undone.</summary>
    public bool Undone { get; internal set; }

    /// <inheritdoc/>
    public int Version { get; set; }
}

/// <summary>Both sides of the limit that were told of, so that nobody is told twice.</summary>
internal sealed class LimitNotice
{
    public Guid ContractId { get; init; }
    public DateOnly Monday { get; init; }

    /// <summary>The part of the limit, percent.</summary>
    public int Percent { get; init; }

    /// <summary>The limit that was meant, minutes.</summary>
    public int Limit { get; init; }
}
