namespace Metier.Matching.Learning;

/// <summary>
/// The training data as numbers, and the loss over it. Every document with a gain is compared to every other one of its
/// search; its loss is the mean of log(1 + exp(−(own score − other's score))) over them, which bounds its rank from above.
/// Weighted by the gain and the clipped inverse propensity the sum is an unbiased estimate of what it would be had everything
/// been looked at (Joachims, Swaminathan, Schnabel 2017), because only the chosen document needs to have been seen.
/// </summary>
internal sealed class Preferences
{
    private readonly int _features;
    private readonly double[][] _values;
    private readonly double[][] _counts;

    private Preferences(int features, double[][] values, double[][] counts)
    {
        _features = features;
        _values = values;
        _counts = counts;
    }

    /// <summary>Documents with a gain.</summary>
    public int Choices => _counts.Sum(c => c.Count(w => w > 0));

    /// <param name="searches">Labelled ones, in an order that does not depend on how they came.</param>
    public static Preferences Of(IReadOnlyList<LoggedSearch> searches, RankingWeights weights)
    {
        var values = new double[searches.Count][];
        var counts = new double[searches.Count][];
        var n = weights.Features.Length;
        for (var at = 0; at < searches.Count; at++)
        {
            var shown = searches[at].Shown;
            values[at] = new double[shown.Length * n];
            counts[at] = new double[shown.Length];
            for (var doc = 0; doc < shown.Length; doc++)
            {
                counts[at][doc] = Gains.Weight(shown[doc].Gain) * PositionBias.InverseWeight(shown[doc].Propensity);
                for (var f = 0; f < n; f++)
                {
                    values[at][doc * n + f] = shown[doc].ValueOf(weights.Features[f].Feature) / (double)FeatureMath.One;
                }
            }
        }

        Normalise(counts);
        return new Preferences(n, values, counts);
    }

    /// <summary>The same choices seen through one number per document: its score by these weights.</summary>
    public Preferences Along(double[] weights)
    {
        var scores = new double[_values.Length][];
        for (var at = 0; at < _values.Length; at++)
        {
            scores[at] = Scores(_values[at], weights);
        }

        return new Preferences(1, scores, _counts);
    }

    /// <summary>The loss, its gradient and, when asked for, its second derivatives.</summary>
    public double Loss(double[] weights, double[]? gradient, double[,]? curvature)
    {
        var loss = 0.0;
        var difference = new double[_features];
        for (var at = 0; at < _values.Length; at++)
        {
            var scores = Scores(_values[at], weights);
            for (var chosen = 0; chosen < scores.Length; chosen++)
            {
                if (_counts[at][chosen] > 0)
                {
                    loss += OfChoice(at, chosen, scores, difference, gradient, curvature);
                }
            }
        }

        return loss;
    }

    private double OfChoice(
        int at,
        int chosen,
        double[] scores,
        double[] difference,
        double[]? gradient,
        double[,]? curvature
    )
    {
        var values = _values[at];
        var share = _counts[at][chosen] / (scores.Length - 1);
        var loss = 0.0;
        for (var other = 0; other < scores.Length; other++)
        {
            if (other == chosen)
            {
                continue;
            }

            var lead = scores[chosen] - scores[other];
            loss += share * SoftPlus(-lead);
            if (gradient is null)
            {
                continue;
            }

            var wrong = 1 / (1 + Math.Exp(lead));
            for (var f = 0; f < _features; f++)
            {
                difference[f] = values[chosen * _features + f] - values[other * _features + f];
                gradient[f] -= share * wrong * difference[f];
            }

            Curve(curvature, difference, share * wrong * (1 - wrong));
        }

        return loss;
    }

    private void Curve(double[,]? curvature, double[] difference, double weight)
    {
        if (curvature is null)
        {
            return;
        }

        for (var i = 0; i < _features; i++)
        {
            var left = weight * difference[i];
            for (var j = 0; left != 0 && j <= i; j++)
            {
                curvature[i, j] += left * difference[j];
            }
        }
    }

    private double[] Scores(double[] values, double[] weights)
    {
        var scores = new double[values.Length / _features];
        for (var doc = 0; doc < scores.Length; doc++)
        {
            for (var f = 0; f < _features; f++)
            {
                scores[doc] += weights[f] * values[doc * _features + f];
            }
        }

        return scores;
    }

    /// <summary>The counts are brought to a mean of one, so that the pull to the current weights means the same everywhere.</summary>
    private static void Normalise(double[][] counts)
    {
        var positive = counts.Sum(c => c.Count(w => w > 0));
        var sum = counts.Sum(c => c.Sum());
        for (var at = 0; sum > 0 && at < counts.Length; at++)
        {
            for (var doc = 0; doc < counts[at].Length; doc++)
            {
                counts[at][doc] *= positive / sum;
            }
        }
    }

    /// <summary>log(1 + exp(x)) without overflow.</summary>
    private static double SoftPlus(double x) => x > 0 ? x + Math.Log(1 + Math.Exp(-x)) : Math.Log(1 + Math.Exp(x));
}
