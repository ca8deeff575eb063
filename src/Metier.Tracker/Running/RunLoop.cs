using System.Runtime.InteropServices;
using Metier.Tracker.Control;
using Metier.Tracker.Platform;
using Metier.Tracker.Server;
using Metier.Tracker.Shots;
using Metier.Tracker.Store;
using Metier.Tracker.Time;

namespace Metier.Tracker.Running;

/// <summary>The background program: a tick each second, the uploads, the commands, and an orderly end.</summary>
internal static class RunLoop
{
    private static readonly TimeSpan LastFlush = TimeSpan.FromSeconds(3);

    /// <summary>A program that was started for a timer ends when it has had nothing to do for so long.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMinutes(1);

    /// <summary>A command has the folder for no longer than its requests take: so often, and with such pauses, it is tried.</summary>
    private const int HoldTries = 100;
    private static readonly TimeSpan HoldPause = TimeSpan.FromMilliseconds(150);

    /// <summary>Holds the folder against a second program; null when there is one already.</summary>
    public static FileStream? Hold(Home home)
    {
        try
        {
            return Home.OpenPrivate(home.RunLock, FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>
    /// Holds the folder for good. A command that found no program holds it for a moment as well, and must not keep the program
    /// from starting; one that answers is another program.
    /// </summary>
    private static async Task<FileStream?> HoldAsync(Home home, CancellationToken ct)
    {
        for (var tries = 0; tries < HoldTries; tries++)
        {
            if (Hold(home) is { } held)
            {
                return held;
            }
            if (await ControlChannel.AskAsync(home, new("status"), ct) != null)
            {
                return null;
            }
            await Task.Delay(HoldPause, TimeProvider.System, ct);
        }
        return null;
    }

    /// <summary>Runs until told to end; returns the exit code.</summary>
    public static async Task<int> RunAsync(
        Home home,
        bool background,
        TextWriter output,
        TextReader input,
        CancellationToken ct
    )
    {
        if (background)
        {
            if (!OperatingSystem.IsWindows())
            {
                // Closing the terminal that started it must not end it.
                _ = Native.SetSid();
            }
            output = new StreamWriter(Home.OpenPrivate(home.Path("tracker.log"), FileMode.Create, FileShare.ReadWrite))
            {
                AutoFlush = true,
            };
        }
        using var held = await HoldAsync(home, ct);
        if (held == null)
        {
            output.WriteLine(TrackerText.Code_busy);
            return 1;
        }
        if (!File.Exists(home.Path("identity")))
        {
            // Opening the key would make one.
            output.WriteLine(TrackerText.Code_not_paired);
            return 1;
        }
        using var seal = new Seal(KeyStore.Open(home, out var keyPlace));
        if (Identity.Load(home, seal) is not { } identity)
        {
            output.WriteLine(TrackerText.Code_not_paired);
            return 1;
        }
        SkiaLibrary.Prepare(home);
        using var desktop = OpenDesktop(output);
        using var http = ServerLink.Client();
        var time = TimeProvider.System;
        var notices = new Notices(time, output);
        var parts = new AppParts(home, seal, keyPlace, time, MachineClocks.ForThisSystem(), desktop, http, notices);
        using var app = new TrackerApp(parts, identity, background: true, forStart: background);
        await KeepGoingAsync(app, home, background, output, input, ct);
        return 0;
    }

    private static IDesktop OpenDesktop(TextWriter output)
    {
        try
        {
            var desktop = Desktops.Open();
            if (desktop.Abilities.Preview)
            {
                output.WriteLine(TrackerText.StatusSystem(desktop.Abilities.System) + " · " + TrackerText.Preview);
            }
            return desktop;
        }
        catch (Exception e) when (e is PlatformNotSupportedException or DllNotFoundException)
        {
            output.WriteLine(TrackerText.Code_desktop + " " + e.Message);
            return new NoDesktop(e.Message);
        }
    }

    private static async Task KeepGoingAsync(
        TrackerApp app,
        Home home,
        bool background,
        TextWriter output,
        TextReader input,
        CancellationToken ct
    )
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reason = "quit";
        void End(PosixSignalContext context, string why)
        {
            context.Cancel = true;
            reason = why;
            end.Cancel();
        }
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => End(c, "shutdown"));
        using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, c => End(c, "shutdown"));
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, c => End(c, "quit"));
        Task[] work =
        [
            TickAsync(app, background, end),
            app.UploadLoopAsync(end.Token),
            ControlChannel.ServeAsync(home, app.HandleAsync, end.Token),
        ];
        if (!background && !Console.IsInputRedirected)
        {
            output.WriteLine(TrackerText.RunHelp);
            _ = Task.Run(() => ReadKeys(app, input, end), CancellationToken.None);
        }
        try
        {
            // Whichever fails takes the program down: half a tracker would lose time in silence.
            await await Task.WhenAny(work);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Asked to end.
        }
        finally
        {
            await end.CancelAsync();
            if (!app.Engine.IsHeld)
            {
                app.Engine.Stop(reason);
            }
            await app.Engine.Shots.Taking;
            using var last = new CancellationTokenSource(LastFlush);
            try
            {
                await app.Uploader.SendAllAsync(last.Token);
            }
            catch (OperationCanceledException)
            {
                // It waits in the journal for the next run.
            }
        }
    }

    private static async Task TickAsync(TrackerApp app, bool background, CancellationTokenSource end)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var busyAt = app.Clock.Machine.Awake;
        while (await timer.WaitForNextTickAsync(end.Token))
        {
            app.Engine.Tick();
            if (!app.HasNothingToDo)
            {
                busyAt = app.Clock.Machine.Awake;
            }
            if (app.EndWanted || (background && app.Clock.Machine.Awake - busyAt > Linger))
            {
                await end.CancelAsync();
            }
        }
    }

    /// <summary>At its own console the program listens for k, b, d (the last screenshot) and q.</summary>
    private static void ReadKeys(TrackerApp app, TextReader input, CancellationTokenSource end)
    {
        while (input.ReadLine() is { } line)
        {
            switch (line.Trim().ToUpperInvariant())
            {
                case "K":
                    app.Engine.Shots.Decide("keep");
                    break;
                case "B":
                    app.Engine.Shots.Decide("blur");
                    break;
                case "D":
                    app.Engine.Shots.Decide("delete");
                    break;
                case "Q":
                    end.Cancel();
                    return;
            }
        }
    }
}
