using System.Globalization;

namespace Metier.Platform;

/// <summary>One column of a table: its share of the width, and whether it holds amounts.</summary>
public sealed record PdfColumn(string Title, double Share, bool Amount = false);

/// <summary>
/// A printed document: black text on A4, hairlines, a double line above every total. Writes from top to bottom and starts a
/// new page when one is full. Sizes are in points. The file is PDF/A-3 (level A) and PDF/UA-1: its fonts are inside, it says what is a
/// heading, a paragraph and a table in its language, and it may carry files.
/// </summary>
public sealed class PdfSheet
{
    private const double Left = 56;
    private const double Right = 539;
    private const double Top = 780;
    private const double Bottom = 72;
    private const double Leading = 14;
    private const string OfColumn = "/A << /O /Table /Scope /Column >> ";
    private const string OfRow = "/A << /O /Table /Scope /Row >> ";

    private readonly PdfCanvas canvas;
    private readonly List<PdfAttachment> attachments = [];
    private readonly string footer;
    private readonly PdfElement place;
    private Action? onNewPage;
    private double y = Top;

    /// <summary>Starts a document in the present language; the footer stands on every page beside the page number.</summary>
    public PdfSheet(DocumentFonts source, string title, string footer, DateTime made)
    {
        ArgumentNullException.ThrowIfNull(source);
        this.footer = footer;
        canvas = new PdfCanvas(source.ForOne(), title, Languages.Current, made);
        place = canvas.Structure.Root;
        canvas.NewPage();
    }

    /// <summary>The document's title.</summary>
    public void Title(string text)
    {
        Written(text, 20, bold: true, place.Add("H1"));
        Gap(6);
    }

    /// <summary>A section's heading.</summary>
    public void Heading(string text)
    {
        Room(46);
        Gap(12);
        Written(text, 12, bold: true, place.Add("H2"));
        Gap(2);
    }

    /// <summary>Empty space.</summary>
    public void Gap(double points) => y -= points;

    /// <summary>Wrapped text; line feeds start new lines.</summary>
    public void Paragraph(string text, double size = 10, bool bold = false) =>
        Written(text, size, bold, place.Add("P"));

    /// <summary>Puts a file into the document.</summary>
    public void Attach(PdfAttachment file) => attachments.Add(file);

    /// <summary>Two blocks side by side, such as the two parties of an invoice.</summary>
    public void Blocks(string leftTitle, IReadOnlyList<string> left, string rightTitle, IReadOnlyList<string> right)
    {
        const double middle = (Left + Right) / 2;
        var (one, two) = (place.Add("Sect"), place.Add("Sect"));
        var leftLines = Lines(left, middle - Left - 10);
        var rightLines = Lines(right, Right - middle);
        var count = Math.Max(leftLines.Count, rightLines.Count);
        Room(18 + (Leading * Math.Min(count, 12)));
        y -= Leading;
        canvas.Text(leftTitle, Left, y, 9, bold: true, one.Add("H2"));
        canvas.Text(rightTitle, middle, y, 9, bold: true, two.Add("H2"));
        var (said, answered) = (one.Add("P"), two.Add("P"));
        for (var i = 0; i < count; i++)
        {
            Room(Leading);
            y -= Leading;
            canvas.Text(leftLines.ElementAtOrDefault(i) ?? "", Left, y, 10, bold: false, said);
            canvas.Text(rightLines.ElementAtOrDefault(i) ?? "", middle, y, 10, bold: false, answered);
        }
        Gap(10);
    }

    /// <summary>Label and value pairs.</summary>
    public void Facts(IEnumerable<(string Label, string Value)> facts)
    {
        var table = place.Add("Table");
        foreach (var (label, value) in facts)
        {
            var row = table.Add("TR");
            var (name, fact) = (row.Add("TH", OfRow), row.Add("TD"));
            var names = canvas.Wrap(label, 10, 160, bold: false);
            var lines = canvas.Wrap(value, 10, Right - Left - 170, bold: false);
            for (var i = 0; i < Math.Max(names.Count, lines.Count); i++)
            {
                Room(Leading);
                y -= Leading;
                canvas.Text(names.ElementAtOrDefault(i) ?? "", Left, y, 10, bold: false, name);
                canvas.Text(lines.ElementAtOrDefault(i) ?? "", Left + 170, y, 10, bold: false, fact);
            }
        }
    }

    /// <summary>A table whose last <paramref name="totals"/> rows stand under a double line. Its head is repeated on every page.</summary>
    public void Table(IReadOnlyList<PdfColumn> columns, IReadOnlyList<IReadOnlyList<string>> rows, int totals = 0)
    {
        var table = place.Add("Table");
        string[] titles = [.. columns.Select(c => c.Title)];
        Gap(8);
        Room(60);
        y -= 12;
        var head = table.Add("TR");
        Row(columns, titles, 9, bold: true, [.. columns.Select(_ => head.Add("TH", OfColumn))]);
        Gap(5);
        Rule(0.8);
        onNewPage = () => HeadAgain(columns, titles);
        for (var i = 0; i < rows.Count; i++)
        {
            if (totals > 0 && i == rows.Count - totals)
            {
                // A total does not stand on a page without what it is the total of.
                Room((Leading + 4) * totals);
                Gap(4);
                Rule(0.6);
                Gap(2);
                Rule(0.6);
            }
            var total = i >= rows.Count - totals;
            Room(Leading + 8);
            y -= 15;
            var row = table.Add("TR");
            Row(columns, rows[i], 10, total, [.. columns.Select(_ => row.Add("TD"))]);
            if (!total)
            {
                Gap(5);
                Rule(0.3);
            }
        }
        onNewPage = null;
        Gap(10);
    }

    /// <summary>The finished file.</summary>
    public byte[] Save()
    {
        for (var i = 0; i < canvas.Count; i++)
        {
            canvas.Aside(i, canvas.Fit(footer, 8, Right - Left - 60), Left, 44, 8, bold: false);
            var number = string.Create(CultureInfo.InvariantCulture, $"{i + 1} / {canvas.Count}");
            canvas.Aside(i, number, Right - canvas.Measure(number, 8, bold: false), 44, 8, bold: false);
        }
        return canvas.Save(attachments);
    }

    private void Written(string text, double size, bool bold, PdfElement element)
    {
        foreach (var line in canvas.Wrap(text, size, Right - Left, bold))
        {
            Room(size * 1.4);
            y -= size * 1.4;
            canvas.Text(line, Left, y, size, bold, element);
        }
    }

    private List<string> Lines(IEnumerable<string> texts, double width) =>
        [.. texts.SelectMany(t => canvas.Wrap(t, 10, width, bold: false))];

    /// <summary>One row from the present height, line by line, so that a long cell may go on on the next page.</summary>
    private void Row(
        IReadOnlyList<PdfColumn> columns,
        IReadOnlyList<string> cells,
        double size,
        bool bold,
        IReadOnlyList<PdfElement> elements
    )
    {
        var lines = columns.Select((c, n) => canvas.Wrap(cells[n], size, Width(c) - 8, bold)).ToList();
        for (var i = 0; i < lines.Max(l => l.Count); i++)
        {
            if (i > 0)
            {
                Room(Leading);
                y -= Leading;
            }
            var x = Left;
            for (var n = 0; n < columns.Count; n++)
            {
                var line = lines[n].ElementAtOrDefault(i) ?? "";
                var at = columns[n].Amount ? x + Width(columns[n]) - canvas.Measure(line.TrimEnd(), size, bold) : x;
                canvas.Text(line, at, y, size, bold, elements[n]);
                x += Width(columns[n]);
            }
        }
    }

    private void HeadAgain(IReadOnlyList<PdfColumn> columns, string[] titles)
    {
        y -= 12;
        var x = Left;
        for (var n = 0; n < columns.Count; n++)
        {
            var title = canvas.Fit(titles[n], 9, Width(columns[n]) - 8);
            var at = columns[n].Amount ? x + Width(columns[n]) - canvas.Measure(title, 9, bold: true) : x;
            canvas.Aside(canvas.Count - 1, title, at, y, 9, bold: true);
            x += Width(columns[n]);
        }
        Gap(5);
        Rule(0.8);
    }

    private static double Width(PdfColumn column) => column.Share * (Right - Left);

    private void Room(double height)
    {
        if (y - height < Bottom)
        {
            canvas.NewPage();
            y = Top;
            onNewPage?.Invoke();
        }
    }

    private void Rule(double width) => canvas.Line(width, Left, Right, y);
}
