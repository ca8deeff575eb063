using Metier.Matching;
using Metier.Matching.Learning;
using Metier.Platform;
using Metier.Talent;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Talent.Learning;

/// <summary>Logs as the pages write them, and logs that are made up.</summary>
internal static class LearningScenes
{
    public const RankingRole Role = RankingRole.FreelancersForAJob;

    extension(TestHost host)
    {
        public RankingLog Log => host.Services.GetRequiredService<RankingLog>();

        /// <summary>Everything learnt from, after what waits is written.</summary>
        public async Task<List<LoggedSearch>> LoggedAsync(RankingRole role = Role)
        {
            await host.Log.FlushAsync(Ct);
            return await host.InScopeAsync(s => s.GetRequiredService<TrainingData>().ReadAsync(role, Ct));
        }

        public Task<Outcome<TrainingView>> TrainAsync(bool dryRun = false, Actor? actor = null) =>
            host.InScopeAsync(s => s.GetRequiredService<TrainWeights>().RunAsync(Role, dryRun, actor, Ct));

        public Task<Outcome<int>> PublishAsync(int number, Actor? actor = null) =>
            host.InScopeAsync(s => s.GetRequiredService<PublishWeights>().RunAsync(Role, number, actor, Ct));

        public Task<Outcome<int>> BackAsync(Actor? actor = null) =>
            host.InScopeAsync(s => s.GetRequiredService<PublishWeights>().RollBackAsync(Role, actor, Ct));

        public RankingWeights Weights => host.Services.GetRequiredService<TalentIndex>().Weights(Role);

        /// <summary>Lists in the order of one feature, of which people open whoever has most of another and was looked at.</summary>
        public Task LogAsync(int lists, Feature wanted, int seed = 1) =>
            host.InScopeAsync(async s =>
            {
                var db = s.GetRequiredService<MetierDb>();
                var random = new Random(seed);
                var at = host.Now.AddHours(-2);
                for (var i = 0; i < lists; i++)
                {
                    var viewer = Ids.New(host.Clock);
                    var items = Enumerable
                        .Range(0, 10)
                        .Select(_ => (Skill: random.Next(FeatureMath.One), Success: random.Next(FeatureMath.One)))
                        .OrderByDescending(v => v.Skill)
                        .Select(
                            (v, place) =>
                                new ShownItem(
                                    Ids.New(host.Clock),
                                    place + 1,
                                    place % 2 == 0,
                                    [new(Feature.MustHave, v.Skill), new(Feature.JobSuccess, v.Success)]
                                )
                        )
                        .ToList();
                    var opened = items
                        .Where(item => random.NextDouble() < 1.0 / item.Position)
                        .MaxBy(item => item.Values.Single(v => v.Feature == wanted).Value);
                    db.Add(
                        new ShownList
                        {
                            Id = Ids.New(host.Clock),
                            At = at,
                            Role = Role,
                            ViewerId = viewer,
                            Need = i,
                            WeightsVersion = RankingWeights.Freelancers.Version,
                            Items = ShownItem.Pack(items),
                        }
                    );
                    db.Add(Outcome(host, Outcomes.Viewed, viewer, opened.Id, at.AddMinutes(1)));
                }
                await db.SaveChangesAsync(Ct);
            });
    }

    public static ShownOutcome Outcome(TestHost host, Outcomes what, Guid viewer, Guid document, DateTime at)
    {
        var id = Ids.New(host.Clock);
        return new ShownOutcome
        {
            Id = id,
            At = at,
            Role = Role,
            What = what,
            ViewerId = viewer,
            DocumentId = document,
            SourceId = id,
        };
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
