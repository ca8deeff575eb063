using System.Collections.Immutable;
using Metier.Matching.Learning;

namespace Metier.Matching.Tests;

/// <summary>
/// A market whose truth is known: people want what the true weights say, look at a place with the probability of the true
/// curve, and choose by what they want and by chance. What is logged is only what the shown order let them see.
/// </summary>
internal sealed class SimulatedMarket(int seed)
{
    public const int Candidates = 30;
    public const int Shown = 20;

    private readonly Random random = new(seed);

    /// <summary>What people really want: far less the bare coverage of skills, far more the record and the price.</summary>
    public static RankingWeights Truth { get; } =
        new(
            99,
            RankingRole.FreelancersForAJob,
            [
                new(Feature.MustHave, 180),
                new(Feature.NiceToHave, 40),
                new(Feature.RelatedSkills, 10),
                new(Feature.Category, 10),
                new(Feature.Occupation, 20),
                new(Feature.Text, 20),
                new(Feature.PastWork, 130),
                new(Feature.SkillTest, 80),
                new(Feature.JobSuccess, 200),
                new(Feature.RateFit, 150),
                new(Feature.Level, 30),
                new(Feature.Availability, 10),
                new(Feature.Overlap, 20),
                new(Feature.Responsiveness, 70),
                new(Feature.LastActive, 10),
                new(Feature.InvitationLoad, 10),
                new(Feature.ClientHistory, 10),
            ]
        );

    /// <summary>How much people look at each place.</summary>
    public PositionBias Looks { get; init; } = PositionBias.Power(1);

    /// <summary>Whose order is shown.</summary>
    public RankingWeights Shows { get; init; } = RankingWeights.Freelancers;

    /// <summary>What people want.</summary>
    public RankingWeights Wants { get; init; } = Truth;

    /// <summary>Searches as a log has them, each with its documents by place.</summary>
    public List<LoggedSearch> Log(int searches) => [.. Enumerable.Range(0, searches).Select(_ => Search(Documents()))];

    /// <summary>What would be shown, and how much each is truly wanted, with no bias and no chance.</summary>
    public List<(ImmutableArray<ShownDocument> Documents, double[] Wanted)> Unbiased(int searches) =>
        [
            .. Enumerable
                .Range(0, searches)
                .Select(_ =>
                {
                    var documents = Documents();
                    return (documents, documents.Select(d => Math.Pow(Wanted(d), 2)).ToArray());
                }),
        ];

    /// <summary>nDCG@10 of an order against the truth.</summary>
    public static double Quality(
        RankingWeights weights,
        IReadOnlyCollection<(ImmutableArray<ShownDocument> Documents, double[] Wanted)> searches
    ) =>
        searches.Average(s =>
            Ndcg.Dcg([.. s.Documents.Select(d => d.Score(weights))], s.Wanted, 10) / Ndcg.Ideal(s.Wanted, 10)
        );

    public static double Cosine(RankingWeights left, RankingWeights right)
    {
        var dot = left.Features.Zip(right.Features, (l, r) => (double)l.Points * r.Points).Sum();
        return dot / Length(left) / Length(right);
    }

    /// <summary>The same people for the same need, twice, in the order of two rankings.</summary>
    public IEnumerable<LoggedSearch> Twice(RankingWeights one, RankingWeights other)
    {
        var documents = Documents();
        var need = random.NextInt64();
        yield return Search(documents, one, need);
        yield return Search(documents, other, need);
    }

    /// <summary>One search in which a coin decided which of two places two documents have.</summary>
    public LoggedSearch Swapped(int first, int second)
    {
        var documents = Order(Documents(), Shows).ToList();
        if (random.Next(2) == 0)
        {
            (documents[first - 1], documents[second - 1]) = (documents[second - 1], documents[first - 1]);
        }

        var search = Choose(documents, random.NextInt64());
        return search with
        {
            Shown =
            [
                .. search.Shown.Select(s =>
                    s.Position == first ? s with { SwapsWith = second }
                    : s.Position == second ? s with { SwapsWith = first }
                    : s
                ),
            ],
        };
    }

    private static double Length(RankingWeights weights) =>
        Math.Sqrt(weights.Features.Sum(f => (double)f.Points * f.Points));

    private LoggedSearch Search(ImmutableArray<ShownDocument> documents) =>
        Search(documents, Shows, random.NextInt64());

    private LoggedSearch Search(ImmutableArray<ShownDocument> documents, RankingWeights by, long need) =>
        Choose([.. Order(documents, by)], need);

    private static IEnumerable<ShownDocument> Order(ImmutableArray<ShownDocument> documents, RankingWeights by) =>
        documents.OrderByDescending(d => d.Score(by)).ThenBy(d => d.Id);

    private LoggedSearch Choose(List<ShownDocument> ordered, long need) =>
        new(
            NewId(),
            RankingRole.FreelancersForAJob,
            need,
            Shows.Version,
            [
                .. ordered
                    .Take(Shown)
                    .Select(
                        (d, at) =>
                        {
                            var looked = random.NextDouble() < Looks.At(at + 1);
                            var wanted = Wanted(d);
                            return d with
                            {
                                Position = at + 1,
                                Propensity = PositionBias.Default.At(at + 1),
                                Gain =
                                    looked && random.NextDouble() < 0.03 + 0.9 * wanted ? Gains.Of(Further(wanted)) : 0,
                            };
                        }
                    ),
            ]
        );

    /// <summary>Steeper than a line: few of thirty are really wanted.</summary>
    private double Wanted(ShownDocument document) => 1 / (1 + Math.Exp(-(document.Score(Wants) - 640) / 45.0));

    private Outcomes Further(double wanted) =>
        random.NextDouble() < 0.3 * wanted
            ? random.NextDouble() < 0.4
                ? Outcomes.Viewed | Outcomes.Invited | Outcomes.Hired
                : Outcomes.Viewed | Outcomes.Invited
            : Outcomes.Viewed;

    private ImmutableArray<ShownDocument> Documents()
    {
        var asked = RankingWeights.Freelancers.Features.Select(f => f.Feature).Where(Asked).ToList();
        return
        [
            .. Enumerable
                .Range(0, Candidates)
                .Select(_ => new ShownDocument(
                    NewId(),
                    1,
                    1,
                    [.. asked.Select(f => new FeatureValue(f, Value(f)))],
                    0
                )),
        ];
    }

    /// <summary>Not every search says something about a level or asks for a test.</summary>
    private bool Asked(Feature feature) =>
        feature switch
        {
            Feature.Level or Feature.SkillTest => random.Next(10) < 6,
            Feature.NiceToHave or Feature.Overlap => random.Next(10) < 8,
            _ => true,
        };

    private int Value(Feature feature) =>
        feature switch
        {
            // A third, two thirds or all of three skills.
            Feature.MustHave => FeatureMath.Share(random.Next(1, 4), 3),
            Feature.ClientHistory => random.Next(20) == 0 ? FeatureMath.One : 0,
            _ => random.Next(FeatureMath.One + 1),
        };

    private Guid NewId()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
