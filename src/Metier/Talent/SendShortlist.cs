using System.Security.Cryptography;
using System.Text;
using Metier.Jobs;
using Metier.Ledger;
using Metier.Notifications;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Talent;

/// <summary>
/// Right after posting, the client gets the shortlist by mail, with the reasons; nothing when nobody suits. When what an
/// open job asks for changes, it is looked at again, and the client is mailed of those who are new on it: once a day at
/// most, and never twice of the same person.
/// </summary>
internal sealed class SendShortlist(
    MetierDb db,
    JobViews jobs,
    ShortlistForJob shortlist,
    TalentIndex index,
    Notices notices
) : IHandle<JobPosted>, IHandle<JobChanged>
{
    /// <summary>A client who edits saves several times; the list is made from what stands in the end.</summary>
    internal static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);

    /// <summary>Between two mails about one job.</summary>
    internal static readonly TimeSpan Apart = TimeSpan.FromDays(1);

    public async Task HandleAsync(JobPosted happened, CancellationToken ct)
    {
        if (await OpenAsync(happened.JobId, ct) is not { } job)
        {
            return;
        }
        if (await db.ShortlistMails.AnyAsync(m => m.JobId == job.Id, ct))
        {
            // Opened again, or heard twice.
            await ChangedAsync(job, ct);
            return;
        }
        await index.ReadyOrLaterAsync(ct);
        // The handlers of one event run in any order; this node may not have heard of what came just before.
        await index.CatchUpAsync(ct);
        var found = await shortlist.MatchesAsync(job, ct);
        if (found.People.Count > 0)
        {
            await notices.TellClientAsync(
                "shortlist",
                job.Id,
                job.ClientId,
                _ =>
                    Write(
                        job,
                        ShortlistMailText.Looked(found.Looked, ShortlistMailText.HereAre(found.People.Count)),
                        found.People
                    ),
                ct
            );
        }
        await RememberAsync(job.Id, Needs(job), null, found.People, ct);
    }

    /// <summary>Only what changes who suits counts: skills, category, pay.</summary>
    public async Task HandleAsync(JobChanged happened, CancellationToken ct)
    {
        if (await OpenAsync(happened.JobId, ct) is { } job)
        {
            await ChangedAsync(job, ct);
        }
    }

    private Task ChangedAsync(JobView job, CancellationToken ct)
    {
        var needs = Needs(job);
        return db.WriteAsync<Done>(
            async () =>
            {
                var mail = await db.ShortlistMails.SingleOrDefaultAsync(m => m.JobId == job.Id, ct);
                if (mail is null || mail.Needs == needs)
                {
                    return Done.It;
                }
                mail.Needs = needs;
                var soon = db.Now + Quiet;
                var again = mail.MailedAt + Apart;
                mail.DueAt = again > soon ? again : soon;
                return Done.It;
            },
            ct
        );
    }

    /// <summary>Looks again, and tells of those who are new; answers whether anybody was.</summary>
    public async Task<bool> AgainAsync(Guid jobId, CancellationToken ct)
    {
        var job = await OpenAsync(jobId, ct);
        var found = job is null ? new ShortlistMatches(0, []) : await shortlist.MatchesAsync(job, ct);
        var known = await db.ShortlistMailed.Where(m => m.JobId == jobId).Select(m => m.FreelancerId).ToListAsync(ct);
        var fresh = found.People.Where(p => !known.Contains(p.Match.Id)).ToList();
        var mail = await db.ShortlistMails.AsNoTracking().SingleAsync(m => m.JobId == jobId, ct);
        if (job is not null && fresh.Count > 0)
        {
            await notices.TellClientAsync(
                "shortlist-again",
                Uuid5.Of(job.Id, $"shortlist/{mail.DueAt:O}"),
                job.ClientId,
                _ => Write(job, ShortlistMailText.NewOnes(fresh.Count), fresh),
                ct
            );
        }
        await RememberAsync(jobId, mail.Needs, mail.DueAt, fresh, ct);
        return job is not null && fresh.Count > 0;
    }

    /// <param name="due">What was answered; when it is another by now, that one still waits.</param>
    private Task RememberAsync(
        Guid jobId,
        string needs,
        DateTime? due,
        IReadOnlyList<ShortlistMatch> people,
        CancellationToken ct
    ) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var mail = await db.ShortlistMails.SingleOrDefaultAsync(m => m.JobId == jobId, ct);
                if (mail is null)
                {
                    db.Add(mail = new ShortlistMail { JobId = jobId, Needs = needs });
                }
                mail.DueAt = mail.DueAt == due ? null : mail.DueAt;
                mail.MailedAt = people.Count > 0 ? db.Now : mail.MailedAt;
                var known = await db
                    .ShortlistMailed.Where(m => m.JobId == jobId)
                    .Select(m => m.FreelancerId)
                    .ToListAsync(ct);
                db.AddRange(
                    people
                        .Select(p => p.Match.Id)
                        .Except(known)
                        .Select(id => new ShortlistMailed { JobId = jobId, FreelancerId = id })
                );
                return Done.It;
            },
            ct
        );

    private async Task<JobView?> OpenAsync(Guid jobId, CancellationToken ct) =>
        (await jobs.ManyAsync([jobId], ct)).GetValueOrDefault(jobId) is { State: JobState.Open, Hidden: false } job
            ? job
            : null;

    private Notice Write(JobView job, string lead, IReadOnlyList<ShortlistMatch> people) =>
        new(
            ShortlistMailText.Subject(job.Title),
            [lead, .. people.Select(p => Line(p.Name, p.Title, shortlist.Words(p)))],
            ShortlistMailText.Button,
            "/go/shortlist/" + job.Id.ToString("D"),
            Why: ShortlistMailText.Why
        );

    private static string Needs(JobView job) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    string.Join(
                        '\n',
                        string.Join(',', job.MustHave.Order(StringComparer.Ordinal)),
                        string.Join(',', job.NiceToHave.Order(StringComparer.Ordinal)),
                        job.CategoryId,
                        $"{job.Payment} {job.PriceMin?.Minor} {job.PriceMax?.Minor} {job.Currency.Code}"
                    )
                )
            )
        );

    private static string Line(string name, string title, Reasons reasons) =>
        reasons.Why is null ? $"{name}\n{title}" : $"{name}\n{title}\n{ShortlistMailText.Because(reasons.Why)}";
}

/// <summary>Looks again at the shortlists whose jobs ask for something else now.</summary>
internal sealed class MailNewOnShortlists(MetierDb db, SendShortlist shortlists, TalentIndex index) : Chore
{
    private const int AtOnce = 100;

    public override Task<DateTime?> NextDueAsync(CancellationToken ct) => db.ShortlistMails.MinAsync(m => m.DueAt, ct);

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        if (!await index.ReadySoonAsync(ct))
        {
            // The next round will do.
            return 0;
        }
        await index.CatchUpAsync(ct);
        var due = await db
            .ShortlistMails.Where(m => m.DueAt <= now)
            .OrderBy(m => m.DueAt)
            .ThenBy(m => m.JobId)
            .Select(m => m.JobId)
            .Take(AtOnce)
            .ToListAsync(ct);
        var told = 0;
        foreach (var jobId in due)
        {
            told += await shortlists.AgainAsync(jobId, ct) ? 1 : 0;
            db.ChangeTracker.Clear();
        }
        return told;
    }
}
