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
) : Ranking<JobDocument>(weights)
{
    private readonly int[] _held = [.. (seeker?.Skills ?? []).Distinct().Order()];
    private readonly Dictionary<int, int> _rarities = [];
    private readonly long? _ownRate = currencies.ToReference(
        seeker?.RateMinor,
        seeker?.Currency ?? currencies.Reference
    );

    public override int Value(Feature feature, Entry<JobDocument> entry, TextHit hit)
    {
        var doc = entry.Document;
        return feature switch
        {
            Feature.MustHave => seeker is null ? NotAsked : Asked(doc.MustHave).Coverage(_held),
            Feature.NiceToHave => seeker is null ? NotAsked : Asked(doc.NiceToHave).Coverage(_held),
            Feature.RelatedSkills => seeker is null ? NotAsked : Asked(doc.MustHave).Related(_held, graph),
            Feature.Category => seeker is null || seeker.Categories.IsEmpty ? NotAsked
            : doc.Categories.Any(c => seeker.Categories.Contains(c)) ? FeatureMath.One
            : 0,
            Feature.Text => hit.Asked == 0 ? NotAsked : hit.Value,
            Feature.RateFit => _ownRate is { } own ? Pays(doc, own) : NotAsked,
            Feature.Level => seeker?.Level is { } has ? LevelFit(doc, has) : NotAsked,
            Feature.Freshness => FeatureMath.Recency(DaysOld(doc), 1, 30),
            Feature.ClientRecord => FeatureMath.ClientRecord(doc.ClientHires, doc.ClientJobs, doc.ClientRatingMilli),
            Feature.Competition => FeatureMath.Competition(doc.Proposals),
            _ => NotAsked,
        };
    }

    protected override Evidence EvidenceOf(Feature feature, Entry<JobDocument> entry, TextHit hit)
    {
        var doc = entry.Document;
        return feature switch
        {
            Feature.MustHave => Asked(doc.MustHave).HeldAndMissing(_held),
            Feature.NiceToHave => Asked(doc.NiceToHave).HeldAndMissing(_held),
            Feature.RelatedSkills => Asked(doc.MustHave).Pairs(_held, graph),
            Feature.Category => new Evidence.Concepts([.. doc.Categories.Intersect(seeker?.Categories ?? [])], []),
            Feature.Text => new Evidence.WordCount(hit.Asked, hit.InTitle, hit.Elsewhere),
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

    private Wanted Asked(ImmutableArray<int> concepts) => new(concepts, Rarity);

    private int Rarity(int concept)
    {
        if (!_rarities.TryGetValue(concept, out var known))
        {
            _rarities.Add(concept, known = rarity(concept));
        }

        return known;
    }

    /// <summary>A fixed price says nothing of an hourly rate, so such a job gets the middle.</summary>
    private int Pays(JobDocument doc, long own) =>
        doc.Pay == JobPay.Hourly && currencies.ToReference(doc.BudgetMaxMinor, doc.Currency) is { } offered
            ? FeatureMath.PaysEnough(offered, own)
            : FeatureMath.One / 2;

    private static int LevelFit(JobDocument doc, ExperienceLevel has) =>
        doc.Level is { } wanted ? FeatureMath.Level(has, wanted) : FeatureMath.One / 2;

    private int DaysOld(JobDocument doc) =>
        Math.Max(0, today.DayNumber - DateOnly.FromDateTime(doc.PostedAt).DayNumber);
}
