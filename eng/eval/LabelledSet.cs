using System.Globalization;
using System.Text;

namespace Metier.Eval;

/// <param name="First">Whether it is the first line of its id: the name it is shown by.</param>
public readonly record struct CorpusLine(string Id, string Text, bool First);

/// <summary>Queries, what can be found, and which of it is right.</summary>
public sealed class LabelledSet
{
    private LabelledSet(
        string name,
        List<(string Id, string Text)> queries,
        List<CorpusLine> corpus,
        Dictionary<string, Dictionary<string, int>> right
    )
    {
        Name = name;
        Queries = queries;
        Corpus = corpus;
        Right = right;
    }

    public string Name { get; }
    public IReadOnlyList<(string Id, string Text)> Queries { get; }
    public IReadOnlyList<CorpusLine> Corpus { get; }

    /// <summary>For each query with at least one label: the right ids and their grades.</summary>
    public IReadOnlyDictionary<string, Dictionary<string, int>> Right { get; }

    /// <param name="given">A folder with queries.tsv, corpus.tsv and qrels.tsv, or these three files with commas between.</param>
    public static LabelledSet Read(string given)
    {
        var files = Files(given);
        var queries = new List<(string Id, string Text)>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (id, text, row) in Pairs(files[0]))
        {
            queries.Add(
                known.Add(id) ? (id, text) : throw InputException.At(files[0], row, $"the id “{id}” comes twice")
            );
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        var corpus = Pairs(files[1]).Select(p => new CorpusLine(p.Id, p.Text, ids.Add(p.Id))).ToList();
        var right = Labels(files[2], known, ids);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetDirectoryName(files[0])!));
        return new LabelledSet(name.Length == 0 ? "." : name, queries, corpus, right);
    }

    private static string[] Files(string given)
    {
        if (Directory.Exists(given))
        {
            var folder = Path.GetFullPath(given);
            return
            [
                Path.Combine(folder, "queries.tsv"),
                Path.Combine(folder, "corpus.tsv"),
                Path.Combine(folder, "qrels.tsv"),
            ];
        }

        var files = given.Split(',');
        return files.Length == 3 && files.All(f => f.Length > 0)
            ? [.. files.Select(Path.GetFullPath)]
            : throw new InputException(
                $"“{given}” is neither a folder nor three files (queries.tsv,corpus.tsv,qrels.tsv)."
            );
    }

    private static IEnumerable<(string Id, string Text, int Row)> Pairs(string file)
    {
        foreach (var (line, row) in Lines(file))
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (tab < 1)
            {
                throw InputException.At(file, row, "expected an id, a tab and a text");
            }

            var text = line[(tab + 1)..].Trim();
            if (text.Length == 0)
            {
                throw InputException.At(file, row, "the text is empty");
            }

            if (text.Contains('\t', StringComparison.Ordinal))
            {
                throw InputException.At(file, row, "a second tab: the text ends there?");
            }

            yield return (line[..tab], text, row);
        }
    }

    private static Dictionary<string, Dictionary<string, int>> Labels(
        string file,
        HashSet<string> queries,
        HashSet<string> documents
    )
    {
        var right = new Dictionary<string, Dictionary<string, int>>(StringComparer.Ordinal);
        foreach (var (line, row) in Lines(file))
        {
            var parts = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (
                parts.Length != 4
                || !int.TryParse(parts[3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var grade)
            )
            {
                throw InputException.At(file, row, "expected “query 0 document grade”, the grade a whole number");
            }

            if (!queries.Contains(parts[0]))
            {
                throw InputException.At(file, row, $"no query has the id “{parts[0]}”");
            }

            if (!documents.Contains(parts[2]))
            {
                throw InputException.At(file, row, $"the corpus has no id “{parts[2]}”");
            }

            if (grade > 0)
            {
                (right.TryGetValue(parts[0], out var grades) ? grades : right[parts[0]] = [])[parts[2]] = grade;
            }
        }

        return right;
    }

    private static IEnumerable<(string Line, int Row)> Lines(string file)
    {
        if (!File.Exists(file))
        {
            throw new InputException($"{file}: no such file.");
        }

        var row = 0;
        var any = false;
        using var reader = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
        while (Next(reader, file, row + 1) is { } line)
        {
            row++;
            if (line.Length > 0)
            {
                any = true;
                yield return (line, row);
            }
        }

        if (!any)
        {
            throw new InputException($"{file}: the file is empty.");
        }
    }

    private static string? Next(StreamReader reader, string file, int row)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException error)
        {
            throw new InputException($"{file}, near row {row}: not UTF-8", error);
        }
        catch (IOException error)
        {
            throw new InputException($"{file}, row {row}: {error.Message}", error);
        }
    }
}
