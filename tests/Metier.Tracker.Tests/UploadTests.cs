using CsCheck;
using Metier.Tracker.Store;
using Metier.Tracker.Time;

namespace Metier.Tracker.Tests;

public sealed class UploadTests : IDisposable
{
    /// <summary>The picture of each segment is taken in its 30th second.</summary>
    private readonly Rig rig = new(new Shots.ShotPlan(_ => 30));

    private async Task Begin(int level = 2)
    {
        rig.Server.Level = level;
        Assert.True((await rig.StartTimer()).Ok);
    }

    [Fact]
    public async Task An_answer_lost_on_its_way_changes_nothing()
    {
        await Begin();
        rig.Pass(180);
        rig.Server.LoseAnswers = 1;
        Assert.False(await rig.Send());
        Assert.Equal(3, rig.Server.Minutes.Count);
        Assert.Equal(3, rig.Backlog.Waiting);
        Assert.True(await rig.Send());
        Assert.Equal(3, rig.Server.Minutes.Count);
        Assert.Equal(0, rig.Backlog.Waiting);
    }

    [Fact]
    public async Task A_start_whose_answer_was_lost_starts_once()
    {
        rig.Server.Level = 2;
        rig.Server.LoseAnswers = 1;
        var lease = Guid.CreateVersion7();
        var first = await rig.App.Link.StartAsync(new(lease, TestServer.Contract, "Some work", Rig.Start), Rig.Ct);
        var second = await rig.App.Link.StartAsync(new(lease, TestServer.Contract, "Some work", Rig.Start), Rig.Ct);
        Assert.Equal((false, false, lease), (first.Ok, first.Refused, second.Value!.LeaseId));
    }

    [Fact]
    public async Task Three_days_without_a_network_arrive_whole_and_in_order()
    {
        await Begin();
        rig.Server.GoOffline();
        for (var i = 0; i < 3; i++)
        {
            rig.Pass(3600);
            rig.Crash();
            rig.Pass(1800);
        }
        rig.Shift(TimeSpan.FromDays(3), asleep: true);
        rig.Pass(1);
        Assert.False(await rig.Send());
        Assert.Equal(270, rig.Backlog.Waiting);
        rig.Server.GoOnline();
        var before = rig.Server.Requests.Count;
        Assert.True(await rig.Send());
        var paths = rig.Server.Requests.Skip(before).Select(r => r.Path).ToList();
        Assert.Equal(paths.Order(StringComparer.Ordinal), paths);
        Assert.Equal("sleep", rig.Server.Stops.Single().Reason);
        // Twenty-seven segments and the stop.
        Assert.Equal(28, paths.Count);
        Assert.Equal(270, rig.Server.Minutes.Count);
    }

    [Fact]
    public async Task What_the_server_has_is_wiped_here()
    {
        await Begin();
        for (var i = 0; i < 65; i++)
        {
            rig.Pass(60);
            await rig.Send();
        }
        Assert.True(rig.Backlog.Segments.Count <= 2, "Segments left: " + rig.Backlog.Segments.Count);
        await rig.Do(new("stop"));
        rig.Pass(600);
        await rig.Send();
        Assert.Empty(rig.Backlog.Segments);
        Assert.True(rig.App.Store.Length < 3000, "Journal: " + rig.App.Store.Length);
        Assert.Empty(Directory.GetFiles(rig.Folder.Home.Images));
    }

    [Fact]
    public async Task What_is_older_than_fourteen_days_is_listed_and_dropped()
    {
        await Begin();
        rig.Pass(60);
        rig.Server.GoOffline();
        rig.Crash(TimeSpan.FromDays(15));
        rig.Server.GoOnline();
        Assert.True(await rig.Send());
        Assert.Empty(rig.Server.Minutes);
        Assert.Contains(rig.Backlog.Lost, l => l is { Code: "too_old", Minutes: 1 });
    }

    [Fact]
    public async Task Minutes_the_server_refuses_are_listed_and_not_sent_again()
    {
        await Begin();
        rig.Pass(120);
        rig.Server.RefuseMinutes = "locked";
        Assert.True(await rig.Send());
        var sent = rig.Server.Requests.Count;
        Assert.True(await rig.Send());
        Assert.Equal(sent, rig.Server.Requests.Count);
        Assert.Contains(rig.Backlog.Lost, l => l is { Code: "locked", Minutes: 2 });
        Assert.Equal(0, rig.Backlog.Waiting);
    }

    [Fact]
    public async Task A_request_with_a_wrong_time_sets_the_clock_and_is_sent_again()
    {
        await Begin();
        rig.Pass(60);
        // The counter lied: after a day in another machine's snapshot, say.
        rig.Machine.SinceBoot += TimeSpan.FromHours(5);
        rig.Machine.Awake += TimeSpan.FromHours(5);
        Assert.True(await rig.Send());
        Assert.InRange(rig.App.Clock.Now, rig.Now.AddSeconds(-3), rig.Now.AddSeconds(3));
        Assert.Single(rig.Server.Minutes);
    }

    [Fact]
    public async Task A_revoked_device_stops_keeps_its_time_and_says_so()
    {
        await Begin();
        rig.Pass(60);
        rig.Server.Token = "another";
        Assert.False(await rig.Send());
        Assert.Equal("revoked", rig.Backlog.LastStop!.Reason);
        var status = (await rig.Do(new("status"))).Status!;
        Assert.Equal((true, 1), (status.SignedOut, status.Waiting));
        Assert.Equal("signed_out", (await rig.StartTimer()).Code);
    }

    [Fact]
    public async Task Deleting_takes_time_and_picture_here_and_there()
    {
        await Begin(3);
        rig.Pass(40);
        await rig.App.Engine.Shots.Taking;
        rig.Pass(560);
        await rig.Send();
        Assert.Single(rig.Server.Images);
        Assert.True((await rig.Do(new("delete", Segments: [DiaryGrid.Name(Rig.Start)]))).Ok);
        Assert.Empty(rig.Server.Images);
        Assert.DoesNotContain(rig.Server.Minutes.Keys, k => k.At < Rig.Start.AddMinutes(10));
        Assert.Equal("segment_unknown", (await rig.Do(new("delete", Segments: ["20200101T0000Z"]))).Code);
        Assert.Equal("segment_name", (await rig.Do(new("delete", Segments: ["20200101T0003Z"]))).Code);
    }

    [Fact]
    public async Task What_was_never_sent_is_deleted_without_the_server()
    {
        await Begin(3);
        rig.Server.GoOffline();
        rig.Pass(40);
        await rig.App.Engine.Shots.Taking;
        rig.Pass(560);
        Assert.Single(Directory.GetFiles(rig.Folder.Home.Images));
        Assert.True((await rig.Do(new("delete", Segments: [DiaryGrid.Name(Rig.Start)]))).Ok);
        Assert.Empty(Directory.GetFiles(rig.Folder.Home.Images));
        rig.Server.GoOnline();
        await rig.Send();
        Assert.DoesNotContain(rig.Server.Minutes.Keys, k => k.At < Rig.Start.AddMinutes(10));
    }

    [Fact]
    public async Task The_log_shows_what_is_there_and_what_waits_here()
    {
        await Begin();
        rig.Pass(120);
        await rig.Send();
        rig.Pass(600);
        var log = (await rig.Do(new("log", Day: DateOnly.FromDateTime(Rig.Start)))).Log!;
        Assert.Equal(12, log.Sum(s => s.Minutes));
        Assert.Contains(log, s => s.Screenshot == "waiting");
    }

    public void Dispose() => rig.Dispose();
}
