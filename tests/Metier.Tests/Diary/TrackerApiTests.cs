using System.Net;
using System.Security.Cryptography;
using System.Text;
using Metier.Diary;
using Metier.Platform;
using static Metier.Tests.Diary.DiaryScene;
using static Metier.Tests.Diary.TrackerDeviceClient;

namespace Metier.Tests.Diary;

/// <summary>The tracker's side of the wire against the real server.</summary>
public class TrackerApiTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Pairing_by_code_gives_the_token_once_and_to_nobody_else(Store store)
    {
        await using var scene = await StartAsync(store);
        using var device = new TrackerDeviceClient(scene);
        var begun = await device.BeginAsync();
        Assert.Matches("^[A-Z]{4}-[A-Z]{4}$", begun.Code);
        Assert.Equal("waiting", (await device.StateAsync()).State!.State);
        Assert.Equal(HttpStatusCode.NotFound, (await device.StateAsync("guess")).Status);

        var typed = begun.Code.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        var pending = await scene.Do<PairDevice, PendingPairing?>(p => p.FindAsync(typed, scene.Freelancer, Ct));
        Assert.Equal(("studio-pc", begun.Code), (pending!.DeviceName, pending.Code));
        Assert.Null(await scene.Do<PairDevice, PendingPairing?>(p => p.FindAsync(typed, scene.Client, Ct)));
        Assert.Equal(
            "code",
            Code(
                await scene.Do<PairDevice, Outcome<Guid>>(p =>
                    p.ConfirmAsync(begun.PairingId, "AAAA-AAAA", scene.Freelancer, Ct)
                )
            )
        );
        Assert.True(
            (
                await scene.Do<PairDevice, Outcome<Guid>>(p =>
                    p.ConfirmAsync(begun.PairingId, begun.Code, scene.Freelancer, Ct)
                )
            ).Ok
        );
        var confirmed = (await device.StateAsync()).State!;
        Assert.Equal(("confirmed", "Zoe Freelance"), (confirmed.State, confirmed.MemberName));
        Assert.Null((await device.StateAsync()).State!.Token);
        device.Token = confirmed.Token;
        using (var state = await device.GetAsync("/api/tracker/state"))
        {
            var contract = Assert.Single((await ReadAsync<TrackerState>(state))!.Contracts);
            Assert.Equal(
                (scene.Contract, 3, true, "active", 1800, 10),
                (
                    contract.Id,
                    contract.Level,
                    contract.Consented,
                    contract.State,
                    contract.LimitMinutes,
                    contract.IdleMinutes
                )
            );
        }
        // The token opens nothing else, and nothing without the key.
        using var thief = new TrackerDeviceClient(scene) { Token = confirmed.Token };
        Assert.Equal(
            (HttpStatusCode.Unauthorized, "device"),
            await ProblemAsync(await thief.GetAsync("/api/tracker/state"))
        );

        using var late = new TrackerDeviceClient(scene);
        var old = await late.BeginAsync();
        await scene.Host.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Equal("expired", (await late.StateAsync()).State!.State);
        Assert.Equal(
            "code",
            Code(
                await scene.Do<PairDevice, Outcome<Guid>>(p =>
                    p.ConfirmAsync(old.PairingId, old.Code, scene.Freelancer, Ct)
                )
            )
        );
        using var unwanted = new TrackerDeviceClient(scene);
        var asked = await unwanted.BeginAsync();
        Assert.True(
            (
                await scene.Do<PairDevice, Outcome<Done>>(p =>
                    p.RefuseAsync(asked.PairingId, asked.Code, scene.Freelancer, Ct)
                )
            ).Ok
        );
        Assert.Equal("refused", (await unwanted.StateAsync()).State!.State);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_day_on_the_wire(Store store)
    {
        await using var scene = await StartAsync(store);
        using var device = new TrackerDeviceClient(scene);
        await device.PairAsync();
        var start = new StartAsked(Guid.CreateVersion7(), scene.Contract, Memo, scene.Host.Now);
        using var started = await device.SendAsync(HttpMethod.Post, "/api/tracker/start", start);
        var lease = (await ReadAsync<LeaseGiven>(started))!.LeaseId;
        scene.Go(At("09:10"));
        var bytes = Picture(1);
        var sha = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var upload = new SegmentUpload(
            lease,
            [.. Enumerable.Range(0, 10).Select(m => Active(m))],
            new ScreenshotNote(DiaryTime.At(At("09:04")), "kept", sha),
            scene.Host.Now
        );
        var path = $"/api/tracker/segments/{scene.Contract}/20261123T0900Z";
        for (var i = 0; i < 2; i++)
        {
            using var sent = await device.SendAsync(HttpMethod.Put, path, upload);
            var answer = (await ReadAsync<SegmentAnswer>(sent))!;
            Assert.Equal(
                (10, 0, true, 10),
                (answer.Accepted.Count, answer.Refused.Count, answer.WantsImage, answer.WeekMinutes)
            );
        }
        var image = $"/api/tracker/images/{scene.Contract}/20261123T0900Z/{sha}";
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await device.SendAsync(device.Signed(HttpMethod.Put, image, bytes))).StatusCode
        );
        Assert.Equal(Coverage.Covered, (await scene.SegmentAsync(At("09:00"))).Coverage);
        Assert.All(await scene.MinutesAsync(), m => Assert.Equal(MinuteSource.Tracker, m.Source));
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await device.SendAsync(HttpMethod.Post, "/api/tracker/memo", new MemoAsked(lease, "Tests"))).StatusCode
        );
        using (var log = await device.GetAsync("/api/tracker/log?day=2026-11-23"))
        {
            var line = Assert.Single((await ReadAsync<List<LoggedSegment>>(log))!);
            Assert.Equal((10, 10, Memo, "Kept"), (line.Minutes, line.Activity, line.Memo, line.Screenshot));
        }
        Assert.Equal(
            HttpStatusCode.NoContent,
            (
                await device.SendAsync(
                    HttpMethod.Post,
                    "/api/tracker/stop",
                    new StopAsked(lease, scene.Host.Now, "user")
                )
            ).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.NoContent,
            (
                await device.SendAsync(
                    HttpMethod.Post,
                    "/api/tracker/stop",
                    new StopAsked(lease, scene.Host.Now, "user")
                )
            ).StatusCode
        );

        Assert.Equal(
            HttpStatusCode.NoContent,
            (await device.SendAsync(device.Signed(HttpMethod.Post, "/api/tracker/logout", []))).StatusCode
        );
        Assert.Equal(
            (HttpStatusCode.Unauthorized, "device"),
            await ProblemAsync(await device.GetAsync("/api/tracker/state"))
        );
    }

    [Fact]
    public async Task Clocks_signatures_and_sizes_are_checked()
    {
        await using var scene = await StartAsync(Store.Sqlite);
        using var device = new TrackerDeviceClient(scene);
        await device.PairAsync();
        Assert.Equal(
            (HttpStatusCode.Unauthorized, "clock"),
            await ProblemAsync(await device.GetAsync("/api/tracker/state", TimeSpan.FromMinutes(6)))
        );
        Assert.Equal(
            (HttpStatusCode.Unauthorized, "clock"),
            await ProblemAsync(await device.GetAsync("/api/tracker/state", TimeSpan.FromMinutes(-6)))
        );
        Assert.Equal(
            HttpStatusCode.OK,
            (await device.GetAsync("/api/tracker/state", TimeSpan.FromMinutes(4))).StatusCode
        );
        var start = Bytes(new StartAsked(Guid.CreateVersion7(), scene.Contract, Memo, scene.Host.Now));
        using (var changed = device.Signed(HttpMethod.Post, "/api/tracker/start", start))
        {
            changed.Content = new ByteArrayContent(
                Bytes(new StartAsked(Guid.CreateVersion7(), scene.Contract, "Other", scene.Host.Now))
            );
            Assert.Equal((HttpStatusCode.Unauthorized, "device"), await ProblemAsync(await device.SendAsync(changed)));
        }
        using (var elsewhere = device.Signed(HttpMethod.Get, "/api/tracker/state"))
        {
            elsewhere.RequestUri = new Uri("/api/tracker/log", UriKind.Relative);
            Assert.Equal(
                (HttpStatusCode.Unauthorized, "device"),
                await ProblemAsync(await device.SendAsync(elsewhere))
            );
        }
        using (var bare = new HttpClient { BaseAddress = scene.Host.Address })
        {
            Assert.Equal(
                (HttpStatusCode.Unauthorized, "device"),
                await ProblemAsync(await bare.GetAsync("/api/tracker/state"))
            );
        }
        using var zoe = await scene.Host.SignedInAsync(scene.Freelancer);
        Assert.Equal(
            (HttpStatusCode.Unauthorized, "device"),
            await ProblemAsync(await zoe.Http.GetAsync("/api/tracker/state"))
        );
        var path = $"/api/tracker/segments/{scene.Contract}/20261123T0900Z";
        using (var huge = await device.SendAsync(device.Signed(HttpMethod.Put, path, new byte[400 * 1024])))
        {
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, huge.StatusCode);
        }
        using (var broken = await device.SendAsync(device.Signed(HttpMethod.Put, path, "{ \"minutes\": ["u8.ToArray())))
        {
            Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        }
        using (var empty = await device.SendAsync(device.Signed(HttpMethod.Put, path, "{}"u8.ToArray())))
        {
            Assert.Equal(HttpStatusCode.Conflict, empty.StatusCode);
        }
        using (
            var odd = await device.SendAsync(
                HttpMethod.Put,
                path.Replace("0900", "0905", StringComparison.Ordinal),
                new { }
            )
        )
        {
            Assert.Equal(HttpStatusCode.NotFound, odd.StatusCode);
        }
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_replayed_request_does_nothing(Store store)
    {
        await using var scene = await StartAsync(store);
        using var device = new TrackerDeviceClient(scene);
        await device.PairAsync();
        var asked = new StartAsked(Guid.CreateVersion7(), scene.Contract, Memo, scene.Host.Now);
        using var started = await device.SendAsync(HttpMethod.Post, "/api/tracker/start", asked);
        var lease = (await ReadAsync<LeaseGiven>(started))!.LeaseId;
        scene.Go(At("09:10"));
        var upload = new SegmentUpload(
            lease,
            [.. Enumerable.Range(0, 10).Select(m => Active(m))],
            null,
            scene.Host.Now
        );
        var segment = $"/api/tracker/segments/{scene.Contract}/20261123T0900Z";
        (await device.SendAsync(HttpMethod.Put, segment, upload)).EnsureSuccessStatusCode();

        // Copies a request byte for byte, as somebody on the line could.
        static async Task<HttpRequestMessage> CopyAsync(HttpRequestMessage request)
        {
            var copy = new HttpRequestMessage(request.Method, request.RequestUri);
            foreach (var header in request.Headers)
            {
                copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
            copy.Content = request.Content is { } body ? new ByteArrayContent(await body.ReadAsByteArrayAsync()) : null;
            return copy;
        }
        var delete = device.Signed(HttpMethod.Delete, segment);
        var replayed = await CopyAsync(delete);
        using var gone = await device.SendAsync(delete);
        Assert.True((await scene.UndoAsync((await ReadAsync<DeletionView>(gone))!.Id)).Ok);
        Assert.Equal((HttpStatusCode.Conflict, "replayed"), await ProblemAsync(await device.SendAsync(replayed)));
        Assert.Equal(10, (await scene.MinutesAsync()).Count);

        var memo = device.Signed(HttpMethod.Post, "/api/tracker/memo", Bytes(new MemoAsked(lease, "First words")));
        var old = await CopyAsync(memo);
        (await device.SendAsync(memo)).EnsureSuccessStatusCode();
        (
            await device.SendAsync(HttpMethod.Post, "/api/tracker/memo", new MemoAsked(lease, "Second words"))
        ).EnsureSuccessStatusCode();
        Assert.Equal((HttpStatusCode.Conflict, "replayed"), await ProblemAsync(await device.SendAsync(old)));
        Assert.Equal(
            "Second words",
            (await scene.Do<TimerViews, RunningTimer?>(v => v.RunningAsync(scene.Freelancer, Ct)))!.Memo
        );

        // A start that is repeated after the stop starts nothing.
        (
            await device.SendAsync(HttpMethod.Post, "/api/tracker/stop", new StopAsked(lease, scene.Host.Now, "user"))
        ).EnsureSuccessStatusCode();
        (await device.SendAsync(HttpMethod.Post, "/api/tracker/start", asked)).EnsureSuccessStatusCode();
        Assert.Null(await scene.Do<TimerViews, RunningTimer?>(v => v.RunningAsync(scene.Freelancer, Ct)));
    }

    [Fact]
    public async Task A_device_that_was_removed_opens_nothing()
    {
        await using var scene = await StartAsync(Store.Sqlite);
        using var device = new TrackerDeviceClient(scene);
        await device.PairAsync();
        var asked = new StartAsked(Guid.CreateVersion7(), scene.Contract, Memo, scene.Host.Now);
        (await device.SendAsync(HttpMethod.Post, "/api/tracker/start", asked)).EnsureSuccessStatusCode();
        var shown = Assert.Single(
            (await scene.Do<DiaryViews, TimePageView>(v => v.TimeAsync(scene.Freelancer, Ct))).Devices
        );
        Assert.True(shown.Tracking);
        Assert.Equal(
            "not_found",
            Code(await scene.Do<RevokeDevice, Outcome<Done>>(u => u.RunAsync(shown.Id, scene.Client, Ct)))
        );
        Assert.True((await scene.Do<RevokeDevice, Outcome<Done>>(u => u.RunAsync(shown.Id, scene.Freelancer, Ct))).Ok);
        Assert.Equal(
            (HttpStatusCode.Unauthorized, "device"),
            await ProblemAsync(await device.GetAsync("/api/tracker/state"))
        );
        var page = await scene.Do<DiaryViews, TimePageView>(v => v.TimeAsync(scene.Freelancer, Ct));
        Assert.Null(page.Running);
        Assert.Empty(page.Devices);
    }
}
