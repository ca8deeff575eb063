using System.Buffers.Binary;

namespace Metier.Matching;

/// <summary>
/// Up to 65,535 documents in arrays: rows, lists, words in their order, and postings. Only rows change after it is made,
/// in place and one at a time.
/// </summary>
internal sealed class Segment<TRow>
    where TRow : struct
{
    public const int Most = ushort.MaxValue;

    private readonly ushort[] _table;
    private readonly TRow[] _rows;
    private readonly byte[] _lists;
    private readonly int[] _listEnds;
    private readonly byte[] _words;
    private readonly int[] _wordEnds;
    private readonly sbyte[] _vectors;
    private int _version;

    public Segment(
        Guid[] ids,
        TRow[] rows,
        byte[] lists,
        int[] listEnds,
        byte[] words,
        int[] wordEnds,
        Postings postings,
        sbyte[] vectors
    )
    {
        Ids = ids;
        _rows = rows;
        _lists = lists;
        _listEnds = listEnds;
        _words = words;
        _wordEnds = wordEnds;
        _vectors = vectors;
        Postings = postings;
        _table = TableOf(ids);
    }

    public Guid[] Ids { get; }
    public int Count => Ids.Length;
    public Postings Postings { get; }
    public ReadOnlySpan<TRow> Rows => _rows;
    public ReadOnlySpan<byte> AllLists => _lists;
    public ReadOnlySpan<int> ListEnds => _listEnds;
    public ReadOnlySpan<byte> AllWords => _words;
    public ReadOnlySpan<int> WordEnds => _wordEnds;

    /// <summary>A vector for each document, or none at all.</summary>
    public ReadOnlySpan<sbyte> AllVectors => _vectors;

    /// <summary>The document's vector, all zeros when its text has none; empty when nobody here has one.</summary>
    public ReadOnlySpan<sbyte> VectorOf(int d) =>
        _vectors.Length == 0 ? [] : _vectors.AsSpan(d * Vectors.Length, Vectors.Length);

    /// <summary>Whether that is the document's vector.</summary>
    public bool HasVector(int d, ReadOnlySpan<sbyte> vector) =>
        vector.IsEmpty ? !VectorOf(d).ContainsAnyExcept((sbyte)0) : VectorOf(d).SequenceEqual(vector);

    public ReadOnlySpan<byte> Lists(int d) => Slice(_lists, _listEnds, d);

    public ReadOnlySpan<byte> WordsOf(int d) => Slice(_words, _wordEnds, d);

    /// <summary>Reads a little of the row, so that it is near when it is asked for.</summary>
    public int TouchRow(int d) => System.Runtime.CompilerServices.Unsafe.As<TRow, byte>(ref _rows[d]) + _listEnds[d];

    /// <summary>The same for the lists.</summary>
    public int TouchLists(int d) => _lists.Length == 0 ? 0 : _lists[Math.Min(_listEnds[d], _lists.Length) - 1];

    /// <summary>One moment's row, whole, though a writer may be at work.</summary>
    public TRow Row(int d)
    {
        var spin = new SpinWait();
        while (true)
        {
            var before = Volatile.Read(ref _version);
            if ((before & 1) == 0)
            {
                var row = _rows[d];
                Volatile.ReadBarrier();
                if (_version == before)
                {
                    return row;
                }
            }

            spin.SpinOnce();
        }
    }

    /// <summary>Puts another row in its place. For the one writer.</summary>
    public void Replace(int d, in TRow row)
    {
        Volatile.Write(ref _version, _version + 1);
        Volatile.WriteBarrier();
        _rows[d] = row;
        Volatile.WriteBarrier();
        Volatile.Write(ref _version, _version + 1);
    }

    /// <summary>The place of the id among these documents, live or not; -1 for none. An id comes once in a segment.</summary>
    public int Find(Guid id)
    {
        var mask = _table.Length - 1;
        for (var at = (int)Tie.Of(id) & mask; _table[at] != 0; at = (at + 1) & mask)
        {
            if (Ids[_table[at] - 1] == id)
            {
                return _table[at] - 1;
            }
        }

        return -1;
    }

    private static ReadOnlySpan<byte> Slice(byte[] bytes, int[] ends, int d)
    {
        var from = d == 0 ? 0 : ends[d - 1];
        return bytes.AsSpan(from, ends[d] - from);
    }

    private static ushort[] TableOf(Guid[] ids)
    {
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, ids.Length * 3 / 2));
        var table = new ushort[size];
        for (var d = ids.Length - 1; d >= 0; d--)
        {
            var at = (int)Tie.Of(ids[d]) & (size - 1);
            while (table[at] != 0)
            {
                at = (at + 1) & (size - 1);
            }

            table[at] = (ushort)(d + 1);
        }

        return table;
    }
}

/// <summary>
/// Breaks ties between equal scores. Ids grow with time, so ordering by the id itself would favour whoever came first.
/// </summary>
internal static class Tie
{
    public static ulong Of(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        var mixed =
            BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
