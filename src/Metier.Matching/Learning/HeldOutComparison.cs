namespace Metier.Matching.Learning;

/// <summary>What searches held out say of learnt weights against the current ones.</summary>
public enum ComparisonVerdict
{
    /// <summary>Better beyond chance: the whole interval of the difference lies above nothing.</summary>
    Better = 1,

    /// <summary>Not worse on average, nor by more than the tolerance at the lower end of the interval.</summary>
    NotWorse = 2,

    /// <summary>Worse on average, or possibly worse by more than the tolerance.</summary>
    Worse = 3,

    /// <summary>Too few searches held out to tell.</summary>
    TooFew = 4,
}

/// <summary>A number with the ends of its 95 % interval.</summary>
public readonly record struct Interval(double Value, double Low, double High);

/// <summary>
/// Two sets of weights on the searches held out, which neither was learnt from. The measure is nDCG@10 with each gain divided
/// by the clipped propensity of its place, as a ratio of the sums over all searches (self-normalised, Swaminathan and Joachims
/// 2015): normalised within each search the propensity of a single choice would cancel. Equal scores share their places
/// (McSherry and Najork 2008), so that a tie neither wins nor loses. The interval is a percentile bootstrap over searches with
/// a fixed seed.
/// </summary>
/// <param name="Searches">Labelled searches held out.</param>
/// <param name="Current">nDCG@10 of the current weights, 0 to 1.</param>
/// <param name="Learnt">nDCG@10 of the learnt weights.</param>
/// <param name="Difference">Learnt less current.</param>
/// <param name="CurrentPairs">Share of pairs inside a search that the current weights order as people chose, weighted alike.</param>
/// <param name="LearntPairs">The same of the learnt weights.</param>
public sealed record HeldOutComparison(
    ComparisonVerdict Verdict,
    int Searches,
    Interval Current,
    Interval Learnt,
    Interval Difference,
    double CurrentPairs,
    double LearntPairs
)
{
    public const int Places = 10;

    /// <summary>Fewer labelled searches held out than this and there is no verdict.</summary>
    public const int LeastSearches = 100;

    /// <summary>How much nDCG the lower end of the interval may lose and still pass as not worse.</summary>
    public const double Tolerance = 0.005;

    /// <summary>Samples of the bootstrap.</summary>
    public const int Samples = 1_000;

    private const ulong Seed = 20_260_101;

    /// <summary>Weights that make held-out searches worse, or may, are not published.</summary>
    public bool MayPublish => Verdict is ComparisonVerdict.Better or ComparisonVerdict.NotWorse;

    /// <param name="searches">All searches given to the learning; those not held out are passed over.</param>
    public static HeldOutComparison Of(
        IEnumerable<LoggedSearch> searches,
        RankingWeights current,
        RankingWeights learnt
    )
    {
        var rows = searches
            .Where(s => s.IsLabelled && HeldOut.Keeps(s.Id))
            .OrderBy(s => s.Id)
            .Select(s => Row.Of(s, current, learnt))
            .ToList();
        if (rows.Count == 0)
        {
            return new HeldOutComparison(ComparisonVerdict.TooFew, 0, default, default, default, 0, 0);
        }

        var all = rows.Aggregate(default(Sums), (sums, row) => sums.Plus(row.Sums));
        var samples = Bootstrap(rows);
        var now = Around(all.CurrentNdcg, samples, s => s.CurrentNdcg);
        var then = Around(all.LearntNdcg, samples, s => s.LearntNdcg);
        var difference = Around(all.LearntNdcg - all.CurrentNdcg, samples, s => s.LearntNdcg - s.CurrentNdcg);
        var pairs = rows.Sum(r => r.Pairs);
        return new HeldOutComparison(
            rows.Count < LeastSearches ? ComparisonVerdict.TooFew
                : difference.Low > 0 ? ComparisonVerdict.Better
                : difference.Value >= 0 && difference.Low >= -Tolerance ? ComparisonVerdict.NotWorse
                : ComparisonVerdict.Worse,
            rows.Count,
            now,
            then,
            difference,
            pairs > 0 ? rows.Sum(r => r.CurrentPairs) / pairs : 0,
            pairs > 0 ? rows.Sum(r => r.LearntPairs) / pairs : 0
        );
    }

    private static List<Sums> Bootstrap(List<Row> rows)
    {
        var random = new Mixer(Seed);
        var samples = new List<Sums>(Samples);
        for (var sample = 0; sample < Samples; sample++)
        {
            var sums = default(Sums);
            for (var draw = 0; draw < rows.Count; draw++)
            {
                sums = sums.Plus(rows[random.Below(rows.Count)].Sums);
            }

            samples.Add(sums);
        }

        return samples;
    }

    private static Interval Around(double value, List<Sums> samples, Func<Sums, double> of)
    {
        var sorted = samples.Select(of).Order().ToArray();
        return new Interval(value, sorted[(int)(sorted.Length * 0.025)], sorted[(int)(sorted.Length * 0.975)]);
    }

    /// <summary>Discounted gains of both orders and of the best order there is.</summary>
    private readonly record struct Sums(double Current, double Learnt, double Ideal)
    {
        public double CurrentNdcg => Ideal > 0 ? Current / Ideal : 0;
        public double LearntNdcg => Ideal > 0 ? Learnt / Ideal : 0;

        public Sums Plus(Sums other) => new(Current + other.Current, Learnt + other.Learnt, Ideal + other.Ideal);
    }

    private sealed record Row(Sums Sums, double Pairs, double CurrentPairs, double LearntPairs)
    {
        public static Row Of(LoggedSearch search, RankingWeights current, RankingWeights learnt)
        {
            var shown = search.Shown.OrderBy(s => s.Position).ThenBy(s => s.Id).ToList();
            double[] gains = [.. shown.Select(s => s.Gain * PositionBias.InverseWeight(s.Propensity))];
            int[] now = [.. shown.Select(s => s.Score(current))];
            int[] then = [.. shown.Select(s => s.Score(learnt))];
            var pairs = shown.Select((s, i) => gains[i] * shown.Count(o => o.Gain < s.Gain)).Sum();
            return new Row(
                new Sums(Ndcg.Dcg(now, gains, Places), Ndcg.Dcg(then, gains, Places), Ndcg.Ideal(gains, Places)),
                pairs,
                Ordered(shown, gains, now),
                Ordered(shown, gains, then)
            );
        }

        private static double Ordered(List<ShownDocument> shown, double[] gains, int[] scores)
        {
            var sum = 0.0;
            for (var i = 0; i < shown.Count; i++)
            {
                for (var j = 0; j < shown.Count; j++)
                {
                    if (shown[i].Gain > shown[j].Gain)
                    {
                        sum += gains[i] * (scores[i].CompareTo(scores[j]) + 1) / 2;
                    }
                }
            }

            return sum;
        }
    }
}
