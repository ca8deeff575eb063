using Metier.Platform;

namespace Metier.Taxonomy;

/// <summary>Where a concept or a name comes from.</summary>
public enum SkillSource
{
    /// <summary>Shipped with the program (data/taxonomy).</summary>
    Shipped,

    /// <summary>Added or changed by people of this instance.</summary>
    Local,

    /// <summary>Imported from ESCO, the European classification.</summary>
    Esco,

    /// <summary>Imported from the tag synonyms of Stack Overflow.</summary>
    StackOverflow,

    /// <summary>Imported from the technology skills of O*NET.</summary>
    Onet,
}

/// <summary>What became of a concept.</summary>
public enum SkillState
{
    /// <summary>Added as somebody wrote it; the operator has not looked at it yet.</summary>
    Waiting,

    /// <summary>Offered to everybody.</summary>
    Accepted,

    /// <summary>Not a skill here: what carries it shows nothing.</summary>
    Rejected,

    /// <summary>The same as another one, which stands for it everywhere.</summary>
    Merged,
}

/// <summary>What a concept is.</summary>
internal enum ConceptType
{
    Skill,
    Occupation,
}

/// <summary>
/// A skill or occupation that is not in the shipped files: imported by the operator or written by a member. Ids of shipped
/// skills never begin with a source's prefix, so the two never meet.
/// </summary>
internal sealed class ConceptRow : IVersioned
{
    public const int LongestLabel = 240;
    public const int LongestReason = 500;

    /// <summary><c>esco-…</c>, <c>onet-…</c> or <c>local-…</c>; never changes.</summary>
    public required string Id { get; init; }
    public ConceptType Type { get; init; }
    public SkillKind Kind { get; set; }

    /// <summary>A sub-category; empty while nobody knows.</summary>
    public required string CategoryId { get; set; }
    public SkillSource Source { get; init; }
    public SkillState State { get; set; }

    /// <summary>What the source calls it: a URI, a code. Empty for local ones.</summary>
    public required string Reference { get; init; }

    /// <summary>Label; the source's, until the operator names it otherwise (<see cref="NameRow"/>).</summary>
    public required string En { get; set; }
    public required string Fr { get; set; }

    /// <summary>Who wrote it; null for imported ones.</summary>
    public Guid? AuthorId { get; init; }
    public DateTime CreatedAt { get; init; }

    /// <summary>Who of the staff decided last; an import leaves what people decided.</summary>
    public Guid? DecidedBy { get; set; }
    public DateTime? DecidedAt { get; set; }

    /// <summary>Why it was rejected, as its author was told.</summary>
    public string? Reason { get; set; }
    public int Version { get; set; }

    public void Decide(SkillState state, Actor actor, DateTime now)
    {
        (State, DecidedBy, DecidedAt) = (state, actor.MemberId, now);
        Reason = state == SkillState.Rejected ? Reason : null;
    }
}

/// <summary>
/// One more name of a concept, shipped ones included: an alias, a label in place of the one it had
/// (<see cref="Preferred"/>), or one that is taken away (<see cref="Removed"/>). Each source has rows of its own, so that an
/// import never undoes what people did.
/// </summary>
internal sealed class NameRow
{
    public required string ConceptId { get; init; }
    public required string Language { get; init; }

    /// <summary>As it is compared (<see cref="SkillWords.Normalise"/>).</summary>
    public required string Normalised { get; init; }
    public SkillSource Source { get; init; }
    public required string Text { get; set; }
    public bool Preferred { get; set; }
    public bool Removed { get; set; }
}

/// <summary>What one concept is to another.</summary>
internal enum ConceptRelation
{
    /// <summary>A skill near a skill.</summary>
    Related,

    /// <summary>A skill at the core of an occupation.</summary>
    Core,
}

/// <summary>A relation that was imported.</summary>
internal sealed class LinkRow
{
    public required string FromId { get; init; }
    public required string ToId { get; init; }
    public SkillSource Source { get; init; }
    public ConceptRelation Relation { get; set; }

    /// <summary>The order in the source, the nearest first.</summary>
    public int Position { get; set; }
}

/// <summary>
/// One concept stands for another everywhere. Nothing that refers to it is rewritten: it is resolved whenever it is read, so
/// a merge can be undone.
/// </summary>
internal sealed class MergeRow
{
    public required string FromId { get; init; }
    public required string ToId { get; set; }

    /// <summary>What the concept was before.</summary>
    public SkillState Was { get; init; }

    /// <summary>Who; null when an import found the two to be the same.</summary>
    public Guid? MergedBy { get; init; }
    public DateTime MergedAt { get; init; }
}

/// <summary>The last import from a source: what the page of acknowledgements goes by.</summary>
internal sealed class TaxonomyImport
{
    public SkillSource Source { get; init; }
    public DateTime ImportedAt { get; set; }
}

/// <summary>
/// The taxonomy changed. With <paramref name="Skills"/>, what carries one of these reads otherwise than before; null means
/// that all of it may (an import).
/// </summary>
public sealed record TaxonomyChanged(IReadOnlyList<string>? Skills);
