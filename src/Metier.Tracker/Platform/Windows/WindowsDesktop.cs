using Metier.Tracker.Counting;
using static Metier.Tracker.Platform.Windows.WindowsNative;

namespace Metier.Tracker.Platform.Windows;

/// <summary>
/// Windows (preview). Of a keyboard's raw input only the header is fetched, which says "a keyboard" and nothing else; as it
/// does not tell press from release, two events are one key, and a key held down counts as it repeats. A mouse has no secrets
/// of that kind and its button flags are read.
/// </summary>
internal sealed unsafe class WindowsDesktop : IDesktop
{
    // A window procedure cannot carry an object along; there is one desktop in a process.
    private static int keyEvents;
    private static int clicks;
    private static int scrolls;
    private readonly TaskCompletionSource<uint> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private uint lastInput;

    public WindowsDesktop()
    {
        new Thread(Pump) { IsBackground = true, Name = "input" }.Start();
        Abilities = new(
            "windows",
            Preview: true,
            CanCount: true,
            CanCapture: true,
            ["limitWindowsKeys", "limitWindowsCapture"]
        );
    }

    /// <inheritdoc/>
    public DesktopAbilities Abilities { get; }

    /// <inheritdoc/>
    public bool IsGone => false;

    /// <summary>While the session is locked the input desktop belongs to the system and cannot be opened.</summary>
    public bool IsLocked
    {
        get
        {
            const uint readObjects = 1;
            var desktop = OpenInputDesktop(0, 0, readObjects);
            if (desktop == 0)
            {
                return true;
            }
            _ = CloseDesktop(desktop);
            return false;
        }
    }

    /// <inheritdoc/>
    public InputSample Sample()
    {
        var info = new LastInput { Size = (uint)sizeof(LastInput) };
        _ = GetLastInputInfo(ref info);
        var input = info.Time != lastInput;
        lastInput = info.Time;
        var events = Interlocked.Exchange(ref keyEvents, 0);
        // An odd event is a key still held; it is left for the next look.
        Interlocked.Add(ref keyEvents, events & 1);
        var counts = new InputCounts(
            events / 2,
            Interlocked.Exchange(ref clicks, 0),
            Interlocked.Exchange(ref scrolls, 0)
        );
        return new(counts, input || counts.Any);
    }

    /// <inheritdoc/>
    public Task<Frame?> CaptureAsync(bool allMonitors, CancellationToken ct) =>
        Task.Run(() => WindowsCapture.Take(allMonitors), ct);

    public void Dispose()
    {
        if (started.Task.IsCompletedSuccessfully)
        {
            _ = PostThreadMessage(started.Task.GetAwaiter().GetResult(), WindowMessageQuit, 0, 0);
        }
    }

    /// <summary>Raw input comes as messages to a window, so a thread owns one that nobody sees.</summary>
    private void Pump()
    {
        const string name = "MetierTracker";
        fixed (char* className = name)
        {
            var windowClass = new WindowClass
            {
                Size = (uint)sizeof(WindowClass),
                Procedure = &Procedure,
                ClassName = className,
            };
            _ = RegisterClassEx(windowClass);
        }
        var window = CreateWindowEx(0, name, name, 0, 0, 0, 0, 0, MessageOnly, 0, 0, 0);
        var devices = stackalloc RawDevice[2];
        // Generic desktop: 2 is a mouse, 6 a keyboard.
        devices[0] = new RawDevice
        {
            UsagePage = 1,
            Usage = 2,
            Flags = InputSink,
            Target = window,
        };
        devices[1] = new RawDevice
        {
            UsagePage = 1,
            Usage = 6,
            Flags = InputSink,
            Target = window,
        };
        _ = RegisterRawInputDevices(devices, 2, (uint)sizeof(RawDevice));
        started.SetResult(GetCurrentThreadId());
        while (GetMessage(out var message, 0, 0, 0) > 0)
        {
            _ = DispatchMessage(message);
        }
    }

    [System.Runtime.InteropServices.UnmanagedCallersOnly]
    private static nint Procedure(nint window, uint message, nint wParam, nint lParam)
    {
        if (message == WindowMessageInput)
        {
            Count(lParam);
        }
        return DefWindowProc(window, message, wParam, lParam);
    }

    private static void Count(nint input)
    {
        RawHeader header;
        var size = (uint)sizeof(RawHeader);
        if (GetRawInputData(input, AskHeader, &header, ref size, (uint)sizeof(RawHeader)) == uint.MaxValue)
        {
            return;
        }
        if (header.Type == Keyboard)
        {
            Interlocked.Increment(ref keyEvents);
            return;
        }
        if (header.Type != Mouse)
        {
            return;
        }
        RawMouse mouse;
        size = (uint)sizeof(RawMouse);
        if (GetRawInputData(input, AskAll, &mouse, ref size, (uint)sizeof(RawHeader)) == uint.MaxValue)
        {
            return;
        }
        // Button-down flags of five buttons are every second bit up to 0x100; 0x400 and 0x800 are the two wheels.
        Interlocked.Add(ref clicks, System.Numerics.BitOperations.PopCount(mouse.ButtonFlags & 0x155u));
        Interlocked.Add(ref scrolls, System.Numerics.BitOperations.PopCount(mouse.ButtonFlags & 0xC00u));
    }
}

/// <summary>A picture by BitBlt.</summary>
internal static unsafe class WindowsCapture
{
    private const int Band = 64;

    /// <summary>The picture, or null when Windows does not give one.</summary>
    public static Frame? Take(bool allMonitors)
    {
        const uint nearest = 2;
        var info = new MonitorInfo { Size = (uint)sizeof(MonitorInfo) };
        // 76 to 79 are the corner and size of all monitors together.
        var (x, y, width, height) =
            !allMonitors && GetMonitorInfo(MonitorFromWindow(GetForegroundWindow(), nearest), ref info) != 0
                ? (
                    info.Monitor.Left,
                    info.Monitor.Top,
                    info.Monitor.Right - info.Monitor.Left,
                    info.Monitor.Bottom - info.Monitor.Top
                )
                : (GetSystemMetrics(76), GetSystemMetrics(77), GetSystemMetrics(78), GetSystemMetrics(79));
        var screen = GetDC(0);
        var memory = CreateCompatibleDC(screen);
        var head = new BitmapHead
        {
            Size = (uint)sizeof(BitmapHead) - 4,
            Width = width,
            // Negative: the first row is the top one.
            Height = -Band,
            Planes = 1,
            BitCount = 32,
        };
        nint bits = 0;
        var bitmap = width > 0 && height > 0 ? CreateDIBSection(memory, head, 0, out bits, 0, 0) : 0;
        try
        {
            return bitmap == 0 ? null : Copy(screen, memory, bitmap, bits, (x, y, width, height));
        }
        finally
        {
            _ = DeleteObject(bitmap);
            _ = DeleteDC(memory);
            _ = ReleaseDC(0, screen);
        }
    }

    private static Frame? Copy(
        nint screen,
        nint memory,
        nint bitmap,
        nint bits,
        (int X, int Y, int Width, int Height) area
    )
    {
        // SRCCOPY with CAPTUREBLT, so that layered windows are in the picture as the person sees them.
        const uint copy = 0x00CC0020 | 0x40000000;
        var before = SelectObject(memory, bitmap);
        var scaler = new RowScaler(area.Width, area.Height);
        var done = true;
        for (var top = 0; done && top < area.Height; top += Band)
        {
            var rows = Math.Min(Band, area.Height - top);
            done = BitBlt(memory, 0, 0, area.Width, rows, screen, area.X, area.Y + top, copy) != 0;
            _ = GdiFlush();
            for (var i = 0; done && i < rows; i++)
            {
                scaler.Add(new ReadOnlySpan<byte>((byte*)bits + ((nint)i * area.Width * 4), area.Width * 4));
            }
        }
        _ = SelectObject(memory, before);
        if (done)
        {
            return scaler.Frame;
        }
        scaler.Frame.Dispose();
        return null;
    }
}
