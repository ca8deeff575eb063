namespace Metier.Jobs;

/// <summary>A job takes proposals now: posted, or opened again.</summary>
public sealed record JobPosted(Guid JobId);

/// <summary>Something that is shown or searched changed on an open job.</summary>
public sealed record JobChanged(Guid JobId);

/// <summary>A job takes no more proposals: filled, closed or expired.</summary>
public sealed record JobClosed(Guid JobId, JobState State);
