using Metier.Contracts;
using Metier.Disputes;
using Metier.Ledger;
using Metier.Matching;
using Metier.Matching.Learning;
using Metier.Platform;
using Metier.Talent;
using Metier.Tests.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Metier.Tests.Talent.Learning;

/// <summary>What was shown, to whom, and what came of it.</summary>
public sealed class RankingLogTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_a_client_was_shown_opened_and_asked_comes_together(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        var ines = await host.ListedAsync("Ines Mercier", "Illustrator", "Adobe Photoshop, Picture books");
        var noor = await host.ListedAsync("Noor Haddad", "Designer", "Adobe Photoshop");
        await host.SettleAsync();
        using var browser = await host.SignedInAsync(client);
        var found = await browser.GetAsync("/en/talent?skills=Adobe+Photoshop");
        Assert.Equal(2, found.Names().Count);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await browser.GetAsync($"/en/talent/{noor.MemberId}");

        var search = Assert.Single(await host.LoggedAsync());
        Assert.Equal((RankingWeights.Freelancers.Version, true), (search.WeightsVersion, search.IsLabelled));
        Assert.Equal([1, 2], search.Shown.Select(s => s.Position));
        Assert.Equal(Gains.View, search.Shown.Single(s => s.Id == noor.MemberId).Gain);
        Assert.Equal(0, search.Shown.Single(s => s.Id == ines.MemberId).Gain);
        Assert.Equal(FeatureMath.One, search.Shown[0].ValueOf(Feature.MustHave));
        Assert.Equal(1, search.Shown[0].Propensity);

        host.Clock.Advance(TimeSpan.FromMinutes(2));
        var job = await host.PostedAsync(client);
        await host.SettleAsync();
        await browser.GetAsync($"/en/my-jobs/{job}/shortlist");
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True((await host.InviteAsync(job, ines.MemberId, client)).Ok);
        await host.SettleAsync();
        var both = await host.LoggedAsync();
        Assert.Equal(2, both.Count);
        // The invitation belongs to the shortlist, the last that showed her; the search keeps what came of it.
        var shortlist = both.Single(s => s.Id != search.Id);
        Assert.Equal(Gains.Invitation, shortlist.Shown.Single(s => s.Id == ines.MemberId).Gain);
        Assert.Equal(0, shortlist.Shown.Single(s => s.Id == noor.MemberId).Gain);
        Assert.Equal(1, both.Single(s => s.Id == search.Id).Shown.Sum(s => s.Gain));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_a_freelancer_was_shown_opened_and_proposed_for_comes_together(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        var ines = await host.ListedAsync("Ines Mercier", "Illustrator", "Adobe Photoshop");
        var job = await host.PostedAsync(client);
        await host.PostedAsync(client, "A second picture book");
        await host.SettleAsync();
        using var browser = await host.SignedInAsync(ines);
        await browser.GetAsync("/en/jobs");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await browser.GetAsync($"/en/jobs/{job}");
        var search = Assert.Single(await host.LoggedAsync(RankingRole.JobsForAFreelancer));
        Assert.Equal(2, search.Shown.Length);
        Assert.Equal(Gains.View, search.Shown.Single(s => s.Id == job).Gain);
        await host.ProposedAsync(job, ines);
        await host.SettleAsync();
        search = Assert.Single(await host.LoggedAsync(RankingRole.JobsForAFreelancer));
        Assert.Equal(Gains.Invitation, search.Shown.Single(s => s.Id == job).Gain);
        // A freelancer who looks at jobs teaches nothing about freelancers.
        Assert.Empty(await host.LoggedAsync());
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_hire_and_its_end_belong_to_the_list_that_led_there_and_are_kept_once(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var (client, freelancer, job, contract) = (
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Guid.CreateVersion7()
        );
        Note(host, client, freelancer, job);
        host.Clock.Advance(TimeSpan.FromDays(40));
        var started = new ContractStarted(contract, Guid.CreateVersion7(), job, client, freelancer);
        await HearAsync(host, h => h.HandleAsync(started, Ct));
        await HearAsync(host, h => h.HandleAsync(started, Ct));
        Assert.Equal([Gains.Hire], await GainsAsync(host));
        host.Clock.Advance(TimeSpan.FromDays(90));
        var dispute = new DisputeOpened(
            Guid.CreateVersion7(),
            contract,
            client,
            freelancer,
            "Book",
            Currency.Eur.Major(10),
            host.Now
        );
        await HearAsync(host, h => h.HandleAsync(dispute, Ct));
        Assert.Equal([Gains.Hire - Gains.Dispute], await GainsAsync(host));
        var ended = new ContractEnded(contract, job, client, freelancer, Side.Client, host.Now, 100, "EUR");
        await HearAsync(host, h => h.HandleAsync(ended, Ct));
        Assert.Equal([Gains.Hire - Gains.Dispute + Gains.GoodEnd], await GainsAsync(host));
        var outcomes = await host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>().Set<ShownOutcome>().CountAsync(Ct)
        );
        Assert.Equal(6, outcomes);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Too_late_or_for_another_job_is_not_because_of_the_list(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var (client, freelancer, job) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        Note(host, client, freelancer, job);
        var other = new ContractStarted(
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            client,
            freelancer
        );
        await HearAsync(host, h => h.HandleAsync(other, Ct));
        Assert.Equal([0], await GainsAsync(host));
        host.Clock.Advance(TrainingData.ChosenWithin + TimeSpan.FromMinutes(1));
        var late = new ContractStarted(Guid.CreateVersion7(), Guid.CreateVersion7(), job, client, freelancer);
        await HearAsync(host, h => h.HandleAsync(late, Ct));
        Assert.Equal([0], await GainsAsync(host));
    }

    [Fact]
    public async Task Visitors_are_noted_one_time_in_ten_and_teach_nothing()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        await host.ListedAsync("Ines Mercier", "Illustrator", "Adobe Photoshop");
        await host.SettleAsync();
        using var visitor = host.Visitor();
        for (var i = 0; i < 21; i++)
        {
            await visitor.GetAsync("/en/talent");
        }
        Assert.Empty(await host.LoggedAsync());
        var lists = await host.InScopeAsync(s => s.GetRequiredService<MetierDb>().Set<ShownList>().ToListAsync(Ct));
        Assert.Equal(3, lists.Count);
        Assert.All(lists, l => Assert.Null(l.ViewerId));
        Assert.Single(lists.Select(l => l.Need).Distinct());
    }

    [Fact]
    public async Task What_waits_is_written_when_the_process_ends_and_lines_nobody_could_write_are_counted()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        Note(host, Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        using var writer = new WriteRankingLog(host.Log, NullLogger<WriteRankingLog>.Instance);
        await writer.StartAsync(Ct);
        await writer.StopAsync(Ct);
        Assert.Equal(1, await host.InScopeAsync(s => s.GetRequiredService<MetierDb>().Set<ShownList>().CountAsync(Ct)));
        for (var i = 0; i < RankingLog.MostWaiting + 5; i++)
        {
            Note(host, Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        }
        Assert.Equal(5, host.Log.Dropped);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task After_four_hundred_days_it_is_forgotten(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        await host.LogAsync(3, Feature.MustHave);
        host.Clock.Advance(RankingLog.Kept - TimeSpan.FromDays(1));
        await host.LogAsync(2, Feature.MustHave, seed: 2);
        Assert.Equal(0, await TrimAsync(host));
        host.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(6, await TrimAsync(host));
        Assert.Equal(2, (await host.LoggedAsync()).Count);
    }

    private static Task<int> TrimAsync(TestHost host) =>
        host.InScopeAsync(async s =>
        {
            var chore = s.GetRequiredService<TrimRankingLog>();
            return await chore.NextDueAsync(Ct) <= host.Now ? await chore.RunAsync(Ct) : 0;
        });

    private static void Note(TestHost host, Guid client, Guid freelancer, Guid job) =>
        host.Log.Shown(LearningScenes.Role, client, job, "need", 1, [new ShownItem(freelancer, 1, false, [])]);

    private static async Task<List<int>> GainsAsync(TestHost host) =>
        [.. Assert.Single(await host.LoggedAsync()).Shown.Select(s => s.Gain)];

    private static Task HearAsync(TestHost host, Func<HearOutcomes, Task> tell) =>
        host.InScopeAsync(s => tell(s.GetRequiredService<HearOutcomes>()));
}
