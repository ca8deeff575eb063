using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace Metier.Tracker.Store;

/// <summary>
/// The append-only journal. A record is a length and a sealed piece whose tag binds the file's number and the record's place,
/// so that records can be neither moved nor carried into another file. A truncated last record is as if it had never been
/// written; a damaged one in the middle is passed over and counted.
/// </summary>
internal sealed class Journal : IDisposable
{
    private const int HeadLength = 20;
    private const int LongestRecord = 1 << 20;
    private static readonly byte[] Magic = "MTJ1"u8.ToArray();
    private readonly string path;
    private readonly Seal seal;
    private FileStream file;
    private string fileNumber = "";
    private long place;

    /// <summary>Opens the journal and hands each readable entry to <paramref name="replay"/>, in order.</summary>
    public Journal(string path, Seal seal, Action<JournalEntry> replay)
    {
        this.path = path;
        this.seal = seal;
        file = Home.OpenPrivate(path, FileMode.OpenOrCreate);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        var good = Replay(content, replay);
        if (good == 0)
        {
            file.SetLength(0);
            file.Position = 0;
            WriteHead(file);
            file.Flush(flushToDisk: true);
        }
        else
        {
            // The rest of a torn record must not lie before the next one.
            file.SetLength(good);
            file.Position = good;
        }
        Length = file.Length;
    }

    /// <summary>Records that could not be read; above zero means that the disk or somebody has changed the file.</summary>
    public int Damaged { get; private set; }

    /// <summary>Bytes in the file.</summary>
    public long Length { get; private set; }

    /// <summary>Writes one entry; with <paramref name="toDisk"/> it is on the disk when this returns.</summary>
    public void Append(JournalEntry entry, bool toDisk)
    {
        var record = Record(entry, place++);
        file.Write(record);
        if (toDisk)
        {
            file.Flush(flushToDisk: true);
        }
        Length += record.Length;
    }

    /// <summary>Replaces everything by these entries: what was acknowledged or erased is gone.</summary>
    public void Rewrite(IEnumerable<JournalEntry> entries)
    {
        var beside = path + ".new";
        var fresh = Home.OpenPrivate(beside, FileMode.Create);
        place = 0;
        WriteHead(fresh);
        foreach (var entry in entries)
        {
            fresh.Write(Record(entry, place++));
        }
        fresh.Flush(flushToDisk: true);
        file.Dispose();
        fresh.Dispose();
        Home.Replace(beside, path);
        file = Home.OpenPrivate(path, FileMode.Open);
        file.Position = file.Length;
        Length = file.Length;
    }

    public void Dispose() => file.Dispose();

    private void WriteHead(FileStream to)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        Magic.CopyTo(head);
        RandomNumberGenerator.Fill(head[Magic.Length..]);
        fileNumber = Convert.ToHexString(head[Magic.Length..]);
        to.Write(head);
    }

    private byte[] Record(JournalEntry entry, long at)
    {
        var piece = seal.Close(JsonSerializer.SerializeToUtf8Bytes(entry, StoreJson.Default.JournalEntry), Purpose(at));
        var record = new byte[4 + piece.Length];
        BinaryPrimitives.WriteInt32LittleEndian(record, piece.Length);
        piece.CopyTo(record, 4);
        return record;
    }

    private string Purpose(long at) => $"journal {fileNumber} {at}";

    /// <summary>Reads all records; returns how many bytes of the file stay, 0 when it is not a journal.</summary>
    private int Replay(ReadOnlySpan<byte> content, Action<JournalEntry> replay)
    {
        if (content.Length < HeadLength || !content[..Magic.Length].SequenceEqual(Magic))
        {
            Damaged += content.Length >= HeadLength ? 1 : 0;
            return 0;
        }
        fileNumber = Convert.ToHexString(content[Magic.Length..HeadLength]);
        var at = HeadLength;
        while (at + 4 <= content.Length)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(content[at..]);
            if (length is < Seal.Overhead or > LongestRecord)
            {
                // Without its length nothing after it can be found.
                Damaged++;
                break;
            }
            if (at + 4 + length > content.Length)
            {
                break;
            }
            if (seal.Open(content.Slice(at + 4, length), Purpose(place)) is { } entry)
            {
                replay(JsonSerializer.Deserialize(entry, StoreJson.Default.JournalEntry)!);
            }
            else
            {
                Damaged++;
            }
            place++;
            at += 4 + length;
        }
        return at;
    }
}
