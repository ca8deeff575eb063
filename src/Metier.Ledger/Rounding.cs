namespace Metier.Ledger;

/// <summary>The two roundings of the house: half away from zero, and largest remainder for splits.</summary>
internal static class Rounding
{
    /// <summary>The quotient rounded half away from zero; throws when it does not fit 64 bits.</summary>
    public static long Divide(Int128 dividend, long divisor)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(divisor);
        var (quotient, remainder) = Int128.DivRem(dividend, divisor);
        if (Int128.Abs(remainder) * 2 >= divisor)
            quotient += dividend < 0 ? -1 : 1;
        return checked((long)quotient);
    }

    /// <summary>Shares of <paramref name="whole"/> by weight that sum to it.</summary>
    public static long[] Split(long whole, ReadOnlySpan<long> weights)
    {
        Int128 total = 0;
        foreach (var weight in weights)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(weight, nameof(weights));
            total += weight;
        }
        if (total == 0)
            throw new ArgumentException("A split needs at least one weight above zero.", nameof(weights));

        // Work on the amount without its sign, so that a refund splits exactly as the charge did.
        var amount = Int128.Abs(whole);
        var parts = new Int128[weights.Length];
        var remainders = new Int128[weights.Length];
        var order = new int[weights.Length];
        var left = amount;
        for (var i = 0; i < weights.Length; i++)
        {
            (parts[i], remainders[i]) = Int128.DivRem(amount * weights[i], total);
            left -= parts[i];
            order[i] = i;
        }
        Array.Sort(
            order,
            (a, b) => remainders[a] == remainders[b] ? a.CompareTo(b) : remainders[b].CompareTo(remainders[a])
        );
        for (var i = 0; i < (int)left; i++)
            parts[order[i]]++;
        return Array.ConvertAll(parts, part => checked((long)(whole < 0 ? -part : part)));
    }
}
