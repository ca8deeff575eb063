namespace Metier.Talent;

/// <summary>
/// The rule by which the order of people may be changed so that no group is missing from its beginning. Off while no share
/// is set: <c>Talent__Fair__By=Newcomers</c>, <c>Talent__Fair__Shares__Newcomer=20</c>.
/// </summary>
public sealed class FairOptions
{
    /// <summary>The places the rule can be set for: a page of a search has so many.</summary>
    public const int MostPlaces = 20;

    /// <summary>How people are grouped: the name of an <see cref="ExposureGrouping"/>.</summary>
    public string By { get; set; } = nameof(ExposureGrouping.Newcomers);

    /// <summary>
    /// For each group the least share, in per cent, of every beginning of the list: <c>Newcomer</c>, <c>Known</c>;
    /// <c>En</c>, <c>Fr</c>, <c>Both</c>, <c>Other</c>; or declared groups by their names.
    /// </summary>
    public Dictionary<string, int> Shares { get; } = new(StringComparer.Ordinal);

    /// <summary>Places from the top of the list within which it holds.</summary>
    public int Places { get; set; } = 10;
}
