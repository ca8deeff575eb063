using System.Diagnostics;
using Metier.Tracker.Control;
using Metier.Tracker.Platform;
using Metier.Tracker.Running;
using Metier.Tracker.Server;
using Metier.Tracker.Store;
using Metier.Tracker.Time;

namespace Metier.Tracker.Commands;

/// <summary>The commands, as typed.</summary>
internal sealed class Cli(TextWriter output, TextReader input)
{
    private const int Done = 0;
    private const int NotDone = 1;
    private const int Misused = 2;
    private static readonly TimeSpan LaunchTime = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BusyTime = TimeSpan.FromSeconds(5);

    /// <summary>So long nobody wonders why nothing is said.</summary>
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(4);

    /// <summary>Runs one command; returns the exit code.</summary>
    public async Task<int> RunAsync(string[] arguments, CancellationToken ct)
    {
        if (arguments is [] or ["help" or "--help" or "-h"])
        {
            output.WriteLine(Manual.Help());
            return arguments.Length == 0 ? Misused : Done;
        }
        if (AskedAbout(arguments) is { } about)
        {
            output.WriteLine("metier-tracker " + Manual.Usage(about));
            return Done;
        }
        if (arguments is ["--version"])
        {
            output.WriteLine("metier-tracker " + Pairing.Version);
            return Done;
        }
        if (arguments is ["run", .. var how] && how is [] or ["--background"])
        {
            return await RunLoop.RunAsync(Home.Default(), how.Length > 0, output, input, ct);
        }
        if (arguments is ["pair", var address] && !Manual.IsOption(address))
        {
            return await PairAsync(address, ct);
        }
        if (Request(arguments) is not { } request)
        {
            output.WriteLine(Manual.Wrong(arguments));
            return Misused;
        }
        if (request.Segments?.FirstOrDefault(s => !DiaryGrid.TryParse(s, out _)) is { } nonsense)
        {
            new Answers(output).Show(request, new("segment_name", nonsense));
            return NotDone;
        }
        var home = Home.Default();
        if (!File.Exists(home.Path("identity")))
        {
            // Before anything is asked back: there is nothing to do it to.
            new Answers(output).Show(request, new("not_paired"));
            return NotDone;
        }
        if (request.Command == "delete" && !Confirmed(arguments, request))
        {
            return NotDone;
        }
        var asking = AskAsync(home, request, ct);
        if (await Task.WhenAny(asking, Task.Delay(QuietTime, TimeProvider.System, ct)) != asking)
        {
            output.WriteLine(TrackerText.Waits);
        }
        var answer = await asking;
        new Answers(output).Show(request, answer);
        return answer.Ok ? Done : NotDone;
    }

    /// <summary>The command whose usage is asked for: help log, log --help.</summary>
    private static string? AskedAbout(string[] arguments)
    {
        var about = arguments switch
        {
            ["help", var named] => named,
            [var named, "--help" or "-h"] => named,
            _ => null,
        };
        return about != null && Manual.Commands.Contains(about) ? about : null;
    }

    /// <summary>Reads a command; null when it is none.</summary>
    internal static ControlRequest? Request(string[] arguments) =>
        arguments switch
        {
            ["status"] or ["stop"] or ["quit"] => new(arguments[0]),
            ["logout"] => new("logout"),
            ["logout", "--discard"] => new("logout", Force: true),
            ["start", "-c" or "--contract", var contract, .. var memo] when !Manual.IsOption(contract) => new(
                "start",
                Contract: contract,
                Memo: string.Join(' ', memo)
            ),
            ["start", var first, ..] when Manual.IsOption(first) => null,
            ["start", .. var memo] => new("start", Memo: string.Join(' ', memo)),
            ["memo", _, ..] => new("memo", Memo: string.Join(' ', arguments[1..])),
            ["log"] => new("log"),
            ["log", var day] when Manual.Day(day) is { } d => new("log", Day: d),
            ["delete", .. var names]
                when names.Any(n => n != "--yes") && !names.Any(n => n != "--yes" && Manual.IsOption(n)) => new(
                "delete",
                Segments: [.. names.Where(n => n != "--yes")]
            ),
            ["screenshot", "keep" or "blur" or "delete"] => new("screenshot", Decision: arguments[1]),
            _ => null,
        };

    private bool Confirmed(string[] arguments, ControlRequest request)
    {
        if (arguments.Contains("--yes"))
        {
            return true;
        }
        output.Write(TrackerText.DeleteAsk(request.Segments!.Count) + " ");
        output.Flush();
        var said = input.ReadLine()?.Trim().ToUpperInvariant();
        return said is "Y" or "YES" or "O" or "OUI";
    }

    private async Task<int> PairAsync(string address, CancellationToken ct)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var server) || !Pairing.IsSafe(server))
        {
            output.WriteLine(TrackerText.PairAddress(address));
            return NotDone;
        }
        var home = Home.Default();
        using var seal = new Seal(KeyStore.Open(home, out _));
        if (Identity.Load(home, seal) is { } known)
        {
            output.WriteLine(TrackerText.PairAlready(known.MemberName, known.Server));
            return NotDone;
        }
        using var http = ServerLink.Client();
        var (identity, state) = await Pairing.RunAsync(
            http,
            server,
            Desktops.Name,
            begun => output.WriteLine(TrackerText.PairCode(begun.Code, begun.ConfirmUrl)),
            TimeProvider.System,
            ct
        );
        if (identity == null)
        {
            output.WriteLine(TrackerText.Find("pair_" + state));
            return NotDone;
        }
        identity.Save(home, seal);
        output.WriteLine(TrackerText.PairDone(identity.MemberName));
        return Done;
    }

    /// <summary>Asks the background program; where there is none, start makes one and the others do without.</summary>
    private static async Task<ControlAnswer> AskAsync(Home home, ControlRequest request, CancellationToken ct)
    {
        if (await ControlChannel.AskAsync(home, request, ct) is { } answer)
        {
            return answer;
        }
        if (request.Command == "start")
        {
            return TrackerApp.IsMemo(request.Memo) ? await LaunchAsync(home, request, ct) : new("memo");
        }
        using var held = RunLoop.Hold(home);
        if (held == null)
        {
            // It is there and does not listen yet, or no more.
            return await WaitForAsync(home, request, BusyTime, () => false, ct) ?? new ControlAnswer("busy");
        }
        using var seal = new Seal(KeyStore.Open(home, out var keyPlace));
        if (Identity.Load(home, seal) is not { } identity)
        {
            return new("not_paired");
        }
        using var http = ServerLink.Client();
        using var desktop = new NoDesktop(null);
        Shots.SkiaLibrary.Prepare(home);
        var parts = new AppParts(
            home,
            seal,
            keyPlace,
            TimeProvider.System,
            MachineClocks.ForThisSystem(),
            desktop,
            http,
            new Notices(TimeProvider.System, TextWriter.Null)
        );
        using var app = new TrackerApp(parts, identity, background: false);
        return await app.HandleAsync(request, ct);
    }

    private static async Task<ControlAnswer> LaunchAsync(Home home, ControlRequest request, CancellationToken ct)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["run", "--background", "--lang", Language.Code])
        {
            UseShellExecute = false,
            // Pipes of our own: the program in the background must hold neither our terminal nor whoever reads our output.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start);
        var answer = await WaitForAsync(home, request, LaunchTime, () => process is null or { HasExited: true }, ct);
        return answer ?? new("launch", home.Path("tracker.log"));
    }

    private static async Task<ControlAnswer?> WaitForAsync(
        Home home,
        ControlRequest request,
        TimeSpan limit,
        Func<bool> givenUp,
        CancellationToken ct
    )
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < limit && !givenUp())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(150), TimeProvider.System, ct);
            if (await ControlChannel.AskAsync(home, request, ct) is { } answer)
            {
                return answer;
            }
        }
        return null;
    }
}
