using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>How well somebody speaks a language, from a few words to a mother tongue.</summary>
public enum LanguageLevel
{
    Basic = 1,
    Conversational = 2,
    Fluent = 3,
    Native = 4,
}

/// <summary>The experience a freelancer has, or a job asks for.</summary>
public enum ExperienceLevel
{
    Starting = 1,
    Solid = 2,
    Expert = 3,
}

/// <summary>The published badges, lowest first, so that "at least" is a comparison.</summary>
public enum TalentBadge
{
    None = 0,
    RisingTalent = 1,
    TopRated = 2,
    TopRatedPlus = 3,
    Pro = 4,
}

/// <summary>How a job pays.</summary>
public enum JobPay
{
    FixedPrice = 1,
    Hourly = 2,
}

/// <summary>A language spoken, by its ISO 639-1 code in lower case.</summary>
public readonly record struct SpokenLanguage(string Code, LanguageLevel Level);

/// <summary>Finished and paid contracts in which one skill was used.</summary>
public readonly record struct PastWork(int Concept, int Contracts, DateOnly LastEnded);

/// <summary>A public, passed and unexpired skill test. Level and margin are in thousandths, 0 to 5,000.</summary>
public readonly record struct PassedTest(int Concept, int LevelMilli, int MarginMilli);

/// <summary>Contracts that ended well with one client.</summary>
public readonly record struct ClientHistory(Guid Client, int GoodEnds);

/// <summary>
/// What the engine knows of a freelancer. There is deliberately no field for a name, a photo, a gender, an age, a
/// nationality or a payment: what is not here cannot be ranked by. Somebody who is hidden is not given to the index.
/// </summary>
public sealed record FreelancerDocument
{
    public required Guid Id { get; init; }

    /// <summary>Shown to people who are signed in only: a visitor's search leaves such a person out.</summary>
    public bool MembersOnly { get; init; }

    /// <summary>Skills, as concept ids of the taxonomy.</summary>
    public ImmutableArray<int> Skills { get; init; } = [];

    /// <summary>Categories and sub-categories the person works in.</summary>
    public ImmutableArray<int> Categories { get; init; } = [];

    /// <summary>The occupations the title is near to.</summary>
    public ImmutableArray<NearOccupation> Occupations { get; init; } = [];

    /// <summary>The text as a vector of <see cref="Vectors.Length"/>; empty without an encoder.</summary>
    public ImmutableArray<sbyte> Vector { get; init; } = [];

    public string Title { get; init; } = "";
    public string Overview { get; init; } = "";

    /// <summary>Hourly rate in minor units of <see cref="Currency"/>; null when none is given.</summary>
    public long? RateMinor { get; init; }

    public string Currency { get; init; } = "EUR";

    /// <summary>Where the person works from, ISO 3166-1 alpha-2 in upper case; empty when not given.</summary>
    public string Country { get; init; } = "";

    public ImmutableArray<SpokenLanguage> Languages { get; init; } = [];

    /// <summary>Offset of the working day from UTC, in minutes; null when not given.</summary>
    public int? UtcOffsetMinutes { get; init; }

    /// <summary>Hours free per week, 0 to 60.</summary>
    public int HoursPerWeek { get; init; }

    /// <summary>The first day those hours are free; null means now.</summary>
    public DateOnly? AvailableFrom { get; init; }

    public ExperienceLevel? Level { get; init; }
    public TalentBadge Badge { get; init; }
    public bool IdentityVerified { get; init; }

    /// <summary>Job Success Score, 0 to 100; null until there are enough contracts for one.</summary>
    public int? JobSuccess { get; init; }

    /// <summary>Contracts the score was counted from.</summary>
    public int JobSuccessContracts { get; init; }

    /// <summary>Contracts ever finished; fewer than three makes a newcomer.</summary>
    public int ContractsDone { get; init; }

    /// <summary>Earned in all, in minor units of <see cref="Currency"/>.</summary>
    public long EarnedMinor { get; init; }

    public DateOnly LastActive { get; init; }
    public DateTime JoinedAt { get; init; }

    /// <summary>Invitations and first messages received, and those answered.</summary>
    public int Asked { get; init; }

    public int Answered { get; init; }
    public int InvitationsToday { get; init; }
    public ImmutableArray<PastWork> PastWork { get; init; } = [];
    public ImmutableArray<PassedTest> Tests { get; init; } = [];
    public ImmutableArray<ClientHistory> Clients { get; init; } = [];
}

/// <summary>What the engine knows of an open job. A job that is closed or by invitation only is not given to the index.</summary>
public sealed record JobDocument
{
    public required Guid Id { get; init; }
    public required Guid Client { get; init; }
    public ImmutableArray<int> MustHave { get; init; } = [];
    public ImmutableArray<int> NiceToHave { get; init; } = [];
    public ImmutableArray<int> Categories { get; init; } = [];

    /// <summary>The occupations the title is near to.</summary>
    public ImmutableArray<NearOccupation> Occupations { get; init; } = [];

    /// <summary>The text as a vector of <see cref="Vectors.Length"/>; empty without an encoder.</summary>
    public ImmutableArray<sbyte> Vector { get; init; } = [];
    public string Title { get; init; } = "";
    public string Description { get; init; } = "";
    public JobPay Pay { get; init; } = JobPay.FixedPrice;

    /// <summary>Lowest price or hourly rate in minor units of <see cref="Currency"/>; null when open.</summary>
    public long? BudgetMinMinor { get; init; }

    /// <summary>Highest price or hourly rate in minor units of <see cref="Currency"/>; null when open.</summary>
    public long? BudgetMaxMinor { get; init; }

    public string Currency { get; init; } = "EUR";
    public ExperienceLevel? Level { get; init; }

    /// <summary>The client's country, ISO 3166-1 alpha-2 in upper case; empty when not given.</summary>
    public string Country { get; init; } = "";

    /// <summary>Languages the work is in, ISO 639-1 in lower case.</summary>
    public ImmutableArray<string> Languages { get; init; } = [];

    public int? HoursPerWeek { get; init; }
    public int? DurationWeeks { get; init; }
    public DateTime PostedAt { get; init; }
    public int Proposals { get; init; }

    /// <summary>Jobs the client posted before this one, and how many of them led to a hire.</summary>
    public int ClientJobs { get; init; }

    public int ClientHires { get; init; }

    /// <summary>Average stars the client was given, in thousandths (1,000 to 5,000); null without reviews.</summary>
    public int? ClientRatingMilli { get; init; }

    public bool PaymentVerified { get; init; }
}
