using Metier.Ledger;
using Metier.Notifications;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Jobs;

/// <summary>A post whose time ran out: its client is told, and how to open it again.</summary>
internal sealed class TellOfExpiry(MetierDb db, Notices notices, RuleOptions rules) : IHandle<JobClosed>
{
    public async Task HandleAsync(JobClosed happened, CancellationToken ct)
    {
        var job = await db.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.Id == happened.JobId, ct);
        if (happened.State != JobState.Expired || job is not { State: JobState.Expired, ClosedAt: { } at })
        {
            return;
        }
        await notices.TellClientAsync(
            "job.expired",
            Uuid5.Of(job.Id, "expired/" + at.Ticks),
            job.ClientId,
            _ => new Notice(
                JobMailText.ExpiredSubject(job.Title),
                [
                    JobMailText.Expired(job.Title, rules.JobOpenDays),
                    job.Proposals > 0 ? JobMailText.ExpiredProposals(job.Proposals) : JobMailText.ExpiredWithout,
                ],
                JobMailText.OpenAgain,
                $"/go/job/{job.Id}",
                Why: JobMailText.Why
            ),
            ct
        );
    }
}
