using Metier.Tracker.Time;

namespace Metier.Tracker.Tests;

/// <summary>Time without input before a stop that nobody asked for is not work, whichever of idle rule and screen comes first.</summary>
public sealed class AbsenceTests : IDisposable
{
    /// <summary>The picture of each segment is taken in its 540th second.</summary>
    private readonly Rig rig = new(new Shots.ShotPlan(_ => 540));

    private async Task Begin(int level = 2)
    {
        rig.Server.Level = level;
        Assert.True((await rig.StartTimer()).Ok);
    }

    private async Task<DateTime[]> Arrived()
    {
        Assert.True(await rig.Send());
        Assert.Equal(0, rig.Backlog.Waiting);
        return [.. rig.Server.Minutes.Keys.Select(k => k.At).Order()];
    }

    private static DateTime At(int minute) => Rig.Start.AddMinutes(minute);

    /// <summary>X blanks the screen after 600 seconds: in the very second in which the idle rule would hold, or one before.</summary>
    [Theory]
    [InlineData(600)]
    [InlineData(599)]
    [InlineData(545)]
    public async Task A_screen_that_blanks_before_the_idle_rule_pays_no_absence(int away)
    {
        await Begin(3);
        rig.Pass(103);
        rig.Pass(away - 1, typing: false);
        await rig.App.Engine.Shots.Taking;
        rig.Desktop.IsLocked = true;
        rig.Pass(1, typing: false);
        Assert.False(rig.App.Engine.IsRunning);
        Assert.Equal([At(0), At(1)], await Arrived());
        Assert.Equal(At(2), rig.Server.Stops.Single().At);
        Assert.Equal(1, rig.Desktop.Captures);
        Assert.Empty(rig.Server.Notes);
        Assert.Empty(rig.Server.Images);
        Assert.Empty(Directory.GetFiles(rig.Folder.Home.Images));
    }

    [Fact]
    public async Task Sleep_and_the_end_of_the_session_pay_no_absence_either()
    {
        await Begin();
        rig.Pass(60);
        rig.Pass(595, typing: false);
        rig.Shift(TimeSpan.FromHours(8), asleep: true);
        rig.Pass(1);
        Assert.Equal(("sleep", At(1)), (rig.Backlog.LastStop!.Reason, rig.Backlog.LastStop.At));
        Assert.Equal([At(0)], await Arrived());
        var again = DiaryGrid.Minute(rig.Now).AddMinutes(1);
        rig.Pass((int)(again - rig.Now).TotalSeconds);
        await Begin();
        rig.Pass(60);
        rig.Pass(570, typing: false);
        rig.App.Engine.Stop("shutdown");
        Assert.Equal(("shutdown", again.AddMinutes(1)), (rig.Backlog.LastStop!.Reason, rig.Backlog.LastStop.At));
        Assert.Equal([At(0), again], await Arrived());
    }

    [Fact]
    public async Task A_kill_during_an_absence_pays_none_of_it()
    {
        await Begin();
        rig.Pass(60);
        rig.Pass(580, typing: false);
        rig.Crash(TimeSpan.FromHours(1));
        Assert.Equal("quit", rig.Backlog.LastStop!.Reason);
        Assert.Equal([At(0)], await Arrived());
    }

    [Fact]
    public async Task A_lock_after_eight_minutes_of_reading_pays_them()
    {
        await Begin();
        rig.Pass(60);
        rig.Pass(479, typing: false);
        rig.Desktop.IsLocked = true;
        rig.Pass(1, typing: false);
        Assert.Equal(9, (await Arrived()).Length);
    }

    [Fact]
    public async Task Whoever_stops_it_after_nine_minutes_of_reading_is_paid_for_them()
    {
        await Begin();
        rig.Pass(60);
        rig.Pass(570, typing: false);
        await rig.Do(new("stop"));
        Assert.Equal(11, (await Arrived()).Length);
    }

    /// <summary>Nine minutes of reading, a picture meanwhile: it waits with its minutes and goes with them.</summary>
    [Fact]
    public async Task A_picture_of_minutes_that_are_held_back_is_held_back_with_them()
    {
        await Begin(3);
        rig.Pass(60);
        rig.Pass(530, typing: false);
        await rig.App.Engine.Shots.Taking;
        rig.Pass(60, typing: false);
        Assert.True(await rig.Send());
        Assert.Single(rig.Server.Minutes);
        Assert.Empty(rig.Server.Notes);
        rig.Pass(60);
        Assert.True(await rig.Send());
        Assert.Equal("kept", rig.Server.Notes.Single().Value.State);
        Assert.Single(rig.Server.Images);
    }

    public void Dispose() => rig.Dispose();
}
