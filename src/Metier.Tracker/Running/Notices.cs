using System.Diagnostics;
using System.Globalization;
using Metier.Tracker.Platform;

namespace Metier.Tracker.Running;

/// <summary>
/// On the program's own output always, and as a notification of the desktop where notify-send or gdbus and a session bus are.
/// </summary>
internal sealed class Notices(TimeProvider time, TextWriter output) : INotices
{
    private readonly bool hasBus =
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS"))
        || File.Exists(Path.Combine(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") ?? "/none", "bus"));

    /// <inheritdoc/>
    public void Say(string text)
    {
        Print(text);
        if (hasBus)
        {
            _ = ShowAsync(text, null);
        }
    }

    /// <inheritdoc/>
    public void AskAboutShot(string text, Action<string> decide)
    {
        Print(text);
        if (hasBus)
        {
            _ = ShowAsync(text, decide);
        }
    }

    private void Print(string text) =>
        output.WriteLine(time.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture) + "  " + text);

    private static async Task ShowAsync(string text, Action<string>? decide)
    {
        if (decide != null && await WithButtonsAsync(text) is { } pressed)
        {
            if (pressed.Length > 0)
            {
                decide(pressed);
            }
            return;
        }
        var shown = await ChildProcess.RunAsync(
            "notify-send",
            ["-a", "Metier", "Metier", text],
            TimeSpan.FromSeconds(5)
        );
        if (shown == null)
        {
            await ChildProcess.RunAsync(
                "gdbus",
                [
                    "call",
                    "--session",
                    "--dest",
                    "org.freedesktop.Notifications",
                    "--object-path",
                    "/org/freedesktop/Notifications",
                    "--method",
                    "org.freedesktop.Notifications.Notify",
                    "Metier",
                    "0",
                    "",
                    "Metier",
                    text.Replace("\"", "", StringComparison.Ordinal),
                    "[]",
                    "{}",
                    "60000",
                ],
                TimeSpan.FromSeconds(5)
            );
        }
    }

    /// <summary>
    /// The button pressed, "" when the notification went away, null when notify-send cannot show buttons (before 0.8) or is
    /// not there.
    /// </summary>
    private static async Task<string?> WithButtonsAsync(string text)
    {
        if (ChildProcess.Find("notify-send") is not { } path)
        {
            return null;
        }
        var start = new ProcessStartInfo(
            path,
            [
                "-a",
                "Metier",
                "-t",
                "60000",
                "--wait",
                "-A",
                "keep=" + TrackerText.Keep,
                "-A",
                "blur=" + TrackerText.Blur,
                "-A",
                "delete=" + TrackerText.Delete,
                "Metier",
                text,
            ]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start);
        if (process == null)
        {
            return null;
        }
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(70));
        try
        {
            var said = await process.StandardOutput.ReadToEndAsync(end.Token);
            await process.WaitForExitAsync(end.Token);
            return process.ExitCode == 0 ? said.Trim() : null;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            return "";
        }
    }
}
