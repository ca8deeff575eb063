using System.Globalization;
using System.Text;

namespace Metier.Platform;

/// <summary>
/// One face of one document. Of a TrueType face the letters that were written are embedded (ISO 32000-1, 9.7: Type 0 with
/// Identity-H); without one it is the Helvetica every reader has.
/// </summary>
internal sealed class PdfFace(TrueTypeFace? face, bool bold)
{
    private readonly Dictionary<ushort, ushort> codes = new() { [0] = 0 };
    private readonly List<(ushort Glyph, char Letter)> used = [(0, '\uFFFD')];

    /// <summary>How the page's instructions name it.</summary>
    public string Name { get; } = bold ? "B" : "R";

    /// <summary>Thousandths of the size.</summary>
    public int Width(char letter) =>
        face is not null ? face.Width(face.Glyph(letter))
        : letter is >= ' ' and <= '~' ? (bold ? BoldWidths : RegularWidths)[letter - ' ']
        : 556;

    /// <summary>The text as the page's instructions have it.</summary>
    public string Encode(string text)
    {
        if (face is null)
        {
            return $"<{Convert.ToHexString(Encoding.Latin1.GetBytes(text))}>";
        }
        var hex = new StringBuilder("<", (4 * text.Length) + 2);
        foreach (var letter in text)
        {
            var glyph = face.Glyph(letter);
            if (!codes.TryGetValue(glyph, out var code))
            {
                codes[glyph] = code = (ushort)used.Count;
                used.Add((glyph, letter));
            }
            hex.Append(code.ToString("X4", CultureInfo.InvariantCulture));
        }
        return hex.Append('>').ToString();
    }

    /// <summary>Writes it with the letters that were used, and answers with its number.</summary>
    public int AddTo(PdfFile file)
    {
        if (face is null)
        {
            var standard = bold ? "Helvetica-Bold" : "Helvetica";
            return file.Add($"<< /Type /Font /Subtype /Type1 /BaseFont /{standard} /Encoding /WinAnsiEncoding >>");
        }
        var program = face.Subset(used.Select(u => u.Glyph));
        var name = $"{Tag()}+Sans{(bold ? "-Bold" : "")}";
        var embedded = file.AddStream(program, Invariant($"/Length1 {program.Length} "));
        var box = string.Join(' ', face.Box);
        var descriptor = file.Add(
            Invariant(
                $"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{box}] /ItalicAngle 0 /Ascent {face.Ascent} /Descent {face.Descent} /CapHeight {face.Ascent} /StemV {(bold ? 140 : 80)} /FontFile2 {embedded} 0 R >>"
            )
        );
        var widths = string.Join(' ', used.Select(u => face.Width(u.Glyph)));
        var letters = file.Add(
            Invariant(
                $"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor {descriptor} 0 R /W [0 [{widths}]] /CIDToGIDMap /Identity >>"
            )
        );
        var meaning = file.AddStream(Encoding.ASCII.GetBytes(Meaning()));
        return file.Add(
            Invariant(
                $"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [{letters} 0 R] /ToUnicode {meaning} 0 R >>"
            )
        );
    }

    /// <summary>Which letter each code stands for, so that text can be found and copied (9.10.3).</summary>
    private string Meaning()
    {
        var map = new StringBuilder(
            """
            /CIDInit /ProcSet findresource begin
            12 dict begin
            begincmap
            /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
            /CMapName /Adobe-Identity-UCS def
            /CMapType 2 def
            1 begincodespacerange
            <0000> <FFFF>
            endcodespacerange

            """
        );
        foreach (var block in used.Index().Chunk(100))
        {
            map.Append(Invariant($"{block.Length} beginbfchar\n"));
            foreach (var (code, (_, letter)) in block)
            {
                map.Append(Invariant($"<{code:X4}> <{(int)letter:X4}>\n"));
            }
            map.Append("endbfchar\n");
        }
        return map.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").ToString();
    }

    /// <summary>Six letters that differ between subsets (9.6.4).</summary>
    private string Tag()
    {
        var mixed = used.Aggregate(2166136261u, (sum, u) => (sum ^ u.Glyph) * 16777619u);
        return string.Concat(Enumerable.Range(0, 6).Select(i => (char)('A' + ((mixed >> (5 * i)) % 26))));
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>Adobe's metrics of the standard faces, from the space to the tilde.</summary>
    private static readonly int[] RegularWidths = Read(
        """
        278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556
        1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556
        333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584
        """
    );

    private static readonly int[] BoldWidths = Read(
        """
        278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333 333 584 584 584 611
        975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333 278 333 584 556
        333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 333 611 556 778 556 556 500 389 280 389 584
        """
    );

    private static int[] Read(string widths) =>
        [
            .. widths
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Select(w => int.Parse(w, CultureInfo.InvariantCulture)),
        ];
}
