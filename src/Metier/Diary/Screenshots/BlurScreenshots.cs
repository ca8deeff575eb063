using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>
/// The freelancer blurs screenshots that were already sent: the readable image is replaced and destroyed, for good. A blurred
/// segment is not covered by payment protection.
/// </summary>
public sealed class BlurScreenshots(MetierDb db, DiaryBook book, ScreenshotFiles files, IFileStore store)
{
    /// <summary>Answers with how many were blurred; those without an image are passed over.</summary>
    public async Task<Outcome<int>> RunAsync(
        Guid contractId,
        IReadOnlyList<int> starts,
        Actor actor,
        CancellationToken ct
    )
    {
        // Blurred before the transaction, for which others wait; it looks whether these are still the images.
        var ready = new Dictionary<Guid, StoredScreenshot>();
        try
        {
            var found = await FoundAsync(contractId, starts, actor, ct);
            var editable = found.Ok ? found.Value : [];
            db.ChangeTracker.Clear();
            foreach (var segment in editable.Where(s => s.ImageId is not null))
            {
                if (
                    await ReadAsync(segment.ImageId!.Value, ct) is { } bytes
                    && ScreenshotImages.Blur(bytes) is { } blurred
                )
                {
                    ready[segment.ImageId.Value] = await files.WriteAsync(
                        segment.Start,
                        segment.FreelancerId,
                        blurred,
                        ct
                    );
                }
            }
            var done = await db.WriteAsync<int>(() => ReplaceAsync(contractId, starts, ready, actor, ct), ct);
            if (done.Ok)
            {
                foreach (var id in ready.Where(r => Shown(r.Value)).Select(r => r.Key).ToList())
                {
                    ready.Remove(id);
                }
            }
            return done;
        }
        finally
        {
            foreach (var unused in ready.Values)
            {
                await files.ForgetAsync(unused);
            }
        }
    }

    /// <summary>After the commit the context holds what became part of the database.</summary>
    private bool Shown(StoredScreenshot stored) => db.Entry(stored.Image).State == EntityState.Unchanged;

    private async Task<Outcome<List<DiarySegment>>> FoundAsync(
        Guid contractId,
        IReadOnlyList<int> starts,
        Actor actor,
        CancellationToken ct
    )
    {
        var editable = await book.EditableAsync(contractId, starts, actor, ct);
        if (!editable.Ok)
        {
            return Outcome<List<DiarySegment>>.From(editable);
        }
        var segments = await db
            .DiarySegments.Where(s =>
                s.ContractId == contractId
                && starts.Contains(s.Start)
                && (s.Screenshot == ScreenshotState.Kept || s.Screenshot == ScreenshotState.Awaited)
            )
            .ToListAsync(ct);
        return segments.Count == 0 ? new Refusal("no_image", DiaryRefusalText.NoImage, "Form.Starts") : segments;
    }

    private async Task<Outcome<int>> ReplaceAsync(
        Guid contractId,
        IReadOnlyList<int> starts,
        Dictionary<Guid, StoredScreenshot> ready,
        Actor actor,
        CancellationToken ct
    )
    {
        var found = await FoundAsync(contractId, starts, actor, ct);
        if (!found.Ok)
        {
            return Outcome<int>.From(found);
        }
        var hourly = (await book.WorkedByAsync(contractId, actor, ct))!;
        foreach (var segment in found.Value)
        {
            var blurred = segment.ImageId is { } old ? ready.GetValueOrDefault(old) : null;
            // Bytes that are still on their way are readable, and not wanted any more.
            DroppedImages.Drop(db, [segment], ScreenshotState.Deleted);
            if (blurred is null)
            {
                segment.ImageSha256 = null;
            }
            else
            {
                files.Show(segment, blurred, hourly.Contract.Rules);
                segment.Screenshot = ScreenshotState.Blurred;
            }
        }
        List<int> touched = found.Value.ConvertAll(s => s.Start);
        book.Note(contractId, actor, "blurred", touched, 0);
        await db.SaveChangesAsync(ct);
        await book.JudgeAsync(hourly, touched, andThoseAfter: false, ct);
        await book.TellPagesAsync(hourly.Contract, ct);
        return touched.Count;
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
    /// <summary>
    /// Answers with how many were erased. Screenshots are evidence while hours are in dispute (refused as <c>in_dispute</c>) and while
    /// the client may still dispute them: those of a week under review stay until it is over, and when there are no others it is
    /// refused as <c>in_review</c>.
    /// </summary>
    public Task<Outcome<int>> RunAsync(Guid contractId, Actor actor, CancellationToken ct) =>
        db.WriteAsync<int>(
            async () =>
            {
                if (await book.HeldByAsync(contractId, actor, ct) is not { } hourly)
                {
                    return Refusal.NotFound();
                }
                if (hourly.Contract.HoursDisputedSince is not null)
                {
                    return new Refusal("in_dispute", DiaryRefusalText.InDispute);
                }
                var rules = hourly.Contract.Rules;
                var segments = await db
                    .DiarySegments.Where(s =>
                        s.ContractId == contractId && (s.ImageId != null || s.Screenshot == ScreenshotState.Awaited)
                    )
                    .ToListAsync(ct);
                var all = segments.Count;
                segments.RemoveAll(s =>
                    DiaryRules.LockOf(s.Start, rules) <= db.Now && DiaryRules.ReviewOf(s.Start, rules) > db.Now
                );
                if (segments.Count == 0)
                {
                    return all == 0 ? 0 : new Refusal("in_review", DiaryRefusalText.InReview);
                }
                DroppedImages.Drop(db, segments, ScreenshotState.Deleted);
                segments.ForEach(s => s.ImageSha256 = null);
                book.Note(contractId, actor, "erased", segments.ConvertAll(s => s.Start), 0);
                await db.SaveChangesAsync(ct);
                var open = segments.FindAll(s => DiaryRules.LockOf(s.Start, rules) > db.Now);
                if (open.Count > 0)
                {
                    await book.JudgeAsync(hourly, open.ConvertAll(s => s.Start), andThoseAfter: false, ct);
                }
                await book.TellPagesAsync(hourly.Contract, ct);
                return segments.Count;
            },
            ct
        );
}

/// <summary>Screenshots are destroyed so many days after their week was closed, unless hours of the contract are in dispute.</summary>
internal sealed class ExpireScreenshots(MetierDb db) : Chore
{
    private const int BatchSize = 500;

    public override Task<DateTime?> NextDueAsync(CancellationToken ct) => Free().MinAsync(s => s.ImageUntil, ct);

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
        var now = db.Now;
        var due = await Free()
            .Where(s => s.ImageUntil <= now)
            .OrderBy(s => s.ImageUntil)
            .Take(BatchSize)
            .ToListAsync(ct);
        DroppedImages.Drop(db, due, ScreenshotState.Expired);
        foreach (var contract in due.GroupBy(s => s.ContractId))
        {
            db.Audit(
                null,
                "diary.expired",
                contract.Key,
                new { images = contract.Count(), until = DiaryTime.At(contract.Max(s => s.Start)) }
            );
        }
        return due.Count;
    }

    /// <summary>Those that time can take: of contracts in dispute they stay.</summary>
    private IQueryable<DiarySegment> Free()
    {
        var disputed = db.Contracts.Where(c => c.HoursDisputedSince != null).Select(c => c.Id);
        return db.DiarySegments.Where(s => s.ImageUntil != null && !disputed.Contains(s.ContractId));
    }
}
