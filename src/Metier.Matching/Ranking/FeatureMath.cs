using System.Numerics;

namespace Metier.Matching;

/// <summary>
/// The value of each feature, from 0 to 1,000,000, in whole numbers only, so that every machine computes the same. Each is
/// bounded, and monotone in the fact it measures.
/// </summary>
public static class FeatureMath
{
    public const int One = 1_000_000;

    /// <summary>
    /// How much a concept or word tells people apart: sixteenths of log2(1 + documents ÷ frequency). At least 16, and never
    /// halved by one more document, which is why gaining a skill that is asked for cannot lower anybody.
    /// </summary>
    public static int Rarity(int documents, int frequency)
    {
        var df = (ulong)Math.Max(1, frequency);
        var n = Math.Max((ulong)Math.Max(1, documents), df);
        var ratio = ((n + df) << 24) / df;
        var whole = BitOperations.Log2(ratio) - 24;
        var rest = ratio >> whole;
        var result = whole;
        for (var bit = 0; bit < 4; bit++)
        {
            rest = (rest * rest) >> 24;
            var carry = rest >= 2UL << 24;
            rest >>= carry ? 1 : 0;
            result = (result << 1) | (carry ? 1 : 0);
        }

        return result;
    }

    /// <summary>A part of a whole, rounded down; 0 of 0 is 0.</summary>
    public static int Share(long part, long whole) =>
        whole <= 0 ? 0
        : part <= 0 ? 0
        : part >= whole ? One
        // Sixty-four bits are enough for nearly all, and divide many times faster.
        : part <= long.MaxValue / One ? (int)(part * One / whole)
        : (int)(part * (Int128)One / whole);

    /// <summary>
    /// Job Success drawn towards 70 as if by five more contracts, so that 1 of 1 never beats 95 of 100. Without a score
    /// it is that 70.
    /// </summary>
    public static int JobSuccess(int? score, int contracts)
    {
        var counted = score is null ? 0 : Math.Max(1, contracts);
        return Share((score ?? 0) * (long)counted + 70 * 5, 100 * (counted + 5L));
    }

    /// <summary>Whole inside the budget; beyond it falling to nothing at half as much again.</summary>
    public static int WithinBudget(long asked, long most) =>
        asked <= most ? One
        : most <= 0 ? 0
        : Share(most + most / 2 - asked, most / 2);

    /// <summary>A budget against somebody's own rate: whole when it reaches it, falling to nothing at half.</summary>
    public static int PaysEnough(long offered, long own) => offered >= own ? One : Share(offered * 2 - own, own);

    /// <summary>Each step between the level held and the one wanted costs half; lacking one costs more than exceeding.</summary>
    public static int Level(ExperienceLevel? has, ExperienceLevel wanted) =>
        has is null
            ? 0
            : ((int)has - (int)wanted) switch
            {
                0 => One,
                1 => 700_000,
                2 => 400_000,
                -1 => 300_000,
                _ => 0,
            };

    /// <summary>Hours free of those wanted; each day until they are free takes a sixtieth away.</summary>
    public static int Availability(int free, int wanted, int daysUntilFree)
    {
        var hours = Share(Math.Max(0, free), Math.Max(1, wanted));
        return (int)((long)hours * Math.Clamp(60 - daysUntilFree, 0, 60) / 60);
    }

    /// <summary>Shared hours of two eight-hour days by the offset between them, the short way round the globe.</summary>
    public static int SharedHours(int offsetMinutes, int otherOffsetMinutes)
    {
        var apart = Math.Abs(offsetMinutes - otherOffsetMinutes) % 1440;
        return Math.Max(0, 480 - Math.Min(apart, 1440 - apart)) / 60;
    }

    /// <summary>Answers drawn towards three in five as if by five more questions.</summary>
    public static int Replies(int answered, int asked) => Share(Math.Min(answered, asked) + 3L, asked + 5L);

    /// <summary>Whole in the first days, then falling evenly to nothing at the last.</summary>
    public static int Recency(int daysAgo, int wholeDays, int lastDay) =>
        daysAgo <= wholeDays ? One : Share(lastDay - daysAgo, lastDay - wholeDays);

    /// <summary>Past contracts in one skill: three make it whole, and older ones count less.</summary>
    public static int PastWork(int contracts, int daysSince)
    {
        var age = daysSince switch
        {
            <= 365 => 10,
            <= 730 => 7,
            <= 1460 => 4,
            _ => 2,
        };
        return Share(Math.Min(contracts, 3) * (long)age, 30);
    }

    /// <summary>A test's level less its margin, of 5.</summary>
    public static int SkillTest(int levelMilli, int marginMilli) => Share(levelMilli - marginMilli, 5_000);

    /// <summary>Invitations received today lower it evenly, to nothing at the daily limit.</summary>
    public static int InvitationLoad(int today, int limit) => Share(limit - today, limit);

    /// <summary>Hires drawn towards one in two as if by two more jobs, and stars drawn towards 4.0, half and half.</summary>
    public static int ClientRecord(int hires, int jobs, int? ratingMilli) =>
        (Share(Math.Min(hires, jobs) + 1L, jobs + 2L) / 2) + (Share((ratingMilli ?? 4_000) - 1_000, 4_000) / 2);

    /// <summary>
    /// The cosine between two vectors of whole numbers, nothing below 0. Only the square root is not whole, and that is
    /// rounded alike everywhere.
    /// </summary>
    public static int Cosine(ReadOnlySpan<sbyte> left, ReadOnlySpan<sbyte> right)
    {
        var (product, lefts, rights) = (0L, 0L, 0L);
        var length = Math.Min(left.Length, right.Length);
        for (var at = 0; at < length; at++)
        {
            int a = left[at],
                b = right[at];
            product += a * b;
            lefts += a * a;
            rights += b * b;
        }

        return product <= 0 ? 0 : Share(product, (long)Math.Ceiling(Math.Sqrt((double)lefts * rights)));
    }

    /// <summary>Fewer proposals, better odds: nothing left at fifty.</summary>
    public static int Competition(int proposals) => Share(50 - proposals, 50);
}
