using System.Buffers.Binary;

namespace Metier.Platform;

/// <summary>Identifiers: UUID version 7, ordered by time, made by the caller so that a repeated request can be recognised.</summary>
public static class Ids
{
    private static readonly Lock Gate = new();
    private static long lastMillisecond;
    private static int count;

    /// <summary>
    /// A new id stamped with the injected clock. Inside one millisecond the ids of this process count upwards (RFC 9562, 6.2,
    /// method 1), so that things made one after the other also sort that way.
    /// </summary>
    public static Guid New(TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        int place;
        lock (Gate)
        {
            var millisecond = now.ToUnixTimeMilliseconds();
            count = millisecond == lastMillisecond ? (count + 1) & 0xFFF : 0;
            lastMillisecond = millisecond;
            place = count;
        }
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | place));
        return new Guid(bytes, bigEndian: true);
    }
}
