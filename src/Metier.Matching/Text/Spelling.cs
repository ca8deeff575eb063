using System.Collections.Immutable;
using System.Numerics;

namespace Metier.Matching;

/// <summary>A word of a search that no document has, and the one or two known words that were searched for as well.</summary>
/// <param name="Typed">As typed.</param>
/// <param name="Words">Folded. Of a compound taken apart, its parts in one entry: "web design".</param>
public sealed record Correction(string Typed, ImmutableArray<string> Words);

/// <summary>
/// How alike words are spelt. Each known word keeps a mark of eight bytes, its length and the runs of two letters that
/// are in it, so that a scan of marks leaves only few words to be compared letter by letter.
/// </summary>
internal static class Spelling
{
    /// <summary>Shorter words are too easily another word.</summary>
    public const int Shortest = 4;

    /// <summary>Longer words are not compared.</summary>
    public const int Longest = 40;

    private const int LengthAt = 58;

    /// <summary>Below this a word may differ in one place and must begin alike.</summary>
    private const int Short = 6;

    /// <summary>From this on a word may differ in two places.</summary>
    private const int Long = 8;

    /// <summary>One change, at worst two letters that changed places, alters this many runs of two letters.</summary>
    private const int RunsOfAChange = 3;

    /// <summary>The length (six bits, at most 63) and a bit for each run of two letters, borders among them.</summary>
    public static ulong MarkOf(string word)
    {
        var mark = 0UL;
        var before = '#';
        foreach (var letter in word)
        {
            mark |= Bit(before, letter);
            before = letter;
        }

        return mark | Bit(before, '#') | ((ulong)Math.Min(63, word.Length) << LengthAt);
    }

    /// <summary>In how many places a word of this length may differ; 0: it is not corrected.</summary>
    public static int Allowed(string word) =>
        word.Length is < Shortest or > Longest || !word.All(char.IsLetter) ? 0
        : word.Length < Long ? 1
        : 2;

    /// <summary>Whether a known word may be within so many changes; never false for one that is.</summary>
    public static bool MayBeNear(ulong typed, ulong known, int changes)
    {
        var lengths = (int)(typed >> LengthAt) - (int)(known >> LengthAt);
        const ulong Runs = (1UL << LengthAt) - 1;
        return Math.Abs(lengths) <= changes
            && BitOperations.PopCount(typed & ~known & Runs) <= changes * RunsOfAChange
            && BitOperations.PopCount(known & ~typed & Runs) <= changes * RunsOfAChange;
    }

    /// <summary>
    /// How many letters must be changed, added, left out or exchanged with their neighbour, each once at most (optimal
    /// string alignment); more than <paramref name="most"/> is answered by one more than it.
    /// </summary>
    public static int Distance(string typed, string known, int most)
    {
        if (Math.Abs(typed.Length - known.Length) > most || (typed.Length < Short && typed[0] != known[0]))
        {
            return most + 1;
        }

        Span<int> rows = stackalloc int[3 * (Longest + 4)];
        var width = known.Length + 1;
        var older = rows[..width];
        var old = rows.Slice(width, width);
        var next = rows.Slice(2 * width, width);
        for (var j = 0; j < width; j++)
        {
            old[j] = j;
        }

        for (var i = 1; i <= typed.Length; i++)
        {
            next[0] = i;
            var least = i;
            for (var j = 1; j < width; j++)
            {
                var same = typed[i - 1] == known[j - 1];
                var best = Math.Min(old[j - 1] + (same ? 0 : 1), Math.Min(old[j], next[j - 1]) + 1);
                if (i > 1 && j > 1 && typed[i - 1] == known[j - 2] && typed[i - 2] == known[j - 1])
                {
                    best = Math.Min(best, older[j - 2] + 1);
                }

                next[j] = best;
                least = Math.Min(least, best);
            }

            if (least > most)
            {
                return most + 1;
            }

            var spare = older;
            older = old;
            old = next;
            next = spare;
        }

        return Math.Min(old[width - 1], most + 1);
    }

    private static ulong Bit(char left, char right) =>
        1UL << (int)((((left * 31u) + right) * 2_654_435_769u >> 8) % LengthAt);
}
