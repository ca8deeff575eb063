namespace Metier.Matching;

/// <summary>What a text of the taxonomy is to its concept.</summary>
public enum NameRole
{
    /// <summary>The name it is shown by; one for each language.</summary>
    Preferred = 1,

    /// <summary>Another name, an abbreviation, a spelling.</summary>
    Alternative = 2,

    /// <summary>A sentence about it. Helps to find, is never looked for in texts.</summary>
    Description = 3,
}

/// <summary>A text by which a concept is known.</summary>
/// <param name="Language">Null when unknown: then it is read as both.</param>
public readonly record struct TaxonomyName(int Concept, string Text, NameRole Role, TextLanguage? Language = null);
