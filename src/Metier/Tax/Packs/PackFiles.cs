using System.Globalization;

namespace Metier.Tax;

/// <summary>One row of a file of a pack, by column; what is wrong with it is told with file and row.</summary>
internal sealed class PackRow(string file, int number, Dictionary<string, string> cells)
{
    public string this[string column] => cells[column];

    public BrokenPackException Broken(string what) => new(file, number, what);

    public string Needed(string column) =>
        cells[column].Length > 0 ? cells[column] : throw Broken($"{column} is empty");

    public int Whole(string column) =>
        int.TryParse(cells[column], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Broken($"{column} is no whole number: {cells[column]}");

    public DateOnly Day(string column) =>
        DateOnly.TryParseExact(
            cells[column],
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day
            : throw Broken($"{column} is no day (YYYY-MM-DD): {cells[column]}");

    public Words Words(string en = "en", string fr = "fr") => new(Needed(en), Needed(fr));

    public string One(string column, params string[] of) =>
        of.Contains(cells[column]) ? cells[column] : throw Broken($"{column} is none of {string.Join(", ", of)}");

    public TaxSubject Who =>
        One("who", "any", "person", "business") switch
        {
            "person" => TaxSubject.Person,
            "business" => TaxSubject.Business,
            _ => TaxSubject.Any,
        };

    public bool Yes(string column) => One(column, "yes", "no") == "yes";

    public string MonthDay(string column) =>
        DateOnly.TryParseExact(
            "2024-" + cells[column],
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out _
        )
            ? cells[column]
            : throw Broken($"{column} is no day of the year (MM-DD): {cells[column]}");
}

/// <summary>The files of packs: tab-separated, the first row names the columns.</summary>
internal static class PackFiles
{
    private static readonly Dictionary<string, string[]> Columns = new(StringComparer.Ordinal)
    {
        ["pack"] = ["key", "value"],
        ["tins"] = ["code", "country", "who", "pattern", "check", "example", "en", "fr"],
        ["questions"] = ["code", "who", "kind", "required", "en", "fr", "why_en", "why_fr"],
        ["forms"] = ["code", "version", "years", "who", "en", "fr"],
        ["form-lines"] = ["form", "line", "code", "kind", "required", "options", "en", "fr"],
        ["rates"] = ["code", "from", "ppm"],
        ["thresholds"] = ["document", "scope", "from_year", "to_year", "above", "currency", "payments", "source"],
        ["documents"] = ["code", "from_year", "to_payee", "to_office", "format", "en", "fr"],
        ["columns"] = ["document", "header", "source"],
        ["boxes"] = ["document", "box", "source", "en", "fr"],
        ["due-diligence"] = ["step", "days"],
    };

    /// <summary>The packs' files that are built in, by "folder/name.tsv".</summary>
    public static Dictionary<string, string> BuiltIn()
    {
        var assembly = typeof(PackFiles).Assembly;
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames())
        {
            var path = name.Replace('\\', '/');
            if (path.StartsWith("taxes/", StringComparison.Ordinal))
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                files[path["taxes/".Length..]] = reader.ReadToEnd();
            }
        }
        return files;
    }

    /// <summary>Those of a folder of the operator's; its folders replace the built-in ones of the same name.</summary>
    public static void AddFolder(Dictionary<string, string> files, string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new BrokenPackException(folder, 0, "there is no such folder");
        }
        foreach (var pack in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(pack);
            foreach (var old in files.Keys.Where(k => k.StartsWith(name + "/", StringComparison.Ordinal)).ToList())
            {
                files.Remove(old);
            }
            foreach (var file in Directory.GetFiles(pack))
            {
                files[$"{name}/{Path.GetFileName(file)}"] = File.ReadAllText(file);
            }
        }
    }

    /// <summary>The rows of a file; none when the pack has no such file.</summary>
    public static List<PackRow> Rows(Dictionary<string, string> files, string pack, string name)
    {
        var file = $"{pack}/{name}.tsv";
        if (!files.TryGetValue(file, out var text))
        {
            return [];
        }
        var columns = Columns[name];
        var lines = text.TrimStart('\uFEFF').Split('\n').Select(l => l.TrimEnd('\r')).ToList();
        if (!lines[0].Split('\t').SequenceEqual(columns))
        {
            throw new BrokenPackException(file, 1, $"the columns are not {string.Join(", ", columns)}");
        }
        var rows = new List<PackRow>();
        for (var i = 1; i < lines.Count; i++)
        {
            if (lines[i].Length == 0 || lines[i][0] == '#')
            {
                continue;
            }
            var cells = lines[i].Split('\t');
            if (cells.Length != columns.Length)
            {
                throw new BrokenPackException(file, i + 1, $"{cells.Length} cells instead of {columns.Length}");
            }
            var named = columns.Zip(cells, (c, v) => (c, v.Trim())).ToDictionary(p => p.c, p => p.Item2);
            rows.Add(new PackRow(file, i + 1, named));
        }
        return rows;
    }

    /// <summary>Refuses files that nothing reads: a name with a slip of the pen would be left out silently.</summary>
    public static void RefuseUnknown(Dictionary<string, string> files)
    {
        foreach (var file in files.Keys.Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            if (Path.GetExtension(file) != ".tsv" || !Columns.ContainsKey(name))
            {
                throw new BrokenPackException(file, 0, "no file of a pack has this name");
            }
        }
    }
}
