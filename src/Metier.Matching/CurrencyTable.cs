using System.Collections.Frozen;

namespace Metier.Matching;

/// <summary>
/// Makes amounts of several currencies comparable. It only orders and filters; nobody is ever charged by it.
/// </summary>
public sealed class CurrencyTable
{
    private const long Unit = 1_000_000;
    private readonly FrozenDictionary<string, long> _millionths;

    /// <param name="reference">The currency every amount is compared in.</param>
    /// <param name="millionths">
    /// For each other currency, millionths of a minor unit of the reference that one of its minor units is worth.
    /// </param>
    public CurrencyTable(string reference, IReadOnlyDictionary<string, long>? millionths = null)
    {
        Reference = reference;
        var table = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (currency, worth) in millionths ?? new Dictionary<string, long>(StringComparer.Ordinal))
        {
            if (worth <= 0)
            {
                throw new ArgumentOutOfRangeException(nameof(millionths), worth, "A currency is worth something.");
            }

            table[currency] = worth;
        }

        table[reference] = Unit;
        _millionths = table.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public string Reference { get; }

    /// <summary>The amount in minor units of the reference, or null when the currency is not in the table.</summary>
    public long? ToReference(long? minor, string currency) =>
        minor is { } amount && _millionths.TryGetValue(currency, out var worth)
            ? (long)Int128.Clamp((Int128)amount * worth / Unit, 0, long.MaxValue / 4)
            : null;
}
