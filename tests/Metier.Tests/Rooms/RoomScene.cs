using System.Net.ServerSentEvents;
using Metier.Platform;
using Metier.Proposals;
using Metier.Rooms;
using Metier.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Rooms;

/// <summary>A client, a freelancer who proposed, and their browsers.</summary>
internal sealed record RoomScene(
    TestHost Host,
    Actor Client,
    Actor Freelancer,
    Browser ClientBrowser,
    Browser FreelancerBrowser,
    Guid JobId,
    Guid ProposalId
) : IAsyncDisposable
{
    public static async Task<RoomScene> ProposedAsync(Store store)
    {
        var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Ada Client", client: true);
        var freelancer = await host.MemberAsync("Zoe Freelance", freelancer: true);
        var job = await host.PostedAsync(client);
        var proposal = await host.ProposedAsync(job, freelancer);
        return new RoomScene(
            host,
            client,
            freelancer,
            await host.SignedInAsync(client),
            await host.SignedInAsync(freelancer),
            job,
            proposal
        );
    }

    /// <summary>The room with the client's first message in it, and its page as the client sees it.</summary>
    public async Task<(Guid Room, Page Page)> OpenedAsync(string text = "Could you begin on Monday?")
    {
        var page = await (await ClientBrowser.GetAsync($"/en/messages/new/{ProposalId}")).SubmitAsync(
            "form:has(textarea)",
            new Dictionary<string, string?> { ["Form.Text"] = text }
        );
        Assert.Matches("^/en/messages/[0-9a-f-]{36}$", page.Path);
        return (Guid.Parse(page.Path.Split('/')[3]), page);
    }

    public Task<Outcome<long>> SendAsync(Guid room, Actor actor, string text, Guid? id = null) =>
        SendOnAsync(Host, room, actor, text, id);

    public static Task<Outcome<long>> SendOnAsync(
        TestHost host,
        Guid room,
        Actor actor,
        string text,
        Guid? id = null
    ) =>
        host.InScopeAsync(s =>
            s.GetRequiredService<SendMessage>()
                .RunAsync(new(room, id ?? Guid.CreateVersion7(), text, []), actor, CancellationToken.None)
        );

    public Task<Outcome<Done>> ReadAsync(Guid room, Actor actor, long upTo) =>
        Host.InScopeAsync(s => s.GetRequiredService<MarkRead>().RunAsync(room, upTo, actor, CancellationToken.None));

    public Task<int> UnreadAsync(Actor actor) =>
        Host.InScopeAsync(s => s.GetRequiredService<RoomViews>().UnreadAsync(actor, CancellationToken.None));

    public async ValueTask DisposeAsync()
    {
        ClientBrowser.Dispose();
        FreelancerBrowser.Dispose();
        await Host.DisposeAsync();
    }
}

/// <summary>Listens to <c>/events</c> as a browser does.</summary>
internal sealed class LiveLine : IAsyncDisposable
{
    private readonly HttpResponseMessage answer;
    private readonly IAsyncEnumerator<SseItem<string>> items;
    private readonly CancellationTokenSource ended = new();

    private LiveLine(HttpResponseMessage answer, Stream stream)
    {
        this.answer = answer;
        items = SseParser.Create(stream).EnumerateAsync(ended.Token).GetAsyncEnumerator();
    }

    public static async Task<LiveLine> OpenAsync(Browser browser, long? after = null, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            "/events" + (after is null ? "" : $"?after={after}")
        );
        request.Headers.Add("Accept-Encoding", "gzip, br");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }
        var answer = await browser.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain(answer.Content.Headers.ContentEncoding, e => e is "gzip" or "br");
        var line = new LiveLine(answer, await answer.Content.ReadAsStreamAsync());
        Assert.Equal("hello", (await line.NextAsync())!.Value.EventType);
        return line;
    }

    /// <summary>The next event that is no heartbeat; null when the server ended the stream.</summary>
    public async Task<SseItem<string>?> NextAsync(double seconds = 15)
    {
        do
        {
            if (!await items.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(seconds)))
            {
                return null;
            }
        } while (items.Current.EventType == "beat");
        return items.Current;
    }

    /// <summary>The ids of the next events of one kind.</summary>
    public async Task<List<long>> NumbersAsync(int count, string kind = "message")
    {
        var numbers = new List<long>();
        while (numbers.Count < count)
        {
            var item = await NextAsync() ?? throw new InvalidOperationException("The stream ended");
            if (item.EventType == kind)
            {
                numbers.Add(long.Parse(item.EventId!, System.Globalization.CultureInfo.InvariantCulture));
            }
        }
        return numbers;
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        answer.Dispose();
        ended.Dispose();
    }
}
