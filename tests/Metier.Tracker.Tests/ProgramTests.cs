using System.Diagnostics;
using System.Text.Json;
using Metier.Tracker.Store;

namespace Metier.Tracker.Tests;

/// <summary>The real program, on a real screen, in real time, against a server that writes down every byte.</summary>
[Collection("screen")]
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ProgramTests : IDisposable
{
    private const string Marker = "correct horse battery staple";
    private readonly Folder folder = new();
    private readonly TestServer server;

    /// <summary>The server's clock against this machine's: a test begins in the second of the minute it wants.</summary>
    private TimeSpan ahead;
    private readonly Screen? screen;
    private readonly RealProgram program;
    private readonly List<Process> processes = [];

    public ProgramTests()
    {
        Assert.SkipUnless(Screen.Available, "Xvfb and xdotool are missing (Debian: apt-get install xvfb xdotool)");
        server = new TestServer(() => TimeProvider.System.GetUtcNow().UtcDateTime + ahead);
        screen = new Screen();
        program = new RealProgram(folder, screen.Display);
    }

    private static void Print(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    private async Task<Process> Run()
    {
        // A killed program leaves its socket behind.
        File.Delete(folder.Home.Socket);
        var process = program.Start("run");
        processes.Add(process);
        // Nobody reads on: the pipe is drained so that it never fills.
        process.ErrorDataReceived += (_, e) => Print("! " + e.Data);
        process.OutputDataReceived += (_, e) => Print("> " + e.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        await Until(() => File.Exists(folder.Home.Socket), 20);
        return process;
    }

    private static async Task Until(Func<bool> holds, int seconds)
    {
        var begun = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(begun.Elapsed.TotalSeconds < seconds, "Waited in vain");
            await Task.Delay(100, Rig.Ct);
        }
    }

    private async Task Pair()
    {
        var (code, said) = await program.RunAsync("pair", server.Url);
        Assert.True(code == 0, said + string.Join("\n", server.Problems));
        Assert.Contains("ABCD-EFGH", said, StringComparison.Ordinal);
    }

    private async Task<string> Command(params string[] arguments)
    {
        var (code, said) = await program.RunAsync(arguments);
        Assert.True(code == 0, said + string.Join("\n", server.Problems));
        return said;
    }

    /// <summary>
    /// A minute of a working day: typing, no network, kill -9, typing, network again. Nothing waits for the clock: the server's
    /// says that the minute has just begun, and the timer is stopped once it has run half of it.
    /// </summary>
    [Fact]
    public async Task Typed_through_a_lost_network_and_a_kill_every_press_is_counted_and_none_is_told()
    {
        await Pair();
        var run = await Run();
        var second = TimeProvider.System.GetUtcNow().TimeOfDay.TotalSeconds % 60;
        ahead = TimeSpan.FromSeconds(3 - second);
        Assert.Contains(
            "API rebuild",
            await Command("start", "Refactoring", "the", "parser"),
            StringComparison.Ordinal
        );
        var ran = Stopwatch.StartNew();
        server.GoOffline();
        screen!.Do("type", "--delay", "15", Marker);
        screen.Do("click", "1", "click", "1", "click", "5", "click", "4", "click", "5");
        await WrittenDown();
        ran.Stop();
        Print("Memory while tracking: " + RealProgram.Memory(run.Id));
        run.Kill();
        await run.WaitForExitAsync(Rig.Ct);

        run = await Run();
        // It looks at the keys from its first tick on.
        await Task.Delay(TimeSpan.FromSeconds(1.5), Rig.Ct);
        ran.Start();
        Assert.Contains("API rebuild", await Command("status"), StringComparison.Ordinal);
        screen.Do("type", "--delay", "15", Marker);
        screen.Do("key", "a", "b", "c");
        // What ran between the last line in the journal and the kill may be gone.
        await Until(() => ran.Elapsed.TotalSeconds > 32, 60);
        Assert.Empty(server.Minutes);
        server.GoOnline();
        var (now, most) = RealProgram.Memory(run.Id);
        var used = run.TotalProcessorTime;
        Print(
            $"Memory {now / 1024} MB, at most {most / 1024} MB; processor {used.TotalMilliseconds:F0} ms since its start"
        );
        await Command("stop");

        var one = Assert.Single(server.Minutes).Value;
        Assert.Equal((59, 2, 3, true), (one.Keys, one.Clicks, one.Scrolls, one.Active));
        Assert.Equal("Refactoring the parser", one.Memo);
        Assert.Equal("user", server.Stops.Single().Reason);
        AssertNothingTold();
        // With native code 60 MB is the promise; run by the JIT the runtime alone takes that much.
        Assert.InRange(
            now,
            1,
            (Environment.GetEnvironmentVariable("METIER_TRACKER_PROGRAM") == null ? 140 : 60) * 1024
        );
        await Command("quit");
        await run.WaitForExitAsync(Rig.Ct);
        Assert.Equal(0, run.ExitCode);
    }

    /// <summary>Until all that was typed so far is in the journal: a tick sees it, and the next line of the journal holds it.</summary>
    private async Task WrittenDown()
    {
        await Task.Delay(TimeSpan.FromSeconds(1.5), Rig.Ct);
        var journal = folder.Home.Path("journal");
        var before = new FileInfo(journal).Length;
        await Until(() => new FileInfo(journal).Length > before, 20);
    }

    private void AssertNothingTold()
    {
        foreach (var seen in server.Requests)
        {
            Assert.False(Bytes.Hold(seen.Body, Marker) || Bytes.Hold(seen.Body, "horse"));
            Assert.DoesNotContain("horse", seen.Path + seen.Headers, StringComparison.OrdinalIgnoreCase);
        }
        Assert.All(folder.Files(), f => Assert.False(Bytes.Hold(f, "horse")));
        // Nor in what the seals hide.
        using var seal = new Seal(KeyStore.Open(folder.Home, out _));
        var copy = folder.Home.Path("journal.copy");
        File.Copy(folder.Home.Path("journal"), copy, overwrite: true);
        using var journal = new Journal(
            copy,
            seal,
            e =>
                Assert.DoesNotContain(
                    "horse",
                    JsonSerializer.Serialize(e, StoreJson.Default.JournalEntry),
                    StringComparison.Ordinal
                )
        );
        Assert.True(journal.Length > 0);
        File.Delete(copy);
    }

    [Fact]
    public async Task Start_brings_up_the_program_in_the_background_and_everything_is_said_in_two_languages()
    {
        server.Level = 1;
        Assert.Equal(1, (await program.RunAsync("status")).Code);
        await Pair();
        // A command that has the folder for a moment does not keep the program from starting.
        using (var command = Running.RunLoop.Hold(folder.Home))
        {
            Assert.NotNull(command);
            var run = program.Start("run");
            processes.Add(run);
            await Task.Delay(TimeSpan.FromSeconds(1), Rig.Ct);
            Assert.False(run.HasExited);
        }
        await Until(() => File.Exists(folder.Home.Socket), 20);
        await Command("quit");
        await processes[0].WaitForExitAsync(Rig.Ct);
        Assert.Contains("already", (await program.RunAsync("pair", server.Url)).Said, StringComparison.Ordinal);
        Assert.Contains("no tracker runs", await Command("status"), StringComparison.Ordinal);
        await Command("start", "First", "steps");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.Home.Socket));
        var french = await Command("status", "--lang", "fr");
        Assert.Contains("Le minuteur tourne depuis", french, StringComparison.Ordinal);
        Assert.Contains("minutes actives", french, StringComparison.Ordinal);
        Assert.Contains("Inès Roy", french, StringComparison.Ordinal);
        await Command("memo", "Second", "steps");
        Assert.Contains("Second steps", await Command("status"), StringComparison.Ordinal);
        await Command("log");
        Assert.Equal(1, (await program.RunAsync("run")).Code);
        Assert.Equal(2, (await program.RunAsync("dance")).Code);
        await Command("stop");
        Assert.Contains("takes nothing more", await Command("logout"), StringComparison.Ordinal);
        await Until(() => !File.Exists(folder.Home.Socket), 10);
        Assert.False(File.Exists(folder.Home.Path("identity")));
        Assert.False(File.Exists(folder.Home.Path("key")));
        Assert.Equal(["user"], server.Stops.Select(s => s.Reason));
    }

    [Fact]
    public async Task After_a_kill_a_start_that_fails_leaves_nothing_running_and_one_that_does_not_goes_on()
    {
        await Pair();
        var run = await Run();
        await Command("start", "Some work");
        await WrittenDown();
        run.Kill();
        await run.WaitForExitAsync(Rig.Ct);
        var (code, said) = await program.RunAsync("start");
        Assert.Equal(1, code);
        Assert.Contains("3 to 200", said, StringComparison.Ordinal);
        server.GoOffline();
        (code, said) = await program.RunAsync("start", "-c", "another", "Some work");
        Assert.Equal(1, code);
        Assert.Contains("cannot be reached", said, StringComparison.Ordinal);
        // The program that was brought up for it has nothing to do, and ends.
        await Until(() => !File.Exists(folder.Home.Socket), 10);
        Assert.Contains("was interrupted", await Command("status"), StringComparison.Ordinal);
        server.GoOnline();
        said = await Command("start", "Some work");
        Assert.Contains("the timer goes on", said, StringComparison.Ordinal);
        Assert.Contains("The timer runs since 20", said, StringComparison.Ordinal);
        Assert.Contains("runs already", await Command("start", "Some work"), StringComparison.Ordinal);
        Assert.Single(server.Starts);
        await Command("stop");
        await Command("quit");
        Assert.Equal(["user"], server.Stops.Select(s => s.Reason));
    }

    [Fact]
    public async Task The_end_of_the_session_and_of_the_screen_stop_the_timer_in_order()
    {
        await Pair();
        var run = await Run();
        await Command("start", "Some work");
        using (
            var term = Process.Start(
                "kill",
                ["-TERM", run.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]
            )
        )
        {
            await run.WaitForExitAsync(Rig.Ct);
        }
        Assert.Equal((0, "shutdown"), (run.ExitCode, server.Stops.Single().Reason));

        await Run();
        await Command("start", "Some work");
        screen!.Dispose();
        await Until(() => server.Stops.Count == 2, 15);
        Assert.Equal("shutdown", server.Stops[1].Reason);
        Assert.Contains("off", await Command("status"), StringComparison.Ordinal);
        await Command("quit");
    }

    /// <summary>Somebody types five keys a second at full level until a picture has been sent; prints what the program costs.</summary>
    [Fact(Explicit = true)]
    public async Task Costs_of_a_full_segment()
    {
        await Pair();
        var run = await Run();
        var into = TimeSpan.FromTicks(TimeProvider.System.GetUtcNow().Ticks % Time.DiaryGrid.SegmentLength.Ticks);
        // In the second half of a segment its picture is not far.
        ahead = TimeSpan.FromMinutes(5) - into;
        await Command("start", "Measuring the tracker");
        var begun = Stopwatch.StartNew();
        var most = 0;
        while (server.Images.Count == 0 && begun.Elapsed < TimeSpan.FromMinutes(21))
        {
            var (second, used) = (begun.Elapsed, run.TotalProcessorTime);
            for (var i = 0; i < 12; i++)
            {
                screen!.Do("type", "--delay", "200", "the quick brown fox jumps");
                most = Math.Max(most, RealProgram.Memory(run.Id).Now);
            }
            run.Refresh();
            Print($"{begun.Elapsed}: {(run.TotalProcessorTime - used) / (begun.Elapsed - second):P3} since {second}");
        }
        run.Refresh();
        var (now, high) = RealProgram.Memory(run.Id);
        var line =
            $"After {begun.Elapsed}: memory {now} kB, seen at most {most} kB, peak {high} kB; processor {run.TotalProcessorTime}"
            + $" = {run.TotalProcessorTime / begun.Elapsed:P3}; images {string.Join(", ", server.Images.Values.Select(i => i.Length))}";
        Print(line);
        await File.WriteAllTextAsync(Path.Combine(Path.GetTempPath(), "tracker-costs.txt"), line, Rig.Ct);
        await Command("quit");
        Assert.NotEmpty(server.Images);
    }

    public void Dispose()
    {
        foreach (var process in processes)
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
            process.Dispose();
        }
        screen?.Dispose();
        server.Dispose();
        folder.Dispose();
    }
}
