using System.Security.Cryptography;
using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>A screenshot and its small copy, written to the store; nobody sees them before a segment shows them.</summary>
internal sealed record StoredScreenshot(StoredFile Image, StoredFile Thumbnail);

/// <summary>The files of screenshots. Their bytes are written before the transaction that shows them, and taken back when it does not.</summary>
public sealed class ScreenshotFiles(MetierDb db, IFileStore store)
{
    /// <summary>The guard of these files.</summary>
    internal const string Guard = "screenshot";

    internal async Task<StoredScreenshot> WriteAsync(
        int start,
        Guid ownerId,
        (byte[] Image, byte[] Thumbnail) read,
        CancellationToken ct
    )
    {
        var name = DiaryRules.Name(start);
        var stored = new StoredScreenshot(
            File($"{name}.webp", ownerId, read.Image),
            File($"{name}-s.webp", ownerId, read.Thumbnail)
        );
        foreach (var (file, bytes) in new[] { (stored.Image, read.Image), (stored.Thumbnail, read.Thumbnail) })
        {
            using var content = new MemoryStream(bytes, writable: false);
            await store.WriteAsync(file.Id, content, ct);
        }
        return stored;
    }

    /// <summary>The segment shows them from now on; inside the caller's transaction.</summary>
    internal void Show(DiarySegment segment, StoredScreenshot stored, FrozenRules rules)
    {
        db.Set<StoredFile>().AddRange(stored.Image, stored.Thumbnail);
        (segment.ImageId, segment.ThumbnailId) = (stored.Image.Id, stored.Thumbnail.Id);
        segment.ImageUntil = Until(segment.Start, rules);
    }

    /// <summary>When an image is destroyed, UTC.</summary>
    internal static DateTime Until(int start, FrozenRules rules) =>
        DiaryRules.ReviewOf(start, rules).AddDays(rules.ImageDays);

    /// <summary>Nobody will ever show them. Whoever asked for them may have left.</summary>
    internal async Task ForgetAsync(StoredScreenshot stored)
    {
        await store.DeleteAsync(stored.Image.Id, CancellationToken.None);
        await store.DeleteAsync(stored.Thumbnail.Id, CancellationToken.None);
    }

    private StoredFile File(string name, Guid ownerId, byte[] bytes) =>
        new()
        {
            Id = Ids.New(db.Clock),
            OwnerId = ownerId,
            Name = name,
            ContentType = "image/webp",
            Bytes = bytes.Length,
            Sha256 = Convert.ToHexString(SHA256.HashData(bytes)),
            UploadedAt = db.Now,
            Guard = Guard,
        };
}

/// <summary>
/// Who may see a screenshot, asked each time: both sides of its contract, and arbiters once hours of it were in dispute. What was
/// taken away is shown to nobody, not even while it can come back.
/// </summary>
internal sealed class ScreenshotGuard(MetierDb db, ContractAccess access) : FileGuard
{
    /// <inheritdoc/>
    public override string Kind => ScreenshotFiles.Guard;

    /// <inheritdoc/>
    public override async Task<bool> AllowsAsync(Guid fileId, Actor? actor, CancellationToken ct)
    {
        if (
            actor is null
            || await db
                .DiarySegments.AsNoTracking()
                .FirstOrDefaultAsync(s => s.ImageId == fileId || s.ThumbnailId == fileId, ct)
                is not { } segment
        )
        {
            return false;
        }
        var (id, from, to) = (segment.ContractId, segment.Start, segment.Start + DiaryTime.Segment);
        var disputed = Pauses.Key("paused", PauseCause.HoursDispute);
        return (
                await access.ForPartyAsync(id, actor, ct) is not null
                || (
                    actor.May(StaffRoles.Arbiter)
                    && await db.ContractEvents.AnyAsync(e => e.ContractId == id && e.Kind == disputed, ct)
                )
            )
            && await db.DiaryMinutes.AnyAsync(
                m => m.ContractId == id && m.Minute >= from && m.Minute < to && m.DeletionId == null,
                ct
            );
    }
}
