using Metier.Contracts;
using Metier.Diary;
using Metier.Ledger;
using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Disputes;

/// <summary>A named segment with what the diary shows of it.</summary>
/// <param name="Named">What was named, and what became of it.</param>
/// <param name="Diary">The segment; null when the diary no longer has it (erased).</param>
/// <param name="Price">What the named minutes cost, for showing; the sum is rounded once.</param>
/// <param name="Minutes">Its minutes with their counts, for an arbiter; both sides have them on the page of the segment.</param>
public sealed record NamedSegment(
    HourDisputeSegment Named,
    WeekSegment? Diary,
    Money Price,
    IReadOnlyList<MinuteRow> Minutes
);

/// <summary>A dispute of hours as one of its sides, or an arbiter, sees it.</summary>
/// <param name="Dispute">The dispute.</param>
/// <param name="Week">Its week.</param>
/// <param name="Side">The reader's side; null for an arbiter.</param>
/// <param name="ClientName">The client.</param>
/// <param name="FreelancerName">The freelancer.</param>
/// <param name="Segments">What was named, by time.</param>
/// <param name="Entries">What both sides said and brought, by time.</param>
/// <param name="Arbiter">Who ruled.</param>
public sealed record HourDisputeView(
    HourDispute Dispute,
    DiaryWeek Week,
    Side? Side,
    string ClientName,
    string FreelancerName,
    IReadOnlyList<NamedSegment> Segments,
    IReadOnlyList<HourEntryView> Entries,
    string? Arbiter
)
{
    /// <summary>A side's name.</summary>
    public string NameOf(Side side) => side == Contracts.Side.Client ? ClientName : FreelancerName;
}

/// <summary>A row of the arbiters' list.</summary>
public sealed record HourDisputeRow(HourDispute Dispute, string ClientName, string FreelancerName);

/// <summary>Reads disputes of hours.</summary>
public sealed class HourDisputeViews(
    MetierDb db,
    HourDisputeAccess access,
    WeeksForDisputes weeks,
    MemberViews members,
    HourEvidence evidence
)
{
    /// <summary>Disputes per page of the arbiters' list.</summary>
    public const int PageSize = 25;

    /// <summary>The dispute, or null for strangers.</summary>
    public async Task<HourDisputeView?> FindAsync(Guid id, Actor actor, CancellationToken ct) =>
        await access.ForPartyAsync(id, actor, ct) is var (dispute, side) ? await ViewAsync(dispute, side, ct) : null;

    /// <summary>
    /// The dispute for an arbiter, with the diary of the named segments; null for everybody else, and for one of the arbiter's own.
    /// That this person looked at somebody's diary is written down.
    /// </summary>
    public async Task<HourDisputeView?> FindForArbiterAsync(Guid id, Actor actor, CancellationToken ct)
    {
        if (await access.ForArbiterAsync(id, actor, ct) is not { } dispute)
        {
            return null;
        }
        await db.WriteAsync<Done>(
            () =>
            {
                db.Audit(actor, "hours_dispute.evidence_seen", dispute.Id, new { contract = dispute.ContractId });
                return Task.FromResult<Outcome<Done>>(Done.It);
            },
            ct
        );
        return await ViewAsync(dispute, null, ct);
    }

    /// <summary>The dispute of a week the caller may see; null when there is none.</summary>
    public Task<HourDispute?> OfWeekAsync(Guid weekId, CancellationToken ct) =>
        db.HourDisputes.AsNoTracking().SingleOrDefaultAsync(d => d.WeekId == weekId, ct);

    /// <summary>Open disputes of hours of the actor on one side; first what ends first.</summary>
    public Task<List<HourDispute>> WaitingAsync(Actor actor, Side side, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var disputes = db.HourDisputes.AsNoTracking().Where(d => d.ClosedAt == null);
        disputes =
            side == Side.Client
                ? disputes.Where(d => d.ClientId == actor.ClientId)
                : disputes.Where(d => d.FreelancerId == actor.MemberId);
        return disputes.OrderBy(d => d.DueAt).ThenBy(d => d.Id).Take(20).ToListAsync(ct);
    }

    /// <summary>Disputes in one state, oldest first, for arbiters; one more than a page when there is a next one.</summary>
    public async Task<List<HourDisputeRow>> ListAsync(
        Actor actor,
        HourDisputeState state,
        (DateTime At, Guid Id)? after,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.May(StaffRoles.Arbiter))
        {
            return [];
        }
        var query = db.HourDisputes.AsNoTracking().Where(d => d.State == state);
        if (after is var (at, key))
        {
            query = query.Where(d => d.OpenedAt > at || (d.OpenedAt == at && d.Id.CompareTo(key) > 0));
        }
        var rows = await query.OrderBy(d => d.OpenedAt).ThenBy(d => d.Id).Take(PageSize + 1).ToListAsync(ct);
        var clients = await members.ClientsAsync([.. rows.Select(d => d.ClientId).Distinct()], ct);
        var people = await members.MembersAsync([.. rows.Select(d => d.FreelancerId).Distinct()], ct);
        return rows.ConvertAll(d => new HourDisputeRow(d, clients[d.ClientId].Name, people[d.FreelancerId].Name));
    }

    private async Task<HourDisputeView> ViewAsync(HourDispute dispute, Side? side, CancellationToken ct)
    {
        var week = await weeks.GetAsync(dispute.WeekId, ct);
        var diary = (await weeks.SegmentsAsync(week, ct)).ToDictionary(s => s.Start);
        var named = await db
            .HourDisputeSegments.AsNoTracking()
            .Where(s => s.DisputeId == dispute.Id)
            .OrderBy(s => s.Start)
            .ToListAsync(ct);
        var minutes = side is null
            ? (await weeks.MinutesAsync(week, [.. named.Select(s => s.Start)], ct)).ToLookup(m =>
                DiaryTime.SegmentOf(m.Minute)
            )
            : null;
        Guid[] people = [dispute.FreelancerId, .. dispute.RuledBy is { } by ? new[] { by } : []];
        var names = await members.MembersAsync(people, ct);
        return new HourDisputeView(
            dispute,
            week,
            side,
            (await members.ClientsAsync([dispute.ClientId], ct))[dispute.ClientId].Name,
            names[dispute.FreelancerId].Name,
            named.ConvertAll(s => new NamedSegment(
                s,
                diary.GetValueOrDefault(s.Start),
                WeekSegments.PriceOf(s.Weight, dispute.Unit),
                minutes is null ? [] : [.. minutes[s.Start]]
            )),
            await evidence.OfAsync(dispute.Id, ct),
            dispute.RuledBy is { } arbiter && names.TryGetValue(arbiter, out var person) ? person.Name : null
        );
    }
}
