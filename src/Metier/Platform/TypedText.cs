using System.Text;

namespace Metier.Platform;

/// <summary>
/// What people typed, made fit to keep: one form of every letter, line feeds only, no control characters and none that
/// reverse the direction of text, which serve only to deceive.
/// </summary>
public static class TypedText
{
    /// <summary>One line: line breaks and runs of spaces become one space. Never null.</summary>
    public static string Line(string? typed) =>
        string.Join(' ', Clean(typed, lines: false).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Several lines, without white space around the whole. Never null.</summary>
    public static string Lines(string? typed) => Clean(typed, lines: true).Trim();

    /// <summary>The first <paramref name="most"/> characters, never half of a pair.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }
        return text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }

    private static string Clean(string? typed, bool lines)
    {
        var result = new StringBuilder();
        foreach (var c in Composed(typed ?? "").ReplaceLineEndings("\n"))
        {
            if (c == '\n' && lines)
            {
                result.Append(c);
            }
            else if (c is '\n' or '\t')
            {
                result.Append(' ');
            }
            else if (!char.IsControl(c) && c is not (>= '\u202A' and <= '\u202E') and not (>= '\u2066' and <= '\u2069'))
            {
                result.Append(c);
            }
        }
        return result.ToString();
    }

    /// <summary>Half a surrogate pair has no composed form and is replaced first.</summary>
    private static string Composed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Normalize(NormalizationForm.FormC);
            }
        }
        return text.Normalize(NormalizationForm.FormC);
    }
}
