using System.IO.Compression;

namespace Metier.Taxonomy;

/// <summary>
/// The files that an operator names: folders, ZIP archives or single files, each table also gzip-compressed. They are found
/// by their names without ending, whatever the case.
/// </summary>
internal sealed class ImportFiles : IDisposable
{
    private readonly Dictionary<string, (string Name, Func<Stream> Open)> tables = new(
        StringComparer.OrdinalIgnoreCase
    );
    private readonly List<ZipArchive> archives = [];

    public ImportFiles(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                foreach (
                    var file in Directory
                        .EnumerateFiles(path, "*", SearchOption.AllDirectories)
                        .Order(StringComparer.Ordinal)
                )
                {
                    AddFile(file);
                }
            }
            else if (!File.Exists(path))
            {
                throw new BrokenRowException(path, 0, ImportText.FileMissing);
            }
            else if (path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            {
                AddArchive(path);
            }
            else
            {
                AddFile(path);
            }
        }
    }

    /// <summary>The only table, when a single file was named; otherwise the first.</summary>
    public CsvFile? Only => tables.Count == 0 ? null : Open(tables.Values.First());

    /// <summary>The first of these tables that is there.</summary>
    public CsvFile? Find(params string[] names) =>
        names.FirstOrDefault(tables.ContainsKey) is { } name ? Open(tables[name]) : null;

    private void AddFile(string file) => Add(Path.GetFileName(file), () => File.OpenRead(file));

    private void AddArchive(string path)
    {
        try
        {
            var archive = ZipFile.OpenRead(path);
            archives.Add(archive);
            foreach (var entry in archive.Entries)
            {
                Add(entry.Name, entry.Open);
            }
        }
        catch (InvalidDataException)
        {
            throw new BrokenRowException(Path.GetFileName(path), 0, ImportText.Damaged);
        }
    }

    private void Add(string name, Func<Stream> open)
    {
        var table = name;
        if (table.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            table = table[..^3];
        }
        if (Path.GetExtension(table).ToUpperInvariant() is ".CSV" or ".TSV" or ".TXT")
        {
            tables.TryAdd(Path.GetFileNameWithoutExtension(table), (name, open));
        }
    }

    private static CsvFile Open((string Name, Func<Stream> Open) table)
    {
        var content = table.Open();
        return new CsvFile(
            table.Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                ? new GZipStream(content, CompressionMode.Decompress)
                : content,
            table.Name
        );
    }

    public void Dispose()
    {
        foreach (var archive in archives)
        {
            archive.Dispose();
        }
    }
}
