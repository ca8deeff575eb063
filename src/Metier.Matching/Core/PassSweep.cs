using System.Numerics;
using System.Runtime.Intrinsics;

namespace Metier.Matching;

internal sealed partial class Pass<TRow, TFacts>
{
    /// <summary>Documents whose bounds are looked at to guess what the page will take: one of so many.</summary>
    private const int SampleStep = 16;

    /// <summary>So many documents for each place of the page are scored first.</summary>
    private const int FirstPerPlace = 3;

    /// <summary>Keeps the page of those that meet everything, and looks at no document that cannot be on it.</summary>
    public void Best(Kept kept)
    {
        for (var p = 0; p < _generation.Parts.Length; p++)
        {
            var visible = Begin(p);
            if (_sortKey is null)
            {
                var floor = kept.IsFull || kept.HasKey ? 0 : Warm(kept.Size, p, visible);
                Sweep(kept, p, visible, floor);
                continue;
            }

            for (var d = 0; d < _generation.Parts[p].Segment.Count; d++)
            {
                Consider(kept, p, d, visible);
            }
        }
    }

    /// <summary>Finds with SIMD the documents whose bound reaches the page, a block at a time.</summary>
    /// <param name="least">Points that are known to be too few for the page.</param>
    private void Sweep(Kept kept, int p, ulong[] visible, long least)
    {
        const int Block = 1_024;
        var part = _generation.Parts[p];
        var (count, rest) = (part.Segment.Count, part.Rest);
        var ofRow = Ranking.Common + (Ranking.MostOfRow * Bound.PerPoint);
        var floor = Scaled(Math.Max(kept.Floor, least));
        var scores = _scratch.Score;
        for (var from = 0; from < count; from += Block)
        {
            var limit = Vector256.Create((ushort)Math.Clamp(floor - part.MostRest - ofRow, 0, ushort.MaxValue));
            var until = Math.Min(from + Block, count);
            for (var at = from; at < until; at += Vector256<ushort>.Count)
            {
                var sixteen = Vector256.LoadUnsafe(ref scores[0], (nuint)at);
                var hits = Vector256.GreaterThanOrEqual(sixteen, limit).ExtractMostSignificantBits();
                for (; hits != 0; hits &= hits - 1)
                {
                    var d = at + BitOperations.TrailingZeroCount(hits);
                    if (d < count && scores[d] + rest[d] + ofRow >= floor)
                    {
                        Consider(kept, p, d, visible);
                        floor = Scaled(Math.Max(kept.Floor, least));
                    }
                }
            }
        }
    }

    /// <summary>
    /// Scores the documents of the highest bounds first, to know points that are too few for the page; 0 when that cannot
    /// be known.
    /// </summary>
    private long Warm(int size, int p, ulong[] visible)
    {
        var part = _generation.Parts[p];
        var (count, rest, scores) = (part.Segment.Count, part.Rest, _scratch.Score);
        if (count < 4_096)
        {
            return 0;
        }

        Span<int> histogram = stackalloc int[1_024];
        histogram.Clear();
        for (var d = 0; d < count; d += SampleStep)
        {
            histogram[Math.Min(1_023, (scores[d] + rest[d]) / Bound.PerPoint)]++;
        }

        var (cut, above) = (1_023, histogram[1_023]);
        while (cut > 0 && above * SampleStep < size * FirstPerPlace)
        {
            above += histogram[--cut];
        }

        if (above * SampleStep > count / 8)
        {
            return 0;
        }

        var first = new Kept(size);
        var limit = Vector256.Create((ushort)Math.Clamp((cut * Bound.PerPoint) - part.MostRest, 0, ushort.MaxValue));
        for (var at = 0; at < count; at += Vector256<ushort>.Count)
        {
            var sixteen = Vector256.LoadUnsafe(ref scores[0], (nuint)at);
            var hits = Vector256.GreaterThanOrEqual(sixteen, limit).ExtractMostSignificantBits();
            for (; hits != 0; hits &= hits - 1)
            {
                var d = at + BitOperations.TrailingZeroCount(hits);
                if (d < count && scores[d] + rest[d] >= cut * Bound.PerPoint)
                {
                    Consider(first, p, d, visible);
                }
            }
        }

        return first.IsFull ? first.Floor : 0;
    }

    private static long Scaled(long points) => points <= 0 ? 0 : points * Bound.PerPoint;

    private void Consider(Kept kept, int p, int d, ulong[] visible)
    {
        if ((visible[d >> 6] & (1UL << d)) == 0 || !HasWords(d) || FailedLists(d, ulong.MaxValue) != 0)
        {
            return;
        }

        Facts.MoveTo(_generation.Parts[p].Segment, d);
        if (FailedByFacts() == 0)
        {
            Offer(kept, p, d);
        }
    }
}
