using System.Security.Cryptography;
using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>Takes in the bytes of a screenshot that was announced with its segment; the same bytes again change nothing.</summary>
public sealed class KeepScreenshot(MetierDb db, DiaryBook book, ScreenshotFiles files)
{
    /// <summary>Refuses <c>not_announced</c>, <c>sha256</c>, <c>file_too_big</c>, <c>file_not_an_image</c>, <c>locked</c>, <c>deleted</c>.</summary>
    public async Task<Outcome<Done>> RunAsync(
        Guid contractId,
        int start,
        string sha256,
        byte[] bytes,
        Actor actor,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(bytes);
        // Images are read and written before the transaction, for which others wait; it looks again.
        var wanted = await WantedAsync(contractId, start, sha256, bytes, actor, ct);
        db.ChangeTracker.Clear();
        if (!wanted.Ok || wanted.Value.Segment.Screenshot != ScreenshotState.Awaited)
        {
            return wanted.Ok ? Done.It : Outcome<Done>.From(wanted);
        }
        if (ScreenshotImages.Read(bytes) is not { } read)
        {
            return new Refusal("file_not_an_image", PlatformText.FileNotAnImage);
        }
        var stored = await files.WriteAsync(start, wanted.Value.Hourly.Contract.FreelancerId, read, ct);
        var used = false;
        try
        {
            var kept = await db.WriteAsync<bool>(
                async () =>
                {
                    await DiaryBook.HoldAsync(db, contractId, ct);
                    var again = await WantedAsync(contractId, start, sha256, bytes, actor, ct);
                    if (!again.Ok || again.Value.Segment.Screenshot != ScreenshotState.Awaited)
                    {
                        return again.Ok ? false : Outcome<bool>.From(again);
                    }
                    var (hourly, segment) = again.Value;
                    files.Show(segment, stored, hourly.Contract.Rules);
                    segment.Screenshot = segment.ArrivesBlurred ? ScreenshotState.Blurred : ScreenshotState.Kept;
                    await db.SaveChangesAsync(ct);
                    await book.JudgeAsync(hourly, [start], andThoseAfter: false, ct);
                    await book.TellPagesAsync(hourly.Contract, ct);
                    return true;
                },
                ct
            );
            used = kept.Ok && kept.Value;
            return kept.Ok ? Done.It : Outcome<Done>.From(kept);
        }
        finally
        {
            if (!used)
            {
                await files.ForgetAsync(stored);
            }
        }
    }

    private async Task<Outcome<(HourlyContract Hourly, DiarySegment Segment)>> WantedAsync(
        Guid contractId,
        int start,
        string sha256,
        byte[] bytes,
        Actor actor,
        CancellationToken ct
    )
    {
        if (await book.WorkedByAsync(contractId, actor, ct) is not { } hourly)
        {
            return Refusal.NotFound();
        }
        var segment = await db.DiarySegments.SingleOrDefaultAsync(
            s => s.ContractId == contractId && s.Start == start,
            ct
        );
        if (segment?.ImageSha256 is not { } announced || announced != sha256)
        {
            return new Refusal("not_announced", DiaryRefusalText.NotAnnounced);
        }
        if (segment.Screenshot != ScreenshotState.Awaited)
        {
            return (hourly, segment);
        }
        if (Wrong(hourly, start, sha256, bytes) is { } wrong)
        {
            return wrong;
        }
        var end = start + DiaryTime.Segment;
        return await db.DiaryMinutes.AnyAsync(
            m => m.ContractId == contractId && m.Minute >= start && m.Minute < end && m.DeletionId == null,
            ct
        )
            ? (hourly, segment)
            : new Refusal("deleted", DiaryRefusalText.NotAnnounced);
    }

    private Refusal? Wrong(HourlyContract hourly, int start, string sha256, byte[] bytes) =>
        DiaryRules.LockOf(start, hourly.Contract.Rules) <= db.Now ? new Refusal("locked", DiaryRefusalText.Locked)
        : bytes.Length > ScreenshotImages.LargestUpload
            ? new Refusal("file_too_big", DiaryRefusalText.ImageTooBig(ScreenshotImages.LargestUpload / 1024))
        : Convert.ToHexStringLower(SHA256.HashData(bytes)) != sha256
            ? new Refusal("sha256", DiaryRefusalText.ImageDamaged)
        : null;
}

/// <summary>Images that no segment shows any more: their bytes and rows are destroyed after the commit.</summary>
public sealed record ScreenshotsDropped(IReadOnlyList<Guid> FileIds);

/// <summary>Destroys them.</summary>
internal sealed class DropScreenshots(MetierDb db, IFileStore store) : IHandle<ScreenshotsDropped>
{
    public async Task HandleAsync(ScreenshotsDropped happened, CancellationToken ct)
    {
        foreach (var id in happened.FileIds)
        {
            await store.DeleteAsync(id, ct);
        }
        await db.WriteAsync<Done>(
            async () =>
            {
                await db.Set<StoredFile>().Where(f => happened.FileIds.Contains(f.Id)).ExecuteDeleteAsync(ct);
                return Done.It;
            },
            ct
        );
    }
}

/// <summary>Taking images out of segments.</summary>
internal static class DroppedImages
{
    /// <summary>The segments show no image from now on; the files go after the commit.</summary>
    public static void Drop(MetierDb db, IEnumerable<DiarySegment> segments, ScreenshotState becomes)
    {
        var files = new List<Guid>();
        foreach (var segment in segments)
        {
            files.AddRange(new[] { segment.ImageId, segment.ThumbnailId }.OfType<Guid>());
            (segment.ImageId, segment.ThumbnailId, segment.ImageUntil) = (null, null, null);
            if (segment.Screenshot != ScreenshotState.None)
            {
                segment.Screenshot = becomes;
            }
        }
        foreach (var some in files.Chunk(100))
        {
            db.Raise(new ScreenshotsDropped(some));
        }
    }
}
