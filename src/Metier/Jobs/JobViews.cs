using System.Linq.Expressions;
using Metier.Ledger;
using Metier.Members;
using Metier.Platform;
using Metier.Taxonomy;
using Microsoft.EntityFrameworkCore;

namespace Metier.Jobs;

/// <summary>A skill a job asks for.</summary>
public sealed record JobSkillView(string SkillId, bool Must);

/// <summary>A screening question.</summary>
public sealed record JobQuestionView(Guid Id, string Text, bool Required);

/// <summary>What other modules need to know of a job.</summary>
public sealed record JobCard(
    Guid Id,
    Guid ClientId,
    string Title,
    JobState State,
    JobVisibility Visibility,
    JobPayment? Payment,
    string Currency,
    DateTime? PostedAt
);

/// <summary>A job with everything on it. Counts are of now; <see cref="Proposals"/> leaves out withdrawn ones.</summary>
public sealed record JobView
{
    public required Guid Id { get; init; }
    public required Guid ClientId { get; init; }
    public required string Title { get; init; }

    /// <summary>Markdown.</summary>
    public required string Description { get; init; }

    /// <summary>A trade or sub-category of the taxonomy.</summary>
    public string? CategoryId { get; init; }
    public required string Language { get; init; }
    public IReadOnlyList<JobSkillView> Skills { get; init; } = [];
    public IReadOnlyList<JobQuestionView> Questions { get; init; } = [];
    public IReadOnlyList<StoredFile> Files { get; init; } = [];
    public JobSize? Size { get; init; }
    public JobLength? Length { get; init; }
    public JobLevel? Level { get; init; }
    public JobPayment? Payment { get; init; }
    public required Currency Currency { get; init; }

    /// <summary>The lowest hourly rate; null for a fixed price.</summary>
    public Money? PriceMin { get; init; }

    /// <summary>The budget, or the highest hourly rate.</summary>
    public Money? PriceMax { get; init; }
    public DateOnly? StartOn { get; init; }
    public ProofLevel? Proof { get; init; }
    public JobVisibility Visibility { get; init; }
    public JobState State { get; init; }
    public DateTime SavedAt { get; init; }
    public DateTime? PostedAt { get; init; }
    public DateTime? ExpiresAt { get; init; }
    public DateTime? ClosedAt { get; init; }
    public JobCloseReason? CloseReason { get; init; }
    public ContactKinds Contacts { get; init; }
    public int Proposals { get; init; }
    public int Invitations { get; init; }
    public int Interviews { get; init; }
    public int Hires { get; init; }
    public bool QuestionsFrozen { get; init; }

    /// <summary>When a moderator took it away; null unless one did.</summary>
    public DateTime? RemovedAt { get; init; }

    /// <summary>Shown to no stranger: removed by a moderator, or its client is suspended.</summary>
    public bool Hidden { get; init; }

    /// <summary>Ids of the skills it must have.</summary>
    public IEnumerable<string> MustHave => Skills.Where(s => s.Must).Select(s => s.SkillId);

    /// <summary>Ids of the skills that would be nice.</summary>
    public IEnumerable<string> NiceToHave => Skills.Where(s => !s.Must).Select(s => s.SkillId);
}

/// <summary>One line of "my jobs".</summary>
public sealed record MyJob(
    Guid Id,
    string Title,
    JobState State,
    JobVisibility Visibility,
    int Proposals,
    int Invitations,
    int Interviews,
    int Hires,
    DateTime CreatedAt,
    DateTime? PostedAt,
    DateTime? ExpiresAt,
    DateTime? ClosedAt
)
{
    /// <summary>Open, and over soon if nothing happens: its client was warned.</summary>
    public bool ExpiresSoon { get; init; }
}

/// <summary>What a client did with jobs before: posted ones, those with a hire, and those that ended one way or the other.</summary>
public sealed record ClientJobFacts(int Posted, int WithHire, int Ended);

/// <summary>Reads jobs, for pages and for other modules.</summary>
public sealed class JobViews(
    MetierDb db,
    JobAccess access,
    MemberViews members,
    RuleOptions rules,
    SkillCatalogue catalogue
)
{
    /// <summary>The job, when this person may see it: its client always, others once it was posted.</summary>
    public async Task<JobView?> FindAsync(Guid id, Actor? actor, CancellationToken ct) =>
        await JobAccess.Whole(access.VisibleTo(actor).AsNoTracking()).SingleOrDefaultAsync(j => j.Id == id, ct)
            is { } job
            ? View(job, await FilesAsync([job], ct))
            : null;

    /// <summary>The job when this person acts for its client.</summary>
    public async Task<JobView?> OwnAsync(Guid id, Actor actor, CancellationToken ct) =>
        await FindAsync(id, actor, ct) is { } job && actor.IsFor(job.ClientId) ? job : null;

    /// <summary>Jobs by id, without asking who looks: for other modules, which have their own rules.</summary>
    public async Task<Dictionary<Guid, JobView>> ManyAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var jobs = await JobAccess.Whole(db.Jobs.AsNoTracking()).Where(j => ids.Contains(j.Id)).ToListAsync(ct);
        var files = await FilesAsync(jobs, ct);
        var clients = jobs.Select(j => j.ClientId).Distinct().ToList();
        var suspended = await members.SuspendedClients().Where(c => clients.Contains(c)).ToListAsync(ct);
        return jobs.ToDictionary(
            j => j.Id,
            j => View(j, files) with { Hidden = j.RemovedAt is not null || suspended.Contains(j.ClientId) }
        );
    }

    /// <summary>The bare facts of jobs by id.</summary>
    public Task<Dictionary<Guid, JobCard>> CardsAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        db
            .Jobs.AsNoTracking()
            .Where(j => ids.Contains(j.Id))
            .Select(j => new JobCard(
                j.Id,
                j.ClientId,
                j.Title,
                j.State,
                j.Visibility,
                j.Payment,
                j.Currency,
                j.PostedAt
            ))
            .ToDictionaryAsync(j => j.Id, ct);

    /// <summary>
    /// Every job that can be searched (open and for everyone), in order of posting: what the search index is built from.
    /// </summary>
    public async Task<IReadOnlyList<JobView>> SearchableAsync(DateTime? postedAfter, int limit, CancellationToken ct)
    {
        var suspended = members.SuspendedClients();
        var query = JobAccess
            .Whole(db.Jobs.AsNoTracking())
            .Where(j => j.State == JobState.Open && j.Visibility == JobVisibility.Everyone && j.RemovedAt == null)
            .Where(j => !suspended.Contains(j.ClientId));
        if (postedAfter is { } after)
        {
            query = query.Where(j => j.PostedAt > after);
        }
        var jobs = await query.OrderBy(j => j.PostedAt).ThenBy(j => j.Id).Take(limit).ToListAsync(ct);
        var none = Array.Empty<StoredFile>().ToLookup(_ => Guid.Empty);
        return jobs.ConvertAll(j => View(j, none));
    }

    /// <summary>Ids of all searchable jobs after <paramref name="after"/>, in their order: for building an index page by page.</summary>
    public Task<List<Guid>> SearchableIdsAsync(Guid after, int take, CancellationToken ct) =>
        db
            .Jobs.AsNoTracking()
            .Where(j => j.State == JobState.Open && j.Visibility == JobVisibility.Everyone && j.Id.CompareTo(after) > 0)
            .OrderBy(j => j.Id)
            .Select(j => j.Id)
            .Take(take)
            .ToListAsync(ct);

    /// <summary>Ids of a client's searchable jobs, the newest first, at most 200.</summary>
    public Task<List<Guid>> SearchableOfAsync(Guid clientId, CancellationToken ct) =>
        db
            .Jobs.AsNoTracking()
            .Where(j => j.ClientId == clientId && j.State == JobState.Open && j.Visibility == JobVisibility.Everyone)
            .OrderByDescending(j => j.Id)
            .Select(j => j.Id)
            .Take(200)
            .ToListAsync(ct);

    /// <summary>The client's jobs in these states, newest first, after a key; one more than <paramref name="size"/> says there are more.</summary>
    public async Task<IReadOnlyList<MyJob>> MineAsync(
        Actor actor,
        IReadOnlyCollection<JobState> states,
        (DateTime At, Guid Id)? after,
        int size,
        CancellationToken ct
    )
    {
        if (actor.ClientId is not { } client)
        {
            return [];
        }
        var query = db.Jobs.AsNoTracking().Where(j => j.ClientId == client && states.Contains(j.State));
        if (after is { } key)
        {
            query = query.Where(j => j.CreatedAt < key.At || (j.CreatedAt == key.At && j.Id.CompareTo(key.Id) < 0));
        }
        return await query
            .OrderByDescending(j => j.CreatedAt)
            .ThenByDescending(j => j.Id)
            .Take(size + 1)
            .Select(Line)
            .ToListAsync(ct);
    }

    /// <summary>
    /// The client's jobs that want something, the most pressing first, at most ten: open ones with news (proposals nobody
    /// has opened, say), those that soon expire, and those that expired lately with nobody hired.
    /// </summary>
    public async Task<IReadOnlyList<MyJob>> AttentionAsync(
        Actor actor,
        IReadOnlyCollection<Guid> withNews,
        CancellationToken ct
    )
    {
        if (actor.ClientId is not { } client)
        {
            return [];
        }
        var soon = db.Now.AddDays(rules.JobWarningDays);
        var lately = db.Now.AddDays(-rules.JobWarningDays);
        return await db
            .Jobs.AsNoTracking()
            .Where(j => j.ClientId == client)
            .Where(j =>
                (j.State == JobState.Open && (withNews.Contains(j.Id) || j.ExpiresAt <= soon))
                || (j.State == JobState.Expired && j.Hires == 0 && j.ClosedAt > lately)
            )
            .OrderBy(j => j.State == JobState.Expired)
            .ThenBy(j => j.ExpiresAt)
            .ThenBy(j => j.Id)
            .Take(10)
            .Select(Line)
            .ToListAsync(ct);
    }

    /// <summary>Ids of the jobs that can be found and carry one of these skills, as stored.</summary>
    public Task<List<Guid>> WithSkillAsync(IReadOnlyCollection<string> skills, CancellationToken ct)
    {
        var open = db.Jobs.Where(j => j.State == JobState.Open).Select(j => j.Id);
        return db
            .JobSkills.Where(s => skills.Contains(s.SkillId) && open.Contains(s.JobId))
            .Select(s => s.JobId)
            .Distinct()
            .ToListAsync(ct);
    }

    /// <summary>How many jobs carry each of these skills, as stored; those that none carries are left out.</summary>
    public Task<Dictionary<string, int>> SkillUsesAsync(IReadOnlyCollection<string> skills, CancellationToken ct) =>
        db
            .JobSkills.Where(s => skills.Contains(s.SkillId))
            .GroupBy(s => s.SkillId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);

    /// <summary>How many jobs the client has in each state.</summary>
    public Task<Dictionary<JobState, int>> CountsAsync(Guid clientId, CancellationToken ct) =>
        db
            .Jobs.AsNoTracking()
            .Where(j => j.ClientId == clientId)
            .GroupBy(j => j.State)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);

    /// <summary>Whether these clients hire, by what their earlier posts came to.</summary>
    public Task<Dictionary<Guid, ClientJobFacts>> FactsAsync(
        IReadOnlyCollection<Guid> clientIds,
        CancellationToken ct
    ) =>
        db
            .Jobs.AsNoTracking()
            .Where(j => clientIds.Contains(j.ClientId) && j.PostedAt != null)
            .GroupBy(j => j.ClientId)
            .Select(g => new
            {
                g.Key,
                Posted = g.Count(),
                WithHire = g.Count(j => j.Hires > 0),
                Ended = g.Count(j => j.Hires > 0 || j.State != JobState.Open),
            })
            .ToDictionaryAsync(g => g.Key, g => new ClientJobFacts(g.Posted, g.WithHire, g.Ended), ct);

    private static readonly Expression<Func<Job, MyJob>> Line = j => new MyJob(
        j.Id,
        j.Title,
        j.State,
        j.Visibility,
        j.Proposals,
        j.Invitations,
        j.Interviews,
        j.Hires,
        j.CreatedAt,
        j.PostedAt,
        j.ExpiresAt,
        j.ClosedAt
    )
    {
        ExpiresSoon = j.State == JobState.Open && j.WarnAt == null,
    };

    private async Task<ILookup<Guid, StoredFile>> FilesAsync(IReadOnlyCollection<Job> jobs, CancellationToken ct)
    {
        var ids = jobs.SelectMany(j => j.Files).Select(f => f.FileId).ToList();
        var files =
            ids.Count == 0
                ? []
                : await db.Set<StoredFile>()
                    .AsNoTracking()
                    .Where(f => ids.Contains(f.Id))
                    .ToDictionaryAsync(f => f.Id, ct);
        return jobs.SelectMany(j => j.Files.OrderBy(f => f.Position))
            .Where(f => files.ContainsKey(f.FileId))
            .ToLookup(f => f.JobId, f => files[f.FileId]);
    }

    /// <summary>As they are read now: what was merged is the other one, what was rejected is nothing.</summary>
    private List<JobSkillView> Skills(Job j)
    {
        var must = j.Skills.OrderBy(s => s.Position).ToLookup(s => s.Must, s => s.SkillId);
        var wanted = catalogue.Current([.. must[true]]);
        var nice = catalogue.Current([.. must[false]]).Except(wanted);
        return [.. wanted.Select(id => new JobSkillView(id, true)), .. nice.Select(id => new JobSkillView(id, false))];
    }

    private JobView View(Job j, ILookup<Guid, StoredFile> files) =>
        new()
        {
            Id = j.Id,
            ClientId = j.ClientId,
            Title = j.Title,
            Description = j.Description,
            CategoryId = j.CategoryId,
            Language = j.Language,
            Skills = Skills(j),
            Questions =
            [
                .. j.Questions.OrderBy(q => q.Position).Select(q => new JobQuestionView(q.Id, q.Text, q.Required)),
            ],
            Files = [.. files[j.Id]],
            Size = j.Size,
            Length = j.Length,
            Level = j.Level,
            Payment = j.Payment,
            Currency = j.Money,
            PriceMin = j.PriceMinMinor is { } min ? j.Money.Minor(min) : null,
            PriceMax = j.PriceMaxMinor is { } max ? j.Money.Minor(max) : null,
            StartOn = j.StartOn,
            Proof = j.Proof,
            Visibility = j.Visibility,
            State = j.State,
            SavedAt = j.SavedAt,
            PostedAt = j.PostedAt,
            ExpiresAt = j.ExpiresAt,
            ClosedAt = j.ClosedAt,
            CloseReason = j.CloseReason,
            Contacts = j.Contacts,
            Proposals = j.Proposals,
            Invitations = j.Invitations,
            Interviews = j.Interviews,
            Hires = j.Hires,
            QuestionsFrozen = j.QuestionsAreFrozen,
            RemovedAt = j.RemovedAt,
        };
}
