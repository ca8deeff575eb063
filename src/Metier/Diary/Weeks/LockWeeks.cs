using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>How far weeks are locked: one row.</summary>
internal sealed class WeekMark : IVersioned
{
    /// <summary>Always 1.</summary>
    public int Id { get; init; }

    /// <summary>The first week that is not locked yet.</summary>
    public DateOnly Next { get; set; }

    public int Version { get; set; }
}

/// <summary>
/// Monday 12:00 UTC: the diary of the past week is closed and its bill written, one row for each contract with time. Charging is the
/// next chore's work, so a provider that does not answer delays nobody's lock.
/// </summary>
internal sealed class LockWeeks(MetierDb db, HourlyContracts contracts, WeekSegments segments, RuleOptions rules)
    : Chore
{
    private const int PageSize = 200;

    public override async Task<DateTime?> NextDueAsync(CancellationToken ct) =>
        await NextAsync(ct) is { } monday ? LockAt(monday) : null;

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var done = 0;
        // After a long standstill there are several weeks to lock, each in its turn.
        while (await NextAsync(ct) is { } monday && LockAt(monday) <= db.Now)
        {
            done += await LockAllAsync(monday, ct);
            await db.WriteAsync<Done>(() => MoveOnAsync(monday, ct), ct);
            db.ChangeTracker.Clear();
        }
        return done;
    }

    private DateTime LockAt(DateOnly monday) =>
        monday.AddDays(7).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddHours(rules.HourlyLockHours);

    /// <summary>The week of the earliest time that is not locked; null when there is none.</summary>
    private async Task<DateOnly?> NextAsync(CancellationToken ct)
    {
        var mark = await db.WeekMarks.AsNoTracking().SingleOrDefaultAsync(ct);
        var from = mark is null ? int.MinValue : DiaryTime.WeekStart(mark.Next);
        var minute = await db
            .DiaryMinutes.Where(m => m.Minute >= from && m.DeletionId == null)
            .MinAsync(m => (int?)m.Minute, ct);
        return minute is { } first ? DiaryTime.MondayOf(first) : null;
    }

    private async Task<int> LockAllAsync(DateOnly monday, CancellationToken ct)
    {
        var (from, done, after) = (DiaryTime.WeekStart(monday), 0, Guid.Empty);
        var to = from + DiaryTime.Week;
        while (true)
        {
            var ids = await db
                .DiaryMinutes.Where(m => m.Minute >= from && m.Minute < to && m.DeletionId == null)
                .Where(m => m.ContractId.CompareTo(after) > 0)
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
        var week = DiaryWeek.Lock(hourly, monday, await segments.OfAsync(hourly, monday, ct), db.Now);
        db.DiaryWeeks.Add(week);
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

    private async Task<Outcome<Done>> MoveOnAsync(DateOnly monday, CancellationToken ct)
    {
        var mark = await db.WeekMarks.SingleOrDefaultAsync(ct);
        if (mark is null)
        {
            db.WeekMarks.Add(mark = new WeekMark { Id = 1 });
        }
        mark.Next = mark.Next > monday ? mark.Next : monday.AddDays(7);
        return Done.It;
    }
}
