using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>How much a text wants something it names.</summary>
public enum Importance
{
    MustHave = 1,
    NiceToHave = 2,

    /// <summary>Named only to say it is not wanted; never suggested.</summary>
    Unwanted = 3,
}

/// <summary>Words of the analysed text.</summary>
public readonly record struct TextSpan(int Start, int Length);

/// <summary>
/// A concept found in a text.
/// </summary>
/// <param name="Spans">Every place it was named, in the order of the text.</param>
/// <param name="Cue">The words that made it a must or a nice-to-have; null when nothing said so.</param>
public sealed record FoundConcept(int Concept, Importance Importance, ImmutableArray<TextSpan> Spans, TextSpan? Cue);

/// <summary>What a text says of money.</summary>
/// <param name="MinMinor">In minor units of the currency.</param>
/// <param name="Pay">By the hour, or for the whole.</param>
public sealed record FoundBudget(long? MinMinor, long? MaxMinor, string Currency, JobPay Pay, TextSpan Span);

public sealed record FoundLevel(ExperienceLevel Level, TextSpan Span);

/// <param name="Count">Weeks of duration, or hours per week.</param>
public sealed record FoundAmount(int Count, TextSpan Span);

/// <summary>What was understood of a text: suggestions, each with the words it came from, to be corrected by hand.</summary>
public sealed record AnalysedNeeds(
    TextLanguage Language,
    ImmutableArray<FoundConcept> Concepts,
    FoundBudget? Budget,
    FoundLevel? Level,
    FoundAmount? DurationWeeks,
    FoundAmount? HoursPerWeek
)
{
    /// <summary>Concepts the text speaks of without naming them word for word, best first; none that it names.</summary>
    public ImmutableArray<SpottedSkill> SpokenOf { get; init; } = [];
}

/// <summary>
/// Reads a job post or a profile: which concepts it names, which of them it must have, and the price, level and length
/// it states plainly. Deterministic: the same text and taxonomy always give the same answer.
/// </summary>
public static class NeedsAnalyzer
{
    /// <param name="currency">The currency of amounts written without one.</param>
    public static AnalysedNeeds Analyse(string text, Lexicon lexicon, string currency)
    {
        var tokens = Tokenizer.Tokens(text);
        return new AnalysedNeeds(
            Words.Guess(tokens),
            Concepts(text, tokens, lexicon),
            PlainFacts.Budget(text, currency),
            PlainFacts.Level(text),
            PlainFacts.DurationWeeks(text),
            PlainFacts.HoursPerWeek(text)
        );
    }

    /// <summary>The same, with concepts it speaks of in other words.</summary>
    /// <param name="currency">The currency of amounts written without one.</param>
    /// <param name="most">How many of these at most.</param>
    public static AnalysedNeeds Analyse(string text, Lexicon lexicon, SkillSpotter spotter, string currency, int most)
    {
        var needs = Analyse(text, lexicon, currency);
        var named = needs.Concepts.Select(c => c.Concept).ToHashSet();
        return needs with
        {
            SpokenOf = [.. spotter.Spot(text, most + named.Count).Where(s => !named.Contains(s.Concept)).Take(most)],
        };
    }

    private static ImmutableArray<FoundConcept> Concepts(string text, List<Token> tokens, Lexicon lexicon)
    {
        var found = new Dictionary<int, FoundConcept>();
        var order = new List<int>();
        var cues = new Cues(text, tokens);
        foreach (var mention in lexicon.InSentence(text, tokens))
        {
            var (importance, cue) = cues.Of(mention);
            var span = new TextSpan(mention.Start, mention.Length);
            if (!found.TryGetValue(mention.Concept, out var known))
            {
                order.Add(mention.Concept);
                found.Add(mention.Concept, new FoundConcept(mention.Concept, importance, [span], cue));
                continue;
            }

            var stronger = Stronger(importance, cue, known);
            found[mention.Concept] = known with
            {
                Spans = known.Spans.Add(span),
                Importance = stronger ? importance : known.Importance,
                Cue = stronger ? cue : known.Cue,
            };
        }

        return [.. order.Select(c => found[c])];
    }

    /// <summary>Words that say so weigh more than none; among words, wanting it most.</summary>
    private static bool Stronger(Importance importance, TextSpan? cue, FoundConcept known) =>
        known.Cue is null ? cue is not null : cue is not null && importance < known.Importance;
}
