using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>
/// Finds the words that say how much something is wanted, in the same sentence or in the heading above a list. The
/// nearest cue in the sentence counts, so that "C# required, Docker a plus" is read as two.
/// </summary>
internal sealed class Cues
{
    private static readonly (Importance Importance, string[] Phrases)[] Known =
    [
        (
            Importance.NiceToHave,
            [
                "nice to have",
                "nice to haves",
                "good to have",
                "a plus",
                "big plus",
                "bonus",
                "bonus points",
                "ideally",
                "preferred",
                "preferably",
                "optional",
                "would be great",
                "would help",
                "helpful",
                "desirable",
                "advantage",
                "an asset",
                "un plus",
                "serait un plus",
                "idealement",
                "souhaite",
                "souhaitee",
                "souhaites",
                "souhaitees",
                "apprecie",
                "appreciee",
                "apprecies",
                "appreciees",
                "un atout",
                "facultatif",
                "facultative",
                "optionnel",
                "optionnelle",
                "de preference",
                "bienvenu",
                "bienvenue",
            ]
        ),
        (
            Importance.MustHave,
            [
                "must have",
                "must haves",
                "must know",
                "must be",
                "must",
                "required",
                "requires",
                "requirement",
                "requirements",
                "essential",
                "mandatory",
                "necessary",
                "you need",
                "we need",
                "strong",
                "proficient",
                "fluent",
                "indispensable",
                "indispensables",
                "obligatoire",
                "obligatoires",
                "imperatif",
                "imperative",
                "imperativement",
                "exige",
                "exigee",
                "requis",
                "requise",
                "requises",
                "necessaire",
                "necessaires",
                "maitrise",
                "maitriser",
                "maitrisez",
                "vous devez",
                "il faut",
            ]
        ),
    ];

    private static readonly HashSet<string> Negations = new(
        ["no", "not", "without", "sans", "pas"],
        StringComparer.Ordinal
    );
    private static readonly HashSet<string> Between = new(
        ["a", "an", "the", "any", "de", "d", "du", "la", "le", "un", "une", "use", "using", "with"],
        StringComparer.Ordinal
    );

    /// <summary>How many words after its negation a concept may stand.</summary>
    private const int NegationReach = 3;

    private readonly string _text;
    private readonly List<Token> _tokens;
    private readonly int[] _sentence;
    private readonly int[] _line;
    private readonly List<(Importance Importance, int First, int Count)> _cues = [];

    public Cues(string text, List<Token> tokens)
    {
        _text = text;
        _tokens = tokens;
        _sentence = Cut(c => c is '\n' or '.' or '!' or '?' or ';');
        _line = Cut(c => c is '\n');
        for (var at = 0; at < tokens.Count; at++)
        {
            FindAt(at);
        }
    }

    public (Importance Importance, TextSpan? Cue) Of(Mention mention)
    {
        if (Negation(mention) is { } negation)
        {
            return (Importance.Unwanted, negation);
        }

        var inSentence = _cues
            .Where(c => _sentence[c.First] == _sentence[mention.FirstToken] && !Overlaps(c, mention))
            .OrderBy(c => Distance(c, mention))
            .ThenBy(c => c.First)
            .ToList();
        if (inSentence.Count > 0)
        {
            return (inSentence[0].Importance, SpanOf(inSentence[0]));
        }

        return Heading(mention) is { } heading ? (heading.Importance, SpanOf(heading)) : (Importance.MustHave, null);
    }

    /// <summary>The cue of the last line that ends with a colon, down to the next empty line.</summary>
    private (Importance Importance, int First, int Count)? Heading(Mention mention)
    {
        var line = _line[mention.FirstToken];
        foreach (var cue in Enumerable.Reverse(_cues))
        {
            if (_line[cue.First] >= line)
            {
                continue;
            }

            var end = _text.IndexOf('\n', _tokens[cue.First].Start);
            if (end < 0 || end >= mention.Start)
            {
                continue;
            }

            var heading = _text[..end].TrimEnd();
            var blank = _text.AsSpan(end, mention.Start - end).IndexOf("\n\n", StringComparison.Ordinal) >= 0;
            var other = OtherHeadingBetween(end, mention.Start);
            return heading.EndsWith(':') && !blank && !other ? cue : null;
        }

        return null;
    }

    private bool OtherHeadingBetween(int from, int to)
    {
        var between = _text.AsSpan(from, to - from);
        foreach (var line in between.Split('\n'))
        {
            if (between[line].TrimEnd().EndsWith(":", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private TextSpan? Negation(Mention mention)
    {
        for (var at = mention.FirstToken - 1; at >= 0 && at >= mention.FirstToken - NegationReach; at--)
        {
            if (_sentence[at] != _sentence[mention.FirstToken])
            {
                return null;
            }

            if (Negations.Contains(_tokens[at].Word))
            {
                return new TextSpan(_tokens[at].Start, _tokens[at].Length);
            }

            if (!Between.Contains(_tokens[at].Word))
            {
                return null;
            }
        }

        return null;
    }

    private void FindAt(int at)
    {
        (Importance Importance, int First, int Count)? best = null;
        foreach (var (importance, phrases) in Known)
        {
            foreach (var phrase in phrases)
            {
                var words = phrase.Split(' ');
                if (words.Length > (best?.Count ?? 0) && Stands(words, at))
                {
                    best = (importance, at, words.Length);
                }
            }
        }

        if (best is { } found && !IsNegated(at))
        {
            _cues.Add(found);
        }
    }

    /// <summary>"Not required" says that it would be nice at most, so it is no cue for a must.</summary>
    private bool IsNegated(int at) => at > 0 && Negations.Contains(_tokens[at - 1].Word);

    private bool Stands(string[] words, int at)
    {
        for (var w = 0; w < words.Length; w++)
        {
            if (at + w >= _tokens.Count || !_tokens[at + w].Word.Equals(words[w], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private int[] Cut(Func<char, bool> ends)
    {
        var numbers = new int[_tokens.Count];
        var number = 0;
        var from = 0;
        for (var at = 0; at < _tokens.Count; at++)
        {
            for (; from < _tokens[at].Start; from++)
            {
                var inside = _text[from] == '.' && from + 1 < _text.Length && !char.IsWhiteSpace(_text[from + 1]);
                number += ends(_text[from]) && !inside ? 1 : 0;
            }

            numbers[at] = number;
            from = Math.Max(from, _tokens[at].End);
        }

        return numbers;
    }

    private TextSpan SpanOf((Importance Importance, int First, int Count) cue)
    {
        var start = _tokens[cue.First].Start;
        return new TextSpan(start, _tokens[cue.First + cue.Count - 1].End - start);
    }

    private static bool Overlaps((Importance Importance, int First, int Count) cue, Mention mention) =>
        cue.First < mention.FirstToken + mention.TokenCount && mention.FirstToken < cue.First + cue.Count;

    /// <summary>Words between; one that crosses a comma is further by ten.</summary>
    private int Distance((Importance Importance, int First, int Count) cue, Mention mention)
    {
        var before = cue.First + cue.Count <= mention.FirstToken;
        var gap = before
            ? mention.FirstToken - (cue.First + cue.Count)
            : cue.First - (mention.FirstToken + mention.TokenCount);
        var from = before ? _tokens[cue.First + cue.Count - 1].End : mention.Start + mention.Length;
        var to = before ? mention.Start : _tokens[cue.First].Start;
        return gap + (10 * _text.AsSpan(from, to - from).Count(','));
    }
}
