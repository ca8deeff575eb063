using Metier.Platform;

namespace Metier.Taxonomy;

/// <summary>What a skill is about.</summary>
public enum SkillKind
{
    /// <summary>Software, an instrument, a product.</summary>
    Tool,

    /// <summary>A language one writes in: of programming or of people.</summary>
    Language,

    /// <summary>A way of working.</summary>
    Method,

    /// <summary>A field of knowledge or a kind of work.</summary>
    Domain,
}

/// <summary>One name of a skill in one language.</summary>
/// <param name="SkillId">The skill.</param>
/// <param name="Language"><c>en</c> or <c>fr</c>.</param>
/// <param name="Text">As people write it.</param>
/// <param name="Normalised">As it is compared (<see cref="SkillWords.Normalise"/>).</param>
/// <param name="Preferred">The label; others are aliases.</param>
public sealed record SkillName(string SkillId, string Language, string Text, string Normalised, bool Preferred);

/// <summary>A skill: a concept with a stable id and names in both languages.</summary>
/// <param name="Id">Lower-case words with hyphens, at most 60 characters; never changes.</param>
/// <param name="CategoryId">The sub-category; empty when nobody knows (some imported ones).</param>
/// <param name="TradeId">The trade above it; empty when nobody knows.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="En">English label.</param>
/// <param name="Fr">French label.</param>
/// <param name="Related">Ids of related skills, nearest first.</param>
/// <param name="Names">Labels and aliases in both languages.</param>
/// <param name="Offered">
/// False once it left the shipped data, and while it waits for the operator: readable where it was chosen, not offered.
/// </param>
public sealed record Skill(
    string Id,
    string CategoryId,
    string TradeId,
    SkillKind Kind,
    string En,
    string Fr,
    IReadOnlyList<string> Related,
    IReadOnlyList<SkillName> Names,
    bool Offered
)
{
    /// <summary>Where it comes from.</summary>
    public SkillSource Source { get; init; }

    /// <summary>What became of it; shipped ones are accepted.</summary>
    public SkillState State { get; init; } = SkillState.Accepted;

    /// <summary>Who wrote it, when it was added by a member.</summary>
    public Guid? AuthorId { get; init; }

    /// <summary>The label in the language of the request.</summary>
    public string Label => LabelIn(Languages.Current);

    /// <summary>The label in a language.</summary>
    public string LabelIn(string language) => language == "fr" ? Fr : En;
}

/// <summary>A trade (no parent) or one of its sub-categories.</summary>
public sealed record SkillCategory(string Id, string? ParentId, string En, string Fr, int Position)
{
    /// <summary>The name in the language of the request.</summary>
    public string Label => Languages.Current == "fr" ? Fr : En;
}

/// <summary>What people call themselves: a typical occupation with its core skills, most typical first.</summary>
public sealed record Occupation(
    string Id,
    string TradeId,
    string En,
    string Fr,
    IReadOnlyList<string> NamesEn,
    IReadOnlyList<string> NamesFr,
    IReadOnlyList<string> Skills
)
{
    /// <summary>The name in the language of the request.</summary>
    public string Label => Languages.Current == "fr" ? Fr : En;
}
