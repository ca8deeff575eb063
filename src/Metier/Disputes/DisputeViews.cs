using Metier.Contracts;
using Metier.Ledger;
using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Disputes;

/// <summary>Something said in a dispute, with its files.</summary>
public sealed record EntryView(DisputeEntry Entry, string Author, IReadOnlyList<StoredFile> Files);

/// <summary>A dispute as one of its sides, or an arbiter, sees it.</summary>
/// <param name="Dispute">The dispute.</param>
/// <param name="Side">The reader's side; null for an arbiter.</param>
/// <param name="ClientName">The client.</param>
/// <param name="FreelancerName">The freelancer.</param>
/// <param name="Held">What is set aside now.</param>
/// <param name="Entries">What was said, oldest first.</param>
/// <param name="Offers">All offers, newest first.</param>
/// <param name="Arbiter">Who ruled.</param>
public sealed record DisputeView(
    Dispute Dispute,
    Side? Side,
    string ClientName,
    string FreelancerName,
    Money Held,
    IReadOnlyList<EntryView> Entries,
    IReadOnlyList<SettlementOffer> Offers,
    string? Arbiter
)
{
    /// <summary>The other side's name.</summary>
    public string OtherName => Side == Contracts.Side.Client ? FreelancerName : ClientName;

    /// <summary>The offer of a side that stands.</summary>
    public SettlementOffer? OfferOf(Side side) => Offers.FirstOrDefault(o => o.By == side && o.EndedAt is null);

    /// <summary>The name of a side.</summary>
    public string NameOf(Side side) => side == Contracts.Side.Client ? ClientName : FreelancerName;
}

/// <summary>A row of the arbiters' list.</summary>
public sealed record DisputeRow(
    Guid Id,
    string Title,
    string ClientName,
    string FreelancerName,
    Money Held,
    DisputeState State,
    DateTime OpenedAt,
    DateTime? DueAt
);

/// <summary>A dispute of a contract, for links.</summary>
public sealed record DisputeLink(Guid Id, Guid MilestoneId, DisputeState State, DateTime? DueAt);

/// <summary>A dispute that waits for this person.</summary>
public sealed record DisputeTask(Guid Id, string Title, DisputeState State, DateTime? DueAt);

/// <summary>Reads disputes.</summary>
public sealed class DisputeViews(
    MetierDb db,
    DisputeAccess access,
    MemberViews members,
    MilestonesForDisputes milestones
)
{
    /// <summary>Disputes per page of the arbiters' list.</summary>
    public const int PageSize = 25;

    /// <summary>The dispute, or null for strangers.</summary>
    public async Task<DisputeView?> FindAsync(Guid id, Actor actor, CancellationToken ct) =>
        await access.ForPartyAsync(id, actor, ct) is var (dispute, side) ? await ViewAsync(dispute, side, ct) : null;

    /// <summary>The dispute for an arbiter; null for everybody else, and for one of the arbiter's own.</summary>
    public async Task<DisputeView?> FindForArbiterAsync(Guid id, Actor actor, CancellationToken ct) =>
        await access.ForArbiterAsync(id, actor, ct) is { } dispute ? await ViewAsync(dispute, null, ct) : null;

    /// <summary>The newest dispute of each milestone of a contract the caller has already loaded.</summary>
    public async Task<Dictionary<Guid, DisputeLink>> OfContractAsync(ContractView contract, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(contract);
        var all = await db
            .Disputes.AsNoTracking()
            .Where(d => d.ContractId == contract.Contract.Id)
            .OrderByDescending(d => d.OpenedAt)
            .Take(100)
            .Select(d => new DisputeLink(d.Id, d.MilestoneId, d.State, d.DueAt))
            .ToListAsync(ct);
        return all.GroupBy(d => d.MilestoneId).ToDictionary(g => g.Key, g => g.First());
    }

    /// <summary>The watch over a quiet contract the caller has already loaded; null while there is nothing to say.</summary>
    public async Task<Dormancy?> DormancyAsync(ContractView contract, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(contract);
        var watch = await db
            .Dormancies.AsNoTracking()
            .SingleOrDefaultAsync(d => d.ContractId == contract.Contract.Id, ct);
        return watch is { IsShown: true } ? watch : null;
    }

    /// <summary>Open disputes of the actor on one side; first what ends first.</summary>
    public Task<List<DisputeTask>> WaitingAsync(Actor actor, Side side, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var disputes = db.Disputes.AsNoTracking().Where(d => d.ClosedAt == null);
        disputes =
            side == Side.Client
                ? disputes.Where(d => d.ClientId == actor.ClientId)
                : disputes.Where(d => d.FreelancerId == actor.MemberId);
        return disputes
            .OrderBy(d => d.DueAt)
            .ThenBy(d => d.Id)
            .Take(20)
            .Select(d => new DisputeTask(d.Id, d.Title, d.State, d.DueAt))
            .ToListAsync(ct);
    }

    /// <summary>
    /// Disputes in one state, oldest first, for arbiters; one more than a page when there is a next one.
    /// <paramref name="after"/> continues after that dispute.
    /// </summary>
    public async Task<List<DisputeRow>> ListAsync(
        Actor actor,
        DisputeState state,
        (DateTime At, Guid Id)? after,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.May(StaffRoles.Arbiter))
        {
            return [];
        }
        var query = db.Disputes.AsNoTracking().Where(d => d.State == state);
        if (after is var (at, key))
        {
            query = query.Where(d => d.OpenedAt > at || (d.OpenedAt == at && d.Id.CompareTo(key) > 0));
        }
        var rows = await query.OrderBy(d => d.OpenedAt).ThenBy(d => d.Id).Take(PageSize + 1).ToListAsync(ct);
        var clients = await members.ClientsAsync([.. rows.Select(d => d.ClientId).Distinct()], ct);
        var people = await members.MembersAsync([.. rows.Select(d => d.FreelancerId).Distinct()], ct);
        return rows.ConvertAll(d => new DisputeRow(
            d.Id,
            d.Title,
            clients[d.ClientId].Name,
            people[d.FreelancerId].Name,
            d.Unit.Minor(d.HeldMinor),
            d.State,
            d.OpenedAt,
            d.DueAt
        ));
    }

    private async Task<DisputeView> ViewAsync(Dispute dispute, Side? side, CancellationToken ct)
    {
        var entries = await db
            .DisputeEntries.AsNoTracking()
            .Where(e => e.DisputeId == dispute.Id)
            .OrderBy(e => e.At)
            .ThenBy(e => e.Id)
            .Take(100)
            .ToListAsync(ct);
        var offers = await db
            .SettlementOffers.AsNoTracking()
            .Where(o => o.DisputeId == dispute.Id)
            .OrderByDescending(o => o.At)
            .ThenByDescending(o => o.Id)
            .Take(100)
            .ToListAsync(ct);
        var ids = entries.ConvertAll(e => e.Id);
        var files = await (
            from f in db.DisputeFiles.AsNoTracking()
            where ids.Contains(f.EntryId)
            join s in db.Set<StoredFile>() on f.FileId equals s.Id
            select new { f.EntryId, File = s }
        ).ToListAsync(ct);
        var byEntry = files.ToLookup(f => f.EntryId, f => f.File);
        Guid[] people =
        [
            .. entries
                .Select(e => e.MemberId)
                .Append(dispute.FreelancerId)
                .Append(dispute.RuledBy ?? dispute.FreelancerId)
                .Distinct(),
        ];
        var names = await members.MembersAsync(people, ct);
        string? Name(Guid id) => names.TryGetValue(id, out var person) ? person.Name : null;
        return new DisputeView(
            dispute,
            side,
            (await members.ClientsAsync([dispute.ClientId], ct))[dispute.ClientId].Name,
            Name(dispute.FreelancerId) ?? "",
            (await milestones.GetAsync(dispute.MilestoneId, ct)).Held,
            entries.ConvertAll(e => new EntryView(e, Name(e.MemberId) ?? "", [.. byEntry[e.Id]])),
            offers,
            dispute.RuledBy is { } arbiter ? Name(arbiter) : null
        );
    }
}
