namespace Metier.Eval;

/// <summary>
/// What one ranked list is worth, or the mean of many. All from 0 to 1.
/// </summary>
/// <param name="Map">Average precision: the mean, over all right ones, of the share of right ones down to where it stands (0 if it is missing).</param>
/// <param name="Mrr">One over the rank of the first right one.</param>
/// <param name="Ndcg10">Discounted gain of the first ten (log 2), by that of the best order; grades are gains.</param>
/// <param name="R10">Share of all right ones in the first ten.</param>
/// <param name="Rp5">Right ones in the first five, by the most there could be: five, or all when fewer.</param>
public readonly record struct Measures(double Map, double Mrr, double Ndcg10, double R10, double Rp5)
{
    private const int Ten = 10;
    private const int Five = 5;

    /// <param name="ranked">Ids, best first, each once.</param>
    /// <param name="grades">Grade of each right id, above 0; at least one.</param>
    public static Measures Of(IReadOnlyList<string> ranked, IReadOnlyDictionary<string, int> grades)
    {
        double precision = 0;
        double reciprocal = 0;
        double gain = 0;
        var right = 0;
        var inTen = 0;
        var inFive = 0;
        for (var at = 0; at < ranked.Count; at++)
        {
            if (!grades.TryGetValue(ranked[at], out var grade))
            {
                continue;
            }

            right++;
            precision += right / (double)(at + 1);
            reciprocal = right == 1 ? 1.0 / (at + 1) : reciprocal;
            inTen += at < Ten ? 1 : 0;
            inFive += at < Five ? 1 : 0;
            gain += at < Ten ? grade / Math.Log2(at + 2) : 0;
        }

        var best = grades.Values.OrderDescending().Take(Ten).Select((grade, at) => grade / Math.Log2(at + 2)).Sum();
        return new Measures(
            precision / grades.Count,
            reciprocal,
            gain / best,
            inTen / (double)grades.Count,
            inFive / (double)Math.Min(Five, grades.Count)
        );
    }

    /// <summary>Each query counts the same.</summary>
    public static Measures Mean(IReadOnlyCollection<Measures> all) =>
        all.Count == 0
            ? default
            : new Measures(
                all.Average(m => m.Map),
                all.Average(m => m.Mrr),
                all.Average(m => m.Ndcg10),
                all.Average(m => m.R10),
                all.Average(m => m.Rp5)
            );
}
