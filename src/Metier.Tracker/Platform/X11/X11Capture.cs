using static Metier.Tracker.Platform.X11.X11Native;

namespace Metier.Tracker.Platform.X11;

/// <summary>A picture of the X11 screen, fetched in bands on a connection of its own that is closed again.</summary>
internal static unsafe class X11Capture
{
    private const int Band = 64;

    /// <summary>The picture, or null when the screen is of a kind that is not known (fewer than 24 bits of colour).</summary>
    public static Frame? Take(bool allMonitors)
    {
        var display = X11Errors.Open();
        try
        {
            var root = XDefaultRootWindow(display);
            var screen = XDefaultScreen(display);
            var whole = (X: 0, Y: 0, Width: XDisplayWidth(display, screen), Height: XDisplayHeight(display, screen));
            var (x, y, width, height) = allMonitors ? whole : Active(display, root) ?? whole;
            var scaler = new RowScaler(width, height);
            for (var top = 0; top < height; top += Band)
            {
                var rows = Math.Min(Band, height - top);
                var image = XGetImage(display, root, x, y + top, (uint)width, (uint)rows, nuint.MaxValue, ZPixmap);
                if (image == null)
                {
                    scaler.Frame.Dispose();
                    return null;
                }
                var known = image->BitsPerPixel == 32 && image->ByteOrder == 0 && image->RedMask == 0xFF0000;
                for (var i = 0; known && i < rows; i++)
                {
                    scaler.Add(new ReadOnlySpan<byte>(image->Data + ((nint)i * image->BytesPerLine), width * 4));
                }
                _ = XDestroyImage(image);
                if (!known)
                {
                    scaler.Frame.Dispose();
                    return null;
                }
            }
            return scaler.Frame;
        }
        finally
        {
            _ = XCloseDisplay(display);
        }
    }

    /// <summary>The monitor with the middle of the focused window, or with the pointer.</summary>
    private static (int X, int Y, int Width, int Height)? Active(nint display, nuint root)
    {
        X11Native.Monitor* monitors;
        int count;
        try
        {
            monitors = XRRGetMonitors(display, root, 1, out count);
        }
        catch (DllNotFoundException)
        {
            // Without libXrandr there is one picture of everything.
            return null;
        }
        if (monitors == null)
        {
            return null;
        }
        var (x, y) = Focus(display, root);
        (int, int, int, int)? found = null;
        for (var i = 0; i < count; i++)
        {
            var m = monitors[i];
            var holds = x >= m.X && x < m.X + m.Width && y >= m.Y && y < m.Y + m.Height;
            if ((holds || found == null) && m.Width > 0 && m.Height > 0)
            {
                found = (m.X, m.Y, m.Width, m.Height);
                if (holds)
                {
                    break;
                }
            }
        }
        XRRFreeMonitors(monitors);
        return found;
    }

    private static (int X, int Y) Focus(nint display, nuint root)
    {
        _ = XGetInputFocus(display, out var window, out _);
        // 0 and 1 mean nobody and whoever is under the pointer.
        if (
            window > 1
            && window != root
            && XGetGeometry(display, window, out _, out _, out _, out var width, out var height, out _, out _) != 0
            && XTranslateCoordinates(
                display,
                window,
                root,
                (int)width / 2,
                (int)height / 2,
                out var x,
                out var y,
                out _
            ) != 0
        )
        {
            return (x, y);
        }
        _ = XQueryPointer(display, root, out _, out _, out x, out y, out _, out _, out _);
        return (x, y);
    }
}
