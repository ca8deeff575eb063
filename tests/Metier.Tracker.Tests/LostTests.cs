using Metier.Tracker.Store;
using Metier.Tracker.Time;

namespace Metier.Tracker.Tests;

/// <summary>No picture is lost because of a minute that was refused, and what is lost all the same is said.</summary>
public sealed class LostTests : IDisposable
{
    /// <summary>The picture of each segment is taken in its 240th second.</summary>
    private readonly Rig rig = new(new Shots.ShotPlan(_ => 240));

    private async Task Begin()
    {
        rig.Server.Level = 3;
        Assert.True((await rig.StartTimer()).Ok);
    }

    /// <summary>Works until the picture of the segment has been taken and looked at.</summary>
    private async Task Picture(int seconds)
    {
        rig.Pass(seconds);
        await rig.App.Engine.Shots.Taking;
        rig.Pass(65);
    }

    private IEnumerable<MinutesLost> Pictures => rig.Backlog.Lost.Where(l => l.Minutes == 0);

    [Fact]
    public async Task A_refused_minute_takes_no_later_picture_with_it()
    {
        await Begin();
        rig.Pass(65);
        // The client had paused the contract for a moment.
        rig.Server.RefuseMinutes = "contract";
        Assert.True(await rig.Send());
        Assert.Contains(rig.Backlog.Lost, l => l is { Code: "contract", Minutes: 1 });
        rig.Server.RefuseMinutes = null;
        rig.Pass(180);
        await rig.App.Engine.Shots.Taking;
        rig.Crash(TimeSpan.FromSeconds(3));
        Assert.Single(Directory.GetFiles(rig.Folder.Home.Images));
        rig.Pass(120);
        Assert.True(await rig.Send());
        Assert.Equal("kept", rig.Server.Notes.Single().Value.State);
        Assert.Single(rig.Server.Images);
        Assert.Empty(Pictures);
    }

    [Fact]
    public async Task A_picture_that_came_with_refused_minutes_goes_with_the_next_one_that_is_taken()
    {
        await Begin();
        await Picture(242);
        rig.Server.RefuseMinutes = "contract";
        Assert.True(await rig.Send());
        Assert.Empty(rig.Server.Images);
        rig.Server.RefuseMinutes = null;
        rig.Pass(60);
        Assert.True(await rig.Send());
        Assert.Single(rig.Server.Images);
        Assert.Empty(Pictures);
    }

    [Fact]
    public async Task With_every_minute_refused_the_picture_is_lost_and_said()
    {
        await Begin();
        await Picture(242);
        rig.Server.RefuseMinutes = "contract";
        rig.Pass(300);
        await rig.Do(new("stop"));
        rig.Pass(30);
        Assert.True(await rig.Send());
        Assert.Empty(rig.Backlog.Segments);
        Assert.Equal(Rig.Start, Assert.Single(Pictures).Segment);
        Assert.Empty(Directory.GetFiles(rig.Folder.Home.Images));
        Assert.Contains((await rig.Do(new("status"))).Status!.Lost, l => l.Minutes == 0);
    }

    /// <summary>The segment was deleted on the page while its picture waited here.</summary>
    [Fact]
    public async Task A_picture_the_server_refuses_to_hear_of_is_lost_once_and_said()
    {
        await Begin();
        rig.Pass(125);
        Assert.True(await rig.Send());
        rig.Server.GoOffline();
        rig.Pass(117);
        await rig.App.Engine.Shots.Taking;
        rig.Pass(10);
        await rig.Do(new("stop"));
        rig.Pass(60);
        rig.Server.GoOnline();
        rig.Server.RefuseMinutes = "deleted";
        Assert.True(await rig.Send());
        Assert.True(await rig.Send());
        Assert.Equal(("deleted", Rig.Start), (Assert.Single(Pictures).Code, Pictures.Single().Segment));
        Assert.Equal(2, rig.Backlog.Lost.Where(l => l.Minutes > 0).Sum(l => l.Minutes));
        Assert.Empty(Directory.GetFiles(rig.Folder.Home.Images));
    }

    [Fact]
    public async Task A_picture_whose_file_is_gone_is_said()
    {
        await Begin();
        await Picture(242);
        File.Delete(Directory.GetFiles(rig.Folder.Home.Images).Single());
        Assert.True(await rig.Send());
        Assert.Empty(rig.Server.Images);
        Assert.Equal(DiaryGrid.Segment(Rig.Start), Assert.Single(Pictures).Segment);
    }

    [Fact]
    public async Task Logging_out_without_a_network_keeps_a_picture_that_waits()
    {
        await Begin();
        rig.Pass(242);
        await rig.App.Engine.Shots.Taking;
        Assert.True(await rig.Send());
        await rig.Do(new("stop"));
        rig.Server.GoOffline();
        await rig.Do(new("screenshot", Decision: "keep"));
        Assert.Equal("waiting", (await rig.Do(new("logout"))).Code);
        Assert.Single(Directory.GetFiles(rig.Folder.Home.Images));
        rig.Server.GoOnline();
    }

    public void Dispose() => rig.Dispose();
}
