using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Metier.Tracker.Tests;

/// <summary>The program as people run it against the marketplace itself, over a network that fails.</summary>
[Collection("screen")]
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed partial class MarketTests : IAsyncLifetime
{
    private const string Marker = "correct horse battery staple";
    private readonly Folder folder = new();
    private readonly ConcurrentQueue<string> said = [];
    private readonly List<Process> processes = [];
    private Market market = null!;
    private Wire wire = null!;
    private Screen screen = null!;
    private RealProgram program = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Screen.Available, "Xvfb and xdotool are missing (Debian: apt-get install xvfb xdotool)");
        market = await Market.StartAsync();
        wire = new Wire(market.Port);
        // Last, because nobody takes it away when one of the others fails.
        screen = new Screen();
        program = new RealProgram(folder, screen.Display);
    }

    /// <summary>
    /// Paired, agreed, started near the end of a segment. The first minute's answer is lost on its way; the second is worked
    /// without a network, and the program killed in it and the server started anew; in the third everything is back. In the end
    /// the diary holds what was pressed, minute by minute, once.
    /// </summary>
    [Fact]
    public async Task Through_a_lost_answer_a_kill_and_no_network_the_diary_holds_what_was_pressed_once()
    {
        await PairAsync();
        await RunAsync();
        var refused = await program.RunAsync("start", "Pagination", "for", "invoices");
        Assert.Equal(1, refused.Code);
        Assert.Contains("accept what is collected", refused.Said, StringComparison.Ordinal);
        await market.ConsentAsync();

        // Near the end of a segment its picture comes within the minutes that are left. It also says that the program takes the
        // marketplace's clock for its own.
        market.GoTo(new TimeSpan(0, 8, 15));
        await CommandAsync("start", "Pagination", "for", "invoices");
        var first = Minute(market.Now);
        wire.LoseAnswerTo("PUT /api/tracker/segments");
        screen.Do("type", "--delay", "15", Marker);
        screen.Do("click", "1", "click", "1", "click", "5", "click", "4", "click", "5");
        Assert.Equal(first, Minute(market.Now));

        await Until(() => wire.Lost == 1, 75);
        wire.GoOffline();
        screen.Do("type", "--delay", "15", Marker);
        await WrittenDownAsync();
        processes[0].Kill();
        await processes[0].WaitForExitAsync(Rig.Ct);
        await RunAsync();
        await market.RestartAsync();
        await Task.Delay(TimeSpan.FromSeconds(1.5), Rig.Ct);
        screen.Do("key", "a", "b", "c");
        Assert.Equal(first.AddMinutes(1), Minute(market.Now));

        await Until(() => market.Now >= first.AddSeconds(122), 75);
        screen.Do("key", "d", "e", "f", "g", "h");
        wire.GoOnline();
        await Until(() => market.Now >= first.AddSeconds(152), 75);
        _ = await program.RunAsync("screenshot", "keep");
        await CommandAsync("stop");
        Assert.Contains("off", await CommandAsync("status"), StringComparison.Ordinal);

        var pictures = said.Count(s => s.Contains("Screenshot taken", StringComparison.Ordinal));
        Print(
            $"Pictures: {pictures}; processor {processes[1].TotalProcessorTime}, memory {RealProgram.Memory(processes[1].Id)}"
        );
        Assert.Equal(
            [
                new KeptMinute(first, 28, 2, 3, true, false),
                new KeptMinute(first.AddMinutes(1), 31, 0, 0, true, false),
                new KeptMinute(first.AddMinutes(2), 5, 0, 0, true, false),
            ],
            await market.DiaryAsync()
        );
        var shots = await market.ShotsAsync();
        Assert.Equal(shots.Count, shots.Select(s => s.Start).Distinct().Count());
        Assert.True(shots.Count == pictures, $"{pictures} taken, on the server: {string.Join(", ", shots)}");
        Assert.All(shots, s => Assert.Equal(("Kept", true), (s.State, s.HasImage)));

        await CommandAsync("logout");
        Assert.Equal(0, await market.DevicesAsync());
        Assert.False(Bytes.Hold(wire.Log(), "horse"));
        Assert.All(folder.Files(), f => Assert.False(Bytes.Hold(f, "horse")));
        Assert.True(Bytes.Hold(wire.Log(), "Pagination for invoices"));
    }

    /// <summary>The program shows a code and waits; the person confirms it on the page.</summary>
    private async Task PairAsync()
    {
        using var pair = program.Start("pair", wire.Url);
        pair.StandardInput.Close();
        var line = await pair.StandardOutput.ReadLineAsync(Rig.Ct) ?? "";
        await market.ConfirmAsync(Code().Match(line).Value);
        var rest = await pair.StandardOutput.ReadToEndAsync(Rig.Ct);
        await pair.WaitForExitAsync(Rig.Ct);
        Assert.True(pair.ExitCode == 0, line + rest);
        Assert.Contains("Zoe Freelance", rest, StringComparison.Ordinal);
    }

    private async Task RunAsync()
    {
        File.Delete(folder.Home.Socket);
        var process = program.Start("run");
        processes.Add(process);
        process.ErrorDataReceived += (_, e) => Print("! " + e.Data);
        process.OutputDataReceived += (_, e) =>
        {
            said.Enqueue(e.Data ?? "");
            Print("> " + e.Data);
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        await Until(() => File.Exists(folder.Home.Socket), 20);
    }

    private async Task<string> CommandAsync(params string[] arguments)
    {
        var (code, answer) = await program.RunAsync(arguments);
        Assert.True(code == 0, answer);
        return answer;
    }

    /// <summary>Until all that was typed so far is in the journal: a tick sees it, and the next line of the journal holds it.</summary>
    private async Task WrittenDownAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(1.5), Rig.Ct);
        var journal = folder.Home.Path("journal");
        var before = new FileInfo(journal).Length;
        await Until(() => new FileInfo(journal).Length > before, 20);
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

    private static DateTime Minute(DateTime at) => Time.DiaryGrid.Minute(at);

    private static void Print(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    [GeneratedRegex("[A-Z]{4}-[A-Z]{4}")]
    private static partial Regex Code();

    public async ValueTask DisposeAsync()
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
        wire?.Dispose();
        if (market != null)
        {
            await market.DisposeAsync();
        }
        folder.Dispose();
    }
}
