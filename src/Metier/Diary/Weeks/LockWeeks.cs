using Metier.Contracts;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>How far weeks are locked: one row.</summary>
internal sealed class WeekMark : IVersioned
{
    /// <summary>Always 1.</summary>
    public int Id { get; init; }

    /// <summary>The first week that is not locked for all contracts.</summary>
    public DateOnly Next { get; set; }

    /// <summary>Of that week, contracts that lock at this hour or before are done; -1 for none.</summary>
    public int Hour { get; set; } = -1;

    public int Version { get; set; }
}

/// <summary>
/// Monday 12:00 UTC, or the hour that was the rule when a contract was accepted: the diary of the past week is closed and its bill written, one row for each contract with time. Charging is the
/// next chore's work, so a provider that does not answer delays nobody's lock.
/// </summary>
internal sealed class LockWeeks(MetierDb db, HourlyContracts contracts, WeekSegments segments, LifetimeBilling billing)
    : Chore
{
    private const int PageSize = 200;

    public override async Task<DateTime?> NextDueAsync(CancellationToken ct) =>
        await NextAsync(ct) is var (monday, hour) ? LockAt(monday, hour) : null;

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var done = 0;
        // After a long standstill there are several weeks to lock, each in its turn.
        while (await NextAsync(ct) is var (monday, hour) && LockAt(monday, hour) <= db.Now)
        {
            done += await LockAllAsync(monday, hour, ct);
            await db.WriteAsync<Done>(() => MoveOnAsync(monday, hour, ct), ct);
            db.ChangeTracker.Clear();
        }
        return done;
    }

    private static DateTime LockAt(DateOnly monday, int hour) =>
        monday.AddDays(7).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddHours(hour);

    /// <summary>
    /// The week of the earliest time that is not locked, and the next of the hours at which contracts lock; null when there is none.
    /// </summary>
    private async Task<(DateOnly Monday, int Hour)?> NextAsync(CancellationToken ct)
    {
        var mark = await db.WeekMarks.AsNoTracking().SingleOrDefaultAsync(ct);
        var from = mark is null ? int.MinValue : DiaryTime.WeekStart(mark.Next);
        // Every minute has its segment, and there are ten times fewer of those.
        if (await db.DiarySegments.Where(s => s.Start >= from).MinAsync(s => (int?)s.Start, ct) is not { } first)
        {
            return null;
        }
        var monday = DiaryTime.MondayOf(first);
        var done = mark is not null && mark.Next == monday ? mark.Hour : -1;
        return await HourAfterAsync(done, ct) is { } hour ? (monday, hour) : null;
    }

    private Task<int?> HourAfterAsync(int hour, CancellationToken ct) =>
        db.Contracts.Where(c => c.LockHours > hour).MinAsync(c => (int?)c.LockHours, ct);

    private async Task<int> LockAllAsync(DateOnly monday, int hour, CancellationToken ct)
    {
        var (from, done, after, all) = (DiaryTime.WeekStart(monday), 0, Guid.Empty, db.Contracts);
        var to = from + DiaryTime.Week;
        while (true)
        {
            var ids = await db
                .DiaryMinutes.Where(m => m.Minute >= from && m.Minute < to && m.DeletionId == null)
                .Where(m => m.ContractId.CompareTo(after) > 0)
                .Where(m => all.Any(c => c.Id == m.ContractId && c.LockHours == hour))
                .Select(m => m.ContractId)
                .Distinct()
                .OrderBy(id => id)
                .Take(PageSize)
                .ToListAsync(ct);
            if (ids.Count == 0)
            {
                return done;
            }
            after = ids[^1];
            foreach (var id in ids)
            {
                await db.WriteAsync<Done>(() => LockAsync(id, monday, ct), ct);
                db.ChangeTracker.Clear();
                done++;
            }
        }
    }

    private async Task<Outcome<Done>> LockAsync(Guid contractId, DateOnly monday, CancellationToken ct)
    {
        // Whoever edits at this moment is waited for; whoever comes later sees the clock.
        await DiaryBook.HoldAsync(db, contractId, ct);
        var id = DiaryWeek.IdOf(contractId, monday);
        if (
            await db.DiaryWeeks.AnyAsync(w => w.Id == id, ct)
            || (await contracts.OfAsync([contractId], ct)).SingleOrDefault() is not { } hourly
        )
        {
            return Done.It;
        }
        var (terms, parties) = (hourly.Contract.Fees, hourly.Contract);
        var billed = await billing.ForAsync(terms, parties.ClientId, parties.FreelancerId, ct);
        var week = DiaryWeek.Lock(hourly, monday, await segments.OfAsync(hourly, monday, ct), billed, db.Now);
        db.DiaryWeeks.Add(week);
        if (week.PartnerId is not null && week.State == WeekState.Billing)
        {
            db.Raise(new PartnerWeekLocked(week.Id));
        }
        db.Audit(
            null,
            "week.locked",
            week.Id,
            new
            {
                contract = contractId,
                monday,
                week.BilledMinutes,
                week.CoveredMinutes,
                week.AmountMinor,
            }
        );
        return Done.It;
    }

    private async Task<Outcome<Done>> MoveOnAsync(DateOnly monday, int hour, CancellationToken ct)
    {
        var mark = await db.WeekMarks.SingleOrDefaultAsync(ct);
        if (mark is null)
        {
            db.WeekMarks.Add(mark = new WeekMark { Id = 1 });
        }
        if (mark.Next <= monday)
        {
            (mark.Next, mark.Hour) = await HourAfterAsync(hour, ct) is null ? (monday.AddDays(7), -1) : (monday, hour);
        }
        return Done.It;
    }
}
