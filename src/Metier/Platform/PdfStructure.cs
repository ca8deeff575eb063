using System.Globalization;
using System.Text;

namespace Metier.Platform;

/// <summary>An element of what a document says, apart from how it looks: a heading, a paragraph, a table and its cells.</summary>
internal sealed class PdfElement(string type, PdfElement? parent, string attributes = "")
{
    public string Type { get; } = type;
    public PdfElement? Parent { get; } = parent;
    public string Attributes { get; } = attributes;
    public List<object> Kids { get; } = [];

    public PdfElement Add(string kind, string more = "")
    {
        var kid = new PdfElement(kind, this, more);
        Kids.Add(kid);
        return kid;
    }
}

/// <summary>A stretch of text on a page that belongs to an element.</summary>
internal sealed record PdfMark(int Page, int Number);

/// <summary>
/// The tree of elements (ISO 32000-1, 14.7 and 14.8): with it a document can be read aloud, reflowed and searched in the order it
/// is meant, and not in that of its drawing.
/// </summary>
internal sealed class PdfStructure
{
    private readonly List<List<PdfElement>> marks = [];

    /// <summary>The whole document.</summary>
    public PdfElement Root { get; } = new("Document", null);

    /// <summary>Takes the next number of a page for a stretch of text of an element.</summary>
    public int Mark(PdfElement element, int page)
    {
        while (marks.Count <= page)
        {
            marks.Add([]);
        }
        var number = marks[page].Count;
        marks[page].Add(element);
        element.Kids.Add(new PdfMark(page, number));
        return number;
    }

    /// <summary>Writes the tree and answers with the number of its root.</summary>
    public int AddTo(PdfFile file, IReadOnlyList<int> pages)
    {
        var root = file.Reserve();
        var numbers = new Dictionary<PdfElement, int>();
        Reserve(Root);
        Write(Root);
        var lists = new StringBuilder();
        for (var page = 0; page < pages.Count; page++)
        {
            var owners = page < marks.Count ? marks[page] : [];
            lists.Append(
                CultureInfo.InvariantCulture,
                $"{page} [{string.Join(' ', owners.Select(o => $"{numbers[o]} 0 R"))}] "
            );
        }
        var tree = file.Add($"<< /Nums [{lists}] >>");
        file.Put(
            root,
            string.Create(
                CultureInfo.InvariantCulture,
                $"<< /Type /StructTreeRoot /K {numbers[Root]} 0 R /ParentTree {tree} 0 R /ParentTreeNextKey {pages.Count} >>"
            )
        );
        return root;

        void Reserve(PdfElement element)
        {
            numbers[element] = file.Reserve();
            foreach (var kid in element.Kids.OfType<PdfElement>())
            {
                Reserve(kid);
            }
        }

        void Write(PdfElement element)
        {
            var kids = element.Kids.Select(k =>
                k is PdfMark mark
                    ? string.Create(CultureInfo.InvariantCulture, $"<< /Type /MCR /Pg {pages[mark.Page]} 0 R /MCID {mark.Number} >>")
                    : string.Create(CultureInfo.InvariantCulture, $"{numbers[(PdfElement)k]} 0 R")
            );
            var above = element.Parent is null ? root : numbers[element.Parent];
            file.Put(
                numbers[element],
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"<< /Type /StructElem /S /{element.Type} /P {above} 0 R {element.Attributes}/K [{string.Join(' ', kids)}] >>"
                )
            );
            foreach (var kid in element.Kids.OfType<PdfElement>())
            {
                Write(kid);
            }
        }
    }
}
