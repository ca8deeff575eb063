using System.Collections.Immutable;
using CsCheck;

namespace Metier.Matching.Tests;

/// <summary>Random freelancers, jobs and queries over a small world, so that things meet often.</summary>
internal static class Samples
{
    public static readonly DateOnly Today = new(2026, 11, 17);
    public static readonly CurrencyTable Currencies = new(
        "EUR",
        new Dictionary<string, long> { ["USD"] = 900_000, ["GBP"] = 1_150_000 }
    );

    public static readonly MatchingTaxonomy Taxonomy = new(
        new Lexicon([
            new(1, "React"),
            new(2, "React Native"),
            new(3, "C#"),
            new(4, "Docker"),
            new(5, "Illustration"),
            new(5, "dessin"),
            new(6, "Technical writing"),
            new(6, "rédaction technique"),
            new(7, "Figma"),
            new(8, "WordPress"),
        ]),
        new ConceptGraph([new(1, 2, 600), new(3, 4, 200), new(5, 7, 400)])
    );

    private static readonly string[] TitleWords =
    [
        "senior",
        "illustrator",
        "picture",
        "books",
        "développeuse",
        "web",
        "figma",
        "react",
    ];

    private static readonly string[] BodyWords =
    [
        "watercolour",
        "children's",
        "books",
        "design",
        "systems",
        "l'édition",
        "pour",
        "the",
        "apps",
        "mobile",
        "docker",
        "nothing",
    ];

    private static readonly string[] Countries = ["FR", "DE", "IE", ""];
    private static readonly string[] Codes = ["fr", "en", "de"];

    private static readonly Gen<ImmutableArray<int>> Skills = Gen.Int[1, 8]
        .Array[0, 5]
        .Select(a => a.Distinct().ToImmutableArray());
    private static readonly Gen<DateOnly> RecentDay = Gen.Int[0, 1500].Select(d => Today.AddDays(-d));
    private static readonly Gen<ExperienceLevel?> Level = Gen.Int[0, 3]
        .Select(l => l == 0 ? (ExperienceLevel?)null : (ExperienceLevel)l);

    private static readonly Gen<SpokenLanguage> Language =
        from code in Gen.OneOf(Codes)
        from level in Gen.Int[1, 4]
        select new SpokenLanguage(code, (LanguageLevel)level);

    /// <summary>Numbers no skill has.</summary>
    public static readonly Gen<ImmutableArray<NearOccupation>> Near = Gen.Select(Gen.Int[21, 25], Gen.Int[1, 1_000])
        .Array[0, 5]
        .Select(a => a.DistinctBy(n => n.Item1).Select(n => new NearOccupation(n.Item1, n.Item2)).ToImmutableArray());

    /// <summary>One of a few vectors, more or less alike; sometimes none.</summary>
    public static readonly Gen<ImmutableArray<sbyte>> Vector = Gen.Int[0, 6]
        .Select(seed =>
            seed == 0
                ? []
                : Enumerable
                    .Range(0, Vectors.Length)
                    .Select(at => (sbyte)((((at * 37) + (at % seed * 11)) % 255) - 127))
                    .ToImmutableArray()
        );

    private static readonly Gen<FreelancerDocument> Person =
        from id in Gen.Guid
        from skills in Skills
        from categories in Gen.Int[1, 3].Array[0, 2]
        from title in Gen.OneOf(TitleWords).Array[0, 4]
        from body in Gen.OneOf(BodyWords).Array[0, 9]
        from near in Near
        from vector in Vector
        select new FreelancerDocument
        {
            Id = id,
            Skills = skills,
            Occupations = near,
            Vector = vector,
            Categories = [.. categories.Distinct()],
            Title = string.Join(' ', title),
            Overview = string.Join(' ', body),
            LastActive = Today,
        };

    private static readonly Gen<Func<FreelancerDocument, FreelancerDocument>> Terms =
        from rate in Gen.Long[0, 12_000]
        from hasRate in Gen.Bool
        from currency in Gen.OneOf("EUR", "USD", "XXX")
        from country in Gen.OneOf(Countries)
        from languages in Language.Array[0, 2]
        from hours in Gen.OneOf(0, 10, 20, 40)
        from wait in Gen.Int[-10, 90]
        from level in Level
        select (Func<FreelancerDocument, FreelancerDocument>)(
            d =>
                d with
                {
                    RateMinor = hasRate ? rate : null,
                    Currency = currency,
                    Country = country,
                    Languages = [.. languages],
                    HoursPerWeek = hours,
                    AvailableFrom = wait < 0 ? null : Today.AddDays(wait),
                    Level = level,
                    UtcOffsetMinutes = wait % 3 == 0 ? null : hours * 15,
                }
        );

    private static readonly Gen<Func<FreelancerDocument, FreelancerDocument>> Record =
        from success in Gen.Int[40, 100]
        from contracts in Gen.Int[0, 12]
        from active in RecentDay
        from answered in Gen.Int[0, 6]
        from invited in Gen.Int[0, 6]
        from work in Gen.Select(Gen.Int[1, 8], Gen.Int[1, 5], RecentDay).Array[0, 3]
        from tests in Gen.Select(Gen.Int[1, 8], Gen.Int[2_500, 5_000], Gen.Int[100, 900]).Array[0, 2]
        from badge in Gen.Int[0, 4]
        select (Func<FreelancerDocument, FreelancerDocument>)(
            d =>
                d with
                {
                    JobSuccess = contracts < 2 ? null : success,
                    JobSuccessContracts = contracts,
                    ContractsDone = contracts,
                    LastActive = active,
                    JoinedAt = active.ToDateTime(TimeOnly.MinValue),
                    Asked = 6,
                    Answered = answered,
                    InvitationsToday = invited,
                    PastWork = [.. work.DistinctBy(w => w.Item1).Select(w => new PastWork(w.Item1, w.Item2, w.Item3))],
                    Tests = [.. tests.Select(t => new PassedTest(t.Item1, t.Item2, t.Item3))],
                    Badge = (TalentBadge)badge,
                    IdentityVerified = badge > 1,
                }
        );

    public static readonly Gen<FreelancerDocument> Freelancer =
        from person in Person
        from terms in Terms
        from record in Record
        select record(terms(person));

    public static readonly Gen<FreelancerDocument[]> Freelancers = Freelancer
        .Array[0, 40]
        .Select(a => a.DistinctBy(d => d.Id).ToArray());

    public static readonly Gen<Need> Need =
        from must in Skills
        from nice in Skills
        from categories in Gen.Int[1, 3].Array[0, 1]
        from text in Gen.OneOf(BodyWords).Array[0, 4]
        from most in Gen.Long[2_000, 10_000]
        from hasRate in Gen.Bool
        from level in Level
        from near in Near
        from vector in Vector
        select new Need
        {
            Occupations = near,
            Vector = vector,
            MustHave = must,
            NiceToHave = nice,
            Categories = [.. categories],
            Text = string.Join(' ', text),
            RateMinMinor = hasRate ? most / 2 : null,
            RateMaxMinor = hasRate ? most : null,
            Level = level,
            UtcOffsetMinutes = hasRate ? 60 : null,
        };

    private static readonly Gen<FreelancerFilter> Filter =
        from skills in Gen.Int[1, 8].Array[0, 1]
        from categories in Gen.Int[1, 3].Array[0, 2]
        from countries in Gen.OneOf(Countries).Array[0, 1]
        from language in Language.Array[0, 1]
        from most in Gen.Long[1_000, 10_000]
        from which in Gen.Int[0, 7]
        select new FreelancerFilter
        {
            Skills = [.. skills],
            Categories = [.. categories.Distinct()],
            Countries = [.. countries.Where(c => c.Length > 0)],
            Languages = [.. language],
            RateMaxMinor = which == 1 ? most : null,
            HoursPerWeek = which == 2 ? 20 : null,
            JobSuccessAtLeast = which == 3 ? 80 : null,
            IdentityVerified = which == 4,
            BadgeAtLeast = which == 5 ? TalentBadge.TopRated : null,
            Levels = which == 6 ? [ExperienceLevel.Expert] : [],
        };

    public static readonly Gen<FreelancerQuery> Query =
        from text in Gen.OneOf(
            "",
            "illustrator",
            "livre books",
            "react",
            "react native",
            "\"picture books\"",
            "design -docker",
            "-react apps",
            "édition",
            "the for",
            "wordpress wizard",
            "senior illustrator picture books web apps mobile watercolour"
        )
        from need in Need
        from needed in Gen.Bool
        from filter in Filter
        from filtered in Gen.Bool
        from sort in Gen.Int[0, 3]
        select new FreelancerQuery
        {
            Text = text,
            Need = needed ? need : new Need(),
            Filter = filtered ? filter : new FreelancerFilter(),
            Sort = (SortOrder)sort,
            Today = Today,
        };

    public static FreelancerIndex Index(IEnumerable<FreelancerDocument> documents)
    {
        var index = new FreelancerIndex(Currencies);
        index.Use(Taxonomy);
        index.Replace(documents);
        return index;
    }
}
