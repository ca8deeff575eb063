using CsCheck;

namespace Metier.Matching.Tests;

public class RankingTests
{
    [Fact]
    public void The_points_of_every_ranking_sum_to_a_thousand_and_name_each_feature_once() =>
        Assert.All(
            RankingWeights.All,
            w =>
            {
                Assert.Equal(RankingWeights.Whole, w.Features.Sum(f => f.Points));
                Assert.Equal(w.Features.Length, w.Features.Select(f => f.Feature).Distinct().Count());
                Assert.True(w.Version > 0);
            }
        );

    [Fact]
    public void Weights_that_do_not_sum_to_a_thousand_are_refused() =>
        Assert.Throws<ArgumentException>(() =>
            new RankingWeights(2, RankingRole.JobsForAFreelancer, [new(Feature.Text, 999)])
        );

    [Fact]
    public void What_must_not_rank_anybody_is_not_even_known()
    {
        var known = typeof(FreelancerDocument).GetProperties().Select(p => p.Name).ToList();
        Assert.All(
            new[] { "Name", "Photo", "Gender", "Birth", "Age", "Nationality", "Paid", "Boost", "Plan" },
            word =>
                Assert.DoesNotContain(
                    known,
                    k =>
                        k.Equals(word, StringComparison.Ordinal)
                        || k.EndsWith(word, StringComparison.Ordinal) && word != "Age"
                )
        );
    }

    [Fact]
    public void One_of_one_never_beats_ninety_five_of_a_hundred()
    {
        Assert.True(FeatureMath.JobSuccess(100, 1) < FeatureMath.JobSuccess(95, 100));
        Assert.Equal(700_000, FeatureMath.JobSuccess(null, 0));
        Assert.Equal(750_000, FeatureMath.JobSuccess(100, 1));
    }

    [Fact]
    public void Inside_the_budget_a_rate_is_whole_and_beyond_it_falls_to_nothing_at_half_more()
    {
        Assert.Equal(FeatureMath.One, FeatureMath.WithinBudget(2_000, 6_000));
        Assert.Equal(FeatureMath.One, FeatureMath.WithinBudget(6_000, 6_000));
        Assert.Equal(500_000, FeatureMath.WithinBudget(7_500, 6_000));
        Assert.Equal(0, FeatureMath.WithinBudget(9_000, 6_000));
        Assert.Equal(0, FeatureMath.WithinBudget(20_000, 6_000));
    }

    [Fact]
    public void A_rarer_word_weighs_more_and_one_more_document_never_halves_it() =>
        Gen.Select(Gen.Int[1, 1_000_000], Gen.Int[0, 1_000_000])
            .Sample(
                (documents, frequency) =>
                {
                    var at = FeatureMath.Rarity(documents, Math.Min(frequency, documents));
                    var more = FeatureMath.Rarity(documents, Math.Min(frequency, documents) + 1);
                    Assert.True(at >= more);
                    Assert.True(more * 2 >= at);
                    Assert.True(more >= 16);
                }
            );

    [Fact]
    public void Every_feature_stays_between_nothing_and_one() =>
        Gen.Select(Gen.Int[-2_000, 2_000], Gen.Int[-100, 100_000], Gen.Int[1, 100_000])
            .Sample(
                (a, b, c) =>
                    Assert.All(
                        [
                            FeatureMath.JobSuccess(Math.Clamp(a, 0, 100), b),
                            FeatureMath.WithinBudget(b, c),
                            FeatureMath.PaysEnough(c, b),
                            FeatureMath.Availability(a, c, b),
                            FeatureMath.Replies(Math.Max(0, a), c),
                            FeatureMath.Recency(Math.Max(0, a), 7, 90),
                            FeatureMath.PastWork(Math.Max(0, a), c),
                            FeatureMath.SkillTest(b, c),
                            FeatureMath.InvitationLoad(Math.Max(0, a), 5),
                            FeatureMath.ClientRecord(Math.Max(0, a), c, 4_500),
                            FeatureMath.Competition(Math.Max(0, a)),
                            FeatureMath.SharedHours(a, -a) * 125_000,
                        ],
                        value => Assert.InRange(value, 0, FeatureMath.One)
                    )
            );

    [Fact]
    public void The_reasons_tell_the_facts()
    {
        var client = new Guid(7, 0, 0, new byte[8]);
        var person = new FreelancerDocument
        {
            Id = new Guid(1, 0, 0, new byte[8]),
            Skills = [1, 7],
            Title = "Picture book illustrator",
            RateMinor = 4_500,
            LastActive = Samples.Today.AddDays(-3),
            PastWork = [new PastWork(1, 9, Samples.Today.AddDays(-40))],
            Clients = [new ClientHistory(client, 2)],
            HoursPerWeek = 20,
        };
        var need = new Need
        {
            MustHave = [1, 5],
            NiceToHave = [4],
            Text = "illustrator for a picture book",
            RateMinMinor = 3_000,
            RateMaxMinor = 5_000,
            Client = client,
        };
        var standing = Samples
            .Index([person])
            .Explain(person.Id, new FreelancerQuery { Need = need, Today = Samples.Today });
        var parts = standing!.Match.Parts.ToDictionary(p => p.Feature);
        var must = Assert.IsType<Evidence.Concepts>(parts[Feature.MustHave].Evidence);
        Assert.Equal([1], must.Held);
        Assert.Equal([5], must.Missing);
        Assert.Equal(
            [new RelatedPair(5, 7)],
            Assert.IsType<Evidence.Related>(parts[Feature.RelatedSkills].Evidence).Pairs
        );
        var past = Assert.IsType<Evidence.PastContracts>(parts[Feature.PastWork].Evidence);
        Assert.Equal((9, Samples.Today.AddDays(-40)), (past.Count, past.LastEnded));
        Assert.Equal(50, parts[Feature.RateFit].Points);
        Assert.Equal(10, parts[Feature.ClientHistory].Points);
        Assert.Equal(3, Assert.IsType<Evidence.WordCount>(parts[Feature.Text].Evidence).InTitle);
        Assert.DoesNotContain(Feature.Level, parts.Keys);
        Assert.Equal((1, 1), (standing.Place, standing.Total));
    }
}
