using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Metier.Tracker.Shots;

namespace Metier.Tracker.Platform.Wayland;

/// <summary>
/// Linux with Wayland (preview). No program may see the input of others here, so nothing is counted; whether somebody is there
/// is asked of GNOME's or KDE's idle monitor every fifteen seconds. Pictures come from the portal, which may ask the person.
/// </summary>
internal sealed partial class WaylandDesktop : IDesktop
{
    private const long PauseMilliseconds = 15_000;
    private readonly LogindLock logind = new();
    private long askedAt = -PauseMilliseconds;
    private volatile bool asking;
    private volatile bool input;

    public WaylandDesktop()
    {
        var hasBus = ChildProcess.Find("gdbus") != null;
        var limits = new List<string> { "limitNoCounts", "limitPortal", "limitIdleMonitor" };
        if (!hasBus)
        {
            limits.Add("limitGdbus");
        }
        if (!logind.Works)
        {
            limits.Add("limitLogind");
        }
        Abilities = new("linux-wayland", Preview: true, CanCount: false, CanCapture: hasBus, limits);
    }

    /// <inheritdoc/>
    public DesktopAbilities Abilities { get; }

    /// <inheritdoc/>
    public bool IsLocked => logind.IsLocked;

    /// <inheritdoc/>
    public bool IsGone => false;

    /// <inheritdoc/>
    public InputSample Sample()
    {
        if (!asking && Environment.TickCount64 - askedAt >= PauseMilliseconds)
        {
            askedAt = Environment.TickCount64;
            asking = true;
            _ = AskAsync();
        }
        var seen = input;
        input = false;
        return new(default, seen);
    }

    /// <inheritdoc/>
    public async Task<Frame?> CaptureAsync(bool allMonitors, CancellationToken ct)
    {
        // The portal gives every monitor; cutting out the active one would need to know where it is, which Wayland hides.
        if (await PortalPictureAsync(ct) is not { } path)
        {
            return null;
        }
        try
        {
            return Pictures.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public void Dispose() { }

    [GeneratedRegex(@"(?<ms>\d+),?\)\s*$", RegexOptions.ExplicitCapture, 500)]
    private static partial Regex Milliseconds();

    [GeneratedRegex(
        @"::Response \(uint32 (?<code>\d+), .*?'uri': <'file://(?<path>[^']+)'>",
        RegexOptions.ExplicitCapture,
        500
    )]
    private static partial Regex Response();

    private async Task AskAsync()
    {
        var said =
            await Ask(
                "org.gnome.Mutter.IdleMonitor",
                "/org/gnome/Mutter/IdleMonitor/Core",
                "org.gnome.Mutter.IdleMonitor.GetIdletime"
            )
            ?? await Ask(
                "org.freedesktop.ScreenSaver",
                "/ScreenSaver",
                "org.freedesktop.ScreenSaver.GetSessionIdleTime"
            );
        // Without an answer nobody is taken to be away: the timer must not stop because a desktop is silent.
        var match = Milliseconds().Match(said ?? "");
        input |=
            !match.Success
            || long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) < PauseMilliseconds + 1000;
        asking = false;
    }

    private static Task<string?> Ask(string destination, string path, string method) =>
        ChildProcess.RunAsync(
            "gdbus",
            ["call", "--session", "--dest", destination, "--object-path", path, "--method", method],
            TimeSpan.FromSeconds(3)
        );

    /// <summary>Asks the portal; its answer is a signal, so the bus is listened to meanwhile.</summary>
    private static async Task<string?> PortalPictureAsync(CancellationToken ct)
    {
        const string portal = "org.freedesktop.portal.Desktop";
        if (ChildProcess.Find("gdbus") is not { } gdbus)
        {
            return null;
        }
        var start = new ProcessStartInfo(gdbus, ["monitor", "--session", "--dest", portal])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var monitor = Process.Start(start);
        if (monitor == null)
        {
            return null;
        }
        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
            end.CancelAfter(TimeSpan.FromSeconds(20));
            // The first line says that the monitor listens; an answer before it would be missed.
            await monitor.StandardOutput.ReadLineAsync(end.Token);
            var call = ChildProcess.RunAsync(
                "gdbus",
                [
                    "call",
                    "--session",
                    "--dest",
                    portal,
                    "--object-path",
                    "/org/freedesktop/portal/desktop",
                    "--method",
                    "org.freedesktop.portal.Screenshot.Screenshot",
                    "",
                    "{'interactive': <false>}",
                ],
                TimeSpan.FromSeconds(10)
            );
            while (await monitor.StandardOutput.ReadLineAsync(end.Token) is { } line)
            {
                if (line.Contains("::Response (", StringComparison.Ordinal))
                {
                    await call;
                    var match = Response().Match(line);
                    return match.Success && match.Groups[1].Value == "0"
                        ? Uri.UnescapeDataString(match.Groups[2].Value)
                        : null;
                }
            }
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            monitor.Kill();
        }
    }
}
