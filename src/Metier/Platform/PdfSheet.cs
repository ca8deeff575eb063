using System.Globalization;
using System.Text;

namespace Metier.Platform;

/// <summary>One column of a table: its share of the width, and whether it holds amounts.</summary>
public sealed record PdfColumn(string Title, double Share, bool Amount = false);

/// <summary>
/// A printed document: black text on A4, hairlines, a double line above every total. Writes from top to bottom and starts a
/// new page when one is full. Sizes are in points.
/// </summary>
public sealed class PdfSheet
{
    private const double Left = 56;
    private const double Right = 539;
    private const double Top = 780;
    private const double Bottom = 72;

    private readonly PdfFonts fonts;
    private readonly List<StringBuilder> pages = [];
    private readonly (string Title, string Footer, DateTime Made) about;
    private StringBuilder page;
    private double y = Top;

    /// <summary>Starts a document; the footer stands on every page beside the page number.</summary>
    public PdfSheet(DocumentFonts source, string title, string footer, DateTime made)
    {
        ArgumentNullException.ThrowIfNull(source);
        fonts = source.ForOne();
        about = (title, footer, made);
        page = NewPage();
    }

    private StringBuilder NewPage()
    {
        page = new StringBuilder();
        pages.Add(page);
        y = Top;
        return page;
    }

    /// <summary>The document's title.</summary>
    public void Title(string text)
    {
        Paragraph(text, 20, bold: true);
        Gap(6);
    }

    /// <summary>A section's heading.</summary>
    public void Heading(string text)
    {
        Room(46);
        Gap(12);
        Paragraph(text, 12, bold: true);
        Gap(2);
    }

    /// <summary>Empty space.</summary>
    public void Gap(double points) => y -= points;

    /// <summary>Wrapped text; line feeds start new lines.</summary>
    public void Paragraph(string text, double size = 10, bool bold = false)
    {
        foreach (var line in Wrap(text, size, Right - Left, bold))
        {
            Room(size * 1.4);
            y -= size * 1.4;
            Put(line, Left, size, bold);
        }
    }

    /// <summary>Two blocks side by side, such as the two parties of an invoice.</summary>
    public void Blocks(string leftTitle, IReadOnlyList<string> left, string rightTitle, IReadOnlyList<string> right)
    {
        const double middle = (Left + Right) / 2;
        Room(18 + (14 * Math.Max(left.Count, right.Count)));
        y -= 14;
        Put(leftTitle, Left, 9, bold: true);
        Put(rightTitle, middle, 9, bold: true);
        for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
        {
            y -= 14;
            Put(Fit(left.ElementAtOrDefault(i) ?? "", 10, middle - Left - 10), Left, 10, bold: false);
            Put(Fit(right.ElementAtOrDefault(i) ?? "", 10, Right - middle), middle, 10, bold: false);
        }
        Gap(10);
    }

    /// <summary>Label and value pairs.</summary>
    public void Facts(IEnumerable<(string Label, string Value)> facts)
    {
        foreach (var (label, value) in facts)
        {
            var lines = Wrap(value, 10, Right - Left - 170, bold: false);
            Room(14 * lines.Count);
            y -= 14;
            Put(Fit(label, 10, 160), Left, 10, bold: false);
            Put(lines[0], Left + 170, 10, bold: false);
            foreach (var line in lines.Skip(1))
            {
                y -= 14;
                Put(line, Left + 170, 10, bold: false);
            }
        }
    }

    /// <summary>A table whose last <paramref name="totals"/> rows stand under a double line.</summary>
    public void Table(IReadOnlyList<PdfColumn> columns, IReadOnlyList<IReadOnlyList<string>> rows, int totals = 0)
    {
        Gap(8);
        Room(40);
        y -= 12;
        Row(columns, [.. columns.Select(c => c.Title)], 9, bold: true);
        Gap(5);
        Line(0.8);
        for (var i = 0; i < rows.Count; i++)
        {
            if (totals > 0 && i == rows.Count - totals)
            {
                Gap(4);
                Line(0.6);
                Gap(2);
                Line(0.6);
            }
            var total = i >= rows.Count - totals;
            var height = columns.Select((c, n) => Wrap(rows[i][n], 10, Width(c) - 8, total).Count).Max() * 14;
            Room(height + 8);
            y -= 15;
            Row(columns, rows[i], 10, total);
            if (!total)
            {
                Gap(5);
                Line(0.3);
            }
        }
        Gap(10);
    }

    /// <summary>The finished file.</summary>
    public byte[] Save()
    {
        for (var i = 0; i < pages.Count; i++)
        {
            page = pages[i];
            y = 44;
            Put(Fit(about.Footer, 8, Right - Left - 60), Left, 8, bold: false);
            var number = string.Create(CultureInfo.InvariantCulture, $"{i + 1} / {pages.Count}");
            Put(number, Right - Measure(number, 8, bold: false), 8, bold: false);
        }
        return Assemble();
    }

    private byte[] Assemble()
    {
        var file = new PdfFile();
        var tree = file.Reserve();
        var faces =
            $"/{fonts.Regular.Name} {fonts.Regular.AddTo(file)} 0 R /{fonts.Bold.Name} {fonts.Bold.AddTo(file)} 0 R";
        var numbers = new List<int>();
        foreach (var written in pages)
        {
            var content = file.AddStream(Encoding.ASCII.GetBytes(written.ToString()));
            numbers.Add(
                file.Add(
                    $"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Resources << /Font << {faces} >> >> /Contents {content} 0 R >>"
                )
            );
        }
        file.Put(
            tree,
            $"<< /Type /Pages /Count {numbers.Count} /Kids [{string.Join(' ', numbers.Select(n => $"{n} 0 R"))}] >>"
        );
        var made = about.Made.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        return file.Save(
            file.Add($"<< /Type /Catalog /Pages {tree} 0 R >>"),
            file.Add($"<< /Title {PdfFile.Text(about.Title)} /Producer (Metier) /CreationDate (D:{made}Z) >>")
        );
    }

    private void Row(IReadOnlyList<PdfColumn> columns, IReadOnlyList<string> cells, double size, bool bold)
    {
        var x = Left;
        var lowest = y;
        for (var n = 0; n < columns.Count; n++)
        {
            var width = Width(columns[n]);
            var at = y;
            foreach (var line in Wrap(cells[n], size, width - 8, bold))
            {
                Put(line, columns[n].Amount ? x + width - Measure(line, size, bold) : x, size, bold, at);
                lowest = Math.Min(lowest, at);
                at -= 14;
            }
            x += width;
        }
        y = lowest;
    }

    private static double Width(PdfColumn column) => column.Share * (Right - Left);

    private void Room(double height)
    {
        if (y - height < Bottom)
        {
            NewPage();
        }
    }

    private void Line(double width) =>
        page.Append(
            CultureInfo.InvariantCulture,
            $"{PdfFile.Number(width)} w {PdfFile.Number(Left)} {PdfFile.Number(y)} m {PdfFile.Number(Right)} {PdfFile.Number(y)} l S\n"
        );

    private void Put(string text, double x, double size, bool bold, double? at = null)
    {
        var printable = fonts.Printable(text);
        if (printable.Length > 0)
        {
            var face = Face(bold);
            page.Append(
                CultureInfo.InvariantCulture,
                $"BT /{face.Name} {PdfFile.Number(size)} Tf {PdfFile.Number(x)} {PdfFile.Number(at ?? y)} Td {face.Encode(printable)} Tj ET\n"
            );
        }
    }

    private double Measure(string text, double size, bool bold) =>
        fonts.Printable(text).Sum(Face(bold).Width) * size / 1000;

    private PdfFace Face(bool bold) => bold ? fonts.Bold : fonts.Regular;

    private string Fit(string text, double size, double width)
    {
        while (text.Length > 1 && Measure(text, size, bold: false) > width)
        {
            text = text[..^2] + "…";
        }
        return text;
    }

    private List<string> Wrap(string text, double size, double width, bool bold)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var longer = line.Length == 0 ? word : line + " " + word;
                if (line.Length > 0 && Measure(longer, size, bold) > width)
                {
                    lines.Add(line);
                    line = word;
                }
                else
                {
                    line = longer;
                }
            }
            lines.Add(line);
        }
        return lines;
    }
}
