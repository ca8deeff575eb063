namespace Metier.Matching.Learning;

/// <summary>Discounted cumulative gain (Järvelin and Kekäläinen 2002): a gain at place k counts 1 ÷ log2(1 + k).</summary>
public static class Ndcg
{
    /// <param name="place">From 1.</param>
    public static double Discount(int place) => 1 / Math.Log2(1 + place);

    /// <summary>
    /// The gains in the order of the scores, highest first, over the first places. Documents of one score each get the mean
    /// discount of the places they hold together.
    /// </summary>
    public static double Dcg(IReadOnlyList<int> scores, IReadOnlyList<double> gains, int places)
    {
        var sum = 0.0;
        var place = 1;
        foreach (var tied in Enumerable.Range(0, scores.Count).GroupBy(i => scores[i]).OrderByDescending(g => g.Key))
        {
            var many = tied.Count();
            var discount = 0.0;
            for (var k = place; k < place + many && k <= places; k++)
            {
                discount += Discount(k);
            }

            sum += tied.Sum(i => gains[i]) * discount / many;
            place += many;
        }

        return sum;
    }

    /// <summary>The most any order can reach.</summary>
    public static double Ideal(IEnumerable<double> gains, int places) =>
        gains.OrderDescending().Take(places).Select((gain, at) => gain * Discount(at + 1)).Sum();
}
