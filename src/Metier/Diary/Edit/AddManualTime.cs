using System.Globalization;
using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>Time by hand as typed: a day (yyyy-MM-dd), from and to (HH:mm) in a zone (an IANA name; null for UTC), and the memo.</summary>
public sealed record ManualTyped(Guid ContractId, string? Day, string? From, string? To, string? Memo, string? Zone);

/// <summary>
/// The freelancer adds time by hand, where the contract allows it: whole tens of minutes of the clock, with a memo, never in the
/// future, never over time that is there, never after the lock. It is marked, and never protected.
/// </summary>
public sealed class AddManualTime(MetierDb db, DiaryBook book, LimitWarnings warnings)
{
    /// <summary>
    /// Answers with the minutes that were added. Refuses <c>manual_not_allowed</c>, <c>contract_paused</c>, <c>contract_ended</c>, and by
    /// field <c>date</c>, <c>time</c>, <c>steps</c>, <c>future</c>, <c>before_start</c>, <c>was_paused</c>, <c>locked</c>, <c>overlap</c>, <c>memo</c>.
    /// </summary>
    public Task<Outcome<int>> RunAsync(ManualTyped typed, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(typed);
        return db.WriteAsync<int>(
            async () =>
            {
                if (await book.HeldByAsync(typed.ContractId, actor, ct) is not { } hourly)
                {
                    return Refusal.NotFound();
                }
                if (Refuse(hourly) is { } refusal)
                {
                    return refusal;
                }
                var wrong = new List<Refusal>();
                var (from, to) = Range(typed, hourly, wrong);
                var memo = DiaryRules.Memo(typed.Memo);
                if (!memo.Ok)
                {
                    wrong.AddRange(memo.Refusals);
                }
                return wrong.Count > 0 ? wrong : await AddAsync(hourly, from, to, memo.Value, actor, ct);
            },
            ct
        );
    }

    private static Refusal? Refuse(HourlyContract hourly) =>
        hourly.Contract.State == ContractState.Ended ? new Refusal("contract_ended", DiaryRefusalText.ContractEnded)
        : hourly.Contract.IsPaused ? new Refusal("contract_paused", DiaryRefusalText.ContractPaused)
        : !hourly.Terms.ManualTime ? new Refusal("manual_not_allowed", DiaryRefusalText.ManualNotAllowed)
        : null;

    private (int From, int To) Range(ManualTyped typed, HourlyContract hourly, List<Refusal> wrong)
    {
        var zone = Zones.Find(typed.Zone);
        var from = Read(typed.Day, typed.From, zone, "Form.From", wrong);
        var to = Read(typed.Day, typed.To, zone, "Form.To", wrong);
        if (from is not { } begins || to is not { } ends)
        {
            return (0, 0);
        }
        // "to 00:00" is midnight at the end of the day, which has 23 or 25 hours when the clocks change.
        var day = DayOf(typed.Day)!.Value;
        ends =
            ends == DiaryTime.Of(DiaryZones.Utc(day, TimeOnly.MinValue, zone))
                ? DiaryTime.Of(DiaryZones.Utc(day.AddDays(1), TimeOnly.MinValue, zone))
                : ends;
        var step = hourly.Contract.Rules.ManualStepMinutes;
        if (ends <= begins)
        {
            wrong.Add(new Refusal("time", DiaryRefusalText.EndAfterStart, "Form.To"));
        }
        else if (begins % step != 0 || ends % step != 0)
        {
            wrong.Add(
                Steps(begins % step != 0 ? begins : ends, step, zone, begins % step != 0 ? "Form.From" : "Form.To")
            );
        }
        else if (DiaryTime.At(ends) > db.Now)
        {
            wrong.Add(new Refusal("future", DiaryRefusalText.Future, "Form.To"));
        }
        else if (DiaryRules.LockOf(begins, hourly.Contract.Rules) <= db.Now)
        {
            wrong.Add(new Refusal("locked", DiaryRefusalText.Locked, "Form.Day"));
        }
        else if (DiaryTime.At(begins) < hourly.Contract.StartedAt)
        {
            wrong.Add(new Refusal("before_start", DiaryRefusalText.BeforeStart, "Form.From"));
        }
        return (begins, ends);
    }

    /// <summary>Says which times are possible around the one typed, on the person's own clock: not all zones lie whole hours from UTC.</summary>
    private static Refusal Steps(int typed, int step, TimeZoneInfo zone, string field)
    {
        var before = typed / step * step;
        string On(int minute) =>
            TimeZoneInfo.ConvertTimeFromUtc(DiaryTime.At(minute), zone).ToString("HH:mm", CultureInfo.InvariantCulture);
        return new(
            "steps",
            DiaryRefusalText.Steps(step, On(before), On(before + step), On(before + (2 * step))),
            field
        );
    }

    private static DateOnly? DayOf(string? typed) =>
        DateOnly.TryParseExact(
            typed?.Trim(),
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day
            : null;

    private static int? Read(string? day, string? time, TimeZoneInfo zone, string field, List<Refusal> wrong)
    {
        if (DayOf(day) is not { } date || date.Year is < 2000 or > 2200)
        {
            if (!wrong.Exists(w => w.Field == "Form.Day"))
            {
                wrong.Add(new Refusal("date", DiaryRefusalText.EnterDay, "Form.Day"));
            }
            return null;
        }
        if (
            !TimeOnly.TryParseExact(
                time?.Trim().Replace('h', ':'),
                ["HH:mm", "H:mm"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var at
            )
        )
        {
            wrong.Add(new Refusal("time", DiaryRefusalText.EnterTime, field));
            return null;
        }
        return DiaryTime.Of(DiaryZones.Utc(date, at, zone));
    }

    private async Task<Outcome<int>> AddAsync(
        HourlyContract hourly,
        int from,
        int to,
        string memo,
        Actor actor,
        CancellationToken ct
    )
    {
        var contract = hourly.Contract;
        var pauses = await book.PausesAsync(contract.Id, ct);
        if (Enumerable.Range(from, to - from).Any(m => pauses.Cover(DiaryTime.At(m))))
        {
            return new Refusal("was_paused", DiaryRefusalText.WasPaused, "Form.From");
        }
        var there = await db
            .DiaryMinutes.Where(m => m.FreelancerId == contract.FreelancerId && m.Minute >= from && m.Minute < to)
            .ToListAsync(ct);
        var pending = await db
            .DiaryDeletions.Where(d => d.FreelancerId == contract.FreelancerId && d.FinalAt != null)
            .Select(d => d.Id)
            .ToListAsync(ct);
        if (there.Exists(m => m.DeletionId is not { } gone || pending.Contains(gone)))
        {
            return new Refusal("overlap", DiaryRefusalText.Overlap, "Form.From");
        }
        // Deleted time can be added by hand: the empty marks make room.
        db.DiaryMinutes.RemoveRange(there);
        await db.SaveChangesAsync(ct);
        var memoId = await book.MemoAsync(contract.Id, memo, ct);
        for (var minute = from; minute < to; minute++)
        {
            db.DiaryMinutes.Add(
                new DiaryMinute
                {
                    FreelancerId = contract.FreelancerId,
                    Minute = minute,
                    ContractId = contract.Id,
                    MemoId = memoId,
                    Source = MinuteSource.Manual,
                    RecordedAt = db.Now,
                }
            );
        }
        var starts = Enumerable.Range(0, (to - from) / DiaryTime.Segment).Select(i => from + (i * DiaryTime.Segment));
        var segments = starts.Select(DiaryTime.SegmentOf).Distinct().ToList();
        await SegmentsAsync(contract, segments, ct);
        book.Note(contract.Id, actor, "added", segments, to - from, memo);
        await db.SaveChangesAsync(ct);
        await book.JudgeAsync(hourly, segments, andThoseAfter: true, ct);
        await warnings.LookAsync(hourly, from, ct);
        await book.TellPagesAsync(contract, ct);
        return to - from;
    }

    private async Task SegmentsAsync(Contract contract, List<int> starts, CancellationToken ct)
    {
        var known = await db
            .DiarySegments.Where(s => s.ContractId == contract.Id && starts.Contains(s.Start))
            .Select(s => s.Start)
            .ToListAsync(ct);
        foreach (var start in starts.Except(known))
        {
            db.DiarySegments.Add(
                new DiarySegment
                {
                    ContractId = contract.Id,
                    Start = start,
                    FreelancerId = contract.FreelancerId,
                    Coverage = Coverage.ByHand,
                }
            );
        }
    }
}

/// <summary>Moments on the clocks of a zone.</summary>
public static class DiaryZones
{
    /// <summary>
    /// A moment on the clocks of a zone in UTC. A time that clocks skip in spring counts as an hour later, one they show twice in
    /// autumn as the first.
    /// </summary>
    public static DateTime Utc(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var local = day.ToDateTime(time, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local))
        {
            local = local.AddHours(1);
        }
        return zone.IsAmbiguousTime(local)
            ? DateTime.SpecifyKind(local - zone.GetAmbiguousTimeOffsets(local).Max(), DateTimeKind.Utc)
            : TimeZoneInfo.ConvertTimeToUtc(local, zone);
    }
}
