using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>A document found, with its score and the parts that add up to it.</summary>
/// <param name="Score">The sum of the points of all parts, 0 to 1,000.</param>
/// <param name="Reachable">The most this query could give anybody.</param>
public sealed record RankedMatch(Guid Id, int Score, int Reachable, ImmutableArray<ScorePart> Parts);

/// <summary>The kinds of filters, for naming the one that may be dropped.</summary>
public enum FilterKind
{
    Words = 1,
    Without = 2,
    Skill = 3,
    Category = 4,
    Rate = 5,
    Country = 6,
    Language = 7,
    Availability = 8,
    Level = 9,
    JobSuccess = 10,
    Badge = 11,
    Identity = 12,
    Test = 13,
    LastActive = 14,
    Earned = 15,
    SharedHours = 16,
    Pay = 17,
    Budget = 18,
    Posted = 19,
    Proposals = 20,
    Payment = 21,
    Hired = 22,
}

/// <summary>One active filter. <see cref="Value"/> is a word or code, <see cref="Concept"/> a concept id, as the kind has it.</summary>
public readonly record struct FilterRef(FilterKind Kind, string Value = "", int Concept = 0);

/// <summary>Without these filters so many match.</summary>
public sealed record DropAdvice(ImmutableArray<FilterRef> Drop, int Matches);

/// <summary>How many of the current query have one value.</summary>
public readonly record struct FacetCount<T>(T Value, int Count);

/// <summary>
/// Counts of freelancers per value. Where several values of one filter mean "any of them", its counts are as if that filter
/// were not set, so that each number says what choosing it would give.
/// </summary>
public sealed record FreelancerFacets
{
    public ImmutableArray<FacetCount<int>> Skills { get; init; } = [];
    public ImmutableArray<FacetCount<int>> Categories { get; init; } = [];
    public ImmutableArray<FacetCount<string>> Countries { get; init; } = [];
    public ImmutableArray<FacetCount<string>> Languages { get; init; } = [];
    public ImmutableArray<FacetCount<ExperienceLevel>> Levels { get; init; } = [];

    /// <summary>At least 70, 80, 90.</summary>
    public ImmutableArray<FacetCount<int>> JobSuccess { get; init; } = [];

    /// <summary>At least each badge.</summary>
    public ImmutableArray<FacetCount<TalentBadge>> Badges { get; init; } = [];

    /// <summary>At least 10, 20, 30 hours per week.</summary>
    public ImmutableArray<FacetCount<int>> HoursPerWeek { get; init; } = [];

    public ImmutableArray<FacetCount<int>> Tests { get; init; } = [];
    public int IdentityVerified { get; init; }

    /// <summary>For each step of <see cref="FreelancerSteps.ActiveWithinDays"/>, in its order; so with the others.</summary>
    public ImmutableArray<FacetCount<int>> ActiveWithinDays { get; init; } = [];
    public ImmutableArray<FacetCount<long>> EarnedMinor { get; init; } = [];
    public ImmutableArray<FacetCount<int>> SharedHours { get; init; } = [];
    public ImmutableArray<FacetCount<LanguageLevel>> Fluency { get; init; } = [];
}

/// <summary>Counts of jobs per value, by the same manners as for freelancers.</summary>
public sealed record JobFacets
{
    public ImmutableArray<FacetCount<int>> Skills { get; init; } = [];
    public ImmutableArray<FacetCount<int>> Categories { get; init; } = [];
    public ImmutableArray<FacetCount<JobPay>> Pay { get; init; } = [];
    public ImmutableArray<FacetCount<ExperienceLevel>> Levels { get; init; } = [];
    public ImmutableArray<FacetCount<string>> Countries { get; init; } = [];
    public ImmutableArray<FacetCount<string>> Languages { get; init; } = [];

    /// <summary>Posted within 1, 3, 7, 14 days.</summary>
    public ImmutableArray<FacetCount<int>> PostedWithinDays { get; init; } = [];

    /// <summary>Fewer than 5, 10, 20 proposals.</summary>
    public ImmutableArray<FacetCount<int>> ProposalsFewerThan { get; init; } = [];

    public int PaymentVerified { get; init; }
    public int ClientHired { get; init; }
}

/// <summary>A page of a list.</summary>
/// <param name="Total">Exactly how many match.</param>
/// <param name="First">The place of the first of <paramref name="Matches"/> in the whole list, from 1; 0 when there is none.</param>
/// <param name="Looked">How many were looked at.</param>
/// <param name="Advice">When nothing matches: what to drop, best first.</param>
public sealed record SearchResult<TFacets>(
    int Total,
    int First,
    ImmutableArray<RankedMatch> Matches,
    PageKey? Next,
    PageKey? Previous,
    TFacets Facets,
    ImmutableArray<DropAdvice> Advice,
    int Looked,
    int WeightsVersion
)
{
    /// <summary>What was searched for in place of words that no document has.</summary>
    public ImmutableArray<Correction> Corrected { get; init; } = [];
}

/// <summary>So many visible freelancers have all of this in common.</summary>
/// <param name="Country">ISO 3166-1 alpha-2; empty when not given.</param>
/// <param name="Languages">Those of the languages asked about that they speak.</param>
public sealed record CensusLine(bool FewContracts, string Country, ImmutableArray<string> Languages, int Count);

/// <summary>Where one document stands in a query's list, from 1, and why.</summary>
public sealed record Standing(int Place, int Total, RankedMatch Match);
