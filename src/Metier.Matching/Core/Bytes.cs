namespace Metier.Matching;

/// <summary>Numbers written one after the other, seven bits to a byte, in one array that grows.</summary>
internal sealed class ByteWriter
{
    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Number(long value)
    {
        var rest = (ulong)value;
        Room(10);
        while (rest >= 0x80)
        {
            _bytes[Length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        _bytes[Length++] = (byte)rest;
    }

    public void Id(Guid id)
    {
        Room(16);
        id.TryWriteBytes(_bytes.AsSpan(Length));
        Length += 16;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Room(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    private void Room(int more)
    {
        if (Length + more > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + more));
        }
    }
}

/// <summary>Reads what <see cref="ByteWriter"/> wrote.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public readonly bool AtEnd => _at >= _bytes.Length;

    public int Int() => (int)Number();

    public long Number()
    {
        var first = _bytes[_at++];
        if (first < 0x80)
        {
            return first;
        }

        var value = (ulong)(first & 0x7F);
        for (var shift = 7; ; shift += 7)
        {
            var next = _bytes[_at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)value;
            }
        }
    }

    public Guid Id()
    {
        var id = new Guid(_bytes.Slice(_at, 16));
        _at += 16;
        return id;
    }
}
