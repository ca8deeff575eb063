using System.Globalization;
using System.Text;

namespace Metier.Platform;

/// <summary>
/// The faces of documents: a TrueType family of this machine, embedded as a subset, so that every name prints; without one,
/// the standard Helvetica every reader has, which knows Western European letters only.
/// </summary>
internal sealed class PdfFonts
{
    private static readonly (string Regular, string Bold)[] Families =
    [
        ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
        ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
        ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
        ("arial.ttf", "arialbd.ttf"),
        ("Arial.ttf", "Arial Bold.ttf"),
    ];

    private static readonly Lazy<(TrueTypeFace Regular, TrueTypeFace Bold)?> Found = new(Find);

    public PdfFace Regular { get; } = new(Found.Value?.Regular, bold: false);

    public PdfFace Bold { get; } = new(Found.Value?.Bold, bold: true);

    /// <summary>Whether this machine has a family that prints every name.</summary>
    public static bool Installed => Found.Value is not null;

    /// <summary>
    /// The text as this font can print it: odd spaces become plain ones; the standard face has no letter beyond ASCII, so
    /// there accents are dropped, the euro sign is spelt out, and what is left becomes a question mark.
    /// </summary>
    public static string Printable(string text)
    {
        if (!Installed)
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
                    '\u2212' or '\u2013' or '\u2014' when !Installed => "-",
                    '\u2018' or '\u2019' when !Installed => "'",
                    '\u201C' or '\u201D' or '«' or '»' when !Installed => "\"",
                    _ when !Installed && char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark => "",
                    _ when char.IsControl(c) || char.IsSurrogate(c) => " ",
                    _ when !Installed && c > '~' => "?",
                    _ => c.ToString(),
                }
            );
        }
        return printed.ToString();
    }

    private static (TrueTypeFace Regular, TrueTypeFace Bold)? Find()
    {
        var roots = new[]
        {
            "/usr/share/fonts",
            "/usr/local/share/fonts",
            "/System/Library/Fonts/Supplemental",
            "/Library/Fonts",
            Environment.GetFolderPath(Environment.SpecialFolder.Fonts),
        }.Where(r => r.Length > 0 && Directory.Exists(r));
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = true,
            MaxRecursionDepth = 6,
        };
        var files = roots
            .SelectMany(r => Directory.EnumerateFiles(r, "*.ttf", options))
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

/// <summary>Which fonts this machine has.</summary>
public static class InstalledFonts
{
    /// <summary>A family that prints every name in documents.</summary>
    public static bool ForDocuments => PdfFonts.Installed;
}
