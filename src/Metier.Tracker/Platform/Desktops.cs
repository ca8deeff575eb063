namespace Metier.Tracker.Platform;

/// <summary>Which desktop this is.</summary>
internal static class Desktops
{
    /// <summary>What the server is told, without opening anything.</summary>
    public static string Name =>
        OperatingSystem.IsWindows() ? "windows"
        : OperatingSystem.IsMacOS() ? "macos"
        : IsWayland ? "linux-wayland"
        : "linux-x11";

    private static bool IsWayland =>
        Environment.GetEnvironmentVariable("XDG_SESSION_TYPE") == "wayland"
        || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY"));

    /// <summary>Opens it; throws <see cref="PlatformNotSupportedException"/> with the reason when that cannot be.</summary>
    public static IDesktop Open()
    {
        if (OperatingSystem.IsWindows())
        {
            return new Windows.WindowsDesktop();
        }
        if (OperatingSystem.IsMacOS())
        {
            return new MacOs.MacDesktop();
        }
        if (IsWayland)
        {
            return new Wayland.WaylandDesktop();
        }
        return string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISPLAY"))
            ? throw new PlatformNotSupportedException("DISPLAY")
            : new X11.X11Desktop();
    }
}
