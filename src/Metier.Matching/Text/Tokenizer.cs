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

    private static readonly HashSet<string> Elided = new(
        ["l", "d", "j", "n", "s", "c", "m", "t", "qu", "lorsqu", "puisqu", "jusqu", "quoiqu"],
        StringComparer.Ordinal
    );

    /// <summary>All words of the text in their order.</summary>
    public static List<Token> Tokens(string text)
    {
        var tokens = new List<Token>(text.Length / 6 + 1);
        var word = new StringBuilder();
        for (var at = 0; at < text.Length; )
        {
            var dotNet = IsDotNet(text, at);
            if (!dotNet && !char.IsLetterOrDigit(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            word.Clear();
            if (dotNet)
            {
                word.Append('.');
                at++;
            }

            while (at < text.Length && IsInside(text[at]))
            {
                Append(word, text[at++]);
            }

            at = TakeMarks(text, at, word);
            at = AfterApostrophe(text, at, start, word, out var elided);
            if (!elided && word.Length > 0)
            {
                tokens.Add(new Token(word.ToString(), start, at - start));
            }
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

    private static bool IsInside(char c) =>
        char.IsLetterOrDigit(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    private static bool IsDotNet(string text, int at) =>
        text[at] == '.'
        && (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
        && at + 3 < text.Length
        && string.Compare(text, at + 1, "net", 0, 3, StringComparison.OrdinalIgnoreCase) == 0
        && (at + 4 == text.Length || !char.IsLetter(text[at + 4]));

    /// <summary>C++, C# and F# end in marks that belong to the name; "a+b" does not.</summary>
    private static int TakeMarks(string text, int at, StringBuilder word)
    {
        var end = at;
        while (end < text.Length && text[end] is ('+' or '#'))
        {
            end++;
        }

        if (end == at || (end < text.Length && char.IsLetterOrDigit(text[end])))
        {
            return at;
        }

        word.Append(text, at, end - at);
        return end;
    }

    /// <summary>After "l’" a new word begins and the elided article is dropped; an English "’s" is dropped.</summary>
    private static int AfterApostrophe(string text, int at, int start, StringBuilder word, out bool elided)
    {
        elided = false;
        if (at + 1 >= text.Length || text[at] is not ('\'' or '’') || !char.IsLetterOrDigit(text[at + 1]))
        {
            return at;
        }

        if (Elided.Contains(word.ToString()) && at - start <= 7)
        {
            elided = true;
            return at + 1;
        }

        var possessive = text[at + 1] is 's' or 'S' && (at + 2 == text.Length || !IsInside(text[at + 2]));
        return possessive ? at + 2 : at;
    }

    private static void Append(StringBuilder word, char c)
    {
        if (c < 128)
        {
            word.Append(char.ToLowerInvariant(c));
            return;
        }

        word.Append(Folded.GetOrAdd(c, FoldRare));
    }

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
