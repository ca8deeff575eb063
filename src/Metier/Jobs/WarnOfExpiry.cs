using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Jobs;

/// <summary>Five days before a post expires, its client is told by mail.</summary>
internal sealed class WarnOfExpiry(MetierDb db, MemberViews members, RuleOptions rules, InstanceOptions instance)
    : Chore
{
    public override Task<DateTime?> NextDueAsync(CancellationToken ct) => db.Jobs.MinAsync(j => j.WarnAt, ct);

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var due = await db
            .Jobs.Where(j => j.WarnAt <= now)
            .OrderBy(j => j.WarnAt)
            .Select(j => j.Id)
            .Take(500)
            .ToListAsync(ct);
        var done = 0;
        foreach (var id in due)
        {
            var outcome = await db.WriteAsync<bool>(() => WarnAsync(id, ct), ct);
            done += outcome is { Ok: true, Value: true } ? 1 : 0;
            db.ChangeTracker.Clear();
        }
        return done;
    }

    private async Task<Outcome<bool>> WarnAsync(Guid id, CancellationToken ct)
    {
        var job = await db.Jobs.SingleAsync(j => j.Id == id, ct);
        if (job.WarnAt is null || job.WarnAt > db.Now || job.ExpiresAt is not { } expires)
        {
            return false;
        }
        job.Warned();
        foreach (var person in await members.TeamOfAsync(job.ClientId, ct))
        {
            using var language = new InLanguage(person.Language);
            db.QueueMail(
                new Mail(
                    person.Email,
                    person.Name,
                    person.Language,
                    JobsRefusalText.WarningSubject(rules.JobWarningDays, job.Title),
                    [JobsRefusalText.WarningText(job.Title, Day(expires, person), rules.JobOpenDays)],
                    JobsRefusalText.WarningButton,
                    $"/go/job/{job.Id}",
                    Why: JobsRefusalText.WarningWhy
                ),
                instance
            );
        }
        return true;
    }

    private static string Day(DateTime expires, MemberCard person) =>
        (
            TimeZoneInfo.TryFindSystemTimeZoneById(person.TimeZone, out var zone)
                ? TimeZoneInfo.ConvertTimeFromUtc(expires, zone)
                : expires
        ).ToString("d MMMM yyyy", Languages.Culture(person.Language));
}
