using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Members;

/// <summary>What other modules may know of a person.</summary>
public sealed record MemberCard(Guid Id, string Name, string Email, string Language, string TimeZone, string Country)
{
    /// <summary>Suspended now: shown to nobody but those who already work with them.</summary>
    public bool Suspended { get; init; }
}

/// <summary>What other modules may know of a client.</summary>
public sealed record ClientCard(
    Guid Id,
    string Name,
    string Country,
    string City,
    string Currency,
    DateTime CreatedAt,
    string LegalName,
    string Address,
    string TaxId
);

/// <summary>Reads people and clients for other modules, many at once.</summary>
public sealed class MemberViews(MetierDb db)
{
    /// <summary>The people with these ids; unknown ids are left out.</summary>
    public Task<Dictionary<Guid, MemberCard>> MembersAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        db
            .Members.AsNoTracking()
            .Where(m => ids.Contains(m.Id))
            .Select(m => new MemberCard(m.Id, m.Name, m.Email!, m.Language, m.TimeZone, m.Country)
            {
                Suspended = m.SuspendedAt != null,
            })
            .ToDictionaryAsync(m => m.Id, ct);

    /// <summary>The clients with these ids.</summary>
    public Task<Dictionary<Guid, ClientCard>> ClientsAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        db
            .Clients.AsNoTracking()
            .Where(c => ids.Contains(c.Id))
            .Select(c => new ClientCard(
                c.Id,
                c.Name,
                c.Country,
                c.City,
                c.Currency,
                c.CreatedAt,
                c.LegalName,
                c.Address,
                c.TaxId
            ))
            .ToDictionaryAsync(c => c.Id, ct);

    /// <summary>Those of these people whose identity the operator has checked.</summary>
    public async Task<HashSet<Guid>> WithVerifiedIdentityAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        [
            .. await db
                .Members.Where(m => ids.Contains(m.Id) && m.IdentityVerifiedAt != null)
                .Select(m => m.Id)
                .ToListAsync(ct),
        ];

    /// <summary>Everybody who acts for this client: they all see its contracts and get its mails.</summary>
    public Task<List<MemberCard>> TeamOfAsync(Guid clientId, CancellationToken ct) =>
        (
            from c in db.ClientMembers.AsNoTracking()
            where c.ClientId == clientId
            join m in db.Members on c.MemberId equals m.Id
            orderby c.Since, m.Id
            select new MemberCard(m.Id, m.Name, m.Email!, m.Language, m.TimeZone, m.Country)
            {
                Suspended = m.SuspendedAt != null,
            }
        ).ToListAsync(ct);

    /// <summary>
    /// Who of the operator's staff holds this role, without these people; when nobody does, the operators, who have every
    /// role. Suspended people are no staff.
    /// </summary>
    public async Task<List<MemberCard>> StaffAsync(
        StaffRoles role,
        IReadOnlyCollection<Guid> without,
        CancellationToken ct
    )
    {
        var staff = await db
            .Members.AsNoTracking()
            .Where(m => m.Roles != StaffRoles.None && m.SuspendedAt == null && !without.Contains(m.Id))
            .OrderBy(m => m.Id)
            .Select(m => new
            {
                m.Roles,
                Card = new MemberCard(m.Id, m.Name, m.Email!, m.Language, m.TimeZone, m.Country),
            })
            .ToListAsync(ct);
        var holders = staff.FindAll(s => s.Roles.HasFlag(role));
        return (holders.Count > 0 ? holders : staff.FindAll(s => s.Roles.HasFlag(StaffRoles.Operator))).ConvertAll(s =>
            s.Card
        );
    }

    /// <summary>
    /// The clients whose owner is suspended, as a part of a query: lists of strangers leave them out
    /// (<c>.Where(j => !hidden.Contains(j.ClientId))</c>).
    /// </summary>
    public IQueryable<Guid> SuspendedClients() =>
        from m in db.Members
        where m.SuspendedAt != null
        join c in db.ClientMembers on m.Id equals c.MemberId
        where c.Role == ClientRole.Owner
        select c.ClientId;

    /// <summary>Whether nothing new may begin with this client.</summary>
    public Task<bool> IsSuspendedAsync(Guid clientId, CancellationToken ct) =>
        SuspendedClients().AnyAsync(id => id == clientId, ct);
}
