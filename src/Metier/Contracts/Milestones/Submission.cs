namespace Metier.Contracts;

/// <summary>Work handed in.</summary>
public sealed class Submission
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>The milestone.</summary>
    public Guid MilestoneId { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>What the freelancer says about it.</summary>
    public required string Message { get; init; }

    /// <summary>The client's formal request for changes, if it made one.</summary>
    public string? ChangesAsked { get; set; }

    /// <summary>When changes were asked for.</summary>
    public DateTime? ChangesAskedAt { get; set; }
}

/// <summary>A file handed in; its hash proves later what was delivered.</summary>
public sealed class SubmissionFile
{
    /// <summary>The submission.</summary>
    public Guid SubmissionId { get; init; }

    /// <summary>The stored file.</summary>
    public Guid FileId { get; init; }
}
