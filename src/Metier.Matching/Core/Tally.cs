using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>Counts small whole numbers as documents go by.</summary>
internal sealed class Tally
{
    private int[] _counts = new int[64];

    public void Add(int value)
    {
        if (value >= _counts.Length)
        {
            Array.Resize(ref _counts, Math.Max(_counts.Length * 2, value + 1));
        }

        _counts[value]++;
    }

    /// <summary>The most frequent first; equal ones by value.</summary>
    public ImmutableArray<FacetCount<T>> Most<T>(int limit, Func<int, T> value) =>
        [
            .. Enumerable
                .Range(0, _counts.Length)
                .Where(v => _counts[v] > 0)
                .Select(v => (Value: value(v), Count: _counts[v]))
                .OrderByDescending(c => c.Count)
                .ThenBy(c => c.Value)
                .Take(limit)
                .Select(c => new FacetCount<T>(c.Value, c.Count)),
        ];

    /// <summary>These values in this order, zeros included.</summary>
    public ImmutableArray<FacetCount<T>> Of<T>(IEnumerable<T> values, Func<T, int> number) =>
        [.. values.Select(v => new FacetCount<T>(v, number(v) < _counts.Length ? _counts[number(v)] : 0))];
}
