using System.Globalization;
using System.Text;

namespace Metier.Platform;

/// <summary>
/// The pages of a document: text that belongs to an element, and lines that belong to none. It knows how wide a text is, and puts
/// the file together.
/// </summary>
internal sealed class PdfCanvas(PdfFonts fonts, string title, string language, DateTime made)
{
    private readonly List<StringBuilder> pages = [];

    /// <summary>What the document says.</summary>
    public PdfStructure Structure { get; } = new();

    /// <summary>How many pages there are.</summary>
    public int Count => pages.Count;

    /// <summary>Starts a page.</summary>
    public void NewPage() => pages.Add(new StringBuilder());

    /// <summary>A hairline on the last page.</summary>
    public void Line(double width, double from, double to, double y) =>
        pages[^1]
            .Append(
                CultureInfo.InvariantCulture,
                $"/Artifact << /Type /Layout >> BDC {PdfFile.Number(width)} w {PdfFile.Number(from)} {PdfFile.Number(y)} m {PdfFile.Number(to)} {PdfFile.Number(y)} l S EMC\n"
            );

    /// <summary>Text on the last page that belongs to an element.</summary>
    public void Text(string text, double x, double y, double size, bool bold, PdfElement element)
    {
        var shown = Shown(text, x, y, size, bold);
        if (shown.Length > 0)
        {
            var number = Structure.Mark(element, pages.Count - 1);
            pages[^1].Append(CultureInfo.InvariantCulture, $"/{element.Type} << /MCID {number} >> BDC {shown} EMC\n");
        }
    }

    /// <summary>Text that is no part of what the document says: footers, and headings that are repeated.</summary>
    public void Aside(int page, string text, double x, double y, double size, bool bold)
    {
        var shown = Shown(text, x, y, size, bold);
        if (shown.Length > 0)
        {
            pages[page].Append("/Artifact << /Type /Pagination >> BDC ").Append(shown).Append(" EMC\n");
        }
    }

    /// <summary>How wide a text is, in points.</summary>
    public double Measure(string text, double size, bool bold) => fonts.Width(text, bold) * size / 1000;

    /// <summary>As much of a text as fits, with an ellipsis where it was cut.</summary>
    public string Fit(string text, double size, double width)
    {
        while (text.Length > 1 && Measure(text, size, bold: false) > width)
        {
            text = text[..^2] + "…";
        }
        return text;
    }

    /// <summary>The lines of a text; words longer than a line are broken. Each line but the last of a paragraph ends with a space.</summary>
    public List<string> Wrap(string text, double size, double width, bool bold)
    {
        var lines = new List<string>();
        var space = Measure(" ", size, bold);
        foreach (var paragraph in text.Split('\n'))
        {
            var line = new StringBuilder();
            var used = 0.0;
            foreach (var whole in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                foreach (var (word, starts) in Pieces(whole, size, width, bold))
                {
                    var wide = Measure(word, size, bold);
                    var gap = line.Length > 0 && starts ? space : 0;
                    if (line.Length > 0 && used + gap + wide > width)
                    {
                        lines.Add(starts ? line.Append(' ').ToString() : line.ToString());
                        line.Clear();
                        (used, gap) = (0, 0);
                    }
                    line.Append(gap > 0 ? " " : "").Append(word);
                    used += gap + wide;
                }
            }
            lines.Add(line.ToString());
        }
        return lines;
    }

    /// <summary>The finished file.</summary>
    public byte[] Save(IReadOnlyList<PdfAttachment> attachments)
    {
        var file = new PdfFile();
        var (catalogue, tree) = (file.Reserve(), file.Reserve());
        var faces = string.Join(' ', fonts.Used.Select(f => $"/{f.Name} {f.AddTo(file)} 0 R"));
        var numbers = new List<int>();
        foreach (var (i, written) in pages.Index())
        {
            var content = file.AddStream(Encoding.ASCII.GetBytes(written.ToString()));
            numbers.Add(
                file.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Resources << /Font << {faces} >> >> /Contents {content} 0 R /StructParents {i} /Tabs /S >>"
                    )
                )
            );
        }
        file.Put(
            tree,
            string.Create(
                CultureInfo.InvariantCulture,
                $"<< /Type /Pages /Count {numbers.Count} /Kids [{string.Join(' ', numbers.Select(n => $"{n} 0 R"))}] >>"
            )
        );
        var structure = Structure.AddTo(file, numbers);
        var intent = PdfArchive.AddIntent(file);
        var metadata = file.AddPlainStream(
            PdfArchive.Metadata(title, language, made, [.. attachments.Select(a => a.Properties).OfType<PdfProperties>()]),
            "/Type /Metadata /Subtype /XML "
        );
        file.Put(
            catalogue,
            string.Create(
                CultureInfo.InvariantCulture,
                $"<< /Type /Catalog /Pages {tree} 0 R /Lang ({language}) /MarkInfo << /Marked true >> /StructTreeRoot {structure} 0 R /ViewerPreferences << /DisplayDocTitle true >> /OutputIntents [{intent} 0 R] /Metadata {metadata} 0 R{Files(file, attachments)} >>"
            )
        );
        var information = file.Add(
            $"<< /Title {PdfFile.Text(title)} /Creator (Metier) /Producer (Metier) /CreationDate {PdfFile.Date(made)} /ModDate {PdfFile.Date(made)} >>"
        );
        return file.Save(catalogue, information);
    }

    private string Files(PdfFile file, IReadOnlyList<PdfAttachment> attachments)
    {
        if (attachments.Count == 0)
        {
            return "";
        }
        var added = attachments.Select(a => (a.Name, Number: PdfArchive.AddFile(file, a, made))).ToList();
        var named = added.OrderBy(a => a.Name, StringComparer.Ordinal).Select(a => $"{PdfFile.Name(a.Name)} {a.Number} 0 R");
        var all = added.Select(a => $"{a.Number} 0 R");
        return $" /Names << /EmbeddedFiles << /Names [{string.Join(' ', named)}] >> >> /AF [{string.Join(' ', all)}]";
    }

    /// <summary>A word, or the pieces of one that no line has room for; only the first starts after a space.</summary>
    private IEnumerable<(string Word, bool Starts)> Pieces(string word, double size, double width, bool bold)
    {
        var starts = true;
        while (word.Length > 1 && Measure(word, size, bold) > width)
        {
            var fits = 1;
            while (fits < word.Length - 1 && Measure(word[..(fits + 1)], size, bold) <= width)
            {
                fits++;
            }
            yield return (word[..fits], starts);
            (word, starts) = (word[fits..], false);
        }
        yield return (word, starts);
    }

    private string Shown(string text, double x, double y, double size, bool bold)
    {
        var shown = new StringBuilder();
        foreach (var (face, run) in fonts.Runs(text, bold))
        {
            shown.Append(CultureInfo.InvariantCulture, $"/{face.Name} {PdfFile.Number(size)} Tf {face.Encode(run)} Tj ");
        }
        return shown.Length == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"BT {PdfFile.Number(x)} {PdfFile.Number(y)} Td {shown}ET");
    }
}
