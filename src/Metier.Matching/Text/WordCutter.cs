using System.Globalization;

namespace Metier.Matching;

/// <summary>
/// Cuts one text after the other into folded words, as <see cref="Tokenizer"/> says, without making a string of each: an
/// index of a million profiles reads seventy million words, nearly all of which it knows.
/// </summary>
internal sealed class WordCutter
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Elided = new HashSet<string>(
        ["l", "d", "j", "n", "s", "c", "m", "t", "qu", "lorsqu", "puisqu", "jusqu", "quoiqu"],
        StringComparer.Ordinal
    ).GetAlternateLookup<ReadOnlySpan<char>>();

    private string _text = "";
    private int _at;
    private char[] _word = new char[64];
    private int _length;

    /// <summary>The word, folded; until the next one is read.</summary>
    public ReadOnlySpan<char> Word => _word.AsSpan(0, _length);

    /// <summary>Where it stood in the text.</summary>
    public int Start { get; private set; }

    /// <summary>How long it was there.</summary>
    public int Length { get; private set; }

    public void Begin(string text) => (_text, _at) = (text, 0);

    /// <summary>Reads the next word; false at the end of the text.</summary>
    public bool Next()
    {
        var text = _text;
        var at = _at;
        while (at < text.Length)
        {
            var dotNet = IsDotNet(text, at);
            if (!dotNet && !char.IsLetterOrDigit(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            _length = 0;
            if (dotNet)
            {
                Append('.');
                at++;
            }

            while (at < text.Length && IsInside(text[at]))
            {
                Append(text[at++]);
            }

            at = TakeMarks(text, at);
            at = AfterApostrophe(text, at, start, out var elided);
            if (!elided && _length > 0)
            {
                (Start, Length, _at) = (start, at - start, at);
                return true;
            }
        }

        _at = at;
        return false;
    }

    private static bool IsInside(char c) =>
        char.IsLetterOrDigit(c)
        || (c >= 128 && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark);

    private static bool IsDotNet(string text, int at) =>
        text[at] == '.'
        && (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
        && at + 3 < text.Length
        && string.Compare(text, at + 1, "net", 0, 3, StringComparison.OrdinalIgnoreCase) == 0
        && (at + 4 == text.Length || !char.IsLetter(text[at + 4]));

    /// <summary>C++, C# and F# end in marks that belong to the name; "a+b" does not.</summary>
    private int TakeMarks(string text, int at)
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

        for (; at < end; at++)
        {
            Append(text[at]);
        }

        return end;
    }

    /// <summary>After "l’" a new word begins and the elided article is dropped; an English "’s" is dropped.</summary>
    private int AfterApostrophe(string text, int at, int start, out bool elided)
    {
        elided = false;
        if (at + 1 >= text.Length || text[at] is not ('\'' or '’') || !char.IsLetterOrDigit(text[at + 1]))
        {
            return at;
        }

        if (at - start <= 7 && Elided.Contains(Word))
        {
            elided = true;
            return at + 1;
        }

        var possessive = text[at + 1] is 's' or 'S' && (at + 2 == text.Length || !IsInside(text[at + 2]));
        return possessive ? at + 2 : at;
    }

    private void Append(char c)
    {
        if (c < 128)
        {
            if (_length == _word.Length)
            {
                Array.Resize(ref _word, _length * 2);
            }

            _word[_length++] = c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c;
            return;
        }

        // What is folded is ASCII, or a letter of its own.
        foreach (var plain in Tokenizer.FoldedRare(c))
        {
            if (_length == _word.Length)
            {
                Array.Resize(ref _word, _length * 2);
            }

            _word[_length++] = plain;
        }
    }
}
