using System.Security.Cryptography;
using System.Text.Json;
using Metier.Platform;
using Microsoft.Extensions.Logging;

namespace Metier.Talent;

/// <summary>What goes with the two indexes of a snapshot.</summary>
/// <param name="Taxonomy">A hash of the taxonomy that documents were read by.</param>
/// <param name="Currencies">The rates amounts were compared by.</param>
/// <param name="Encoder">Which encoder made the vectors; empty without one.</param>
/// <param name="Numbers">The numbers of skills, categories and occupations, in their order.</param>
/// <param name="Read">Which facts documents were read with: <see cref="Reading"/> at the time.</param>
/// <param name="Last">The last change that is in it.</param>
/// <param name="Invited">Who had been invited in the last day.</param>
internal sealed record SnapshotHead(
    string Taxonomy,
    string Currencies,
    string Encoder,
    IReadOnlyList<string> Numbers,
    long Last,
    IReadOnlyList<Guid> Invited,
    int Read = 1
)
{
    /// <summary>Goes up when documents are read with other facts from the same tables.</summary>
    public const int Reading = 2;
}

/// <summary>
/// The index in a file of the data folder, so that a large instance is searchable seconds after a start. What cannot be
/// read, or was made by another taxonomy, is left alone: the index is then built from the database.
/// </summary>
public sealed class IndexSnapshot(InstanceOptions instance, TalentOptions options, ILogger<IndexSnapshot> log)
{
    private string File => Path.Combine(instance.DataFolder, "index", "talent.snapshot");

    /// <summary>Why the last one found was not taken up.</summary>
    public string? Problem { get; private set; }

    /// <summary>Writes a snapshot beside the one there is and puts it in its place once it is whole.</summary>
    internal async Task SaveAsync(SnapshotHead head, Action<Stream> content, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        var made = File + ".new";
        await using (var to = new FileStream(made, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(head);
            await to.WriteAsync(BitConverter.GetBytes(json.Length), ct);
            await to.WriteAsync(json, ct);
            await to.WriteAsync(SHA256.HashData(json), ct);
            content(to);
            to.Flush(flushToDisk: true);
        }
        System.IO.File.Move(made, File, overwrite: true);
    }

    /// <summary>Takes up the snapshot there is; null, and why, when there is none that can be.</summary>
    internal async Task<SnapshotHead?> LoadAsync(
        Func<SnapshotHead, string?> refuse,
        Action<Stream> content,
        CancellationToken ct
    )
    {
        Problem = null;
        if (options.SnapshotFrom < 0 || !System.IO.File.Exists(File))
        {
            return null;
        }
        try
        {
            await using var from = new FileStream(File, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
            var head = await HeadAsync(from, ct);
            Problem = refuse(head);
            if (Problem is null)
            {
                content(from);
                return head;
            }
        }
        catch (Exception e)
            when (e is IOException or InvalidDataException or JsonException or UnauthorizedAccessException)
        {
            Problem = e.Message;
        }
        log.LogWarning("The snapshot of the index is not used: {Problem} It is built from the database.", Problem);
        return null;
    }

    private static async Task<SnapshotHead> HeadAsync(FileStream from, CancellationToken ct)
    {
        var length = new byte[4];
        await from.ReadExactlyAsync(length, ct);
        var size = BitConverter.ToInt32(length);
        if (size <= 0 || size > from.Length)
        {
            throw new InvalidDataException("The snapshot is damaged.");
        }
        var json = new byte[size];
        var hash = new byte[32];
        await from.ReadExactlyAsync(json, ct);
        await from.ReadExactlyAsync(hash, ct);
        return SHA256.HashData(json).AsSpan().SequenceEqual(hash)
            ? JsonSerializer.Deserialize<SnapshotHead>(json)!
            : throw new InvalidDataException("The snapshot is damaged.");
    }
}
