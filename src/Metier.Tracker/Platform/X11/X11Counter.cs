using Metier.Tracker.Counting;
using static Metier.Tracker.Platform.X11.X11Native;

namespace Metier.Tracker.Platform.X11;

/// <summary>
/// Counts raw input on two connections. On the one for keys the data of an event is never fetched: XGetEventData is not called
/// on it, so the program holds nothing but "a key was pressed". On the one for buttons the number of the button is fetched,
/// because the wheel is buttons 4 to 7; keys are not selected there.
/// </summary>
internal sealed unsafe class X11Counter : IDisposable
{
    private readonly nint keys;
    private readonly nint buttons;
    private readonly int keysOpcode;
    private readonly int buttonsOpcode;

    /// <summary>Opens both connections to the display; throws <see cref="PlatformNotSupportedException"/> without XInput 2.</summary>
    public X11Counter()
    {
        keys = Open(RawKeyPress, out keysOpcode);
        buttons = Open(RawButtonPress, out buttonsOpcode);
    }

    /// <summary>Presses since the last call.</summary>
    public InputCounts Take() => new(TakeKeys(), TakeButtons(out var scrolls), scrolls);

    public void Dispose()
    {
        _ = XCloseDisplay(keys);
        _ = XCloseDisplay(buttons);
    }

    /// <summary>Only the kind of event is looked at. Nothing here may ever ask for more.</summary>
    private int TakeKeys()
    {
        Event e;
        var count = 0;
        while (XPending(keys) > 0)
        {
            _ = XNextEvent(keys, &e);
            count += e.Type == GenericEvent && e.Extension == keysOpcode && e.EventType == RawKeyPress ? 1 : 0;
        }
        return count;
    }

    private int TakeButtons(out int scrolls)
    {
        Event e;
        var clicks = 0;
        scrolls = 0;
        while (XPending(buttons) > 0)
        {
            _ = XNextEvent(buttons, &e);
            if (
                e.Type != GenericEvent
                || e.Extension != buttonsOpcode
                || e.EventType != RawButtonPress
                || XGetEventData(buttons, &e) == 0
            )
            {
                continue;
            }
            if (e.Data->Detail is >= 4 and <= 7)
            {
                scrolls++;
            }
            else
            {
                clicks++;
            }
            XFreeEventData(buttons, &e);
        }
        return clicks;
    }

    private static nint Open(int eventType, out int opcode)
    {
        var display = X11Errors.Open();
        var major = 2;
        var minor = 2;
        if (
            XQueryExtension(display, "XInputExtension", out opcode, out _, out _) == 0
            || XIQueryVersion(display, ref major, ref minor) != 0
        )
        {
            _ = XCloseDisplay(display);
            throw new PlatformNotSupportedException("XInput 2");
        }
        var mask = stackalloc byte[4];
        *(int*)mask = 0;
        mask[eventType >> 3] |= (byte)(1 << (eventType & 7));
        var selected = new EventMask
        {
            // The masters only: each press is then told once, whichever keyboard it came from.
            Device = AllMasterDevices,
            Length = 4,
            Mask = mask,
        };
        _ = XISelectEvents(display, XDefaultRootWindow(display), &selected, 1);
        _ = XSync(display, 0);
        return display;
    }
}
