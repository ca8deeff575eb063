using System.Security.Cryptography;
using System.Text;

namespace Metier.Taxonomy;

/// <summary>How far an import is: what it does, and how much of it is done.</summary>
public sealed record ImportProgress(string Step, int Done, int Total);

/// <summary>What an import did, or would do.</summary>
public sealed record ImportReport
{
    /// <summary>Skills and occupations that are new here.</summary>
    public int New { get; init; }

    /// <summary>Those found to be the same as one that was here.</summary>
    public int Merged { get; init; }

    /// <summary>Known ones whose labels, kind or category changed.</summary>
    public int Updated { get; init; }

    /// <summary>Known ones that stayed as they were.</summary>
    public int Unchanged { get; init; }

    /// <summary>Rows without a label or no longer in use, and synonyms of nothing that is known here.</summary>
    public int Skipped { get; init; }

    /// <summary>Aliases that were added.</summary>
    public int NamesAdded { get; init; }

    /// <summary>Aliases that the source no longer has.</summary>
    public int NamesRemoved { get; init; }

    /// <summary>Relations that are there afterwards.</summary>
    public int Relations { get; init; }

    /// <summary>Examples of what was found to be the same: the source's label, and ours.</summary>
    public IReadOnlyList<(string Label, string SameAs)> Merges { get; init; } = [];

    /// <summary>Examples of what is new.</summary>
    public IReadOnlyList<string> News { get; init; } = [];

    /// <summary>Whether anything is different afterwards.</summary>
    public bool Changes => New + Merged + Updated + NamesAdded + NamesRemoved > 0 || RelationsChanged;

    /// <summary>Whether the relations are others than before.</summary>
    public bool RelationsChanged { get; init; }
}

/// <summary>A concept as a source describes it.</summary>
internal sealed class ImportedConcept
{
    public required string Id { get; init; }
    public required string Reference { get; init; }
    public ConceptType Type { get; init; }
    public SkillKind Kind { get; init; }

    /// <summary>By language.</summary>
    public Dictionary<string, string> Labels { get; } = [];
    public List<(string Language, string Text)> Aliases { get; } = [];

    /// <summary>What stands above it in the source: other concepts or groups, by the source's own names.</summary>
    public List<string> Broader { get; } = [];

    /// <summary>Related and core skills, by id.</summary>
    public List<(ConceptRelation Relation, string Id)> Links { get; } = [];

    /// <summary>The label in English, or in whatever language there is one.</summary>
    public string? En => Labels.GetValueOrDefault("en") ?? Labels.Values.FirstOrDefault();
}

/// <summary>Ids of concepts that have none of their own.</summary>
internal static class ConceptIds
{
    /// <summary>
    /// The same id for the same name, however it was written: <c>local-fresco-painting-3fa2c1</c>. The digits keep names
    /// apart that are spelt alike without their signs (C, C#, C++).
    /// </summary>
    public static string Of(string prefix, string normalised)
    {
        var words = new StringBuilder();
        foreach (var c in normalised)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                words.Append(c);
            }
            else if (words.Length > 0 && words[^1] != '-')
            {
                words.Append('-');
            }
        }
        var slug = words.ToString(0, Math.Min(words.Length, 40)).Trim('-');
        var digits = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(normalised)))[..8];
        return slug.Length == 0 ? $"{prefix}-{digits}" : $"{prefix}-{slug}-{digits}";
    }
}

/// <summary>Labels as the rest of the product can take them.</summary>
internal static class ImportedText
{
    /// <summary>Longer aliases are sentences that nobody types.</summary>
    public const int LongestAlias = 80;

    /// <summary>
    /// One line. Lists of skills are typed with commas between them, so a comma or semicolon inside a label is written as a
    /// stroke; names are compared without signs, so nothing is lost.
    /// </summary>
    public static string Label(string text) =>
        Platform
            .TypedText.Line(text)
            .Replace(", ", " / ", StringComparison.Ordinal)
            .Replace("; ", " / ", StringComparison.Ordinal)
            .Replace(',', '/')
            .Replace(';', '/');

    /// <summary>Whether it is worth keeping as another name.</summary>
    public static bool IsAlias(string text) =>
        text.Length <= LongestAlias && SkillWords.Normalise(text) is { Length: >= 2 and <= LongestAlias };
}
