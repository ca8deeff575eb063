using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>One concept stands near another, with a strength in thousandths (1 to 1,000).</summary>
public readonly record struct Relation(int From, int To, int StrengthMilli);

/// <summary>Which skills stand near which. Relations hold in both directions.</summary>
public sealed class ConceptGraph
{
    private readonly FrozenDictionary<int, ImmutableArray<Relation>> _from;

    public ConceptGraph(IEnumerable<Relation> relations)
    {
        _from = relations
            .SelectMany(r => new[] { r, new Relation(r.To, r.From, r.StrengthMilli) })
            .Where(r => r.From != r.To)
            .Select(r => r with { StrengthMilli = Math.Clamp(r.StrengthMilli, 1, 1_000) })
            .GroupBy(r => r.From)
            .ToFrozenDictionary(g => g.Key, Strongest);
    }

    public static ConceptGraph Empty { get; } = new([]);

    public ImmutableArray<Relation> Near(int concept) => _from.TryGetValue(concept, out var near) ? near : [];

    private static ImmutableArray<Relation> Strongest(IEnumerable<Relation> relations) =>
        [
            .. relations
                .GroupBy(r => r.To)
                .Select(g => g.MaxBy(r => r.StrengthMilli))
                .OrderByDescending(r => r.StrengthMilli)
                .ThenBy(r => r.To),
        ];
}

/// <summary>The names of concepts and their neighbourhood, as one thing that is swapped whole.</summary>
public sealed record MatchingTaxonomy(Lexicon Lexicon, ConceptGraph Graph)
{
    public static MatchingTaxonomy Empty { get; } = new(Lexicon.Empty, ConceptGraph.Empty);
}
