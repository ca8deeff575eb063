using System.Runtime.InteropServices;
using static Metier.Tracker.Platform.X11.X11Native;

namespace Metier.Tracker.Platform.X11;

/// <summary>Linux with X11: everything works.</summary>
internal sealed unsafe class X11Desktop : IDesktop
{
    private readonly nint display;
    private readonly nuint root;
    private readonly X11Counter counter;
    private readonly LogindLock logind = new();
    private readonly bool hasSaver;
    private (int X, int Y)? pointer;

    /// <summary>Opens the display; throws <see cref="PlatformNotSupportedException"/> with the reason when it cannot be.</summary>
    public X11Desktop()
    {
        foreach (var (library, package) in new[] { (X11Native.X11, "libx11-6"), (Xi, "libxi6") })
        {
            if (!NativeLibrary.TryLoad(library, out _))
            {
                throw new PlatformNotSupportedException(TrackerText.LibraryMissing(library, package));
            }
        }
        display = X11Errors.Open();
        root = XDefaultRootWindow(display);
        counter = new X11Counter();
        hasSaver = NativeLibrary.TryLoad(Xss, out _) && XScreenSaverQueryExtension(display, out _, out _) != 0;
        var limits = new List<string>();
        if (!hasSaver)
        {
            limits.Add("limitSaver");
        }
        if (!logind.Works)
        {
            limits.Add("limitLogind");
        }
        Abilities = new("linux-x11", Preview: false, CanCount: true, CanCapture: true, limits);
    }

    /// <inheritdoc/>
    public DesktopAbilities Abilities { get; }

    /// <inheritdoc/>
    public bool IsGone => X11Errors.Gone;

    /// <inheritdoc/>
    public bool IsLocked => !IsGone && (SaverIsOn() || logind.IsLocked);

    /// <inheritdoc/>
    public InputSample Sample()
    {
        if (IsGone)
        {
            return default;
        }
        var counts = counter.Take();
        // Whether the pointer stands elsewhere is asked once a second; listening to each movement would wake the program
        // a thousand times a second. Where it stands is compared and forgotten.
        _ = XQueryPointer(display, root, out _, out _, out var x, out var y, out _, out _, out _);
        var moved = pointer != null && pointer != (x, y);
        pointer = (x, y);
        return new(counts, counts.Any || moved);
    }

    /// <inheritdoc/>
    public Task<Frame?> CaptureAsync(bool allMonitors, CancellationToken ct) =>
        IsGone ? Task.FromResult<Frame?>(null) : Task.Run(() => X11Capture.Take(allMonitors), ct);

    public void Dispose()
    {
        if (IsGone)
        {
            // A broken connection must not be spoken to, not even to close it.
            return;
        }
        counter.Dispose();
        _ = XCloseDisplay(display);
    }

    private bool SaverIsOn()
    {
        const int on = 1;
        if (!hasSaver)
        {
            return false;
        }
        ScreenSaverInfo info = default;
        return XScreenSaverQueryInfo(display, root, &info) != 0 && info.State == on;
    }
}
