using System.Text;

namespace Metier.Platform;

/// <summary>What a file is, from its bytes.</summary>
internal static class FileTypes
{
    private static readonly HashSet<string> Executables = new(StringComparer.OrdinalIgnoreCase)
    {
        ".exe",
        ".dll",
        ".scr",
        ".com",
        ".bat",
        ".cmd",
        ".msi",
        ".ps1",
        ".vbs",
        ".js",
        ".jse",
        ".wsf",
        ".hta",
        ".lnk",
        ".jar",
        ".apk",
        ".app",
        ".dmg",
        ".pkg",
        ".deb",
        ".rpm",
        ".sh",
        ".reg",
        ".cpl",
        ".iso",
        ".img",
    };

    private static readonly Dictionary<string, string> ZipKinds = new(StringComparer.OrdinalIgnoreCase)
    {
        [".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [".pptx"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        [".odt"] = "application/vnd.oasis.opendocument.text",
        [".ods"] = "application/vnd.oasis.opendocument.spreadsheet",
    };

    public static bool IsExecutable(ReadOnlySpan<byte> bytes, string name) =>
        Executables.Contains(Path.GetExtension(name))
        || bytes.StartsWith("MZ"u8)
        || bytes.StartsWith("\u007fELF"u8)
        || bytes.StartsWith("#!"u8);

    public static bool LooksLikeImage(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
        || bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47])
        || (bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..12].SequenceEqual("WEBP"u8));

    public static string Sniff(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.StartsWith("%PDF-"u8))
        {
            return "application/pdf";
        }
        if (bytes.StartsWith("PK\u0003\u0004"u8))
        {
            return ZipKinds.GetValueOrDefault(Path.GetExtension(name), "application/zip");
        }
        var head = bytes[..Math.Min(bytes.Length, 4096)];
        return head.IndexOf((byte)0) < 0 && IsText(head) ? "text/plain" : "application/octet-stream";
    }

    /// <summary>A name that is safe in a header, a zip and a page: no path, no control characters, at most 120 characters.</summary>
    public static string CleanName(string name, string contentType)
    {
        var clean = new StringBuilder();
        foreach (var c in Path.GetFileName(name.Replace('\\', '/')).Normalize(NormalizationForm.FormC))
        {
            clean.Append(
                char.IsControl(c)
                || c is '"' or '<' or '>' or ':' or '|' or '?' or '*' or '/'
                || c is >= '\u202A' and <= '\u202E'
                    ? '_'
                    : c
            );
        }
        var result = clean.ToString().Trim(' ', '.');
        var wanted = contentType switch
        {
            "image/jpeg" => ".jpg",
            "image/png" => ".png",
            _ => null,
        };
        if (
            wanted is not null
            && !(
                result.EndsWith(wanted, StringComparison.OrdinalIgnoreCase)
                || (wanted == ".jpg" && result.EndsWith(".jpeg", StringComparison.OrdinalIgnoreCase))
            )
        )
        {
            result = Path.GetFileNameWithoutExtension(result) + wanted;
        }
        if (result.Length == 0)
        {
            result = "file";
        }
        if (result.Length <= 120)
        {
            return result;
        }
        // What follows the last dot of a sentence is no extension.
        var extension = Path.GetExtension(result) is { Length: <= 20 } ending ? ending : "";
        return TypedText.Cut(result[..^extension.Length], 110 - extension.Length) + extension;
    }

    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (b < 0x20 && b is not (0x09 or 0x0A or 0x0D or 0x0C))
            {
                return false;
            }
        }
        return true;
    }
}
