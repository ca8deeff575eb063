using Microsoft.EntityFrameworkCore;

namespace Metier.Platform;

/// <summary>What to look for in the audit log; null filters nothing.</summary>
/// <param name="MemberId">Who did it.</param>
/// <param name="Action">The beginning of what was done: <c>contract</c>, <c>contract.ended</c>.</param>
/// <param name="SubjectId">The thing it was done to.</param>
/// <param name="StaffOnly">Only what staff did or looked at.</param>
/// <param name="From">Not before, UTC.</param>
/// <param name="To">Before, UTC.</param>
public sealed record AuditFilter(
    Guid? MemberId = null,
    string? Action = null,
    Guid? SubjectId = null,
    bool StaffOnly = false,
    DateTime? From = null,
    DateTime? To = null
);

/// <summary>Reads the audit log.</summary>
public sealed class AuditViews(MetierDb db)
{
    /// <summary>Lines per page.</summary>
    public const int PageSize = 50;

    /// <summary>Newest first, after a line; one more than a page when there is a next one.</summary>
    public Task<List<AuditEntry>> ListAsync(AuditFilter filter, (DateTime At, Guid Id)? after, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var query = db.Set<AuditEntry>().AsNoTracking();
        if (filter.MemberId is { } member)
        {
            query = query.Where(a => a.MemberId == member);
        }
        if (!string.IsNullOrEmpty(filter.Action))
        {
            // Actions are lower-case ASCII, so that a range says "begins with" to the index of both databases.
            var (from, to) = (filter.Action, filter.Action + "\u007f");
#pragma warning disable CA1309 // Translated to SQL, where the ordinal overload does not exist.
            query = query.Where(a => string.Compare(a.Action, from) >= 0 && string.Compare(a.Action, to) < 0);
#pragma warning restore CA1309
        }
        if (filter.SubjectId is { } subject)
        {
            query = query.Where(a => a.SubjectId == subject);
        }
        if (filter.StaffOnly)
        {
            query = query.Where(a => a.Staff);
        }
        if (filter.From is { } earliest)
        {
            query = query.Where(a => a.At >= earliest);
        }
        if (filter.To is { } end)
        {
            query = query.Where(a => a.At < end);
        }
        if (after is var (at, id))
        {
            query = query.Where(a => a.At < at || (a.At == at && a.Id.CompareTo(id) < 0));
        }
        return query.OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Take(PageSize + 1).ToListAsync(ct);
    }

    /// <summary>The last lines with exactly this action, newest first.</summary>
    public Task<List<AuditEntry>> LastAsync(string action, int count, CancellationToken ct) =>
        db.Set<AuditEntry>()
            .AsNoTracking()
            .Where(a => a.Action == action)
            .OrderByDescending(a => a.At)
            .ThenByDescending(a => a.Id)
            .Take(count)
            .ToListAsync(ct);
}

/// <summary>
/// Notes that staff looked at something private. The same person looking at the same thing again within an hour is one look.
/// </summary>
public sealed class StaffLooks(MetierDb db)
{
    /// <summary>Writes the line, <c>member.viewed</c> for instance.</summary>
    public Task<Outcome<Done>> RecordAsync(string action, Guid subjectId, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var since = db.Now.AddHours(-1);
                var seen = await db.Set<AuditEntry>()
                    .AnyAsync(
                        a =>
                            a.SubjectId == subjectId
                            && a.MemberId == actor.MemberId
                            && a.Action == action
                            && a.At > since,
                        ct
                    );
                if (!seen)
                {
                    db.Audit(actor, action, subjectId);
                }
                return Done.It;
            },
            ct
        );
}
