using Metier.Matching;
using Metier.Matching.Learning;
using Metier.Platform;
using Metier.Talent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Talent.Learning;

/// <summary>Learning, publishing and going back.</summary>
public sealed class TrainingTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private static Task<TestHost> StartAsync(Store store) =>
        TestHost.StartAsync(store, s => s.AddSingleton(new LearningOptions { LeastSearches = 600 }));

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task With_too_little_to_learn_from_it_says_so_and_keeps_the_weights(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        await host.LogAsync(30, Feature.JobSuccess);
        var trained = (await host.TrainAsync()).Value;
        Assert.Equal(
            (LearningRefusal.TooFewSearches, 30, 2_000),
            (trained.Refusal!.Value, trained.Labelled, trained.Needed)
        );
        Assert.Null(trained.Weights);
        Assert.True((await host.PublishAsync(10001)).IsNotFound);
        Assert.Equal("first", (await host.BackAsync()).Refusals[0].Code);
        Assert.Equal(10000, host.Weights.Version);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Better_weights_are_learnt_published_on_every_node_and_taken_back(Store store)
    {
        await using var host = await StartAsync(store);
        var chief = await host.MemberAsync("Olga Operator", roles: StaffRoles.Operator);
        var client = await host.MemberAsync("Chloe", client: true);
        await host.ListedAsync("Ines Mercier", "Illustrator", "Adobe Photoshop");
        await host.SettleAsync();
        await host.LogAsync(800, Feature.JobSuccess);
        var dry = (await host.TrainAsync(dryRun: true)).Value;
        Assert.True((await host.PublishAsync(10001)).IsNotFound);
        var trained = (await host.TrainAsync(actor: chief)).Value;
        Assert.Equal(dry.Weights!.Features, trained.Weights!.Features);
        Assert.Equal((10001, 10000, 800), (trained.Weights.Version, trained.BasedOn, trained.Labelled));
        Assert.Equal(ComparisonVerdict.Better, trained.Comparison!.Verdict);
        Assert.True(
            Points(trained.Weights, Feature.JobSuccess) > 2 * Points(RankingWeights.Freelancers, Feature.JobSuccess)
        );

        await using var second = await host.SecondNodeAsync();
        var (here, there) = (Index(host), Index(second));
        await here.ReadyAsync(Ct);
        await there.ReadyAsync(Ct);
        Assert.True((await host.PublishAsync(10001, client)).IsNotFound);
        Assert.Equal(10001, (await host.PublishAsync(10001, chief)).Value);
        Assert.Equal("in_force", (await host.PublishAsync(10001, chief)).Refusals[0].Code);
        await host.SettleAsync();
        await there.CatchUpAsync(Ct);
        Assert.Equal(trained.Weights.Features, here.Weights(LearningScenes.Role).Features);
        Assert.Equal(trained.Weights.Features, there.Weights(LearningScenes.Role).Features);
        Assert.Equal(RankingWeights.Jobs.Features, here.Weights(RankingRole.JobsForAFreelancer).Features);
        // What is shown, explained and logged says which version it was.
        var found = await host.FindAsync(new TalentQuery { Text = "illustrator" }, client);
        Assert.Equal(10001, found.Hits[0].Reasons.Version);
        Assert.Contains(await host.LoggedAsync(), s => s.WeightsVersion == 10001);
        using var visitor = host.Visitor();
        var page = await visitor.GetAsync("/en/how-ranking-works");
        Assert.Contains("Version 10001.", page.Text, StringComparison.Ordinal);

        Assert.Equal(10000, (await host.BackAsync(chief)).Value);
        await host.SettleAsync();
        await there.CatchUpAsync(Ct);
        Assert.Equal(10000, here.Weights(LearningScenes.Role).Version);
        Assert.Equal(10000, there.Weights(LearningScenes.Role).Version);
        // It was in force once, so it may come back; and then one goes back to what was before it.
        Assert.Equal(10001, (await host.PublishAsync(10001)).Value);
        Assert.Equal(10000, (await host.BackAsync()).Value);
        Assert.Equal("first", (await host.BackAsync()).Refusals[0].Code);
        var audit = await host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<AuditEntry>()
                .Where(a => a.SubjectType == "ranking")
                .Select(a => a.Action)
                .ToListAsync(Ct)
        );
        Assert.Equal(
            ["ranking.published", "ranking.published", "ranking.rolled-back", "ranking.rolled-back", "ranking.trained"],
            audit.Order()
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Weights_that_made_held_out_searches_worse_or_were_compared_to_others_are_refused(Store store)
    {
        await using var host = await StartAsync(store);
        await AddAsync(host, 10001, ComparisonVerdict.Worse, basedOn: 10000);
        await AddAsync(host, 10002, ComparisonVerdict.NotWorse, basedOn: 10000);
        await AddAsync(host, 10003, ComparisonVerdict.Better, basedOn: 10000);
        await AddAsync(host, 10004, ComparisonVerdict.TooFew, basedOn: 10000);
        Assert.Equal("worse", (await host.PublishAsync(10001)).Refusals[0].Code);
        Assert.Equal("worse", (await host.PublishAsync(10004)).Refusals[0].Code);
        Assert.Equal(10002, (await host.PublishAsync(10002)).Value);
        var stale = (await host.PublishAsync(10003)).Refusals[0];
        Assert.Equal("stale", stale.Code);
        Assert.Contains("version 10002 is in force", stale.Message, StringComparison.Ordinal);
        // Going back from the second leads to the first that was published, then to the program's own.
        await AddAsync(host, 10005, ComparisonVerdict.Better, basedOn: 10002);
        Assert.Equal(10005, (await host.PublishAsync(10005)).Value);
        Assert.Equal(10002, (await host.BackAsync()).Value);
        Assert.Equal(10000, (await host.BackAsync()).Value);
    }

    internal static Task AddAsync(TestHost host, int number, ComparisonVerdict verdict, int basedOn) =>
        host.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            db.Add(
                new RankingTraining
                {
                    Id = Ids.New(host.Clock),
                    At = host.Now,
                    Role = LearningScenes.Role,
                    BasedOn = basedOn,
                    Labelled = 2_345,
                    Needed = 2_000,
                    Number = number,
                    Points = "MustHave:300;JobSuccess:700",
                    TrainedOn = 1_876,
                    Verdict = verdict,
                    HeldOut = 469,
                    Current = 0.48,
                    CurrentLow = 0.44,
                    CurrentHigh = 0.52,
                    Learnt = 0.58,
                    LearntLow = 0.54,
                    LearntHigh = 0.62,
                    Difference = 0.1,
                    DifferenceLow = 0.07,
                    DifferenceHigh = 0.13,
                    CurrentPairs = 0.75,
                    LearntPairs = 0.84,
                }
            );
            await db.SaveChangesAsync(Ct);
        });

    private static int Points(RankingWeights weights, Feature feature) =>
        weights.Features.Single(f => f.Feature == feature).Points;

    private static TalentIndex Index(TestHost host) => host.Services.GetRequiredService<TalentIndex>();
}
