using Metier.Matching.Learning;

namespace Metier.Matching.Tests;

/// <summary>The measures by which weights are judged, against numbers computed by hand.</summary>
public class ComparisonTests
{
    private static readonly RankingWeights ByText = Only(Feature.Text);
    private static readonly RankingWeights BySkill = Only(Feature.MustHave);

    [Fact]
    public void Gains_are_discounted_by_place()
    {
        // 3 at the second place, 1 at the first: 1 + 3/log2(3).
        Assert.Equal(1 + 3 / Math.Log2(3), Ndcg.Dcg([9, 5, 1], [1, 3, 0], 10), 12);
        Assert.Equal(3 + 1 / Math.Log2(3), Ndcg.Ideal([1, 3, 0], 10), 12);
        Assert.Equal(1, Ndcg.Dcg([9, 5, 1], [1, 3, 0], 1), 12);
    }

    [Fact]
    public void Equal_scores_share_their_places()
    {
        var mean = (1 + 1 / Math.Log2(3)) / 2;
        Assert.Equal(2 * mean, Ndcg.Dcg([5, 5], [2, 0], 10), 12);
        Assert.Equal(Ndcg.Dcg([5, 5], [2, 0], 10), Ndcg.Dcg([5, 5], [0, 2], 10), 12);
        // Only the first place counts: each of two has half of it.
        Assert.Equal(1, Ndcg.Dcg([5, 5], [2, 0], 1), 12);
    }

    [Fact]
    public void What_was_chosen_where_few_look_counts_more()
    {
        // Chosen at place 1 (propensity 1): text is right, skill puts it second. At place 2 (1/2) the other way round.
        var log = Kept(2, (i, id) => Search(id, chosen: i == 0 ? 1 : 2));
        var compared = HeldOutComparison.Of(log, ByText, BySkill);
        var second = 1 / Math.Log2(3);
        Assert.Equal((1 + 2 * second) / 3, compared.Current.Value, 12);
        Assert.Equal((second + 2) / 3, compared.Learnt.Value, 12);
        Assert.Equal((1 - second) / 3, compared.Difference.Value, 12);
        Assert.Equal(1.0 / 3, compared.CurrentPairs, 12);
        Assert.Equal(2.0 / 3, compared.LearntPairs, 12);
        Assert.Equal(ComparisonVerdict.TooFew, compared.Verdict);
        Assert.False(compared.MayPublish);
    }

    [Fact]
    public void The_interval_says_whether_it_may_be_chance()
    {
        var always = HeldOutComparison.Of(Kept(200, (_, id) => Search(id, 2)), ByText, BySkill);
        Assert.Equal(ComparisonVerdict.Better, always.Verdict);
        Assert.True(always.Difference is { Low: > 0 } d && d.Low <= d.Value && d.Value <= d.High);
        Assert.Equal(
            ComparisonVerdict.Worse,
            HeldOutComparison.Of(Kept(200, (_, id) => Search(id, 1)), ByText, BySkill).Verdict
        );
        var same = HeldOutComparison.Of(Kept(200, (_, id) => Search(id, 1)), ByText, ByText);
        Assert.Equal(ComparisonVerdict.NotWorse, same.Verdict);
        Assert.Equal(new Interval(0, 0, 0), same.Difference);
        Assert.True(same.MayPublish);
    }

    [Fact]
    public void Without_searches_held_out_there_is_no_verdict() =>
        Assert.Equal(ComparisonVerdict.TooFew, HeldOutComparison.Of([], ByText, BySkill).Verdict);

    [Fact]
    public void One_search_in_five_is_held_out_and_always_the_same()
    {
        var random = new Random(1);
        var bytes = new byte[16];
        var kept = Enumerable
            .Range(0, 10_000)
            .Count(_ =>
            {
                random.NextBytes(bytes);
                return HeldOut.Keeps(new Guid(bytes));
            });
        Assert.InRange(kept, 1_850, 2_150);
        // Ids that follow each other in time are not split by time.
        var inRow = Enumerable.Range(0, 10_000).Count(i => HeldOut.Keeps(new Guid(i, 0, 0, new byte[8])));
        Assert.InRange(inRow, 1_850, 2_150);
        Assert.Equal(
            [false, true],
            new[] { "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000008" }
                .Select(g => HeldOut.Keeps(Guid.Parse(g)))
                .ToArray()
        );
    }

    private static LoggedSearch Search(Guid id, int chosen) =>
        new(
            id,
            RankingRole.FreelancersForAJob,
            1,
            1,
            [Document(1, chosen, text: FeatureMath.One, skill: 0), Document(2, chosen, text: 0, skill: FeatureMath.One)]
        );

    private static ShownDocument Document(int place, int chosen, int text, int skill) =>
        new(
            new Guid(place, 0, 0, new byte[8]),
            place,
            PositionBias.Default.At(place),
            [new(Feature.Text, text), new(Feature.MustHave, skill)],
            place == chosen ? Gains.View : 0
        );

    private static List<LoggedSearch> Kept(int count, Func<int, Guid, LoggedSearch> make) =>
        [
            .. Enumerable
                .Range(1, 100_000)
                .Select(i => new Guid(i, 0, 0, new byte[8]))
                .Where(HeldOut.Keeps)
                .Take(count)
                .Select((id, i) => make(i, id)),
        ];

    private static RankingWeights Only(Feature feature) =>
        new(1, RankingRole.FreelancersForAJob, [new(feature, RankingWeights.Whole)]);
}
