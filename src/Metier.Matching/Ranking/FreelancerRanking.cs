using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>Orders freelancers for a need.</summary>
internal sealed class FreelancerRanking : Ranking<FreelancerFacts>
{
    /// <summary>Invitations a day at which nobody is invited any more.</summary>
    public const int InvitationLimit = 5;

    private readonly Need _need;
    private readonly ConceptGraph _graph;
    private readonly DateOnly _today;
    private readonly Wanted _must;
    private readonly Wanted _nice;
    private readonly Wanted _used;
    private readonly long? _most;
    private readonly Worth _worth;
    private readonly int _common;
    private readonly NearWanted _near;
    private FreelancerScorer? _scorer;

    public FreelancerRanking(
        Need need,
        IEnumerable<int> conceptsOfText,
        Func<int, int> rarity,
        ConceptGraph graph,
        CurrencyTable currencies,
        DateOnly today,
        RankingWeights weights
    )
        : base(weights)
    {
        _need = need;
        _graph = graph;
        _today = today;
        _must = new Wanted(need.MustHave.Concat(conceptsOfText), rarity);
        _nice = new Wanted(need.NiceToHave.Except(_must.Concepts), rarity);
        _used = _must.IsEmpty ? _nice : _must;
        _most = currencies.ToReference(need.RateMaxMinor, need.Currency);
        _near = new NearWanted(need.Occupations, weights.PointsOf(Feature.Occupation));
        var (must, related) = (weights.PointsOf(Feature.MustHave), weights.PointsOf(Feature.RelatedSkills));
        var strongest = _must
            .Concepts.Select(c => graph.Near(c) is [var first, ..] ? first.StrengthMilli : 0)
            .ToArray();
        var rest = strongest.Select((s, at) => _must.Weight(at) * Math.Max(0, (must * 1_000L) - (related * s)));
        _worth = new Worth(
            [.. rest.Select(worth => Bound.Of(1, worth, _must.Total * 1_000))],
            Shares(_nice, weights.PointsOf(Feature.NiceToHave)),
            Shares(_used, weights.PointsOf(Feature.PastWork)),
            Bound.Of(weights.PointsOf(Feature.SkillTest), 1, 1),
            Bound.Of(weights.PointsOf(Feature.Category), 1, 1)
        );
        _common = Bound.Of(related, strongest.Select((s, at) => (long)_must.Weight(at) * s).Sum(), _must.Total * 1_000);
        // A vector is compared with everybody's, and only who is scored is asked for it.
        _common += need.Vector.IsEmpty ? 0 : Bound.Of(weights.PointsOf(Feature.Meaning), 1, 1);
    }

    /// <inheritdoc/>
    public override int MostOfRow =>
        (_most is null ? 0 : Weights.PointsOf(Feature.RateFit))
        + (_need.Level is null ? 0 : Weights.PointsOf(Feature.Level))
        + (_need.UtcOffsetMinutes is null ? 0 : Weights.PointsOf(Feature.Overlap))
        + (_need.Client is null ? 0 : Weights.PointsOf(Feature.ClientHistory));

    public bool AsksForSkills => !_must.IsEmpty || !_nice.IsEmpty;

    /// <inheritdoc/>
    public override int RestPoints(FreelancerFacts facts) =>
        Scorer.OfRow(facts.AllOfRow) + (_need.Client is null ? 0 : Weights.PointsOf(Feature.ClientHistory));

    /// <inheritdoc/>
    public override int Score(FreelancerFacts facts, int given, TextPlan text) => Scorer.Score(facts, given, text);

    private FreelancerScorer Scorer =>
        _scorer ??= new FreelancerScorer(_need, (_must, _nice), _worth, _near, _graph, _today, _most, Weights);

    /// <inheritdoc/>
    public override int Common => _common;

    /// <summary>
    /// What lists of concepts give; with <paramref name="suits"/> to those who have something asked for. Whoever lacks a
    /// skill may have one near it, so everybody is given the most that could be worth, and whoever has it only the rest.
    /// </summary>
    public IEnumerable<Step> Steps(byte suits)
    {
        var bits = AsksForSkills ? suits : (byte)0;
        for (var at = 0; at < _must.Concepts.Length; at++)
        {
            yield return new Step(Term.Key(TermKind.Skill, _must.Concepts[at]), _worth.OfMust[at], 0, bits);
        }

        for (var at = 0; at < _nice.Concepts.Length; at++)
        {
            yield return new Step(Term.Key(TermKind.Skill, _nice.Concepts[at]), _worth.OfNice[at], 0, bits);
        }

        for (var at = 0; at < _used.Concepts.Length; at++)
        {
            for (var contracts = 1; contracts <= 3; contracts++)
            {
                yield return new Step(Term.Past(_used.Concepts[at], contracts), _worth.OfPast(at, contracts), 0, 0);
            }
        }

        foreach (var concept in _must.Concepts.Concat(_nice.Concepts))
        {
            yield return new Step(Term.Key(TermKind.Test, concept), _worth.OfTest, Scratch.LastOfRanking, 0);
        }

        foreach (var wanted in _need.Categories)
        {
            var key = Term.Key(TermKind.Category, wanted);
            yield return new Step(key, _worth.OfCategory, Scratch.LastOfRanking - 1, AsksForSkills ? (byte)0 : suits);
        }

        foreach (var near in _near.ToSteps())
        {
            yield return near;
        }

        foreach (var near in bits == 0 ? [] : _must.Concepts.SelectMany(c => _graph.Near(c)).DistinctBy(r => r.To))
        {
            yield return new Step(Term.Key(TermKind.Skill, near.To), 0, 0, bits);
        }
    }

    private static PastWork? Past(FreelancerFacts facts, int concept)
    {
        foreach (var work in facts.PastWork)
        {
            if (work.Concept == concept)
            {
                return work;
            }
        }

        return null;
    }

    public override int Value(Feature feature, FreelancerFacts doc, TextHit hit)
    {
        return feature switch
        {
            Feature.MustHave => _must.IsEmpty ? NotAsked : _must.Coverage(doc.Concepts),
            Feature.NiceToHave => _nice.IsEmpty ? NotAsked : _nice.Coverage(doc.Concepts),
            Feature.RelatedSkills => _must.IsEmpty ? NotAsked : _must.Related(doc.Concepts, _graph),
            Feature.Category => Category(doc),
            Feature.Occupation => _near.IsEmpty ? NotAsked : _near.With(doc.Occupations).Value,
            Feature.Meaning => _need.Vector.IsEmpty ? NotAsked : FeatureMath.Cosine(_need.Vector.AsSpan(), doc.Vector),
            Feature.Text => hit.Asked == 0 ? NotAsked : hit.Value,
            Feature.PastWork => PastWork(doc),
            Feature.SkillTest => BestTest(doc) is { } test ? FeatureMath.SkillTest(test.LevelMilli, test.MarginMilli)
            : AsksForSkills ? 0
            : NotAsked,
            Feature.JobSuccess => FeatureMath.JobSuccess(doc.JobSuccess, doc.JobSuccessContracts),
            Feature.RateFit => RateFit(doc),
            Feature.Level => _need.Level is { } wanted ? FeatureMath.Level(doc.Level, wanted) : NotAsked,
            Feature.Availability => FeatureMath.Availability(doc.HoursPerWeek, HoursWanted, DaysUntilFree(doc)),
            Feature.Overlap => SharedHours(doc) is { } shared ? FeatureMath.Share(shared, 8) : NotAsked,
            Feature.Responsiveness => FeatureMath.Replies(doc.Answered, doc.Asked),
            Feature.LastActive => FeatureMath.Recency(DaysInactive(doc), 7, 90),
            Feature.InvitationLoad => FeatureMath.InvitationLoad(doc.InvitationsToday, InvitationLimit),
            Feature.ClientHistory => _need.Client is null ? NotAsked : FeatureMath.Share(GoodEnds(doc), 2),
            _ => NotAsked,
        };
    }

    protected override Evidence EvidenceOf(Feature feature, FreelancerFacts doc, TextHit hit)
    {
        return feature switch
        {
            Feature.MustHave => _must.HeldAndMissing(doc.Concepts),
            Feature.NiceToHave => _nice.HeldAndMissing(doc.Concepts),
            Feature.RelatedSkills => _must.Pairs(doc.Concepts, _graph),
            Feature.Category => new Evidence.Concepts(
                [.. _need.Categories.Intersect(doc.Categories)],
                [.. _need.Categories.Except(doc.Categories)]
            ),
            Feature.Occupation => _near.Compared(doc.Occupations),
            Feature.Meaning => new Evidence.Alike(Value(feature, doc, hit) / (FeatureMath.One / 100)),
            Feature.Text => new Evidence.WordCount(hit.Asked, hit.InTitle, hit.Elsewhere) { Corrected = Corrected },
            Feature.PastWork => Contracts(doc),
            Feature.SkillTest => BestTest(doc) is { } t
                ? new Evidence.Test(t.Concept, t.LevelMilli, t.MarginMilli)
                : new Evidence.Test(0, 0, 0),
            Feature.JobSuccess => new Evidence.Success(doc.JobSuccess, doc.JobSuccessContracts),
            Feature.RateFit => new Evidence.Money(
                doc.RateMinor,
                doc.Currency,
                _need.RateMinMinor,
                _need.RateMaxMinor,
                _need.Currency
            ),
            Feature.Level => new Evidence.LevelGap(doc.Level, _need.Level ?? ExperienceLevel.Solid),
            Feature.Availability => new Evidence.Hours(doc.HoursPerWeek, HoursWanted, doc.AvailableFrom),
            Feature.Overlap => new Evidence.SharedHours(SharedHours(doc) ?? 0),
            Feature.Responsiveness => new Evidence.Replies(doc.Answered, doc.Asked),
            Feature.LastActive => new Evidence.Days(DaysInactive(doc)),
            Feature.InvitationLoad => new Evidence.Number(doc.InvitationsToday),
            Feature.ClientHistory => new Evidence.Number(GoodEnds(doc)),
            _ => throw new ArgumentOutOfRangeException(nameof(feature), feature, "Not a feature of this ranking."),
        };
    }

    /// <summary>What skills alone give, for comparing a newcomer with somebody who has a history.</summary>
    public static int SkillPoints(RankedMatch match) =>
        match
            .Parts.Where(p =>
                p.Feature
                    is Feature.MustHave
                        or Feature.NiceToHave
                        or Feature.RelatedSkills
                        or Feature.Category
                        or Feature.Occupation
                        or Feature.Meaning
                        or Feature.Text
            )
            .Sum(p => p.Points);

    private static ushort[] Shares(Wanted wanted, int points) =>
        [.. wanted.Concepts.Select((_, at) => Bound.Of(points, wanted.Weight(at), wanted.Total))];

    private int HoursWanted => _need.HoursPerWeek ?? 10;

    private int Category(FreelancerFacts doc) =>
        _need.Categories.IsEmpty ? NotAsked
        : _need.Categories.Any(c => doc.Categories.Contains(c)) ? FeatureMath.One
        : 0;

    private int PastWork(FreelancerFacts doc)
    {
        if (_used.IsEmpty)
        {
            return NotAsked;
        }

        var sum = 0L;
        for (var at = 0; at < _used.Concepts.Length; at++)
        {
            if (Past(doc, _used.Concepts[at]) is { } work)
            {
                var value = FeatureMath.PastWork(work.Contracts, DaysBetween(work.LastEnded, _today));
                sum += (long)_used.Weight(at) * value;
            }
        }

        return FeatureMath.Share(sum, _used.Total * FeatureMath.One);
    }

    private Evidence.PastContracts Contracts(FreelancerFacts doc)
    {
        var work = doc.PastWork.Where(w => _used.Concepts.Contains(w.Concept)).ToImmutableArray();
        return new Evidence.PastContracts(
            work.IsEmpty ? 0 : work.Max(w => w.Contracts),
            work.IsEmpty ? null : work.Max(w => w.LastEnded),
            [.. work.Select(w => w.Concept).Distinct()]
        );
    }

    private PassedTest? BestTest(FreelancerFacts doc)
    {
        PassedTest? best = null;
        foreach (var test in doc.Tests)
        {
            var asked = _must.Concepts.Contains(test.Concept) || _nice.Concepts.Contains(test.Concept);
            if (
                asked
                && (best is null || test.LevelMilli - test.MarginMilli > best.Value.LevelMilli - best.Value.MarginMilli)
            )
            {
                best = test;
            }
        }

        return best;
    }

    private int RateFit(FreelancerFacts doc)
    {
        if (_most is not { } most)
        {
            return NotAsked;
        }

        return doc.RateReference is { } asked ? FeatureMath.WithinBudget(asked, most) : 0;
    }

    private int DaysUntilFree(FreelancerFacts doc)
    {
        var start = _need.StartOn is { } on && on > _today ? on : _today;
        return doc.AvailableFrom is { } from && from > start ? DaysBetween(start, from) : 0;
    }

    private int? SharedHours(FreelancerFacts doc) =>
        _need.UtcOffsetMinutes is { } there && doc.UtcOffsetMinutes is { } here ? FeatureMath.SharedHours(here, there)
        : _need.UtcOffsetMinutes is null ? null
        : 0;

    private int DaysInactive(FreelancerFacts doc) => Math.Max(0, _today.DayNumber - doc.LastActive);

    private int GoodEnds(FreelancerFacts doc) => doc.Clients.Where(c => c.Client == _need.Client).Sum(c => c.GoodEnds);

    private static int DaysBetween(DateOnly from, DateOnly to) => Math.Max(0, to.DayNumber - from.DayNumber);
}
