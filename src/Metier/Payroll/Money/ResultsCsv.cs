using System.Text;
using Metier.Platform;

namespace Metier.Payroll;

/// <summary>
/// A file of pay results: UTF-8, a head with the names of the columns in any order, separated by commas or semicolons, cells in quotes where
/// they need them.
/// </summary>
public static class ResultsCsv
{
    /// <summary>The columns.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "reference",
        "contract",
        "week",
        "currency",
        "gross",
        "employer_cost",
        "net",
        "period_from",
        "period_to",
    ];

    /// <summary>The rows as they stand there; refuses a file that has not all the columns.</summary>
    public static Outcome<List<ResultTyped>> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = Cells(text.TrimStart('\uFEFF'));
        if (lines.Count == 0)
        {
            return new Refusal("empty", PayrollWordsText.FileEmpty, "Form.File");
        }
        var head = lines[0].ConvertAll(c => c.Trim().ToLowerInvariant());
        var missing = Columns.Where(c => !head.Contains(c)).ToList();
        if (missing.Count > 0)
        {
            return new Refusal("columns", PayrollWordsText.ColumnsMissing(string.Join(", ", missing)), "Form.File");
        }
        var at = Columns.ToDictionary(c => c, head.IndexOf);
        return lines
            .Skip(1)
            .Select(cells =>
            {
                string? Of(string column) => cells.ElementAtOrDefault(at[column]);
                return new ResultTyped(
                    Of("reference"),
                    Of("contract"),
                    Of("week"),
                    Of("currency"),
                    Of("gross"),
                    Of("employer_cost"),
                    Of("net"),
                    Of("period_from"),
                    Of("period_to")
                );
            })
            .ToList();
    }

    /// <summary>Lines of cells; empty lines are left out.</summary>
    private static List<List<string>> Cells(string text)
    {
        var end = text.IndexOfAny(['\r', '\n']);
        var first = end < 0 ? text : text[..end];
        var separator = first.Count(c => c == ';') > first.Count(c => c == ',') ? ';' : ',';
        var (lines, line, cell, quoted) = (new List<List<string>>(), new List<string>(), new StringBuilder(), false);
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : '\n';
            if (quoted && i < text.Length)
            {
                if (c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append(text[++i]);
                }
                else if (c == '"')
                {
                    quoted = false;
                }
                else
                {
                    cell.Append(c);
                }
            }
            else if (c == '"')
            {
                quoted = true;
            }
            else if (c == separator || c == '\n')
            {
                line.Add(cell.ToString());
                cell.Clear();
                if (c == '\n')
                {
                    if (line.Exists(x => x.Trim().Length > 0))
                    {
                        lines.Add(line);
                    }
                    line = [];
                }
            }
            else if (c != '\r')
            {
                cell.Append(c);
            }
        }
        return lines;
    }
}
