using System.Numerics;
using System.Runtime.Intrinsics;

namespace Metier.Matching;

internal sealed partial class Pass<TRow, TFacts>
{
    /// <summary>Finds with SIMD the documents whose bound reaches the page, a block at a time.</summary>
    private void Sweep(Kept kept, int p, ulong[] visible)
    {
        const int Block = 1_024;
        var part = _generation.Parts[p];
        var count = part.Segment.Count;
        var mostRest = 0;
        foreach (var rest in part.Rest)
        {
            mostRest = Math.Max(mostRest, rest);
        }

        var others = mostRest + (Ranking.MostOfRow * Bound.PerPoint);
        var floor = Warm(kept, p, visible);
        ref var scores = ref _scratch.Score[0];
        for (var from = 0; from < count; from += Block)
        {
            var limit = Math.Clamp(Scaled(Math.Max(kept.Floor, floor)) - others, 0, ushort.MaxValue);
            var least = Vector256.Create((ushort)limit);
            var until = Math.Min(from + Block, count);
            for (var at = from; at < until; at += Vector256<ushort>.Count)
            {
                var sixteen = Vector256.LoadUnsafe(ref scores, (nuint)at);
                var hits = Vector256.GreaterThanOrEqual(sixteen, least).ExtractMostSignificantBits();
                for (; hits != 0; hits &= hits - 1)
                {
                    var d = at + BitOperations.TrailingZeroCount(hits);
                    if (d < count && Reaches(part, d, Math.Max(kept.Floor, floor)))
                    {
                        Consider(kept, p, d, visible);
                    }
                }
            }
        }
    }

    /// <summary>
    /// Scores the documents of the highest bounds first, to know what the page will take at least; long.MinValue when
    /// that cannot be known.
    /// </summary>
    private long Warm(Kept kept, int p, ulong[] visible)
    {
        const int Enough = 4;
        var part = _generation.Parts[p];
        var count = part.Segment.Count;
        if (kept.IsFull || kept.HasKey || count < 4_096)
        {
            return long.MinValue;
        }

        Span<int> histogram = stackalloc int[1_024];
        histogram.Clear();
        for (var d = 0; d < count; d++)
        {
            histogram[Math.Min(1_023, (_scratch.Score[d] + part.Rest[d]) >> 5)]++;
        }

        var (cut, above) = (1_023, histogram[1_023]);
        while (cut > 0 && above < kept.Size * Enough)
        {
            above += histogram[--cut];
        }

        var first = new Kept(kept.Size);
        for (var d = 0; d < count && above < count / 2; d++)
        {
            if ((_scratch.Score[d] + part.Rest[d]) >> 5 >= cut)
            {
                Consider(first, p, d, visible);
            }
        }

        return first.IsFull ? first.Floor : long.MinValue;
    }

    private bool Reaches(Part<TRow> part, int d, long floor) =>
        _scratch.Score[d] + part.Rest[d] + (Ranking.MostOfRow * Bound.PerPoint) >= Scaled(floor);

    private static long Scaled(long points) => points <= 0 ? 0 : points * Bound.PerPoint;

    private void Consider(Kept kept, int p, int d, ulong[] visible)
    {
        var segment = _generation.Parts[p].Segment;
        if ((visible[d >> 6] & (1UL << d)) == 0 || !HasWords(d) || FailedLists(d, ulong.MaxValue) != 0)
        {
            return;
        }

        Facts.MoveTo(segment, d);
        if (FailedByFacts() == 0)
        {
            Offer(kept, p, d);
        }
    }
}
