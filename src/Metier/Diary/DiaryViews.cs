using Metier.Contracts;
using Metier.Ledger;
using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>Reads the diary. Strangers get null; both sides of a contract see the same minutes at the same time.</summary>
public sealed class DiaryViews(
    MetierDb db,
    HourlyContracts contracts,
    MemberViews members,
    DiaryCells cells,
    TimerViews timer
)
{
    /// <summary>The most weeks a timesheet spans.</summary>
    public const int MostWeeks = 14;

    /// <summary>Everything on the page of the timer.</summary>
    public Task<TimePageView> TimeAsync(Actor actor, CancellationToken ct) => timer.TimeAsync(actor, ct);

    /// <summary>One day on the clocks of a zone; today when none is named.</summary>
    public async Task<DiaryDay?> DayAsync(
        Guid contractId,
        DateOnly? day,
        string? zone,
        Actor actor,
        CancellationToken ct
    )
    {
        if (await contracts.ForPartyAsync(contractId, actor, ct) is not var (hourly, side))
        {
            return null;
        }
        var clock = Zones.Find(zone);
        var contract = hourly.Contract;
        var shown = day ?? DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(db.Now, clock));
        var from = DiaryTime.Of(DiaryZones.Utc(shown, TimeOnly.MinValue, clock));
        var to = DiaryTime.Of(DiaryZones.Utc(shown.AddDays(1), TimeOnly.MinValue, clock));
        var noon = (from + to) / 2;
        var all = await cells.OfAsync(hourly, from, to, ct);
        var week = await cells.WeekAsync(hourly, DiaryTime.WeekOf(noon), ct);
        var (lockAt, reviewAt) = (DiaryRules.LockOf(noon, contract.Rules), DiaryRules.ReviewOf(noon, contract.Rules));
        return new DiaryDay(
            hourly,
            side,
            await OtherNameAsync(contract, side, ct),
            shown,
            clock,
            all,
            DiaryCells.Sum(hourly, all),
            week,
            await TotalAsync(hourly, ct),
            hourly.History.LimitOf(DiaryTime.MondayOf(noon)),
            hourly.History.RateAt(db.Now),
            db.Now < lockAt ? WeekPhase.Open
                : db.Now < reviewAt ? WeekPhase.Review
                : WeekPhase.Closed,
            lockAt,
            reviewAt,
            await ChangesAsync(contractId, from, to, ct),
            side == Side.Freelancer && contract.State != ContractState.Ended && db.Now < lockAt,
            side == Side.Freelancer ? await PendingAsync(contract, ct) : []
        );
    }

    /// <summary>One segment with its minutes; null when there is nothing in it.</summary>
    public async Task<SegmentDetail?> SegmentAsync(Guid contractId, int start, Actor actor, CancellationToken ct)
    {
        if (
            DiaryTime.SegmentOf(start) != start
            || await contracts.ForPartyAsync(contractId, actor, ct) is not var (hourly, side)
        )
        {
            return null;
        }
        var end = start + DiaryTime.Segment;
        var cell = (await cells.OfAsync(hourly, start, end, ct)).SingleOrDefault();
        if (cell is null)
        {
            return null;
        }
        var minutes = await db
            .DiaryMinutes.AsNoTracking()
            .Where(m => m.ContractId == contractId && m.Minute >= start && m.Minute < end && m.DeletionId == null)
            .OrderBy(m => m.Minute)
            .ToListAsync(ct);
        var memos = await cells.MemosAsync(minutes, ct);
        var kept = db.DiaryMinutes.Where(m => m.ContractId == contractId && m.DeletionId == null);
        var before = await kept.Where(m => m.Minute < start).MaxAsync(m => (int?)m.Minute, ct);
        var after = await kept.Where(m => m.Minute >= end).MinAsync(m => (int?)m.Minute, ct);
        var segment = await db
            .DiarySegments.AsNoTracking()
            .SingleOrDefaultAsync(s => s.ContractId == contractId && s.Start == start, ct);
        return new SegmentDetail(
            hourly,
            side,
            cell,
            minutes.ConvertAll(m => MinuteRow.Of(m, memos)),
            // Taken away, even while it can come back: not shown.
            minutes.Count == 0
                ? null
                : segment?.ImageId,
            segment?.TakenAt,
            before is { } b ? DiaryTime.SegmentOf(b) : null,
            after is { } a ? DiaryTime.SegmentOf(a) : null,
            await ChangesAsync(contractId, start, end, ct),
            side == Side.Freelancer
                && hourly.Contract.State != ContractState.Ended
                && db.Now < DiaryRules.LockOf(start, hourly.Contract.Rules)
        );
    }

    /// <summary>The hours of whole UTC days, both included, by day and memo; at most fourteen weeks.</summary>
    public async Task<Timesheet?> TimesheetAsync(
        Guid contractId,
        DateOnly from,
        DateOnly to,
        Actor actor,
        CancellationToken ct
    )
    {
        if (await contracts.ForPartyAsync(contractId, actor, ct) is not var (hourly, side))
        {
            return null;
        }
        to = to < from ? from : to;
        to = to.DayNumber - from.DayNumber >= MostWeeks * 7 ? from.AddDays((MostWeeks * 7) - 1) : to;
        var (first, last) = (DiaryTime.WeekStart(from), DiaryTime.WeekStart(to) + DiaryTime.Day);
        var all = (await cells.OfAsync(hourly, first, last, ct)).Where(c => c.Minutes > 0).ToList();
        var days = all.GroupBy(DayOf).OrderBy(g => g.Key).Select(g => (g.Key, DiaryCells.Sum(hourly, [.. g]))).ToList();
        var rows = all.SelectMany(c => c.Memos.Select(m => (Day: DayOf(c), Memo: m)))
            .GroupBy(x => (x.Day, x.Memo.Text), x => x.Memo)
            .OrderBy(g => g.Key.Day)
            .ThenBy(g => g.Min(m => m.First))
            .Select(g => new TimesheetRow(
                g.Key.Day,
                g.Key.Text,
                g.Sum(m => m.Counted),
                g.Where(m => m.ByHand).Sum(m => m.Tracked),
                g.Sum(m => m.Billed),
                WeekSegments.PriceOf(g.Sum(m => m.Weight), hourly.Contract.Unit)
            ))
            .ToList();
        return new Timesheet(hourly, side, from, to, rows, days, DiaryCells.Sum(hourly, all));
    }

    /// <summary>What a freelancer agreed to on a contract, for the page that asks; null for all but that freelancer.</summary>
    public async Task<ConsentView?> ConsentAsync(Guid contractId, Actor actor, CancellationToken ct)
    {
        if (await contracts.ForPartyAsync(contractId, actor, ct) is not (var hourly, Side.Freelancer))
        {
            return null;
        }
        var last = await db
            .DiaryConsents.AsNoTracking()
            .Where(c => c.ContractId == contractId)
            .OrderByDescending(c => c.At)
            .ThenByDescending(c => c.Id)
            .FirstOrDefaultAsync(ct);
        return new ConsentView(
            contractId,
            hourly.Contract.Title,
            await OtherNameAsync(hourly.Contract, Side.Freelancer, ct),
            hourly.Terms.Proof,
            last?.Level,
            last?.Level is null ? null : last.At,
            hourly.Contract.Rules.ImageDays
        );
    }

    private static DateOnly DayOf(SegmentCell cell) => DateOnly.FromDateTime(DiaryTime.At(cell.Start));

    private async Task<string> OtherNameAsync(Contract contract, Side side, CancellationToken ct) =>
        side == Side.Client
            ? (await members.MembersAsync([contract.FreelancerId], ct))[contract.FreelancerId].Name
            : (await members.ClientsAsync([contract.ClientId], ct))[contract.ClientId].Name;

    /// <summary>Locked weeks as they were billed, and what is not locked as it stands.</summary>
    private async Task<DiarySums> TotalAsync(HourlyContract hourly, CancellationToken ct)
    {
        var id = hourly.Contract.Id;
        var locked = await db
            .DiaryWeeks.Where(w => w.ContractId == id)
            .GroupBy(w => 1)
            .Select(g => new
            {
                Minutes = g.Sum(w => w.Minutes),
                Manual = g.Sum(w => w.ManualMinutes),
                Billed = g.Sum(w => w.BilledMinutes),
                Covered = g.Sum(w => w.CoveredMinutes),
                Amount = g.Sum(w => w.AmountMinor),
                Last = g.Max(w => w.Monday),
            })
            .SingleOrDefaultAsync(ct);
        var open = locked is null ? int.MinValue : DiaryTime.WeekStart(locked.Last) + DiaryTime.Week;
        var first = await db
            .DiaryMinutes.Where(m => m.ContractId == id && m.Minute >= open && m.DeletionId == null)
            .MinAsync(m => (int?)m.Minute, ct);
        var sums = new DiarySums(
            locked?.Minutes ?? 0,
            locked?.Manual ?? 0,
            (locked?.Minutes ?? 0) - (locked?.Billed ?? 0),
            locked?.Covered ?? 0,
            locked?.Billed ?? 0,
            hourly.Contract.Unit.Minor(locked?.Amount ?? 0)
        );
        var now = DiaryTime.WeekOf(DiaryTime.Of(db.Now));
        for (var week = first is { } f ? DiaryTime.WeekOf(f) : int.MaxValue; week <= now; week += DiaryTime.Week)
        {
            sums = DiaryCells.Add(sums, await cells.WeekAsync(hourly, week, ct));
        }
        return sums;
    }

    private Task<List<DiaryChange>> ChangesAsync(Guid contractId, int from, int to, CancellationToken ct) =>
        db
            .DiaryChanges.AsNoTracking()
            .Where(c => c.ContractId == contractId && c.From < to && c.To > from)
            .OrderByDescending(c => c.At)
            .ThenByDescending(c => c.Id)
            .Take(50)
            .ToListAsync(ct);

    private async Task<List<DeletionView>> PendingAsync(Contract contract, CancellationToken ct)
    {
        var now = db.Now;
        var pending = await db
            .DiaryDeletions.AsNoTracking()
            .Where(d => d.ContractId == contract.Id && d.FinalAt > now)
            .OrderByDescending(d => d.At)
            .ToListAsync(ct);
        return pending.ConvertAll(d => new DeletionView(
            d.Id,
            d.Minutes,
            contract.Unit.Minor(d.AmountMinor),
            d.FinalAt!.Value
        ));
    }
}
