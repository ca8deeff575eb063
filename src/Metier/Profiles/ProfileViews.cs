using Metier.Ledger;
using Metier.Members;
using Metier.Platform;
using Metier.Taxonomy;
using Microsoft.EntityFrameworkCore;

namespace Metier.Profiles;

/// <summary>A freelancer in a list: proposals, search, invitations.</summary>
/// <param name="Id">The member's id.</param>
/// <param name="Name">Shown name.</param>
/// <param name="Title">Professional title; may be empty.</param>
/// <param name="PhotoUrl">A link that lives a few hours, or null.</param>
/// <param name="City">May be empty.</param>
/// <param name="Country">ISO 3166; may be empty.</param>
/// <param name="TimeZone">IANA name.</param>
/// <param name="Rate">Per hour; null until told.</param>
/// <param name="Skills">Skill ids in the owner's order.</param>
/// <param name="Languages">ISO 639-1 codes with levels.</param>
/// <param name="Availability">How much work is welcome.</param>
/// <param name="FreeFrom">Not before this day; null = now.</param>
/// <param name="Visibility">Who may see the profile; a list of strangers leaves out what is hidden.</param>
/// <param name="Percent">Completeness, 0 to 100.</param>
public sealed record ProfileCard(
    Guid Id,
    string Name,
    string Title,
    string? PhotoUrl,
    string City,
    string Country,
    string TimeZone,
    Money? Rate,
    IReadOnlyList<string> Skills,
    IReadOnlyList<SpokenLanguage> Languages,
    Availability Availability,
    DateOnly? FreeFrom,
    ProfileVisibility Visibility,
    int Percent
)
{
    /// <summary>"Lyon, France" in the language of the request.</summary>
    public string Place => Countries.Place(City, Country);

    /// <summary>As its owner says; null until told.</summary>
    public Experience? Experience { get; init; }
}

/// <summary>A freelancer in a long list, with what a row shows and no more, so that it takes a few small queries.</summary>
public sealed record ProfileRow(
    Guid Id,
    string Name,
    string Title,
    string? PhotoUrl,
    string City,
    string Country,
    string TimeZone,
    Money? Rate,
    IReadOnlyList<string> Skills,
    Availability Availability,
    DateOnly? FreeFrom,
    ProfileVisibility Visibility
)
{
    /// <summary>"Lyon, France" in the language of the request.</summary>
    public string Place => Countries.Place(City, Country);

    /// <summary>As its owner says; null until told.</summary>
    public Experience? Experience { get; init; }

    /// <summary>The operator has checked who they are.</summary>
    public bool IdentityVerified { get; init; }
}

/// <summary>A language on a profile.</summary>
public sealed record SpokenLanguage(string Code, LanguageLevel Level)
{
    /// <summary>The language's name in the language of the request.</summary>
    public string Name => SpokenLanguages.Name(Code);
}

/// <summary>What the search index and the matching engine read of a freelancer.</summary>
/// <param name="Card">Facts.</param>
/// <param name="Overview">The overview's words, without Markdown.</param>
/// <param name="History">Roles, companies, degrees, certificates and pieces of work as words.</param>
/// <param name="CreatedAt">When the profile was begun, UTC.</param>
/// <param name="UpdatedAt">Its last change, UTC.</param>
public sealed record ProfileDocument(
    ProfileCard Card,
    string Overview,
    IReadOnlyList<string> History,
    DateTime CreatedAt,
    DateTime UpdatedAt
)
{
    /// <summary>Whether searches and shortlists may show it: not hidden, open to work, with a title and a skill.</summary>
    public bool Listed =>
        Card.Visibility != ProfileVisibility.Hidden
        && Card.Availability != Availability.None
        && Card.Title.Length > 0
        && Card.Skills.Count > 0;
}

/// <summary>Reads profiles for pages and for other modules.</summary>
public sealed class ProfileViews(
    MetierDb db,
    MemberViews members,
    FileLinks links,
    ProfileAccess access,
    SkillCatalogue catalogue
)
{
    /// <summary>Cards of many at once, in a fixed number of queries. People without a profile or account are left out.</summary>
    public async Task<Dictionary<Guid, ProfileCard>> CardsAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        (await DocumentsAsync(ids, ct)).ToDictionary(d => d.Key, d => d.Value.Card);

    /// <summary>
    /// Rows of many at once. Left out is whoever no search may show at this moment: hidden, taking no work, suspended, gone.
    /// </summary>
    public async Task<Dictionary<Guid, ProfileRow>> RowsAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var rows = await ReadRowsAsync(ids, ct);
        return rows.Where(r => r.Visibility != ProfileVisibility.Hidden && r.Availability != Availability.None)
            .ToDictionary(r => r.Id);
    }

    /// <summary>One's own row, hidden or not; null before the first change of the profile.</summary>
    public async Task<ProfileRow?> OwnRowAsync(Actor actor, CancellationToken ct) =>
        (await ReadRowsAsync([actor.MemberId], ct)).SingleOrDefault();

    private async Task<List<ProfileRow>> ReadRowsAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var profiles = await db.Profiles.AsNoTracking().Where(p => ids.Contains(p.Id)).ToListAsync(ct);
        var people = await members.MembersAsync(ids, ct);
        var skills = (
            await db
                .ProfileSkills.AsNoTracking()
                .Where(s => ids.Contains(s.ProfileId))
                .OrderBy(s => s.Position)
                .ToListAsync(ct)
        ).ToLookup(s => s.ProfileId, s => s.SkillId);
        var verified = await members.WithVerifiedIdentityAsync(ids, ct);
        var today = DateOnly.FromDateTime(db.Now);
        return
        [
            .. profiles
                .Where(p => people.ContainsKey(p.Id))
                .Select(p => new ProfileRow(
                    p.Id,
                    people[p.Id].Name,
                    p.Title,
                    p.PhotoId is { } photo ? links.To(photo, p.PhotoName) : null,
                    p.City,
                    p.Country,
                    p.TimeZone,
                    p.Rate,
                    catalogue.Current([.. skills[p.Id]]),
                    p.Availability,
                    p.FreeFrom > today ? p.FreeFrom : null,
                    Shown(p, people[p.Id])
                )
                {
                    Experience = p.Experience,
                    IdentityVerified = verified.Contains(p.Id),
                }),
        ];
    }

    /// <summary>The photos of those among them who have one, as links that live a few hours.</summary>
    public async Task<Dictionary<Guid, string>> PhotosAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        (
            await db
                .Profiles.AsNoTracking()
                .Where(p => ids.Contains(p.Id) && p.PhotoId != null)
                .Select(p => new
                {
                    p.Id,
                    File = p.PhotoId!.Value,
                    p.PhotoName,
                })
                .ToListAsync(ct)
        ).ToDictionary(p => p.Id, p => links.To(p.File, p.PhotoName));

    /// <summary>Documents of many at once, for the search index.</summary>
    public async Task<Dictionary<Guid, ProfileDocument>> DocumentsAsync(
        IReadOnlyCollection<Guid> ids,
        CancellationToken ct
    )
    {
        var people = await members.MembersAsync(ids, ct);
        var profiles = await ProfileAccess
            .Whole(db.Profiles.AsNoTracking().Where(p => ids.Contains(p.Id)).OrderBy(p => p.Id))
            .ToListAsync(ct);
        return profiles.Where(p => people.ContainsKey(p.Id)).ToDictionary(p => p.Id, p => Document(p, people[p.Id]));
    }

    /// <summary>Ids of all profiles after <paramref name="after"/>, in their order: for building an index page by page.</summary>
    public Task<List<Guid>> IdsAsync(Guid after, int take, CancellationToken ct) =>
        db
            .Profiles.AsNoTracking()
            .Where(p => p.Id.CompareTo(after) > 0)
            .OrderBy(p => p.Id)
            .Select(p => p.Id)
            .Take(take)
            .ToListAsync(ct);

    /// <summary>Ids of the profiles that carry one of these skills, as stored.</summary>
    public Task<List<Guid>> WithSkillAsync(IReadOnlyCollection<string> skills, CancellationToken ct) =>
        db.ProfileSkills.Where(s => skills.Contains(s.SkillId)).Select(s => s.ProfileId).Distinct().ToListAsync(ct);

    /// <summary>How many profiles carry each of these skills, as stored; those that none carries are left out.</summary>
    public Task<Dictionary<string, int>> SkillUsesAsync(IReadOnlyCollection<string> skills, CancellationToken ct) =>
        db
            .ProfileSkills.Where(s => skills.Contains(s.SkillId))
            .GroupBy(s => s.SkillId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);

    /// <summary>Whether this member has told anything about themselves yet.</summary>
    public Task<bool> BegunAsync(Guid id, CancellationToken ct) => db.Profiles.AnyAsync(p => p.Id == id, ct);

    /// <summary>
    /// A profile as this visitor may see it; null when there is none for them. <paramref name="related"/>: they work with
    /// or were applied to by this freelancer, which opens a hidden profile to them.
    /// </summary>
    public async Task<ProfileView?> FindAsync(Guid id, Actor? visitor, bool related, CancellationToken ct)
    {
        var person = (await members.MembersAsync([id], ct)).GetValueOrDefault(id);
        var profile = await ProfileAccess.Whole(db.Profiles.AsNoTracking()).SingleOrDefaultAsync(p => p.Id == id, ct);
        if (person is null || profile is null)
        {
            return null;
        }
        var may =
            visitor?.MemberId == id
            || visitor is { IsStaff: true }
            || related
            || Shown(profile, person) switch
            {
                ProfileVisibility.Public => true,
                ProfileVisibility.Members => visitor is not null,
                _ => false,
            };
        return may ? View(profile, person) : null;
    }

    /// <summary>One's own profile, for editing; a blank one before the first change. Null for people who are no freelancers.</summary>
    public async Task<ProfileView?> OwnAsync(Actor actor, CancellationToken ct)
    {
        if (!actor.IsFreelancer)
        {
            return null;
        }
        var person = (await members.MembersAsync([actor.MemberId], ct))[actor.MemberId];
        var profile =
            await ProfileAccess.Whole(db.Profiles.AsNoTracking()).SingleOrDefaultAsync(p => p.Id == actor.MemberId, ct)
            ?? await access.BlankAsync(actor, ct);
        return View(profile, person);
    }

    /// <summary>A suspended person is as good as hidden, whatever they chose; their choice comes back with them.</summary>
    private static ProfileVisibility Shown(FreelancerProfile profile, MemberCard person) =>
        person.Suspended ? ProfileVisibility.Hidden : profile.Visibility;

    private ProfileCard Card(FreelancerProfile p, MemberCard person) =>
        new(
            p.Id,
            person.Name,
            p.Title,
            p.PhotoId is { } photo ? links.To(photo, p.PhotoName) : null,
            p.City,
            p.Country,
            p.TimeZone,
            p.Rate,
            Skills(p),
            [.. p.Languages.OrderBy(l => l.Position).Select(l => new SpokenLanguage(l.Code, l.Level))],
            p.Availability,
            p.FreeFrom > DateOnly.FromDateTime(db.Now) ? p.FreeFrom : null,
            Shown(p, person),
            Completeness.Of(p, Skills(p).Count).Percent
        )
        {
            Experience = p.Experience,
        };

    /// <summary>As they are read now: what was merged is the other one, what was rejected is nothing.</summary>
    private IReadOnlyList<string> Skills(FreelancerProfile p) =>
        catalogue.Current([.. p.Skills.OrderBy(s => s.Position).Select(s => s.SkillId)]);

    private ProfileDocument Document(FreelancerProfile p, MemberCard person) =>
        new(
            Card(p, person),
            SafeMarkdown.ToText(p.Overview),
            [
                .. p.Employments.OrderByDescending(e => e.From).SelectMany(e => new[] { e.Role, e.Company }),
                .. p.Educations.Select(e => e.Degree),
                .. p.Certificates.Select(c => c.Name),
                .. p.Work.OrderBy(w => w.Position).Select(w => w.Title),
            ],
            p.CreatedAt,
            p.UpdatedAt
        );

    private ProfileView View(FreelancerProfile p, MemberCard person) =>
        new(
            Card(p, person),
            p.Overview,
            p.VideoUrl,
            [
                .. p
                    .Employments.OrderByDescending(e => e.To ?? DateOnly.MaxValue)
                    .ThenByDescending(e => e.From)
                    .Select(e => new EmploymentView(e.Id, e.Company, e.Role, e.From, e.To, e.Description, e.Stamp)),
            ],
            [
                .. p
                    .Educations.OrderByDescending(e => e.ToYear ?? e.FromYear ?? 0)
                    .Select(e => new EducationView(e.Id, e.School, e.Degree, e.FromYear, e.ToYear, e.Stamp)),
            ],
            [
                .. p
                    .Certificates.OrderByDescending(c => c.Year ?? 0)
                    .ThenBy(c => c.Name, StringComparer.Ordinal)
                    .Select(c => new CertificateView(c.Id, c.Name, c.Issuer, c.Year, c.Url, c.Stamp)),
            ],
            [.. p.Work.OrderBy(w => w.Position).Select(Work)],
            Completeness.Of(p, Skills(p).Count),
            new ProfileStamps(p.IntroStamp, p.SkillsStamp, p.TermsStamp, p.PlaceStamp, p.LanguagesStamp),
            p.CreatedAt
        );

    private WorkView Work(PortfolioItem w) =>
        new(
            w.Id,
            w.Title,
            w.Description,
            w.Url,
            w.Year,
            [
                .. w
                    .Files.OrderBy(f => f.Position)
                    .Select(f => new WorkFileView(
                        f.Id,
                        f.Name,
                        f.Bytes,
                        links.To(f.Id, f.Name),
                        f.PreviewId is { } preview ? links.To(preview, f.Name) : null
                    )),
            ],
            w.Stamp
        );
}
