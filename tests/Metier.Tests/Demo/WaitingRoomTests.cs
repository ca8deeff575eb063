using System.Net;
using Metier.Web.Demo;
using Microsoft.Extensions.Time.Testing;

namespace Metier.Tests.Demo;

/// <summary>Who comes while the demo is being written is told so, and is never shown half of it.</summary>
public class WaitingRoomTests
{
    [Fact]
    public async Task It_says_in_the_visitors_language_that_it_is_not_ready_and_which_day_it_is_there()
    {
        var ct = TestContext.Current.CancellationToken;
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 12, 8, 0, 0, TimeSpan.Zero));
        string address;
        await using (var room = await WaitingRoom.OpenAsync("http://127.0.0.1:0", clock, ct))
        {
            address = room.Address;
            using var http = new HttpClient { BaseAddress = new Uri(address) };
            foreach (var (path, words) in new[] { ("/fr", "12 mars 2026"), ("/en/talent", "12 March 2026") })
            {
                using var answer = await http.GetAsync(path, ct);
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                Assert.NotNull(answer.Headers.RetryAfter);
                Assert.Contains(words, await answer.Content.ReadAsStringAsync(ct), StringComparison.Ordinal);
            }
            Assert.False((await http.GetAsync("/healthz", ct)).IsSuccessStatusCode);
            Assert.True((await http.GetAsync("/waiting.js", ct)).IsSuccessStatusCode);
        }
        // The address is free for the marketplace.
        await using var again = await WaitingRoom.OpenAsync(address, clock, ct);
        Assert.Equal(address, again.Address);
    }
}
