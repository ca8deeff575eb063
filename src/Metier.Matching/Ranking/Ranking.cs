using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>Orders documents of one role for one query.</summary>
internal abstract class Ranking<TFacts>(RankingWeights weights)
{
    /// <summary>What <see cref="Value"/> answers when the query says nothing about a feature.</summary>
    protected const int NotAsked = -1;

    public int Version => weights.Version;

    /// <summary>What was searched for in place of words that no document has; told with the words.</summary>
    public ImmutableArray<Correction> Corrected { get; init; } = [];

    protected RankingWeights Weights => weights;

    /// <summary>
    /// The most that features of the row can give which no document's own bound covers, because they depend on the query.
    /// </summary>
    public abstract int MostOfRow { get; }

    /// <summary>Points that do not come from lists: from the facts of the row alone, never too few.</summary>
    public abstract int RestPoints(TFacts facts);

    /// <summary>What every document may get beside what lists give it, in <see cref="Bound.PerPoint"/> parts of a point.</summary>
    public abstract int Common { get; }

    /// <param name="hit">How the query's words hit the document.</param>
    public int Score(TFacts facts, TextHit hit)
    {
        var score = 0;
        foreach (var feature in weights.Features)
        {
            score += Points(feature, facts, hit);
        }

        return score;
    }

    /// <summary>The same, from what lists have given to the document: what concepts did not give, words gave.</summary>
    /// <param name="given">In <see cref="Bound.PerPoint"/> parts of a point.</param>
    public abstract int Score(TFacts facts, int given, TextPlan text);

    public RankedMatch Explain(TFacts facts, Guid id, TextHit hit)
    {
        var parts = ImmutableArray.CreateBuilder<ScorePart>();
        foreach (var feature in weights.Features)
        {
            var value = Value(feature.Feature, facts, hit);
            if (value != NotAsked)
            {
                var points = PointsOf(feature, value);
                parts.Add(
                    new ScorePart(feature.Feature, points, feature.Points, EvidenceOf(feature.Feature, facts, hit))
                    {
                        Value = value,
                    }
                );
            }
        }

        return new RankedMatch(id, parts.Sum(p => p.Points), parts.Sum(p => p.Most), parts.ToImmutable());
    }

    /// <summary>0 to 1,000,000, or <see cref="NotAsked"/>.</summary>
    public abstract int Value(Feature feature, TFacts facts, TextHit hit);

    protected abstract Evidence EvidenceOf(Feature feature, TFacts facts, TextHit hit);

    protected int Points(FeatureWeight feature, TFacts facts, TextHit hit)
    {
        var value = Value(feature.Feature, facts, hit);
        return value == NotAsked ? 0 : PointsOf(feature, value);
    }

    private static int PointsOf(FeatureWeight feature, int value) =>
        (int)((long)feature.Points * value / FeatureMath.One);
}

/// <summary>A set of concepts asked for, each with the weight of its rarity.</summary>
internal sealed class Wanted
{
    /// <summary>Concepts beyond these are not read.</summary>
    public const int Most = 64;

    private readonly int[] _weights;

    public Wanted(IEnumerable<int> concepts, Func<int, int> rarity)
    {
        Concepts = [.. concepts.Distinct().Take(Most)];
        _weights = [.. Concepts.Select(rarity)];
        Total = _weights.Sum(w => (long)w);
    }

    public ImmutableArray<int> Concepts { get; }
    public long Total { get; }
    public bool IsEmpty => Concepts.IsEmpty;

    public int Weight(int at) => _weights[at];

    /// <summary>The weighted share of these concepts that the sorted numbers hold.</summary>
    public int Coverage(ReadOnlySpan<int> held)
    {
        var sum = 0L;
        for (var at = 0; at < Concepts.Length; at++)
        {
            sum += held.Contains(Concepts[at]) ? _weights[at] : 0;
        }

        return FeatureMath.Share(sum, Total);
    }

    public int Related(ReadOnlySpan<int> held, ConceptGraph graph)
    {
        var sum = 0L;
        for (var at = 0; at < Concepts.Length; at++)
        {
            if (Neighbour(at, held, graph) is { } relation)
            {
                sum += (long)_weights[at] * relation.StrengthMilli;
            }
        }

        return FeatureMath.Share(sum, Total * 1_000);
    }

    public Evidence.Concepts HeldAndMissing(ReadOnlySpan<int> held)
    {
        var (there, missing) = (new List<int>(), new List<int>());
        foreach (var concept in Concepts)
        {
            (held.Contains(concept) ? there : missing).Add(concept);
        }

        return new Evidence.Concepts([.. there], [.. missing]);
    }

    public Evidence.Related Pairs(ReadOnlySpan<int> held, ConceptGraph graph)
    {
        var pairs = ImmutableArray.CreateBuilder<RelatedPair>();
        for (var at = 0; at < Concepts.Length; at++)
        {
            if (Neighbour(at, held, graph) is { } relation)
            {
                pairs.Add(new RelatedPair(Concepts[at], relation.To));
            }
        }

        return new Evidence.Related(pairs.ToImmutable());
    }

    /// <summary>The best relation of a concept that is missing to one that is held.</summary>
    private Relation? Neighbour(int at, ReadOnlySpan<int> held, ConceptGraph graph)
    {
        if (held.Contains(Concepts[at]))
        {
            return null;
        }

        foreach (var relation in graph.Near(Concepts[at]))
        {
            if (held.Contains(relation.To))
            {
                return relation;
            }
        }

        return null;
    }
}
