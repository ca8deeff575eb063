using System.Buffers.Binary;

namespace Metier.Matching.Learning;

/// <summary>
/// Which searches are kept aside to judge by. It depends on the id alone, so that a search never moves from the ones judged by
/// to the ones learnt from when more come in.
/// </summary>
public static class HeldOut
{
    /// <summary>One in so many is kept aside.</summary>
    public const int OneIn = 5;

    /// <summary>Whether this search is kept aside.</summary>
    public static bool Keeps(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var mixed = Mixer.Mix(
            BinaryPrimitives.ReadUInt64BigEndian(bytes) ^ Mixer.Mix(BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]))
        );
        return mixed % OneIn == 0;
    }
}

/// <summary>Steele, Lea, Flood 2014, SplitMix64: the same numbers on every machine and in every version.</summary>
internal sealed class Mixer(ulong seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state = seed;

    /// <summary>A number from 0 to below the bound.</summary>
    public int Below(int bound)
    {
        _state += Golden;
        return (int)(((UInt128)Mix(_state) * (uint)bound) >> 64);
    }

    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
