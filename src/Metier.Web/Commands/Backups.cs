using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Metier.Payments;
using Metier.Platform;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Metier.Web.Commands;

/// <summary>What a backup says of itself, in <c>backup.json</c>.</summary>
internal sealed record BackupNote(DateTime TakenAt, string DatabaseSha256, int Files, long Transactions);

/// <summary>
/// Backups of an instance on SQLite: a consistent copy of the database, taken while the server runs, then the files. It is
/// called a backup only after it was opened and verified: the database sound, the books right, every file there and
/// unchanged.
/// </summary>
internal static class Backups
{
    private const string Database = "metier.db";
    private const string Note = "backup.json";
    private static readonly string[] Folders = ["files", "mail"];
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
    };

    /// <summary>Takes one into a new or empty folder, and verifies it.</summary>
    public static async Task<int> TakeAsync(
        HostSettings settings,
        string folder,
        TextWriter output,
        TextWriter error,
        CancellationToken ct
    )
    {
        if (settings.Postgres is not null)
        {
            await error.WriteLineAsync(
                "This command copies SQLite. For PostgreSQL run pg_dump --format=custom, then copy the folder “files” of the data folder."
            );
            return OneShot.CannotOpen;
        }
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            await error.WriteLineAsync($"{folder} is not empty. Name a new folder.");
            return OneShot.CannotOpen;
        }
        if ((await OneShot.ProblemAsync(OneShot.Quiet(settings), ct)).Problem is { } problem)
        {
            await error.WriteLineAsync(problem);
            return OneShot.CannotOpen;
        }
        Directory.CreateDirectory(folder);
        CopyDatabase(Path.Combine(settings.DataFolder, Database), Path.Combine(folder, Database));
        // After the database: a file is always there before the row that names it.
        CopyFolders(settings.DataFolder, folder);
        return await VerifyAsync(folder, output, error, taking: true, ct);
    }

    /// <summary>Opens a backup and recomputes everything; exit code 1 when it is not whole.</summary>
    public static async Task<int> VerifyAsync(
        string folder,
        TextWriter output,
        TextWriter error,
        bool taking,
        CancellationToken ct
    )
    {
        var file = Path.Combine(folder, Database);
        var note = taking ? null : await ReadNoteAsync(folder, ct);
        if (!taking && (note is null || !File.Exists(file)))
        {
            await error.WriteLineAsync($"{folder} is no finished backup.");
            return 1;
        }
        if (note is not null && note.DatabaseSha256 != await HashAsync(file, ct))
        {
            await error.WriteLineAsync("The database of this backup has changed since it was taken.");
            return 1;
        }
        // Opening a database may write beside it, so what is looked at is a copy of the copy.
        var look = Directory.CreateTempSubdirectory("metier-verify").FullName;
        try
        {
            File.Copy(file, Path.Combine(look, Database));
            foreach (var name in Folders.Where(f => Directory.Exists(Path.Combine(folder, f))))
            {
                Directory.CreateSymbolicLink(Path.Combine(look, name), Path.GetFullPath(Path.Combine(folder, name)));
            }
            var settings = new HostSettings { DataFolder = look };
            return await OneShot.RunAsync(
                settings,
                output,
                error,
                (opened, token) => WholeAsync(opened, folder, note, error, token),
                ct
            );
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            foreach (var name in Folders.Where(f => Directory.Exists(Path.Combine(look, f))))
            {
                Directory.Delete(Path.Combine(look, name));
            }
            Directory.Delete(look, recursive: true);
        }
    }

    /// <summary>Puts a verified backup into a new data folder.</summary>
    public static async Task<int> RestoreAsync(
        string folder,
        string to,
        TextWriter output,
        TextWriter error,
        CancellationToken ct
    )
    {
        if (Directory.Exists(to) && Directory.EnumerateFileSystemEntries(to).Any())
        {
            await error.WriteLineAsync(
                $"{to} is not empty. Restore into a new folder, then start the server with --data."
            );
            return OneShot.CannotOpen;
        }
        var verified = await VerifyAsync(folder, output, error, taking: false, ct);
        if (verified != 0)
        {
            return verified;
        }
        Directory.CreateDirectory(to);
        CopyFolders(folder, to);
        File.Copy(Path.Combine(folder, Database), Path.Combine(to, Database));
        await output.WriteLineAsync($"Restored into {Path.GetFullPath(to)}. Start it with: ./metier serve --data {to}");
        return 0;
    }

    private static async Task<int> WholeAsync(
        Opened opened,
        string folder,
        BackupNote? note,
        TextWriter error,
        CancellationToken ct
    )
    {
        var db = opened.Get<MetierDb>();
        var sound = await Pragmas.ReadAsync(db, "integrity_check(1)", ct);
        if (sound != "ok")
        {
            await error.WriteLineAsync($"The database is damaged: {sound}");
            return 1;
        }
        var findings = await opened.Get<LedgerCheck>().RunAsync(ct);
        var wrong = await WrongFilesAsync(db, opened.Get<IFileStore>(), ct);
        foreach (var finding in findings)
        {
            await error.WriteLineAsync($"The books are wrong: {finding.Invariant} {finding.Subject}");
        }
        foreach (var id in wrong)
        {
            await error.WriteLineAsync($"A file is missing or changed: {id:N}");
        }
        if (findings.Count + wrong.Count > 0)
        {
            return 1;
        }
        var files = await db.Set<StoredFile>().CountAsync(ct);
        var transactions = await opened.Get<LedgerCheck>().SizeAsync(ct);
        if (note is null)
        {
            var taken = new BackupNote(
                TimeProvider.System.UtcNow(),
                await HashAsync(Path.Combine(folder, Database), ct),
                files,
                transactions
            );
            await File.WriteAllTextAsync(Path.Combine(folder, Note), JsonSerializer.Serialize(taken, JsonOptions), ct);
        }
        await opened.Output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Path.GetFullPath(folder)} is whole: {files} files, {transactions} transactions, books right."
            )
        );
        return 0;
    }

    private static async Task<List<Guid>> WrongFilesAsync(MetierDb db, IFileStore store, CancellationToken ct)
    {
        var wrong = new List<Guid>();
        await foreach (var file in db.Set<StoredFile>().AsNoTracking().AsAsyncEnumerable().WithCancellation(ct))
        {
            await using var content = await store.OpenAsync(file.Id, ct);
            if (content is null || Convert.ToHexString(await SHA256.HashDataAsync(content, ct)) != file.Sha256)
            {
                wrong.Add(file.Id);
            }
        }
        return wrong;
    }

    /// <summary>SQLite's own online backup: one consistent state, however much is written meanwhile.</summary>
    private static void CopyDatabase(string from, string to)
    {
        using var source = new SqliteConnection($"Data Source={from};Pooling=False;Default Timeout=30");
        using var target = new SqliteConnection($"Data Source={to};Pooling=False");
        source.Open();
        target.Open();
        source.BackupDatabase(target);
    }

    private static void CopyFolders(string from, string to)
    {
        foreach (var name in Folders.Where(f => Directory.Exists(Path.Combine(from, f))))
        {
            var root = Path.Combine(from, name);
            foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(to, name, Path.GetRelativePath(root, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }
    }

    private static async Task<BackupNote?> ReadNoteAsync(string folder, CancellationToken ct)
    {
        var file = Path.Combine(folder, Note);
        return File.Exists(file)
            ? JsonSerializer.Deserialize<BackupNote>(await File.ReadAllTextAsync(file, ct), JsonOptions)
            : null;
    }

    private static async Task<string> HashAsync(string file, CancellationToken ct)
    {
        await using var content = File.OpenRead(file);
        return Convert.ToHexString(await SHA256.HashDataAsync(content, ct));
    }
}
