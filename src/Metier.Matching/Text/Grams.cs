namespace Metier.Matching;

/// <summary>Runs of three and four letters of a word with its borders, by which misspelt and compound words still meet.</summary>
internal static class Grams
{
    private const char Border = '#';
    private const int LongestWord = 60;

    /// <summary>Adds the runs of the word, each packed into one number (16 bits a letter).</summary>
    public static void Of(string word, List<ulong> into)
    {
        Span<char> bordered = stackalloc char[LongestWord + 2];
        var length = Math.Min(word.Length, LongestWord);
        bordered[0] = Border;
        word.AsSpan(0, length).CopyTo(bordered[1..]);
        bordered[length + 1] = Border;
        for (var at = 0; at + 3 <= length + 2; at++)
        {
            into.Add(Packed(bordered.Slice(at, 3)));
        }

        for (var at = 0; length >= 4 && at + 4 <= length + 2; at++)
        {
            into.Add(Packed(bordered.Slice(at, 4)));
        }
    }

    private static ulong Packed(ReadOnlySpan<char> letters)
    {
        var packed = 0UL;
        foreach (var letter in letters)
        {
            packed = (packed << 16) | letter;
        }

        return packed;
    }
}
