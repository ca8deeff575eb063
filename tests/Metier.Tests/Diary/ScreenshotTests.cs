using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Metier.Contracts;
using Metier.Diary;
using Metier.Platform;
using Metier.Tests.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;
using static Metier.Tests.Diary.DiaryScene;

namespace Metier.Tests.Diary;

/// <summary>Screenshots: taken in, shown to the right people for as long as they may see them, blurred, erased, expired.</summary>
public class ScreenshotTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    private static string Sha(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static async Task<(DiaryScene Scene, Guid Lease)> ShotAsync(Store store)
    {
        var scene = await StartAsync(store);
        var lease = await scene.StartAsync();
        scene.Go(At("09:20"));
        await scene.ShootAsync(lease, At("09:00"));
        await scene.ShootAsync(lease, At("09:10"));
        return (scene, lease);
    }

    private static async Task<string> LinkAsync(DiaryScene scene, Guid id) =>
        await scene.Do<FileLinks, string>(l => Task.FromResult(l.To(id, "screenshot.webp")));

    private static async Task<byte[]> StoredAsync(DiaryScene scene, Guid id)
    {
        await using var stream = await scene.Do<IFileStore, Stream?>(s => s.OpenAsync(id, Ct));
        using var buffer = new MemoryStream();
        await stream!.CopyToAsync(buffer, Ct);
        return buffer.ToArray();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_image_is_written_anew_and_covers_its_segment(Store store)
    {
        await using var scene = await StartAsync(store);
        var lease = await scene.StartAsync();
        scene.Go(At("09:10"));
        var bytes = Picture(1, 2560, 1440);
        var note = new ScreenshotNote(DiaryTime.At(At("09:03")), "kept", Sha(bytes));
        var ten = Enumerable.Range(0, 10).Select(m => Active(m)).ToList();
        Assert.True(ContractScenes.Sure(await scene.SendAsync(lease, At("09:00"), ten, note)).WantsImage);
        Assert.Equal(
            (ScreenshotState.Awaited, Coverage.NoScreenshot),
            ((await scene.SegmentAsync(At("09:00"))).Screenshot, (await scene.SegmentAsync(At("09:00"))).Coverage)
        );
        Assert.Equal("not_announced", Code(await scene.ImageAsync(At("09:00"), Sha([1]), [1])));
        Assert.Equal("sha256", Code(await scene.ImageAsync(At("09:00"), Sha(bytes), [.. bytes, 0])));
        Assert.Equal("file_too_big", Code(await scene.ImageAsync(At("09:00"), Sha(bytes), new byte[300 * 1024 + 1])));
        Assert.Equal("not_found", Code(await scene.ImageAsync(At("09:00"), Sha(bytes), bytes, scene.Client)));
        Assert.Equal(0, scene.Files);
        Assert.True((await scene.ImageAsync(At("09:00"), Sha(bytes), bytes)).Ok);
        Assert.True((await scene.ImageAsync(At("09:00"), Sha(bytes), bytes)).Ok);
        Assert.Equal(2, scene.Files);
        var segment = await scene.SegmentAsync(At("09:00"));
        Assert.Equal((ScreenshotState.Kept, Coverage.Covered), (segment.Screenshot, segment.Coverage));
        using var image = SKBitmap.Decode(await StoredAsync(scene, segment.ImageId!.Value));
        using var thumbnail = SKBitmap.Decode(await StoredAsync(scene, segment.ThumbnailId!.Value));
        Assert.Equal((1280, 720, 320, 180), (image.Width, image.Height, thumbnail.Width, thumbnail.Height));
        // A second one in the same ten minutes is not wanted.
        var more = note with
        {
            Sha256 = Sha([7]),
        };
        Assert.False(ContractScenes.Sure(await scene.SendAsync(lease, At("09:00"), ten, more)).WantsImage);
    }

    [Fact]
    public async Task What_is_no_image_is_refused_and_leaves_nothing()
    {
        await using var scene = await StartAsync(Store.Sqlite);
        var lease = await scene.StartAsync();
        scene.Go(At("09:10"));
        var start = At("09:00");
        var gif = Encoding.ASCII.GetBytes("<script>alert(1)</script>");
        var note = new ScreenshotNote(DiaryTime.At(start), "kept", Sha(gif));
        Assert.True(ContractScenes.Sure(await scene.SendAsync(lease, start, [Active(0), Active(1)], note)).WantsImage);
        Assert.Equal("file_not_an_image", Code(await scene.ImageAsync(start, Sha(gif), gif)));
        Assert.Equal(0, scene.Files);
        // A small file that would be huge in memory.
        Assert.Null(ScreenshotImages.Read(Bomb(7_900, 7_900)));
        Assert.Null(ScreenshotImages.Read(Bomb(20_000, 10)));
        Assert.Null(ScreenshotImages.Read([]));
    }

    private static byte[] Bomb(int width, int height)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Gray8));
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task S47_Blurring_erases_the_original_on_disk(Store store)
    {
        var (scene, _) = await ShotAsync(store);
        await using var __ = scene;
        var before = await scene.SegmentAsync(At("09:00"));
        var original = await StoredAsync(scene, before.ImageId!.Value);
        Task<Outcome<int>> BlurAsync(params int[] starts) =>
            scene.Do<BlurScreenshots, Outcome<int>>(u => u.RunAsync(scene.Contract, starts, scene.Freelancer, Ct));
        Assert.Equal(1, ContractScenes.Sure(await BlurAsync(At("09:00"))));
        await scene.Host.SettleAsync();
        var after = await scene.SegmentAsync(At("09:00"));
        Assert.Equal((ScreenshotState.Blurred, Coverage.NoScreenshot), (after.Screenshot, after.Coverage));
        Assert.Equal(4, scene.Files);
        var store2 = scene.Host.Services.GetRequiredService<IFileStore>();
        Assert.Null(await store2.OpenAsync(before.ImageId.Value, Ct));
        Assert.Null(await store2.OpenAsync(before.ThumbnailId!.Value, Ct));
        foreach (
            var file in Directory.EnumerateFiles(
                Path.Combine(scene.Host.Folder, "files"),
                "*",
                SearchOption.AllDirectories
            )
        )
        {
            Assert.NotEqual(original, await File.ReadAllBytesAsync(file, Ct));
        }
        // Nothing as fine as a letter is left: neighbours differ by little everywhere.
        using var blurred = SKBitmap.Decode(await StoredAsync(scene, after.ImageId!.Value));
        var steepest = 0;
        for (var y = 0; y < blurred.Height; y += 7)
        {
            for (var x = 1; x < blurred.Width; x++)
            {
                steepest = Math.Max(steepest, Math.Abs(blurred.GetPixel(x, y).Red - blurred.GetPixel(x - 1, y).Red));
            }
        }
        Assert.InRange(steepest, 0, 40);
        Assert.Equal("no_image", Code(await BlurAsync(At("09:00"))));
        Assert.Contains("blurred", await scene.ChangesAsync(scene.Client));
        scene.Host.Clock.SetUtcNow(new DateTimeOffset(LockAt));
        Assert.Equal("locked", Code(await BlurAsync(At("09:10"))));
        Assert.Equal(4, scene.Files);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_link_opens_only_for_those_who_may_see_the_image_now(Store store)
    {
        var (scene, _) = await ShotAsync(store);
        await using var __ = scene;
        var segment = await scene.SegmentAsync(At("09:00"));
        var link = await LinkAsync(scene, segment.ImageId!.Value);
        using var zoe = await scene.Host.SignedInAsync(scene.Freelancer);
        using var ada = await scene.Host.SignedInAsync(scene.Client);
        using var max = await scene.Host.SignedInAsync(await scene.Host.MemberAsync("Max Stranger", freelancer: true));
        using var arbiter = await scene.Host.SignedInAsync(
            await scene.Host.MemberAsync("Ari Arbiter", roles: StaffRoles.Arbiter)
        );
        using var visitor = scene.Host.Visitor();
        async Task<HttpStatusCode> OpenAsync(Browser who) => (await who.Http.GetAsync(link)).StatusCode;
        using (var answer = await ada.Http.GetAsync(link))
        {
            Assert.Equal(
                (HttpStatusCode.OK, "image/webp"),
                (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType)
            );
            Assert.Contains("no-cache", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            using var again = new HttpRequestMessage(HttpMethod.Get, link);
            again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
            Assert.Equal(HttpStatusCode.NotModified, (await ada.Http.SendAsync(again)).StatusCode);
        }
        Assert.Equal(HttpStatusCode.OK, await OpenAsync(zoe));
        Assert.Equal(HttpStatusCode.NotFound, await OpenAsync(max));
        Assert.Equal(HttpStatusCode.NotFound, await OpenAsync(visitor));
        Assert.Equal(HttpStatusCode.NotFound, await OpenAsync(arbiter));
        await scene.Host.HoldAsync(h => h.DisputeAsync(scene.Contract, Ct));
        Assert.Equal(HttpStatusCode.OK, await OpenAsync(arbiter));
        await scene.Host.HoldAsync(h => h.DisputeOverAsync(scene.Contract, Ct));

        // Taken away: from that moment on for nobody, also while it can come back; then again.
        var deletion = ContractScenes.Sure(await scene.DeleteAsync(At("09:00")));
        Assert.Equal(HttpStatusCode.NotFound, await OpenAsync(ada));
        var hidden = await scene.Do<DiaryViews, SegmentDetail?>(v =>
            v.SegmentAsync(scene.Contract, At("09:00"), scene.Client, Ct)
        );
        Assert.Null(hidden!.ImageId);
        Assert.True((await scene.UndoAsync(deletion.Id)).Ok);
        Assert.Equal(HttpStatusCode.OK, await OpenAsync(ada));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task S49_Images_go_ninety_days_after_their_week_is_closed_unless_hours_are_in_dispute(Store store)
    {
        var (scene, _) = await ShotAsync(store);
        await using var __ = scene;
        var closed = new DateTime(2026, 12, 5, 0, 0, 0, DateTimeKind.Utc);
        var due = closed.AddDays(90);
        async Task RunAsync() => await scene.Do<ExpireScreenshots, int>(c => c.RunAsync(Ct));
        scene.Host.Clock.SetUtcNow(new DateTimeOffset(due.AddSeconds(-1)));
        Assert.Equal(due, await scene.Do<ExpireScreenshots, DateTime?>(c => c.NextDueAsync(Ct)));
        await RunAsync();
        Assert.Equal(4, scene.Files);
        scene.Host.Clock.SetUtcNow(new DateTimeOffset(due));
        await scene.Host.HoldAsync(h => h.DisputeAsync(scene.Contract, Ct));
        Assert.Null(await scene.Do<ExpireScreenshots, DateTime?>(c => c.NextDueAsync(Ct)));
        await RunAsync();
        Assert.Equal(4, scene.Files);
        await scene.Host.HoldAsync(h => h.DisputeOverAsync(scene.Contract, Ct));
        await RunAsync();
        await scene.Host.Services.GetRequiredService<Outbox>().DrainAsync(Ct);
        Assert.Equal(0, scene.Files);
        var segment = await scene.SegmentAsync(At("09:00"));
        // What it proved stays proved.
        Assert.Equal((ScreenshotState.Expired, Coverage.Covered), (segment.Screenshot, segment.Coverage));
        Assert.Equal(20, (await scene.MinutesAsync()).Count);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Erasing_takes_all_but_what_the_client_may_still_dispute(Store store)
    {
        var (scene, lease) = await ShotAsync(store);
        await using var _ = scene;
        Task<Outcome<int>> EraseAsync() =>
            scene.Do<EraseScreenshots, Outcome<int>>(u => u.RunAsync(scene.Contract, scene.Freelancer, Ct));
        scene.Host.Clock.SetUtcNow(new DateTimeOffset(LockAt));
        Assert.Equal("in_review", Code(await EraseAsync()));
        await scene.ShootAsync(lease, At("09:00", 7));
        Assert.Equal(1, ContractScenes.Sure(await EraseAsync()));
        Assert.Equal(Coverage.NoScreenshot, (await scene.SegmentAsync(At("09:00", 7))).Coverage);
        scene.Go(At("09:00", 13));
        await scene.Host.HoldAsync(h => h.DisputeAsync(scene.Contract, Ct));
        Assert.Equal("in_dispute", Code(await EraseAsync()));
        await scene.Host.HoldAsync(h => h.DisputeOverAsync(scene.Contract, Ct));
        Assert.Equal(2, ContractScenes.Sure(await EraseAsync()));
        await scene.Host.Services.GetRequiredService<Outbox>().DrainAsync(Ct);
        Assert.Equal(0, scene.Files);
        Assert.Equal(Coverage.Covered, (await scene.SegmentAsync(At("09:00"))).Coverage);
    }

    [Fact]
    public async Task What_was_deleted_while_its_image_was_on_its_way_shows_nothing()
    {
        await using var scene = await StartAsync(Store.Sqlite);
        var lease = await scene.StartAsync();
        scene.Go(At("09:05"));
        var bytes = Picture(3);
        var note = new ScreenshotNote(DiaryTime.At(At("09:03")), "kept", Sha(bytes));
        Assert.True(
            ContractScenes.Sure(await scene.SendAsync(lease, At("09:00"), [Active(2), Active(3)], note)).WantsImage
        );
        ContractScenes.Sure(await scene.DeleteAsync(At("09:00")));
        Assert.Equal("deleted", Code(await scene.ImageAsync(At("09:00"), Sha(bytes), bytes)));
        await scene.Host.AdvanceAsync(TimeSpan.FromSeconds(11));
        // The rest of the segment goes on; the image of the minute that was taken away is not wanted any more.
        scene.Go(At("09:10"));
        var rest = ContractScenes.Sure(
            await scene.SendAsync(lease, At("09:00"), [Active(3), Active(6), Active(7)], note)
        );
        Assert.Equal((false, 2), (rest.WantsImage, rest.Accepted.Count));
        Assert.Equal(0, scene.Files);
    }

    [Fact]
    public async Task The_export_has_everything()
    {
        var (scene, _) = await ShotAsync(Store.Sqlite);
        await using var __ = scene;
        scene.Go(At("09:40"));
        ContractScenes.Sure(await scene.ByHandAsync("09:30", "09:40"));
        // As a browser gets it: over a connection that takes no synchronous write.
        using var browser = await scene.Host.SignedInAsync(scene.Freelancer);
        using var buffer = new MemoryStream(
            await browser.Http.GetByteArrayAsync($"/contracts/{scene.Contract}/diary.zip", Ct)
        );
        await using var zip = new ZipArchive(buffer, ZipArchiveMode.Read);
        Assert.Equal(
            ["minutes.csv", "changes.csv", "screenshots/20261123T0900Z.webp", "screenshots/20261123T0910Z.webp"],
            zip.Entries.Select(e => e.FullName)
        );
        using var minutes = new StreamReader(await zip.Entries[0].OpenAsync(Ct));
        var lines = (await minutes.ReadToEndAsync(Ct)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(31, lines.Length);
        // In the words of whoever reads it.
        Assert.StartsWith(
            "\uFEFFMinute (UTC),Origine",
            "\uFEFF" + lines[0].TrimStart('\uFEFF'),
            StringComparison.Ordinal
        );
        using var changes = new StreamReader(await zip.Entries[1].OpenAsync(Ct));
        Assert.Contains("\"Suivi accepté\"", await changes.ReadToEndAsync(Ct));
        Assert.StartsWith(
            "2026-11-23 09:00,\"Suivi dans le navigateur\",oui,120,8,3,\"Pagination",
            lines[1],
            StringComparison.Ordinal
        );
    }
}
