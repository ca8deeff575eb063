using System.Buffers;

namespace Metier.Matching;

/// <summary>What a posting says of the documents in its list.</summary>
internal enum TermKind
{
    /// <summary>The document holds or asks for the concept.</summary>
    Skill = 0,

    /// <summary>It is in the category.</summary>
    Category = 1,

    /// <summary>One contract with the concept is finished.</summary>
    PastOnce = 2,

    /// <summary>Two are.</summary>
    PastTwice = 3,

    /// <summary>Three or more are.</summary>
    PastOften = 4,

    /// <summary>A test of the concept is passed.</summary>
    Test = 5,

    /// <summary>The stem stands in the title.</summary>
    Title = 6,

    /// <summary>The stem stands elsewhere, and not in the title.</summary>
    Body = 7,

    /// <summary>The title is somewhat near the occupation.</summary>
    SomewhatNear = 8,

    /// <summary>It is near.</summary>
    Near = 9,

    /// <summary>It is nearly nothing else.</summary>
    Nearest = 10,
}

/// <summary>A kind and a number as one key.</summary>
internal static class Term
{
    public static uint Key(TermKind kind, int number) => ((uint)number << 4) | (uint)kind;

    /// <summary>Finished work with a concept, by how many contracts: 1 to 3.</summary>
    public static uint Past(int concept, int contracts) =>
        Key(TermKind.PastOnce + Math.Clamp(contracts, 1, 3) - 1, concept);

    /// <summary>A title near an occupation, by one of the <see cref="Occupations.Steps"/>.</summary>
    public static uint NearOccupation(int concept, int step) => Key(TermKind.SomewhatNear + step, concept);

    public static TermKind Kind(uint key) => (TermKind)(key & 15);

    public static int Number(uint key) => (int)(key >> 4);
}

/// <summary>For each term the documents of one segment that have it, in ascending order.</summary>
internal sealed class Postings
{
    private const int FewKeys = 4_096;
    private const int MostBuckets = 1 << 16;
    private readonly uint[] _keys;
    private readonly int[] _starts;
    private readonly ushort[] _documents;
    private readonly int[] _buckets;
    private readonly int _shift;

    public Postings(uint[] keys, int[] starts, ushort[] documents)
    {
        _keys = keys;
        _starts = starts;
        _documents = documents;
        var largest = keys.Length == 0 ? 0 : keys[^1];
        while (largest >> _shift >= Math.Min(MostBuckets, Math.Max(1, keys.Length)))
        {
            _shift++;
        }

        _buckets = new int[(largest >> _shift) + 2];
        foreach (var key in keys)
        {
            _buckets[(key >> _shift) + 1]++;
        }

        for (var at = 1; at < _buckets.Length; at++)
        {
            _buckets[at] += _buckets[at - 1];
        }
    }

    public ReadOnlySpan<uint> Keys => _keys;
    public ReadOnlySpan<int> Starts => _starts;
    public ReadOnlySpan<ushort> Documents => _documents;

    public ReadOnlySpan<ushort> Of(uint key)
    {
        var (start, end) = Find(key);
        return _documents.AsSpan(start, end - start);
    }

    /// <summary>Where in <see cref="Documents"/> those of the term begin and end.</summary>
    public (int Start, int End) Find(uint key)
    {
        var bucket = key >> _shift;
        if (bucket + 1 >= (uint)_buckets.Length)
        {
            return default;
        }

        for (var at = _buckets[bucket]; at < _buckets[bucket + 1]; at++)
        {
            if (_keys[at] == key)
            {
                return (_starts[at], _starts[at + 1]);
            }
        }

        return default;
    }

    /// <summary>
    /// Reads a little of what <see cref="Find"/> will read for the terms, each stage for all of them at once, so that it is
    /// near by then.
    /// </summary>
    public int ReadAhead(ReadOnlySpan<Step> steps)
    {
        if (_keys.Length == 0)
        {
            return 0;
        }

        var (sum, lastBucket, lastKey) = (0, _buckets.Length - 1, _keys.Length - 1);
        foreach (var step in steps)
        {
            sum += _buckets[(int)Math.Min(step.Key >> _shift, (uint)lastBucket)];
        }

        foreach (var step in steps)
        {
            sum += (int)_keys[Math.Min(_buckets[(int)Math.Min(step.Key >> _shift, (uint)lastBucket)], lastKey)];
        }

        foreach (var step in steps)
        {
            sum += _starts[Math.Min(_buckets[(int)Math.Min(step.Key >> _shift, (uint)lastBucket)], lastKey)];
        }

        return sum;
    }

    /// <summary>
    /// The part of an ascending list that lies in a range. Documents are spread about evenly, so the search begins where
    /// they would be and reads little of the list.
    /// </summary>
    /// <param name="count">How many documents the segment has.</param>
    public static ReadOnlySpan<ushort> Within(ReadOnlySpan<ushort> list, int from, int to, int count)
    {
        var end = to >= count ? list.Length : Least(list, to, count);
        var start = from == 0 ? 0 : Least(list[..end], from, count);
        return list[start..end];
    }

    /// <summary>How many of the list are below the number.</summary>
    private static int Least(ReadOnlySpan<ushort> list, int number, int count)
    {
        if (list.IsEmpty)
        {
            return 0;
        }

        var (low, high) = (0, list.Length);
        var guess = (int)Math.Min(list.Length - 1, (long)list.Length * number / count);
        if (list[guess] < number)
        {
            low = guess + 1;
            for (var step = 8; low + step < list.Length; step *= 2)
            {
                if (list[low + step] >= number)
                {
                    high = low + step;
                    break;
                }

                low += step + 1;
            }
        }
        else
        {
            high = guess;
            for (var step = 8; high >= step; step *= 2)
            {
                if (list[high - step] < number)
                {
                    low = high - step + 1;
                    break;
                }

                high -= step;
            }
        }

        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = list[middle] < number ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <param name="keys">The keys of all documents, one document after the other, each key once per document.</param>
    /// <param name="ends">Where the keys of each document end.</param>
    public static Postings Of(ReadOnlySpan<uint> keys, ReadOnlySpan<int> ends)
    {
        var distinct = Distinct(keys);
        var starts = new int[distinct.Length + 1];
        var documents = new ushort[keys.Length];
        var largest = distinct.Length == 0 ? 0 : distinct[^1];
        if (keys.Length < FewKeys)
        {
            Fill(keys, ends, starts, documents, key => Array.BinarySearch(distinct, key));
            return new Postings(distinct, starts, documents);
        }

        var places = ArrayPool<int>.Shared.Rent((int)largest + 1);
        for (var at = 0; at < distinct.Length; at++)
        {
            places[distinct[at]] = at;
        }

        Fill(keys, ends, starts, documents, key => places[key]);
        ArrayPool<int>.Shared.Return(places);
        return new Postings(distinct, starts, documents);
    }

    private static void Fill(
        ReadOnlySpan<uint> keys,
        ReadOnlySpan<int> ends,
        int[] starts,
        ushort[] documents,
        Func<uint, int> placeOf
    )
    {
        foreach (var key in keys)
        {
            starts[placeOf(key) + 1]++;
        }

        for (var at = 1; at < starts.Length; at++)
        {
            starts[at] += starts[at - 1];
        }

        var next = starts.AsSpan(0, starts.Length - 1).ToArray();
        var k = 0;
        for (var d = 0; d < ends.Length; d++)
        {
            for (; k < ends[d]; k++)
            {
                documents[next[placeOf(keys[k])]++] = (ushort)d;
            }
        }
    }

    private static uint[] Distinct(ReadOnlySpan<uint> keys)
    {
        if (keys.Length < FewKeys)
        {
            return [.. keys.ToArray().Distinct().Order()];
        }

        var largest = 0u;
        foreach (var key in keys)
        {
            largest = Math.Max(largest, key);
        }

        var seen = new ulong[(largest >> 6) + 1];
        var count = 0;
        foreach (var key in keys)
        {
            ref var word = ref seen[key >> 6];
            var bit = 1UL << (int)(key & 63);
            count += (word & bit) == 0 ? 1 : 0;
            word |= bit;
        }

        var distinct = new uint[count];
        var to = 0;
        for (var w = 0; w < seen.Length; w++)
        {
            for (var rest = seen[w]; rest != 0; rest &= rest - 1)
            {
                distinct[to++] = ((uint)w << 6) | (uint)System.Numerics.BitOperations.TrailingZeroCount(rest);
            }
        }

        return distinct;
    }
}
