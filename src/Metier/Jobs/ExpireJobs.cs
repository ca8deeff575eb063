using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Jobs;

/// <summary>A post stays open 30 days from its last activity, then expires.</summary>
internal sealed class ExpireJobs(MetierDb db) : Chore
{
    public override Task<DateTime?> NextDueAsync(CancellationToken ct) => db.Jobs.MinAsync(j => j.ExpiresAt, ct);

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var due = await db
            .Jobs.Where(j => j.ExpiresAt <= now)
            .OrderBy(j => j.ExpiresAt)
            .Select(j => j.Id)
            .Take(500)
            .ToListAsync(ct);
        var done = 0;
        foreach (var id in due)
        {
            var outcome = await db.WriteAsync<bool>(() => ExpireAsync(id, ct), ct);
            done += outcome is { Ok: true, Value: true } ? 1 : 0;
            db.ChangeTracker.Clear();
        }
        return done;
    }

    private async Task<Outcome<bool>> ExpireAsync(Guid id, CancellationToken ct)
    {
        var job = await db.Jobs.SingleAsync(j => j.Id == id, ct);
        if (!job.Expire(db.Now))
        {
            return false;
        }
        db.Audit(null, "job.expired", id);
        db.Raise(new JobClosed(id, JobState.Expired));
        return true;
    }
}
