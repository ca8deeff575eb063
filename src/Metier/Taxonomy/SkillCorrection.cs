namespace Metier.Taxonomy;

/// <summary>What a person made of what was read in a text.</summary>
public enum SkillCorrectionKind
{
    /// <summary>It was read, and is not meant.</summary>
    Removed,

    /// <summary>It is meant, and was not read.</summary>
    Added,

    /// <summary>It was read as one that would be nice, and must be there.</summary>
    AsMust,

    /// <summary>It was read as one that must be there, and would only be nice.</summary>
    AsNice,
}

/// <summary>A correction, for training readers of texts and for whoever asks how one came about.</summary>
/// <param name="Text">The post or profile whose text it is.</param>
/// <param name="SkillId">The skill, as it was called then.</param>
/// <param name="Words">The words it was read from; empty for what was added.</param>
/// <param name="At">The last time it was made, UTC.</param>
/// <param name="MemberId">Who made it.</param>
public sealed record SkillCorrection(
    Guid Text,
    string SkillId,
    SkillCorrectionKind Kind,
    string Words,
    DateTime At,
    Guid MemberId
)
{
    /// <summary>The most characters of the words that are kept.</summary>
    public const int LongestWords = 200;
}
