using Metier.Platform;

namespace Metier.Proposals;

/// <summary>What an offer needs to know of the proposal it answers.</summary>
/// <param name="Id">The proposal.</param>
/// <param name="JobId">Its job.</param>
/// <param name="JobTitle">The job's title.</param>
/// <param name="ClientId">Whose job.</param>
/// <param name="FreelancerId">Who proposes.</param>
/// <param name="Currency">The job's currency, ISO 4217.</param>
/// <param name="CanBeOffered">It is active: not withdrawn, declined or hired.</param>
public sealed record ProposalForOffer(
    Guid Id,
    Guid JobId,
    string JobTitle,
    Guid ClientId,
    Guid FreelancerId,
    string Currency,
    bool CanBeOffered
);

/// <summary>Proposals as Contracts meets them. Every method joins the caller's write transaction.</summary>
public sealed class ProposalsForOffers(MetierDb db)
{
    /// <summary>The proposal when the actor acts for the client of its job; null for everybody else.</summary>
    public Task<ProposalForOffer?> FindAsync(Guid id, Actor actor, CancellationToken ct) => throw Missing();

    /// <summary>An offer was sent: the proposal's terms are frozen.</summary>
    public Task<Refusal?> MarkOfferedAsync(Guid id, CancellationToken ct) => throw Missing();

    /// <summary>The offer was accepted.</summary>
    public Task<Refusal?> MarkHiredAsync(Guid id, CancellationToken ct) => throw Missing();

    /// <summary>The offer ended without a contract: the proposal is active again.</summary>
    public Task MarkReopenedAsync(Guid id, CancellationToken ct) => throw Missing();

    private InvalidOperationException Missing() => new($"Proposals are not part of this build ({db.Dialect})");
}
