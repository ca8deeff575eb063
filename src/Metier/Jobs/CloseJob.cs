using Metier.Platform;

namespace Metier.Jobs;

/// <summary>Which job, why (a name of <see cref="JobCloseReason"/>), and a note for oneself.</summary>
public sealed record CloseJobInput(Guid Id, string? Reason, string? Note);

/// <summary>The client closes a post: no more proposals, and those nobody opened give their allowance back.</summary>
public sealed class CloseJob(MetierDb db, JobAccess access)
{
    /// <summary>Closes it.</summary>
    public Task<Outcome<Done>> RunAsync(CloseJobInput input, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var job = await access.ForClientAsync(input.Id, actor, ct);
                if (job is null)
                {
                    return Refusal.NotFound();
                }
                if (actor.RefuseToHire() is { } mayNot)
                {
                    return mayNot;
                }
                if (Codes.Read<JobCloseReason>(input.Reason) is not { } reason)
                {
                    return new Refusal("reason_empty", JobsRefusalText.ReasonEmpty, "Close.Reason");
                }
                if (job.Close(reason, TypedText.Lines(input.Note), db.Now) is { } refusal)
                {
                    return refusal;
                }
                db.Audit(actor, "job.closed", job.Id, new { Reason = reason, job.CloseNote });
                db.Raise(new JobClosed(job.Id, job.State));
                return Done.It;
            },
            ct
        );
}
