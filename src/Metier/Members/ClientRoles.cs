using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Members;

/// <summary>What people are for a client, where <see cref="ClientPowers"/> is not enough: some words are an owner's.</summary>
public sealed class ClientRoles(MetierDb db)
{
    /// <summary>This person owns the client's account.</summary>
    public Task<bool> IsOwnerAsync(Guid clientId, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return db.ClientMembers.AnyAsync(
            c => c.ClientId == clientId && c.MemberId == actor.MemberId && c.Role == ClientRole.Owner,
            ct
        );
    }
}
