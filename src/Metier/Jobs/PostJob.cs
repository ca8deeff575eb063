using Metier.Payments;
using Metier.Platform;

namespace Metier.Jobs;

/// <summary>The draft to post, with what the last page asks.</summary>
public sealed record PostJobInput(Guid Id, AudiencePart Audience);

/// <summary>Opens a draft to proposals. Refusals name the page and field that need something: <c>What.Title</c>.</summary>
public sealed class PostJob(MetierDb db, JobAccess access, ClientStanding standing, RuleOptions rules)
{
    /// <summary>Posts it.</summary>
    public Task<Outcome<Done>> RunAsync(PostJobInput input, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var job = await access.ForClientAsync(input.Id, actor, ct);
                if (job is null || !actor.EmailConfirmed)
                {
                    return Refusal.NotFound();
                }
                if (actor.RefuseToHire() is { } mayNot)
                {
                    return mayNot;
                }
                if (await standing.RefuseAsync(job.ClientId, ct) is { } owes)
                {
                    return owes;
                }
                if (job.State == JobState.Draft)
                {
                    job.Take(input.Audience);
                }
                var wrong = job.Post(rules, db.Now);
                if (wrong.Count > 0)
                {
                    return wrong;
                }
                db.Audit(
                    actor,
                    "job.posted",
                    job.Id,
                    new
                    {
                        job.Title,
                        job.Visibility,
                        job.Contacts,
                    }
                );
                db.Raise(new JobPosted(job.Id));
                return Done.It;
            },
            ct
        );
}
