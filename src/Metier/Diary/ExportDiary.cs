using System.Globalization;
using System.IO.Compression;
using System.Text;
using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>Everything the diary of a contract keeps of its freelancer, as a ZIP: minutes, changes and consents as CSV in the reader’s words, and the screenshots.</summary>
public sealed class ExportDiary(MetierDb db, DiaryBook book, IFileStore store)
{
    private const int PageSize = 5_000;

    /// <summary>
    /// The ZIP, ready to be read, gone when it is closed; null for everybody but whoever worked. It is written to a file first: a ZIP
    /// ends its entries with synchronous writes, which a connection refuses, and one that breaks off must not look whole.
    /// </summary>
    public async Task<Stream?> OpenAsync(Guid contractId, Actor actor, CancellationToken ct)
    {
        if (await book.WorkedByAsync(contractId, actor, ct) is null)
        {
            return null;
        }
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            // Nobody else on the machine reads what a diary holds.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"metier-{Path.GetRandomFileName()}"), options);
        try
        {
            await WriteAsync(contractId, file, ct);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private async Task WriteAsync(Guid contractId, Stream output, CancellationToken ct)
    {
        await using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        await MinutesAsync(zip, contractId, ct);
        await ChangesAsync(zip, contractId, ct);
        var segments = await db
            .DiarySegments.AsNoTracking()
            .Where(s => s.ContractId == contractId && s.ImageId != null)
            .OrderBy(s => s.Start)
            .Select(s => new { s.Start, Image = s.ImageId!.Value })
            .ToListAsync(ct);
        foreach (var segment in segments)
        {
            await using var image = await store.OpenAsync(segment.Image, ct);
            if (image is not null)
            {
                // WebP is compressed already.
                var entry = zip.CreateEntry(
                    $"screenshots/{DiaryRules.Name(segment.Start)}.webp",
                    CompressionLevel.NoCompression
                );
                await using var target = await entry.OpenAsync(ct);
                await image.CopyToAsync(target, ct);
            }
        }
    }

    private async Task MinutesAsync(ZipArchive zip, Guid contractId, CancellationToken ct)
    {
        await using var entry = await zip.CreateEntry("minutes.csv").OpenAsync(ct);
        await using var csv = new StreamWriter(entry, new UTF8Encoding(true));
        await csv.WriteLineAsync(DiaryFileText.MinutesHead);
        var memos = await db
            .DiaryMemos.AsNoTracking()
            .Where(m => m.ContractId == contractId)
            .ToDictionaryAsync(m => m.Id, m => m.Text, ct);
        var after = int.MinValue;
        while (true)
        {
            var page = await db
                .DiaryMinutes.AsNoTracking()
                .Where(m => m.ContractId == contractId && m.Minute > after && m.DeletionId == null)
                .OrderBy(m => m.Minute)
                .Take(PageSize)
                .ToListAsync(ct);
            foreach (var m in page)
            {
                await csv.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{DiaryTime.At(m.Minute):yyyy-MM-dd HH:mm},{Cell(DiaryFileText.Find("source" + m.Source) ?? "")},{Active(m.Active)},{m.Keys},{m.Clicks},{m.Scrolls},{Cell(memos.GetValueOrDefault(m.MemoId) ?? "")}"
                    )
                );
            }
            if (page.Count < PageSize)
            {
                return;
            }
            after = page[^1].Minute;
        }
    }

    private async Task ChangesAsync(ZipArchive zip, Guid contractId, CancellationToken ct)
    {
        await using var entry = await zip.CreateEntry("changes.csv").OpenAsync(ct);
        await using var csv = new StreamWriter(entry, new UTF8Encoding(true));
        await csv.WriteLineAsync(DiaryFileText.ChangesHead);
        await foreach (
            var c in db
                .DiaryChanges.AsNoTracking()
                .Where(c => c.ContractId == contractId)
                .OrderBy(c => c.At)
                .AsAsyncEnumerable()
                .WithCancellation(ct)
        )
        {
            await csv.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{c.At:yyyy-MM-dd HH:mm:ss},{Cell(DiaryFileText.Find("kind" + Capital(c.Kind)) ?? c.Kind)},{DiaryTime.At(c.From):yyyy-MM-dd HH:mm},{DiaryTime.At(c.To):yyyy-MM-dd HH:mm},{c.Minutes},{Cell(c.Kind is "level" or "consent" ? DiaryFileText.Find("level" + c.Text) ?? c.Text : c.Text)}"
                )
            );
        }
    }

    private static string Active(bool? active) =>
        active switch
        {
            true => DiaryFileText.Yes,
            false => DiaryFileText.No,
            _ => "",
        };

    private static string Capital(string kind) => char.ToUpperInvariant(kind[0]) + kind[1..];

    /// <summary>Quoted, and never taken for a formula by a spreadsheet.</summary>
    private static string Cell(string text) =>
        "\""
        + (text.Length > 0 && "=+-@\t\r".Contains(text[0]) ? "'" : "")
        + text.Replace("\"", "\"\"", StringComparison.Ordinal)
        + "\"";
}
