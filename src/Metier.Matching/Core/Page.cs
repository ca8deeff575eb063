using System.Collections.Immutable;
using System.Numerics;

namespace Metier.Matching;

/// <summary>Where a page stands in its list.</summary>
/// <param name="First">The place of the first one shown, from 1; 0 when there is none.</param>
internal readonly record struct Page(int First, PageKey? Next, PageKey? Previous)
{
    public static Page Of(Kept kept, Paging paging, int total)
    {
        if (kept.Count == 0)
        {
            return default;
        }

        var above = paging is { After: null, Before: not null } ? kept.Above - kept.Count : kept.Above;
        return new Page(
            above + 1,
            above + kept.Count < total ? kept.Found[^1].Key : null,
            above > 0 ? kept.Found[0].Key : null
        );
    }
}

/// <summary>What to drop when nothing matches.</summary>
internal static class Advice
{
    private const int Most = 5;

    /// <summary>The fewest filters whose absence gives anybody at all, the most fruitful first.</summary>
    public static ImmutableArray<DropAdvice> Of<TRow, TFacts>(Pass<TRow, TFacts> pass)
        where TRow : struct
        where TFacts : Facts<TRow>
    {
        var byFailed = pass.Failures();
        if (byFailed.Count == 0 || byFailed.ContainsKey(0))
        {
            return [];
        }

        var fewest = byFailed.Keys.Min(BitOperations.PopCount);
        return
        [
            .. byFailed
                .Where(b => BitOperations.PopCount(b.Key) == fewest)
                .OrderByDescending(b => b.Value)
                .ThenBy(b => b.Key)
                .Take(Most)
                .Select(b => new DropAdvice(pass.Named(b.Key), b.Value)),
        ];
    }
}
