using System.Diagnostics;
using System.Globalization;

namespace Metier.Tracker.Tests;

/// <summary>A screen nobody sees, with hands that type on it.</summary>
internal sealed class Screen : IDisposable
{
    private readonly Process server;
    private bool disposed;

    public Screen()
    {
        server = Start("Xvfb", "-displayfd", "1", "-screen", "0", "1920x1080x24", "-nolisten", "tcp", "-noreset");
        Display = ":" + server.StandardOutput.ReadLine();
    }

    public string Display { get; }

    /// <summary>The programs these tests need are there; ./test installs them.</summary>
    public static bool Available =>
        OperatingSystem.IsLinux() && File.Exists("/usr/bin/Xvfb") && File.Exists("/usr/bin/xdotool");

    /// <summary>Types, clicks, turns the wheel.</summary>
    public void Do(params string[] arguments)
    {
        using var process = Start("xdotool", Display, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    public void Dispose()
    {
        if (disposed)
        {
            return;
        }
        disposed = true;
        server.Kill();
        server.WaitForExit();
        server.Dispose();
    }

    private static Process Start(string program, params string[] arguments) => Start(program, null, arguments);

    private static Process Start(string program, string? display, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (display != null)
        {
            start.Environment["DISPLAY"] = display;
        }
        return Process.Start(start)!;
    }
}

/// <summary>The program as people run it, in a folder of its own.</summary>
internal sealed class RealProgram(Folder folder, string? display)
{
    /// <summary>METIER_TRACKER_PROGRAM (a published one, say), or the one built beside these tests.</summary>
    public static string Path =>
        Environment.GetEnvironmentVariable("METIER_TRACKER_PROGRAM")
        ?? System.IO.Path.GetFullPath(
            System.IO.Path.Combine(AppContext.BaseDirectory, "../../Metier.Tracker/debug/metier-tracker")
        );

    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in new[] { "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY" })
        {
            start.Environment.Remove(name);
        }
        start.Environment["METIER_TRACKER_HOME"] = folder.Path;
        start.Environment["LC_ALL"] = "C.UTF-8";
        if (display != null)
        {
            start.Environment["DISPLAY"] = display;
        }
        return Process.Start(start)!;
    }

    /// <summary>Runs a command to its end.</summary>
    public async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(Rig.Ct);
        var said = await process.StandardOutput.ReadToEndAsync(Rig.Ct);
        await process.WaitForExitAsync(Rig.Ct);
        return (process.ExitCode, said + await errors);
    }

    /// <summary>Memory in kB: now and at most.</summary>
    public static (int Now, int Most) Memory(int process)
    {
        var lines = File.ReadAllLines($"/proc/{process}/status");
        int Of(string name) =>
            int.Parse(
                lines
                    .First(l => l.StartsWith(name, StringComparison.Ordinal))
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]
                    .Trim(),
                CultureInfo.InvariantCulture
            );
        return (Of("VmRSS:"), Of("VmHWM:"));
    }
}
