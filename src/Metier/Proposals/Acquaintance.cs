using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Proposals;

/// <summary>Who knows whom: a freelancer who applied to a client, or works for them, is no stranger to them.</summary>
public sealed class Acquaintance(MetierDb db)
{
    /// <summary>
    /// Whether this freelancer sent the client the visitor acts for a proposal that was not withdrawn. Offers and contracts
    /// grow out of proposals, so this covers those who work together.
    /// </summary>
    public async Task<bool> KnowsAsync(Actor? visitor, Guid freelancerId, CancellationToken ct) =>
        visitor?.ClientId is { } client
        && await db.Proposals.AnyAsync(
            p =>
                p.FreelancerId == freelancerId
                && p.ClientId == client
                && p.SentAt != null
                && p.State != ProposalState.Withdrawn,
            ct
        );
}
