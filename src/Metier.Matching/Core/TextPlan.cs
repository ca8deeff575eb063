using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>How the words of a query hit one document. <see cref="Value"/> is 0 to 1,000,000.</summary>
internal readonly record struct TextHit(int Asked, int InTitle, int Elsewhere, int Value);

/// <summary>A <see cref="TextGroup"/> in the numbers of a vocabulary.</summary>
internal sealed class PlannedGroup
{
    public PlannedGroup(TextGroup group, Vocabulary vocabulary, Frequencies frequencies)
    {
        Group = group;
        Stems =
        [
            .. group.Stems.Select(word =>
                word.Select(vocabulary.FindStem).Where(s => s >= 0).Distinct().ToImmutableArray()
            ),
        ];
        Phrase = [.. group.Phrase.Select(vocabulary.FindWord)];
        var words = Stems.IsEmpty ? 0 : Stems.Min(word => word.IsEmpty ? 0 : word.Max(frequencies.OfStem));
        Frequency = group.Concepts.Select(frequencies.OfConcept).Append(words).Max();
    }

    public TextGroup Group { get; }

    /// <summary>For each word the stems that meet it; none when no document has one.</summary>
    public ImmutableArray<ImmutableArray<int>> Stems { get; }

    /// <summary>The words of a phrase; -1 for one that no document has.</summary>
    public ImmutableArray<int> Phrase { get; }

    /// <summary>
    /// How many documents have its most frequent alternative; of several words that must all be there, the rarest.
    /// </summary>
    public int Frequency { get; }

    /// <summary>Whether its documents are simply those of a few lists.</summary>
    public bool IsSimple => Phrase.IsEmpty && Stems.Length <= 1;
}

/// <summary>What is asked for in words: the groups with their weights, and which of them a document must have.</summary>
internal sealed class TextPlan
{
    /// <summary>Words beyond the weightiest twelve do not make the text part harder to fill.</summary>
    private const int WeightiestWords = 12;

    /// <summary>Of five, the parts of its weight that a corrected word keeps: it is a guess.</summary>
    private const int CorrectedFifths = 3;

    public const byte AnyBit = 64;
    public const byte UnwantedBit = 128;

    private readonly byte _everyGroup;

    /// <param name="everyGroup">Bits a document gets for any group at all.</param>
    public TextPlan(
        QueryText text,
        ImmutableArray<TextGroup> loose,
        Vocabulary vocabulary,
        Frequencies frequencies,
        int documents,
        RankingWeights weights,
        byte everyGroup = 0
    )
    {
        Text = text;
        _everyGroup = everyGroup;
        TextPoints = weights.PointsOf(Feature.Text);
        Groups = [.. text.Wanted.AddRange(loose).Select(g => new PlannedGroup(g, vocabulary, frequencies))];
        Unwanted = [.. text.Unwanted.Select(g => new PlannedGroup(g, vocabulary, frequencies))];
        Weights = [.. Groups.Select(g => Weighed(g.Group, FeatureMath.Rarity(documents, g.Frequency)))];
        var whole = Weights.OrderDescending().Take(WeightiestWords).Sum(w => (long)w) * Field.Title;
        InTitle = Shares(Field.Title, whole);
        Elsewhere = Shares(Field.Body, whole);
        foreach (var required in text.Required)
        {
            MustBits |= (byte)(1 << required);
        }

        MustBits |= text.AnyIsEnough ? AnyBit : (byte)0;
        HasOthers = Groups.Any(g => !g.IsSimple) || Unwanted.Any(g => !g.IsSimple);
    }

    public QueryText Text { get; }

    /// <summary>The most points that words give.</summary>
    public int TextPoints { get; }
    public ImmutableArray<PlannedGroup> Groups { get; }
    public ImmutableArray<PlannedGroup> Unwanted { get; }
    public ImmutableArray<int> Weights { get; }

    /// <summary>What each group gives that stands in the title, in <see cref="Bound.PerPoint"/> parts of a point.</summary>
    public ImmutableArray<ushort> InTitle { get; }

    /// <summary>What each group gives that stands elsewhere.</summary>
    public ImmutableArray<ushort> Elsewhere { get; }

    /// <summary>The value of the feature for the sum of what the groups gave: 0 to 1,000,000.</summary>
    public int ValueOf(int sum) => FeatureMath.Share(sum, TextPoints * Bound.PerPoint);

    /// <summary>Whether there are phrases or groups of several words.</summary>
    public bool HasOthers { get; }

    /// <summary>The bits a document must have.</summary>
    public byte MustBits { get; }

    /// <summary>The bits a document gets for having a group.</summary>
    public byte BitsOf(int group)
    {
        var bits = _everyGroup | (group < Text.Wanted.Length && Text.AnyIsEnough ? AnyBit : 0);
        var required = Text.Required.IndexOf(group);
        return (byte)(required < 0 ? bits : bits | (1 << required));
    }

    private static int Weighed(TextGroup group, int rarity) =>
        group.Instead.IsEmpty ? rarity : Math.Max(1, rarity * CorrectedFifths / 5);

    /// <summary>Groups after those that could fill a score's sixteen bits give nothing.</summary>
    private ImmutableArray<ushort> Shares(int field, long whole)
    {
        const int MostInAll = 33_000;
        var shares = ImmutableArray.CreateBuilder<ushort>(Weights.Length);
        var sum = 0;
        foreach (var weight in Weights)
        {
            var share = Bound.Of(TextPoints, (long)weight * field, whole);
            sum += Bound.Of(TextPoints, (long)weight * Field.Title, whole);
            shares.Add(sum > MostInAll ? (ushort)0 : share);
        }

        return shares.MoveToImmutable();
    }

    /// <summary>What is missing or in the way, as filters that could be dropped.</summary>
    public IEnumerable<FilterRef> Named(ulong failed)
    {
        for (var r = 0; r < Text.Required.Length; r++)
        {
            if ((failed & (1UL << r)) != 0)
            {
                yield return new FilterRef(FilterKind.Words, Text.Wanted[Text.Required[r]].Shown);
            }
        }

        if ((failed & AnyBit) != 0)
        {
            yield return new FilterRef(FilterKind.Words, string.Join(' ', Text.Wanted.Select(w => w.Shown)));
        }

        if ((failed & UnwantedBit) != 0)
        {
            yield return new FilterRef(FilterKind.Without, string.Join(' ', Text.Unwanted.Select(w => w.Shown)));
        }
    }
}

/// <summary>Where in a document a word stands; the title counts more.</summary>
internal static class Field
{
    public const byte None = 0;
    public const byte Body = 1;
    public const byte Title = 2;
}

/// <summary>Reads the words of one document after the other and says exactly how a plan's groups hit it.</summary>
internal sealed class TextReader
{
    private readonly TextPlan _plan;
    private readonly Vocabulary _vocabulary;
    private readonly int[] _slotOfGroup;
    private readonly byte[] _fields;
    private readonly int[] _table;
    private readonly List<(int Slot, int Next)> _chains = [(0, 0)];
    private int[] _words = new int[256];

    public TextReader(TextPlan plan, Vocabulary vocabulary)
    {
        _plan = plan;
        _vocabulary = vocabulary;
        _slotOfGroup = new int[plan.Groups.Length];
        var slots = 0;
        var entries = plan.Groups.Sum(g => g.Stems.Sum(w => w.Length));
        _table = new int[2 * System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, entries * 2))];
        for (var g = 0; g < plan.Groups.Length; g++)
        {
            _slotOfGroup[g] = slots;
            foreach (var word in plan.Groups[g].Stems)
            {
                foreach (var stem in word)
                {
                    AddSlot(stem, slots);
                }

                slots++;
            }
        }

        _fields = new byte[slots];
    }

    public TextHit Read<TRow>(Facts<TRow> facts)
        where TRow : struct
    {
        if (_plan.Groups.IsEmpty)
        {
            return default;
        }

        var (title, count) = Scan(facts.Segment.WordsOf(facts.Doc));
        var (inTitle, elsewhere, sum) = (0, 0, 0);
        for (var g = 0; g < _plan.Groups.Length; g++)
        {
            var field = FieldOf(g, facts, title, count);
            sum += field switch
            {
                Field.Title => _plan.InTitle[g],
                Field.Body => _plan.Elsewhere[g],
                _ => 0,
            };
            inTitle += field == Field.Title ? 1 : 0;
            elsewhere += field == Field.Body ? 1 : 0;
        }

        return new TextHit(_plan.Groups.Length, inTitle, elsewhere, _plan.ValueOf(sum));
    }

    private byte FieldOf<TRow>(int g, Facts<TRow> facts, int title, int count)
        where TRow : struct
    {
        var group = _plan.Groups[g];
        foreach (var concept in group.Group.Concepts)
        {
            if (facts.Holds(concept))
            {
                return Field.Title;
            }
        }

        if (!group.Phrase.IsEmpty)
        {
            return Phrases.FieldOf(_words.AsSpan(0, count), title, group.Phrase.AsSpan());
        }

        var field = group.Stems.IsEmpty ? Field.None : Field.Title;
        for (var w = 0; w < group.Stems.Length; w++)
        {
            field = Math.Min(field, _fields[_slotOfGroup[g] + w]);
        }

        return field;
    }

    /// <summary>Marks the slots that are hit and keeps the words for phrases.</summary>
    private (int Title, int Count) Scan(ReadOnlySpan<byte> words)
    {
        Array.Clear(_fields);
        var reader = new ByteReader(words);
        var head = reader.Int();
        var title = head >> 1;
        var stems = _vocabulary.Stems((head & 1) == 1 ? TextLanguage.French : TextLanguage.English);
        var count = 0;
        while (!reader.AtEnd)
        {
            var word = reader.Int();
            if (count == _words.Length)
            {
                Array.Resize(ref _words, count * 2);
            }

            _words[count] = word;
            var stem = stems[word];
            if (stem >= 0)
            {
                Hit(stem, count < title ? Field.Title : Field.Body);
            }

            count++;
        }

        return (title, count);
    }

    private void Hit(int stem, byte field)
    {
        var mask = (_table.Length >> 1) - 1;
        for (var at = Mixed(stem) & mask; _table[2 * at + 1] != 0; at = (at + 1) & mask)
        {
            if (_table[2 * at] == stem)
            {
                for (var chain = _table[2 * at + 1]; chain != 0; chain = _chains[chain].Next)
                {
                    ref var known = ref _fields[_chains[chain].Slot];
                    known = Math.Max(known, field);
                }

                return;
            }
        }
    }

    private void AddSlot(int stem, int slot)
    {
        var mask = (_table.Length >> 1) - 1;
        var at = Mixed(stem) & mask;
        while (_table[2 * at + 1] != 0 && _table[2 * at] != stem)
        {
            at = (at + 1) & mask;
        }

        _chains.Add((slot, _table[2 * at + 1]));
        _table[2 * at] = stem;
        _table[2 * at + 1] = _chains.Count - 1;
    }

    private static int Mixed(int stem) => (int)((uint)stem * 2_654_435_769u >> 12);
}

/// <summary>Words side by side.</summary>
internal static class Phrases
{
    /// <param name="words">The words of the title and then of the text.</param>
    public static byte FieldOf(ReadOnlySpan<int> words, int title, ReadOnlySpan<int> phrase) =>
        words[..title].IndexOf(phrase) >= 0 ? Field.Title
        : words[title..].IndexOf(phrase) >= 0 ? Field.Body
        : Field.None;
}
