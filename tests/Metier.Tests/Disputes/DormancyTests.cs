using Metier.Platform;
using Metier.Tests.Contracts;

namespace Metier.Tests.Disputes;

/// <summary>Money that everybody forgot, under the fake clock, on both databases. Every test begins on 23 November 2026.</summary>
public class DormancyTests
{
    private static async Task<int> MailsAsync(DisputeScene scene, string words) =>
        (await scene.Host.MailsAsync()).Count(m => m.Subject.Contains(words, StringComparison.Ordinal));

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Ninety_days_after_the_last_due_date_forgotten_money_finds_the_client(Store store)
    {
        // Due on 3 December: day 76 is 17 February, day 83 is 24 February, day 90 is 3 March.
        await using var scene = await DisputeScene.FundedAsync(store, "2026-12-03");
        async Task AtAsync(int day, int seconds = 1)
        {
            var at = new DateTime(2026, 12, 3, 0, 0, 0, DateTimeKind.Utc).AddDays(day).AddSeconds(seconds);
            await scene.Host.AdvanceAsync(at - scene.Host.Now);
        }
        await AtAsync(76, -1);
        Assert.Equal(0, await MailsAsync(scene, "Nothing has happened"));
        await AtAsync(76);
        Assert.Equal(2, await MailsAsync(scene, "Nothing has happened"));
        await AtAsync(83);
        Assert.Equal(4, await MailsAsync(scene, "Nothing has happened"));
        Assert.DoesNotContain(
            "is dormant",
            (await scene.ByClient.GetAsync(scene.Milestones)).Text,
            StringComparison.Ordinal
        );
        await AtAsync(90);
        var client = await scene.ByClient.GetAsync(scene.Milestones);
        Assert.Contains("This contract is dormant. Release the money", client.Text, StringComparison.Ordinal);
        Assert.NotNull(client.Document.QuerySelector(".note [data-left]"));
        Assert.Contains(
            "Ada Client Ltd is to act",
            (await scene.ByFreelancer.GetAsync(scene.Milestones)).Text,
            StringComparison.Ordinal
        );
        await AtAsync(97);
        Assert.Contains(
            "Ask for the money by handing in",
            (await scene.ByFreelancer.GetAsync(scene.Milestones)).Text,
            StringComparison.Ordinal
        );
        await AtAsync(104, -1);
        await scene.MoneyIsAsync(0, 120_000);
        await AtAsync(104);
        await scene.MoneyIsAsync(0, 0);
        Assert.Equal(2, await MailsAsync(scene, "went back to the client"));
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(200));
        await scene.MoneyIsAsync(0, 0);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_freelancer_who_asks_by_handing_in_is_paid_when_the_client_stays_silent(Store store)
    {
        await using var scene = await DisputeScene.FundedAsync(store);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(98));
        var page = await scene.ByFreelancer.GetAsync(scene.Milestones);
        Assert.Contains("did not answer", page.Text, StringComparison.Ordinal);
        await page.SubmitAsync(
            "form[action*='/submit']",
            new Dictionary<string, string?> { ["message"] = "All sixteen spreads, as in spring" }
        );
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(14) - TimeSpan.FromSeconds(1));
        await scene.MoneyIsAsync(0, 120_000);
        await scene.Host.AdvanceAsync(TimeSpan.FromSeconds(2));
        await scene.MoneyIsAsync(108_000, 0);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Activity_begins_the_watch_anew(Store store)
    {
        await using var scene = await DisputeScene.FundedAsync(store);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(91));
        var page = await scene.ByClient.GetAsync($"/en/contracts/{scene.Contract}/dormant");
        Assert.Contains("Last due date or activity", page.Text, StringComparison.Ordinal);
        var kept = await page.SubmitAsync("input[name='Kept.Posted']");
        Assert.Contains("Work goes on", kept.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("is dormant. Release", kept.Text, StringComparison.Ordinal);
        // Again: there is nothing to keep awake any more, and it is said.
        var again = await page.SubmitAsync("input[name='Kept.Posted']");
        Assert.Contains("not falling asleep", again.Text, StringComparison.Ordinal);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(75));
        Assert.Equal(6, await MailsAsync(scene, "Nothing has happened"));
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Equal(8, await MailsAsync(scene, "Nothing has happened"));
        await scene.MoneyIsAsync(0, 120_000);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Released_money_does_not_sleep(Store store)
    {
        await using var scene = await DisputeScene.FundedAsync(store);
        await scene.Host.ReleaseAsync(scene.Client, scene.Contract);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(200));
        Assert.Equal(0, await MailsAsync(scene, "Nothing has happened"));
        await scene.MoneyIsAsync(108_000, 0);
    }
}
