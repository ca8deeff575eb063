using System.Runtime.InteropServices;

namespace Metier.Tracker.Platform.Windows;

/// <summary>The few functions of Windows that are used.</summary>
internal static unsafe partial class WindowsNative
{
    internal const uint WindowMessageInput = 0x00FF;
    internal const uint WindowMessageQuit = 0x0012;
    internal const uint InputSink = 0x00000100;
    internal const uint AskHeader = 0x10000005;
    internal const uint AskAll = 0x10000003;
    internal const uint Mouse = 0;
    internal const uint Keyboard = 1;
    internal static readonly nint MessageOnly = -3;

    [StructLayout(LayoutKind.Sequential)]
    internal struct WindowClass
    {
        public uint Size;
        public uint Style;
        public delegate* unmanaged<nint, uint, nint, nint, nint> Procedure;
        public int ClassExtra;
        public int WindowExtra;
        public nint Instance;
        public nint Icon;
        public nint Cursor;
        public nint Background;
        public char* MenuName;
        public char* ClassName;
        public nint SmallIcon;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct RawDevice
    {
        public ushort UsagePage;
        public ushort Usage;
        public uint Flags;
        public nint Target;
    }

    /// <summary>RAWINPUTHEADER: which kind of device spoke, and no word of what it said.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct RawHeader
    {
        public uint Type;
        public uint Size;
        public nint Device;
        public nint Parameter;
    }

    /// <summary>The head of RAWINPUT for a mouse.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct RawMouse
    {
        public RawHeader Header;
        public ushort Flags;
        public ushort Padding;
        public ushort ButtonFlags;
        public ushort ButtonData;
        public uint RawButtons;
        public int LastX;
        public int LastY;
        public uint Extra;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Message
    {
        public nint Window;
        public uint Id;
        public nint WParam;
        public nint LParam;
        public uint Time;
        public int X;
        public int Y;
        public uint Private;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct LastInput
    {
        public uint Size;
        public uint Time;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Rectangle
    {
        public int Left;
        public int Top;
        public int Right;
        public int Bottom;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct MonitorInfo
    {
        public uint Size;
        public Rectangle Monitor;
        public Rectangle Work;
        public uint Flags;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct BitmapHead
    {
        public uint Size;
        public int Width;
        public int Height;
        public ushort Planes;
        public ushort BitCount;
        public uint Compression;
        public uint ImageSize;
        public int XPixelsPerMetre;
        public int YPixelsPerMetre;
        public uint ColoursUsed;
        public uint ColoursImportant;
        public uint Mask;
    }

    [LibraryImport("user32.dll", EntryPoint = "RegisterClassExW")]
    internal static partial ushort RegisterClassEx(in WindowClass windowClass);

    [LibraryImport("user32.dll", EntryPoint = "CreateWindowExW", StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint CreateWindowEx(
        uint extendedStyle,
        string className,
        string title,
        uint style,
        int x,
        int y,
        int width,
        int height,
        nint parent,
        nint menu,
        nint instance,
        nint parameter
    );

    [LibraryImport("user32.dll", EntryPoint = "DefWindowProcW")]
    internal static partial nint DefWindowProc(nint window, uint message, nint wParam, nint lParam);

    [LibraryImport("user32.dll", EntryPoint = "GetMessageW")]
    internal static partial int GetMessage(out Message message, nint window, uint from, uint to);

    [LibraryImport("user32.dll", EntryPoint = "DispatchMessageW")]
    internal static partial nint DispatchMessage(in Message message);

    [LibraryImport("user32.dll", EntryPoint = "PostThreadMessageW")]
    internal static partial int PostThreadMessage(uint thread, uint message, nint wParam, nint lParam);

    [LibraryImport("kernel32.dll")]
    internal static partial uint GetCurrentThreadId();

    [LibraryImport("user32.dll")]
    internal static partial int RegisterRawInputDevices(RawDevice* devices, uint count, uint size);

    [LibraryImport("user32.dll")]
    internal static partial uint GetRawInputData(nint input, uint command, void* data, ref uint size, uint headerSize);

    [LibraryImport("user32.dll")]
    internal static partial int GetLastInputInfo(ref LastInput info);

    [LibraryImport("user32.dll")]
    internal static partial nint OpenInputDesktop(uint flags, int inherit, uint access);

    [LibraryImport("user32.dll")]
    internal static partial int CloseDesktop(nint desktop);

    [LibraryImport("user32.dll")]
    internal static partial nint GetForegroundWindow();

    [LibraryImport("user32.dll")]
    internal static partial nint MonitorFromWindow(nint window, uint flags);

    [LibraryImport("user32.dll", EntryPoint = "GetMonitorInfoW")]
    internal static partial int GetMonitorInfo(nint monitor, ref MonitorInfo info);

    [LibraryImport("user32.dll")]
    internal static partial int GetSystemMetrics(int index);

    [LibraryImport("user32.dll")]
    internal static partial nint GetDC(nint window);

    [LibraryImport("user32.dll")]
    internal static partial int ReleaseDC(nint window, nint context);

    [LibraryImport("gdi32.dll")]
    internal static partial nint CreateCompatibleDC(nint context);

    [LibraryImport("gdi32.dll")]
    internal static partial nint CreateDIBSection(
        nint context,
        in BitmapHead info,
        uint usage,
        out nint bits,
        nint section,
        uint offset
    );

    [LibraryImport("gdi32.dll")]
    internal static partial nint SelectObject(nint context, nint thing);

    [LibraryImport("gdi32.dll")]
    internal static partial int BitBlt(
        nint target,
        int x,
        int y,
        int width,
        int height,
        nint source,
        int sourceX,
        int sourceY,
        uint operation
    );

    [LibraryImport("gdi32.dll")]
    internal static partial int DeleteObject(nint thing);

    [LibraryImport("gdi32.dll")]
    internal static partial int DeleteDC(nint context);

    [LibraryImport("gdi32.dll")]
    internal static partial int GdiFlush();
}
