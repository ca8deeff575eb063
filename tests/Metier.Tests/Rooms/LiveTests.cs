using System.Net;
using Metier.Members;
using Metier.Notifications;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Rooms;

/// <summary>The stream of events: nothing lost, nothing twice, nothing for those it is not meant for.</summary>
public class LiveTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_message_is_told_at_once_to_those_who_belong_and_to_nobody_else(Store store)
    {
        await using var scene = await RoomScene.ProposedAsync(store);
        var (room, _) = await scene.OpenedAsync();
        using var visitor = scene.Host.Visitor();
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.Http.GetAsync("/events")).StatusCode);
        var eve = await scene.Host.MemberAsync("Eve Stranger", freelancer: true, client: true);
        using var browser = await scene.Host.SignedInAsync(eve);
        await using var stranger = await LiveLine.OpenAsync(browser);
        await using var line = await LiveLine.OpenAsync(scene.FreelancerBrowser);
        await scene.SendAsync(room, scene.Client, "Hello");
        var item = (await line.NextAsync())!.Value;
        Assert.Equal("message", item.EventType);
        Assert.Contains(room.ToString(), item.Data, StringComparison.Ordinal);
        var news = await scene.FreelancerBrowser.GetAsync($"/fr/messages/{room}/since/1");
        Assert.Equal("m2", news.Document.QuerySelector("[data-news] .msg")!.Id);
        await Assert.ThrowsAsync<TimeoutException>(() => stranger.NextAsync(2));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Whoever_comes_back_gets_the_rest_each_once_also_after_a_restart(Store store)
    {
        await using var scene = await RoomScene.ProposedAsync(store);
        var (room, page) = await scene.OpenedAsync();
        var start = long.Parse(
            (await scene.FreelancerBrowser.GetAsync("/en/messages")).Document.Body!.GetAttribute("data-seq")!,
            System.Globalization.CultureInfo.InvariantCulture
        );
        var got = new List<long>();
        await using (var line = await LiveLine.OpenAsync(scene.FreelancerBrowser, after: start))
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(i => scene.SendAsync(room, scene.Client, $"A {i}")));
            got.AddRange(await line.NumbersAsync(7));
        }
        await scene.SendAsync(room, scene.Client, "While away");
        await using (
            var line = await LiveLine.OpenAsync(
                scene.FreelancerBrowser,
                after: start,
                lastEventId: got[^1].ToString(System.Globalization.CultureInfo.InvariantCulture)
            )
        )
        {
            got.AddRange(await line.NumbersAsync(4));
            // The process ends: it says so, and what happens meanwhile is there afterwards.
            var bye = line.NextAsync();
            await scene.Host.RestartAsync();
            Assert.Equal("bye", (await bye)!.Value.EventType);
            Assert.Null(await line.NextAsync());
        }
        for (var i = 0; i < 120; i++)
        {
            await scene.SendAsync(room, scene.Client, $"B {i}");
        }
        using var again = await scene.Host.SignedInAsync(scene.Freelancer);
        await using var last = await LiveLine.OpenAsync(again, after: got[^1]);
        got.AddRange(await last.NumbersAsync(120));
        Assert.Equal(Enumerable.Range(1, 131).Select(i => start + i), got);
    }

    [Fact]
    public async Task Another_node_tells_it_too()
    {
        await using var scene = await RoomScene.ProposedAsync(Store.Postgres);
        var (room, _) = await scene.OpenedAsync();
        await using var node = await scene.Host.SecondNodeAsync();
        await using var line = await LiveLine.OpenAsync(scene.FreelancerBrowser);
        await RoomScene.SendOnAsync(node, room, scene.Client, "From the other node");
        Assert.Equal("message", (await line.NextAsync(5))!.Value.EventType);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_is_too_old_is_answered_by_a_reset(Store store)
    {
        await using var scene = await RoomScene.ProposedAsync(store);
        var (room, _) = await scene.OpenedAsync();
        await scene.SendAsync(room, scene.Client, "Old");
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(8));
        Assert.Equal(
            0,
            await scene.Host.InScopeAsync(s =>
                s.GetRequiredService<MetierDb>()
                    .Database.SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM mailbox_event")
                    .SingleAsync()
            )
        );
        await using var line = await LiveLine.OpenAsync(scene.FreelancerBrowser, after: 0);
        var reset = (await line.NextAsync())!.Value;
        Assert.Equal("reset", reset.EventType);
        await scene.SendAsync(room, scene.Client, "New");
        Assert.Equal(
            long.Parse(reset.EventId!, System.Globalization.CultureInfo.InvariantCulture) + 1,
            (await line.NumbersAsync(1))[0]
        );
        // A number from the future comes from a database that was set back.
        await using var future = await LiveLine.OpenAsync(scene.FreelancerBrowser, after: 10_000);
        Assert.Equal("reset", (await future.NextAsync())!.Value.EventType);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_stream_ends_for_those_who_may_no_longer_listen(Store store)
    {
        await using var scene = await RoomScene.ProposedAsync(store);
        var (room, _) = await scene.OpenedAsync();
        await using var line = await LiveLine.OpenAsync(scene.ClientBrowser);
        await scene.SendAsync(room, scene.Freelancer, "One");
        await line.NumbersAsync(1);
        // Leaves the team: the events of its rooms stop, the stream stays.
        await scene.Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<ClientMember>()
                .Where(m => m.MemberId == scene.Client.MemberId)
                .ExecuteDeleteAsync()
        );
        await scene.Host.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            await db.WriteAsync<Done>(
                async () =>
                {
                    await s.GetRequiredService<Mailbox>()
                        .PostAsync([scene.Client.MemberId], "message", room, 9, CancellationToken.None);
                    return Done.It;
                },
                CancellationToken.None
            );
        });
        await Assert.ThrowsAsync<TimeoutException>(() => line.NextAsync(2));
        await using var other = await LiveLine.OpenAsync(scene.FreelancerBrowser);
        await scene.Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<Member>()
                .Where(m => m.Id == scene.Freelancer.MemberId)
                .ExecuteUpdateAsync(u => u.SetProperty(m => m.SuspendedAt, scene.Host.Now))
        );
        await scene.SendAsync(room, scene.Freelancer, "Still loaded");
        Assert.Null(await other.NextAsync());
    }
}
