using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>Orders documents of one role for one query.</summary>
internal abstract class Ranking<TDoc>(RankingWeights weights)
{
    /// <summary>What <see cref="Value"/> answers when the query says nothing about a feature.</summary>
    protected const int NotAsked = -1;

    public int Version => weights.Version;

    /// <param name="hit">How the query's words hit the document.</param>
    public int Score(Entry<TDoc> entry, TextHit hit)
    {
        var score = 0;
        foreach (var feature in weights.Features)
        {
            var value = Value(feature.Feature, entry, hit);
            score += value == NotAsked ? 0 : PointsOf(feature, value);
        }

        return score;
    }

    public RankedMatch Explain(Entry<TDoc> entry, TextHit hit)
    {
        var parts = ImmutableArray.CreateBuilder<ScorePart>();
        foreach (var feature in weights.Features)
        {
            var value = Value(feature.Feature, entry, hit);
            if (value != NotAsked)
            {
                var points = PointsOf(feature, value);
                parts.Add(
                    new ScorePart(feature.Feature, points, feature.Points, EvidenceOf(feature.Feature, entry, hit))
                    {
                        Value = value,
                    }
                );
            }
        }

        return new RankedMatch(entry.Id, parts.Sum(p => p.Points), parts.Sum(p => p.Most), parts.ToImmutable());
    }

    /// <summary>0 to 1,000,000, or <see cref="NotAsked"/>.</summary>
    public abstract int Value(Feature feature, Entry<TDoc> entry, TextHit hit);

    protected abstract Evidence EvidenceOf(Feature feature, Entry<TDoc> entry, TextHit hit);

    private static int PointsOf(FeatureWeight feature, int value) =>
        (int)((long)feature.Points * value / FeatureMath.One);
}

/// <summary>How the words of a query hit one document. <see cref="Value"/> is 0 to 1,000,000.</summary>
internal readonly record struct TextHit(int Asked, int InTitle, int Elsewhere, int Value);

/// <summary>A set of concepts asked for, each with the weight of its rarity.</summary>
internal sealed class Wanted
{
    private readonly int[] _weights;

    public Wanted(IEnumerable<int> concepts, Func<int, int> rarity)
    {
        Concepts = [.. concepts.Distinct().Take(64)];
        _weights = [.. Concepts.Select(rarity)];
        Total = _weights.Sum(w => (long)w);
    }

    public ImmutableArray<int> Concepts { get; }
    public long Total { get; }
    public bool IsEmpty => Concepts.IsEmpty;

    public int Weight(int at) => _weights[at];

    /// <summary>The weighted share of these concepts that the sorted array holds.</summary>
    public int Coverage(int[] held)
    {
        var sum = 0L;
        for (var at = 0; at < Concepts.Length; at++)
        {
            sum += Array.BinarySearch(held, Concepts[at]) >= 0 ? _weights[at] : 0;
        }

        return FeatureMath.Share(sum, Total);
    }

    /// <summary>The best relation of each concept that is missing to one that is held.</summary>
    public IEnumerable<(int At, Relation Relation)> Neighbours(int[] held, ConceptGraph graph)
    {
        for (var at = 0; at < Concepts.Length; at++)
        {
            if (Array.BinarySearch(held, Concepts[at]) >= 0)
            {
                continue;
            }

            foreach (var relation in graph.Near(Concepts[at]))
            {
                if (Array.BinarySearch(held, relation.To) >= 0)
                {
                    yield return (at, relation);
                    break;
                }
            }
        }
    }

    public int Related(int[] held, ConceptGraph graph)
    {
        var sum = 0L;
        foreach (var (at, relation) in Neighbours(held, graph))
        {
            sum += (long)_weights[at] * relation.StrengthMilli;
        }

        return FeatureMath.Share(sum, Total * 1_000);
    }

    public Evidence.Concepts HeldAndMissing(int[] held) =>
        new(
            [.. Concepts.Where(c => Array.BinarySearch(held, c) >= 0)],
            [.. Concepts.Where(c => Array.BinarySearch(held, c) < 0)]
        );

    public Evidence.Related Pairs(int[] held, ConceptGraph graph) =>
        new([.. Neighbours(held, graph).Select(n => new RelatedPair(Concepts[n.At], n.Relation.To))]);
}
