using System.Security.Cryptography;
using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>Takes in the bytes of a screenshot that was announced with its segment; the same bytes again change nothing.</summary>
public sealed class KeepScreenshot(MetierDb db, DiaryBook book, FileIntake files)
{
    /// <summary>Refuses <c>not_announced</c>, <c>sha256</c>, <c>file_too_big</c>, <c>file_not_an_image</c>, <c>locked</c>.</summary>
    public Task<Outcome<Done>> RunAsync(
        Guid contractId,
        int start,
        string sha256,
        byte[] bytes,
        Actor actor,
        CancellationToken ct
    ) =>
        db.WriteAsync<Done>(
            async () =>
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
                    return Done.It;
                }
                if (Wrong(hourly, start, sha256, bytes) is { } wrong)
                {
                    return wrong;
                }
                return ScreenshotImages.Read(bytes) is { } read
                    ? await StoreAsync(hourly, segment, read, ct)
                    : new Refusal("file_not_an_image", PlatformText.FileNotAnImage);
            },
            ct
        );

    private Refusal? Wrong(HourlyContract hourly, int start, string sha256, byte[] bytes) =>
        DiaryRules.LockOf(start, hourly.Contract.Rules) <= db.Now ? new Refusal("locked", DiaryRefusalText.Locked)
        : bytes.Length > ScreenshotImages.LargestUpload
            ? new Refusal("file_too_big", DiaryRefusalText.ImageTooBig(ScreenshotImages.LargestUpload / 1024))
        : Convert.ToHexStringLower(SHA256.HashData(bytes)) != sha256
            ? new Refusal("sha256", DiaryRefusalText.ImageDamaged)
        : null;

    private async Task<Outcome<Done>> StoreAsync(
        HourlyContract hourly,
        DiarySegment segment,
        (byte[] Image, byte[] Thumbnail) read,
        CancellationToken ct
    )
    {
        var owner = hourly.Contract.FreelancerId;
        var name = DiaryRules.Name(segment.Start);
        segment.ImageId = (await files.KeepAsync($"{name}.webp", read.Image, "image/webp", owner, ct)).Id;
        segment.ThumbnailId = (await files.KeepAsync($"{name}-s.webp", read.Thumbnail, "image/webp", owner, ct)).Id;
        segment.Screenshot = segment.ArrivesBlurred ? ScreenshotState.Blurred : ScreenshotState.Kept;
        await db.SaveChangesAsync(ct);
        await book.JudgeAsync(hourly, [segment.Start], andThoseAfter: false, ct);
        await book.TellPagesAsync(hourly.Contract, ct);
        return Done.It;
    }
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
            (segment.ImageId, segment.ThumbnailId) = (null, null);
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
