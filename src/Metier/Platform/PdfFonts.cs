using System.Globalization;
using System.Text;

namespace Metier.Platform;

/// <summary>
/// Where the faces of documents come from: the family that is built in, and for letters it lacks the families found in the folder
/// that is set, or where this kind of machine keeps its fonts; looked for once, when the first such letter is met.
/// </summary>
public sealed class DocumentFonts
{
    private static readonly (string Regular, string Bold)[] Families =
    [
        ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
        ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
        ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
        ("arial.ttf", "arialbd.ttf"),
        ("Arial.ttf", "Arial Bold.ttf"),
        ("NotoSansHebrew-Regular.ttf", "NotoSansHebrew-Bold.ttf"),
        ("NotoSansThai-Regular.ttf", "NotoSansThai-Bold.ttf"),
        ("DroidSansFallbackFull.ttf", "DroidSansFallbackFull.ttf"),
        ("wqy-microhei.ttf", "wqy-microhei.ttf"),
    ];

    private static readonly string[] Usual =
    [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/System/Library/Fonts/Supplemental",
        "/Library/Fonts",
        Environment.GetFolderPath(Environment.SpecialFolder.Fonts),
    ];

    private readonly Lazy<IReadOnlyList<(TrueTypeFace Regular, TrueTypeFace Bold)>> found;

    /// <summary>The fonts of an instance.</summary>
    public DocumentFonts(InstanceOptions instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        string[] folders = instance.FontFolder.Length > 0 ? [instance.FontFolder] : Usual;
        found = new(() => Find(folders));
    }

    /// <summary>There are more letters than the family that is built in has.</summary>
    public bool Installed => found.Value.Count > 0;

    /// <summary>The faces of a new document; the files behind them are read once.</summary>
    internal PdfFonts ForOne() => new(found);

    private static List<(TrueTypeFace Regular, TrueTypeFace Bold)> Find(IEnumerable<string> folders)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = true,
            MaxRecursionDepth = 6,
        };
        var files = folders
            .Where(f => f.Length > 0 && Directory.Exists(f))
            .SelectMany(f => Directory.EnumerateFiles(f, "*.ttf", options))
            .GroupBy(f => Path.GetFileName(f), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var faces = new List<(TrueTypeFace, TrueTypeFace)>();
        foreach (var (regular, bold) in Families)
        {
            if (files.TryGetValue(regular, out var r) && files.TryGetValue(bold, out var b))
            {
                faces.Add((new TrueTypeFace(File.ReadAllBytes(r)), new TrueTypeFace(File.ReadAllBytes(b))));
            }
        }
        return faces;
    }
}

/// <summary>The faces of one document: the family that is built in, then those of the machine, each embedded as far as it is used.</summary>
internal sealed class PdfFonts
{
    private readonly Lazy<IReadOnlyList<(TrueTypeFace Regular, TrueTypeFace Bold)>> machine;
    private readonly List<PdfFace> regular;
    private readonly List<PdfFace> bold;
    private bool whole;

    public PdfFonts(Lazy<IReadOnlyList<(TrueTypeFace Regular, TrueTypeFace Bold)>> machine)
    {
        this.machine = machine;
        var (r, b) = BuiltInFont.Faces;
        regular = [new PdfFace(r, "R0", bold: false)];
        bold = [new PdfFace(b, "B0", bold: true)];
    }

    /// <summary>The faces that letters were written in.</summary>
    public IEnumerable<PdfFace> Used => regular.Concat(bold).Where(f => f.IsUsed);

    /// <summary>The text in stretches of one face each: the first that has the letter.</summary>
    public IEnumerable<(PdfFace Face, string Text)> Runs(string text, bool heavy)
    {
        var stretch = new StringBuilder();
        PdfFace? current = null;
        foreach (var letter in Printable(text))
        {
            var face = Of(letter, heavy);
            if (face != current && current is not null)
            {
                yield return (current, stretch.ToString());
                stretch.Clear();
            }
            current = face;
            stretch.Append(face.Has(letter) ? letter : '?');
        }
        if (current is not null)
        {
            yield return (current, stretch.ToString());
        }
    }

    /// <summary>The width in thousandths of the size.</summary>
    public int Width(string text, bool heavy) => Runs(text, heavy).Sum(r => r.Text.Sum(r.Face.Width));

    private PdfFace Of(char letter, bool heavy)
    {
        var faces = heavy ? bold : regular;
        if (!faces[0].Has(letter) && !whole)
        {
            whole = true;
            foreach (var (i, (r, b)) in machine.Value.Index())
            {
                var number = (i + 1).ToString(CultureInfo.InvariantCulture);
                regular.Add(new PdfFace(r, "R" + number, bold: false));
                bold.Add(new PdfFace(b, "B" + number, bold: true));
            }
        }
        return faces.Find(f => f.Has(letter)) ?? faces[0];
    }

    /// <summary>
    /// Odd spaces become plain ones, marks that stand for no letter go, and what is not of the basic plane (no face here has it) is
    /// a question mark: a name must not stop a contract.
    /// </summary>
    private string Printable(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            plain.Append(rune.IsBmp && rune != Rune.ReplacementChar ? (char)rune.Value : '?');
        }
        var printed = new StringBuilder(text.Length);
        foreach (var c in plain.ToString().Normalize(NormalizationForm.FormC))
        {
            switch (c)
            {
                case '\u202F' or '\u00A0' or '\u2009' or '\t':
                    printed.Append(' ');
                    break;
                case var _ when char.GetUnicodeCategory(c) == UnicodeCategory.Format:
                case var _ when char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark && !Of(c, heavy: false).Has(c):
                    break;
                default:
                    printed.Append(char.IsControl(c) ? ' ' : c);
                    break;
            }
        }
        return printed.ToString();
    }
}
