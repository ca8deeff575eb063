using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Jobs;

/// <summary>A job in the list of the operator's staff.</summary>
public sealed record StaffJobLine(
    Guid Id,
    string Title,
    Guid ClientId,
    string ClientName,
    JobState State,
    JobVisibility Visibility,
    int Proposals,
    ContactKinds Contacts,
    DateTime CreatedAt,
    DateTime? PostedAt,
    DateTime? RemovedAt
);

/// <summary>Reads jobs for the operator's staff; drafts are their writers' own business and left out.</summary>
public sealed class StaffJobs(MetierDb db, JobViews jobs, MemberViews members)
{
    /// <summary>Jobs per page.</summary>
    public const int PageSize = 50;

    /// <summary>The newest first, with one more than a page when there is a next one.</summary>
    public async Task<List<StaffJobLine>> ListAsync(
        string? search,
        JobState? state,
        bool removed,
        Guid? clientId,
        (DateTime At, Guid Id)? after,
        CancellationToken ct
    )
    {
        var query = db.Jobs.AsNoTracking().Where(j => j.State != JobState.Draft);
        if (state is { } wanted)
        {
            query = query.Where(j => j.State == wanted);
        }
        if (removed)
        {
            query = query.Where(j => j.RemovedAt != null);
        }
        if (clientId is { } client)
        {
            query = query.Where(j => j.ClientId == client);
        }
        if (TypedText.Line(search) is { Length: > 0 } typed)
        {
            var pattern = Dialects.Contains(typed);
            query =
                db.Dialect == Dialect.Postgres
                    ? query.Where(j => EF.Functions.ILike(j.Title, pattern, "\\"))
                    : query.Where(j => EF.Functions.Like(j.Title, pattern, "\\"));
        }
        if (after is var (at, id))
        {
            query = query.Where(j => j.CreatedAt < at || (j.CreatedAt == at && j.Id.CompareTo(id) < 0));
        }
        var rows = await query
            .OrderByDescending(j => j.CreatedAt)
            .ThenByDescending(j => j.Id)
            .Take(PageSize + 1)
            .Select(j => new
            {
                j.Id,
                j.Title,
                j.ClientId,
                j.State,
                j.Visibility,
                j.Proposals,
                j.Contacts,
                j.CreatedAt,
                j.PostedAt,
                j.RemovedAt,
            })
            .ToListAsync(ct);
        var clients = await members.ClientsAsync([.. rows.Select(r => r.ClientId).Distinct()], ct);
        return rows.ConvertAll(r => new StaffJobLine(
            r.Id,
            r.Title,
            r.ClientId,
            clients[r.ClientId].Name,
            r.State,
            r.Visibility,
            r.Proposals,
            r.Contacts,
            r.CreatedAt,
            r.PostedAt,
            r.RemovedAt
        ));
    }

    /// <summary>The whole post; null for drafts.</summary>
    public async Task<JobView?> FindAsync(Guid id, CancellationToken ct) =>
        (await jobs.ManyAsync([id], ct)).GetValueOrDefault(id) is { State: not JobState.Draft } job ? job : null;

    /// <summary>How many take proposals now.</summary>
    public Task<int> OpenAsync(CancellationToken ct) => db.Jobs.CountAsync(j => j.State == JobState.Open, ct);
}
