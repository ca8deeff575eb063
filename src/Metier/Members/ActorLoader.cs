using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Members;

/// <summary>Turns a signed-in member's id into an actor, in one query per request.</summary>
public sealed class ActorLoader(MetierDb db)
{
    /// <summary>
    /// The actor, or null when the member is gone, suspended, or signed in before their credentials last changed
    /// (<paramref name="securityStamp"/> is what the cookie remembers).
    /// </summary>
    public async Task<Actor?> LoadAsync(Guid memberId, string? securityStamp, CancellationToken ct) =>
        await LoadForRequestAsync(memberId, securityStamp, ct) is { Suspended: false } actor ? actor : null;

    /// <summary>As <see cref="LoadAsync"/>, but a suspended person too, marked so and without roles.</summary>
    public async Task<Actor?> LoadForRequestAsync(Guid memberId, string? securityStamp, CancellationToken ct)
    {
        var row = await (
            from m in db.Members.AsNoTracking()
            where m.Id == memberId
            join c in db.ClientMembers on m.Id equals c.MemberId into cs
            from c in cs.DefaultIfEmpty()
            select new
            {
                Member = m,
                ClientId = (Guid?)c!.ClientId,
                Role = (ClientRole?)c.Role,
            }
        ).SingleOrDefaultAsync(ct);
        if (row is null || (securityStamp is not null && row.Member.SecurityStamp != securityStamp))
        {
            return null;
        }
        var m2 = row.Member;
        return new Actor(
            m2.Id,
            m2.Name,
            m2.Email ?? "",
            m2.EmailConfirmed,
            m2.IsFreelancer,
            row.ClientId,
            m2.Hat,
            m2.SuspendedAt is null ? m2.Roles : StaffRoles.None,
            m2.Language,
            m2.TimeZone,
            PowersOf(row.Role)
        )
        {
            Suspended = m2.SuspendedAt is not null,
        };
    }

    /// <summary>A role that is not named here may do nothing.</summary>
    private static ClientPowers PowersOf(ClientRole? role) =>
        role switch
        {
            ClientRole.Owner => ClientPowers.Hire | ClientPowers.Pay,
            ClientRole.HiringManager => ClientPowers.Hire,
            ClientRole.Finance => ClientPowers.Pay,
            _ => ClientPowers.None,
        };
}
