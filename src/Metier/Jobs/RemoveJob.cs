using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Jobs;

/// <summary>Which job, why in words for its client, and by which rule.</summary>
public sealed record RemoveJobInput(Guid Id, string? Text, string? Rule);

/// <summary>
/// A moderator takes a job post away: it takes no proposals, strangers do not find it, and its client cannot open it
/// again. Whoever was invited or proposed keeps what they wrote. The client is told why.
/// </summary>
public sealed class RemoveJob(MetierDb db, MemberViews members, InstanceOptions instance)
{
    /// <summary>The longest reason.</summary>
    public const int LongestText = 2_000;

    /// <summary>All that is wrong at once.</summary>
    public Task<Outcome<Done>> RunAsync(RemoveJobInput input, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var job = actor.May(StaffRoles.Moderator)
                    ? await db.Jobs.SingleOrDefaultAsync(j => j.Id == input.Id && j.State != JobState.Draft, ct)
                    : null;
                if (job is null)
                {
                    return Refusal.NotFound();
                }
                var (text, rule) = (TypedText.Lines(input.Text), TypedText.Line(input.Rule));
                var wrong = Wrong(text, rule);
                if (wrong.Count > 0)
                {
                    return wrong;
                }
                if (job.Remove(db.Now) is { } refusal)
                {
                    return refusal;
                }
                db.Audit(actor, "job.removed", job.Id, new { text, rule });
                db.Raise(new JobClosed(job.Id, job.State));
                foreach (var person in await members.TeamOfAsync(job.ClientId, ct))
                {
                    Tell(person, job.Title, text, rule);
                }
                return Done.It;
            },
            ct
        );

    private static List<Refusal> Wrong(string text, string rule)
    {
        var wrong = new List<Refusal>();
        if (text.Length is 0 or > LongestText)
        {
            wrong.Add(
                new Refusal(
                    "text",
                    text.Length == 0 ? JobsRefusalText.RemovalText : PlatformText.TooLong(LongestText),
                    "Remove.Text"
                )
            );
        }
        if (rule.Length is 0 or > 200)
        {
            wrong.Add(
                new Refusal(
                    "rule",
                    rule.Length == 0 ? JobsRefusalText.RemovalRule : PlatformText.TooLong(200),
                    "Remove.Rule"
                )
            );
        }
        return wrong;
    }

    private void Tell(MemberCard person, string title, string text, string rule)
    {
        using var language = new InLanguage(person.Language);
        db.QueueMail(
            new Mail(
                person.Email,
                person.Name,
                person.Language,
                JobsRefusalText.RemovedSubject(title),
                [JobsRefusalText.RemovedBody(title), text, JobsRefusalText.RemovedRule(rule)],
                Why: JobsRefusalText.RemovedWhy
            ),
            instance
        );
    }
}

/// <summary>A moderator takes a removal back: the client may open the post again.</summary>
public sealed class AllowJob(MetierDb db)
{
    /// <summary>Not found unless it was removed.</summary>
    public Task<Outcome<Done>> RunAsync(Guid id, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var job = actor.May(StaffRoles.Moderator)
                    ? await db.Jobs.SingleOrDefaultAsync(j => j.Id == id && j.RemovedAt != null, ct)
                    : null;
                if (job is null)
                {
                    return Refusal.NotFound();
                }
                job.Allow();
                db.Audit(actor, "job.allowed", job.Id);
                db.Raise(new JobChanged(job.Id));
                return Done.It;
            },
            ct
        );
}
