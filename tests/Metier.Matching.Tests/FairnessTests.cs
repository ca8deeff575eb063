using CsCheck;
using Metier.Matching.Fairness;

namespace Metier.Matching.Tests;

/// <summary>Measures of fairness against numbers computed by hand, and the rule that may change an order.</summary>
public class FairnessTests
{
    private static readonly Dictionary<string, double> Even = new(StringComparer.Ordinal) { ["a"] = 0.5, ["b"] = 0.5 };

    [Fact]
    public void A_group_below_its_proportion_has_a_negative_skew()
    {
        string[] list = ["a", "a", "a", "b"];
        // (3 + 1/2) of 5 against one half, and (1 + 1/2) of 5.
        Assert.Equal(Math.Log(3.5 / 5 / 0.5), FairnessMeasures.Skew(list, "a", Even, 10), 12);
        Assert.Equal(Math.Log(1.5 / 5 / 0.5), FairnessMeasures.Skew(list, "b", Even, 10), 12);
        Assert.Equal(Math.Log(0.6), FairnessMeasures.MinSkew(list, Even, 10), 12);
        // Nobody of b among the first two: (0 + 1/2) of 3.
        Assert.Equal(Math.Log(1.0 / 3), FairnessMeasures.MinSkew(list, Even, 2), 12);
        Assert.Equal(0, FairnessMeasures.MinSkew(["a", "b"], Even, 10), 12);
    }

    [Fact]
    public void Divergence_counts_the_first_places_most()
    {
        // Place 1: a alone, ln 2. Place 2: half and half, 0. Weights 1 and 1/log2(3).
        var second = 1 / Math.Log2(3);
        Assert.Equal(Math.Log(2) / (1 + second), FairnessMeasures.Ndkl(["a", "b"], Even), 12);
        // a, a: ln 2 at both places.
        Assert.Equal(Math.Log(2), FairnessMeasures.Ndkl(["a", "a"], Even), 12);
        // a, a, b: at the third 2/3 and 1/3 against one half each.
        var third = 2.0 / 3 * Math.Log(4.0 / 3) + 1.0 / 3 * Math.Log(2.0 / 3);
        Assert.Equal(
            (Math.Log(2) * (1 + second) + third / 2) / (1 + second + 0.5),
            FairnessMeasures.Ndkl(["a", "a", "b"], Even),
            12
        );
        Assert.Equal(0, FairnessMeasures.Ndkl([], Even));
    }

    [Fact]
    public void Inequality_is_nothing_when_all_have_the_same_and_nearly_one_when_one_has_all()
    {
        Assert.Equal(0, FairnessMeasures.Gini([3, 3, 3]), 12);
        // Σ(2i − n − 1)x = −3·1 − 1·2 + 1·3 + 3·4 = 10; n·Σx = 40.
        Assert.Equal(0.25, FairnessMeasures.Gini([4, 1, 3, 2]), 12);
        Assert.Equal(0.75, FairnessMeasures.Gini([0, 0, 0, 5]), 12);
        Assert.Equal(0.75, FairnessMeasures.Gini([5], withNothing: 3), 12);
        Assert.Equal(0, FairnessMeasures.Gini([]));
    }

    [Fact]
    public void People_with_nothing_may_be_listed_or_counted() =>
        Gen.Select(Gen.Double[0, 10].Array[1, 30], Gen.Int[0, 20])
            .Sample(
                (amounts, nothing) =>
                    Assert.Equal(
                        FairnessMeasures.Gini([.. amounts, .. new double[nothing]]),
                        FairnessMeasures.Gini(amounts, nothing),
                        9
                    )
            );

    [Fact]
    public void A_report_says_what_each_group_got()
    {
        var (ann, ben, cyd) = (Id(1), Id(2), Id(3));
        var report = ExposureReport.Of(
            [
                [new(ann, 1, "known", 5), new(cyd, 2, "new", 0)],
                [new(ben, 1, "known", 0), new(cyd, 3, "new", 1)],
                [],
            ],
            new Dictionary<string, int>(StringComparer.Ordinal) { ["known"] = 6, ["new"] = 2 }
        );
        var second = 1 / Math.Log2(3);
        var all = 2 + second + 0.5;
        Assert.Equal(2, report.Lists);
        Assert.Equal(["known", "new"], report.Groups.Select(g => g.Group));
        var (known, fresh) = (report.Groups[0], report.Groups[1]);
        Assert.Equal((6, 0.75, 2), (known.People, known.Proportion, known.Shown));
        Assert.Equal(2 / all, known.Exposure, 12);
        Assert.Equal((second + 0.5) / all, fresh.Exposure, 12);
        Assert.Equal(fresh.Exposure / 0.25, fresh.Parity, 12);
        Assert.Equal(5.0 / 6, known.Gain!.Value, 12);
        Assert.Equal(fresh.Exposure * 6, fresh.Treatment!.Value, 12);
        Assert.Equal(Math.Log(0.5 / 0.25), fresh.SkewAt10!.Value, 12);
        // Both lists: one of each; known is below 3/4: (1 + 0.75) of 3 against 0.75.
        Assert.Equal(Math.Log(1.75 / 3 / 0.75), report.MinSkewAt10, 12);
        // Eight people: five with nothing, then 1, 1 and second + 0.5.
        Assert.Equal(FairnessMeasures.Gini([0, 0, 0, 0, 0, 1, 1, second + 0.5]), report.Gini, 12);
        var half = 0.5 * Math.Log(0.5 / 0.75) + 0.5 * Math.Log(0.5 / 0.25);
        Assert.Equal((Math.Log(1 / 0.75) + second * half) / (1 + second), report.Ndkl, 12);
    }

    [Fact]
    public void A_group_nobody_counted_and_a_report_of_nothing_are_no_problem()
    {
        var none = ExposureReport.Of([], new Dictionary<string, int>(StringComparer.Ordinal) { ["a"] = 3 });
        Assert.Equal((0, 0.0, 0.0, 0.0), (none.Lists, none.MinSkewAt10, none.Ndkl, none.Gini));
        Assert.Null(Assert.Single(none.Groups).SkewAt10);
        var unknown = ExposureReport.Of(
            [
                [new(Id(1), 1, "left", 0)],
            ],
            new Dictionary<string, int>(StringComparer.Ordinal)
        );
        Assert.Equal(1, Assert.Single(unknown.Groups).People);
    }

    [Fact]
    public void By_default_no_order_is_changed()
    {
        Assert.False(FairRankingRules.Off.On);
        Assert.Equal(["a1", "a2", "b1"], FairRanking.Reorder(["a1", "a2", "b1"], Group, FairRankingRules.Off));
    }

    [Fact]
    public void A_minimum_brings_the_best_of_a_group_forward_no_further_than_needed()
    {
        string[] ordered = ["a1", "a2", "a3", "a4", "a5", "a6", "b1", "b2"];
        // One in three: the third place and the sixth.
        Assert.Equal(
            ["a1", "a2", "b1", "a3", "a4", "b2", "a5", "a6"],
            FairRanking.Reorder(ordered, Group, Rules(("b", 34), 8))
        );
        // Up to the fourth place only.
        Assert.Equal(
            ["a1", "a2", "b1", "a3", "a4", "a5", "a6", "b2"],
            FairRanking.Reorder(ordered, Group, Rules(("b", 34), 4))
        );
    }

    [Fact]
    public void Two_groups_due_at_once_are_placed_ahead_of_time()
    {
        // At place 4 both b and c are due; c, the better of the two, comes at the third.
        Assert.Equal(
            ["a1", "a2", "c1", "b1", "a3"],
            FairRanking.Reorder(["a1", "a2", "a3", "c1", "b1"], Group, Rules(5, ("b", 25), ("c", 25)))
        );
    }

    [Fact]
    public void Impossible_minimums_are_refused()
    {
        Assert.Throws<ArgumentException>(() => FairRanking.Reorder(["a"], Group, Rules(10, ("a", 60), ("b", 41))));
        Assert.Throws<ArgumentException>(() => FairRanking.Reorder(["a"], Group, Rules(10, ("a", 10), ("a", 10))));
        Assert.Throws<ArgumentException>(() => FairRanking.Reorder(["a"], Group, Rules(10, ("a", 10), ("b", -1))));
    }

    [Fact]
    public void Every_beginning_keeps_its_minimums_groups_keep_their_order_and_nobody_is_lost() =>
        Gen.Select(Gen.Int[0, 3].Array[0, 25], Gen.Int[0, 33].Array[3], Gen.Int[1, 20])
            .Sample(
                (groups, percents, places) =>
                {
                    string[] ordered = [.. groups.Select((g, at) => $"{"abcd"[g]}{at}")];
                    var rules = Rules(places, ("a", percents[0]), ("b", percents[1]), ("c", percents[2]));
                    var result = FairRanking.Reorder(ordered, Group, rules);
                    Assert.Equal(ordered.Order(), result.Order());
                    foreach (var name in "abcd")
                    {
                        Assert.Equal(ordered.Where(p => p[0] == name), result.Where(p => p[0] == name));
                    }

                    for (var k = 1; k <= Math.Min(places, ordered.Length); k++)
                    {
                        Assert.All(
                            rules.Minimums,
                            m =>
                                Assert.True(
                                    result.Take(k).Count(p => Group(p) == m.Group)
                                        >= FairRanking.Least(m, k, ordered.Count(p => Group(p) == m.Group))
                                )
                        );
                    }
                }
            );

    [Fact]
    public void No_order_that_keeps_the_minimums_is_better_at_the_first_place_where_it_differs() =>
        Gen.Select(Gen.Int[0, 2].Array[1, 6], Gen.Int[0, 50].Array[2])
            .Sample(
                (groups, percents) =>
                {
                    string[] ordered = [.. groups.Select((g, at) => $"{"abc"[g]}{at}")];
                    var rules = Rules(6, ("a", percents[0]), ("b", percents[1]));
                    var best = Permutations(ordered.Length)
                        .First(order => Keeps([.. order.Select(i => ordered[i])], rules));
                    Assert.Equal(best.Select(i => ordered[i]), FairRanking.Reorder(ordered, Group, rules));
                }
            );

    private static bool Keeps(string[] order, FairRankingRules rules) =>
        rules.Minimums.All(m =>
            Enumerable
                .Range(1, order.Length)
                .All(k =>
                    order.Take(k).Count(p => Group(p) == m.Group)
                    >= FairRanking.Least(m, k, order.Count(p => Group(p) == m.Group))
                )
        );

    /// <summary>All orders of 0 … n − 1, lexicographically.</summary>
    private static IEnumerable<int[]> Permutations(int n) =>
        n == 0
            ?
            [
                [],
            ]
            : Enumerable
                .Range(0, n)
                .SelectMany(first =>
                    Permutations(n - 1)
                        .Select(rest => new[] { first }.Concat(rest.Select(r => r < first ? r : r + 1)).ToArray())
                );

    private static string Group(string person) => person[..1];

    private static FairRankingRules Rules((string Group, int Percent) minimum, int places) => Rules(places, minimum);

    private static FairRankingRules Rules(int places, params (string Group, int Percent)[] minimums) =>
        new() { Minimums = [.. minimums.Select(m => new MinimumShare(m.Group, m.Percent))], Places = places };

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
