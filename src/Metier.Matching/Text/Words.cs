using System.Collections.Frozen;

namespace Metier.Matching;

/// <summary>The languages whose words are stemmed.</summary>
public enum TextLanguage
{
    English = 1,
    French = 2,
}

/// <summary>Light stemming, words too common to search by, and which language a text is in.</summary>
public static class Words
{
    private static readonly FrozenSet<string> English = (
        "a about above after all also am an and any are as at be because been before being both but by can could did do does doing "
        + "for from had has have having he her here him his how i if in into is it its itself just me more most my no nor not of off on "
        + "once only or other our out over own please same she should so some such than that the their them then there these they this "
        + "those through to too under until up very was we were what when where which while who whom why will with would you your s t"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> French = (
        "a afin ai au aussi autre aux avec avoir car ce ceci cela celle celui ces cet cette chez comme dans de des deux donc dont du "
        + "elle elles en entre est et etait etre eu fait il ils je la le les leur leurs lui ma mais me mes moi mon ne nos notre nous on ou "
        + "par pas pendant plus pour pourra qu que quel quelle qui sa sans se ses si son sont sous sur ta te tes toi ton tous tout toute "
        + "toutes tres tu un une vos votre vous y"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Said of everybody here, so they tell nobody apart.</summary>
    private static readonly FrozenSet<string> OfThisPlace = FrozenSet.ToFrozenSet(
        ["freelance", "freelances", "freelancer", "freelancers"],
        StringComparer.Ordinal
    );

    /// <summary>Whether a folded word is too common in the language to search by.</summary>
    public static bool IsCommon(string word, TextLanguage language) =>
        OfThisPlace.Contains(word) || (language == TextLanguage.French ? French : English).Contains(word);

    /// <summary>In which languages it is one of the small words that <see cref="Guess"/> counts: 1 English, 2 French.</summary>
    internal static byte SmallIn(string word) =>
        (byte)((English.Contains(word) ? 1 : 0) | (French.Contains(word) ? 2 : 0));

    /// <summary>Whether a folded word is too common in either language.</summary>
    public static bool IsCommon(string word) =>
        OfThisPlace.Contains(word) || English.Contains(word) || French.Contains(word);

    /// <summary>The language whose small words the text uses more; English when it cannot be told.</summary>
    public static TextLanguage Guess(IEnumerable<Token> tokens)
    {
        var english = 0;
        var french = 0;
        foreach (var token in tokens)
        {
            english += English.Contains(token.Word) ? 1 : 0;
            french += French.Contains(token.Word) ? 1 : 0;
        }

        return french > english ? TextLanguage.French : TextLanguage.English;
    }

    /// <summary>The common beginning of a word's forms. The word must be folded.</summary>
    public static string Stem(string word, TextLanguage language)
    {
        if (word.Length < 4 || !char.IsLetter(word[^1]))
        {
            return word;
        }

        return Undouble(language == TextLanguage.French ? StemFrench(word) : StemEnglish(word));
    }

    private static string StemEnglish(string word)
    {
        var w = word;
        if (w.EndsWith("ies", StringComparison.Ordinal) && w.Length > 4)
        {
            w = w[..^3] + "y";
        }
        else if (w[^1] == 's' && w[^2] is not ('s' or 'u' or 'i'))
        {
            w = w[..^1];
        }

        return Cut(w, "ement", 6)
            ?? Cut(w, "ment", 5)
            ?? Cut(w, "ing", 4)
            ?? Cut(w, "er", 5)
            ?? Cut(w, "ed", 5)
            ?? Cut(w, "e", 4)
            ?? w;
    }

    private static string StemFrench(string word)
    {
        var w = word;
        if (w.EndsWith("aux", StringComparison.Ordinal) && w.Length > 4)
        {
            w = w[..^3] + "al";
        }
        else if (w[^1] is 's' or 'x')
        {
            w = w[..^1];
        }

        return Cut(w, "trice", 4)
            ?? Cut(w, "teur", 4)
            ?? Cut(w, "tion", 4)
            ?? Cut(w, "ement", 5)
            ?? Cut(w, "euse", 4)
            ?? Cut(w, "eur", 4)
            ?? Cut(w, "ee", 4)
            ?? Cut(w, "er", 5)
            ?? Cut(w, "e", 4)
            ?? w;
    }

    private static string? Cut(string word, string ending, int atLeast) =>
        word.Length - ending.Length >= atLeast && word.EndsWith(ending, StringComparison.Ordinal)
            ? word[..^ending.Length]
            : null;

    private static string Undouble(string word) =>
        word.Length > 3 && word[^1] == word[^2] && word[^1] is not ('a' or 'e' or 'i' or 'o' or 'u')
            ? word[..^1]
            : word;
}
