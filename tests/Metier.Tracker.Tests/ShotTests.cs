using Metier.Tracker.Platform;
using Metier.Tracker.Shots;
using Metier.Tracker.Store;
using SkiaSharp;

namespace Metier.Tracker.Tests;

public sealed class ShotTests : IDisposable
{
    /// <summary>The picture of each segment is taken in its 30th second.</summary>
    private readonly Rig rig = new(new ShotPlan(_ => 30));

    private async Task Shot()
    {
        rig.Server.Level = 3;
        Assert.True((await rig.StartTimer()).Ok);
        rig.Pass(32);
        await rig.App.Engine.Shots.Taking;
        Assert.Equal(1, rig.Desktop.Captures);
    }

    private PendingSegment Segment => rig.Backlog.Segments.Single();

    [Fact]
    public async Task For_a_minute_it_stays_here_and_then_it_is_kept_and_sent()
    {
        await Shot();
        rig.Pass(50);
        await rig.Send();
        Assert.Empty(rig.Server.Notes);
        Assert.Empty(rig.Server.Images);
        Assert.InRange((await rig.Do(new("status"))).Status!.LookSeconds!.Value, 5, 15);
        rig.Pass(15);
        await rig.Send();
        var note = Assert.Single(rig.Server.Notes).Value;
        Assert.Equal(("kept", Rig.Start.AddSeconds(30)), (note.State, note.TakenAt));
        Assert.Equal(note.Sha256, Assert.Single(rig.Server.Images).Key);
        Assert.Empty(Directory.GetFiles(rig.Folder.Home.Images));
    }

    [Fact]
    public async Task Deleted_it_exists_no_more_and_the_minutes_stay()
    {
        await Shot();
        Assert.True((await rig.Do(new("screenshot", Decision: "delete"))).Ok);
        Assert.Empty(Directory.GetFiles(rig.Folder.Home.Images));
        rig.Pass(60);
        await rig.Send();
        Assert.Equal(
            ("deleted", null),
            (rig.Server.Notes.Single().Value.State, rig.Server.Notes.Single().Value.Sha256)
        );
        Assert.Empty(rig.Server.Images);
        Assert.Single(rig.Server.Minutes);
    }

    [Fact]
    public async Task Blurred_before_it_leaves_the_sharp_one_is_gone()
    {
        await Shot();
        var sharp = Segment.Shot!.Sha256!;
        rig.Told.Ask!("blur");
        Assert.NotEqual(sharp, Segment.Shot!.Sha256);
        Assert.Null(rig.App.Store.Images.Get(sharp));
        rig.Pass(60);
        await rig.Send();
        Assert.Equal("blurred", rig.Server.Notes.Single().Value.State);
        Assert.NotEqual(sharp, Assert.Single(rig.Server.Images).Key);
    }

    [Fact]
    public async Task It_survives_a_crash_while_one_looks_and_one_may_look_again()
    {
        await Shot();
        rig.Crash(TimeSpan.FromSeconds(5));
        Assert.True(Segment.Looking);
        rig.Pass(30);
        Assert.True(Segment.Looking);
        rig.Pass(40);
        Assert.Equal(ShotStates.Kept, Segment.Shot!.State);
        rig.Pass(60);
        Assert.Equal(1, rig.Desktop.Captures);
    }

    [Fact]
    public async Task With_less_than_a_minute_of_work_there_is_none()
    {
        await Shot();
        rig.Pass(8);
        await rig.Do(new("stop"));
        rig.Pass(700);
        await rig.Send();
        Assert.Empty(rig.Server.Notes);
        Assert.Empty(rig.Server.Images);
        Assert.Empty(Directory.GetFiles(rig.Folder.Home.Images));
    }

    [Fact]
    public async Task Of_time_that_turned_out_to_be_idle_there_is_none()
    {
        rig.Server.Level = 3;
        await rig.StartTimer();
        rig.Pass(20);
        rig.Pass(700, typing: false);
        await rig.App.Engine.Shots.Taking;
        await rig.Send();
        Assert.DoesNotContain(rig.Server.Notes.Keys, k => k.Segment > Rig.Start);
        Assert.DoesNotContain(rig.Server.Notes.Values, n => n.TakenAt > Rig.Start.AddMinutes(1));
    }

    [Fact]
    public async Task Below_full_level_none_is_taken_and_a_screen_that_gives_none_is_said()
    {
        rig.Server.Level = 2;
        await rig.StartTimer();
        rig.Pass(600);
        Assert.Equal(0, rig.Desktop.Captures);
        await rig.Do(new("stop"));
        rig.Server.Level = 3;
        rig.Desktop.Picture = () => null;
        await rig.StartTimer();
        rig.Pass(120);
        await rig.App.Engine.Shots.Taking;
        await rig.Send();
        Assert.Equal("failed", rig.Server.Notes.Single().Value.State);
    }

    [Fact]
    public void No_picture_is_larger_than_150_KB_even_of_noise()
    {
        using var noise = HandDesktop.Noise(1280, 720);
        var webp = Pictures.Encode(noise);
        Assert.True(webp.Length <= Pictures.MaxBytes, webp.Length + " bytes");
        using var decoded = SKBitmap.Decode(webp);
        Assert.NotNull(decoded);
    }

    [Fact]
    public void What_is_blurred_cannot_be_read()
    {
        // Black letters on white, and none: blurred, no point may tell whether a letter stood there by being dark.
        using var page = new SKBitmap(1280, 720, SKColorType.Bgra8888, SKAlphaType.Opaque);
        using (var canvas = new SKCanvas(page))
        using (var font = new SKFont { Size = 24 })
        using (var ink = new SKPaint { Color = SKColors.Black })
        {
            canvas.Clear(SKColors.White);
            for (var y = 30; y < 720; y += 30)
            {
                canvas.DrawRect(20, y - 20, 12, 20, ink);
                canvas.DrawRect(60 + (y % 90), y - 20, 12, 20, ink);
            }
        }
        using var data = page.Encode(SKEncodedImageFormat.Webp, 90);
        var blurred = Pictures.Blur(data.ToArray());
        Assert.True(blurred.Length < 8 * 1024, blurred.Length + " bytes");
        using var after = SKBitmap.Decode(blurred);
        Assert.Equal((1280, 720), (after.Width, after.Height));
        var steepest = 0;
        for (var y = 1; y < after.Height; y++)
        {
            for (var x = 1; x < after.Width; x++)
            {
                steepest = Math.Max(steepest, Math.Abs(after.GetPixel(x, y).Green - after.GetPixel(x - 1, y).Green));
            }
        }
        // A letter's edge is a step of 255 between neighbours; nothing like an edge is left.
        Assert.True(steepest < 40, "An edge of " + steepest);
    }

    [Theory]
    [InlineData(1920, 1080, 1280, 720)]
    [InlineData(2560, 1600, 1280, 800)]
    [InlineData(1366, 768, 1280, 720)]
    [InlineData(800, 600, 800, 600)]
    [InlineData(3840, 1080, 1280, 360)]
    public void Scaling_keeps_the_mean_of_every_colour(int width, int height, int toWidth, int toHeight)
    {
        using var source = HandDesktop.Noise(width, height);
        var scaler = new RowScaler(width, height);
        double before = 0;
        for (var y = 0; y < height; y++)
        {
            before += Sum(source.Row(y));
            scaler.Add(source.Row(y));
        }
        using var frame = scaler.Frame;
        Assert.Equal((toWidth, toHeight), (frame.Width, frame.Height));
        double after = 0;
        for (var y = 0; y < toHeight; y++)
        {
            after += Sum(frame.Row(y));
        }
        Assert.Equal(before / (width * height), after / (toWidth * toHeight), 0.5);
    }

    private static double Sum(Span<byte> row)
    {
        double sum = 0;
        for (var i = 0; i < row.Length; i += 4)
        {
            sum += row[i];
        }
        return sum;
    }

    public void Dispose() => rig.Dispose();
}
