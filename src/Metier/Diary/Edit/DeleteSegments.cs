using Metier.Contracts;
using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>
/// The freelancer takes segments away: their time is not billed from this moment; ten seconds later image and counts are destroyed.
/// A line that both sides can read stays.
/// </summary>
public sealed class DeleteSegments(MetierDb db, DiaryBook book)
{
    /// <summary>Refuses <c>nothing_selected</c>, <c>locked</c>, <c>ended</c>.</summary>
    public Task<Outcome<DeletionView>> RunAsync(
        Guid contractId,
        IReadOnlyList<int> starts,
        Actor actor,
        CancellationToken ct
    ) =>
        db.WriteAsync<DeletionView>(
            async () =>
            {
                var editable = await book.EditableAsync(contractId, starts, actor, ct);
                if (!editable.Ok)
                {
                    return Outcome<DeletionView>.From(editable);
                }
                var minutes = await MinutesAsync(contractId, starts, ct);
                if (minutes.Count == 0)
                {
                    return new Refusal("nothing_selected", DiaryRefusalText.NothingSelected, "Form.Starts");
                }
                var hourly = editable.Value;
                var amount = Price(hourly, minutes);
                var deletion = new DiaryDeletion
                {
                    Id = Ids.New(db.Clock),
                    ContractId = contractId,
                    FreelancerId = actor.MemberId,
                    At = db.Now,
                    Minutes = minutes.Count,
                    AmountMinor = amount.Minor,
                    FinalAt = db.Now + DiaryDeletion.Undo,
                };
                db.DiaryDeletions.Add(deletion);
                foreach (var minute in minutes)
                {
                    minute.DeletionId = deletion.Id;
                }
                var touched = minutes.Select(m => DiaryTime.SegmentOf(m.Minute)).Distinct().ToList();
                book.Note(contractId, actor, "deleted", touched, minutes.Count);
                await db.SaveChangesAsync(ct);
                await book.JudgeAsync(hourly, touched, andThoseAfter: true, ct);
                await book.TellPagesAsync(hourly.Contract, ct);
                return new DeletionView(deletion.Id, minutes.Count, amount, deletion.FinalAt.Value);
            },
            ct
        );

    private Task<List<DiaryMinute>> MinutesAsync(Guid contractId, IReadOnlyList<int> starts, CancellationToken ct)
    {
        var (from, to) = (starts.Min(), starts.Max() + DiaryTime.Segment);
        return db
            .DiaryMinutes.Where(m =>
                m.ContractId == contractId
                && m.Minute >= from
                && m.Minute < to
                && m.DeletionId == null
                && starts.Contains(m.Minute - (m.Minute % DiaryTime.Segment))
            )
            .ToListAsync(ct);
    }

    /// <summary>What these minutes would cost alone; the week itself is rounded once.</summary>
    private static Money Price(HourlyContract hourly, List<DiaryMinute> minutes) =>
        WeekBill
            .Of(
                minutes.Select(m => new BillableMinute(m.Minute, hourly.History.RateAt(DiaryTime.At(m.Minute)))),
                null,
                hourly.Terms.Billing,
                hourly.Contract.Unit
            )
            .Amount;
}

/// <summary>Takes a deletion back while it is not final.</summary>
public sealed class UndoDeletion(MetierDb db, DiaryBook book)
{
    /// <summary>Refuses <c>too_late</c>, and <c>locked</c> when the week was billed meanwhile.</summary>
    public Task<Outcome<Done>> RunAsync(Guid deletionId, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var deletion = await db.DiaryDeletions.SingleOrDefaultAsync(
                    d => d.Id == deletionId && d.FreelancerId == actor.MemberId,
                    ct
                );
                if (deletion is null || await book.HeldByAsync(deletion.ContractId, actor, ct) is not { } hourly)
                {
                    return Refusal.NotFound();
                }
                if (deletion.FinalAt is not { } final || final <= db.Now)
                {
                    return deletion.Undone ? Done.It : new Refusal("too_late", DiaryRefusalText.TooLate);
                }
                var minutes = await db.DiaryMinutes.Where(m => m.DeletionId == deletionId).ToListAsync(ct);
                if (minutes.Exists(m => DiaryRules.LockOf(m.Minute, hourly.Contract.Rules) <= db.Now))
                {
                    return new Refusal("locked", DiaryRefusalText.Locked);
                }
                foreach (var minute in minutes)
                {
                    minute.DeletionId = null;
                }
                (deletion.FinalAt, deletion.Undone) = (null, true);
                var touched = minutes.Select(m => DiaryTime.SegmentOf(m.Minute)).Distinct().ToList();
                if (touched.Count > 0)
                {
                    book.Note(deletion.ContractId, actor, "restored", touched, minutes.Count);
                    await db.SaveChangesAsync(ct);
                    await book.JudgeAsync(hourly, touched, andThoseAfter: true, ct);
                }
                await book.TellPagesAsync(hourly.Contract, ct);
                return Done.It;
            },
            ct
        );
}

/// <summary>Ten seconds after a deletion its images and counts are destroyed; an empty mark stays, so nothing can be tracked there again.</summary>
internal sealed class FinishDeletions(MetierDb db) : Chore
{
    private const int BatchSize = 100;

    public override Task<DateTime?> NextDueAsync(CancellationToken ct) =>
        db.DiaryDeletions.MinAsync(d => d.FinalAt, ct);

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var due = await db
            .DiaryDeletions.Where(d => d.FinalAt <= now)
            .OrderBy(d => d.FinalAt)
            .Select(d => d.Id)
            .Take(BatchSize)
            .ToListAsync(ct);
        foreach (var id in due)
        {
            await db.WriteAsync<Done>(() => FinishAsync(id, ct), ct);
            db.ChangeTracker.Clear();
        }
        return due.Count;
    }

    private async Task<Outcome<Done>> FinishAsync(Guid id, CancellationToken ct)
    {
        var deletion = await db.DiaryDeletions.SingleAsync(d => d.Id == id, ct);
        if (deletion.FinalAt is null)
        {
            return Done.It;
        }
        deletion.FinalAt = null;
        var minutes = await db.DiaryMinutes.Where(m => m.DeletionId == id).ToListAsync(ct);
        foreach (var minute in minutes)
        {
            (minute.Active, minute.Keys, minute.Clicks, minute.Scrolls) = (null, null, null, null);
        }
        var starts = minutes.Select(m => DiaryTime.SegmentOf(m.Minute)).Distinct().ToList();
        var segments = await db
            .DiarySegments.Where(s => s.ContractId == deletion.ContractId && starts.Contains(s.Start))
            .ToListAsync(ct);
        DroppedImages.Drop(db, segments, ScreenshotState.Deleted);
        return Done.It;
    }
}
