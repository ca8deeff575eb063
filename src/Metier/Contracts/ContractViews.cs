using Metier.Ledger;
using Metier.Members;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>A row of a contract list.</summary>
public sealed record ContractRow(
    Guid Id,
    string Title,
    ContractState State,
    Guid ClientId,
    string ClientName,
    Guid FreelancerId,
    string FreelancerName,
    DateTime StartedAt,
    Money Held,
    Money Released,
    Money ToCome
)
{
    /// <summary>Rate and limit; null for a fixed price.</summary>
    public HourlyNow? Hourly { get; init; }
}

/// <summary>A milestone that waits for somebody.</summary>
public sealed record MilestoneTask(Guid ContractId, string Contract, int Number, string Title, MilestoneState State);

/// <summary>A contract as one of its parties sees it.</summary>
public sealed record ContractView(
    Contract Contract,
    Side Side,
    ClientCard Client,
    MemberCard Freelancer,
    IReadOnlyList<Milestone> Milestones,
    IReadOnlyList<Bonus> Bonuses
)
{
    /// <summary>How an hourly contract stands; null for a fixed price.</summary>
    public HourlyNow? Hourly { get; init; }

    /// <summary>Chargebacks of it that are open or were decided lately, the latest first.</summary>
    public IReadOnlyList<ChargebackCard> Chargebacks { get; init; } = [];

    private Money Sum(Func<Milestone, long> part) => Contract.Unit.Minor(Milestones.Sum(part));

    /// <summary>Set aside now.</summary>
    public Money Held => Sum(m => m.HeldMinor);

    /// <summary>Released or charged for hours so far, before fees, with bonuses.</summary>
    public Money Released =>
        Hourly?.Paid
        ?? Contract.Unit.Minor(
            Milestones.Sum(m => m.ReleasedMinor) + Bonuses.Where(b => b.PaidAt is not null).Sum(b => b.AmountMinor)
        );

    /// <summary>Agreed and not yet set aside.</summary>
    public Money ToCome => Sum(m => m.MissingMinor);

    /// <summary>The other side's name.</summary>
    public string OtherName => Side == Side.Client ? Freelancer.Name : Client.Name;
}

/// <summary>A submission with its files.</summary>
public sealed record SubmissionView(Submission Submission, IReadOnlyList<StoredFile> Files);

/// <summary>An offer as one of its parties sees it.</summary>
public sealed record OfferView(
    Offer Offer,
    Side Side,
    ClientCard Client,
    MemberCard Freelancer,
    IReadOnlyList<OfferChange> Changes,
    Guid? ContractId
);

/// <summary>Reads contracts and offers.</summary>
public sealed class ContractViews(
    MetierDb db,
    ContractAccess access,
    MemberViews members,
    HourlyStanding hourly,
    ChargebackViews chargebacks
)
{
    /// <summary>Contracts per page.</summary>
    public const int PageSize = 20;

    /// <summary>The contract, or null for strangers.</summary>
    public async Task<ContractView?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        if (await access.ForPartyAsync(id, actor, ct) is not var (contract, side))
        {
            return null;
        }
        return await ViewAsync(contract, side, ct);
    }

    /// <summary>Everything on a contract the caller may show.</summary>
    internal async Task<ContractView> ViewAsync(Contract contract, Side side, CancellationToken ct)
    {
        var id = contract.Id;
        var client = (await members.ClientsAsync([contract.ClientId], ct))[contract.ClientId];
        var freelancer = (await members.MembersAsync([contract.FreelancerId], ct))[contract.FreelancerId];
        var milestones = await db
            .Milestones.AsNoTracking()
            .Where(m => m.ContractId == id)
            .OrderBy(m => m.Number)
            .ToListAsync(ct);
        var bonuses = await db.Bonuses.AsNoTracking().Where(b => b.ContractId == id).OrderBy(b => b.At).ToListAsync(ct);
        return new ContractView(contract, side, client, freelancer, milestones, bonuses)
        {
            Hourly = (await hourly.OfAsync([contract], ct)).GetValueOrDefault(id),
            Chargebacks = await chargebacks.OfContractAsync(id, ct),
        };
    }

    /// <summary>What was handed in for the milestones of a contract the caller has already loaded, newest first.</summary>
    public async Task<ILookup<Guid, SubmissionView>> SubmissionsAsync(ContractView view, CancellationToken ct)
    {
        var ids = view.Milestones.Select(m => m.Id).ToList();
        var submissions = await db
            .Submissions.AsNoTracking()
            .Where(s => ids.Contains(s.MilestoneId))
            .OrderByDescending(s => s.At)
            .Take(200)
            .ToListAsync(ct);
        var submissionIds = submissions.ConvertAll(s => s.Id);
        var files = await (
            from f in db.SubmissionFiles.AsNoTracking()
            where submissionIds.Contains(f.SubmissionId)
            join s in db.Set<StoredFile>() on f.FileId equals s.Id
            select new { f.SubmissionId, File = s }
        ).ToListAsync(ct);
        var byOwner = files.ToLookup(f => f.SubmissionId, f => f.File);
        return submissions.ToLookup(s => s.MilestoneId, s => new SubmissionView(s, [.. byOwner[s.Id]]));
    }

    /// <summary>The history of a contract the caller has already loaded, newest first, at most 200 lines.</summary>
    public Task<List<ContractEvent>> HistoryAsync(ContractView view, CancellationToken ct) =>
        db
            .ContractEvents.AsNoTracking()
            .Where(e => e.ContractId == view.Contract.Id)
            .OrderByDescending(e => e.At)
            .ThenByDescending(e => e.Id)
            .Take(200)
            .ToListAsync(ct);

    /// <summary>The terms document of a contract the caller has already loaded.</summary>
    public Task<StoredFile> TermsFileAsync(ContractView view, CancellationToken ct) =>
        db.Set<StoredFile>().AsNoTracking().SingleAsync(f => f.Id == view.Contract.TermsFileId, ct);

    /// <summary>
    /// Milestones that go on only when this side does something: agree, set money aside where no other milestone of the
    /// contract is under way, review; or answer what the client asked for. Twenty at most, oldest contracts first.
    /// </summary>
    public Task<List<MilestoneTask>> MilestonesWaitingAsync(Actor actor, Side side, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var client = side == Side.Client;
        var milestones = db.Milestones.AsNoTracking();
        var contracts = db.Contracts.AsNoTracking();
        var found =
            from m in milestones
            join c in contracts on m.ContractId equals c.Id
            where c.State != ContractState.Ended
            where client ? c.ClientId == actor.ClientId : c.FreelancerId == actor.MemberId
            where
                (m.State == MilestoneState.Proposed && m.ProposedBy != side)
                || (
                    client
                        ? m.State == MilestoneState.Submitted
                            || (
                                m.State == MilestoneState.Agreed
                                && c.State == ContractState.Active
                                && !milestones.Any(o =>
                                    o.ContractId == c.Id
                                    && (
                                        (o.State == MilestoneState.Agreed && o.Number < m.Number)
                                        || o.State == MilestoneState.Paying
                                        || o.State == MilestoneState.Funded
                                        || o.State == MilestoneState.Submitted
                                        || o.State == MilestoneState.ChangesRequested
                                    )
                                )
                            )
                        : m.State == MilestoneState.ChangesRequested || m.State == MilestoneState.RefundRequested
                )
            orderby c.StartedAt, m.Number
            select new MilestoneTask(c.Id, c.Title, m.Number, m.Title, m.State);
        return found.Take(20).ToListAsync(ct);
    }

    /// <summary>
    /// The actor's contracts on one side, newest first; one more than a page when there is a next one.
    /// <paramref name="before"/> continues after that contract.
    /// </summary>
    public async Task<List<ContractRow>> ListAsync(
        Actor actor,
        Side side,
        bool ended,
        (DateTime At, Guid Id)? before,
        CancellationToken ct
    )
    {
        var query =
            side == Side.Client
                ? db.Contracts.Where(c => c.ClientId == actor.ClientId)
                : db.Contracts.Where(c => c.FreelancerId == actor.MemberId);
        query = ended
            ? query.Where(c => c.State == ContractState.Ended)
            : query.Where(c => c.State != ContractState.Ended);
        if (before is var (at, key))
        {
            query = query.Where(c => c.StartedAt < at || (c.StartedAt == at && c.Id.CompareTo(key) < 0));
        }
        var contracts = await query
            .AsNoTracking()
            .OrderByDescending(c => c.StartedAt)
            .ThenByDescending(c => c.Id)
            .Take(PageSize + 1)
            .ToListAsync(ct);
        return await RowsAsync(contracts, ct);
    }

    internal async Task<List<ContractRow>> RowsAsync(List<Contract> contracts, CancellationToken ct)
    {
        var ids = contracts.ConvertAll(c => c.Id);
        var sums = await db
            .Milestones.AsNoTracking()
            .Where(m => ids.Contains(m.ContractId))
            .GroupBy(m => m.ContractId)
            .Select(g => new
            {
                g.Key,
                Held = g.Sum(m => m.FundedMinor - m.ReleasedMinor - m.RefundedMinor - m.RolledMinor),
                Released = g.Sum(m => m.ReleasedMinor),
                ToCome = g.Sum(m =>
                    m.State == MilestoneState.Agreed
                    || m.State == MilestoneState.Proposed
                    || m.State == MilestoneState.Paying
                        ? m.AmountMinor - (m.FundedMinor - m.ReleasedMinor - m.RefundedMinor - m.RolledMinor)
                        : 0
                ),
            })
            .ToDictionaryAsync(g => g.Key, ct);
        var clients = await members.ClientsAsync([.. contracts.Select(c => c.ClientId).Distinct()], ct);
        var freelancers = await members.MembersAsync([.. contracts.Select(c => c.FreelancerId).Distinct()], ct);
        var byHour = await hourly.OfAsync(contracts, ct);
        return contracts.ConvertAll(c =>
        {
            var now = byHour.GetValueOrDefault(c.Id);
            var sum = sums.GetValueOrDefault(c.Id);
            return new ContractRow(
                c.Id,
                c.Title,
                c.State,
                c.ClientId,
                clients[c.ClientId].Name,
                c.FreelancerId,
                freelancers[c.FreelancerId].Name,
                c.StartedAt,
                c.Unit.Minor(sum?.Held ?? 0),
                now?.Paid ?? c.Unit.Minor(sum?.Released ?? 0),
                c.Unit.Minor(sum?.ToCome ?? 0)
            )
            {
                Hourly = now,
            };
        });
    }

    /// <summary>The offer, or null for strangers and for drafts of others.</summary>
    public async Task<OfferView?> FindOfferAsync(Guid id, Actor actor, CancellationToken ct)
    {
        if (await access.ForOfferAsync(id, actor, ct) is not var (offer, side))
        {
            return null;
        }
        var client = (await members.ClientsAsync([offer.ClientId], ct))[offer.ClientId];
        var freelancer = (await members.MembersAsync([offer.FreelancerId], ct))[offer.FreelancerId];
        var changes = await db
            .OfferChanges.AsNoTracking()
            .Where(c => c.OfferId == id)
            .OrderByDescending(c => c.At)
            .Take(50)
            .ToListAsync(ct);
        var contract = await db
            .Contracts.AsNoTracking()
            .Where(c => c.OfferId == id)
            .Select(c => (Guid?)c.Id)
            .SingleOrDefaultAsync(ct);
        return new OfferView(offer, side, client, freelancer, changes, contract);
    }

    /// <summary>The living offer for a proposal of the actor's client, or null.</summary>
    public Task<Guid?> OfferForProposalAsync(Guid proposalId, Actor actor, CancellationToken ct) =>
        db
            .Offers.AsNoTracking()
            .Where(o => o.ProposalId == proposalId && (o.EndedAt == null || o.State == OfferState.Accepted))
            .Where(o => o.ClientId == actor.ClientId || (o.FreelancerId == actor.MemberId && o.SentAt != null))
            .Select(o => (Guid?)o.Id)
            .FirstOrDefaultAsync(ct);

    /// <summary>Open offers to a freelancer, or from a client, oldest deadline first.</summary>
    public async Task<
        List<(Guid Id, string Title, string Other, DateTime? ExpiresAt, OfferState State)>
    > OpenOffersAsync(Actor actor, Side side, CancellationToken ct)
    {
        var offers = await db
            .Offers.AsNoTracking()
            .Where(o => o.EndedAt == null && o.SentAt != null)
            .Where(o => side == Side.Client ? o.ClientId == actor.ClientId : o.FreelancerId == actor.MemberId)
            .OrderBy(o => o.ExpiresAt)
            .Take(50)
            .ToListAsync(ct);
        var clients = await members.ClientsAsync([.. offers.Select(o => o.ClientId).Distinct()], ct);
        var freelancers = await members.MembersAsync([.. offers.Select(o => o.FreelancerId).Distinct()], ct);
        return offers.ConvertAll(o =>
            (
                o.Id,
                o.Terms.Title,
                side == Side.Client ? freelancers[o.FreelancerId].Name : clients[o.ClientId].Name,
                o.ExpiresAt,
                o.State
            )
        );
    }

    /// <summary>What a contract and a milestone or bonus inside it are called; for documents.</summary>
    public async Task<ContractNames> NamesAsync(Guid contractId, Guid subjectId, CancellationToken ct)
    {
        var contract = await db
            .Contracts.AsNoTracking()
            .Where(c => c.Id == contractId)
            .Select(c => c.Title)
            .SingleAsync(ct);
        var subject =
            await db
                .Milestones.AsNoTracking()
                .Where(m => m.Id == subjectId)
                .Select(m => m.Title)
                .SingleOrDefaultAsync(ct)
            ?? await db
                .Bonuses.AsNoTracking()
                .Where(b => b.Id == subjectId)
                .Select(b => b.Reason)
                .SingleOrDefaultAsync(ct);
        return new ContractNames(contract, subject);
    }

    /// <summary>The titles of these contracts, for lists whose rows the reader may already see.</summary>
    public Task<Dictionary<Guid, string>> TitlesAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        db.Contracts.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Title, ct);

    /// <summary>Facts for other modules; null when there is no such contract.</summary>
    public async Task<ContractFacts?> FactsAsync(Guid contractId, CancellationToken ct)
    {
        var c = await db.Contracts.AsNoTracking().SingleOrDefaultAsync(x => x.Id == contractId, ct);
        if (c is null)
        {
            return null;
        }
        var now = (await hourly.OfAsync([c], ct)).GetValueOrDefault(contractId);
        var paid =
            await db.Milestones.Where(m => m.ContractId == contractId).SumAsync(m => m.ReleasedMinor, ct)
            + await db
                .Bonuses.Where(b => b.ContractId == contractId && b.PaidAt != null)
                .SumAsync(b => b.AmountMinor, ct);
        return new ContractFacts(
            c.Id,
            c.JobId,
            c.ClientId,
            c.FreelancerId,
            c.Title,
            c.State,
            c.StartedAt,
            c.EndedAt,
            now?.Paid ?? c.Unit.Minor(paid),
            c.Rules.FeedbackDays
        );
    }
}
