using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>A contract in the list of the operator's staff.</summary>
public sealed record StaffContractLine(
    Guid Id,
    string Title,
    ContractState State,
    Guid ClientId,
    string ClientName,
    Guid FreelancerId,
    string FreelancerName,
    string Currency,
    DateTime StartedAt
);

/// <summary>
/// Reads contracts for the operator's staff: lists, and one of them read-only. Conversations are not shown here.
/// </summary>
public sealed class StaffContracts(MetierDb db, ContractViews contracts, MemberViews members)
{
    /// <summary>Contracts per page.</summary>
    public const int PageSize = 50;

    /// <summary>
    /// The newest first, after one; one more than a page when there is a next one. <paramref name="disputed"/>: only those
    /// with a milestone in dispute.
    /// </summary>
    public async Task<List<StaffContractLine>> ListAsync(
        string? search,
        ContractState? state,
        bool disputed,
        Guid? partyId,
        (DateTime At, Guid Id)? after,
        CancellationToken ct
    )
    {
        var query = db.Contracts.AsNoTracking();
        if (state is { } wanted)
        {
            query = query.Where(c => c.State == wanted);
        }
        if (disputed)
        {
            var open = db.Milestones.Where(m => m.State == MilestoneState.Disputed).Select(m => m.ContractId);
            query = query.Where(c => open.Contains(c.Id));
        }
        if (partyId is { } party)
        {
            query = query.Where(c => c.ClientId == party || c.FreelancerId == party);
        }
        if (TypedText.Line(search) is { Length: > 0 } typed)
        {
            var pattern = Dialects.Contains(typed);
            query =
                db.Dialect == Dialect.Postgres
                    ? query.Where(c => EF.Functions.ILike(c.Title, pattern, "\\"))
                    : query.Where(c => EF.Functions.Like(c.Title, pattern, "\\"));
        }
        if (after is var (at, id))
        {
            query = query.Where(c => c.StartedAt < at || (c.StartedAt == at && c.Id.CompareTo(id) < 0));
        }
        var rows = await query
            .OrderByDescending(c => c.StartedAt)
            .ThenByDescending(c => c.Id)
            .Take(PageSize + 1)
            .Select(c => new
            {
                c.Id,
                c.Title,
                c.State,
                c.ClientId,
                c.FreelancerId,
                c.Currency,
                c.StartedAt,
            })
            .ToListAsync(ct);
        var clients = await members.ClientsAsync([.. rows.Select(r => r.ClientId).Distinct()], ct);
        var freelancers = await members.MembersAsync([.. rows.Select(r => r.FreelancerId).Distinct()], ct);
        return rows.ConvertAll(r => new StaffContractLine(
            r.Id,
            r.Title,
            r.State,
            r.ClientId,
            clients[r.ClientId].Name,
            r.FreelancerId,
            freelancers[r.FreelancerId].Name,
            r.Currency,
            r.StartedAt
        ));
    }

    /// <summary>
    /// One contract, seen from the client's side; null when there is none. It is for reading: no use case takes it.
    /// </summary>
    public async Task<ContractView?> FindAsync(Guid id, CancellationToken ct) =>
        await db.Contracts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is { } contract
            ? await contracts.ViewAsync(contract, Side.Client, ct)
            : null;

    /// <summary>How many run, and how many milestones are in dispute.</summary>
    public async Task<(int Running, int Disputes)> CountsAsync(CancellationToken ct) =>
        (
            await db.Contracts.CountAsync(c => c.State != ContractState.Ended, ct),
            await db.Milestones.CountAsync(m => m.State == MilestoneState.Disputed, ct)
        );
}
