using Metier.Jobs;
using Metier.Ledger;
using Metier.Notifications;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Proposals;

/// <summary>A job takes no more proposals: those who still wait for an answer are told, so that nobody waits in vain.</summary>
internal sealed class TellOfJobEnd(MetierDb db, JobViews jobs, Notices notices) : IHandle<JobClosed>
{
    public async Task HandleAsync(JobClosed happened, CancellationToken ct)
    {
        var job = (await jobs.ManyAsync([happened.JobId], ct)).GetValueOrDefault(happened.JobId);
        if (job?.ClosedAt is not { } at)
        {
            return;
        }
        var waiting = await db
            .Proposals.Where(p => p.JobId == job.Id && p.State == ProposalState.Sent && p.EndedAt == null)
            .Select(p => p.FreelancerId)
            .ToListAsync(ct);
        await notices.TellAsync(
            "job.ended",
            Uuid5.Of(job.Id, "ended/" + at.Ticks),
            waiting,
            _ => new Notice(
                JobEndMailText.Subject(job.Title),
                [
                    job.State switch
                    {
                        JobState.Filled => JobEndMailText.Filled(job.Title),
                        JobState.Expired => JobEndMailText.Expired(job.Title),
                        _ => JobEndMailText.Closed(job.Title),
                    },
                    JobEndMailText.Stays,
                ],
                JobEndMailText.Button,
                $"/go/job/{job.Id}",
                Why: JobEndMailText.Why
            ),
            ct
        );
    }
}
