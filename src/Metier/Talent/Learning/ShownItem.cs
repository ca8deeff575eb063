using System.Buffers.Binary;
using System.Collections.Immutable;
using Metier.Matching;
using Metier.Matching.Learning;

namespace Metier.Talent;

/// <summary>One place of a list that was shown.</summary>
/// <param name="Position">From 1, over all pages of the list.</param>
/// <param name="Newcomer">Had fewer contracts than a shortlist's rules say, at that time.</param>
internal readonly record struct ShownItem(Guid Id, int Position, bool Newcomer, ImmutableArray<FeatureValue> Values)
{
    private const int HeadBytes = 20;

    /// <summary>A freelancer or job with the values its score was made from.</summary>
    public static ShownItem Of(RankedMatch match, int position, bool newcomer = false) =>
        new(match.Id, position, newcomer, [.. match.Parts.Select(p => new FeatureValue(p.Feature, p.Value))]);

    /// <summary>Of each: the id (16 bytes), the place (2), a flag (1), the number of values (1), the values (4 each).</summary>
    public static byte[] Pack(IReadOnlyCollection<ShownItem> items)
    {
        var bytes = new byte[items.Sum(i => HeadBytes + i.Values.Length * FeatureValue.PackedBytes)];
        var at = bytes.AsSpan();
        foreach (var item in items)
        {
            item.Id.TryWriteBytes(at, bigEndian: true, out _);
            BinaryPrimitives.WriteUInt16BigEndian(at[16..], (ushort)Math.Clamp(item.Position, 1, ushort.MaxValue));
            at[18] = item.Newcomer ? (byte)1 : (byte)0;
            at[19] = (byte)item.Values.Length;
            FeatureValue.Pack(item.Values).CopyTo(at[HeadBytes..]);
            at = at[(HeadBytes + item.Values.Length * FeatureValue.PackedBytes)..];
        }
        return bytes;
    }

    /// <param name="values">False leaves the values out.</param>
    public static List<ShownItem> Unpack(ReadOnlySpan<byte> bytes, bool values = true)
    {
        var items = new List<ShownItem>();
        while (bytes.Length >= HeadBytes)
        {
            var end = HeadBytes + bytes[19] * FeatureValue.PackedBytes;
            items.Add(
                new ShownItem(
                    new Guid(bytes[..16], bigEndian: true),
                    BinaryPrimitives.ReadUInt16BigEndian(bytes[16..]),
                    bytes[18] == 1,
                    values ? FeatureValue.Unpack(bytes[HeadBytes..end]) : []
                )
            );
            bytes = bytes[end..];
        }
        return items;
    }
}
