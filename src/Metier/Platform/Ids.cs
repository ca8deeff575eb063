using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Metier.Platform;

/// <summary>Identifiers: UUID version 7, ordered by time, made by the caller so that a repeated request can be recognised.</summary>
public static class Ids
{
    /// <summary>What the last id of a clock was. Each clock has its own, or two that tell other times would undo each other's order.</summary>
    private sealed class Last
    {
        public long Millisecond;
        public int Count;
    }

    private static readonly ConditionalWeakTable<TimeProvider, Last> Lasts = [];

    /// <summary>
    /// A new id stamped with the injected clock. Inside one millisecond the ids of this process count upwards (RFC 9562, 6.2,
    /// method 1), so that things made one after the other also sort that way.
    /// </summary>
    public static Guid New(TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var last = Lasts.GetOrCreateValue(clock);
        int place;
        lock (last)
        {
            var millisecond = now.ToUnixTimeMilliseconds();
            last.Count = millisecond == last.Millisecond ? (last.Count + 1) & 0xFFF : 0;
            last.Millisecond = millisecond;
            place = last.Count;
        }
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | place));
        return new Guid(bytes, bigEndian: true);
    }
}
