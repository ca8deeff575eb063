using Metier.Matching;
using Metier.Platform;

namespace Metier.Talent;

/// <summary>Picks the facts that speak for a match, the strongest first; what speaks against it stands in the parts.</summary>
internal abstract class Facts(RankingWords words)
{
    protected RankingWords Words => words;

    public IEnumerable<string> Of(RankedMatch match)
    {
        foreach (var feature in Order)
        {
            var part = match.Parts.FirstOrDefault(p => p.Feature == feature);
            if (part is { Points: > 0 } && Fact(part) is { } fact)
            {
                yield return fact;
            }
        }
    }

    protected abstract IEnumerable<Feature> Order { get; }

    protected abstract string? Fact(ScorePart part);
}

internal sealed class FactsOfFreelancer(RankingWords words) : Facts(words)
{
    protected override IEnumerable<Feature> Order { get; } =
    [
        Feature.ClientHistory,
        Feature.MustHave,
        Feature.PastWork,
        Feature.NiceToHave,
        Feature.RelatedSkills,
        Feature.Text,
        Feature.Category,
        Feature.Occupation,
        Feature.RateFit,
        Feature.Availability,
    ];

    protected override string? Fact(ScorePart part) =>
        (part.Feature, part.Evidence) switch
        {
            (Feature.ClientHistory, _) => RankingText.WhyHistory,
            (Feature.MustHave, Evidence.Concepts { Missing.IsEmpty: true, Held.Length: > 1 } c) => RankingText.WhyAll(
                Words.Labels(c.Held)
            ),
            (Feature.MustHave, Evidence.Concepts c) => RankingText.WhySome(Words.Labels(c.Held)),
            (Feature.NiceToHave, Evidence.Concepts c) => RankingText.WhyNice(Words.Labels(c.Held)),
            (Feature.RelatedSkills, Evidence.Related { Pairs: [var pair, ..] }) => RankingText.WhyRelated(
                Words.Labels([pair.Held]),
                Words.Labels([pair.Wanted])
            ),
            (Feature.PastWork, Evidence.PastContracts c) => RankingText.WhyWork(c.Count),
            (Feature.Text, Evidence.WordCount { Corrected.IsEmpty: false } w) => RankingText.WhyAlso(
                RankingWords.Instead(w)
            ),
            (Feature.Text, Evidence.WordCount { InTitle: > 0 }) => RankingText.WhyTitle,
            (Feature.Text, _) => RankingText.WhyText,
            (Feature.Category, Evidence.Concepts c) => RankingText.WhyCategory(Words.Labels(c.Held)),
            (Feature.Occupation, Evidence.Titles t) when part.Points * 2 >= part.Most => RankingText.WhyNearTitle(
                Words.Labels([.. t.Shared.Take(1)])
            ),
            (Feature.RateFit, Evidence.Money { AskedMinor: { } asked } m) when part.Points == part.Most =>
                RankingText.WhyRate(RankingWords.PerHour(asked, m.AskedCurrency)),
            (Feature.Availability, Evidence.Hours { From: { } from }) => RankingText.WhyFreeFrom(
                RankingWords.Day(from)
            ),
            (Feature.Availability, Evidence.Hours h) => RankingText.WhyFreeNow(Formats.Count(h.Free)),
            _ => null,
        };
}

internal sealed class FactsOfJob(RankingWords words) : Facts(words)
{
    protected override IEnumerable<Feature> Order { get; } =
    [
        Feature.MustHave,
        Feature.RelatedSkills,
        Feature.NiceToHave,
        Feature.Text,
        Feature.RateFit,
        Feature.Category,
        Feature.Occupation,
        Feature.Freshness,
        Feature.ClientRecord,
    ];

    protected override string? Fact(ScorePart part) =>
        (part.Feature, part.Evidence) switch
        {
            (Feature.MustHave, Evidence.Concepts c) => RankingText.WhyJobAll(Words.Labels(c.Held)),
            (Feature.NiceToHave, Evidence.Concepts c) => RankingText.WhyJobNice(Words.Labels(c.Held)),
            (Feature.RelatedSkills, Evidence.Related { Pairs: [var pair, ..] }) => RankingText.WhyJobRelated(
                Words.Labels([pair.Wanted]),
                Words.Labels([pair.Held])
            ),
            (Feature.Text, Evidence.WordCount { Corrected.IsEmpty: false } w) => RankingText.WhyAlso(
                RankingWords.Instead(w)
            ),
            (Feature.Text, Evidence.WordCount { InTitle: > 0 }) => RankingText.WhyJobTitle,
            (Feature.Text, _) => RankingText.WhyJobText,
            (Feature.RateFit, Evidence.Money { AskedMinor: not null }) when part.Points == part.Most =>
                RankingText.WhyJobPays,
            (Feature.Category, Evidence.Concepts c) => RankingText.WhyJobCategory(Words.Labels(c.Held)),
            (Feature.Occupation, Evidence.Titles t) when part.Points * 2 >= part.Most => RankingText.WhyJobNearTitle(
                Words.Labels([.. t.Shared.Take(1)])
            ),
            (Feature.Freshness, Evidence.Days { Ago: 0 }) => RankingText.WhyJobNew,
            (Feature.ClientRecord, Evidence.Client { Hires: > 0 }) => RankingText.WhyJobHires,
            _ => null,
        };
}
