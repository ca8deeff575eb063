namespace Metier.Profiles;

/// <summary>Who may see a profile.</summary>
public enum ProfileVisibility
{
    /// <summary>Everybody, search engines included.</summary>
    Public,

    /// <summary>Signed-in people.</summary>
    Members,

    /// <summary>Nobody but its owner and those the owner works with or applies to; found by no search.</summary>
    Hidden,
}

/// <summary>How much work a freelancer takes on now.</summary>
public enum Availability
{
    /// <summary>More than 30 hours a week.</summary>
    Full,

    /// <summary>Up to 30 hours a week.</summary>
    Part,

    /// <summary>Now and then; ask.</summary>
    Occasional,

    /// <summary>Takes no new work; found by no search.</summary>
    None,
}

/// <summary>How much experience a freelancer says they have, rising: the levels that jobs ask for.</summary>
public enum Experience
{
    /// <summary>Is beginning.</summary>
    Starting,

    /// <summary>Has done this before.</summary>
    Solid,

    /// <summary>Knows it inside out.</summary>
    Expert,
}

/// <summary>How well a person works in a language, rising.</summary>
public enum LanguageLevel
{
    /// <summary>Reads and writes simple messages.</summary>
    Basic,

    /// <summary>Holds a conversation about the work.</summary>
    Conversational,

    /// <summary>Works in it without limits.</summary>
    Fluent,

    /// <summary>Mother tongue, or as good as.</summary>
    Native,
}

/// <summary>A skill on a profile, in the owner's order.</summary>
internal sealed class ProfileSkill
{
    public Guid ProfileId { get; init; }
    public required string SkillId { get; init; }
    public int Position { get; set; }
}

/// <summary>
/// What the owner made of one skill that their words speak of, or do not: it is not one of theirs (removed), or it is one
/// although nothing says so (added).
/// </summary>
internal sealed class ProfileSkillCorrection
{
    public Guid ProfileId { get; init; }
    public required string SkillId { get; init; }
    public Taxonomy.SkillCorrectionKind Kind { get; set; }

    /// <summary>The words it was read from; empty for what was added.</summary>
    public string Words { get; set; } = "";
    public DateTime At { get; set; }
}

/// <summary>A language on a profile.</summary>
internal sealed class ProfileLanguage
{
    public Guid ProfileId { get; init; }

    /// <summary>ISO 639-1.</summary>
    public required string Code { get; init; }
    public LanguageLevel Level { get; set; }
    public int Position { get; set; }
}

/// <summary>A job somebody had before or beside the marketplace.</summary>
internal sealed class Employment
{
    public Guid Id { get; init; }
    public Guid ProfileId { get; init; }
    public required string Company { get; set; }
    public required string Role { get; set; }

    /// <summary>The first day of the first month.</summary>
    public DateOnly From { get; set; }

    /// <summary>The first day of the last month; null while it goes on.</summary>
    public DateOnly? To { get; set; }
    public string Description { get; set; } = "";

    public string Stamp => ProfileStamp.Of(Company, Role, From, To, Description);
}

/// <summary>A school, a degree.</summary>
internal sealed class Education
{
    public Guid Id { get; init; }
    public Guid ProfileId { get; init; }
    public required string School { get; set; }
    public required string Degree { get; set; }
    public int? FromYear { get; set; }
    public int? ToYear { get; set; }

    public string Stamp => ProfileStamp.Of(School, Degree, FromYear, ToYear);
}

/// <summary>A certificate somebody else issued; what the owner says, not checked by us.</summary>
internal sealed class Certificate
{
    public Guid Id { get; init; }
    public Guid ProfileId { get; init; }
    public required string Name { get; set; }
    public required string Issuer { get; set; }
    public int? Year { get; set; }

    /// <summary>Where it can be checked, or empty.</summary>
    public string Url { get; set; } = "";

    public string Stamp => ProfileStamp.Of(Name, Issuer, Year, Url);
}

/// <summary>A piece of work to show.</summary>
internal sealed class PortfolioItem
{
    public Guid Id { get; init; }
    public Guid ProfileId { get; init; }
    public required string Title { get; set; }

    /// <summary>Markdown.</summary>
    public string Description { get; set; } = "";
    public string Url { get; set; } = "";
    public int? Year { get; set; }
    public int Position { get; set; }
    public List<PortfolioFile> Files { get; } = [];

    public string Stamp => ProfileStamp.Of(Title, Description, Url, Year);
}

/// <summary>A file of a piece of work. Name, type and size are copied, so that lists need not read the file table.</summary>
internal sealed class PortfolioFile
{
    /// <summary>The stored file's id.</summary>
    public Guid Id { get; init; }
    public Guid ItemId { get; init; }
    public required string Name { get; init; }
    public bool IsImage { get; init; }
    public long Bytes { get; init; }

    /// <summary>A small version of an image; null for other files.</summary>
    public Guid? PreviewId { get; init; }
    public int Position { get; set; }
}
