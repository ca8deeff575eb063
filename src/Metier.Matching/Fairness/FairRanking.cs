using System.Collections.Immutable;

namespace Metier.Matching.Fairness;

/// <summary>The least share of every beginning of a list that a group has, in per cent.</summary>
public readonly record struct MinimumShare(string Group, int Percent);

/// <summary>
/// The optional rule by which an order is changed so that no group is missing from its beginning. Off by default; what is
/// set is published on the page about the ranking.
/// </summary>
public sealed record FairRankingRules
{
    /// <summary>No rule at all: the order stays as the points make it.</summary>
    public static FairRankingRules Off { get; } = new();

    /// <summary>Together at most 100 per cent, each group once.</summary>
    public ImmutableArray<MinimumShare> Minimums { get; init; } = [];

    /// <summary>The rule holds for every beginning of the list up to so many places.</summary>
    public int Places { get; init; } = 10;

    /// <summary>Whether the order is changed at all.</summary>
    public bool On => Minimums.Any(m => m.Percent > 0) && Places > 0;
}

/// <summary>
/// Orders people by their points as far as minimum shares allow: in the first k places there are at least ⌊k · share⌋ people of
/// each group, as long as there are any. This is the condition of DetGreedy and DetConstSort (Geyik, Ambler, Kenthapadi 2019),
/// reached place by place: each place goes to the best person with whom the minimums of all later places can still be kept.
/// No order that keeps the minimums has a better person at the first place where the two differ.
/// </summary>
public static class FairRanking
{
    /// <param name="ordered">Best first.</param>
    /// <returns>The same people; those behind the ruled places stay in their order.</returns>
    public static ImmutableArray<T> Reorder<T>(IReadOnlyList<T> ordered, Func<T, string> group, FairRankingRules rules)
    {
        if (!rules.On)
        {
            return [.. ordered];
        }

        var minimums = rules.Minimums;
        if (
            minimums.Any(m => m.Percent < 0)
            || minimums.Sum(m => m.Percent) > 100
            || minimums.Select(m => m.Group).Distinct(StringComparer.Ordinal).Count() != minimums.Length
        )
        {
            throw new ArgumentException("Minimum shares name a group once and sum to 100 at most.", nameof(rules));
        }

        int[] groupOf = [.. ordered.Select(p => IndexOf(minimums, group(p)))];
        var there = new int[minimums.Length];
        foreach (var g in groupOf.Where(g => g >= 0))
        {
            there[g]++;
        }

        var placed = new int[minimums.Length];
        var taken = new bool[ordered.Count];
        var result = ImmutableArray.CreateBuilder<T>(ordered.Count);
        for (var place = 1; place <= Math.Min(rules.Places, ordered.Count); place++)
        {
            var at = Enumerable
                .Range(0, ordered.Count)
                .First(i => !taken[i] && CanKeep(rules, placed, there, place, groupOf[i]));
            taken[at] = true;
            result.Add(ordered[at]);
            if (groupOf[at] >= 0)
            {
                placed[groupOf[at]]++;
            }
        }

        for (var i = 0; i < ordered.Count; i++)
        {
            if (!taken[i])
            {
                result.Add(ordered[i]);
            }
        }

        return result.ToImmutable();
    }

    /// <summary>How many of a group the first places hold at least.</summary>
    /// <param name="there">How many of the group there are at all.</param>
    public static int Least(MinimumShare minimum, int places, int there) =>
        Math.Min(places * minimum.Percent / 100, there);

    /// <summary>
    /// With somebody of this group at this place: up to every later place, are there as many places left as people missing?
    /// </summary>
    private static bool CanKeep(FairRankingRules rules, int[] placed, int[] there, int place, int group)
    {
        for (var later = place; later <= rules.Places; later++)
        {
            var missing = 0;
            for (var g = 0; g < placed.Length; g++)
            {
                var held = placed[g] + (g == group ? 1 : 0);
                missing += Math.Max(0, Least(rules.Minimums[g], later, there[g]) - held);
            }

            if (missing > later - place)
            {
                return false;
            }
        }

        return true;
    }

    private static int IndexOf(ImmutableArray<MinimumShare> minimums, string group)
    {
        for (var at = 0; at < minimums.Length; at++)
        {
            if (minimums[at].Group == group)
            {
                return at;
            }
        }

        return -1;
    }
}
