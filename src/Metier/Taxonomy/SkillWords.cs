using System.Globalization;
using System.Text;

namespace Metier.Taxonomy;

/// <summary>How names of skills and occupations are compared: the same in the data files, the picker and the needs analysis.</summary>
public static class SkillWords
{
    /// <summary>
    /// Lower case, no accents, <c>œ</c> as <c>oe</c>; every sign is a space, except <c>+</c> and <c>#</c> (C++, C#) and a
    /// dot that begins a word (.NET). Single spaces, none at the ends.
    /// </summary>
    public static string Normalise(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }
        var decomposed = text.ToLowerInvariant().Normalize(NormalizationForm.FormD);
        var result = new StringBuilder(decomposed.Length);
        for (var i = 0; i < decomposed.Length; i++)
        {
            var c = decomposed[i];
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }
            switch (c)
            {
                case 'œ':
                    result.Append("oe");
                    break;
                case 'æ':
                    result.Append("ae");
                    break;
                case '.' when BeginsWord(decomposed, i):
                case '+' or '#':
                    result.Append(c);
                    break;
                default:
                    if (char.IsLetterOrDigit(c))
                    {
                        result.Append(c);
                    }
                    else if (result.Length > 0 && result[^1] != ' ')
                    {
                        result.Append(' ');
                    }
                    break;
            }
        }
        return result.ToString().TrimEnd();
    }

    private static bool BeginsWord(string text, int dot) =>
        (dot == 0 || char.IsWhiteSpace(text[dot - 1])) && dot + 1 < text.Length && char.IsAsciiLetter(text[dot + 1]);

    /// <summary>The share of three-letter pieces two normalised names have in common, 0 to 1 (Dice).</summary>
    internal static double Likeness(string a, string b) => Likeness(Pieces(a), b);

    /// <summary>As above, for comparing one name with many: <paramref name="pieces"/> are those of the one.</summary>
    internal static double Likeness(HashSet<string> pieces, string name)
    {
        var lookup = pieces.GetAlternateLookup<ReadOnlySpan<char>>();
        var padded = $" {name} ".AsSpan();
        int shared = 0,
            distinct = 0;
        for (var i = 0; i + 3 <= padded.Length; i++)
        {
            var piece = padded.Slice(i, 3);
            if (padded.IndexOf(piece) == i)
            {
                distinct++;
                shared += lookup.Contains(piece) ? 1 : 0;
            }
        }
        return pieces.Count + distinct == 0 ? 0 : 2.0 * shared / (pieces.Count + distinct);
    }

    /// <summary>The three-letter pieces of a normalised name, a space around it.</summary>
    internal static HashSet<string> Pieces(string text)
    {
        var padded = $" {text} ";
        return new(
            Enumerable.Range(0, Math.Max(0, padded.Length - 2)).Select(i => padded.Substring(i, 3)),
            StringComparer.Ordinal
        );
    }
}
