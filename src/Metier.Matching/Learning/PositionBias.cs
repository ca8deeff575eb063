using System.Collections.Immutable;

namespace Metier.Matching.Learning;

/// <summary>
/// How likely a person looks at each place of a list, relative to the first. What was chosen at a place few look at says
/// more than what was chosen at the first.
/// </summary>
public sealed class PositionBias
{
    /// <summary>Places with a probability of their own; those beyond have that of the last.</summary>
    public const int Places = 50;

    /// <summary>
    /// The least propensity that is divided by: no observation counts more than ten times. It trades a little bias for much
    /// variance (Strehl et al. 2010, “Learning from Logged Implicit Exploration Data”).
    /// </summary>
    public const double Least = 0.1;

    /// <summary>The steepness of the default curve: the probability of place k is (1/k)^1.</summary>
    public const double DefaultSteepness = 1;

    private readonly ImmutableArray<double> _curve;

    internal PositionBias(ImmutableArray<double> curve, bool fromData)
    {
        _curve = curve;
        FromData = fromData;
    }

    /// <summary>
    /// The curve used while there is too little data: 1/k (Joachims, Swaminathan, Schnabel 2017, “Unbiased
    /// Learning-to-Rank with Biased Feedback”, section 6).
    /// </summary>
    public static PositionBias Default { get; } = Power(DefaultSteepness);

    /// <summary>The curve (1/k)^steepness.</summary>
    /// <param name="steepness">0 when every place is looked at alike; about 1 for lists of ten and more.</param>
    public static PositionBias Power(double steepness) =>
        new([.. Enumerable.Range(1, Places).Select(k => Math.Pow(1.0 / k, steepness))], fromData: false);

    /// <summary>Estimated from observations, not assumed.</summary>
    public bool FromData { get; }

    /// <summary>The probability for places 1 to <see cref="Places"/>; the first is 1 and none is above the one before.</summary>
    public IReadOnlyList<double> Curve => _curve;

    /// <param name="position">From 1.</param>
    public double At(int position) => _curve[Math.Clamp(position, 1, Places) - 1];

    /// <summary>The clipped inverse of a propensity: how often an observation counts, 1 to 10.</summary>
    public static double InverseWeight(double propensity) => 1 / Math.Clamp(propensity, Least, 1);
}
