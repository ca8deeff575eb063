using System.Diagnostics;

namespace Metier.Tracker.Platform;

/// <summary>
/// Asks logind every ten seconds whether the session is locked. Desktops that lock through logind (GNOME, KDE, xss-lock) tell
/// it there; a bare xlock does not.
/// </summary>
internal sealed class LogindLock
{
    private const long PauseMilliseconds = 10_000;
    private readonly string? session = Environment.GetEnvironmentVariable("XDG_SESSION_ID");
    private long askedAt = -PauseMilliseconds;
    private volatile bool locked;
    private volatile bool asking;

    /// <summary>There is a session to ask about and a program to ask.</summary>
    public bool Works => !string.IsNullOrEmpty(session) && ChildProcess.Find("loginctl") != null;

    /// <summary>As of the last answer, which is at most ten seconds old. Never waits.</summary>
    public bool IsLocked
    {
        get
        {
            if (!string.IsNullOrEmpty(session) && !asking && Environment.TickCount64 - askedAt >= PauseMilliseconds)
            {
                askedAt = Environment.TickCount64;
                asking = true;
                _ = AskAsync();
            }
            return locked;
        }
    }

    private async Task AskAsync()
    {
        var said = await ChildProcess.RunAsync(
            "loginctl",
            ["show-session", session!, "--property=LockedHint", "--value"],
            TimeSpan.FromSeconds(3)
        );
        locked = said?.Trim() == "yes";
        asking = false;
    }
}

/// <summary>Small programs of the desktop that are asked when they are there.</summary>
internal static class ChildProcess
{
    /// <summary>Where a program lies on the path, or null.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    /// <summary>What it printed, or null when it is missing, failed or took too long.</summary>
    public static async Task<string?> RunAsync(string name, IReadOnlyList<string> arguments, TimeSpan limit)
    {
        if (Find(name) is not { } path)
        {
            return null;
        }
        var start = new ProcessStartInfo(path, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start);
            if (process == null)
            {
                return null;
            }
            using var end = new CancellationTokenSource(limit);
            try
            {
                var errors = process.StandardError.ReadToEndAsync(end.Token);
                var said = await process.StandardOutput.ReadToEndAsync(end.Token);
                await errors;
                await process.WaitForExitAsync(end.Token);
                return process.ExitCode == 0 ? said : null;
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                return null;
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
