using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>Orders jobs for a freelancer, or for whoever searches.</summary>
internal sealed class JobRanking(
    Seeker? seeker,
    Func<int, int> rarity,
    ConceptGraph graph,
    CurrencyTable currencies,
    DateOnly today,
    RankingWeights weights
) : Ranking<JobFacts>(weights)
{
    private readonly int[] _held = [.. (seeker?.Skills ?? []).Distinct().Order()];
    private readonly Dictionary<int, int> _rarities = [];
    private readonly NearWanted _titles = new(seeker?.Occupations ?? [], weights.PointsOf(Feature.Occupation));
    private HashSet<int>? _near;
    private readonly long? _ownRate = currencies.ToReference(
        seeker?.RateMinor,
        seeker?.Currency ?? currencies.Reference
    );

    /// <inheritdoc/>
    public override int MostOfRow =>
        (_ownRate is null ? 0 : Weights.PointsOf(Feature.RateFit))
        + (seeker?.Level is null ? 0 : Weights.PointsOf(Feature.Level));

    /// <inheritdoc/>
    public override int RestPoints(JobFacts facts)
    {
        var points = 0;
        foreach (var feature in Weights.Features)
        {
            points += feature.Feature
                is Feature.RateFit
                    or Feature.Level
                    or Feature.Freshness
                    or Feature.ClientRecord
                    or Feature.Competition
                ? Points(feature, facts, default)
                : 0;
        }

        return points;
    }

    /// <inheritdoc/>
    public override int Common =>
        seeker is { Vector.IsEmpty: false } ? Bound.Of(Weights.PointsOf(Feature.Meaning), 1, 1) : 0;

    /// <summary>
    /// Jobs differ in how much they ask for, so whoever asks for anything the seeker has, or has something near to, may
    /// reach all points of skills.
    /// </summary>
    public IEnumerable<Step> Steps()
    {
        foreach (var concept in Near())
        {
            yield return new Step(Term.Key(TermKind.Skill, concept), OfSkills, Scratch.LastOfRanking, 0);
        }

        foreach (var wanted in seeker?.Categories ?? [])
        {
            yield return new Step(Term.Key(TermKind.Category, wanted), OfCategory, Scratch.LastOfRanking - 1, 0);
        }

        foreach (var near in _titles.ToSteps())
        {
            yield return near;
        }
    }

    /// <inheritdoc/>
    public override int Score(JobFacts facts, int given, TextPlan text) =>
        Score(facts, new TextHit(text.Groups.Length, 0, 0, text.ValueOf(given - Given(facts))));

    /// <summary>What lists other than those of words have given.</summary>
    private int Given(JobFacts facts)
    {
        var near = Near();
        var given = 0;
        foreach (var concept in facts.Concepts)
        {
            if (near.Contains(concept))
            {
                given = OfSkills;
                break;
            }
        }

        return given
            + (_titles.IsEmpty ? 0 : _titles.With(facts.Occupations).Given)
            + (seeker is not null && facts.Categories.Exists(c => seeker.Categories.Contains(c)) ? OfCategory : 0);
    }

    private ushort OfSkills =>
        Bound.Of(
            Weights.PointsOf(Feature.MustHave)
                + Weights.PointsOf(Feature.NiceToHave)
                + Weights.PointsOf(Feature.RelatedSkills),
            1,
            1
        );

    private ushort OfCategory => Bound.Of(Weights.PointsOf(Feature.Category), 1, 1);

    private HashSet<int> Near() => _near ??= [.. _held.Concat(_held.SelectMany(h => graph.Near(h).Select(n => n.To)))];

    public override int Value(Feature feature, JobFacts doc, TextHit hit)
    {
        return feature switch
        {
            Feature.MustHave => seeker is null ? NotAsked : Asked(doc.MustHave).Coverage(_held),
            Feature.NiceToHave => seeker is null ? NotAsked : Asked(doc.NiceToHave).Coverage(_held),
            Feature.RelatedSkills => seeker is null ? NotAsked : Asked(doc.MustHave).Related(_held, graph),
            Feature.Category => seeker is null || seeker.Categories.IsEmpty ? NotAsked
            : doc.Categories.Any(c => seeker.Categories.Contains(c)) ? FeatureMath.One
            : 0,
            Feature.Occupation => _titles.IsEmpty ? NotAsked : _titles.With(doc.Occupations).Value,
            Feature.Meaning => seeker is not { Vector: { IsEmpty: false } vector }
                ? NotAsked
                : FeatureMath.Cosine(vector.AsSpan(), doc.Vector),
            Feature.Text => hit.Asked == 0 ? NotAsked : hit.Value,
            Feature.RateFit => _ownRate is { } own ? Pays(doc, own) : NotAsked,
            Feature.Level => seeker?.Level is { } has ? LevelFit(doc, has) : NotAsked,
            Feature.Freshness => FeatureMath.Recency(DaysOld(doc), 1, 30),
            Feature.ClientRecord => FeatureMath.ClientRecord(doc.ClientHires, doc.ClientJobs, doc.ClientRatingMilli),
            Feature.Competition => FeatureMath.Competition(doc.Proposals),
            _ => NotAsked,
        };
    }

    protected override Evidence EvidenceOf(Feature feature, JobFacts doc, TextHit hit)
    {
        return feature switch
        {
            Feature.MustHave => Asked(doc.MustHave).HeldAndMissing(_held),
            Feature.NiceToHave => Asked(doc.NiceToHave).HeldAndMissing(_held),
            Feature.RelatedSkills => Asked(doc.MustHave).Pairs(_held, graph),
            Feature.Category => new Evidence.Concepts([.. doc.Categories.Intersect(seeker?.Categories ?? [])], []),
            Feature.Occupation => _titles.Compared(doc.Occupations),
            Feature.Meaning => new Evidence.Alike(Value(feature, doc, hit) / (FeatureMath.One / 100)),
            Feature.Text => new Evidence.WordCount(hit.Asked, hit.InTitle, hit.Elsewhere) { Corrected = Corrected },
            Feature.RateFit => new Evidence.Money(
                seeker?.RateMinor,
                seeker?.Currency ?? currencies.Reference,
                doc.BudgetMinMinor,
                doc.BudgetMaxMinor,
                doc.Currency
            ),
            Feature.Level => new Evidence.LevelGap(seeker?.Level, doc.Level ?? ExperienceLevel.Solid),
            Feature.Freshness => new Evidence.Days(DaysOld(doc)),
            Feature.ClientRecord => new Evidence.Client(doc.ClientHires, doc.ClientJobs, doc.ClientRatingMilli),
            Feature.Competition => new Evidence.Number(doc.Proposals),
            _ => throw new ArgumentOutOfRangeException(nameof(feature), feature, "Not a feature of this ranking."),
        };
    }

    private Wanted Asked(List<int> concepts) => new(concepts, Rarity);

    private int Rarity(int concept)
    {
        if (!_rarities.TryGetValue(concept, out var known))
        {
            _rarities.Add(concept, known = rarity(concept));
        }

        return known;
    }

    /// <summary>A fixed price says nothing of an hourly rate, so such a job gets the middle.</summary>
    private static int Pays(JobFacts doc, long own) =>
        doc.Pay == JobPay.Hourly && doc.MaxReference is { } offered
            ? FeatureMath.PaysEnough(offered, own)
            : FeatureMath.One / 2;

    private static int LevelFit(JobFacts doc, ExperienceLevel has) =>
        doc.Level is { } wanted ? FeatureMath.Level(has, wanted) : FeatureMath.One / 2;

    private int DaysOld(JobFacts doc) => Math.Max(0, today.DayNumber - doc.PostedDay);
}
