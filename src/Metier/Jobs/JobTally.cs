using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Jobs;

/// <summary>
/// What happens on a job elsewhere, counted in the caller's transaction. Each is one statement that checks and counts, so
/// that no two can take the last place; it also moves the version, so that whoever is changing the job at that moment
/// sees it.
/// </summary>
public sealed class JobTally(MetierDb db, RuleOptions rules)
{
    /// <summary>A proposal arrives: false when the job takes none. From the first on, the questions are frozen.</summary>
    public async Task<bool> ProposalAsync(Guid jobId, CancellationToken ct)
    {
        var now = db.Now;
        return await db
                .Jobs.Where(j => j.Id == jobId && j.State == JobState.Open)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(j => j.Proposals, j => j.Proposals + 1)
                            .SetProperty(j => j.QuestionsFrozenAt, j => j.QuestionsFrozenAt ?? now)
                            .SetProperty(j => j.Version, j => j.Version + 1),
                    ct
                ) == 1;
    }

    /// <summary>A proposal was withdrawn.</summary>
    public Task ProposalGoneAsync(Guid jobId, CancellationToken ct) =>
        db
            .Jobs.Where(j => j.Id == jobId && j.Proposals > 0)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(j => j.Proposals, j => j.Proposals - 1)
                        .SetProperty(j => j.Version, j => j.Version + 1),
                ct
            );

    /// <summary>
    /// An invitation goes out: false when the job is not open or has had all of its invitations. The guest may see the job
    /// from now on.
    /// </summary>
    public async Task<bool> InvitationAsync(Guid jobId, Guid freelancerId, CancellationToken ct)
    {
        var most = rules.InvitationsPerJob;
        var counted = await db
            .Jobs.Where(j => j.Id == jobId && j.State == JobState.Open && j.Invitations < most)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(j => j.Invitations, j => j.Invitations + 1)
                        .SetProperty(j => j.Version, j => j.Version + 1),
                ct
            );
        if (counted == 0)
        {
            return false;
        }
        await LetInAsync(jobId, freelancerId, ct);
        await ActivityAsync(jobId, ct);
        return true;
    }

    /// <summary>A first message of the client to somebody who proposed.</summary>
    public Task InterviewAsync(Guid jobId, CancellationToken ct) =>
        db
            .Jobs.Where(j => j.Id == jobId)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(j => j.Interviews, j => j.Interviews + 1)
                        .SetProperty(j => j.Version, j => j.Version + 1),
                ct
            );

    /// <summary>Somebody was hired: an open job is filled; its client may open it again to find more people.</summary>
    public async Task HireAsync(Guid jobId, CancellationToken ct)
    {
        var now = db.Now;
        var filled = await db
            .Jobs.Where(j => j.Id == jobId && j.State == JobState.Open)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(j => j.State, JobState.Filled)
                        .SetProperty(j => j.ClosedAt, now)
                        .SetProperty(j => j.ExpiresAt, (DateTime?)null)
                        .SetProperty(j => j.WarnAt, (DateTime?)null),
                ct
            );
        await db
            .Jobs.Where(j => j.Id == jobId)
            .ExecuteUpdateAsync(
                s => s.SetProperty(j => j.Hires, j => j.Hires + 1).SetProperty(j => j.Version, j => j.Version + 1),
                ct
            );
        if (filled == 1)
        {
            db.Raise(new JobClosed(jobId, JobState.Filled));
        }
    }

    /// <summary>The client did something on the job: an open post gets its whole time anew.</summary>
    public Task ActivityAsync(Guid jobId, CancellationToken ct)
    {
        DateTime? expires = db.Now.AddDays(rules.JobOpenDays);
        DateTime? warn = db.Now.AddDays(rules.JobOpenDays - rules.JobWarningDays);
        return db
            .Jobs.Where(j => j.Id == jobId && j.State == JobState.Open)
            .ExecuteUpdateAsync(s => s.SetProperty(j => j.ExpiresAt, expires).SetProperty(j => j.WarnAt, warn), ct);
    }

    /// <summary>This person may see the job even when it is not for everyone.</summary>
    public async Task LetInAsync(Guid jobId, Guid memberId, CancellationToken ct)
    {
        if (!await db.JobGuests.AnyAsync(g => g.JobId == jobId && g.MemberId == memberId, ct))
        {
            db.JobGuests.Add(
                new JobGuest
                {
                    JobId = jobId,
                    MemberId = memberId,
                    Since = db.Now,
                }
            );
        }
    }
}
