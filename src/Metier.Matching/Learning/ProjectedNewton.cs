namespace Metier.Matching.Learning;

/// <summary>
/// Minimises a convex loss plus pull/2 · |w − centre|² over w ≥ 0: Newton's steps on the coordinates that are free, cut at
/// zero, shortened until they help (Bertsekas 1982, “Projected Newton Methods for Optimization Problems with Simple
/// Constraints”). No randomness: the same data gives the same answer.
/// </summary>
internal static class ProjectedNewton
{
    private const int MostSteps = 100;
    private const int MostHalvings = 40;
    private const double Precise = 1e-7;
    private const double LeastDecrease = 1e-4;

    /// <param name="start">Where to begin; none negative.</param>
    public static (double[] Weights, double Loss, int Steps) Minimise(
        Preferences data,
        double[] start,
        double[] centre,
        double pull
    )
    {
        var at = (double[])start.Clone();
        var n = at.Length;
        for (var step = 0; ; step++)
        {
            var gradient = new double[n];
            var curvature = new double[n, n];
            var loss = data.Loss(at, gradient, curvature) + Pull(at, centre, pull);
            for (var i = 0; i < n; i++)
            {
                gradient[i] += pull * (at[i] - centre[i]);
                curvature[i, i] += pull;
            }

            int[] free = [.. Enumerable.Range(0, n).Where(i => at[i] > 0 || gradient[i] < 0)];
            var scale = Math.Max(1, data.Choices) * Precise;
            if (step == MostSteps || free.All(i => Math.Abs(gradient[i]) <= scale))
            {
                return (at, loss, step);
            }

            var direction = Direction(free, gradient, curvature);
            if (Shorten(data, at, centre, pull, loss, gradient, free, direction) is not { } next)
            {
                return (at, loss, step);
            }

            at = next;
        }
    }

    private static double[] Direction(int[] free, double[] gradient, double[,] curvature)
    {
        var a = new double[free.Length, free.Length];
        var b = new double[free.Length];
        for (var i = 0; i < free.Length; i++)
        {
            b[i] = -gradient[free[i]];
            for (var j = 0; j <= i; j++)
            {
                a[i, j] = a[j, i] = curvature[free[i], free[j]];
            }
        }

        return SmallMatrix.Solve(a, b);
    }

    /// <summary>The first of the whole step, its half, its quarter … that lowers the loss enough; null when none does.</summary>
    private static double[]? Shorten(
        Preferences data,
        double[] at,
        double[] centre,
        double pull,
        double loss,
        double[] gradient,
        int[] free,
        double[] direction
    )
    {
        var length = 1.0;
        for (var halving = 0; halving < MostHalvings; halving++, length /= 2)
        {
            var next = (double[])at.Clone();
            var promised = 0.0;
            for (var i = 0; i < free.Length; i++)
            {
                next[free[i]] = Math.Max(0, at[free[i]] + length * direction[i]);
                promised += gradient[free[i]] * (at[free[i]] - next[free[i]]);
            }

            if (promised <= 0)
            {
                continue;
            }

            if (data.Loss(next, null, null) + Pull(next, centre, pull) <= loss - LeastDecrease * promised)
            {
                return next;
            }
        }

        return null;
    }

    private static double Pull(double[] at, double[] centre, double pull)
    {
        var sum = 0.0;
        for (var i = 0; i < at.Length; i++)
        {
            sum += (at[i] - centre[i]) * (at[i] - centre[i]);
        }

        return pull / 2 * sum;
    }
}
