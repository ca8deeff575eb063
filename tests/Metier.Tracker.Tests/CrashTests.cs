namespace Metier.Tracker.Tests;

/// <summary>What a program that was killed had counted arrives all the same, once, and nothing else does.</summary>
public sealed class CrashTests : IDisposable
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
        Assert.Equal(0, rig.Backlog.Waiting);
        return [.. rig.Server.Minutes.Keys.Select(k => k.At).Order()];
    }

    private static DateTime At(int minute) => Rig.Start.AddMinutes(minute);

    private static string Name(int minute) => Time.DiaryGrid.Name(At(minute));

    /// <summary>The server takes back what comes after a stop; a stop dated too early would cost a minute it has.</summary>
    [Fact]
    public async Task Killed_just_after_everything_was_wiped_it_stops_after_the_last_minute()
    {
        await Begin();
        rig.Pass(600);
        Assert.Equal(10, (await Arrived()).Length);
        Assert.Empty(rig.Backlog.Segments);
        rig.Crash(TimeSpan.FromHours(1));
        Assert.Equal(10, (await Arrived()).Length);
        Assert.Equal(("quit", At(10)), (rig.Server.Stops[0].Reason, rig.Server.Stops[0].At));
    }

    [Fact]
    public async Task A_stop_without_the_program_brings_the_minute_the_kill_fell_into()
    {
        await Begin();
        rig.Pass(105);
        rig.Crash(TimeSpan.FromSeconds(20), background: false);
        Assert.True((await rig.Do(new("stop"))).Ok);
        Assert.Equal([At(0), At(1)], await Arrived());
        Assert.Equal("user", rig.Server.Stops.Single().Reason);
        Assert.InRange(rig.Server.Minutes[(TestServer.Contract, At(1))].Keys!.Value, 40, 45);
    }

    [Fact]
    public async Task Whoever_was_away_before_the_kill_is_still_away_after_it()
    {
        await Begin();
        rig.Pass(60);
        rig.Pass(300, typing: false);
        rig.Crash(TimeSpan.FromSeconds(2));
        rig.Pass(310, typing: false);
        Assert.False(rig.App.Engine.IsRunning);
        Assert.Equal([At(0)], await Arrived());
        Assert.Equal(("idle", At(1)), (rig.Server.Stops[0].Reason, rig.Server.Stops[0].At));
    }

    [Fact]
    public async Task A_segment_is_deleted_whole_or_not_at_all()
    {
        await Begin();
        rig.Pass(60);
        await Arrived();
        rig.Pass(60);
        rig.Server.GoOffline();
        Assert.Equal("offline", (await rig.Do(new("delete", Segments: [Name(0)]))).Code);
        rig.Crash(TimeSpan.FromSeconds(1));
        rig.Server.GoOnline();
        Assert.Equal([At(0), At(1)], await Arrived());
        Assert.True((await rig.Do(new("delete", Segments: [Name(0)]))).Ok);
        Assert.Empty(await Arrived());
    }

    [Fact]
    public async Task What_the_server_may_have_is_deleted_there_too()
    {
        await Begin();
        rig.Pass(60);
        rig.Server.LoseAnswers = 1;
        Assert.False(await rig.Send());
        rig.Crash();
        Assert.True((await rig.Do(new("delete", Segments: [Name(0)]))).Ok);
        Assert.Empty(rig.Server.Minutes);
        Assert.Empty(await Arrived());
    }

    public void Dispose() => rig.Dispose();
}
