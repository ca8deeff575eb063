using Metier.Matching;

namespace Metier.Talent;

/// <summary>One part of a score in words: what was looked at, what was found, and the points it gave.</summary>
public sealed record Reason(Feature Feature, string Name, string Says, int Points, int Most);

/// <summary>
/// Why something stands where it stands, in the language of the request. The points of the parts add up to the score
/// exactly.
/// </summary>
/// <param name="Score">The sum of all points.</param>
/// <param name="Reachable">The most this search could give anybody.</param>
/// <param name="Version">The version of the weights.</param>
/// <param name="Why">The strongest facts in one line; null when the search asked for nothing in particular.</param>
public sealed record Reasons(int Score, int Reachable, int Version, string? Why, IReadOnlyList<Reason> Parts)
{
    /// <summary>In words, that a rule put them before somebody with more points; null when the points alone did.</summary>
    public string? Rule { get; init; }

    /// <summary>Nothing was ranked.</summary>
    public static Reasons None { get; } = new(0, 0, 0, null, []);
}
