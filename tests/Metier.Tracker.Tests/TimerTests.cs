using Metier.Tracker.Control;
using Metier.Tracker.Counting;
using Metier.Tracker.Store;

namespace Metier.Tracker.Tests;

public sealed class TimerTests : IDisposable
{
    private readonly Rig rig = new();

    private async Task Begin(int level = 2)
    {
        rig.Server.Level = level;
        var answer = await rig.StartTimer();
        Assert.True(answer.Ok, answer.Code + " " + answer.Text + string.Join("\n", rig.Server.Problems));
    }

    private async Task<DateTime[]> Arrived()
    {
        Assert.True(await rig.Send());
        return [.. rig.Server.Minutes.Keys.Select(k => k.At).Order()];
    }

    private static DateTime At(int minute) => Rig.Start.AddMinutes(minute);

    [Fact]
    public async Task Each_minute_arrives_with_its_counts_and_memo()
    {
        await Begin();
        rig.Pass(60);
        await rig.Do(new("memo", Memo: "Another thing"));
        rig.Pass(60, typing: false, more: new InputCounts(3, 2, 5));
        await rig.Do(new("stop"));
        Assert.Equal([At(0), At(1)], await Arrived());
        var first = rig.Server.Minutes[(TestServer.Contract, At(0))];
        Assert.Equal(
            (60, 0, 0, true, "Parser tests"),
            (first.Keys, first.Clicks, first.Scrolls, first.Active, first.Memo)
        );
        var second = rig.Server.Minutes[(TestServer.Contract, At(1))];
        Assert.Equal(
            (3, 2, 5, true, "Another thing"),
            (second.Keys, second.Clicks, second.Scrolls, second.Active, second.Memo)
        );
        Assert.Equal(("user", At(2)), (rig.Server.Stops[0].Reason, rig.Server.Stops[0].At));
    }

    [Theory]
    [InlineData(0, false, false)]
    [InlineData(1, true, false)]
    [InlineData(2, true, true)]
    public async Task Nothing_above_the_level_is_sent_nor_kept(int level, bool active, bool counts)
    {
        await Begin(level);
        rig.Pass(70);
        Assert.All(rig.Backlog.Segments.SelectMany(s => s.Minutes.Values), m => Assert.Equal(counts ? 60 : 0, m.Keys));
        await Arrived();
        var minute = rig.Server.Minutes[(TestServer.Contract, At(0))];
        Assert.Equal((active, counts, counts), (minute.Active != null, minute.Keys != null, minute.Scrolls != null));
    }

    [Fact]
    public async Task Idle_for_ten_minutes_pays_until_the_last_active_minute()
    {
        await Begin();
        rig.Pass(150);
        rig.Pass(500, typing: false);
        // What may turn out to be idle is held back.
        Assert.Equal([At(0), At(1), At(2)], await Arrived());
        rig.Pass(300, typing: false);
        Assert.False(rig.App.Engine.IsRunning);
        Assert.Equal([At(0), At(1), At(2)], await Arrived());
        Assert.Equal(("idle", At(3)), (rig.Server.Stops[0].Reason, rig.Server.Stops[0].At));
    }

    [Fact]
    public async Task Reading_for_nine_minutes_counts()
    {
        await Begin();
        rig.Pass(60);
        rig.Pass(540, typing: false);
        rig.Pass(60);
        Assert.Equal(11, (await Arrived()).Length);
    }

    [Fact]
    public async Task Without_any_input_nothing_counts()
    {
        await Begin();
        rig.Pass(700, typing: false);
        Assert.Empty(await Arrived());
        Assert.Equal(("idle", Rig.Start), (rig.Server.Stops[0].Reason, rig.Server.Stops[0].At));
    }

    [Fact]
    public async Task Eight_hours_of_sleep_count_nothing()
    {
        await Begin();
        rig.Pass(100);
        rig.Shift(TimeSpan.FromHours(8), asleep: true);
        rig.Pass(5);
        Assert.False(rig.App.Engine.IsRunning);
        Assert.Equal([At(0), At(1)], await Arrived());
        Assert.Equal("sleep", rig.Server.Stops[0].Reason);
        Assert.Equal(Rig.Start.AddSeconds(100), rig.Server.Stops[0].At);
    }

    [Fact]
    public async Task A_program_that_stood_still_counts_nothing_for_it()
    {
        await Begin();
        rig.Pass(100);
        rig.Shift(TimeSpan.FromMinutes(40));
        rig.Pass(5);
        Assert.Equal([At(0), At(1)], await Arrived());
    }

    [Fact]
    public async Task A_locked_screen_stops_it_and_so_does_the_end_of_the_session()
    {
        await Begin();
        rig.Pass(100);
        rig.Desktop.IsLocked = true;
        rig.Pass(1);
        rig.Desktop.IsLocked = false;
        Assert.Equal("lock", rig.Backlog.LastStop!.Reason);
        await Begin();
        rig.Pass(40);
        rig.Desktop.IsGone = true;
        rig.Pass(1);
        Assert.Equal("shutdown", rig.Backlog.LastStop!.Reason);
        await Arrived();
        Assert.Equal(["lock", "shutdown"], rig.Server.Stops.Select(s => s.Reason));
    }

    [Fact]
    public async Task At_the_weekly_limit_it_stops_after_warning_twice()
    {
        rig.Server.Limit = 100;
        rig.Server.EarlierMinutes = 75;
        await Begin();
        for (var i = 0; i < 40; i++)
        {
            rig.Pass(60);
            await rig.Send();
        }
        Assert.Equal("limit", rig.Backlog.LastStop!.Reason);
        Assert.Equal(25, (await Arrived()).Length);
        Assert.Equal(2, rig.Told.Lines.Count(l => l.Contains('%', StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_limit_holds_without_a_network()
    {
        rig.Server.Limit = 100;
        rig.Server.EarlierMinutes = 90;
        await Begin();
        rig.Server.GoOffline();
        rig.Pass(60 * 20);
        rig.Server.GoOnline();
        Assert.Equal(10, (await Arrived()).Length);
    }

    [Fact]
    public async Task A_machine_clock_put_back_two_hours_makes_neither_double_nor_gap()
    {
        await Begin();
        rig.Pass(180);
        rig.Wall.AdjustTime(rig.Wall.GetUtcNow().AddHours(-2));
        rig.Pass(180);
        var status = (await rig.Do(new("status"))).Status!;
        Assert.Equal(-7200, status.DriftSeconds);
        rig.Wall.AdjustTime(rig.Wall.GetUtcNow().AddHours(5));
        rig.Pass(180);
        Assert.Equal(Enumerable.Range(0, 9).Select(At), await Arrived());
    }

    [Theory]
    [InlineData("paused")]
    [InlineData("ended")]
    public async Task The_server_stops_it_when_the_contract_does(string state)
    {
        await Begin();
        rig.Pass(60);
        rig.Server.ContractState = state;
        await rig.Send();
        Assert.Equal(state, rig.Backlog.LastStop!.Reason);
        Assert.Contains((await rig.StartTimer()).Code, new[] { "contract_" + state });
    }

    [Fact]
    public async Task Another_device_that_starts_stops_this_one_even_while_nothing_is_sent()
    {
        await Begin();
        rig.Pass(60);
        await rig.Send();
        rig.Pass(400, typing: false);
        rig.Server.Lease = Guid.CreateVersion7();
        await rig.App.Uploader.AskAsync(Rig.Ct);
        Assert.Equal("revoked", rig.Backlog.LastStop!.Reason);
    }

    [Fact]
    public async Task A_lower_level_stops_it_and_what_was_kept_is_sent_with_less()
    {
        await Begin();
        rig.Pass(60);
        rig.Server.Level = rig.Server.LeaseLevel = 1;
        await Arrived();
        Assert.Null(rig.Server.Minutes[(TestServer.Contract, At(0))].Keys);
        Assert.True(rig.Server.Minutes[(TestServer.Contract, At(0))].Active);
        rig.Pass(1);
        await rig.App.Uploader.AskAsync(Rig.Ct);
        Assert.Equal("level", rig.Backlog.LastStop!.Reason);
    }

    [Fact]
    public async Task It_does_not_start_without_memo_consent_contract_or_server()
    {
        Assert.Equal("memo", (await rig.StartTimer(" x ")).Code);
        Assert.Equal("memo", (await rig.StartTimer(new string('x', 201))).Code);
        rig.Server.Consented = false;
        var consent = await rig.StartTimer();
        Assert.Equal(
            ("consent_missing", rig.Server.Url + "/go/time-consent/" + TestServer.Contract),
            (consent.Code, consent.Text)
        );
        rig.Server.Consented = true;
        Assert.Equal("contract_unknown", (await rig.Do(new("start", Contract: "unknown", Memo: "Some work"))).Code);
        Assert.True((await rig.Do(new("start", Contract: "rebuild", Memo: "Some work"))).Ok);
        await rig.Do(new("stop"));
        rig.Server.GoOffline();
        Assert.Equal("offline", (await rig.StartTimer()).Code);
        rig.Server.GoOnline();
    }

    [Fact]
    public async Task A_crash_costs_seconds_and_the_timer_goes_on()
    {
        await Begin();
        rig.Pass(100);
        rig.Crash(TimeSpan.FromSeconds(3));
        Assert.True(rig.App.Engine.IsRunning);
        rig.Pass(60);
        await rig.Do(new("stop"));
        Assert.Equal([At(0), At(1), At(2)], await Arrived());
        var keys = rig.Server.Minutes[(TestServer.Contract, At(1))].Keys;
        Assert.InRange(keys!.Value, 52, 57);
    }

    [Fact]
    public async Task Killed_every_seven_seconds_for_ten_minutes_it_loses_less_than_a_minute()
    {
        await Begin();
        for (var i = 0; i < 86; i++)
        {
            rig.Pass(7);
            rig.Crash();
        }
        await rig.Do(new("stop"));
        Assert.Equal(10, (await Arrived()).Length);
    }

    [Fact]
    public async Task A_crash_that_was_noticed_only_later_ends_the_time_at_the_crash()
    {
        await Begin();
        rig.Pass(220);
        rig.Crash(TimeSpan.FromHours(2));
        Assert.False(rig.App.Engine.IsRunning);
        Assert.Equal([At(0), At(1), At(2), At(3)], await Arrived());
        Assert.Equal("quit", rig.Server.Stops[0].Reason);
        Assert.InRange(rig.Server.Stops[0].At, Rig.Start.AddSeconds(180), Rig.Start.AddSeconds(240));
    }

    [Fact]
    public async Task Stopping_twice_and_asking_for_what_is_not_there_is_said()
    {
        Assert.Equal("not_running", (await rig.Do(new("stop"))).Code);
        Assert.Equal("not_running", (await rig.Do(new("memo", Memo: "Something"))).Code);
        Assert.Equal("no_shot", (await rig.Do(new("screenshot", Decision: "blur"))).Code);
        Assert.Equal("unknown", (await rig.Do(new("fly"))).Code);
    }

    [Fact]
    public async Task Logging_out_keeps_what_could_not_be_sent_unless_it_is_given_up()
    {
        await Begin();
        rig.Pass(60);
        rig.Server.GoOffline();
        Assert.Equal("waiting", (await rig.Do(new("logout"))).Code);
        Assert.Equal("signed_out", rig.Backlog.LastStop!.Reason);
        // The key is gone from here; where the server could not be told, the person is told where to.
        var here = await rig.Do(new("logout", Force: true));
        Assert.Equal((true, rig.Server.Url + "/go/time-devices"), (here.Ok, here.Text));
        Assert.True(rig.App.EndWanted);
        Assert.Equal("token-1", rig.Server.Token);
        rig.Server.GoOnline();
    }

    [Fact]
    public async Task Logging_out_takes_the_device_away_on_the_server()
    {
        await Begin();
        rig.Pass(60);
        var answer = await rig.Do(new("logout"));
        Assert.Equal((true, null), (answer.Ok, answer.Text));
        Assert.Single(rig.Server.Minutes);
        Assert.Equal("", rig.Server.Token);
        // Taken away on the page already: that is as good.
        rig.Crash();
        answer = await rig.Do(new("logout"));
        Assert.Equal((true, null), (answer.Ok, answer.Text));
    }

    public void Dispose() => rig.Dispose();
}
