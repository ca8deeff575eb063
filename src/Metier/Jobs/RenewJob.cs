using Metier.Payments;
using Metier.Platform;

namespace Metier.Jobs;

/// <summary>Gives an open post its whole time anew, or opens one that has ended.</summary>
public sealed class RenewJob(MetierDb db, JobAccess access, ClientStanding standing, RuleOptions rules)
{
    /// <summary>The answer is when it will expire, in UTC.</summary>
    public Task<Outcome<DateTime>> RunAsync(Guid id, Actor actor, CancellationToken ct) =>
        db.WriteAsync<DateTime>(
            async () =>
            {
                var job = await access.ForClientAsync(id, actor, ct);
                if (job is null)
                {
                    return Refusal.NotFound();
                }
                if (actor.RefuseToHire() is { } mayNot)
                {
                    return mayNot;
                }
                var wasOpen = job.State == JobState.Open;
                if (!wasOpen && await standing.RefuseAsync(job.ClientId, ct) is { } owes)
                {
                    return owes;
                }
                if (job.Renew(rules, db.Now) is { } refusal)
                {
                    return refusal;
                }
                db.Audit(actor, "job.renewed", job.Id, new { job.ExpiresAt });
                if (!wasOpen)
                {
                    db.Raise(new JobPosted(job.Id));
                }
                return job.ExpiresAt!.Value;
            },
            ct
        );
}
