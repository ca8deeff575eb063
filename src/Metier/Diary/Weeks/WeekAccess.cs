using Metier.Contracts;
using Metier.Ledger;
using Metier.Members;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>The only loader of weeks for people: strangers get nothing.</summary>
public sealed class WeekAccess(MetierDb db)
{
    internal async Task<(DiaryWeek Week, Side Side)?> ForPartyAsync(Guid id, Actor actor, CancellationToken ct)
    {
        var clientId = actor.ClientId ?? Guid.Empty;
        var week = await db.DiaryWeeks.SingleOrDefaultAsync(
            w => w.Id == id && (w.FreelancerId == actor.MemberId || w.ClientId == clientId),
            ct
        );
        return week is null ? null : (week, week.FreelancerId == actor.MemberId ? Side.Freelancer : Side.Client);
    }
}

/// <summary>A week as one of its sides sees it.</summary>
/// <param name="Week">The bill.</param>
/// <param name="Side">Who looks.</param>
/// <param name="OtherName">The other side.</param>
/// <param name="Charge">The charge under way; null when there is none.</param>
/// <param name="BlocksAt">When the client is blocked, while it owes.</param>
/// <param name="Sums">What became of the money; null until it is paid.</param>
/// <param name="Expected">
/// While a commission in steps is not settled, what it would be if the client paid now; null when nothing can change it.
/// </param>
public sealed record WeekView(
    DiaryWeek Week,
    Side Side,
    string OtherName,
    ChargeProgress? Charge,
    DateTime? BlocksAt,
    HoldingSums? Sums,
    Money? Expected
)
{
    /// <summary>The commission on what the freelancer keeps.</summary>
    public Money Commission => Week.Unit.Minor(Sums?.Commission ?? Expected?.Minor ?? Week.ServiceFeeMinor);

    /// <summary>What the freelancer gets, less what went back.</summary>
    public Money Net => Week.Unit.Minor(Sums?.Net ?? (Week.AmountMinor - Commission.Minor));

    /// <summary>What went back to the client, with its part of the processing fee.</summary>
    public Money Returned => Week.Unit.Minor(Sums?.Returned ?? 0);
}

/// <summary>Reads weeks.</summary>
public sealed class WeekViews(
    MetierDb db,
    WeekAccess access,
    MemberViews members,
    MoneyViews money,
    ContractAccess contracts,
    LifetimeBilling billing
)
{
    /// <summary>Weeks per page.</summary>
    public const int PageSize = 25;

    /// <summary>The week, or null for strangers.</summary>
    public async Task<WeekView?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        if (await access.ForPartyAsync(id, actor, ct) is not var (week, side))
        {
            return null;
        }
        var name =
            side == Side.Client
                ? (await members.MembersAsync([week.FreelancerId], ct))[week.FreelancerId].Name
                : (await members.ClientsAsync([week.ClientId], ct))[week.ClientId].Name;
        return new WeekView(
            week,
            side,
            name,
            await money.ChargeUnderWayAsync(week.Id, ct),
            week.IsUnpaid ? week.PastDueSince?.AddDays(week.BlockDays) : null,
            await HoldingSums.OfAsync(db, week.Id, ct),
            week.IsUnpaid ? await ExpectedAsync(week, actor, ct) : null
        );
    }

    /// <summary>Whatever else the two bill before it is paid moves it on the steps.</summary>
    private async Task<Money?> ExpectedAsync(DiaryWeek week, Actor actor, CancellationToken ct)
    {
        if (
            await contracts.ForPartyAsync(week.ContractId, actor, ct) is not var (contract, _)
            || !contract.Fees.HasTiers
        )
        {
            return null;
        }
        var billed = await billing.BilledAsync(week.ClientId, week.FreelancerId, week.Unit, ct);
        return contract.Fees.ServiceFee(week.Amount, billed);
    }

    /// <summary>
    /// The weeks of a contract, the latest first; null for strangers. One more than a page when there is a next one;
    /// <paramref name="before"/> continues below that Monday.
    /// </summary>
    public async Task<List<DiaryWeek>?> OfContractAsync(
        Guid contractId,
        DateOnly? before,
        Actor actor,
        CancellationToken ct
    )
    {
        if (await contracts.ForPartyAsync(contractId, actor, ct) is null)
        {
            return null;
        }
        var until = before ?? DateOnly.MaxValue;
        return await db
            .DiaryWeeks.AsNoTracking()
            .Where(w => w.ContractId == contractId && w.Monday < until)
            .OrderByDescending(w => w.Monday)
            .Take(PageSize + 1)
            .ToListAsync(ct);
    }

    /// <summary>The bill of one week of a contract; null before it is locked. Who looks is for the caller to know.</summary>
    public Task<DiaryWeek?> OfWeekAsync(Guid contractId, DateOnly monday, CancellationToken ct)
    {
        var id = DiaryWeek.IdOf(contractId, monday);
        return db.DiaryWeeks.AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, ct);
    }

    /// <summary>Weeks that wait for this client: to be confirmed, paid or looked at; first whose review ends first, twenty at most.</summary>
    public Task<List<DiaryWeek>> WaitingAsync(Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var clientId = actor.ClientId ?? Guid.Empty;
        WeekState[] open = [WeekState.ActionRequired, WeekState.PastDue];
        var now = db.Now;
        return db
            .DiaryWeeks.AsNoTracking()
            .Where(w => w.ClientId == clientId)
            .Where(w => open.Contains(w.State) || (w.State == WeekState.Review && w.ReviewEndsAt > now))
            .OrderBy(w => w.ReviewEndsAt)
            .ThenBy(w => w.Id)
            .Take(20)
            .ToListAsync(ct);
    }

    /// <summary>Weeks of these ids, for what happens without a person: documents, mails.</summary>
    internal Task<DiaryWeek?> GetAsync(Guid id, CancellationToken ct) =>
        db.DiaryWeeks.AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, ct);
}

/// <summary>A week that is over holds nothing, and one that is not holds what it says.</summary>
internal sealed class WeekLedgerRule(MetierDb db) : LedgerRule
{
    public override string Invariant => "I8";

    public override async Task<IReadOnlyList<string>> BrokenAsync(CancellationToken ct) =>
        await db
            .Database.SqlQuery<string>(
                $"""
                SELECT CAST(w."Id" AS TEXT) AS "Value" FROM diary_week w LEFT JOIN holding h ON h."Id" = w."Id"
                LEFT JOIN ledger_account a ON a."Code" = h."AccountCode" LEFT JOIN ledger_balance b ON b."AccountId" = a."Id"
                WHERE coalesce(b."Posted", 0) <> CASE WHEN w."PaidAt" IS NULL THEN 0
                        ELSE w."AmountMinor" - w."ReleasedMinor" - w."RefundedMinor" END
                    OR (w."State" IN ('Released','Empty') AND coalesce(b."Posted", 0) <> 0)
                """
            )
            .ToListAsync(ct);
}
