using Metier.Platform;

namespace Metier.Jobs;

/// <summary>Throws a draft away. A post that was public is closed instead.</summary>
public sealed class DiscardDraft(MetierDb db, JobAccess access)
{
    /// <summary>Removes the draft.</summary>
    public Task<Outcome<Done>> RunAsync(Guid id, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
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
                if (job.State != JobState.Draft)
                {
                    return new Refusal("job_posted", JobsRefusalText.AlreadyPosted);
                }
                db.Jobs.Remove(job);
                db.Audit(actor, "job.discarded", job.Id, new { job.Title });
                return Done.It;
            },
            ct
        );
}
