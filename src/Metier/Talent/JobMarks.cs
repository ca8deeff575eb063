using Metier.Jobs;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Talent;

/// <summary>Keeps a job, or leaves it out of what is put forward; each can be taken back, and twice is once.</summary>
public sealed class MarkJob(MetierDb db, JobViews jobs)
{
    /// <summary>The most jobs one person keeps, and as many they do not want to see.</summary>
    public const int MostPerPerson = 1_000;

    /// <summary>Marks a job this freelancer may see.</summary>
    public Task<Outcome<Done>> RunAsync(Guid jobId, JobMarkKind kind, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (!actor.IsFreelancer || await jobs.FindAsync(jobId, actor, ct) is not { State: not JobState.Draft })
                {
                    return Refusal.NotFound();
                }
                var own = db.JobMarks.Where(m => m.MemberId == actor.MemberId && m.Kind == kind);
                if (await own.AnyAsync(m => m.JobId == jobId, ct))
                {
                    return Done.It;
                }
                if (await own.CountAsync(ct) >= MostPerPerson)
                {
                    if (kind == JobMarkKind.Saved)
                    {
                        return new Refusal(
                            "too_many",
                            SavedSearchRefusalText.TooManyJobs(Formats.Count(MostPerPerson))
                        );
                    }
                    await ForgetOldestAsync(own, ct);
                }
                db.JobMarks.Add(
                    new JobMark
                    {
                        MemberId = actor.MemberId,
                        JobId = jobId,
                        Kind = kind,
                        At = db.Now,
                    }
                );
                return Done.It;
            },
            ct
        );

    /// <summary>Takes the mark away.</summary>
    public Task<Outcome<Done>> DropAsync(Guid jobId, JobMarkKind kind, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                await db
                    .JobMarks.Where(m => m.MemberId == actor.MemberId && m.JobId == jobId && m.Kind == kind)
                    .ExecuteDeleteAsync(ct);
                return Done.It;
            },
            ct
        );

    /// <summary>A job dismissed a thousand jobs ago is closed long since.</summary>
    private static async Task ForgetOldestAsync(IQueryable<JobMark> own, CancellationToken ct)
    {
        var oldest = await own.OrderBy(m => m.At).ThenBy(m => m.JobId).Select(m => m.JobId).FirstAsync(ct);
        await own.Where(m => m.JobId == oldest).ExecuteDeleteAsync(ct);
    }
}

/// <summary>A job somebody keeps or has dismissed.</summary>
/// <param name="Job">Null while it may not be seen: removed, its client suspended, by invitation only.</param>
/// <param name="Client">The client's name; empty when the job may not be seen.</param>
public sealed record MarkedJobView(Guid Id, JobView? Job, string Client, DateTime At)
{
    /// <summary>Its place in the list.</summary>
    public SavedKey Key => new(At, Id);
}

/// <summary>Reads which jobs a freelancer keeps or has dismissed; nobody else's.</summary>
public sealed class JobMarkViews(MetierDb db, JobViews jobs, Members.MemberViews members)
{
    /// <summary>Those of these jobs that the visitor has marked so; none for one who is not signed in.</summary>
    public async Task<HashSet<Guid>> AmongAsync(
        IEnumerable<Guid> ids,
        JobMarkKind kind,
        Actor? visitor,
        CancellationToken ct
    )
    {
        var asked = ids.Distinct().ToList();
        return visitor is null || asked.Count == 0
            ? []
            :
            [
                .. await db
                    .JobMarks.Where(m => m.MemberId == visitor.MemberId && m.Kind == kind && asked.Contains(m.JobId))
                    .Select(m => m.JobId)
                    .ToListAsync(ct),
            ];
    }

    /// <summary>Every job the freelancer has dismissed.</summary>
    public Task<List<Guid>> DismissedAsync(Actor actor, CancellationToken ct) =>
        db
            .JobMarks.Where(m => m.MemberId == actor.MemberId && m.Kind == JobMarkKind.Dismissed)
            .Select(m => m.JobId)
            .ToListAsync(ct);

    /// <summary>The newest first; one more than <paramref name="size"/> says there are more.</summary>
    public async Task<IReadOnlyList<MarkedJobView>> ListAsync(
        JobMarkKind kind,
        SavedKey? after,
        int size,
        Actor actor,
        CancellationToken ct
    )
    {
        var query = db.JobMarks.AsNoTracking().Where(m => m.MemberId == actor.MemberId && m.Kind == kind);
        if (after is { } key)
        {
            query = query.Where(m => m.At < key.At || (m.At == key.At && m.JobId.CompareTo(key.Id) < 0));
        }
        var marks = await query
            .OrderByDescending(m => m.At)
            .ThenByDescending(m => m.JobId)
            .Take(size + 1)
            .ToListAsync(ct);
        var read = await jobs.ManyAsync([.. marks.Select(m => m.JobId)], ct);
        var shown = read
            .Values.Where(j =>
                j is { Hidden: false, State: not JobState.Draft, Visibility: JobVisibility.Everyone }
                || actor.IsFor(j.ClientId)
            )
            .ToDictionary(j => j.Id);
        var clients = await members.ClientsAsync([.. shown.Values.Select(j => j.ClientId).Distinct()], ct);
        return
        [
            .. marks.Select(m =>
            {
                var job = shown.GetValueOrDefault(m.JobId);
                var client = job is null ? null : clients.GetValueOrDefault(job.ClientId);
                return new MarkedJobView(m.JobId, job, client?.Name ?? "", m.At);
            }),
        ];
    }
}
