using Metier.Diary;

namespace Metier.Tracker.Tests;

/// <summary>Which contract a start is for, and that a server which says nothing keeps nobody waiting.</summary>
public sealed class ChoiceTests : IDisposable
{
    private static readonly Guid Second = Guid.Parse("0199aaaa-0000-7000-8000-000000000002");
    private readonly Rig rig = new(patience: TimeSpan.FromMilliseconds(400));

    private static TrackedContract Other(string state, string title = "Annual report") =>
        new(Second, title, "Nord", 3, true, state, false, 0, null, 10, false);

    [Theory]
    [InlineData("active", "paused", "API rebuild")]
    [InlineData("paused", "active", "Annual report")]
    [InlineData("ended", "active", "Annual report")]
    public async Task The_only_one_that_can_be_tracked_on_need_not_be_named(string first, string second, string title)
    {
        rig.Server.ContractState = first;
        rig.Server.Others.Add(Other(second));
        var answer = await rig.StartTimer();
        // The small server refuses by the first contract's state; what was asked for is what counts here.
        if (first == "active")
        {
            Assert.Equal(title, answer.Status!.Timer!.Title);
        }
        else
        {
            Assert.False(answer.Code is "which" or "none_active", answer.Code);
            Assert.Contains(
                rig.Server.Requests,
                r => r.Path == "/api/tracker/start" && Bytes.Hold(r.Body, Second.ToString())
            );
        }
    }

    [Fact]
    public async Task Of_several_one_must_be_named_and_of_none_none_can()
    {
        rig.Server.Others.Add(Other("active"));
        Assert.Equal("which", (await rig.StartTimer()).Code);
        rig.Server.ContractState = "paused";
        rig.Server.Others[0] = Other("paused");
        var answer = await rig.StartTimer();
        Assert.Equal(("none_active", 2), (answer.Code, answer.Contracts!.Count));
        rig.Server.Others.Clear();
        Assert.Equal("contract_paused", (await rig.StartTimer()).Code);
    }

    [Fact]
    public async Task A_name_that_fits_none_is_said_to_fit_none()
    {
        rig.Server.Others.Add(Other("active", "API tests"));
        var answer = await rig.Do(new("start", Contract: "bogus", Memo: "Some work"));
        Assert.Equal(("contract_unknown", "bogus", 2), (answer.Code, answer.Text, answer.Contracts!.Count));
        answer = await rig.Do(new("start", Contract: "api", Memo: "Some work"));
        Assert.Equal(("contract_several", "api", 2), (answer.Code, answer.Text, answer.Contracts!.Count));
        Assert.Empty(rig.Server.Starts);
        Assert.True((await rig.Do(new("start", Contract: "2", Memo: "Some work"))).Ok);
        Assert.Equal(Second, rig.Server.Starts.Single().ContractId);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_not_waited_for_long()
    {
        rig.Server.Level = 2;
        Assert.True((await rig.StartTimer()).Ok);
        rig.Pass(61);
        rig.Server.Silent = true;
        var begun = System.Diagnostics.Stopwatch.StartNew();
        var log = await rig.Do(new("log"));
        Assert.Equal("silent", log.Code);
        // What waits here is shown all the same.
        Assert.Single(log.Log!);
        Assert.Equal("silent", (await rig.Do(new("start", Contract: "other", Memo: "Some work"))).Code);
        var name = Time.DiaryGrid.Name(Rig.Start.AddHours(-1));
        var gone = await rig.Do(new("delete", Segments: [name]));
        Assert.Equal(("silent", name), (gone.Code, gone.Text));
        Assert.Equal("ok", (await rig.Do(new("memo", Memo: "Another thing"))).Code);
        Assert.InRange(begun.Elapsed.TotalSeconds, 0, 8);
    }

    [Fact]
    public async Task A_deletion_does_not_wait_for_an_upload_that_gets_no_answer()
    {
        rig.Server.Level = 2;
        Assert.True((await rig.StartTimer()).Ok);
        rig.Pass(61);
        rig.Server.Silent = true;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Rig.Ct);
        var sending = rig.App.Uploader.SendAllAsync(end.Token);
        var gone = await rig.Do(new("delete", Segments: [Time.DiaryGrid.Name(Rig.Start)]));
        Assert.Equal("silent", gone.Code);
        Assert.False(sending.IsCompleted);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task A_pairing_with_a_server_that_says_nothing_ends()
    {
        rig.Server.Silent = true;
        using var http = Server.ServerLink.Client();
        var (identity, state) = await Server.Pairing.RunAsync(
            http,
            new Uri(rig.Server.Url),
            "linux-x11",
            _ => Assert.Fail("There is no code"),
            TimeProvider.System,
            Rig.Ct,
            TimeSpan.FromMilliseconds(400)
        );
        Assert.Null(identity);
        Assert.Equal("silent", state);
        Assert.NotNull(TrackerText.Find("pair_" + state));
    }

    public void Dispose() => rig.Dispose();
}
