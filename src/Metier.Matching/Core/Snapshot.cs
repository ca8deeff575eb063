using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Metier.Matching;

/// <summary>
/// An index as one stream: what it holds, then a hash of all of it. Numbers are written as this machine keeps them, so a
/// snapshot is for the machine, and the version, that wrote it; anybody else builds anew.
/// </summary>
internal static class Snapshot
{
    /// <summary>Changes with the layout of anything that is written.</summary>
    private const int Format = 3;

    private const int Mark = 0x5849_544D;

    public static void Write<TRow>(Stream to, Generation<TRow> generation, Vocabulary vocabulary, int[][] frequencies)
        where TRow : unmanaged
    {
        using var writer = new SnapshotWriter(to);
        writer.Number(Mark);
        writer.Number(Format);
        writer.Number(BitConverter.IsLittleEndian ? 1 : 0);
        writer.Number(Unsafe.SizeOf<TRow>());
        writer.Texts([.. vocabulary.AllCodes()]);
        var words = vocabulary.AllWords().ToArray();
        writer.Texts(words);
        writer.Array<int>(vocabulary.Stems(TextLanguage.English).AsSpan(0, words.Length));
        writer.Array<int>(vocabulary.Stems(TextLanguage.French).AsSpan(0, words.Length));
        foreach (var counts in frequencies)
        {
            writer.Array<int>(counts);
        }

        writer.Number(generation.Parts.Length);
        foreach (var part in generation.Parts)
        {
            var segment = part.Segment;
            var rows = new TRow[segment.Count];
            for (var d = 0; d < rows.Length; d++)
            {
                rows[d] = segment.Row(d);
            }

            writer.Array<Guid>(segment.Ids);
            writer.Array<TRow>(rows);
            writer.Array(segment.AllLists);
            writer.Array(segment.ListEnds);
            writer.Array(segment.AllWords);
            writer.Array(segment.WordEnds);
            writer.Array(segment.Postings.Keys);
            writer.Array(segment.Postings.Starts);
            writer.Array(segment.Postings.Documents);
            writer.Array(segment.AllVectors);
            writer.Array<ulong>(part.Live);
        }

        writer.Finish();
    }

    /// <exception cref="InvalidDataException">It is cut short, damaged, or another version's.</exception>
    public static (
        Vocabulary Vocabulary,
        int[][] Frequencies,
        List<(Segment<TRow> Segment, ulong[] Live)> Parts
    ) Read<TRow>(Stream from)
        where TRow : unmanaged
    {
        try
        {
            using var reader = new SnapshotReader(from);
            reader.Expect(Mark, "no snapshot");
            reader.Expect(Format, "another version's");
            reader.Expect(BitConverter.IsLittleEndian ? 1 : 0, "another machine's");
            reader.Expect(Unsafe.SizeOf<TRow>(), "another version's");
            var vocabulary = ReadVocabulary(reader);
            int[][] frequencies = [reader.Array<int>(), reader.Array<int>(), reader.Array<int>()];
            // Nothing is made of what was read before all of it is known to be whole.
            var parts = new List<Func<(Segment<TRow>, ulong[])>>();
            for (var left = reader.Number(); left > 0; left--)
            {
                var (ids, rows) = (reader.Array<Guid>(), reader.Array<TRow>());
                var (lists, listEnds) = (reader.Array<byte>(), reader.Array<int>());
                var (words, wordEnds) = (reader.Array<byte>(), reader.Array<int>());
                var (keys, starts, documents) = (reader.Array<uint>(), reader.Array<int>(), reader.Array<ushort>());
                var (vectors, live) = (reader.Array<sbyte>(), reader.Array<ulong>());
                parts.Add(() =>
                    (
                        new(
                            ids,
                            rows,
                            lists,
                            listEnds,
                            words,
                            wordEnds,
                            new Postings(keys, starts, documents),
                            vectors
                        ),
                        live
                    )
                );
            }

            reader.CheckHash();
            return (vocabulary, frequencies, [.. parts.Select(make => make())]);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("The snapshot is cut short.", e);
        }
    }

    /// <summary>Words are cut to stems anew: by other rules, the lists would not be found.</summary>
    private static Vocabulary ReadVocabulary(SnapshotReader reader)
    {
        var vocabulary = new Vocabulary();
        foreach (var code in reader.Texts())
        {
            vocabulary.Code(code);
        }

        var words = reader.Texts();
        foreach (var word in words)
        {
            vocabulary.Word(word);
        }

        foreach (var language in new[] { TextLanguage.English, TextLanguage.French })
        {
            if (!vocabulary.Stems(language).AsSpan(0, words.Length).SequenceEqual(reader.Array<int>()))
            {
                throw new InvalidDataException("The snapshot's words were cut to stems by other rules.");
            }
        }

        return vocabulary;
    }
}

/// <summary>Writes numbers and arrays, and hashes what it writes.</summary>
internal sealed class SnapshotWriter(Stream to) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Number(int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        Bytes(bytes);
    }

    public void Array<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Number(values.Length);
        Bytes(MemoryMarshal.AsBytes(values));
    }

    public void Texts(string[] texts)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', texts));
        Number(texts.Length);
        Array<byte>(bytes);
    }

    public void Finish() => to.Write(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();

    private void Bytes(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        to.Write(bytes);
    }
}

/// <summary>Reads what <see cref="SnapshotWriter"/> wrote.</summary>
internal sealed class SnapshotReader(Stream from) : IDisposable
{
    /// <summary>Longer arrays are never written; a longer length is damage, and would only take memory.</summary>
    private const long MostBytes = 1L << 31;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public int Number()
    {
        Span<byte> bytes = stackalloc byte[4];
        Bytes(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    public void Expect(int number, string otherwise)
    {
        if (Number() != number)
        {
            throw new InvalidDataException($"The snapshot is {otherwise}.");
        }
    }

    public T[] Array<T>()
        where T : unmanaged
    {
        var length = Number();
        var bytes = (long)length * Unsafe.SizeOf<T>();
        if (length < 0 || bytes > MostBytes || (from.CanSeek && bytes > from.Length - from.Position))
        {
            throw new InvalidDataException("The snapshot is cut short or damaged.");
        }

        var values = GC.AllocateUninitializedArray<T>(length);
        Bytes(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    public string[] Texts()
    {
        var count = Number();
        var text = Encoding.UTF8.GetString(Array<byte>());
        var texts = count == 0 ? [] : text.Split('\n');
        return texts.Length == count ? texts : throw new InvalidDataException("The snapshot is damaged.");
    }

    public void CheckHash()
    {
        Span<byte> written = stackalloc byte[32];
        from.ReadExactly(written);
        if (!_hash.GetHashAndReset().AsSpan().SequenceEqual(written))
        {
            throw new InvalidDataException("The snapshot is damaged.");
        }
    }

    public void Dispose() => _hash.Dispose();

    private void Bytes(Span<byte> bytes)
    {
        from.ReadExactly(bytes);
        _hash.AppendData(bytes);
    }
}
