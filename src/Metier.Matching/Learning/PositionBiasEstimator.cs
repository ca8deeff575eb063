using System.Collections.Immutable;

namespace Metier.Matching.Learning;

/// <param name="Bias">The default curve when <paramref name="Clicks"/> are too few.</param>
/// <param name="Clicks">Documents with a gain in comparisons of two places that could be used.</param>
/// <param name="Pairs">Pairs of places that were compared.</param>
public sealed record PositionBiasEstimate(PositionBias Bias, int Clicks, int Pairs);

/// <summary>
/// Estimates what a place does from documents that stood at two places by chance and not by merit: either because a coin
/// swapped them (Joachims et al. 2017, section 5.3), or because the same document was shown for the same need at different
/// places under different weights or days (intervention harvesting: Agarwal et al. 2019, “Estimating Position Bias without
/// Intrusive Interventions”). Each pair of places gives a ratio of choices; the curve is the weighted least squares fit to
/// the logarithms of all ratios, with the steps of the default curve as a prior, made non-increasing.
/// </summary>
public static class PositionBiasEstimator
{
    /// <summary>Fewer choices than this in all comparisons and the default curve stays.</summary>
    public const int LeastClicks = 500;

    /// <summary>Fewer choices than this at either place and the pair is left out.</summary>
    public const int LeastClicksOfPair = 10;

    /// <summary>How far a step between neighbouring places is expected to be from the default's, as a logarithm.</summary>
    public const double PriorDeviation = 0.3;

    public static PositionBiasEstimate Estimate(IEnumerable<LoggedSearch> searches)
    {
        var swaps = new Tally();
        var harvest = new Dictionary<(long Need, Guid Document), SortedDictionary<int, Seen>>();
        foreach (var search in searches)
        {
            foreach (var shown in search.Shown.Where(s => s.Position is >= 1 and <= PositionBias.Places))
            {
                if (shown.SwapsWith is { } other && other != shown.Position)
                {
                    if (other is >= 1 and <= PositionBias.Places)
                    {
                        swaps.Add(shown.Position, other, shown.Gain > 0 ? 1 : 0, shown.Gain > 0 ? 1 : 0);
                    }
                }
                else
                {
                    var key = (search.Need, shown.Id);
                    if (!harvest.TryGetValue(key, out var places))
                    {
                        harvest[key] = places = [];
                    }

                    var seen = places.GetValueOrDefault(shown.Position);
                    places[shown.Position] = new Seen(seen.Times + 1, seen.Clicks + (shown.Gain > 0 ? 1 : 0));
                }
            }
        }

        var ratios = swaps.Ratios().Concat(Harvested(harvest).Ratios()).ToList();
        var clicks = (int)Math.Min(int.MaxValue, ratios.Sum(r => (long)r.Clicks));
        return clicks < LeastClicks
            ? new PositionBiasEstimate(PositionBias.Default, clicks, ratios.Count)
            : new PositionBiasEstimate(Fit(ratios), clicks, ratios.Count);
    }

    /// <summary>
    /// Each document counts at each of its places by its share of choices there, so that how often the ranking put it at
    /// either place does not matter. The sums are of whole thousandths and therefore the same in any order.
    /// </summary>
    private static Tally Harvested(Dictionary<(long Need, Guid Document), SortedDictionary<int, Seen>> harvest)
    {
        var tally = new Tally();
        foreach (var places in harvest.Values.Where(p => p.Count > 1))
        {
            foreach (var (here, seen) in places)
            {
                foreach (var there in places.Keys.Where(k => k != here))
                {
                    tally.Add(here, there, seen.Clicks * Tally.Unit / seen.Times, seen.Clicks, scaled: true);
                }
            }
        }

        return tally;
    }

    private static PositionBias Fit(IReadOnlyCollection<Ratio> ratios)
    {
        const int n = PositionBias.Places - 1;
        var a = new double[n, n];
        var b = new double[n];
        var prior = 1 / (PriorDeviation * PriorDeviation);
        for (var place = 2; place <= PositionBias.Places; place++)
        {
            var step = Math.Log(PositionBias.Default.At(place - 1) / PositionBias.Default.At(place));
            Observe(a, b, place - 1, place, step, prior);
        }

        foreach (var ratio in ratios.OrderBy(r => r.Here).ThenBy(r => r.There).ThenBy(r => r.Log))
        {
            Observe(a, b, ratio.Here, ratio.There, ratio.Log, ratio.Precision);
        }

        var logs = NonIncreasing([0, .. SmallMatrix.Solve(a, b)]);
        return new PositionBias([.. logs.Select(l => Math.Exp(l - logs[0]))], fromData: true);
    }

    /// <summary>Adds (log p(here) − log p(there) − value)² × precision; the first place is fixed at 0 and has no unknown.</summary>
    private static void Observe(double[,] a, double[] b, int here, int there, double value, double precision)
    {
        var (i, j) = (here - 2, there - 2);
        if (i >= 0)
        {
            a[i, i] += precision;
            b[i] += precision * value;
        }

        if (j >= 0)
        {
            a[j, j] += precision;
            b[j] -= precision * value;
        }

        if (i >= 0 && j >= 0)
        {
            a[i, j] -= precision;
            a[j, i] -= precision;
        }
    }

    /// <summary>The nearest sequence that never rises (pool adjacent violators).</summary>
    private static ImmutableArray<double> NonIncreasing(double[] values)
    {
        var blocks = new List<(double Sum, int Count)>();
        foreach (var value in values)
        {
            blocks.Add((value, 1));
            while (blocks.Count > 1 && blocks[^1].Sum / blocks[^1].Count > blocks[^2].Sum / blocks[^2].Count)
            {
                var last = blocks[^1];
                blocks.RemoveAt(blocks.Count - 1);
                blocks[^1] = (blocks[^1].Sum + last.Sum, blocks[^1].Count + last.Count);
            }
        }

        return [.. blocks.SelectMany(block => Enumerable.Repeat(block.Sum / block.Count, block.Count))];
    }

    private readonly record struct Seen(int Times, int Clicks);

    /// <param name="Log">log(p(here) / p(there)).</param>
    /// <param name="Precision">The inverse of its variance, by the delta method.</param>
    private readonly record struct Ratio(int Here, int There, double Log, double Precision, int Clicks);

    /// <summary>Choices at one place of documents that also stood, or might have stood, at another.</summary>
    private sealed class Tally
    {
        public const long Unit = 1_000;
        private readonly Dictionary<(int Here, int There), (long Rate, int Clicks)> _sums = [];

        public void Add(int here, int there, long rate, int clicks, bool scaled = false)
        {
            var sum = _sums.GetValueOrDefault((here, there));
            _sums[(here, there)] = (sum.Rate + (scaled ? rate : rate * Unit), sum.Clicks + clicks);
        }

        public IEnumerable<Ratio> Ratios()
        {
            foreach (var ((here, there), sum) in _sums.Where(s => s.Key.Here < s.Key.There))
            {
                var other = _sums.GetValueOrDefault((there, here));
                if (sum.Clicks >= LeastClicksOfPair && other.Clicks >= LeastClicksOfPair)
                {
                    yield return new Ratio(
                        here,
                        there,
                        Math.Log(sum.Rate / (double)other.Rate),
                        1 / (1.0 / sum.Clicks + 1.0 / other.Clicks),
                        sum.Clicks + other.Clicks
                    );
                }
            }
        }
    }
}
