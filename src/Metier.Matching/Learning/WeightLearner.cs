using System.Collections.Immutable;

namespace Metier.Matching.Learning;

/// <summary>Why nothing was learnt.</summary>
public enum LearningRefusal
{
    /// <summary>Fewer labelled searches than needed.</summary>
    TooFewSearches = 1,

    /// <summary>What was chosen has nothing to do with any feature: every weight would be nothing.</summary>
    NothingToLearn = 2,
}

/// <summary>What came of learning.</summary>
public abstract record LearningResult
{
    private LearningResult() { }

    /// <param name="Labelled">Labelled searches given.</param>
    /// <param name="Needed">How many there must be.</param>
    public sealed record Refused(LearningRefusal Reason, int Labelled, int Needed) : LearningResult;

    /// <param name="Weights">The learnt weights, a new version.</param>
    /// <param name="Labelled">Labelled searches given, held-out ones among them.</param>
    /// <param name="TrainedOn">Labelled searches learnt from.</param>
    /// <param name="Choices">Documents with a gain in these.</param>
    /// <param name="LossBefore">The mean loss of a choice under the current weights at their best scale.</param>
    /// <param name="LossAfter">The same under the learnt ones; not the number to judge by, which is that of searches held out.</param>
    public sealed record Learnt(
        RankingWeights Weights,
        int Labelled,
        int TrainedOn,
        int Choices,
        double LossBefore,
        double LossAfter,
        int Steps
    ) : LearningResult;
}

/// <summary>The numbers of learning; published.</summary>
public sealed record LearningOptions
{
    /// <summary>Labelled searches without which nothing is learnt.</summary>
    public int LeastSearches { get; init; } = 2_000;

    /// <summary>
    /// How strongly the weights are held where they are (L2): about as much as so many choices that fit the current weights
    /// in every feature. It matters for features the log says little about.
    /// </summary>
    public double Pull { get; init; } = 4;
}

/// <summary>
/// Learns the points of each feature from what people chose. Features are oriented so that more is better, therefore no
/// weight may be negative; the points stay whole and sum to 1,000, so that the parts of a score still add up. Deterministic,
/// in whatever order the searches come. Searches that <see cref="HeldOut"/> keeps aside are never looked at.
/// </summary>
public static class WeightLearner
{
    /// <param name="searches">Searches of the role of <paramref name="current"/>, each once, with propensities.</param>
    /// <param name="version">The number of the new version.</param>
    public static LearningResult Learn(
        IReadOnlyCollection<LoggedSearch> searches,
        RankingWeights current,
        int version,
        LearningOptions? options = null
    )
    {
        options ??= new LearningOptions();
        if (searches.Any(s => s.Role != current.Role))
        {
            throw new ArgumentException("Searches of one role only.", nameof(searches));
        }

        if (searches.Select(s => s.Id).Distinct().Count() != searches.Count)
        {
            throw new ArgumentException("Each search once only.", nameof(searches));
        }

        var labelled = searches.Count(s => s.IsLabelled);
        if (labelled < options.LeastSearches)
        {
            return new LearningResult.Refused(LearningRefusal.TooFewSearches, labelled, options.LeastSearches);
        }

        var training = searches
            .Where(s => s.IsLabelled && !HeldOut.Keeps(s.Id))
            .OrderBy(s => s.Id)
            .Select(s => s with { Shown = [.. s.Shown.OrderBy(d => d.Position).ThenBy(d => d.Id)] })
            .ToList();
        var data = Preferences.Of(training, current);
        double[] now = [.. current.Features.Select(f => f.Points / (double)RankingWeights.Whole)];
        // How sharply people follow the current score; the points themselves only fix the direction.
        var (scale, _, _) = ProjectedNewton.Minimise(data.Along(now), [1], [0], 1e-3);
        double[] centre = [.. now.Select(w => w * scale[0])];
        var (learnt, _, steps) = ProjectedNewton.Minimise(data, centre, centre, options.Pull);
        if (learnt.Sum() <= 1e-9)
        {
            return new LearningResult.Refused(LearningRefusal.NothingToLearn, labelled, options.LeastSearches);
        }

        var points = LargestRemainder.Share(learnt, RankingWeights.Whole);
        var choices = Math.Max(1, data.Choices);
        return new LearningResult.Learnt(
            new RankingWeights(
                version,
                current.Role,
                [.. current.Features.Select((f, i) => new FeatureWeight(f.Feature, points[i]))]
            ),
            labelled,
            training.Count,
            data.Choices,
            data.Loss(centre, null, null) / choices,
            data.Loss(learnt, null, null) / choices,
            steps
        );
    }
}

/// <summary>Whole numbers in given proportions with an exact sum (Hamilton's method).</summary>
public static class LargestRemainder
{
    /// <summary>
    /// Each gets its share rounded down; what is left goes one by one to the largest remainders, the earlier one where two are
    /// equal.
    /// </summary>
    /// <param name="parts">None negative, not all zero.</param>
    public static ImmutableArray<int> Share(IReadOnlyList<double> parts, int whole)
    {
        var sum = parts.Sum();
        if (!(sum > 0) || parts.Any(p => p < 0))
        {
            throw new ArgumentException("None negative and not all zero.", nameof(parts));
        }

        var exact = parts.Select(p => p / sum * whole).ToArray();
        var shares = exact.Select(e => (int)Math.Floor(e)).ToArray();
        var order = Enumerable.Range(0, exact.Length).OrderByDescending(i => exact[i] - shares[i]).ThenBy(i => i);
        foreach (var i in order.Take(whole - shares.Sum()))
        {
            shares[i]++;
        }

        return [.. shares];
    }
}
