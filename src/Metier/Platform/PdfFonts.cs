using System.Globalization;
using System.Text;

namespace Metier.Platform;

/// <summary>
/// Where the faces of documents come from: a TrueType family found in the folder that is set, or where this kind of machine
/// keeps its fonts; looked for once.
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
    ];

    private static readonly string[] Usual =
    [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/System/Library/Fonts/Supplemental",
        "/Library/Fonts",
        Environment.GetFolderPath(Environment.SpecialFolder.Fonts),
    ];

    private readonly Lazy<(TrueTypeFace Regular, TrueTypeFace Bold)?> found;

    /// <summary>The fonts of an instance.</summary>
    public DocumentFonts(InstanceOptions instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        string[] folders = instance.FontFolder.Length > 0 ? [instance.FontFolder] : Usual;
        found = new(() => Find(folders));
    }

    /// <summary>There is a family that prints every name.</summary>
    public bool Installed => found.Value is not null;

    /// <summary>The faces of a new document; the files behind them are read once.</summary>
    internal PdfFonts ForOne() => new(found.Value?.Regular, found.Value?.Bold);

    private static (TrueTypeFace Regular, TrueTypeFace Bold)? Find(IEnumerable<string> folders)
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
        foreach (var (regular, bold) in Families)
        {
            if (files.TryGetValue(regular, out var r) && files.TryGetValue(bold, out var b))
            {
                return (new TrueTypeFace(File.ReadAllBytes(r)), new TrueTypeFace(File.ReadAllBytes(b)));
            }
        }
        return null;
    }
}

/// <summary>
/// The faces of one document: a family embedded as a subset, so that every name prints; without one, the standard Helvetica
/// every reader has, of which only plain letters are used.
/// </summary>
internal sealed class PdfFonts(TrueTypeFace? regular, TrueTypeFace? bold)
{
    public PdfFace Regular { get; } = new(regular, bold: false);

    public PdfFace Bold { get; } = new(bold, bold: true);

    private bool Embedded => regular is not null && bold is not null;

    private bool Has(char letter) => regular?.Glyph(letter) > 0 && bold?.Glyph(letter) > 0;

    /// <summary>
    /// The text as this font can print it: odd spaces become plain ones, and a letter it does not have a question mark. The
    /// standard face has none beyond ASCII, so there accents are dropped and the euro sign is spelt out first.
    /// </summary>
    public string Printable(string text)
    {
        if (!Embedded)
        {
            text = text.Replace("€", "EUR ", StringComparison.Ordinal)
                .Replace("œ", "oe", StringComparison.Ordinal)
                .Replace("Œ", "OE", StringComparison.Ordinal)
                .Replace("…", "...", StringComparison.Ordinal)
                .Normalize(NormalizationForm.FormD);
        }
        var printed = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            printed.Append(
                c switch
                {
                    '\u202F' or '\u00A0' or '\u2009' or '\t' => " ",
                    '\u2212' or '\u2013' or '\u2014' when !Embedded => "-",
                    '\u2018' or '\u2019' when !Embedded => "'",
                    '\u201C' or '\u201D' or '«' or '»' when !Embedded => "\"",
                    _ when char.GetUnicodeCategory(c) == UnicodeCategory.Format => "",
                    _ when char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark && (!Embedded || !Has(c)) => "",
                    _ when char.IsControl(c) || char.IsSurrogate(c) => " ",
                    > '~' when !Embedded || !Has(c) => "?",
                    _ => c.ToString(),
                }
            );
        }
        return printed.ToString();
    }
}
