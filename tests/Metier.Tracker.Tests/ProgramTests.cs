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
    private readonly TestServer server = new(() => TimeProvider.System.GetUtcNow().UtcDateTime);
    private readonly Screen? screen;
    private readonly RealProgram program;
    private readonly List<Process> processes = [];

    public ProgramTests()
    {
        Assert.SkipUnless(Screen.Available, "Xvfb and xdotool are missing (Debian: apt-get install xvfb xdotool)");
        screen = new Screen();
        program = new RealProgram(folder, screen.Display);
    }

    private static void Print(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    private async Task<Process> Run()
    {
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

    /// <summary>Two minutes of a working day: typing, no network, kill -9, network again. Waits for the clock's minute.</summary>
    [Fact(Explicit = true)]
    public async Task Typed_through_a_lost_network_and_a_kill_every_press_is_counted_and_none_is_told()
    {
        await Pair();
        await AtSecond(2, 22);
        var run = await Run();
        Assert.Contains(
            "API rebuild",
            await Command("start", "Refactoring", "the", "parser"),
            StringComparison.Ordinal
        );
        screen!.Do("type", "--delay", "15", Marker);
        screen.Do("click", "1", "click", "1", "click", "5", "click", "4", "click", "5");
        var first = Minute();
        Assert.True(Second() < 50, "The machine is too slow for this test: second " + Second());
        server.GoOffline();
        await AtSecond(2, 12);
        screen.Do("type", "--delay", "15", Marker);
        await Task.Delay(TimeSpan.FromSeconds(7), Rig.Ct);
        Assert.Empty(server.Minutes);
        Print("Memory while tracking: " + RealProgram.Memory(run.Id));
        run.Kill();
        await run.WaitForExitAsync(Rig.Ct);

        run = await Run();
        server.GoOnline();
        Assert.Contains("API rebuild", await Command("status"), StringComparison.Ordinal);
        screen.Do("key", "a", "b", "c");
        await Until(() => server.Minutes.ContainsKey((TestServer.Contract, first)), 40);
        await AtSecond(45, 59);
        var (now, most) = RealProgram.Memory(run.Id);
        var used = run.TotalProcessorTime;
        Print(
            $"Memory {now / 1024} MB, at most {most / 1024} MB; processor {used.TotalMilliseconds:F0} ms since its start"
        );
        await Command("stop");

        var one = server.Minutes[(TestServer.Contract, first)];
        Assert.Equal((28, 2, 3, true), (one.Keys, one.Clicks, one.Scrolls, one.Active));
        var two = server.Minutes[(TestServer.Contract, first.AddMinutes(1))];
        Assert.Equal(31, two.Keys);
        Assert.Equal("Refactoring the parser", two.Memo);
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
        await Command("logout");
        await Until(() => !File.Exists(folder.Home.Socket), 10);
        Assert.False(File.Exists(folder.Home.Path("identity")));
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

    /// <summary>Eleven minutes at full level; prints what the program costs. Run it with -explicit only.</summary>
    [Fact(Explicit = true)]
    public async Task Costs_of_a_full_segment()
    {
        await Pair();
        var run = await Run();
        await Command("start", "Measuring the tracker");
        var begun = Stopwatch.StartNew();
        var most = 0;
        while (server.Images.Count == 0 && begun.Elapsed < TimeSpan.FromMinutes(21))
        {
            screen!.Do("key", "a");
            await Task.Delay(TimeSpan.FromSeconds(5), Rig.Ct);
            most = Math.Max(most, RealProgram.Memory(run.Id).Now);
        }
        var (now, high) = RealProgram.Memory(run.Id);
        var line =
            $"After {begun.Elapsed}: memory {now} kB, seen at most {most} kB, peak {high} kB; processor {run.TotalProcessorTime}"
            + $" = {run.TotalProcessorTime / begun.Elapsed:P3}; images {string.Join(", ", server.Images.Values.Select(i => i.Length))}";
        Print(line);
        await File.WriteAllTextAsync(Path.Combine(Path.GetTempPath(), "tracker-costs.txt"), line, Rig.Ct);
        await Command("quit");
        Assert.NotEmpty(server.Images);
    }

    private static DateTime Minute()
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Utc);
    }

    private static int Second() => TimeProvider.System.GetUtcNow().Second;

    private static Task AtSecond(int from, int to) => Until(() => Second() >= from && Second() <= to, 61);

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
