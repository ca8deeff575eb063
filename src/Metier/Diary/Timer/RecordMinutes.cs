using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>
/// Takes in tracked minutes of one segment. Sending again changes nothing: a minute the diary has is answered as accepted, one it
/// will never take is refused with the reason. The database keeps one minute from being anybody's twice.
/// </summary>
public sealed class RecordMinutes(MetierDb db, DiaryBook book, MinuteContest contest, LimitWarnings warnings)
{
    /// <summary>Minutes may be ahead of the server's clock by so much.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(2);

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
                if (await book.HeldByAsync(contractId, actor, ct) is not { } hourly)
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
        return DiaryTime.SegmentOf(start) != start
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
        var frame = new Frame(
            contract,
            lease,
            await book.ConsentsAsync(contract.Id, ct),
            await book.PausesAsync(contract.Id, ct),
            db.Now
        );
        var known = await contest.KnownAsync(contract.FreelancerId, start, ct);
        var (accepted, refused, free) = (new List<int>(), new List<MinuteRefused>(), new List<MinuteUpload>());
        foreach (var minute in upload.Minutes.OrderBy(m => m.Minute))
        {
            var there = known.GetValueOrDefault(start + minute.Minute);
            if (there is { DeletionId: null } && there.LeaseId == lease.Id)
            {
                accepted.Add(minute.Minute);
            }
            else if (there is { DeletionId: not null })
            {
                refused.Add(new MinuteRefused(minute.Minute, "deleted"));
            }
            else if (frame.WhyNot(start + minute.Minute, minute) is { } code)
            {
                refused.Add(new MinuteRefused(minute.Minute, code));
            }
            else if (there is not null && !await contest.WinsAsync(there, lease, ct))
            {
                refused.Add(new MinuteRefused(minute.Minute, "taken"));
            }
            else
            {
                free.Add(minute);
            }
        }
        await contest.TakeOverAsync(
            [.. free.Select(m => known.GetValueOrDefault(start + m.Minute)).OfType<DiaryMinute>()],
            lease,
            ct
        );
        await contest.ListAsync(lease, start, refused.Count(r => r.Code == "taken"), ct);
        foreach (var minute in free)
        {
            var memo = await book.MemoAsync(contract.Id, DiaryRules.Memo(minute.Memo).Value, ct);
            db.DiaryMinutes.Add(Taken(lease, memo, source, start + minute.Minute, minute));
            accepted.Add(minute.Minute);
        }
        var gone = known.Values.Where(m => m.DeletionId is not null).Select(m => m.Minute).ToHashSet();
        var segment = await SegmentAsync(frame, start, upload, gone, accepted.Count > 0, ct);
        await db.SaveChangesAsync(ct);
        return await AnswerAsync(hourly, lease, start, (accepted, refused, free.Count), segment, ct);
    }

    private async Task<Outcome<SegmentAnswer>> AnswerAsync(
        HourlyContract hourly,
        TrackingLease lease,
        int start,
        (List<int> Accepted, List<MinuteRefused> Refused, int Added) minutes,
        DiarySegment? segment,
        CancellationToken ct
    )
    {
        var contract = hourly.Contract;
        if (segment is not null)
        {
            // Minutes that come late move the limit for those after them, when it is near.
            var late =
                minutes.Added > 0
                && await AnyAfterAsync(contract.Id, start + DiaryTime.Segment, ct)
                && !await book.IsWithinAsync(hourly, start, ct);
            await book.JudgeAsync(hourly, [start], late, ct);
        }
        lease.Renew(db.Now);
        if (DiaryTime.WeekOf(start) != DiaryTime.WeekOf(DiaryTime.Of(db.Now)))
        {
            await warnings.LookAsync(hourly, start, ct);
        }
        var (logged, limit) = await warnings.LookAsync(hourly, DiaryTime.Of(db.Now), ct);
        if (minutes.Added > 0)
        {
            await book.TellPagesAsync(contract, ct);
        }
        return new SegmentAnswer(
            [.. minutes.Accepted.Order()],
            minutes.Refused,
            segment?.Screenshot == ScreenshotState.Awaited,
            lease.StoppedAt is null ? lease.ExpiresAt : null,
            StopFor(contract, lease, logged, limit),
            db.Now,
            logged,
            limit
        );
    }

    /// <summary>What decides whether a minute counts.</summary>
    private sealed record Frame(
        Contract Contract,
        TrackingLease Lease,
        ConsentHistory Consents,
        PauseSpans Pauses,
        DateTime Now
    )
    {
        /// <summary>Why a minute is never taken, whoever else has it; null when it may be.</summary>
        public string? WhyNot(int at, MinuteUpload minute)
        {
            var (begins, ends) = (DiaryTime.At(at), DiaryTime.At(at + 1));
            // The first minute of the timer begins with the timer: a pause that ended just before does not cover it.
            var runs = begins < Lease.StartedAt ? Lease.StartedAt : begins;
            return begins > Now + Ahead ? "future"
                : begins < Now.AddDays(-DiaryRules.OfflineDays) ? "too_old"
                : DiaryRules.LockOf(at, Contract.Rules) <= Now ? "locked"
                : ends <= Lease.StartedAt || IsAfter(begins, Lease) ? "contract"
                : runs >= Contract.EndedAt || Pauses.Cover(runs) ? "contract"
                : !Fits(Consents.At(at, Lease.StartedAt), minute) ? "level"
                : null;
        }
    }

    /// <summary>
    /// After the stop. A device that was offline does not know that another one started: its minutes count where the other has none.
    /// </summary>
    private static bool IsAfter(DateTime begins, TrackingLease lease) =>
        lease.StoppedAt is { } stopped && lease.StopReason != "revoked" && begins >= stopped;

    /// <summary>Nothing above the level that was agreed to for this minute, not even when it is sent.</summary>
    private static bool Fits(ProofLevel? level, MinuteUpload minute) =>
        level switch
        {
            null => false,
            ProofLevel.Hours => minute is { Active: null, Keys: null, Clicks: null, Scrolls: null },
            ProofLevel.Activity => minute is { Keys: null, Clicks: null, Scrolls: null },
            // A machine that cannot count says nothing: the minute counts, without proof of activity.
            _ => true,
        };

    private DiaryMinute Taken(TrackingLease lease, Guid memoId, MinuteSource source, int at, MinuteUpload minute) =>
        new()
        {
            FreelancerId = lease.FreelancerId,
            Minute = at,
            ContractId = lease.ContractId,
            MemoId = memoId,
            Source = source,
            LeaseId = lease.Id,
            Active = minute.Active,
            Keys = minute.Keys,
            Clicks = minute.Clicks,
            Scrolls = minute.Scrolls,
            RecordedAt = db.Now,
        };

    /// <summary>The segment's row, with what is said of its screenshot; null when nothing of it was accepted.</summary>
    private async Task<DiarySegment?> SegmentAsync(
        Frame frame,
        int start,
        SegmentUpload upload,
        HashSet<int> gone,
        bool any,
        CancellationToken ct
    )
    {
        var contract = frame.Contract;
        var segment = await db.DiarySegments.SingleOrDefaultAsync(
            s => s.ContractId == contract.Id && s.Start == start,
            ct
        );
        if (!any)
        {
            return segment;
        }
        var first = start + upload.Minutes.Min(m => m.Minute);
        var level = frame.Consents.At(first, frame.Lease.StartedAt) ?? ProofLevel.Hours;
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
        // Of a minute that was taken away nothing is shown.
        if (upload.Screenshot is { } note && !gone.Contains(DiaryTime.Of(note.TakenAt)))
        {
            Announce(segment, note, frame);
        }
        return segment;
    }

    private static void Announce(DiarySegment segment, ScreenshotNote note, Frame frame)
    {
        var minute = DiaryTime.Of(note.TakenAt);
        if (
            segment.Screenshot is not (ScreenshotState.None or ScreenshotState.Awaited)
            || DiaryTime.SegmentOf(minute) != segment.Start
            || frame.Consents.At(minute, frame.Lease.StartedAt) != ProofLevel.FullDiary
        )
        {
            return;
        }
        segment.TakenAt = note.TakenAt;
        if (note is { State: "kept" or "blurred", Sha256.Length: 64 } && note.Sha256.All(char.IsAsciiHexDigitLower))
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
