using Metier.Ledger;
using Metier.Matching;
using Metier.Taxonomy;

namespace Metier.Jobs;

/// <summary>A skill found in the words of a post.</summary>
/// <param name="Words">Where it was named, as written there.</param>
/// <param name="Because">The words that say how much it is wanted ("a plus"); null when none did.</param>
public sealed record FoundSkill(string SkillId, bool Must, IReadOnlyList<string> Words, string? Because);

/// <summary>A skill the text may speak of without naming it.</summary>
/// <param name="Words">The words it seems to speak of it with.</param>
public sealed record SpokenSkill(string SkillId, string Words);

/// <summary>Something else the text states plainly, with the words it came from.</summary>
public sealed record FoundFact<T>(T Value, string Words);

/// <summary>A price the text names.</summary>
public sealed record FoundPrice(JobPayment Payment, Money? Min, Money Max);

/// <summary>What a post seems to ask for. Suggestions: nothing of it counts until a person has said so.</summary>
public sealed record FoundNeeds(
    IReadOnlyList<FoundSkill> Skills,
    FoundFact<JobLevel>? Level,
    FoundFact<JobLength>? Length,
    FoundFact<FoundPrice>? Price
)
{
    /// <summary>Skills it may speak of in other words, the likeliest first; never taken over by themselves.</summary>
    public IReadOnlyList<SpokenSkill> Spoken { get; init; } = [];

    /// <summary>Skills that were read and that the client took off: not offered again, only to be taken back.</summary>
    public IReadOnlyList<FoundSkill> TakenOff { get; init; } = [];

    /// <summary>The same with what the client has corrected before.</summary>
    public FoundNeeds Corrected(IReadOnlyDictionary<string, SkillCorrectionKind> corrections)
    {
        SkillCorrectionKind? Of(string id) => corrections.TryGetValue(id, out var kind) ? kind : null;
        return this with
        {
            Skills =
            [
                .. Skills
                    .Where(s => Of(s.SkillId) != SkillCorrectionKind.Removed)
                    .Select(s =>
                        Of(s.SkillId) switch
                        {
                            SkillCorrectionKind.AsMust => s with { Must = true, Because = null },
                            SkillCorrectionKind.AsNice => s with { Must = false, Because = null },
                            _ => s,
                        }
                    ),
            ],
            TakenOff = [.. Skills.Where(s => Of(s.SkillId) == SkillCorrectionKind.Removed)],
            Spoken = [.. Spoken.Where(s => Of(s.SkillId) != SkillCorrectionKind.Removed)],
        };
    }

    /// <summary>Ids of the skills it must have.</summary>
    public IEnumerable<string> MustHave => Skills.Where(s => s.Must).Select(s => s.SkillId);

    /// <summary>Ids of those that would be nice.</summary>
    public IEnumerable<string> NiceToHave => Skills.Where(s => !s.Must).Select(s => s.SkillId);
}

/// <summary>Reads the words of a post for skills, level, length and price.</summary>
public sealed class JobNeeds(SkillLexicon lexicon)
{
    private const int MostWords = 3;

    /// <summary>The most skills that are offered without being named.</summary>
    private const int MostSpoken = 4;

    /// <summary>Beyond so many characters a text is read for what it names, not for what it may mean.</summary>
    private const int ReadClosely = 2_000;

    /// <summary>What this title and description name, and what else they may speak of.</summary>
    public FoundNeeds Closely(string? title, string? description, Currency currency)
    {
        var found = In(title, description, currency);
        var text = Platform.TypedText.Cut(
            Platform.TypedText.Line(title) + ".\n" + Platform.TypedText.Lines(description),
            ReadClosely
        );
        var (spotter, skills) = lexicon.Spotter;
        var named = found.Skills.Select(s => s.SkillId).ToHashSet(StringComparer.Ordinal);
        return found with
        {
            Spoken =
            [
                .. spotter
                    .Spot(text, MostSpoken + named.Count)
                    .Where(s => s.Score >= SkillSpotter.Suggestible && !named.Contains(skills[s.Concept].Id))
                    .Take(MostSpoken)
                    .Select(s => new SpokenSkill(skills[s.Concept].Id, Words(text, s.Span))),
            ],
        };
    }

    /// <summary>What this title and description name, in the order of the text.</summary>
    public FoundNeeds In(string? title, string? description, Currency currency)
    {
        var text = Platform.TypedText.Line(title) + ".\n" + Platform.TypedText.Lines(description);
        text = Platform.TypedText.Cut(text, JobLimits.Title + JobLimits.Description);
        var (names, skills) = lexicon.Generation;
        var found = NeedsAnalyzer.Analyse(text, names, currency.Code);
        return new FoundNeeds(
            [
                .. found
                    .Concepts.Where(c => c.Importance != Importance.Unwanted)
                    .Take(JobLimits.Skills)
                    .Select(c => new FoundSkill(
                        skills[c.Concept].Id,
                        c.Importance == Importance.MustHave,
                        [
                            .. c
                                .Spans.Select(s => Words(text, s))
                                .Distinct(StringComparer.OrdinalIgnoreCase)
                                .Take(MostWords),
                        ],
                        c.Cue is { } cue ? Words(text, cue) : null
                    )),
            ],
            found.Level is { } level ? new(Level(level.Level), Words(text, level.Span)) : null,
            found.DurationWeeks is { } weeks ? new(Length(weeks.Count), Words(text, weeks.Span)) : null,
            Price(found.Budget, currency) is { } price ? new(price, Words(text, found.Budget!.Span)) : null
        );
    }

    private static string Words(string text, TextSpan span) =>
        Platform.TypedText.Line(text.Substring(span.Start, span.Length));

    private static JobLevel Level(ExperienceLevel level) =>
        level switch
        {
            ExperienceLevel.Expert => JobLevel.Expert,
            ExperienceLevel.Solid => JobLevel.Solid,
            _ => JobLevel.Starting,
        };

    private static JobLength Length(int weeks) =>
        weeks switch
        {
            <= 1 => JobLength.Week,
            <= 5 => JobLength.Month,
            <= 13 => JobLength.Quarter,
            <= 26 => JobLength.HalfYear,
            _ => JobLength.Longer,
        };

    /// <summary>Only in the client's own currency: a rate of exchange would be a guess.</summary>
    private static FoundPrice? Price(FoundBudget? found, Currency currency) =>
        found is { MaxMinor: { } max } && found.Currency == currency.Code && currency.Decimals == 2
            ? new FoundPrice(
                found.Pay == JobPay.Hourly ? JobPayment.Hourly : JobPayment.FixedPrice,
                found.MinMinor is { } min ? currency.Minor(min) : null,
                currency.Minor(max)
            )
            : null;
}
