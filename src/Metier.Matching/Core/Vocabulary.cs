using System.Collections.Concurrent;

namespace Metier.Matching;

/// <summary>
/// The numbers of words, stems and codes. They are given out by the one writer and looked up by any number of readers; a
/// number never changes. Frequent words come early and so are small numbers, which take fewer bytes.
/// </summary>
internal sealed class Vocabulary
{
    /// <summary>Stands where a word is too common in a language to be searched by.</summary>
    public const int TooCommon = -1;

    private readonly ConcurrentDictionary<string, int> _words = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _stems = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _codes = new(StringComparer.Ordinal);
    private string[] _wordTexts = new string[1024];
    private string[] _codeTexts = new string[64];
    private int[] _english = new int[1024];
    private int[] _french = new int[1024];
    private ulong[] _marks = new ulong[1024];
    private int _wordCount;

    /// <summary>How many words have a number.</summary>
    public int WordCount => Volatile.Read(ref _wordCount);

    /// <summary>How many stems have a number.</summary>
    public int StemCount => _stems.Count;

    /// <summary>The code 0 is no code.</summary>
    public Vocabulary() => Code("");

    /// <summary>The number of a folded word; a new one when it is met for the first time. For the writer only.</summary>
    public int Word(string word)
    {
        if (_words.TryGetValue(word, out var known))
        {
            return known;
        }

        var number = _wordCount;
        if (number == _wordTexts.Length)
        {
            Array.Resize(ref _wordTexts, number * 2);
            Volatile.Write(ref _english, Grown(_english));
            Volatile.Write(ref _french, Grown(_french));
            Volatile.Write(ref _marks, Grown(_marks));
        }

        _wordTexts[number] = word;
        _english[number] = StemOf(word, TextLanguage.English);
        _french[number] = StemOf(word, TextLanguage.French);
        _marks[number] = Spelling.MarkOf(word);
        Volatile.Write(ref _wordCount, number + 1);
        _words[word] = number;
        return number;
    }

    /// <summary>The number of a short code such as a country or a currency, from 0. For the writer only.</summary>
    public ushort Code(string code)
    {
        if (_codes.TryGetValue(code, out var known))
        {
            return (ushort)known;
        }

        var number = _codes.Count;
        if (number > ushort.MaxValue)
        {
            return 0;
        }

        if (number == _codeTexts.Length)
        {
            Array.Resize(ref _codeTexts, number * 2);
        }

        _codeTexts[number] = code;
        _codes[code] = number;
        return (ushort)number;
    }

    public string CodeText(int code) => Volatile.Read(ref _codeTexts)[code];

    public string WordText(int word) => Volatile.Read(ref _wordTexts)[word];

    /// <summary>-1 when no document has the word.</summary>
    public int FindWord(string word) => _words.GetValueOrDefault(word, -1);

    /// <summary>-1 when no document has the stem.</summary>
    public int FindStem(string stem) => _stems.GetValueOrDefault(stem, -1);

    /// <summary>-1 when no document has the code.</summary>
    public int FindCode(string code) => _codes.GetValueOrDefault(code, -1);

    /// <summary>For each word its stem in the language, or <see cref="TooCommon"/>.</summary>
    public int[] Stems(TextLanguage language) =>
        language == TextLanguage.French ? Volatile.Read(ref _french) : Volatile.Read(ref _english);

    /// <summary>For each word how it is spelt, eight bytes (<see cref="Spelling.MarkOf"/>).</summary>
    public ulong[] Marks => Volatile.Read(ref _marks);

    /// <summary>Words in the order of their numbers, for a snapshot.</summary>
    public IEnumerable<string> AllWords() => _wordTexts.Take(_wordCount);

    /// <summary>Codes in the order of their numbers, for a snapshot.</summary>
    public IEnumerable<string> AllCodes() => _codeTexts.Take(_codes.Count);

    private int StemOf(string word, TextLanguage language)
    {
        if (Words.IsCommon(word, language))
        {
            return TooCommon;
        }

        var stem = Words.Stem(word, language);
        if (!_stems.TryGetValue(stem, out var number))
        {
            _stems[stem] = number = _stems.Count;
        }

        return number;
    }

    private static T[] Grown<T>(T[] old)
    {
        var grown = new T[old.Length * 2];
        old.CopyTo(grown, 0);
        return grown;
    }
}
