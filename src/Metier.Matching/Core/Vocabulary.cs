using System.Collections.Concurrent;

namespace Metier.Matching;

/// <summary>
/// The numbers of words, stems and codes. They are given out to writers, one at a time, and looked up by any number of
/// readers; a number never changes. Frequent words come early and so are small numbers, which take fewer bytes.
/// </summary>
internal sealed class Vocabulary
{
    /// <summary>Stands where a word is too common in a language to be searched by.</summary>
    public const int TooCommon = -1;

    private readonly ConcurrentDictionary<string, int> _words = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _stems = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly Lock _giving = new();
    private string[] _wordTexts = new string[1024];
    private string[] _codeTexts = new string[64];
    private int[] _english = new int[1024];
    private int[] _french = new int[1024];
    private byte[] _small = new byte[1024];
    private ulong[] _marks = new ulong[1024];
    private int _wordCount;
    private int _stemCount;

    /// <summary>How many words have a number.</summary>
    public int WordCount => Volatile.Read(ref _wordCount);

    /// <summary>How many stems have a number.</summary>
    public int StemCount => Volatile.Read(ref _stemCount);

    /// <summary>The code 0 is no code.</summary>
    public Vocabulary()
    {
        _bySpan = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        Code("");
    }

    /// <summary>The number of a folded word; a new one when it is met for the first time. For writers only.</summary>
    public int Word(ReadOnlySpan<char> word) =>
        _bySpan.TryGetValue(word, out var known) ? known : NewWord(word.ToString());

    /// <inheritdoc cref="Word(ReadOnlySpan{char})"/>
    public int Word(string word) => _words.TryGetValue(word, out var known) ? known : NewWord(word);

    /// <summary>In which languages the word is a small one: 1 English, 2 French.</summary>
    public byte SmallIn(int word) => Volatile.Read(ref _small)[word];

    private int NewWord(string word)
    {
        lock (_giving)
        {
            if (_words.TryGetValue(word, out var known))
            {
                return known;
            }

            var number = _wordCount;
            if (number == _wordTexts.Length)
            {
                Volatile.Write(ref _wordTexts, Grown(_wordTexts));
                Volatile.Write(ref _english, Grown(_english));
                Volatile.Write(ref _french, Grown(_french));
                Volatile.Write(ref _small, Grown(_small));
                Volatile.Write(ref _marks, Grown(_marks));
            }

            _wordTexts[number] = word;
            _english[number] = StemOf(word, TextLanguage.English);
            _french[number] = StemOf(word, TextLanguage.French);
            _small[number] = Words.SmallIn(word);
            _marks[number] = Spelling.MarkOf(word);
            Volatile.Write(ref _wordCount, number + 1);
            _words[word] = number;
            return number;
        }
    }

    /// <summary>The number of a short code such as a country or a currency, from 0. For writers only.</summary>
    public ushort Code(string code) => _codes.TryGetValue(code, out var known) ? (ushort)known : NewCode(code);

    private ushort NewCode(string code)
    {
        lock (_giving)
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
                Volatile.Write(ref _codeTexts, Grown(_codeTexts));
            }

            _codeTexts[number] = code;
            _codes[code] = number;
            return (ushort)number;
        }
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
            number = _stemCount;
            Volatile.Write(ref _stemCount, number + 1);
            _stems[stem] = number;
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
