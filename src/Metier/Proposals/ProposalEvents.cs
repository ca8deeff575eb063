namespace Metier.Proposals;

/// <summary>A proposal reached its client; <paramref name="InvitationId"/> when it answers an invitation.</summary>
public sealed record ProposalSent(Guid ProposalId, Guid JobId, Guid ClientId, Guid FreelancerId, Guid? InvitationId);

/// <summary>The freelancer changed the terms of a proposal that was already sent.</summary>
public sealed record ProposalChanged(Guid ProposalId, Guid JobId, Guid ClientId, Guid FreelancerId);

/// <summary>The client opened a proposal for the first time.</summary>
public sealed record ProposalOpened(Guid ProposalId, Guid JobId, Guid ClientId, Guid FreelancerId);

/// <summary>The freelancer took a proposal back.</summary>
public sealed record ProposalWithdrawn(Guid ProposalId, Guid JobId, Guid ClientId, Guid FreelancerId);

/// <summary>The client declined a proposal; <paramref name="By"/> is who of its team.</summary>
public sealed record ProposalDeclined(Guid ProposalId, Guid JobId, Guid ClientId, Guid FreelancerId, Guid? By = null);

/// <summary>A client invited a freelancer to propose.</summary>
public sealed record InvitationSent(Guid InvitationId, Guid JobId, Guid ClientId, Guid FreelancerId);

/// <summary>A freelancer declined an invitation.</summary>
public sealed record InvitationDeclined(Guid InvitationId, Guid JobId, Guid ClientId, Guid FreelancerId);
