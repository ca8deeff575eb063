using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Metier.Matching;

/// <summary>A word of a text: lower case, without diacritics, and where it stood.</summary>
public readonly record struct Token(string Word, int Start, int Length)
{
    public int End => Start + Length;
}

/// <summary>
/// Cuts English and French text into words. Keeps the names of techniques whole (C++, C#, .NET), drops the English
/// possessive and the French elision, folds case and diacritics.
/// </summary>
public static class Tokenizer
{
    private static readonly ConcurrentDictionary<char, string> Folded = new();

    /// <summary>All words of the text in their order.</summary>
    public static List<Token> Tokens(string text)
    {
        var tokens = new List<Token>(text.Length / 6 + 1);
        var cutter = new WordCutter();
        cutter.Begin(text);
        while (cutter.Next())
        {
            tokens.Add(new Token(cutter.Word.ToString(), cutter.Start, cutter.Length));
        }

        return tokens;
    }

    /// <summary>Lower case without diacritics, as words are compared.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            Append(folded, c);
        }

        return folded.ToString();
    }

    private static void Append(StringBuilder word, char c)
    {
        if (c < 128)
        {
            word.Append(char.ToLowerInvariant(c));
            return;
        }

        word.Append(FoldedRare(c));
    }

    /// <summary>A letter beyond ASCII in the plain letters it is compared as; nothing for a mark.</summary>
    internal static string FoldedRare(char c) => Folded.GetOrAdd(c, FoldRare);

    private static string FoldRare(char c)
    {
        switch (char.ToLowerInvariant(c))
        {
            case 'œ':
                return "oe";
            case 'æ':
                return "ae";
            case 'ß':
                return "ss";
            case 'ø':
                return "o";
        }

        if (char.IsSurrogate(c))
        {
            return c.ToString();
        }

        var plain = new StringBuilder();
        foreach (var part in char.ToLowerInvariant(c).ToString().Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark)
            {
                plain.Append(part);
            }
        }

        return plain.ToString();
    }
}
