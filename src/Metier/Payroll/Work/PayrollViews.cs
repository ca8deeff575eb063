using Metier.Contracts;
using Metier.Ledger;
using Metier.Members;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payroll;

/// <summary>An item of the onboarding list with its words.</summary>
public sealed record ItemView(OnboardingItem Item, ChecklistItem Asked);

/// <summary>A contract that a partner runs.</summary>
/// <param name="Row">How it stands.</param>
/// <param name="Terms">What was agreed.</param>
/// <param name="Client">Who pays.</param>
/// <param name="Freelancer">Who is employed.</param>
/// <param name="Items">The onboarding list.</param>
/// <param name="Hours">The latest lines of hours, newest first; fifty at most.</param>
/// <param name="Weeks">The latest weeks, newest first; twenty at most.</param>
/// <param name="Fees">The client's payment fee, frozen.</param>
/// <param name="Rate">The rate now.</param>
public sealed record PayrollView(
    PayrollContract Row,
    PayrollTerms Terms,
    ClientCard Client,
    MemberCard Freelancer,
    IReadOnlyList<ItemView> Items,
    IReadOnlyList<HoursLine> Hours,
    IReadOnlyList<PayrollWeek> Weeks,
    FeeTerms Fees,
    Money Rate
)
{
    /// <summary>How many items wait for this side.</summary>
    public int Waiting(ItemSide side) => Items.Count(i => i.Item.By == side && i.Item.DoneAt is null);
}

/// <summary>A line of a partner's list.</summary>
public sealed record PayrollLine(PayrollContract Row, string Client, string Freelancer, int Missing);

/// <summary>Reads contracts that partners run, for each who may.</summary>
public sealed class PayrollViews(
    MetierDb db,
    PartnerAccess access,
    PayrollOffers offers,
    HourlyContracts hourly,
    Checklists lists,
    MemberViews members
)
{
    /// <summary>Lines per page.</summary>
    public const int PageSize = 50;

    /// <summary>For both sides of the contract; null for everybody else and for freelance work.</summary>
    public async Task<PayrollView?> ForPartyAsync(Guid contractId, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var clientId = actor.ClientId ?? Guid.Empty;
        var row = await db
            .PayrollContracts.AsNoTracking()
            .SingleOrDefaultAsync(
                c => c.ContractId == contractId && (c.FreelancerId == actor.MemberId || c.ClientId == clientId),
                ct
            );
        return row is null ? null : await ViewAsync(row, ct);
    }

    /// <summary>For the partner that runs it; null for every other.</summary>
    public async Task<PayrollView?> ForPartnerAsync(Guid contractId, Actor actor, CancellationToken ct) =>
        await access.OfAsync(actor, ct) is { } partner && await access.ContractAsync(contractId, partner, ct) is { } row
            ? await ViewAsync(row, ct)
            : null;

    private async Task<PayrollView> ViewAsync(PayrollContract row, CancellationToken ct)
    {
        var contract = await offers.ByIdAsync(row.ContractId, ct);
        var terms = contract.Payroll!;
        var asked = lists.Get(terms.Checklist, terms.ChecklistVersion).Items;
        var items = await db
            .OnboardingItems.AsNoTracking()
            .Where(i => i.ContractId == row.ContractId)
            .OrderBy(i => i.Position)
            .ToListAsync(ct);
        var hours = await db
            .HoursLines.AsNoTracking()
            .Where(l => l.ContractId == row.ContractId)
            .OrderByDescending(l => l.Monday)
            .ThenByDescending(l => l.Number)
            .Take(50)
            .ToListAsync(ct);
        var weeks = await db
            .PayrollWeeks.AsNoTracking()
            .Where(w => w.ContractId == row.ContractId)
            .OrderByDescending(w => w.Monday)
            .Take(20)
            .ToListAsync(ct);
        var now = (await hourly.OfAsync([row.ContractId], ct)).Single();
        return new PayrollView(
            row,
            terms,
            (await members.ClientsAsync([row.ClientId], ct))[row.ClientId],
            (await members.MembersAsync([row.FreelancerId], ct))[row.FreelancerId],
            items.ConvertAll(i => new ItemView(i, asked.Single(a => a.Code == i.Code))),
            hours,
            weeks,
            contract.Fees,
            contract.Unit.Minor(now.History.Rates[^1].RateMinor)
        );
    }

    /// <summary>A partner's contracts, newest first, after one; one more than a page when there is a next one. Null: no partner's person.</summary>
    public async Task<List<PayrollLine>?> ListAsync(Actor actor, (DateTime At, Guid Id)? after, CancellationToken ct)
    {
        if (await access.OfAsync(actor, ct) is not { } partner)
        {
            return null;
        }
        var query = db.PayrollContracts.AsNoTracking().Where(c => c.PartnerId == partner.PartnerId);
        if (after is var (at, id))
        {
            query = query.Where(c => c.StartedAt < at || (c.StartedAt == at && c.ContractId.CompareTo(id) < 0));
        }
        var rows = await query
            .OrderByDescending(c => c.StartedAt)
            .ThenByDescending(c => c.ContractId)
            .Take(PageSize + 1)
            .ToListAsync(ct);
        var clients = await members.ClientsAsync([.. rows.Select(r => r.ClientId).Distinct()], ct);
        var people = await members.MembersAsync([.. rows.Select(r => r.FreelancerId).Distinct()], ct);
        var ids = rows.ConvertAll(r => r.ContractId);
        var missing = await db
            .OnboardingItems.Where(i => ids.Contains(i.ContractId) && i.DoneAt == null)
            .GroupBy(i => i.ContractId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return rows.ConvertAll(r => new PayrollLine(
            r,
            clients[r.ClientId].Name,
            people[r.FreelancerId].Name,
            missing.GetValueOrDefault(r.ContractId)
        ));
    }
}

/// <summary>A week of a partner with the contract's title.</summary>
public sealed record PartnerWeekLine(PayrollWeek Week, string Title, string Partner);

/// <summary>Hours, weeks and results of partners.</summary>
public sealed class PartnerBooks(MetierDb db)
{
    /// <summary>Lines per page of the hours and of the weeks.</summary>
    public const int PageSize = 100;

    /// <summary>Lines of one answer to a program.</summary>
    public const int MostLines = 1_000;

    /// <summary>A partner's hours after a line, oldest first: what a program asks for again and again.</summary>
    public Task<List<HoursLine>> HoursAfterAsync(Guid partnerId, Guid? after, int most, CancellationToken ct)
    {
        var from = after ?? Guid.Empty;
        return db
            .HoursLines.AsNoTracking()
            .Where(l => l.PartnerId == partnerId && l.Id.CompareTo(from) > 0)
            .OrderBy(l => l.Id)
            .Take(most)
            .ToListAsync(ct);
    }

    /// <summary>A partner's weeks, or everybody's, newest first, after one; one more than a page when there is a next one.</summary>
    public async Task<List<PartnerWeekLine>> WeeksAsync(
        Guid? partnerId,
        PayrollWeekState? state,
        (DateOnly Monday, Guid Id)? after,
        CancellationToken ct
    )
    {
        var query = db.PayrollWeeks.AsNoTracking();
        if (partnerId is { } partner)
        {
            query = query.Where(w => w.PartnerId == partner);
        }
        if (state is { } wanted)
        {
            query = query.Where(w => w.State == wanted);
        }
        if (after is var (monday, id))
        {
            query = query.Where(w => w.Monday < monday || (w.Monday == monday && w.Id.CompareTo(id) < 0));
        }
        var rows = await query
            .OrderByDescending(w => w.Monday)
            .ThenByDescending(w => w.Id)
            .Take(PageSize + 1)
            .ToListAsync(ct);
        var contracts = rows.Select(r => r.ContractId).Distinct().ToList();
        var titles = await db
            .PayrollContracts.Where(c => contracts.Contains(c.ContractId))
            .ToDictionaryAsync(c => c.ContractId, c => c.Title, ct);
        var partners = rows.Select(r => r.PartnerId).Distinct().ToList();
        var names = await db
            .StaffingPartners.Where(p => partners.Contains(p.Id))
            .ToDictionaryAsync(p => p.Id, p => p.Name, ct);
        return rows.ConvertAll(r => new PartnerWeekLine(r, titles[r.ContractId], names[r.PartnerId]));
    }

    /// <summary>The results a partner sent last, newest first; fifty at most.</summary>
    public Task<List<PayResult>> ResultsAsync(Guid partnerId, CancellationToken ct) =>
        db
            .PayResults.AsNoTracking()
            .Where(r => r.PartnerId == partnerId)
            .OrderByDescending(r => r.Id)
            .Take(50)
            .ToListAsync(ct);

    /// <summary>What is ready to be paid out, by currency.</summary>
    public async Task<List<Money>> ReadyAsync(Guid partnerId, CancellationToken ct) =>
        [
            .. (
                await db
                    .PayrollWeeks.AsNoTracking()
                    .Where(w => w.PartnerId == partnerId && w.State == PayrollWeekState.Ready)
                    .GroupBy(w => w.Currency)
                    .Select(g => new { g.Key, Sum = g.Sum(w => w.CostMinor + w.MarkupMinor) })
                    .ToListAsync(ct)
            )
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => Currency.Of(g.Key).Minor(g.Sum)),
        ];

    /// <summary>One week; null when there is none.</summary>
    public async Task<PartnerWeekLine?> WeekAsync(Guid id, CancellationToken ct) =>
        await (
            from w in db.PayrollWeeks.AsNoTracking()
            where w.Id == id
            join c in db.PayrollContracts on w.ContractId equals c.ContractId
            join p in db.StaffingPartners on w.PartnerId equals p.Id
            select new PartnerWeekLine(w, c.Title, p.Name)
        ).SingleOrDefaultAsync(ct);
}

/// <summary>Partners for the operator.</summary>
public sealed class PartnerViews(MetierDb db, MemberViews members)
{
    /// <summary>All partners, by name; two hundred at most.</summary>
    public Task<List<StaffingPartner>> ListAsync(CancellationToken ct) =>
        db.StaffingPartners.AsNoTracking().OrderBy(p => p.Name).Take(200).ToListAsync(ct);

    /// <summary>One of them with its people.</summary>
    public async Task<(StaffingPartner Partner, List<MemberCard> People)?> FindAsync(Guid id, CancellationToken ct)
    {
        if (await db.StaffingPartners.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } partner)
        {
            return null;
        }
        var ids = await db.PartnerMembers.Where(m => m.PartnerId == id).Select(m => m.MemberId).ToListAsync(ct);
        return (
            partner,
            [.. (await members.MembersAsync(ids, ct)).Values.OrderBy(m => m.Name, StringComparer.Ordinal)]
        );
    }
}
