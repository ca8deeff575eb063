using System.Runtime.InteropServices;

namespace Metier.Tracker.Platform.X11;

/// <summary>The few functions of the X libraries that are used. Debian: libx11-6, libxi6, libxss1, libxrandr2.</summary>
internal static unsafe partial class X11Native
{
    internal const string X11 = "libX11.so.6";
    internal const string Xi = "libXi.so.6";
    internal const string Xss = "libXss.so.1";
    internal const string Xrandr = "libXrandr.so.2";

    /// <summary>Size of Xlib's XEvent: 24 longs.</summary>
    internal const int EventSize = 24 * 8;

    internal const int GenericEvent = 35;
    internal const int RawKeyPress = 13;
    internal const int RawButtonPress = 15;
    internal const int AllMasterDevices = 1;
    internal const int ZPixmap = 2;

    /// <summary>The cookie of a generic event as Xlib fills it in before its data is fetched.</summary>
    [StructLayout(LayoutKind.Explicit, Size = EventSize)]
    internal struct Event
    {
        [FieldOffset(0)]
        public int Type;

        [FieldOffset(32)]
        public int Extension;

        [FieldOffset(36)]
        public int EventType;

        [FieldOffset(48)]
        public RawEvent* Data;
    }

    /// <summary>The head of XIRawEvent; only ever fetched for buttons.</summary>
    [StructLayout(LayoutKind.Explicit)]
    internal struct RawEvent
    {
        [FieldOffset(56)]
        public int Detail;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct EventMask
    {
        public int Device;
        public int Length;
        public byte* Mask;
    }

    /// <summary>The head of XImage.</summary>
    [StructLayout(LayoutKind.Explicit)]
    internal struct Image
    {
        [FieldOffset(16)]
        public byte* Data;

        [FieldOffset(24)]
        public int ByteOrder;

        [FieldOffset(44)]
        public int BytesPerLine;

        [FieldOffset(48)]
        public int BitsPerPixel;

        [FieldOffset(56)]
        public nuint RedMask;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct ScreenSaverInfo
    {
        public nuint Window;
        public int State;
        public int Kind;
        public nuint TilOrSince;
        public nuint Idle;
        public nuint Mask;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Monitor
    {
        public nuint Name;
        public int Primary;
        public int Automatic;
        public int Outputs;
        public int X;
        public int Y;
        public int Width;
        public int Height;
        public int MillimetresWide;
        public int MillimetresHigh;
        public nint OutputList;
    }

    [LibraryImport(X11)]
    internal static partial int XInitThreads();

    [LibraryImport(X11, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint XOpenDisplay(string? name);

    [LibraryImport(X11)]
    internal static partial int XCloseDisplay(nint display);

    [LibraryImport(X11)]
    internal static partial nuint XDefaultRootWindow(nint display);

    [LibraryImport(X11)]
    internal static partial int XDefaultScreen(nint display);

    [LibraryImport(X11)]
    internal static partial int XDisplayWidth(nint display, int screen);

    [LibraryImport(X11)]
    internal static partial int XDisplayHeight(nint display, int screen);

    [LibraryImport(X11, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int XQueryExtension(nint display, string name, out int opcode, out int evt, out int error);

    [LibraryImport(X11)]
    internal static partial int XPending(nint display);

    [LibraryImport(X11)]
    internal static partial int XNextEvent(nint display, Event* evt);

    [LibraryImport(X11)]
    internal static partial int XGetEventData(nint display, Event* evt);

    [LibraryImport(X11)]
    internal static partial void XFreeEventData(nint display, Event* evt);

    [LibraryImport(X11)]
    internal static partial int XSync(nint display, int discard);

    [LibraryImport(X11)]
    internal static partial nint XSetErrorHandler(delegate* unmanaged<nint, nint, int> handler);

    [LibraryImport(X11)]
    internal static partial nint XSetIOErrorHandler(delegate* unmanaged<nint, int> handler);

    [LibraryImport(X11)]
    internal static partial void XSetIOErrorExitHandler(
        nint display,
        delegate* unmanaged<nint, nint, void> handler,
        nint data
    );

    [LibraryImport(X11)]
    internal static partial int XQueryPointer(
        nint display,
        nuint window,
        out nuint root,
        out nuint child,
        out int rootX,
        out int rootY,
        out int windowX,
        out int windowY,
        out uint mask
    );

    [LibraryImport(X11)]
    internal static partial int XGetInputFocus(nint display, out nuint window, out int revertTo);

    [LibraryImport(X11)]
    internal static partial int XGetGeometry(
        nint display,
        nuint drawable,
        out nuint root,
        out int x,
        out int y,
        out uint width,
        out uint height,
        out uint border,
        out uint depth
    );

    [LibraryImport(X11)]
    internal static partial int XTranslateCoordinates(
        nint display,
        nuint from,
        nuint to,
        int x,
        int y,
        out int toX,
        out int toY,
        out nuint child
    );

    [LibraryImport(X11)]
    internal static partial Image* XGetImage(
        nint display,
        nuint drawable,
        int x,
        int y,
        uint width,
        uint height,
        nuint planes,
        int format
    );

    [LibraryImport(X11)]
    internal static partial int XDestroyImage(Image* image);

    [LibraryImport(Xi)]
    internal static partial int XIQueryVersion(nint display, ref int major, ref int minor);

    [LibraryImport(Xi)]
    internal static partial int XISelectEvents(nint display, nuint window, EventMask* masks, int count);

    [LibraryImport(Xss)]
    internal static partial int XScreenSaverQueryExtension(nint display, out int evt, out int error);

    [LibraryImport(Xss)]
    internal static partial int XScreenSaverQueryInfo(nint display, nuint drawable, ScreenSaverInfo* info);

    [LibraryImport(Xrandr)]
    internal static partial Monitor* XRRGetMonitors(nint display, nuint window, int active, out int count);

    [LibraryImport(Xrandr)]
    internal static partial void XRRFreeMonitors(Monitor* monitors);
}
