using Metier.Matching.Learning;

namespace Metier.Matching.Fairness;

/// <summary>
/// How far a list, or the attention it gives, is from given proportions. A list is the groups of its people from the first
/// place on; proportions are shares that sum to 1 and name every group of the list.
/// </summary>
public static class FairnessMeasures
{
    /// <summary>
    /// The attention a place gets, relative to the first: 1 ÷ log2(1 + place) (Singh and Joachims 2018, “Fairness of Exposure
    /// in Rankings”).
    /// </summary>
    /// <param name="place">From 1.</param>
    public static double Exposure(int place) => Ndcg.Discount(place);

    /// <summary>
    /// The logarithm of a group's share of the first places over its proportion, below 0 when it is shown less (Geyik,
    /// Ambler, Kenthapadi 2019, “Fairness-Aware Ranking in Search &amp; Recommendation Systems”, Skew@k). The list is counted as
    /// if it had one more person of the given proportions, so that nobody of a group in ten places is a number.
    /// </summary>
    public static double Skew(
        IReadOnlyList<string> list,
        string group,
        IReadOnlyDictionary<string, double> proportions,
        int places
    )
    {
        var first = Math.Min(places, list.Count);
        var held = list.Take(first).Count(g => g == group);
        return Math.Log((held + proportions[group]) / (first + 1) / proportions[group]);
    }

    /// <summary>
    /// The skew of the group that is worst off (the same source, MinSkew@k): 0 at best, since some group is always at or
    /// below its proportion.
    /// </summary>
    public static double MinSkew(
        IReadOnlyList<string> list,
        IReadOnlyDictionary<string, double> proportions,
        int places
    ) => proportions.Keys.Min(group => Skew(list, group, proportions, places));

    /// <summary>
    /// Normalised discounted Kullback–Leibler divergence (the same source, NDKL, equation 4): how far the shares in every
    /// beginning of the list are from the proportions, the first places counting most. 0 when every beginning fits; natural
    /// logarithms.
    /// </summary>
    public static double Ndkl(IReadOnlyList<string> list, IReadOnlyDictionary<string, double> proportions)
    {
        var held = new Dictionary<string, int>(StringComparer.Ordinal);
        var (sum, norm) = (0.0, 0.0);
        for (var place = 1; place <= list.Count; place++)
        {
            held[list[place - 1]] = held.GetValueOrDefault(list[place - 1]) + 1;
            var divergence = 0.0;
            foreach (var (group, count) in held.OrderBy(h => h.Key, StringComparer.Ordinal))
            {
                var share = count / (double)place;
                divergence += share * Math.Log(share / proportions[group]);
            }

            sum += Exposure(place) * divergence;
            norm += Exposure(place);
        }

        return norm > 0 ? sum / norm : 0;
    }

    /// <summary>
    /// Gini's coefficient of inequality (Gini 1912): 0 when all have the same, near 1 when one has everything.
    /// </summary>
    /// <param name="amounts">None negative.</param>
    /// <param name="withNothing">More people who have nothing at all.</param>
    public static double Gini(IEnumerable<double> amounts, int withNothing = 0)
    {
        var sorted = amounts.Order().ToArray();
        var n = sorted.Length + (long)withNothing;
        var (sum, ranked) = (0.0, 0.0);
        for (var i = 0; i < sorted.Length; i++)
        {
            sum += sorted[i];
            ranked += (2.0 * (withNothing + i + 1) - n - 1) * sorted[i];
        }

        return sum > 0 ? ranked / (n * sum) : 0;
    }
}
