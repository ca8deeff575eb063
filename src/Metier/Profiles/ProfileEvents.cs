namespace Metier.Profiles;

/// <summary>Something on a freelancer's profile changed: read it again (<see cref="ProfileViews.DocumentsAsync"/>).</summary>
public sealed record ProfileChanged(Guid FreelancerId);

/// <summary>Files that no page shows any more; their bytes can go.</summary>
public sealed record ProfileFilesDropped(IReadOnlyList<Guid> FileIds);
