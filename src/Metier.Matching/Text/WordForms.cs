using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>Forms of words that mean the same: what is left of a family ("analyse", "analysis", "analyst") and plurals.</summary>
internal static class WordForms
{
    /// <summary>A root shorter than this would join words that have nothing in common.</summary>
    private const int ShortestRoot = 4;

    private static readonly ImmutableArray<string> EnglishEndings =
    [
        "isation",
        "ization",
        "ability",
        "ation",
        "ition",
        "ator",
        "itor",
        "ical",
        "ance",
        "ence",
        "ancy",
        "ency",
        "able",
        "ible",
        "ness",
        "ment",
        "ist",
        "ian",
        "ant",
        "ent",
        "ive",
        "ity",
        "ion",
        "or",
        "ate",
        "ful",
        "ous",
        "ic",
        "al",
        "iz",
        "is",
        "at",
        "y",
    ];

    private static readonly ImmutableArray<string> FrenchEndings =
    [
        "isation",
        "ation",
        "ition",
        "ateur",
        "iteur",
        "ement",
        "ment",
        "ance",
        "ence",
        "able",
        "ible",
        "iste",
        "ant",
        "ent",
        "if",
        "iv",
        "ite",
        "ion",
        "age",
        "ique",
        "iqu",
        "eur",
        "eux",
        "aire",
        "air",
        "ist",
        "is",
        "at",
        "ir",
        "ez",
        "on",
        "al",
    ];

    /// <summary>What the forms of a word's family share. The word must be folded.</summary>
    public static string Root(string word, TextLanguage language)
    {
        var stem = Words.Stem(word, language);
        if (stem.Length <= ShortestRoot || !char.IsLetter(word[^1]))
        {
            return stem;
        }

        if (language == TextLanguage.French)
        {
            stem = stem.EndsWith("yst", StringComparison.Ordinal) ? stem[..^1] : stem;
            return Bare(Without(Bare(FrenchVerb(stem)), FrenchEndings));
        }

        // One spelling on both sides of the ocean, and of "analyse" and "analysis".
        stem = stem.Replace("yz", "ys", StringComparison.Ordinal);
        stem =
            stem.EndsWith("ysi", StringComparison.Ordinal) || stem.EndsWith("ysis", StringComparison.Ordinal)
                ? stem[..(stem.LastIndexOf("ys", StringComparison.Ordinal) + 2)]
                : stem;
        stem = stem.EndsWith("yst", StringComparison.Ordinal) ? stem[..^1] : stem;
        return Bare(Without(Bare(stem), EnglishEndings));
    }

    /// <summary>Produire and production, concevoir and conception: the two families that change in the middle.</summary>
    private static string FrenchVerb(string stem)
    {
        foreach (
            var (ending, root) in new[] { ("uir", "u"), ("uc", "u"), ("uct", "u"), ("cevoir", "ce"), ("cep", "ce") }
        )
        {
            if (stem.EndsWith(ending, StringComparison.Ordinal) && stem.Length - ending.Length >= ShortestRoot - 1)
            {
                return string.Concat(stem.AsSpan(0, stem.Length - ending.Length), root);
            }
        }

        return stem;
    }

    private static string Without(string stem, ImmutableArray<string> endings)
    {
        foreach (var ending in endings)
        {
            if (stem.Length - ending.Length >= ShortestRoot && stem.EndsWith(ending, StringComparison.Ordinal))
            {
                return stem[..^ending.Length];
            }
        }

        return stem;
    }

    /// <summary>Without a last vowel or the second of two equal letters.</summary>
    private static string Bare(string root) =>
        root.Length > ShortestRoot && (root[^1] is 'a' or 'e' or 'i' || root[^1] == root[^2]) ? root[..^1] : root;
}
