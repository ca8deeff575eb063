using System.Collections.Immutable;

namespace Metier.Matching.Fairness;

/// <summary>Somebody at a place of a list.</summary>
/// <param name="Position">From 1.</param>
/// <param name="Gain">What came of it: <see cref="Learning.Gains.Of"/>.</param>
public readonly record struct ExposedPerson(Guid Id, int Position, string Group, int Gain);

/// <summary>What one group got.</summary>
/// <param name="People">How many belong to it and could be shown.</param>
/// <param name="Proportion">These as a share of all, 0 to 1.</param>
/// <param name="Shown">Times somebody of it was shown.</param>
/// <param name="Exposure">Its share of all attention, by the discount of places.</param>
/// <param name="Gain">Its share of everything that came of it; null when nothing came of anything.</param>
/// <param name="SkewAt10">
/// The logarithm of its share of the first ten places of all lists together over its proportion; null when it had none of them.
/// </param>
public sealed record GroupExposure(
    string Group,
    int People,
    double Proportion,
    int Shown,
    double Exposure,
    double? Gain,
    double? SkewAt10
)
{
    /// <summary>Exposure over proportion: 1 when the group is seen as much as it is large.</summary>
    public double Parity => Exposure / Proportion;

    /// <summary>
    /// Exposure over gain (disparate treatment, Singh and Joachims 2018): above 1 when the group is shown more than what comes
    /// of it, below 1 when less.
    /// </summary>
    public double? Treatment => Gain > 0 ? Exposure / Gain : null;
}

/// <summary>
/// Who is seen how much: by group, against the proportions of those who could have been shown. The lists are those that were
/// really shown, so filters and words that people typed are part of it; a number far from even asks for a look, it proves
/// nothing by itself.
/// </summary>
/// <param name="Lists">Lists with somebody in them.</param>
/// <param name="MinSkewAt10">The mean over lists of <see cref="FairnessMeasures.MinSkew"/>; 0 at best.</param>
/// <param name="Ndkl">The mean over lists of <see cref="FairnessMeasures.Ndkl"/> of the first hundred places; 0 at best.</param>
/// <param name="Gini">How unevenly attention fell on people, those never shown among them: 0 even, 1 all on one.</param>
public sealed record ExposureReport(
    int Lists,
    ImmutableArray<GroupExposure> Groups,
    double MinSkewAt10,
    double Ndkl,
    double Gini
)
{
    private const int Top = 10;
    private const int Longest = 100;

    /// <param name="people">
    /// How many of each group could have been shown. A group or person that was shown and is not counted there counts as one
    /// at the least.
    /// </param>
    public static ExposureReport Of(
        IEnumerable<IReadOnlyList<ExposedPerson>> lists,
        IReadOnlyDictionary<string, int> people
    )
    {
        var shown = lists.Where(l => l.Count > 0).Select(l => l.OrderBy(p => p.Position).ToList()).ToList();
        var everybody = shown.SelectMany(l => l).ToList();
        var counts = Counts(everybody, people);
        var all = (double)counts.Values.Sum();
        var proportions = counts.ToDictionary(c => c.Key, c => c.Value / all, StringComparer.Ordinal);
        var groups = everybody.ToLookup(p => p.Group, StringComparer.Ordinal);
        var exposure = everybody.Sum(Exposure);
        var gain = everybody.Sum(p => (double)p.Gain);
        var top = everybody.Count(p => p.Position <= Top);
        var perPerson = everybody.GroupBy(p => p.Id).Select(g => g.Sum(Exposure)).ToList();
        string[][] named = [.. shown.Select(l => l.Select(p => p.Group).ToArray())];
        return new ExposureReport(
            shown.Count,
            [
                .. counts
                    .OrderByDescending(c => c.Value)
                    .ThenBy(c => c.Key, StringComparer.Ordinal)
                    .Select(c => new GroupExposure(
                        c.Key,
                        c.Value,
                        proportions[c.Key],
                        groups[c.Key].Count(),
                        exposure > 0 ? groups[c.Key].Sum(Exposure) / exposure : 0,
                        gain > 0 ? groups[c.Key].Sum(p => (double)p.Gain) / gain : null,
                        Pooled(groups[c.Key].Count(p => p.Position <= Top), top, proportions[c.Key])
                    )),
            ],
            named.Length == 0 ? 0 : named.Average(l => FairnessMeasures.MinSkew(l, proportions, Top)),
            named.Length == 0 ? 0 : named.Average(l => FairnessMeasures.Ndkl([.. l.Take(Longest)], proportions)),
            FairnessMeasures.Gini(perPerson, Math.Max(0, (int)all - perPerson.Count))
        );
    }

    private static SortedDictionary<string, int> Counts(
        List<ExposedPerson> everybody,
        IReadOnlyDictionary<string, int> people
    )
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (group, count) in people.Where(p => p.Value > 0))
        {
            counts[group] = count;
        }

        foreach (var person in everybody)
        {
            counts.TryAdd(person.Group, 1);
        }

        return counts;
    }

    private static double? Pooled(int held, int top, double proportion) =>
        held == 0 ? null : Math.Log(held / (double)top / proportion);

    private static double Exposure(ExposedPerson person) => FairnessMeasures.Exposure(person.Position);
}
