using System.Runtime.InteropServices;
using Metier.Tracker.Counting;

namespace Metier.Tracker.Platform.MacOs;

/// <summary>
/// macOS (preview). The system itself counts events and gives the numbers; no event is ever listened to. Pictures need the
/// permission "Screen Recording" and come from CGDisplayCreateImage, which Apple has marked as obsolete.
/// </summary>
internal sealed unsafe partial class MacDesktop : IDesktop
{
    private const string Graphics = "/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics";
    private const string Foundation = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation";
    private const int HardwareState = 1;
    private const uint AnyInput = uint.MaxValue;
    private const uint KeyDown = 10;
    private const uint ScrollWheel = 22;
    private static readonly uint[] ButtonsDown = [1, 3, 25];
    private uint keys;
    private uint buttons;
    private uint wheel;
    private bool begun;

    /// <inheritdoc/>
    public DesktopAbilities Abilities { get; } =
        new("macos", Preview: true, CanCount: true, CanCapture: true, ["limitMacPermission", "limitMacMain"]);

    /// <inheritdoc/>
    public bool IsGone => false;

    /// <inheritdoc/>
    public bool IsLocked
    {
        get
        {
            var session = CGSessionCopyCurrentDictionary();
            if (session == 0)
            {
                return true;
            }
            const uint utf8 = 0x08000100;
            var name = CFStringCreateWithCString(0, "CGSSessionScreenIsLocked", utf8);
            var value = CFDictionaryGetValue(session, name);
            var locked = value != 0 && CFBooleanGetValue(value) != 0;
            CFRelease(name);
            CFRelease(session);
            return locked;
        }
    }

    /// <inheritdoc/>
    public InputSample Sample()
    {
        var k = CGEventSourceCounterForEventType(HardwareState, KeyDown);
        var b = 0u;
        foreach (var type in ButtonsDown)
        {
            b += CGEventSourceCounterForEventType(HardwareState, type);
        }
        var w = CGEventSourceCounterForEventType(HardwareState, ScrollWheel);
        // The counters run from the login on and turn over at 2^32; differences stay right.
        var counts = begun ? new InputCounts((int)(k - keys), (int)(b - buttons), (int)(w - wheel)) : default;
        (keys, buttons, wheel, begun) = (k, b, w, true);
        var since = CGEventSourceSecondsSinceLastEventType(HardwareState, AnyInput);
        return new(counts, counts.Any || since < 1.5);
    }

    /// <inheritdoc/>
    public Task<Frame?> CaptureAsync(bool allMonitors, CancellationToken ct) => Task.Run(Take, ct);

    public void Dispose() { }

    private static Frame? Take()
    {
        var image = CGDisplayCreateImage(CGMainDisplayID());
        if (image == 0)
        {
            return null;
        }
        var width = (int)CGImageGetWidth(image);
        var height = (int)CGImageGetHeight(image);
        var bytesPerRow = (int)CGImageGetBytesPerRow(image);
        var data = CGDataProviderCopyData(CGImageGetDataProvider(image));
        Frame? frame = null;
        if (data != 0 && width > 0 && height > 0)
        {
            var scaler = new RowScaler(width, height);
            var bytes = CFDataGetBytePtr(data);
            for (var y = 0; y < height; y++)
            {
                scaler.Add(new ReadOnlySpan<byte>(bytes + ((nint)y * bytesPerRow), width * 4));
            }
            frame = scaler.Frame;
        }
        if (data != 0)
        {
            CFRelease(data);
        }
        CFRelease(image);
        return frame;
    }

    [LibraryImport(Graphics)]
    private static partial uint CGEventSourceCounterForEventType(int state, uint type);

    [LibraryImport(Graphics)]
    private static partial double CGEventSourceSecondsSinceLastEventType(int state, uint type);

    [LibraryImport(Graphics)]
    private static partial nint CGSessionCopyCurrentDictionary();

    [LibraryImport(Graphics)]
    private static partial uint CGMainDisplayID();

    [LibraryImport(Graphics)]
    private static partial nint CGDisplayCreateImage(uint display);

    [LibraryImport(Graphics)]
    private static partial nuint CGImageGetWidth(nint image);

    [LibraryImport(Graphics)]
    private static partial nuint CGImageGetHeight(nint image);

    [LibraryImport(Graphics)]
    private static partial nuint CGImageGetBytesPerRow(nint image);

    [LibraryImport(Graphics)]
    private static partial nint CGImageGetDataProvider(nint image);

    [LibraryImport(Graphics)]
    private static partial nint CGDataProviderCopyData(nint provider);

    [LibraryImport(Foundation)]
    private static partial byte* CFDataGetBytePtr(nint data);

    [LibraryImport(Foundation, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint CFStringCreateWithCString(nint allocator, string text, uint encoding);

    [LibraryImport(Foundation)]
    private static partial nint CFDictionaryGetValue(nint dictionary, nint key);

    [LibraryImport(Foundation)]
    private static partial byte CFBooleanGetValue(nint value);

    [LibraryImport(Foundation)]
    private static partial void CFRelease(nint thing);
}
