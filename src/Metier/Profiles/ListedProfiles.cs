using System.Linq.Expressions;
using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Profiles;

/// <summary>What is asked of listed freelancers in plain columns. Only what is set filters.</summary>
public sealed record ListedQuery
{
    /// <summary>Each of these must be there, or not.</summary>
    public IReadOnlyList<PlainWord> Words { get; init; } = [];

    /// <summary>For each skill asked for, the ids it may be stored under.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Skills { get; init; } = [];

    /// <summary>Any of these skills: a category; null for any.</summary>
    public IReadOnlyList<string>? AnySkill { get; init; }

    /// <summary>Bounds of the hourly rate in minor units, for every currency that can be compared; null for any rate.</summary>
    public IReadOnlyList<RateBounds>? Rates { get; init; }
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Each must be spoken at <see cref="Fluency"/> or better.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];
    public LanguageLevel Fluency { get; init; } = LanguageLevel.Conversational;

    /// <summary>Any of these.</summary>
    public IReadOnlyList<Availability> Availabilities { get; init; } = [];
    public DateOnly? FreeBy { get; init; }

    /// <summary>Any of these.</summary>
    public IReadOnlyList<Experience> Experiences { get; init; } = [];

    /// <summary>The operator has checked who they are.</summary>
    public bool IdentityVerified { get; init; }

    /// <summary>Any of these time zones; null for any.</summary>
    public IReadOnlyList<string>? TimeZones { get; init; }

    /// <summary>Leaves out who is for members only.</summary>
    public bool ForVisitors { get; init; }
}

/// <summary>Bounds of an hourly rate in one currency.</summary>
public sealed record RateBounds(string Currency, long? Least, long? Most);

/// <summary>Lists freelancers straight from their tables, the newest first, while nothing better is ready.</summary>
public sealed class ListedProfiles(MetierDb db)
{
    /// <summary>One page after or before a key; without one the first.</summary>
    public async Task<PlainPage> PageAsync(
        ListedQuery query,
        (DateTime At, Guid Id)? after,
        (DateTime At, Guid Id)? before,
        int size,
        CancellationToken ct
    )
    {
        var listed = Wanted(Filtered(query), query);
        if (before is { } first)
        {
            var newer = await listed
                .Where(p => p.CreatedAt > first.At || (p.CreatedAt == first.At && p.Id.CompareTo(first.Id) > 0))
                .OrderBy(p => p.CreatedAt)
                .ThenBy(p => p.Id)
                .Take(size + 1)
                .Select(p => new { p.CreatedAt, p.Id })
                .ToListAsync(ct);
            return new PlainPage(
                [.. newer.Take(size).Reverse().Select(p => (p.CreatedAt, p.Id))],
                HasNext: true,
                HasPrevious: newer.Count > size
            );
        }
        if (after is { } last)
        {
            listed = listed.Where(p =>
                p.CreatedAt < last.At || (p.CreatedAt == last.At && p.Id.CompareTo(last.Id) < 0)
            );
        }
        var found = await listed
            .OrderByDescending(p => p.CreatedAt)
            .ThenByDescending(p => p.Id)
            .Take(size + 1)
            .Select(p => new { p.CreatedAt, p.Id })
            .ToListAsync(ct);
        return new PlainPage(
            [.. found.Take(size).Select(p => (p.CreatedAt, p.Id))],
            found.Count > size,
            HasPrevious: after is not null
        );
    }

    private IQueryable<FreelancerProfile> Filtered(ListedQuery query)
    {
        var skills = db.ProfileSkills;
        var languages = db.ProfileLanguages;
        var suspended = db.Set<Member>().Where(m => m.SuspendedAt != null).Select(m => m.Id);
        var listed = db
            .Profiles.AsNoTracking()
            .Where(p => p.Visibility != ProfileVisibility.Hidden && p.Availability != Availability.None)
            .Where(p => p.Title != "" && skills.Any(s => s.ProfileId == p.Id) && !suspended.Contains(p.Id));
        listed = query.ForVisitors ? listed.Where(p => p.Visibility == ProfileVisibility.Public) : listed;
        foreach (var ids in query.Skills)
        {
            listed = listed.Where(p => skills.Any(s => s.ProfileId == p.Id && ids.Contains(s.SkillId)));
        }
        if (query.AnySkill is { } any)
        {
            listed = listed.Where(p => skills.Any(s => s.ProfileId == p.Id && any.Contains(s.SkillId)));
        }
        if (query.Countries is { Count: > 0 } countries)
        {
            listed = listed.Where(p => countries.Contains(p.Country));
        }
        // Levels are stored by their names, which are in no order.
        var enough = Enum.GetValues<LanguageLevel>().Where(l => l >= query.Fluency).ToList();
        foreach (var code in query.Languages)
        {
            listed = listed.Where(p =>
                languages.Any(l => l.ProfileId == p.Id && l.Code == code && enough.Contains(l.Level))
            );
        }
        if (query.Availabilities is { Count: > 0 } times)
        {
            listed = listed.Where(p => times.Contains(p.Availability));
        }
        if (query.FreeBy is { } by)
        {
            listed = listed.Where(p => p.FreeFrom == null || p.FreeFrom <= by);
        }
        if (query.Experiences is { Count: > 0 } levels)
        {
            listed = listed.Where(p => p.Experience != null && levels.Contains(p.Experience.Value));
        }
        if (query.IdentityVerified)
        {
            var checkedPeople = db.Set<Member>().Where(m => m.IdentityVerifiedAt != null).Select(m => m.Id);
            listed = listed.Where(p => checkedPeople.Contains(p.Id));
        }
        if (query.TimeZones is { } zones)
        {
            listed = listed.Where(p => zones.Contains(p.TimeZone));
        }
        return query.Rates is { } rates ? listed.Where(Conditions.Any(rates.Select(Within))) : listed;
    }

    private IQueryable<FreelancerProfile> Wanted(IQueryable<FreelancerProfile> listed, ListedQuery query)
    {
        var skills = db.ProfileSkills;
        foreach (var (text, ids, unwanted) in query.Words)
        {
            var there = Conditions.Any([
                Conditions.Contains<FreelancerProfile>(p => p.Title, text, db.Dialect),
                Conditions.Contains<FreelancerProfile>(p => p.Overview, text, db.Dialect),
                p => skills.Any(s => s.ProfileId == p.Id && ids.Contains(s.SkillId)),
            ]);
            listed = listed.Where(unwanted ? Conditions.Not(there) : there);
        }
        return listed;
    }

    private static Expression<Func<FreelancerProfile, bool>> Within(RateBounds bounds)
    {
        var (currency, least, most) = (bounds.Currency, bounds.Least ?? 0, bounds.Most ?? long.MaxValue);
        return p => p.RateCurrency == currency && p.RateMinor >= least && p.RateMinor <= most;
    }
}
