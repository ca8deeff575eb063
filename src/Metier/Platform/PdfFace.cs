using System.Globalization;
using System.Text;

namespace Metier.Platform;

/// <summary>
/// One face of one document, of which the letters that were written are embedded (ISO 32000-1, 9.7: Type 0 with Identity-H), with
/// what each stands for, so that text can be found, read aloud and copied.
/// </summary>
internal sealed class PdfFace(TrueTypeFace face, string name, bool bold)
{
    private readonly Dictionary<ushort, ushort> codes = new() { [0] = 0 };
    private readonly List<(ushort Glyph, char Letter)> used = [(0, '\uFFFD')];

    /// <summary>How the page's instructions name it.</summary>
    public string Name { get; } = name;

    /// <summary>Something was written in it.</summary>
    public bool IsUsed => used.Count > 1;

    /// <summary>Whether it can draw the letter.</summary>
    public bool Has(char letter) => face.Glyph(letter) > 0;

    /// <summary>Thousandths of the size.</summary>
    public int Width(char letter) => face.Width(face.Glyph(letter));

    /// <summary>The text as the page's instructions have it.</summary>
    public string Encode(string text)
    {
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
        var program = face.Subset(used.Select(u => u.Glyph));
        var subset = $"{Tag()}+Sans{(bold ? "-Bold" : "")}";
        var embedded = file.AddStream(program, Invariant($"/Length1 {program.Length} "));
        var box = string.Join(' ', face.Box);
        var descriptor = file.Add(
            Invariant(
                $"<< /Type /FontDescriptor /FontName /{subset} /Flags 4 /FontBBox [{box}] /ItalicAngle 0 /Ascent {face.Ascent} /Descent {face.Descent} /CapHeight {face.Ascent} /StemV {(bold ? 140 : 80)} /FontFile2 {embedded} 0 R >>"
            )
        );
        var widths = string.Join(' ', used.Select(u => face.Width(u.Glyph)));
        var letters = file.Add(
            Invariant(
                $"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{subset} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor {descriptor} 0 R /W [0 [{widths}]] /CIDToGIDMap /Identity >>"
            )
        );
        var meaning = file.AddStream(Encoding.ASCII.GetBytes(Meaning()));
        return file.Add(
            Invariant(
                $"<< /Type /Font /Subtype /Type0 /BaseFont /{subset} /Encoding /Identity-H /DescendantFonts [{letters} 0 R] /ToUnicode {meaning} 0 R >>"
            )
        );
    }

    /// <summary>Which letter each code stands for (9.10.3).</summary>
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
        var mixed = used.Aggregate(2166136261u ^ Name[1], (sum, u) => (sum ^ u.Glyph) * 16777619u);
        return string.Concat(Enumerable.Range(0, 6).Select(i => (char)('A' + ((mixed >> (5 * i)) % 26))));
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
