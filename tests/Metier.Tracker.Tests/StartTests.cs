using Metier.Tracker.Commands;
using Metier.Tracker.Store;

namespace Metier.Tracker.Tests;

/// <summary>A start does what it says and nothing else, also after a kill.</summary>
public sealed class StartTests : IDisposable
{
    private readonly Rig rig = new();

    private async Task Begin()
    {
        rig.Server.Level = 2;
        Assert.True((await rig.StartTimer()).Ok);
    }

    private async Task<DateTime[]> Arrived()
    {
        Assert.True(await rig.Send());
        return [.. rig.Server.Minutes.Keys.Select(k => k.At).Order()];
    }

    private static DateTime At(int minute) => Rig.Start.AddMinutes(minute);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_start_that_fails_after_a_kill_sets_nothing_going(bool offline)
    {
        await Begin();
        rig.Pass(100);
        rig.Crash(TimeSpan.FromSeconds(20), forStart: true);
        if (offline)
        {
            rig.Server.GoOffline();
        }
        // Offline the one that was interrupted could go on; another cannot begin.
        var answer = await rig.Do(new("start", Contract: offline ? "other" : null, Memo: offline ? "Some work" : ""));
        Assert.Equal(offline ? "offline" : "memo", answer.Code);
        Assert.False(rig.App.Engine.IsRunning);
        Assert.True(rig.App.EndWanted);
        Assert.Equal("API rebuild", answer.Status!.Interrupted!.Title);
        Assert.InRange(answer.Status.Interrupted.Until, At(1).AddSeconds(30), At(1).AddSeconds(40));
        rig.Pass(90);
        Assert.Empty(rig.Told.Lines.Where(l => l.Contains("goes on", StringComparison.Ordinal)));
        if (offline)
        {
            rig.Server.GoOnline();
        }
        rig.Pass(60);
        // Nobody took it up within two minutes: it ended where it was interrupted.
        Assert.Equal("quit", rig.Backlog.LastStop!.Reason);
        Assert.Equal([At(0), At(1)], await Arrived());
    }

    [Fact]
    public async Task A_start_after_a_kill_goes_on_and_costs_no_minute()
    {
        await Begin();
        rig.Pass(100);
        rig.Crash(TimeSpan.FromSeconds(3), forStart: true);
        var answer = await rig.Do(new("start", Memo: "Another thing"));
        Assert.Equal((true, "said_resumed", "Another thing"), (answer.Ok, answer.Said, answer.Status!.Timer!.Memo));
        rig.Pass(60);
        await rig.Do(new("stop"));
        Assert.Equal([At(0), At(1), At(2)], await Arrived());
        Assert.Single(rig.Server.Starts);
        Assert.Equal("user", rig.Server.Stops.Single().Reason);
    }

    [Fact]
    public async Task Without_a_network_the_interrupted_timer_goes_on_when_it_is_the_one_meant()
    {
        await Begin();
        rig.Pass(100);
        rig.Crash(TimeSpan.FromSeconds(3), forStart: true);
        rig.Server.GoOffline();
        var answer = await rig.Do(new("start", Contract: "rebuild", Memo: "Parser tests"));
        Assert.Equal((true, "said_resumed"), (answer.Ok, answer.Said));
        rig.Pass(60);
        rig.Server.GoOnline();
        Assert.Equal([At(0), At(1)], (await Arrived())[..2]);
        Assert.True(rig.App.Engine.IsRunning);
    }

    [Fact]
    public async Task Long_after_a_kill_a_start_ends_the_old_one_there_and_begins_anew()
    {
        await Begin();
        rig.Pass(100);
        rig.Crash(TimeSpan.FromHours(1), forStart: true);
        Assert.Null((await rig.StartTimer()).Said);
        Assert.Equal(2, rig.Server.Starts.Count);
        Assert.Equal([At(0), At(1)], await Arrived());
        Assert.Equal("quit", rig.Server.Stops[0].Reason);
        Assert.InRange(rig.Server.Stops[0].At, At(1).AddSeconds(30), At(2));
    }

    [Fact]
    public async Task Starting_what_runs_changes_nothing_but_the_memo()
    {
        await Begin();
        rig.Pass(20);
        var same = await rig.Do(new("start", Memo: "Parser tests"));
        Assert.Equal((true, "said_already"), (same.Ok, same.Said));
        rig.Pass(20);
        var other = await rig.Do(new("start", Contract: "rebuild", Memo: "Another thing"));
        Assert.Equal((true, "said_memo", "Another thing"), (other.Ok, other.Said, other.Status!.Timer!.Memo));
        rig.Pass(20);
        Assert.Equal([At(0)], await Arrived());
        Assert.Single(rig.Server.Starts);
        Assert.Empty(rig.Server.Stops);
        Assert.Equal("Another thing", rig.Server.Minutes.Single().Value.Memo);
    }

    [Fact]
    public async Task A_start_that_fails_while_a_timer_runs_says_that_it_goes_on()
    {
        await Begin();
        rig.Pass(20);
        var answer = await rig.Do(new("start", Memo: ""));
        Assert.Equal(("memo", "API rebuild"), (answer.Code, answer.Status!.Timer!.Title));
        using var output = new StringWriter();
        new Answers(output).Show(new("start"), answer);
        Assert.Contains("goes on: API rebuild", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("since", output.ToString(), StringComparison.Ordinal);
        rig.Server.ContractState = "paused";
        // The answer that refuses the start has stopped the timer, as any other would.
        Assert.Null((await rig.StartTimer()).Status!.Timer);
        Assert.Equal("paused", rig.Backlog.LastStop!.Reason);
    }

    [Fact]
    public async Task After_a_kill_the_status_says_so_and_not_how_an_earlier_timer_ended()
    {
        await Begin();
        rig.Pass(40);
        await rig.Do(new("stop"));
        await Begin();
        rig.Pass(100);
        rig.Crash(TimeSpan.FromSeconds(20), background: false);
        var answer = await rig.Do(new("status"));
        Assert.Equal("API rebuild", answer.Status!.Interrupted!.Title);
        Assert.Equal("not_running", (await rig.Do(new("memo", Memo: "Something"))).Code);
        using var output = new StringWriter();
        new Answers(output).Show(new("status"), answer);
        Assert.Contains("interrupted", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Last stop", output.ToString(), StringComparison.Ordinal);
        // The server's word ends what was interrupted where it was.
        rig.Server.ContractState = "paused";
        await rig.App.Uploader.AskAsync(Rig.Ct);
        Assert.Equal("paused", rig.Backlog.LastStop!.Reason);
        Assert.InRange(rig.Backlog.LastStop.At, Rig.Start, Rig.Start.AddSeconds(140));
    }

    [Fact]
    public async Task Logging_out_takes_the_key_away()
    {
        await Begin();
        rig.Pass(60);
        Assert.True(File.Exists(rig.Folder.Home.Path("key")));
        Assert.True((await rig.Do(new("logout"))).Ok);
        Assert.False(File.Exists(rig.Folder.Home.Path("key")));
        Assert.False(File.Exists(rig.Folder.Home.Path("identity")));
        // What the program still hears is not written by a key that is gone.
        var length = rig.App.Store.Length;
        rig.App.Store.Write(new MemoChanged("Something"));
        Assert.Equal(length, rig.App.Store.Length);
    }

    [Fact]
    public async Task A_name_that_is_none_is_refused_before_anybody_is_asked()
    {
        using var output = new StringWriter();
        using var input = new StringReader("y\n");
        Assert.Equal(1, await new Cli(output, input).RunAsync(["delete", "nonsense"], Rig.Ct));
        Assert.Contains("no segment", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("?", output.ToString(), StringComparison.Ordinal);
        Assert.Equal("y", await input.ReadLineAsync(Rig.Ct));
    }

    public void Dispose() => rig.Dispose();
}
