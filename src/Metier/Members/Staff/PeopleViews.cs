using Metier.Platform;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Metier.Members;

/// <summary>Which people a list for staff shows.</summary>
public enum PeopleFilter
{
    /// <summary>Everybody.</summary>
    All,

    /// <summary>The operator's staff.</summary>
    Staff,

    /// <summary>Suspended people.</summary>
    Suspended,

    /// <summary>Those whose address is not confirmed.</summary>
    Unconfirmed,
}

/// <summary>A row of the list of people.</summary>
public sealed record PersonLine(
    Guid Id,
    string Name,
    string Email,
    bool Confirmed,
    bool Hires,
    bool Works,
    StaffRoles Roles,
    DateTime CreatedAt,
    DateTime? SuspendedAt
);

/// <summary>What staff see of a person's account.</summary>
public sealed record PersonFacts(
    Guid Id,
    string Name,
    string Email,
    bool Confirmed,
    string? NewEmail,
    string Language,
    string TimeZone,
    string Country,
    bool Works,
    StaffRoles Roles,
    bool TwoFactor,
    int FailedTries,
    DateTimeOffset? LockedUntil,
    DateTime CreatedAt,
    DateTime? SuspendedAt,
    DateTime? IdentityVerifiedAt,
    IReadOnlyList<PersonClient> Clients
);

/// <summary>A client a person acts for.</summary>
public sealed record PersonClient(
    Guid Id,
    string Name,
    string Currency,
    string Country,
    ClientRole Role,
    DateTime Since
);

/// <summary>How many people there are.</summary>
public sealed record PeopleCounts(int All, int NewThisWeek, int Freelancers, int Clients, int Suspended);

/// <summary>Reads people for the operator's staff.</summary>
public sealed class PeopleViews(MetierDb db, ILookupNormalizer normalizer)
{
    /// <summary>People per page.</summary>
    public const int PageSize = 50;

    /// <summary>
    /// The newest first; <paramref name="search"/> is a part of a name or the beginning of an address. One more than a page
    /// when there is a next one.
    /// </summary>
    public Task<List<PersonLine>> ListAsync(
        string? search,
        PeopleFilter filter,
        (DateTime At, Guid Id)? after,
        CancellationToken ct
    )
    {
        var hiring = db.ClientMembers;
        var query = db.Members.AsNoTracking();
        query = filter switch
        {
            PeopleFilter.Staff => query.Where(m => m.Roles != StaffRoles.None),
            PeopleFilter.Suspended => query.Where(m => m.SuspendedAt != null),
            PeopleFilter.Unconfirmed => query.Where(m => !m.EmailConfirmed),
            _ => query,
        };
        if (TypedText.Line(search) is { Length: > 0 } typed)
        {
            var name = Dialects.Contains(typed);
            var address = Dialects.BeginsWith(normalizer.NormalizeEmail(typed));
            query =
                db.Dialect == Dialect.Postgres
                    ? query.Where(m =>
                        EF.Functions.ILike(m.Name, name, "\\") || EF.Functions.Like(m.NormalizedEmail!, address, "\\")
                    )
                    : query.Where(m =>
                        EF.Functions.Like(m.Name, name, "\\") || EF.Functions.Like(m.NormalizedEmail!, address, "\\")
                    );
        }
        if (after is var (at, id))
        {
            query = query.Where(m => m.CreatedAt < at || (m.CreatedAt == at && m.Id.CompareTo(id) < 0));
        }
        return query
            .OrderByDescending(m => m.CreatedAt)
            .ThenByDescending(m => m.Id)
            .Take(PageSize + 1)
            .Select(m => new PersonLine(
                m.Id,
                m.Name,
                m.Email!,
                m.EmailConfirmed,
                hiring.Any(c => c.MemberId == m.Id),
                m.IsFreelancer,
                m.Roles,
                m.CreatedAt,
                m.SuspendedAt
            ))
            .ToListAsync(ct);
    }

    /// <summary>One person; null when there is none.</summary>
    public async Task<PersonFacts?> FindAsync(Guid id, CancellationToken ct)
    {
        var m = await db.Members.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, ct);
        if (m is null)
        {
            return null;
        }
        var clients = await (
            from c in db.ClientMembers.AsNoTracking()
            where c.MemberId == id
            join x in db.Clients on c.ClientId equals x.Id
            orderby c.Since
            select new PersonClient(x.Id, x.Name, x.Currency, x.Country, c.Role, c.Since)
        ).ToListAsync(ct);
        return new PersonFacts(
            m.Id,
            m.Name,
            m.Email ?? "",
            m.EmailConfirmed,
            m.NewEmail,
            m.Language,
            m.TimeZone,
            m.Country,
            m.IsFreelancer,
            m.Roles,
            m.TwoFactorEnabled,
            m.AccessFailedCount,
            m.LockoutEnd,
            m.CreatedAt,
            m.SuspendedAt,
            m.IdentityVerifiedAt,
            clients
        );
    }

    /// <summary>The person with exactly this address, or this id.</summary>
    public async Task<Guid?> ResolveAsync(string? typed, CancellationToken ct)
    {
        if (Guid.TryParse(typed, out var id))
        {
            return await db.Members.AnyAsync(m => m.Id == id, ct) ? id : null;
        }
        var normalized = normalizer.NormalizeEmail((typed ?? "").Trim());
        return await db
            .Members.Where(m => m.NormalizedEmail == normalized)
            .Select(m => (Guid?)m.Id)
            .SingleOrDefaultAsync(ct);
    }

    /// <summary>How many there are.</summary>
    public async Task<PeopleCounts> CountsAsync(CancellationToken ct)
    {
        var week = db.Now.AddDays(-7);
        return new PeopleCounts(
            await db.Members.CountAsync(ct),
            await db.Members.CountAsync(m => m.CreatedAt >= week, ct),
            await db.Members.CountAsync(m => m.IsFreelancer, ct),
            await db.Clients.CountAsync(ct),
            await db.Members.CountAsync(m => m.SuspendedAt != null, ct)
        );
    }
}
