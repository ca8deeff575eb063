using Metier.Contracts;
using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>
/// Two timers claim one minute: a computer that was offline did not hear that another one started. The run that started first has
/// the minute, whichever was sent first, and what the other one lost is listed. Joins the caller's write transaction.
/// </summary>
public sealed class MinuteContest(MetierDb db, HourlyContracts contracts, DiaryBook book)
{
    /// <summary>What the freelancer has in this segment already, on any contract.</summary>
    internal Task<Dictionary<int, DiaryMinute>> KnownAsync(Guid freelancerId, int start, CancellationToken ct)
    {
        var end = start + DiaryTime.Segment;
        return db
            .DiaryMinutes.Where(m => m.FreelancerId == freelancerId && m.Minute >= start && m.Minute < end)
            .ToDictionaryAsync(m => m.Minute, ct);
    }

    /// <summary>Whether this run has a minute that is recorded for another: it started earlier, and that other week is still open.</summary>
    internal async Task<bool> WinsAsync(DiaryMinute there, TrackingLease lease, CancellationToken ct)
    {
        if (
            there.LeaseId is not { } otherId
            || await db.TrackingLeases.FindAsync([otherId], ct) is not { } other
            || other.StartedAt <= lease.StartedAt
        )
        {
            return false;
        }
        var hourly = (await contracts.OfAsync([there.ContractId], ct)).Single();
        return DiaryRules.LockOf(there.Minute, hourly.Contract.Rules) > db.Now;
    }

    /// <summary>Takes minutes away from the runs that started later; their contracts' diaries say so.</summary>
    internal async Task TakeOverAsync(IReadOnlyCollection<DiaryMinute> lost, TrackingLease by, CancellationToken ct)
    {
        if (lost.Count == 0)
        {
            return;
        }
        db.DiaryMinutes.RemoveRange(lost);
        await db.SaveChangesAsync(ct);
        foreach (var group in lost.GroupBy(m => (m.ContractId, m.LeaseId, Start: DiaryTime.SegmentOf(m.Minute))))
        {
            await NoteAsync(group.Key.LeaseId!.Value, group.Key.ContractId, group.Key.Start, group.Count(), ct);
            await book.TidyAsync(group.Key.ContractId, [.. group.Select(m => m.Minute)], ct);
            if (group.Key.ContractId != by.ContractId)
            {
                var hourly = (await contracts.OfAsync([group.Key.ContractId], ct)).Single();
                await book.JudgeAsync(hourly, [group.Key.Start], andThoseAfter: true, ct);
                await book.TellPagesAsync(hourly.Contract, ct);
            }
        }
    }

    /// <summary>Lists what this run lost in a segment; once, however often it is sent.</summary>
    internal async Task ListAsync(TrackingLease lease, int start, int minutes, CancellationToken ct)
    {
        if (minutes > 0)
        {
            await NoteAsync(lease.Id, lease.ContractId, start, minutes, ct);
        }
    }

    private async Task NoteAsync(Guid leaseId, Guid contractId, int start, int minutes, CancellationToken ct)
    {
        var id = Uuid5.Of(leaseId, $"taken/{DiaryRules.Name(start)}");
        if (await db.DiaryChanges.AnyAsync(c => c.Id == id, ct))
        {
            return;
        }
        db.DiaryChanges.Add(
            new DiaryChange
            {
                Id = id,
                ContractId = contractId,
                At = db.Now,
                Kind = "taken",
                From = start,
                To = start + DiaryTime.Segment,
                Minutes = minutes,
            }
        );
    }
}
