using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>Orders freelancers for a need.</summary>
internal sealed class FreelancerRanking : Ranking<FreelancerDocument>
{
    /// <summary>Invitations a day at which nobody is invited any more.</summary>
    public const int InvitationLimit = 5;

    private readonly Need _need;
    private readonly ConceptGraph _graph;
    private readonly CurrencyTable _currencies;
    private readonly DateOnly _today;
    private readonly Wanted _must;
    private readonly Wanted _nice;
    private readonly Wanted _used;
    private readonly long? _most;

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
        _currencies = currencies;
        _today = today;
        _must = new Wanted(need.MustHave.Concat(conceptsOfText), rarity);
        _nice = new Wanted(need.NiceToHave.Except(_must.Concepts), rarity);
        _used = _must.IsEmpty ? _nice : _must;
        _most = currencies.ToReference(need.RateMaxMinor, need.Currency);
    }

    public bool AsksForSkills => !_must.IsEmpty || !_nice.IsEmpty;

    public override int Value(Feature feature, Entry<FreelancerDocument> entry, TextHit hit)
    {
        var doc = entry.Document;
        return feature switch
        {
            Feature.MustHave => _must.IsEmpty ? NotAsked : _must.Coverage(entry.Concepts),
            Feature.NiceToHave => _nice.IsEmpty ? NotAsked : _nice.Coverage(entry.Concepts),
            Feature.RelatedSkills => _must.IsEmpty ? NotAsked : _must.Related(entry.Concepts, _graph),
            Feature.Category => Category(doc),
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

    protected override Evidence EvidenceOf(Feature feature, Entry<FreelancerDocument> entry, TextHit hit)
    {
        var doc = entry.Document;
        return feature switch
        {
            Feature.MustHave => _must.HeldAndMissing(entry.Concepts),
            Feature.NiceToHave => _nice.HeldAndMissing(entry.Concepts),
            Feature.RelatedSkills => _must.Pairs(entry.Concepts, _graph),
            Feature.Category => new Evidence.Concepts(
                [.. _need.Categories.Intersect(doc.Categories)],
                [.. _need.Categories.Except(doc.Categories)]
            ),
            Feature.Text => new Evidence.WordCount(hit.Asked, hit.InTitle, hit.Elsewhere),
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
                        or Feature.Text
            )
            .Sum(p => p.Points);

    private int HoursWanted => _need.HoursPerWeek ?? 10;

    private int Category(FreelancerDocument doc) =>
        _need.Categories.IsEmpty ? NotAsked
        : _need.Categories.Any(c => doc.Categories.Contains(c)) ? FeatureMath.One
        : 0;

    private int PastWork(FreelancerDocument doc)
    {
        if (_used.IsEmpty)
        {
            return NotAsked;
        }

        var sum = 0L;
        for (var at = 0; at < _used.Concepts.Length; at++)
        {
            foreach (var work in doc.PastWork)
            {
                if (work.Concept == _used.Concepts[at])
                {
                    sum +=
                        (long)_used.Weight(at)
                        * FeatureMath.PastWork(work.Contracts, DaysBetween(work.LastEnded, _today));
                    break;
                }
            }
        }

        return FeatureMath.Share(sum, _used.Total * FeatureMath.One);
    }

    private Evidence.PastContracts Contracts(FreelancerDocument doc)
    {
        var work = doc.PastWork.Where(w => _used.Concepts.Contains(w.Concept)).ToImmutableArray();
        return new Evidence.PastContracts(
            work.IsEmpty ? 0 : work.Max(w => w.Contracts),
            work.IsEmpty ? null : work.Max(w => w.LastEnded),
            [.. work.Select(w => w.Concept).Distinct()]
        );
    }

    private PassedTest? BestTest(FreelancerDocument doc)
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

    private int RateFit(FreelancerDocument doc)
    {
        if (_most is not { } most)
        {
            return NotAsked;
        }

        return _currencies.ToReference(doc.RateMinor, doc.Currency) is { } asked
            ? FeatureMath.WithinBudget(asked, most)
            : 0;
    }

    private int DaysUntilFree(FreelancerDocument doc)
    {
        var start = _need.StartOn is { } on && on > _today ? on : _today;
        return doc.AvailableFrom is { } from && from > start ? DaysBetween(start, from) : 0;
    }

    private int? SharedHours(FreelancerDocument doc) =>
        _need.UtcOffsetMinutes is { } there && doc.UtcOffsetMinutes is { } here ? FeatureMath.SharedHours(here, there)
        : _need.UtcOffsetMinutes is null ? null
        : 0;

    private int DaysInactive(FreelancerDocument doc) => DaysBetween(doc.LastActive, _today);

    private int GoodEnds(FreelancerDocument doc) =>
        doc.Clients.Where(c => c.Client == _need.Client).Sum(c => c.GoodEnds);

    private static int DaysBetween(DateOnly from, DateOnly to) => Math.Max(0, to.DayNumber - from.DayNumber);
}
