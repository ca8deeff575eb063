using System.Runtime.InteropServices;

namespace Metier.Tracker.Time;

/// <summary>The counters of the system the program runs on.</summary>
internal static partial class MachineClocks
{
    /// <summary>The one of this system.</summary>
    public static IMachineClock ForThisSystem() =>
        OperatingSystem.IsWindows() ? new Windows()
        : OperatingSystem.IsMacOS() ? new Unix(awake: 8, sinceBoot: 6, bootId: "macos")
        : new Unix(awake: 1, sinceBoot: 7, bootId: LinuxBootId());

    private static string LinuxBootId()
    {
        const string path = "/proc/sys/kernel/random/boot_id";
        return File.Exists(path) ? File.ReadAllText(path).Trim() : "linux";
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out Timespec time);

    [LibraryImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool QueryUnbiasedInterruptTime(out ulong hundredNanoseconds);

    [LibraryImport("kernel32.dll")]
    private static partial ulong GetTickCount64();

    /// <summary>
    /// Linux: CLOCK_MONOTONIC (1) stands still in sleep, CLOCK_BOOTTIME (7) does not. macOS: CLOCK_UPTIME_RAW (8) and
    /// CLOCK_MONOTONIC (6).
    /// </summary>
    private sealed class Unix(int awake, int sinceBoot, string bootId) : IMachineClock
    {
        public TimeSpan Awake => Read(awake);
        public TimeSpan SinceBoot => Read(sinceBoot);
        public string BootId => bootId;

        private static TimeSpan Read(int clock) =>
            ClockGetTime(clock, out var t) == 0
                ? new TimeSpan((t.Seconds * TimeSpan.TicksPerSecond) + (t.Nanoseconds / 100))
                : throw new InvalidOperationException("The system does not tell its counter " + clock);
    }

    private sealed class Windows : IMachineClock
    {
        public TimeSpan Awake =>
            QueryUnbiasedInterruptTime(out var t) ? new TimeSpan((long)t) : TimeSpan.FromMilliseconds(GetTickCount64());

        public TimeSpan SinceBoot => TimeSpan.FromMilliseconds(GetTickCount64());

        /// <summary>Windows does not name its starts; a counter that went back is noticed as such.</summary>
        public string BootId => "windows";
    }
}
