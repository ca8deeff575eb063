using System.Linq.Expressions;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Proposals;

/// <summary>Reads proposals for pages and other modules.</summary>
public sealed class ProposalViews(MetierDb db, RuleOptions rules)
{
    /// <summary>The proposal, for its freelancer always, for its client once sent; with the team's notes for the team only.</summary>
    public async Task<ProposalView?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        var client = actor.ClientId;
        var found = await ProposalAccess
            .Whole(db.Proposals.AsNoTracking())
            .SingleOrDefaultAsync(
                p =>
                    p.Id == id
                    && (
                        p.FreelancerId == actor.MemberId
                        || (client != null && p.ClientId == client && p.State != ProposalState.Draft)
                    ),
                ct
            );
        return found is null ? null : (await ViewsAsync([found], actor, ct))[0];
    }

    /// <summary>The freelancer's living proposal for this job, or the last that ended; null when there never was one.</summary>
    public async Task<ProposalView?> MineForAsync(Guid jobId, Actor actor, CancellationToken ct)
    {
        var all = await ProposalAccess
            .Whole(db.Proposals.AsNoTracking())
            .Where(p => p.JobId == jobId && p.FreelancerId == actor.MemberId)
            .ToListAsync(ct);
        var found = all.Find(p => p.EndedAt is null) ?? all.MaxBy(p => p.EndedAt);
        return found is null ? null : (await ViewsAsync([found], actor, ct))[0];
    }

    /// <summary>One of the client's lists for a job; one more than <paramref name="size"/> says there are more.</summary>
    public async Task<IReadOnlyList<ProposalView>> ForJobAsync(
        Guid jobId,
        ProposalList list,
        ProposalOrder order,
        ProposalKey? after,
        int size,
        Actor actor,
        CancellationToken ct
    )
    {
        var query = db
            .Proposals.AsNoTracking()
            .Where(p => p.JobId == jobId && p.ClientId == actor.ClientId && p.State != ProposalState.Draft)
            .Where(InList(list));
        var page = Ordered(query, order, after).Take(size + 1);
        return await ViewsAsync(await ProposalAccess.Whole(page).ToListAsync(ct), actor, ct);
    }

    private static IQueryable<Proposal> Ordered(IQueryable<Proposal> query, ProposalOrder order, ProposalKey? after)
    {
        var key = after.GetValueOrDefault();
        switch (order)
        {
            case ProposalOrder.LowestPrice:
                return (
                    after is null
                        ? query
                        : query.Where(p =>
                            p.AmountMinor > key.AmountMinor
                            || (p.AmountMinor == key.AmountMinor && p.Id.CompareTo(key.Id) > 0)
                        )
                )
                    .OrderBy(p => p.AmountMinor)
                    .ThenBy(p => p.Id);
            case ProposalOrder.HighestPrice:
                return (
                    after is null
                        ? query
                        : query.Where(p =>
                            p.AmountMinor < key.AmountMinor
                            || (p.AmountMinor == key.AmountMinor && p.Id.CompareTo(key.Id) < 0)
                        )
                )
                    .OrderByDescending(p => p.AmountMinor)
                    .ThenByDescending(p => p.Id);
            default:
                return (
                    after is null
                        ? query
                        : query.Where(p => p.SentAt < key.At || (p.SentAt == key.At && p.Id.CompareTo(key.Id) < 0))
                )
                    .OrderByDescending(p => p.SentAt)
                    .ThenByDescending(p => p.Id);
        }
    }

    /// <summary>How many are in each of the client's lists.</summary>
    public async Task<Dictionary<ProposalList, int>> CountsAsync(Guid jobId, Actor actor, CancellationToken ct)
    {
        var rows = await db
            .Proposals.AsNoTracking()
            .Where(p => p.JobId == jobId && p.ClientId == actor.ClientId && p.State != ProposalState.Draft)
            .GroupBy(p => new
            {
                p.State,
                p.Filing,
                Messaged = p.MessagedAt != null,
            })
            .Select(g => new { g.Key, Count = g.Count() })
            .ToListAsync(ct);
        int Of(Func<ProposalState, ProposalFiling, bool, bool> inList) =>
            rows.Where(r => inList(r.Key.State, r.Key.Filing, r.Key.Messaged)).Sum(r => r.Count);
        bool Living(ProposalState s, ProposalFiling f) =>
            s is not (ProposalState.Declined or ProposalState.Withdrawn) && f != ProposalFiling.Archived;
        return new()
        {
            [ProposalList.All] = Of((s, f, _) => Living(s, f)),
            [ProposalList.Shortlisted] = Of((s, f, _) => Living(s, f) && f == ProposalFiling.Shortlisted),
            [ProposalList.Messaged] = Of((s, f, m) => Living(s, f) && m),
            [ProposalList.Archived] = Of((s, f, _) => !Living(s, f)),
            [ProposalList.Hired] = Of((s, _, _) => s is ProposalState.Offered or ProposalState.Hired),
        };
    }

    /// <summary>Up to four proposals of one job, side by side, in the order asked for; others are left out.</summary>
    public async Task<IReadOnlyList<ProposalView>> ComparedAsync(
        Guid jobId,
        IReadOnlyList<Guid> ids,
        Actor actor,
        CancellationToken ct
    )
    {
        var found = await ProposalAccess
            .Whole(db.Proposals.AsNoTracking())
            .Where(p =>
                ids.Contains(p.Id) && p.JobId == jobId && p.ClientId == actor.ClientId && p.State != ProposalState.Draft
            )
            .ToListAsync(ct);
        return await ViewsAsync([.. found.OrderBy(p => ids.ToList().IndexOf(p.Id)).Take(4)], actor, ct);
    }

    /// <summary>The freelancer's own proposals in these states, newest first.</summary>
    public async Task<IReadOnlyList<ProposalView>> MineAsync(
        IReadOnlyCollection<ProposalState> states,
        (DateTime At, Guid Id)? after,
        int size,
        Actor actor,
        CancellationToken ct
    )
    {
        var query = ProposalAccess
            .Whole(db.Proposals.AsNoTracking())
            .Where(p => p.FreelancerId == actor.MemberId && states.Contains(p.State));
        if (after is { } key)
        {
            query = query.Where(p => p.CreatedAt < key.At || (p.CreatedAt == key.At && p.Id.CompareTo(key.Id) < 0));
        }
        var found = await query
            .OrderByDescending(p => p.CreatedAt)
            .ThenByDescending(p => p.Id)
            .Take(size + 1)
            .ToListAsync(ct);
        return await ViewsAsync(found, actor, ct);
    }

    /// <summary>Who ever sent a proposal to a job, without asking who looks: for other modules.</summary>
    public Task<List<Guid>> FreelancersOnAsync(Guid jobId, CancellationToken ct) =>
        db
            .Proposals.AsNoTracking()
            .Where(p => p.JobId == jobId && p.State != ProposalState.Draft)
            .Select(p => p.FreelancerId)
            .Distinct()
            .ToListAsync(ct);

    /// <summary>Which jobs this freelancer ever sent a proposal to, without asking who looks: for other modules.</summary>
    public Task<List<Guid>> JobsOfAsync(Guid freelancerId, CancellationToken ct) =>
        db
            .Proposals.AsNoTracking()
            .Where(p => p.FreelancerId == freelancerId && p.State != ProposalState.Draft)
            .Select(p => p.JobId)
            .Distinct()
            .ToListAsync(ct);

    /// <summary>How many of one's own are in each state.</summary>
    public Task<Dictionary<ProposalState, int>> MyCountsAsync(Actor actor, CancellationToken ct) =>
        db
            .Proposals.AsNoTracking()
            .Where(p => p.FreelancerId == actor.MemberId)
            .GroupBy(p => p.State)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);

    /// <summary>Proposals the client has not opened yet, by job: "new" on its lists.</summary>
    public Task<Dictionary<Guid, int>> UnopenedAsync(Guid clientId, CancellationToken ct) =>
        db
            .Proposals.AsNoTracking()
            .Where(p => p.ClientId == clientId && p.State == ProposalState.Sent && p.OpenedAt == null)
            .GroupBy(p => p.JobId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);

    /// <summary>What is left of the freelancer's weekly allowance.</summary>
    public async Task<ProposalAllowance> AllowanceAsync(Actor actor, CancellationToken ct)
    {
        var now = db.Now;
        var until = await db
            .Proposals.AsNoTracking()
            .Where(p => p.FreelancerId == actor.MemberId && p.AllowanceUntil > now)
            .Select(p => p.AllowanceUntil)
            .ToListAsync(ct);
        return new ProposalAllowance(until.Count, rules.ProposalAllowance, until.Min());
    }

    /// <summary>
    /// Opening a proposal is for its client: the proposal as an offer is made of it, null for everybody else or when it is
    /// no longer active.
    /// </summary>
    public async Task<ProposalView?> ForOfferAsync(Guid proposalId, Actor actor, CancellationToken ct) =>
        await FindAsync(proposalId, actor, ct) is { State: ProposalState.Sent or ProposalState.Offered } found
        && actor.IsFor(found.ClientId)
            ? found
            : null;

    private static Expression<Func<Proposal, bool>> InList(ProposalList list) =>
        list switch
        {
            ProposalList.Hired => p => p.State == ProposalState.Offered || p.State == ProposalState.Hired,
            ProposalList.Archived => p => p.EndedAt != null || p.Filing == ProposalFiling.Archived,
            ProposalList.Shortlisted => p => p.EndedAt == null && p.Filing == ProposalFiling.Shortlisted,
            ProposalList.Messaged => p =>
                p.EndedAt == null && p.Filing != ProposalFiling.Archived && p.MessagedAt != null,
            _ => p => p.EndedAt == null && p.Filing != ProposalFiling.Archived,
        };

    private async Task<IReadOnlyList<ProposalView>> ViewsAsync(
        List<Proposal> proposals,
        Actor actor,
        CancellationToken ct
    )
    {
        var fileIds = proposals.SelectMany(p => p.Files).Select(f => f.FileId).ToList();
        var files =
            fileIds.Count == 0
                ? []
                : await db.Set<StoredFile>()
                    .AsNoTracking()
                    .Where(f => fileIds.Contains(f.Id))
                    .ToDictionaryAsync(f => f.Id, ct);
        var teams = proposals.Where(p => actor.IsFor(p.ClientId)).Select(p => p.Id).ToList();
        var notes =
            teams.Count == 0
                ? []
                : await db
                    .ProposalNotes.AsNoTracking()
                    .Where(n => teams.Contains(n.ProposalId))
                    .OrderBy(n => n.WrittenAt)
                    .ToListAsync(ct);
        return proposals.ConvertAll(p => View(p, files, notes));
    }

    private static ProposalView View(Proposal p, Dictionary<Guid, StoredFile> files, List<ProposalNote> notes) =>
        new()
        {
            Id = p.Id,
            JobId = p.JobId,
            ClientId = p.ClientId,
            FreelancerId = p.FreelancerId,
            Currency = p.Money,
            Hourly = p.Hourly,
            Amount = p.AmountMinor is { } minor ? p.Money.Minor(minor) : null,
            DurationCount = p.DurationCount,
            DurationUnit = p.DurationUnit,
            StartOn = p.StartOn,
            Letter = p.Letter,
            State = p.State,
            Filing = p.Filing,
            CreatedAt = p.CreatedAt,
            SavedAt = p.SavedAt,
            SentAt = p.SentAt,
            EditedAt = p.EditedAt,
            OpenedAt = p.OpenedAt,
            MessagedAt = p.MessagedAt,
            EndedAt = p.EndedAt,
            DeclineReason = p.DeclineReason,
            EndNote = p.EndNote,
            InvitationId = p.InvitationId,
            Contacts = p.Contacts,
            Milestones =
            [
                .. p
                    .Milestones.OrderBy(m => m.Position)
                    .Select(m => new ProposalMilestoneView(m.Title, p.Money.Minor(m.AmountMinor), m.DueOn)),
            ],
            Answers = p.Answers.Where(a => a.Text.Length > 0).ToDictionary(a => a.QuestionId, a => a.Text),
            Files =
            [
                .. p
                    .Files.OrderBy(f => f.Position)
                    .Where(f => files.ContainsKey(f.FileId))
                    .Select(f => files[f.FileId]),
            ],
            Picks = [.. p.Picks.OrderBy(x => x.Position).Select(x => x.ItemId)],
            Notes =
            [
                .. notes
                    .Where(n => n.ProposalId == p.Id)
                    .Select(n => new ProposalNoteView(n.MemberId, n.Text, n.Score, n.WrittenAt)),
            ],
        };
}
