using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>Vectors of texts, as the engine keeps them beside the postings. Who makes them is none of its business.</summary>
public static class Vectors
{
    /// <summary>Numbers of a vector, each in one byte.</summary>
    public const int Length = 256;

    /// <summary>
    /// A vector of any length and scale in the form it is kept in: shorter ones end in zeros, longer ones are thrown on
    /// <see cref="Length"/> directions by fixed signs, which keeps angles about as they are (Achlioptas 2003); then the
    /// largest number becomes 127. Empty when it has no direction.
    /// </summary>
    public static ImmutableArray<sbyte> Of(ReadOnlySpan<float> vector)
    {
        var kept = new double[Length];
        for (var at = 0; at < vector.Length; at++)
        {
            if (!float.IsFinite(vector[at]))
            {
                return [];
            }

            if (vector.Length <= Length)
            {
                kept[at] = vector[at];
                continue;
            }

            for (var to = 0; to < Length; to++)
            {
                kept[to] += IsNegative(at, to) ? -vector[at] : vector[at];
            }
        }

        var largest = kept.Max(Math.Abs);
        return largest <= 0 ? [] : [.. kept.Select(k => (sbyte)Math.Round(k / largest * 127))];
    }

    private static bool IsNegative(int from, int to)
    {
        var mixed = (((ulong)(uint)from << 32) | (uint)to) + 0x9E37_79B9_7F4A_7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return ((mixed ^ (mixed >> 31)) & 1) == 1;
    }
}
