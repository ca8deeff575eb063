using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Jobs;

/// <summary>The only loader of jobs: to change them, and to see them.</summary>
public sealed class JobAccess(MetierDb db, MemberViews members)
{
    /// <summary>The job with everything on it, for somebody who acts for its client; null for anybody else.</summary>
    internal Task<Job?> ForClientAsync(Guid id, Actor actor, CancellationToken ct) =>
        actor.ClientId is not { } client
            ? Task.FromResult<Job?>(null)
            : Whole(db.Jobs).SingleOrDefaultAsync(j => j.Id == id && j.ClientId == client, ct);

    /// <summary>
    /// The jobs this person may see: their client's own; of others, those that were posted for everyone or to which they
    /// were let in. A closed one stays readable; one that a moderator removed, or whose client is suspended, does not.
    /// </summary>
    internal IQueryable<Job> VisibleTo(Actor? actor)
    {
        var client = actor?.ClientId;
        var member = actor?.MemberId;
        var guests = db.JobGuests;
        var suspended = members.SuspendedClients();
        return db.Jobs.Where(j =>
            (client != null && j.ClientId == client)
            || (
                j.State != JobState.Draft
                && j.RemovedAt == null
                && !suspended.Contains(j.ClientId)
                && (
                    j.Visibility == JobVisibility.Everyone
                    || (member != null && guests.Any(g => g.JobId == j.Id && g.MemberId == member))
                )
            )
        );
    }

    internal static IQueryable<Job> Whole(IQueryable<Job> jobs) =>
        jobs.Include(j => j.Skills).Include(j => j.Questions).Include(j => j.Files).AsSplitQuery();
}
