using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>Cuts a page out of an ordered list by keys, so that what comes and goes elsewhere does not shift it.</summary>
internal static class Pages
{
    public static Page<TDoc> Cut<TDoc>(List<Placed<TDoc>> matched, Paging paging)
    {
        matched.Sort(Placed<TDoc>.Compare);
        var size = Math.Clamp(paging.Size, 1, Paging.MostSize);
        var from = 0;
        if (paging.After is { } after)
        {
            from = matched.FindIndex(p => p.CompareTo(after) > 0);
            from = from < 0 ? matched.Count : from;
        }
        else if (paging.Before is { } before)
        {
            var end = matched.FindIndex(p => p.CompareTo(before) >= 0);
            from = Math.Max(0, (end < 0 ? matched.Count : end) - size);
        }

        ImmutableArray<Placed<TDoc>> shown = [.. matched.Skip(from).Take(size)];
        return new Page<TDoc>(
            shown,
            shown.IsEmpty ? 0 : from + 1,
            from + shown.Length < matched.Count && !shown.IsEmpty ? KeyOf(shown[^1]) : null,
            from > 0 && !shown.IsEmpty ? KeyOf(shown[0]) : null
        );
    }

    private static PageKey KeyOf<TDoc>(Placed<TDoc> placed) => new(placed.Sort, placed.Entry.Id);
}

/// <param name="First">The place of the first one shown, from 1.</param>
internal sealed record Page<TDoc>(ImmutableArray<Placed<TDoc>> Shown, int First, PageKey? Next, PageKey? Previous);

/// <summary>Counts values as documents go by.</summary>
internal sealed class Tally<T>
    where T : notnull
{
    private readonly Dictionary<T, int> _counts = [];

    public void Add(T value)
    {
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, value, out _)++;
    }

    /// <summary>The most frequent first; equal ones by value.</summary>
    public ImmutableArray<FacetCount<T>> Most(int limit) =>
        [
            .. _counts
                .OrderByDescending(c => c.Value)
                .ThenBy(c => c.Key)
                .Take(limit)
                .Select(c => new FacetCount<T>(c.Key, c.Value)),
        ];

    /// <summary>These values in this order, zeros included.</summary>
    public ImmutableArray<FacetCount<T>> Of(IEnumerable<T> values) =>
        [.. values.Select(v => new FacetCount<T>(v, _counts.GetValueOrDefault(v)))];
}
