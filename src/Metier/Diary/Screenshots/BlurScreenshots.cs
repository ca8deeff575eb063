using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>
/// The freelancer blurs screenshots that were already sent: the readable image is replaced and destroyed, for good. A blurred
/// segment is not covered by payment protection.
/// </summary>
public sealed class BlurScreenshots(MetierDb db, DiaryBook book, FileIntake files, IFileStore store)
{
    /// <summary>Answers with how many were blurred; those without an image are passed over.</summary>
    public Task<Outcome<int>> RunAsync(
        Guid contractId,
        IReadOnlyList<int> starts,
        Actor actor,
        CancellationToken ct
    ) =>
        db.WriteAsync<int>(
            async () =>
            {
                var editable = await book.EditableAsync(contractId, starts, actor, ct);
                if (!editable.Ok)
                {
                    return Outcome<int>.From(editable);
                }
                var segments = await db
                    .DiarySegments.Where(s =>
                        s.ContractId == contractId
                        && starts.Contains(s.Start)
                        && (s.Screenshot == ScreenshotState.Kept || s.Screenshot == ScreenshotState.Awaited)
                    )
                    .ToListAsync(ct);
                if (segments.Count == 0)
                {
                    return new Refusal("no_image", DiaryRefusalText.NoImage, "Form.Starts");
                }
                foreach (var segment in segments)
                {
                    await BlurAsync(segment, actor, ct);
                }
                book.Note(contractId, actor, "blurred", [.. segments.Select(s => s.Start)], 0);
                await db.SaveChangesAsync(ct);
                await book.JudgeAsync(
                    editable.Value,
                    [.. segments.Select(s => s.Start)],
                    andThoseAfter: false,
                    ct
                );
                await book.TellPagesAsync(editable.Value.Contract, ct);
                return segments.Count;
            },
            ct
        );

    private async Task BlurAsync(DiarySegment segment, Actor actor, CancellationToken ct)
    {
        if (segment.ImageId is not { } old)
        {
            // Its bytes are still on their way: what arrives is readable and is not wanted.
            segment.Screenshot = ScreenshotState.Deleted;
            segment.ImageSha256 = null;
            return;
        }
        var read = await ReadAsync(old, ct);
        DroppedImages.Drop(db, [segment], ScreenshotState.Deleted);
        if (read is not null && ScreenshotImages.Blur(read) is { } blurred)
        {
            var name = DiaryRules.Name(segment.Start);
            segment.ImageId = (await files.KeepAsync($"{name}.webp", blurred.Image, "image/webp", actor.MemberId, ct)).Id;
            segment.ThumbnailId = (
                await files.KeepAsync($"{name}-s.webp", blurred.Thumbnail, "image/webp", actor.MemberId, ct)
            ).Id;
            segment.Screenshot = ScreenshotState.Blurred;
        }
    }

    private async Task<byte[]?> ReadAsync(Guid id, CancellationToken ct)
    {
        await using var stream = await store.OpenAsync(id, ct);
        if (stream is null)
        {
            return null;
        }
        using var buffer = new MemoryStream();
        await stream.CopyToAsync(buffer, ct);
        return buffer.ToArray();
    }
}

/// <summary>The freelancer has all screenshots of a contract destroyed; the time stays, without the protection that asks for them.</summary>
public sealed class EraseScreenshots(MetierDb db, DiaryBook book)
{
    /// <summary>Refuses <c>in_dispute</c> while hours are in dispute: they are evidence then. Answers with how many were erased.</summary>
    public Task<Outcome<int>> RunAsync(Guid contractId, Actor actor, CancellationToken ct) =>
        db.WriteAsync<int>(
            async () =>
            {
                if (await book.WorkedByAsync(contractId, actor, ct) is not { } hourly)
                {
                    return Refusal.NotFound();
                }
                if (hourly.Contract.HoursDisputedSince is not null)
                {
                    return new Refusal("in_dispute", DiaryRefusalText.InDispute);
                }
                var segments = await db
                    .DiarySegments.Where(s => s.ContractId == contractId && s.ImageId != null)
                    .ToListAsync(ct);
                DroppedImages.Drop(db, segments, ScreenshotState.Deleted);
                book.Note(contractId, actor, "erased", [.. segments.Select(s => s.Start)], 0);
                await db.SaveChangesAsync(ct);
                var open = segments.FindAll(s => DiaryRules.LockOf(s.Start, hourly.Contract.Rules) > db.Now);
                if (open.Count > 0)
                {
                    await book.JudgeAsync(hourly, [.. open.Select(s => s.Start)], andThoseAfter: false, ct);
                }
                await book.TellPagesAsync(hourly.Contract, ct);
                return segments.Count;
            },
            ct
        );
}

/// <summary>Screenshots are destroyed so many days after their week was closed, unless hours of the contract are in dispute.</summary>
internal sealed class ExpireScreenshots(MetierDb db, RuleOptions rules) : Chore
{
    private const int BatchSize = 500;

    public override async Task<DateTime?> NextDueAsync(CancellationToken ct)
    {
        var first = await Kept().MinAsync(s => (int?)s.Start, ct);
        return first is { } start ? DueAt(start) : null;
    }

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var done = 0;
        while (true)
        {
            var count = await db.WriteAsync<int>(() => ExpireAsync(ct), ct);
            db.ChangeTracker.Clear();
            done += count.Ok ? count.Value : 0;
            if (!count.Ok || count.Value < BatchSize)
            {
                return done;
            }
        }
    }

    private async Task<Outcome<int>> ExpireAsync(CancellationToken ct)
    {
        // A segment whose week is closed for longer than the days that images are kept.
        var before = DiaryTime.WeekOf(DiaryTime.Of(db.Now.AddDays(-rules.ImageDays - rules.HourlyReviewDays)));
        var due = await Kept().Where(s => s.Start < before).OrderBy(s => s.Start).Take(BatchSize).ToListAsync(ct);
        DroppedImages.Drop(db, due, ScreenshotState.Expired);
        if (due.Count > 0)
        {
            db.Audit(null, "diary.expired", null, new { images = due.Count, before = DiaryTime.At(before) });
        }
        return due.Count;
    }

    /// <summary>Those that time can take: of contracts in dispute they stay.</summary>
    private IQueryable<DiarySegment> Kept()
    {
        var disputed = db.Contracts.Where(c => c.HoursDisputedSince != null).Select(c => c.Id);
        return db.DiarySegments.Where(s => s.ImageId != null && !disputed.Contains(s.ContractId));
    }

    private DateTime DueAt(int start) =>
        DiaryTime
            .At(DiaryTime.WeekOf(start) + DiaryTime.Week)
            .AddDays(rules.ImageDays + rules.HourlyReviewDays)
            .AddMinutes(1);
}
