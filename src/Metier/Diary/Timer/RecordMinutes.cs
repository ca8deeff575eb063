using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>
/// Takes in tracked minutes of one segment. Sending again changes nothing: a minute the diary has is answered as accepted, one it
/// will never take is refused with the reason. The database keeps one minute from being anybody's twice.
/// </summary>
public sealed class RecordMinutes(MetierDb db, DiaryBook book, LimitWarnings warnings)
{
    /// <summary>Minutes may be ahead of the server's clock by so much.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    /// <summary>Refuses a whole upload as <c>not_found</c>, <c>lease</c>, <c>segment</c>, <c>implausible</c>; single minutes in the answer.</summary>
    public Task<Outcome<SegmentAnswer>> RunAsync(
        Guid contractId,
        int start,
        SegmentUpload upload,
        MinuteSource source,
        Guid? deviceId,
        Actor actor,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(upload);
        return db.WriteAsync<SegmentAnswer>(
            async () =>
            {
                if (await book.WorkedByAsync(contractId, actor, ct) is not { } hourly)
                {
                    return Refusal.NotFound();
                }
                if (Malformed(start, upload) is { } malformed)
                {
                    return malformed;
                }
                var lease = await db.TrackingLeases.SingleOrDefaultAsync(
                    l =>
                        l.Id == upload.LeaseId
                        && l.ContractId == contractId
                        && l.FreelancerId == actor.MemberId
                        && l.DeviceId == deviceId,
                    ct
                );
                return lease is null
                    ? new Refusal("lease", DiaryRefusalText.NoLease)
                    : await TakeAsync(hourly, start, upload, source, lease, ct);
            },
            ct
        );
    }

    private static Refusal? Malformed(int start, SegmentUpload upload)
    {
        var minutes = upload.Minutes ?? [];
        return
            DiaryTime.SegmentOf(start) != start
            || minutes.Count is 0 or > DiaryTime.Segment
            || minutes.Any(m => m.Minute is < 0 or >= DiaryTime.Segment)
            || minutes.DistinctBy(m => m.Minute).Count() != minutes.Count
            ? new Refusal("segment", DiaryRefusalText.Malformed)
            : minutes.Any(m => !Plausible(m.Keys) || !Plausible(m.Clicks) || !Plausible(m.Scrolls))
                ? new Refusal("implausible", DiaryRefusalText.Implausible)
            : minutes.Select(m => DiaryRules.Memo(m.Memo)).FirstOrDefault(m => !m.Ok) is { Ok: false } wrong
                && minutes.Any(m => !DiaryRules.Memo(m.Memo).Ok)
                ? wrong.Refusals[0]
            : null;
    }

    private static bool Plausible(int? count) => count is null or (>= 0 and <= DiaryRules.MostInputs);

    private async Task<Outcome<SegmentAnswer>> TakeAsync(
        HourlyContract hourly,
        int start,
        SegmentUpload upload,
        MinuteSource source,
        TrackingLease lease,
        CancellationToken ct
    )
    {
        var contract = hourly.Contract;
        var consents = await book.ConsentsAsync(contract.Id, ct);
        var end = start + DiaryTime.Segment;
        var known = await db
            .DiaryMinutes.Where(m =>
                m.FreelancerId == contract.FreelancerId && m.Minute >= start && m.Minute < end
            )
            .ToDictionaryAsync(m => m.Minute, ct);
        var (accepted, refused, added) = (new List<int>(), new List<MinuteRefused>(), 0);
        foreach (var minute in upload.Minutes.OrderBy(m => m.Minute))
        {
            var at = start + minute.Minute;
            if (known.TryGetValue(at, out var there))
            {
                var mine = there.ContractId == contract.Id;
                if (mine && there.DeletionId is null)
                {
                    accepted.Add(minute.Minute);
                }
                else
                {
                    refused.Add(new MinuteRefused(minute.Minute, mine ? "deleted" : "taken"));
                }
            }
            else if (WhyNot(contract, lease, consents, at, minute) is { } code)
            {
                refused.Add(new MinuteRefused(minute.Minute, code));
            }
            else
            {
                var memo = DiaryRules.Memo(minute.Memo).Value;
                db.DiaryMinutes.Add(Taken(contract, await book.MemoAsync(contract.Id, memo, ct), source, at, minute));
                accepted.Add(minute.Minute);
                added++;
            }
        }
        var segment = await SegmentAsync(hourly, start, upload, consents, accepted.Count > 0, ct);
        await db.SaveChangesAsync(ct);
        if (segment is not null)
        {
            // Minutes that come late move the limit for those after them.
            var late = added > 0 && await AnyAfterAsync(contract.Id, end, ct);
            await book.JudgeAsync(hourly, [start], late, ct);
        }
        lease.Renew(db.Now);
        var (logged, limit) = await warnings.LookAsync(hourly, DiaryTime.Of(db.Now), ct);
        if (added > 0)
        {
            await book.TellPagesAsync(contract, ct);
        }
        return new SegmentAnswer(
            accepted,
            refused,
            segment?.Screenshot == ScreenshotState.Awaited,
            lease.StoppedAt is null ? lease.ExpiresAt : null,
            StopFor(contract, lease, logged, limit),
            db.Now,
            logged,
            limit
        );
    }

    /// <summary>Why a minute that is free is never taken; null when it is.</summary>
    private string? WhyNot(Contract contract, TrackingLease lease, ConsentHistory consents, int at, MinuteUpload minute)
    {
        var (begins, ends) = (DiaryTime.At(at), DiaryTime.At(at + 1));
        return begins > db.Now + Ahead ? "future"
            : begins < db.Now.AddDays(-DiaryRules.OfflineDays) ? "too_old"
            : DiaryRules.LockOf(at, contract.Rules) <= db.Now ? "locked"
            : ends <= lease.StartedAt || IsAfter(begins, lease) ? "lease"
            : begins >= contract.EndedAt || begins >= StopsFrom(contract) ? "contract"
            : !Fits(consents.At(at), minute) ? "level"
            : null;
    }

    /// <summary>
    /// After the stop. A device that was offline does not know that another one started: its minutes count where the other has none.
    /// </summary>
    private static bool IsAfter(DateTime begins, TrackingLease lease) =>
        lease.StoppedAt is { } stopped && lease.StopReason != "revoked" && begins >= stopped;

    private static DateTime? StopsFrom(Contract contract)
    {
        DateTime?[] causes = [contract.PausedAt, contract.PastDueSince, contract.HoursDisputedSince];
        return causes.Min();
    }

    /// <summary>Nothing above the level that was agreed to for this minute, not even when it is sent.</summary>
    private static bool Fits(ProofLevel? level, MinuteUpload minute) =>
        level switch
        {
            null => false,
            ProofLevel.Hours => minute is { Active: null, Keys: null, Clicks: null, Scrolls: null },
            ProofLevel.Activity => minute is { Active: not null, Keys: null, Clicks: null, Scrolls: null },
            _ => minute.Active is not null,
        };

    private DiaryMinute Taken(Contract contract, Guid memoId, MinuteSource source, int at, MinuteUpload minute) =>
        new()
        {
            FreelancerId = contract.FreelancerId,
            Minute = at,
            ContractId = contract.Id,
            MemoId = memoId,
            Source = source,
            Active = minute.Active,
            Keys = minute.Keys,
            Clicks = minute.Clicks,
            Scrolls = minute.Scrolls,
            RecordedAt = db.Now,
        };

    /// <summary>The segment's row, with what is said of its screenshot; null when nothing of it was accepted.</summary>
    private async Task<DiarySegment?> SegmentAsync(
        HourlyContract hourly,
        int start,
        SegmentUpload upload,
        ConsentHistory consents,
        bool any,
        CancellationToken ct
    )
    {
        var contract = hourly.Contract;
        var segment = await db.DiarySegments.SingleOrDefaultAsync(
            s => s.ContractId == contract.Id && s.Start == start,
            ct
        );
        if (!any)
        {
            return segment;
        }
        var first = start + upload.Minutes.Min(m => m.Minute);
        var level = consents.At(first) ?? ProofLevel.Hours;
        if (segment is null)
        {
            segment = new DiarySegment
            {
                ContractId = contract.Id,
                Start = start,
                FreelancerId = contract.FreelancerId,
                Level = (int)level,
            };
            db.DiarySegments.Add(segment);
        }
        segment.Level = Math.Max(segment.Level, (int)level);
        if (upload.Screenshot is { } note)
        {
            Announce(segment, note, consents);
        }
        return segment;
    }

    private static void Announce(DiarySegment segment, ScreenshotNote note, ConsentHistory consents)
    {
        var minute = DiaryTime.Of(note.TakenAt);
        if (
            segment.Screenshot is not (ScreenshotState.None or ScreenshotState.Awaited)
            || DiaryTime.SegmentOf(minute) != segment.Start
            || consents.At(minute) != ProofLevel.FullDiary
        )
        {
            return;
        }
        segment.TakenAt = note.TakenAt;
        if (note is { State: "kept" or "blurred", Sha256.Length: 64 })
        {
            segment.Screenshot = ScreenshotState.Awaited;
            segment.ImageSha256 = note.Sha256;
            segment.ArrivesBlurred = note.State == "blurred";
        }
        else if (note.State == "deleted")
        {
            segment.Screenshot = ScreenshotState.Deleted;
        }
    }

    private Task<bool> AnyAfterAsync(Guid contractId, int end, CancellationToken ct)
    {
        var to = DiaryTime.WeekOf(end - 1) + DiaryTime.Week;
        return db.DiaryMinutes.AnyAsync(
            m => m.ContractId == contractId && m.Minute >= end && m.Minute < to && m.DeletionId == null,
            ct
        );
    }

    private static string? StopFor(Contract contract, TrackingLease lease, int logged, int? limit) =>
        lease.StoppedAt is not null ? lease.StopReason
        : contract.State == ContractState.Ended ? "ended"
        : contract.IsPaused ? "paused"
        : logged >= limit ? "limit"
        : null;
}
