using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Metier.Matching.Learning;

/// <summary>The value of one feature, 0 to <see cref="FeatureMath.One"/>. A feature that was not asked for has no value.</summary>
public readonly record struct FeatureValue(Feature Feature, int Value)
{
    /// <summary>Bytes one value takes in <see cref="Pack"/>.</summary>
    public const int PackedBytes = 4;

    /// <summary>
    /// Values in four bytes each: the number of the feature in the highest byte, the value in the others. Exact, since a
    /// value has 20 bits.
    /// </summary>
    public static byte[] Pack(IReadOnlyList<FeatureValue> values)
    {
        var bytes = new byte[values.Count * PackedBytes];
        for (var at = 0; at < values.Count; at++)
        {
            var value = (uint)Math.Clamp(values[at].Value, 0, FeatureMath.One);
            BinaryPrimitives.WriteUInt32BigEndian(
                bytes.AsSpan(at * PackedBytes),
                (uint)values[at].Feature << 24 | value
            );
        }

        return bytes;
    }

    /// <summary>What was packed. Features this version does not know are left out.</summary>
    /// <exception cref="FormatException">The length is not a whole number of values.</exception>
    public static ImmutableArray<FeatureValue> Unpack(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % PackedBytes != 0)
        {
            throw new FormatException($"{bytes.Length} bytes are no whole number of feature values.");
        }

        var values = ImmutableArray.CreateBuilder<FeatureValue>(bytes.Length / PackedBytes);
        for (; bytes.Length > 0; bytes = bytes[PackedBytes..])
        {
            var packed = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            var feature = (Feature)(packed >> 24);
            if (Enum.IsDefined(feature))
            {
                values.Add(new FeatureValue(feature, (int)Math.Min(packed & 0xFFFFFF, FeatureMath.One)));
            }
        }

        return values.ToImmutable();
    }
}

/// <summary>One document as it was shown.</summary>
/// <param name="Id">The document.</param>
/// <param name="Position">Its place in the list, from 1.</param>
/// <param name="Propensity">The probability that a person looks at that place, above 0 up to 1.</param>
/// <param name="Gain">What came of it, 0 or more: <see cref="Gains.Of"/>.</param>
public sealed record ShownDocument(
    Guid Id,
    int Position,
    double Propensity,
    ImmutableArray<FeatureValue> Values,
    int Gain
)
{
    /// <summary>
    /// The place it would have had, had a coin that swaps two places fallen the other way; null where no coin was thrown.
    /// </summary>
    public int? SwapsWith { get; init; }

    /// <summary>The value of a feature, 0 when it was not asked for.</summary>
    public int ValueOf(Feature feature)
    {
        foreach (var value in Values)
        {
            if (value.Feature == feature)
            {
                return value.Value;
            }
        }

        return 0;
    }

    /// <summary>The points these weights give it, by the same whole-number arithmetic as the ranking.</summary>
    public int Score(RankingWeights weights)
    {
        var score = 0;
        foreach (var feature in weights.Features)
        {
            score += (int)((long)feature.Points * ValueOf(feature.Feature) / FeatureMath.One);
        }

        return score;
    }
}

/// <summary>One search or shortlist as it was shown to one person.</summary>
/// <param name="Id">Names it; no two logged searches share one.</param>
/// <param name="Need">
/// The same for searches that ask for the same: the job, or a hash of what was asked. Documents that stood at several places
/// for one need tell how much the place does.
/// </param>
/// <param name="WeightsVersion">The version of the weights that made the order.</param>
public sealed record LoggedSearch(
    Guid Id,
    RankingRole Role,
    long Need,
    int WeightsVersion,
    ImmutableArray<ShownDocument> Shown
)
{
    /// <summary>Something can be learnt from it: something came of one document, and there was another to prefer it to.</summary>
    public bool IsLabelled => Shown.Length > 1 && Shown.Any(s => s.Gain > 0);

    /// <summary>The same with propensities by this model.</summary>
    public LoggedSearch With(PositionBias bias) =>
        this with
        {
            Shown = [.. Shown.Select(s => s with { Propensity = bias.At(s.Position) })],
        };
}
