using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>A week whose hours can be named, with its segments.</summary>
public sealed record DisputableWeek(DiaryWeek Week, IReadOnlyList<WeekSegment> Segments, FrozenRules Rules);

/// <summary>What the module of disputes does with weeks; everything joins the caller's write transaction.</summary>
public sealed class WeeksForDisputes(
    MetierDb db,
    WeekAccess access,
    HourlyContracts contracts,
    WeekSegments segments,
    DiaryCells cells,
    HoldHourly hold,
    WeekMoney money
)
{
    /// <summary>The client's week and its segments; null for everybody else.</summary>
    public async Task<DisputableWeek?> FindAsync(Guid weekId, Actor actor, CancellationToken ct)
    {
        if (await access.ForPartyAsync(weekId, actor, ct) is not (var week, Side.Client))
        {
            return null;
        }
        var hourly = (await contracts.OfAsync([week.ContractId], ct)).Single();
        return new(week, await segments.OfAsync(hourly, week.Monday, ct), hourly.Contract.Rules);
    }

    /// <summary>The segments of a week as they are now; the diary of a locked week does not change.</summary>
    public async Task<IReadOnlyList<WeekSegment>> SegmentsAsync(DiaryWeek week, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(week);
        var hourly = (await contracts.OfAsync([week.ContractId], ct)).Single();
        return await segments.OfAsync(hourly, week.Monday, ct);
    }

    /// <summary>The minutes of these segments of a week as they are now, by time, with what was counted in each.</summary>
    public async Task<IReadOnlyList<MinuteRow>> MinutesAsync(
        DiaryWeek week,
        IReadOnlyCollection<int> starts,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(week);
        var (id, from) = (week.ContractId, DiaryTime.WeekStart(week.Monday));
        var to = from + DiaryTime.Week;
        var minutes = await db
            .DiaryMinutes.AsNoTracking()
            .Where(m => m.ContractId == id && m.Minute >= from && m.Minute < to && m.DeletionId == null)
            .Where(m => starts.Contains(m.Minute - (m.Minute % DiaryTime.Segment)))
            .OrderBy(m => m.Minute)
            .ToListAsync(ct);
        var memos = await cells.MemosAsync(minutes, ct);
        return minutes.ConvertAll(m => MinuteRow.Of(m, memos));
    }

    /// <summary>A week by its id.</summary>
    public Task<DiaryWeek> GetAsync(Guid weekId, CancellationToken ct) =>
        db.DiaryWeeks.SingleAsync(w => w.Id == weekId, ct);

    /// <summary>So much of the week is in dispute from now on: it stays in the week's account, and the contract rests.</summary>
    public async Task<Refusal?> OpenAsync(DiaryWeek week, long minor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(week);
        if (!week.CanBeDisputed(db.Now))
        {
            return new Refusal("review_over", week.IsUnpaid ? WeekRefusalText.PayFirst : WeekRefusalText.ReviewOver);
        }
        if (minor <= 0 || minor > week.InHand)
        {
            return new Refusal("more_than_billed", WeekRefusalText.MoreThanBilled, "Form.Hours");
        }
        week.State = WeekState.Disputed;
        week.DisputedMinor = minor;
        await hold.DisputeAsync(week.ContractId, ct);
        return null;
    }

    /// <summary>
    /// The dispute is over: so much of what was disputed goes back with its fees. The rest goes to the freelancer, at once when the
    /// review is over, else with the other hours.
    /// </summary>
    public async Task<Refusal?> SettleAsync(DiaryWeek week, Guid requestId, long toClientMinor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(week);
        if (week.State != WeekState.Disputed || toClientMinor < 0 || toClientMinor > week.DisputedMinor)
        {
            return new Refusal("week_state", WeekRefusalText.NotInDispute);
        }
        var paid = week.ReleaseAt is null ? week.DisputedMinor - toClientMinor : 0;
        week.DisputedMinor = 0;
        week.State = WeekState.Review;
        if (await money.MoveAsync(week, requestId, paid, toClientMinor, ct) is { } refusal)
        {
            return refusal;
        }
        var (contractId, weekId) = (week.ContractId, week.Id);
        // The contract rests as long as hours of any of its weeks are in dispute.
        if (
            !await db.DiaryWeeks.AnyAsync(
                w => w.ContractId == contractId && w.Id != weekId && w.State == WeekState.Disputed,
                ct
            )
        )
        {
            await hold.DisputeOverAsync(contractId, ct);
        }
        return null;
    }
}
