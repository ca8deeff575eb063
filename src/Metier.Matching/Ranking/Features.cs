using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>
/// Everything a rank may depend on. Nothing else does: in particular not a name, a photo, a gender, an age, a
/// nationality, nor whether anybody paid.
/// </summary>
public enum Feature
{
    MustHave = 0,
    NiceToHave = 1,
    RelatedSkills = 2,
    Category = 3,
    Text = 4,
    PastWork = 5,
    SkillTest = 6,
    JobSuccess = 7,
    RateFit = 8,
    Level = 9,
    Availability = 10,
    Overlap = 11,
    Responsiveness = 12,
    LastActive = 13,
    InvitationLoad = 14,
    ClientHistory = 15,
    Freshness = 16,
    ClientRecord = 17,
    Competition = 18,

    /// <summary>How near the titles are to one another, by the occupations they are near to.</summary>
    Occupation = 19,

    /// <summary>How near the texts are in meaning, by the vectors of an encoder the operator brought.</summary>
    Meaning = 20,
}

/// <summary>Which side is being ranked.</summary>
public enum RankingRole
{
    FreelancersForAJob = 1,
    JobsForAFreelancer = 2,
}

/// <summary>The most points one feature can give.</summary>
public readonly record struct FeatureWeight(Feature Feature, int Points);

/// <summary>
/// The points of every feature for one role. They sum to 1,000. A version is never changed once it was used: other
/// weights are another version.
/// </summary>
/// <remarks>
/// A formula is a set of features, each with its way of being counted; <see cref="FormulaOf"/> tells it from the version.
/// Values logged under one formula teach nothing about another.
/// </remarks>
public sealed class RankingWeights
{
    public const int Whole = 1_000;

    /// <summary>
    /// The versions of one formula: its first is that of the program, those after it are learnt. The first formula of all
    /// had the versions below this number, the program's being 1.
    /// </summary>
    public const int VersionsPerFormula = 10_000;

    public RankingWeights(int version, RankingRole role, ImmutableArray<FeatureWeight> features)
    {
        if (features.Sum(f => f.Points) != Whole || features.Any(f => f.Points < 0))
        {
            throw new ArgumentException("The points of a ranking sum to 1,000 and none is negative.", nameof(features));
        }

        Version = version;
        Role = role;
        Features = features;
    }

    public int Version { get; }
    public RankingRole Role { get; }

    /// <summary>All features of the role, in the order in which they are told.</summary>
    public ImmutableArray<FeatureWeight> Features { get; }

    /// <summary>The most points of a feature; 0 for one that does not count.</summary>
    public int PointsOf(Feature feature)
    {
        foreach (var weight in Features)
        {
            if (weight.Feature == feature)
            {
                return weight.Points;
            }
        }

        return 0;
    }

    /// <summary>Which formula a version belongs to, from 0.</summary>
    public static int FormulaOf(int version) => version / VersionsPerFormula;

    /// <summary>How freelancers are ordered for a job or a search.</summary>
    public static RankingWeights Freelancers { get; } =
        new(
            VersionsPerFormula,
            RankingRole.FreelancersForAJob,
            [
                new(Feature.MustHave, 330),
                new(Feature.NiceToHave, 60),
                new(Feature.RelatedSkills, 50),
                new(Feature.Category, 30),
                new(Feature.Occupation, 40),
                new(Feature.Text, 100),
                new(Feature.PastWork, 100),
                new(Feature.SkillTest, 40),
                new(Feature.JobSuccess, 90),
                new(Feature.RateFit, 50),
                new(Feature.Level, 20),
                new(Feature.Availability, 30),
                new(Feature.Overlap, 10),
                new(Feature.Responsiveness, 20),
                new(Feature.LastActive, 10),
                new(Feature.InvitationLoad, 10),
                new(Feature.ClientHistory, 10),
            ]
        );

    /// <summary>How jobs are ordered for a freelancer or a search.</summary>
    public static RankingWeights Jobs { get; } =
        new(
            VersionsPerFormula,
            RankingRole.JobsForAFreelancer,
            [
                new(Feature.MustHave, 390),
                new(Feature.NiceToHave, 70),
                new(Feature.RelatedSkills, 60),
                new(Feature.Category, 50),
                new(Feature.Occupation, 40),
                new(Feature.Text, 130),
                new(Feature.RateFit, 90),
                new(Feature.Level, 40),
                new(Feature.Freshness, 60),
                new(Feature.ClientRecord, 50),
                new(Feature.Competition, 20),
            ]
        );

    /// <summary>The same with an encoder: what it says of meaning takes the place of some of what words and names say.</summary>
    public static RankingWeights FreelancersWithEncoder { get; } =
        WithMeaning(Freelancers, (Feature.MustHave, 20), (Feature.Occupation, 10), (Feature.Text, 20));

    /// <summary>The same with an encoder.</summary>
    public static RankingWeights JobsWithEncoder { get; } =
        WithMeaning(Jobs, (Feature.MustHave, 20), (Feature.Occupation, 10), (Feature.Text, 20));

    /// <summary>How it was before titles were compared by their occupations: version 1.</summary>
    public static RankingWeights FirstFreelancers { get; } =
        First(
            Freelancers,
            (Feature.MustHave, 10),
            (Feature.NiceToHave, 10),
            (Feature.Category, 10),
            (Feature.Text, 10)
        );

    /// <summary>How it was before titles were compared by their occupations: version 1.</summary>
    public static RankingWeights FirstJobs { get; } =
        First(Jobs, (Feature.MustHave, 10), (Feature.NiceToHave, 10), (Feature.Category, 10), (Feature.Text, 10));

    /// <summary>Every ranking there is, for the page that publishes how the order is made.</summary>
    public static ImmutableArray<RankingWeights> All { get; } = [Freelancers, Jobs];

    private static RankingWeights WithMeaning(RankingWeights of, params (Feature Feature, int Less)[] from)
    {
        var given = from.Sum(f => f.Less);
        return new RankingWeights(
            2 * VersionsPerFormula,
            of.Role,
            [
                .. of
                    .Features.Select(f => f with { Points = f.Points - LessOf(f.Feature, from) })
                    .SelectMany(f =>
                        f.Feature == Feature.Text ? new[] { f, new FeatureWeight(Feature.Meaning, given) } : [f]
                    ),
            ]
        );
    }

    private static RankingWeights First(RankingWeights of, params (Feature Feature, int Less)[] more) =>
        new(
            1,
            of.Role,
            [
                .. of
                    .Features.Where(f => f.Feature != Feature.Occupation)
                    .Select(f => f with { Points = f.Points + LessOf(f.Feature, more) }),
            ]
        );

    private static int LessOf(Feature feature, (Feature Feature, int Less)[] from) =>
        from.FirstOrDefault(f => f.Feature == feature).Less;
}

/// <summary>
/// The points one feature gave, out of how many, and the facts they came from. Points of all parts add up to the score
/// exactly. A feature that the query says nothing about is not among the parts.
/// </summary>
public sealed record ScorePart(Feature Feature, int Points, int Most, Evidence Evidence)
{
    /// <summary>The value the points were counted from, 0 to <see cref="FeatureMath.One"/>.</summary>
    public int Value { get; init; }
}

/// <summary>The facts behind a part of a score, as numbers and ids; the pages put them into words.</summary>
public abstract record Evidence
{
    private Evidence() { }

    /// <summary>Which of the concepts asked for are there and which are not.</summary>
    public sealed record Concepts(ImmutableArray<int> Held, ImmutableArray<int> Missing) : Evidence;

    /// <summary>Concepts that are missing, each with a related one that is there.</summary>
    public sealed record Related(ImmutableArray<RelatedPair> Pairs) : Evidence;

    /// <summary>
    /// The occupations both titles are near to, the one the document's title is nearest to, and the one that was wanted.
    /// </summary>
    public sealed record Titles(ImmutableArray<int> Shared, ImmutableArray<int> Held, ImmutableArray<int> Wanted)
        : Evidence;

    /// <summary>How alike the vectors of two texts are, in hundredths of a cosine; never below 0.</summary>
    public sealed record Alike(int Percent) : Evidence;

    /// <summary>How many of the words asked for stand in the title, and how many elsewhere.</summary>
    public sealed record WordCount(int Asked, int InTitle, int Elsewhere) : Evidence
    {
        /// <summary>What was searched for in place of words that no document has.</summary>
        public ImmutableArray<Correction> Corrected { get; init; } = [];
    }

    /// <summary>Finished contracts with the skills asked for, and when the last one ended.</summary>
    public sealed record PastContracts(int Count, DateOnly? LastEnded, ImmutableArray<int> Skills) : Evidence;

    /// <summary>The best test passed in a skill asked for, in thousandths of a point out of 5.</summary>
    public sealed record Test(int Concept, int LevelMilli, int MarginMilli) : Evidence;

    /// <summary>Job Success, null while there are too few contracts, and the contracts it was counted from.</summary>
    public sealed record Success(int? Score, int Contracts) : Evidence;

    /// <summary>The rate or price asked against the limits given, all in minor units of their own currencies.</summary>
    public sealed record Money(long? AskedMinor, string AskedCurrency, long? MinMinor, long? MaxMinor, string Currency)
        : Evidence;

    public sealed record LevelGap(ExperienceLevel? Has, ExperienceLevel Wanted) : Evidence;

    public sealed record Hours(int Free, int Wanted, DateOnly? From) : Evidence;

    /// <summary>Shared hours of two working days of eight hours.</summary>
    public sealed record SharedHours(int Of8) : Evidence;

    public sealed record Replies(int Answered, int Asked) : Evidence;

    /// <summary>Days since something happened.</summary>
    public sealed record Days(int Ago) : Evidence;

    /// <summary>A plain count: invitations today, contracts with this client, proposals so far.</summary>
    public sealed record Number(int Count) : Evidence;

    /// <summary>Hires out of jobs posted, and the client's stars in thousandths.</summary>
    public sealed record Client(int Hires, int Jobs, int? RatingMilli) : Evidence;
}

/// <summary>A concept that is held in place of a related one that was asked for.</summary>
public readonly record struct RelatedPair(int Wanted, int Held);
