using System.Text;

namespace Metier.Taxonomy;

/// <summary>A row that cannot be read: nothing of its file is imported.</summary>
internal sealed class BrokenRowException(string file, int row, string reason) : Exception($"{file}, {row}: {reason}")
{
    public string File { get; } = file;

    /// <summary>The row, the head being the first; 0 for the file as a whole.</summary>
    public int Row { get; } = row;
    public string Reason { get; } = reason;
}

/// <summary>
/// A table of text (RFC 4180: commas, quotation marks, cells of several lines), or one with tabs and no quotation; which
/// of the two, its first line says. UTF-8, with or without a byte order mark. Columns are asked for by their names.
/// </summary>
internal sealed class CsvFile : IDisposable
{
    private readonly StreamReader reader;
    private readonly StringBuilder cell = new();
    private readonly List<string> cells = [];
    private readonly Dictionary<string, int> columns = new(StringComparer.OrdinalIgnoreCase);
    private readonly char separator;
    private readonly int width;

    public CsvFile(Stream content, string name)
    {
        Name = name;
        reader = new StreamReader(
            content,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
            detectEncodingFromByteOrderMarks: true,
            bufferSize: 1 << 16
        );
        separator = ',';
        if (!Next())
        {
            throw Broken(ImportText.FileEmpty);
        }
        if (cells.Count == 1 && cells[0].Contains('\t', StringComparison.Ordinal))
        {
            separator = '\t';
            string[] head = cells[0].Split('\t');
            cells.Clear();
            cells.AddRange(head);
        }
        for (var i = 0; i < cells.Count; i++)
        {
            columns.TryAdd(cells[i].Trim(), i);
        }
        width = cells.Count;
    }

    /// <summary>As it is named in messages.</summary>
    public string Name { get; }

    /// <summary>The row that was read last, the head being the first.</summary>
    public int Row { get; private set; }

    /// <summary>Whether rows may end before the head does; what is not there is empty.</summary>
    public bool MayBeShort { get; set; }

    /// <summary>Reads one more row; empty lines are passed over. False at the end.</summary>
    public bool Read()
    {
        do
        {
            if (!Next())
            {
                return false;
            }
        } while (cells.Count == 1 && cells[0].Length == 0);
        if (MayBeShort && cells.Count < width)
        {
            cells.AddRange(Enumerable.Repeat("", width - cells.Count));
        }
        return cells.Count == width ? true : throw Broken(ImportText.CellsInsteadOf(cells.Count, width));
    }

    public bool Has(string column) => columns.ContainsKey(column);

    /// <summary>Every one of these columns must be there.</summary>
    public CsvFile With(params string[] needed)
    {
        foreach (var column in needed)
        {
            if (!Has(column))
            {
                throw Broken(ImportText.ColumnMissing(column));
            }
        }
        return this;
    }

    /// <summary>The cell without white space around it; empty when there is no such column.</summary>
    public string this[string column] => columns.TryGetValue(column, out var at) ? cells[at].Trim() : "";

    /// <summary>This row cannot be taken, and why.</summary>
    public BrokenRowException Broken(string reason) => new(Name, Row, reason);

    private bool Next()
    {
        cells.Clear();
        cell.Clear();
        try
        {
            return separator == '\t' ? NextOfTabs() : NextOfCommas();
        }
        catch (DecoderFallbackException)
        {
            Row++;
            throw Broken(ImportText.NotUtf8);
        }
        catch (InvalidDataException)
        {
            Row++;
            throw Broken(ImportText.Damaged);
        }
    }

    private bool NextOfTabs()
    {
        if (reader.ReadLine() is not { } line)
        {
            return false;
        }
        Row++;
        cells.AddRange(line.Split('\t'));
        return true;
    }

    private bool NextOfCommas()
    {
        var c = reader.Read();
        if (c < 0)
        {
            return false;
        }
        Row++;
        while (true)
        {
            if (c == '"' && cell.Length == 0)
            {
                c = Quoted();
            }
            switch (c)
            {
                case ',':
                    cells.Add(cell.ToString());
                    cell.Clear();
                    break;
                case '\r' when reader.Peek() == '\n':
                    break;
                case < 0 or '\n':
                    cells.Add(cell.ToString());
                    return true;
                default:
                    cell.Append((char)c);
                    break;
            }
            c = reader.Read();
        }
    }

    /// <summary>The inside of quotation marks; answers what follows them.</summary>
    private int Quoted()
    {
        while (true)
        {
            var c = reader.Read();
            if (c < 0)
            {
                throw Broken(ImportText.QuoteOpen);
            }
            if (c != '"')
            {
                cell.Append((char)c);
                continue;
            }
            c = reader.Read();
            if (c == '"')
            {
                cell.Append('"');
                continue;
            }
            return c is ',' or '\r' or '\n' or < 0 ? c : throw Broken(ImportText.AfterQuote);
        }
    }

    public void Dispose() => reader.Dispose();
}
