using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Metier.Tests.Shell;

/// <summary>Rules of the look that can be read off the sources; each test finds its own subjects.</summary>
public sealed partial class LookRulesTests
{
    private const string Css = "src/Metier.Web/wwwroot/css";

    private static readonly string Root = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Metier.slnx")))
        {
            folder = folder.Parent;
        }
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository");
    }

    private static IEnumerable<string> Files(string under, string pattern) =>
        Directory
            .EnumerateFiles(Path.Combine(Root, under), pattern, SearchOption.AllDirectories)
            .Where(f =>
                !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal)
            );

    [Fact]
    public void French_texts_keep_their_unbreakable_spaces()
    {
        var found =
            from file in Files("src", "*Text.fr.json")
            from text in Strings(JsonDocument.Parse(File.ReadAllText(file)).RootElement)
            where BadFrench().IsMatch(Addresses().Replace(text, ""))
            select $"{Path.GetFileName(file)}: {text}";
        Assert.Empty(found);
    }

    [Fact]
    public void Texts_use_the_apostrophe_of_print() =>
        Assert.Empty(
            from file in Files("src", "*Text.*.json")
            from text in Strings(JsonDocument.Parse(File.ReadAllText(file)).RootElement)
            where text.Contains('\'', StringComparison.Ordinal)
            select $"{Path.GetFileName(file)}: {text}"
        );

    private static IEnumerable<string> Strings(JsonElement json) =>
        json.ValueKind == JsonValueKind.String
            ? [json.GetString()!]
            : json.EnumerateObject().SelectMany(p => Strings(p.Value));

    [Theory]
    [InlineData("text", "page", 7)]
    [InlineData("text", "surface", 7)]
    [InlineData("text", "raised", 7)]
    [InlineData("text", "sunken", 7)]
    [InlineData("muted", "page", 4.5)]
    [InlineData("muted", "surface", 4.5)]
    [InlineData("muted", "sunken", 4.5)]
    [InlineData("subtle", "page", 4.5)]
    [InlineData("subtle", "surface", 4.5)]
    [InlineData("subtle", "sunken", 4.5)]
    [InlineData("link", "page", 4.5)]
    [InlineData("link", "surface", 4.5)]
    [InlineData("link", "sunken", 4.5)]
    [InlineData("on-primary", "primary", 4.5)]
    [InlineData("on-primary", "primary-hover", 4.5)]
    [InlineData("primary-soft-text", "primary-soft", 4.5)]
    [InlineData("ok-text", "ok-soft", 4.5)]
    [InlineData("warn-text", "warn-soft", 4.5)]
    [InlineData("danger-text", "danger-soft", 4.5)]
    [InlineData("held-text", "held-soft", 4.5)]
    [InlineData("danger", "surface", 4.5)]
    [InlineData("on-danger", "danger", 4.5)]
    [InlineData("line-strong", "page", 3)]
    [InlineData("line-strong", "surface", 3)]
    [InlineData("focus", "page", 3)]
    [InlineData("focus", "surface", 3)]
    [InlineData("held-mark", "surface", 3)]
    [InlineData("tick-on", "sunken", 3)]
    [InlineData("tick-manual", "sunken", 3)]
    public void Colours_keep_their_contrast_in_both_themes(string front, string back, double needed)
    {
        var css = File.ReadAllText(Path.Combine(Root, Css, "tokens.css"));
        foreach (var theme in (int[])[0, 1])
        {
            var ratio = Contrast(Colour(css, front, theme), Colour(css, back, theme));
            Assert.True(
                ratio >= needed,
                $"{front} on {back}: {ratio:0.00}, needs {needed} ({(theme == 0 ? "light" : "dark")})"
            );
        }
    }

    /// <summary>What every page loads, and what the pages of hourly work load besides.</summary>
    [Theory]
    [InlineData(12, "tokens.css", "metier.css")]
    [InlineData(3, "diary.css")]
    public void The_styles_stay_small_compressed(int kilobytes, params string[] files)
    {
        using var packed = new MemoryStream();
        using (
            var zip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.SmallestSize)
        )
        {
            foreach (var file in files)
            {
                zip.Write(File.ReadAllBytes(Path.Combine(Root, Css, file)));
            }
        }
        Assert.InRange(packed.ToArray().Length, 1, kilobytes * 1024);
    }

    /// <summary>The value of a semantic colour in one theme: light-dark(var(--a), #hex) down to its hex.</summary>
    private static string Colour(string css, string name, int theme)
    {
        var value = Regex.Match(css, $@"--c-{name}: ([^;]+);").Groups[1].Value;
        if (Pair().Match(value) is { Success: true } pair)
        {
            value = pair.Groups[theme + 1].Value;
        }
        return Palette().Match(value) is { Success: true } raw
            ? Regex.Match(css, $@"--{raw.Groups[1].Value}: (#[0-9A-Fa-f]{{6}});").Groups[1].Value
            : value;
    }

    /// <summary>WCAG 2: the ratio of relative luminances.</summary>
    private static double Contrast(string a, string b)
    {
        var (x, y) = (Luminance(a), Luminance(b));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    private static double Luminance(string hex)
    {
        double Channel(int at)
        {
            var c = int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        }
        return (0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5));
    }

    // No space, or one that breaks, before high punctuation; quotes that do not keep their inner space.
    [GeneratedRegex(@"(?<![\u202F;!?.(]|^)[;!?]|[^\u00A0\d]:(?!\d)|«[^\u00A0]|[^\u00A0]»", RegexOptions.None, 1000)]
    private static partial Regex BadFrench();

    [GeneratedRegex(@"https?://\S+|/[a-z?=/{}-]+|\{[a-zA-Z]+\}|&[a-z]+;", RegexOptions.None, 1000)]
    private static partial Regex Addresses();

    [GeneratedRegex(@"light-dark\((.+), (.+)\)$", RegexOptions.None, 1000)]
    private static partial Regex Pair();

    [GeneratedRegex(@"var\(--([a-z0-9-]+)\)", RegexOptions.None, 1000)]
    private static partial Regex Palette();
}
