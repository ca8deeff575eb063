using System.Runtime.InteropServices;
using Metier.Tracker.Platform.X11;
using Metier.Tracker.Shots;

namespace Metier.Tracker.Tests;

/// <summary>The X11 side against a real X server, with hands that a program moves.</summary>
[Collection("screen")]
public sealed class X11Tests : IDisposable
{
    private readonly Screen? screen = Screen.Available ? new Screen() : null;

    public X11Tests()
    {
        Assert.SkipUnless(Screen.Available, "Xvfb and xdotool are missing (Debian: apt-get install xvfb xdotool)");
        Environment.SetEnvironmentVariable("DISPLAY", screen!.Display);
    }

    [Fact]
    public void Keys_clicks_and_scrolls_are_counted_exactly_and_moving_is_noticed()
    {
        using var desktop = new X11Desktop();
        _ = desktop.Sample();
        Assert.Equal(default, desktop.Sample());
        screen!.Do("type", "--delay", "12", "the quick brown fox jumps over the lazy dog");
        screen.Do("click", "1", "click", "3", "click", "2", "click", "4", "click", "5", "click", "5");
        var sample = desktop.Sample();
        Assert.Equal((43, 3, 3, true), (sample.Counts.Keys, sample.Counts.Clicks, sample.Counts.Scrolls, sample.Input));
        Assert.False(desktop.Sample().Input);
        screen.Do("mousemove_relative", "30", "30");
        var moved = desktop.Sample();
        Assert.True(moved is { Input: true, Counts.Any: false });
    }

    [Fact]
    public async Task A_picture_shows_what_is_on_the_screen_and_is_small()
    {
        using var desktop = new X11Desktop();
        Fill(0xFF8040);
        using var frame = await desktop.CaptureAsync(false, Rig.Ct);
        Assert.Equal((1280, 720), (frame!.Width, frame.Height));
        Assert.Equal([0x40, 0x80, 0xFF, 0xFF], frame.Row(400).Slice(4 * 640, 4).ToArray());
        Assert.InRange(Pictures.Encode(frame).Length, 100, 10_000);
        using var all = await desktop.CaptureAsync(true, Rig.Ct);
        Assert.Equal(1280, all!.Width);
    }

    [Fact]
    public void A_screen_that_is_there_is_neither_gone_nor_locked()
    {
        using var desktop = new X11Desktop();
        _ = desktop.Sample();
        Assert.False(desktop.IsGone);
        Assert.False(desktop.IsLocked);
    }

    private void Fill(nuint colour)
    {
        var display = OpenDisplay(screen!.Display);
        var root = XDefaultRootWindow(display);
        _ = XSetWindowBackground(display, root, colour);
        _ = XClearWindow(display, root);
        _ = XSync(display, 0);
        _ = XCloseDisplay(display);
    }

    // The name of a display is ASCII; a pointer keeps the marshaller out of it.
    [DllImport("libX11.so.6")]
    private static extern nint XOpenDisplay(nint name);

    private static nint OpenDisplay(string name)
    {
        var text = Marshal.StringToCoTaskMemUTF8(name);
        try
        {
            return XOpenDisplay(text);
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
        }
    }

    [DllImport("libX11.so.6")]
    private static extern nuint XDefaultRootWindow(nint display);

    [DllImport("libX11.so.6")]
    private static extern int XSetWindowBackground(nint display, nuint window, nuint colour);

    [DllImport("libX11.so.6")]
    private static extern int XClearWindow(nint display, nuint window);

    [DllImport("libX11.so.6")]
    private static extern int XSync(nint display, int discard);

    [DllImport("libX11.so.6")]
    private static extern int XCloseDisplay(nint display);

    public void Dispose() => screen?.Dispose();
}
