using System.Runtime.InteropServices;
using static Metier.Tracker.Platform.X11.X11Native;

namespace Metier.Tracker.Platform.X11;

/// <summary>
/// Xlib ends the program at an error unless told otherwise: a window that closed while its place was asked, or the end of the
/// session. Here the first is passed over and the second is remembered, so that the timer can stop in order.
/// </summary>
internal static unsafe class X11Errors
{
    private static volatile bool gone;

    /// <summary>A connection to the display was lost.</summary>
    public static bool Gone => gone;

    /// <summary>Opens the display that DISPLAY names.</summary>
    public static nint Open()
    {
        _ = XInitThreads();
        _ = XSetErrorHandler(&PassOver);
        _ = XSetIOErrorHandler(&Lost);
        var display = XOpenDisplay(Environment.GetEnvironmentVariable("DISPLAY"));
        if (display == 0)
        {
            throw new PlatformNotSupportedException("DISPLAY");
        }
        try
        {
            XSetIOErrorExitHandler(display, &StayAlive, 0);
        }
        catch (EntryPointNotFoundException)
        {
            // libX11 before 1.7 knows no way to stay alive; the journal then does its work at the next start.
        }
        return display;
    }

    [UnmanagedCallersOnly]
    private static int PassOver(nint display, nint error) => 0;

    [UnmanagedCallersOnly]
    private static int Lost(nint display)
    {
        gone = true;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static void StayAlive(nint display, nint data) => gone = true;
}
