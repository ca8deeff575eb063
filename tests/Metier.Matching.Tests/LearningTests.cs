using CsCheck;
using Metier.Matching.Learning;

namespace Metier.Matching.Tests;

/// <summary>Learning from biased choices of people whose true wishes are known.</summary>
public class LearningTests(ITestOutputHelper output)
{
    private static readonly RankingWeights Defaults = RankingWeights.Freelancers;

    [Fact]
    public void From_biased_choices_better_weights_than_the_defaults_are_recovered()
    {
        var log = new SimulatedMarket(1).Log(5_000);
        var learnt = Learn(log);
        var fresh = new SimulatedMarket(2).Unbiased(500);
        var (before, after) = (SimulatedMarket.Quality(Defaults, fresh), SimulatedMarket.Quality(learnt, fresh));
        var (far, near) = (Cosine(Defaults), Cosine(learnt));
        output.WriteLine($"cosine {far:F3} → {near:F3}, nDCG@10 against the truth {before:F3} → {after:F3}");
        output.WriteLine(string.Join(", ", learnt.Features.Select(f => $"{f.Feature} {f.Points}")));
        Assert.True(near > far + 0.15, $"cosine {far:F3} → {near:F3}");
        Assert.True(near > 0.95, $"cosine {near:F3}");
        Assert.True(after > before + 0.03, $"nDCG {before:F3} → {after:F3}");

        var compared = HeldOutComparison.Of(log, Defaults, learnt);
        output.WriteLine(compared.ToString());
        Assert.Equal(ComparisonVerdict.Better, compared.Verdict);
        Assert.True(compared.MayPublish);
        Assert.True(compared.LearntPairs > compared.CurrentPairs);
        Assert.InRange(compared.Searches, log.Count(s => s.IsLabelled) / 6, log.Count(s => s.IsLabelled) / 4);
    }

    [Fact]
    public void Without_propensities_the_order_that_was_shown_is_mistaken_for_what_was_wanted()
    {
        var market = new SimulatedMarket(3);
        var log = market.Log(5_000);
        var careful = Learn(log);
        var naive = Learn([.. log.Select(s => s.With(PositionBias.Power(0)))]);
        var fresh = new SimulatedMarket(4).Unbiased(500);
        var (biased, unbiased) = (SimulatedMarket.Quality(naive, fresh), SimulatedMarket.Quality(careful, fresh));
        output.WriteLine($"cosine naive {Cosine(naive):F3}, weighted {Cosine(careful):F3}");
        output.WriteLine($"nDCG@10 against the truth naive {biased:F4}, weighted {unbiased:F4}");
        Assert.True(Cosine(careful) > Cosine(naive) + 0.01);
        Assert.True(unbiased > biased);
    }

    [Fact]
    public void Too_few_searches_teach_nothing()
    {
        var log = new SimulatedMarket(5).Log(1_500);
        var refused = Assert.IsType<LearningResult.Refused>(WeightLearner.Learn(log, Defaults, 2));
        Assert.Equal(LearningRefusal.TooFewSearches, refused.Reason);
        Assert.Equal((log.Count(s => s.IsLabelled), 2_000), (refused.Labelled, refused.Needed));
    }

    [Fact]
    public void Searches_nothing_came_of_do_not_count_as_labelled()
    {
        var log = new SimulatedMarket(6).Log(3_000).ConvertAll(Unlabelled);
        var refused = Assert.IsType<LearningResult.Refused>(WeightLearner.Learn(log, Defaults, 2));
        Assert.Equal(0, refused.Labelled);
    }

    [Fact]
    public void Weights_learnt_from_false_choices_do_not_pass_the_searches_held_out()
    {
        // Whatever is learnt from comes from people who want the opposite; what is held out is honest.
        var against = new RankingWeights(
            98,
            Defaults.Role,
            [
                .. Defaults.Features.Select(f => new FeatureWeight(
                    f.Feature,
                    f.Feature switch
                    {
                        Feature.InvitationLoad or Feature.LastActive => 400,
                        Feature.Availability => 200,
                        _ => 0,
                    }
                )),
            ]
        );
        var honest = new SimulatedMarket(7).Log(3_000).FindAll(s => HeldOut.Keeps(s.Id));
        var log = new SimulatedMarket(8) { Wants = against }
            .Log(4_000)
            .FindAll(s => !HeldOut.Keeps(s.Id))
            .Concat(honest)
            .ToList();
        var learnt = Learn(log);
        var compared = HeldOutComparison.Of(log, Defaults, learnt);
        output.WriteLine(compared.ToString());
        Assert.Equal(ComparisonVerdict.Worse, compared.Verdict);
        Assert.False(compared.MayPublish);
        Assert.True(compared.Difference.High < 0);
    }

    [Fact]
    public void Weights_learnt_from_choices_made_by_chance_are_not_called_better()
    {
        // What was chosen is dealt out anew among the documents of each search.
        var shuffle = new Random(9);
        var log = new SimulatedMarket(10)
            .Log(4_000)
            .ConvertAll(s =>
            {
                var gains = s.Shown.Select(d => d.Gain).ToArray();
                shuffle.Shuffle(gains);
                return s with { Shown = [.. s.Shown.Select((d, at) => d with { Gain = gains[at], Propensity = 1 })] };
            });
        var compared = HeldOutComparison.Of(log, SimulatedMarket.Truth, Learn(log));
        output.WriteLine(compared.ToString());
        Assert.NotEqual(ComparisonVerdict.Better, compared.Verdict);
    }

    [Fact]
    public void The_same_searches_in_any_order_give_the_same_points()
    {
        var log = new SimulatedMarket(11).Log(3_000);
        var mixed = log.ConvertAll(s => s with { Shown = [.. s.Shown.Reverse()] });
        new Random(12).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(mixed));
        Assert.Equal(Learn(log).Features, Learn(mixed).Features);
        Assert.Equal(
            HeldOutComparison.Of(log, Defaults, SimulatedMarket.Truth),
            HeldOutComparison.Of(mixed, Defaults, SimulatedMarket.Truth)
        );
    }

    [Fact]
    public void Points_stay_whole_never_negative_and_sum_to_a_thousand()
    {
        // Here people dislike what has most points; a weight ends at nothing, never below.
        var inverted = new SimulatedMarket(13).Log(3_000).ConvertAll(Inverted);
        var learnt = Learn(inverted);
        Assert.Equal(RankingWeights.Whole, learnt.Features.Sum(f => f.Points));
        Assert.All(learnt.Features, f => Assert.True(f.Points >= 0));
        Assert.Equal(0, learnt.Features.Single(f => f.Feature == Feature.JobSuccess).Points);
        Assert.Equal(2, learnt.Version);
    }

    [Fact]
    public void When_every_feature_speaks_against_the_choices_nothing_is_learnt()
    {
        var log = new SimulatedMarket(14)
            .Log(3_000)
            .ConvertAll(s =>
                s with
                {
                    Shown =
                    [
                        .. s.Shown.Select(d =>
                            d with
                            {
                                Values =
                                [
                                    .. Defaults.Features.Select(f => new FeatureValue(
                                        f.Feature,
                                        d.Gain > 0 ? 0 : FeatureMath.One
                                    )),
                                ],
                            }
                        ),
                    ],
                }
            );
        var refused = Assert.IsType<LearningResult.Refused>(WeightLearner.Learn(log, Defaults, 2));
        Assert.Equal(LearningRefusal.NothingToLearn, refused.Reason);
    }

    [Fact]
    public void A_search_given_twice_or_of_another_role_is_an_error_of_the_caller()
    {
        var log = new SimulatedMarket(15).Log(3);
        Assert.Throws<ArgumentException>(() => WeightLearner.Learn([.. log, log[0]], Defaults, 2));
        Assert.Throws<ArgumentException>(() => WeightLearner.Learn(log, RankingWeights.Jobs, 2));
    }

    [Fact]
    public void Shares_are_rounded_by_the_largest_remainder()
    {
        Assert.Equal([334, 333, 333], LargestRemainder.Share([1, 1, 1], 1_000));
        Assert.Equal([5, 3, 2], LargestRemainder.Share([0.47, 0.34, 0.19], 10));
        Assert.Equal([0, 10], LargestRemainder.Share([0, 2], 10));
        Gen.Double[0, 1]
            .Array[1, 20]
            .Where(a => a.Sum() > 0)
            .Sample(parts =>
            {
                var shares = LargestRemainder.Share(parts, 1_000);
                Assert.Equal(1_000, shares.Sum());
                Assert.All(
                    parts.Zip(shares),
                    p => Assert.InRange(p.Second - p.First / parts.Sum() * 1_000, -1.000001, 1.000001)
                );
            });
    }

    [Fact]
    public void Values_survive_their_packed_form()
    {
        Gen.Select(Gen.Enum<Feature>(), Gen.Int[0, FeatureMath.One])
            .Array[0, 20]
            .Sample(pairs =>
            {
                FeatureValue[] values = [.. pairs.Select(p => new FeatureValue(p.Item1, p.Item2))];
                Assert.Equal(values, FeatureValue.Unpack(FeatureValue.Pack(values)));
            });
        Assert.Empty(FeatureValue.Unpack([200, 0, 0, 1]));
        Assert.Throws<FormatException>(() => FeatureValue.Unpack([1, 0, 0]));
    }

    [Fact]
    public void The_furthest_step_counts_and_how_it_ended()
    {
        Assert.Equal(0, Gains.Of(Outcomes.None));
        Assert.Equal(1, Gains.Of(Outcomes.Viewed));
        Assert.Equal(5, Gains.Of(Outcomes.Viewed | Outcomes.Invited | Outcomes.Replied));
        Assert.Equal(20, Gains.Of(Outcomes.Invited | Outcomes.Hired));
        Assert.Equal(30, Gains.Of(Outcomes.Hired | Outcomes.EndedWell));
        Assert.Equal(5, Gains.Of(Outcomes.Hired | Outcomes.Disputed));
        Assert.Equal(0, Gains.Of(Outcomes.Viewed | Outcomes.Disputed));
    }

    private static double Cosine(RankingWeights weights) => SimulatedMarket.Cosine(weights, SimulatedMarket.Truth);

    private static RankingWeights Learn(IReadOnlyCollection<LoggedSearch> log) =>
        Assert.IsType<LearningResult.Learnt>(WeightLearner.Learn(log, Defaults, 2)).Weights;

    private static LoggedSearch Unlabelled(LoggedSearch search) =>
        search with
        {
            Shown = [.. search.Shown.Select(d => d with { Gain = 0 })],
        };

    private static LoggedSearch Inverted(LoggedSearch search) =>
        search with
        {
            Shown =
            [
                .. search.Shown.Select(d =>
                    d with
                    {
                        Values =
                        [
                            .. d.Values.Select(v =>
                                v.Feature == Feature.JobSuccess ? v with { Value = FeatureMath.One - v.Value } : v
                            ),
                        ],
                    }
                ),
            ],
        };
}
