using System.Collections.Immutable;
using System.Diagnostics;
using Metier.Matching;

namespace Metier.Eval;

/// <summary>What a set scored.</summary>
/// <param name="Scored">Queries with at least one label.</param>
/// <param name="Milliseconds">For one query, of all that were asked.</param>
/// <param name="Shown">Suggestions above the product's threshold for a query; sentences only.</param>
/// <param name="RightShare">Share of those that are labelled (0 to 1).</param>
public sealed record SetScore(
    string Name,
    int Queries,
    int Scored,
    Measures Measures,
    double Milliseconds,
    double? Shown,
    double? RightShare
);

/// <summary>Asks the product for each query of a set and measures the answers.</summary>
public static class Evaluation
{
    /// <summary>How far down the answers are read.</summary>
    private const int Depth = 100;

    /// <summary>A line of the corpus with more words describes its concept, it does not name it.</summary>
    private const int LongestName = 12;

    public static SetScore Score(LabelledSet set, Settings settings)
    {
        var numbers = set.Corpus.Select(l => l.Id).Distinct(StringComparer.Ordinal).ToImmutableArray();
        var places = numbers.Select((id, at) => (id, at)).ToDictionary(p => p.id, p => p.at, StringComparer.Ordinal);
        var names = set
            .Corpus.Select(l => new TaxonomyName(places[l.Id], l.Text, RoleOf(l), settings.CorpusLanguage))
            .ToList();
        var ask = Ranker(settings, names);
        var queries = Chosen(set, settings);
        var shown = 0;
        var right = 0;
        var measures = new List<Measures>();
        ask("warm up");
        var watch = new Stopwatch();
        foreach (var (id, text) in queries)
        {
            watch.Start();
            var answers = ask(text);
            watch.Stop();
            var ids = answers.Select(a => numbers[a.Concept]).ToList();
            var labels = set.Right.GetValueOrDefault(id);
            if (labels is not null)
            {
                measures.Add(Measures.Of(ids, labels));
            }

            var above = answers.Count(a => a.Score >= SkillSpotter.Suggestible);
            shown += above;
            right += ids.Take(above).Count(i => labels?.ContainsKey(i) == true);
        }

        var sentences = settings.Task == EvalTask.Sentences && queries.Count > 0;
        return new SetScore(
            set.Name,
            queries.Count,
            measures.Count,
            Measures.Mean(measures),
            queries.Count == 0 ? 0 : watch.Elapsed.TotalMilliseconds / queries.Count,
            sentences ? shown / (double)queries.Count : null,
            sentences && shown > 0 ? right / (double)shown : null
        );
    }

    private static Func<string, IReadOnlyList<(int Concept, double Score)>> Ranker(
        Settings settings,
        List<TaxonomyName> names
    )
    {
        switch (settings.Task)
        {
            case EvalTask.Titles:
                var titles = new TitleMatcher(names);
                return text =>
                    [.. titles.Nearest(text, Depth, settings.QueryLanguage).Select(m => (m.Concept, m.Score))];
            case EvalTask.Sentences:
                var spotter = new SkillSpotter(names);
                return text =>
                    [.. spotter.Spot(text, Depth, 0, settings.QueryLanguage).Select(s => (s.Concept, s.Score))];
            default:
                var picker = new ConceptPicker(names);
                return text => [.. picker.Pick(text, Depth).Select(p => (p.Concept, p.Score))];
        }
    }

    private static NameRole RoleOf(CorpusLine line) =>
        line.First ? NameRole.Preferred
        : line.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length > LongestName ? NameRole.Description
        : NameRole.Alternative;

    private static List<(string Id, string Text)> Chosen(LabelledSet set, Settings settings)
    {
        var half = set.Queries.Where(q =>
            settings.Half == Half.Both || (Hash(q.Id) & 1) == (settings.Half == Half.First ? 0 : 1)
        );
        return settings.Sample is { } most
            ? [.. half.OrderBy(q => Hash(q.Id)).ThenBy(q => q.Id, StringComparer.Ordinal).Take(most)]
            : [.. half];
    }

    /// <summary>FNV-1a of the id, its bits stirred: the same on every machine.</summary>
    private static uint Hash(string id)
    {
        var hash = 2166136261u;
        foreach (var letter in id)
        {
            hash = (hash ^ letter) * 16777619u;
        }

        hash ^= hash >> 15;
        hash *= 2246822519u;
        return hash ^ (hash >> 13);
    }
}
