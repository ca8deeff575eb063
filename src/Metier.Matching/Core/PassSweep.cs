using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Metier.Matching;

internal sealed partial class Pass<TRow, TFacts>
{
    /// <summary>Documents whose bounds are looked at to guess what the page will take: one of so many.</summary>
    private const int SampleStep = 16;

    /// <summary>So many documents for each place of the page are scored first.</summary>
    private const int FirstPerPlace = 3;

    /// <summary>So many documents are read ahead, so that their way from memory is waited for once and not for each.</summary>
    private const int Ahead = 16;

    /// <summary>A bound is an eighth of this at most, so that a candidate is one number that sorts the highest bound first.</summary>
    private const long MostBound = 1 << 20;

    /// <summary>Segments beyond these put nothing off.</summary>
    private const int MostPutOff = 1 << 12;

    private readonly List<ulong> _putOff = [];
    private int _ahead;

    /// <summary>Keeps the page of those that meet everything, and looks at no document that cannot be on it.</summary>
    public void Best(Kept kept)
    {
        for (var p = 0; p < _generation.Parts.Length; p++)
        {
            if (_sortKey is null)
            {
                Sweep(kept, p);
                continue;
            }

            var visible = Begin(p);
            for (var d = 0; d < _generation.Parts[p].Segment.Count; d++)
            {
                if (Bits.Has(visible, d) && HasWords(d) && FailedLists(d, ulong.MaxValue) == 0)
                {
                    Consider(kept, p, d, 0);
                }
            }
        }

        ScorePutOff(kept);
    }

    /// <summary>
    /// Scores the documents whose bound reaches the page, those with the highest bound first: the sooner the page is full
    /// of good ones, the fewer are left to look at.
    /// </summary>
    private void Sweep(Kept kept, int p)
    {
        var (from, to) = _generation.Parts[p].Blocks.Within(_rates);
        var visible = Begin(p, from, to);
        var seen = kept.IsFull ? [] : Warm(kept, p, visible, from, to);
        var batch = _scratch.Candidates;
        var end = (to + 63) >> 6;
        for (var word = from >> 6; word < end; )
        {
            var count = 0;
            var least = LeastBound(kept);
            for (; word < end && count + 64 <= batch.Length; word++)
            {
                var asked = seen.IsEmpty ? visible[word] : visible[word] & ~seen[word];
                count = asked == 0 ? count : Gather(p, word, asked, least, batch, count);
            }

            ScoreAll(kept, p, batch.AsSpan(0, count));
        }
    }

    /// <summary>
    /// Scores first what has the highest bounds, to know early what is too little for the page. Answers the documents
    /// that were scored, as bits; none when it cannot be told who they would be.
    /// </summary>
    private ReadOnlySpan<ulong> Warm(Kept kept, int p, ulong[] visible, int from, int to)
    {
        var (count, rest, scores) = (to - from, _generation.Parts[p].Blocks.Rest, _scratch.Score);
        if (count < 4_096)
        {
            return [];
        }

        Span<int> histogram = stackalloc int[1_024];
        histogram.Clear();
        for (var d = from; d < to; d += SampleStep)
        {
            histogram[Math.Min(1_023, (scores[d] + rest[d >> 6]) / Bound.PerPoint)]++;
        }

        var (cut, above) = (1_023, histogram[1_023]);
        while (cut > 0 && above * SampleStep < kept.Size * FirstPerPlace)
        {
            above += histogram[--cut];
        }

        if (above * SampleStep > count / 8)
        {
            return [];
        }

        var seen = new ulong[visible.Length];
        var batch = _scratch.Candidates;
        var gathered = 0;
        for (var w = from >> 6; w < (to + 63) >> 6 && gathered + 64 <= batch.Length; w++)
        {
            gathered = visible[w] == 0 ? gathered : Gather(p, w, visible[w], cut * Bound.PerPoint, batch, gathered);
        }

        foreach (var candidate in batch.AsSpan(0, gathered))
        {
            seen[(ushort)candidate >> 6] |= 1UL << (ushort)candidate;
        }

        ScoreAll(kept, p, batch.AsSpan(0, gathered), passOver: seen);
        return seen;
    }

    /// <summary>The least bound with which a document can still reach the page.</summary>
    private long LeastBound(Kept kept) =>
        kept.Floor <= 0
            ? long.MinValue
            : (kept.Floor * Bound.PerPoint) - Ranking.Common - (Ranking.MostOfRow * Bound.PerPoint);

    /// <summary>
    /// Adds to the batch those of sixty-four documents that can reach the page and have what lists, words and the column
    /// of rates can tell, without reading anything of theirs.
    /// </summary>
    /// <returns>How many are in the batch now.</returns>
    private int Gather(int p, int word, ulong asked, long least, long[] batch, int count)
    {
        var blocks = _generation.Parts[p].Blocks;
        var (lowest, highest, rest) = (blocks.Lowest[word], blocks.Highest[word], blocks.Rest[word]);
        if (lowest > _rates.Most || highest < _rates.Least)
        {
            return count;
        }

        var scores = _scratch.Score;
        asked &= least <= rest ? ulong.MaxValue : Above(scores, word << 6, least - rest);
        var allRates = lowest >= _rates.Least && highest <= _rates.Most;
        for (; asked != 0; asked &= asked - 1)
        {
            var d = (word << 6) | BitOperations.TrailingZeroCount(asked);
            if (
                (allRates || (blocks.Rates[d] >= _rates.Least && blocks.Rates[d] <= _rates.Most))
                && HasWords(d)
                && FailedLists(d, ulong.MaxValue) == 0
            )
            {
                batch[count++] = ((MostBound - scores[d] - rest) << 16) | (long)d;
            }
        }

        return count;
    }

    /// <summary>Which of sixty-four numbers reach the limit, as bits; most often none, which is told by one comparison.</summary>
    private static ulong Above(ushort[] scores, int from, long limit)
    {
        if (limit > ushort.MaxValue)
        {
            return 0;
        }

        var least = Vector256.Create((ushort)limit);
        ref var first = ref scores[from];
        var a = Vector256.LoadUnsafe(ref first);
        var b = Vector256.LoadUnsafe(ref first, 16);
        var c = Vector256.LoadUnsafe(ref first, 32);
        var d = Vector256.LoadUnsafe(ref first, 48);
        var most = Vector256.Max(Vector256.Max(a, b), Vector256.Max(c, d));
        if (!Vector256.GreaterThanOrEqualAny(most, least))
        {
            return 0;
        }

        return Vector256.GreaterThanOrEqual(a, least).ExtractMostSignificantBits()
            | ((ulong)Vector256.GreaterThanOrEqual(b, least).ExtractMostSignificantBits() << 16)
            | ((ulong)Vector256.GreaterThanOrEqual(c, least).ExtractMostSignificantBits() << 32)
            | ((ulong)Vector256.GreaterThanOrEqual(d, least).ExtractMostSignificantBits() << 48);
    }

    private void ScoreAll(Kept kept, int p, Span<long> batch, ulong[]? passOver = null)
    {
        var segment = _generation.Parts[p].Segment;
        batch.Sort();
        for (var at = 0; at < batch.Length; at++)
        {
            if (MostBound - (batch[at] >> 16) < LeastBound(kept))
            {
                Leave(batch[at..], passOver);
                return;
            }

            if (IsPutOff(kept, p, batch[at]))
            {
                PutOff(kept, p, batch[at..]);
                return;
            }

            if (at % Ahead == 0)
            {
                ReadAhead(segment, batch.Slice(at, Math.Min(Ahead, batch.Length - at)));
            }

            Consider(kept, p, (ushort)batch[at], _scratch.Score[(ushort)batch[at]]);
        }
    }

    /// <summary>
    /// Whoever reaches the page only by what is given to everybody waits until all segments are known: few of them do, and
    /// by then most need not be read at all.
    /// </summary>
    private bool IsPutOff(Kept kept, int p, long candidate) =>
        p < MostPutOff && kept.IsFull && MostBound - (candidate >> 16) < LeastBound(kept) + Ranking.Common;

    /// <summary>Keeps them as numbers that sort the highest bound first: bound, segment, document, and what lists gave.</summary>
    private void PutOff(Kept kept, int p, ReadOnlySpan<long> batch)
    {
        foreach (var candidate in batch)
        {
            if (MostBound - (candidate >> 16) < LeastBound(kept))
            {
                return;
            }

            var d = (ushort)candidate;
            _putOff.Add(((ulong)(candidate >> 16) << 44) | ((ulong)p << 32) | ((ulong)d << 16) | _scratch.Score[d]);
        }
    }

    private void ScorePutOff(Kept kept)
    {
        var batch = CollectionsMarshal.AsSpan(_putOff);
        batch.Sort();
        for (var at = 0; at < batch.Length && MostBound - (long)(batch[at] >> 44) >= LeastBound(kept); at++)
        {
            if (at % Ahead == 0)
            {
                ReadAhead(batch.Slice(at, Math.Min(Ahead, batch.Length - at)));
            }

            Consider(kept, (int)(batch[at] >> 32) & (MostPutOff - 1), (ushort)(batch[at] >> 16), (ushort)batch[at]);
        }

        _putOff.Clear();
    }

    private void ReadAhead(ReadOnlySpan<ulong> batch)
    {
        foreach (var candidate in batch)
        {
            var segment = _generation.Parts[(int)(candidate >> 32) & (MostPutOff - 1)].Segment;
            _ahead += segment.TouchRow((ushort)(candidate >> 16));
        }

        foreach (var candidate in batch)
        {
            var segment = _generation.Parts[(int)(candidate >> 32) & (MostPutOff - 1)].Segment;
            _ahead += segment.TouchLists((ushort)(candidate >> 16));
        }
    }

    /// <summary>What was not scored may be looked at again: its bound may rise meanwhile.</summary>
    private static void Leave(ReadOnlySpan<long> batch, ulong[]? passOver)
    {
        if (passOver is not null)
        {
            foreach (var candidate in batch)
            {
                passOver[(ushort)candidate >> 6] &= ~(1UL << (ushort)candidate);
            }
        }
    }

    private void ReadAhead(Segment<TRow> segment, ReadOnlySpan<long> batch)
    {
        foreach (var candidate in batch)
        {
            _ahead += segment.TouchRow((ushort)candidate);
        }

        foreach (var candidate in batch)
        {
            _ahead += segment.TouchLists((ushort)candidate);
        }
    }

    private void Consider(Kept kept, int p, int d, int given)
    {
        Facts.MoveTo(_generation.Parts[p].Segment, d);
        if (FailedByFacts() == 0)
        {
            Offer(kept, p, d, given);
        }
    }
}
