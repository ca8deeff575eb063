using System.Collections.Concurrent;
using System.Collections.Immutable;
using Metier.Matching;
using Metier.Taxonomy;

namespace Metier.Talent;

/// <summary>
/// The occupations of one taxonomy that titles are near to. Titles that were read are remembered, so that a build of the
/// whole index reads most of them once.
/// </summary>
internal sealed class TitleOccupations
{
    /// <summary>Beyond so many, what is remembered is forgotten.</summary>
    private const int MostRemembered = 50_000;

    private readonly TitleMatcher matcher;
    private readonly ConcurrentDictionary<string, ImmutableArray<NearOccupation>> known = new(StringComparer.Ordinal);

    private TitleOccupations(TitleMatcher matcher, string names) => (this.matcher, Names) = (matcher, names);

    /// <summary>What it was made from, hashed.</summary>
    public string Names { get; }

    public static TitleOccupations Empty { get; } = new(TitleMatcher.Empty, "");

    /// <param name="number">The engine's number of an occupation.</param>
    public static TitleOccupations Of(IReadOnlyList<Occupation> occupations, Func<string, int> number, string names) =>
        new(new TitleMatcher(occupations.SelectMany(o => NamesOf(o, number(o.Id)))), names);

    /// <summary>The occupations the title is near to.</summary>
    public ImmutableArray<NearOccupation> Near(string title)
    {
        if (known.TryGetValue(title, out var near))
        {
            return near;
        }
        if (known.Count >= MostRemembered)
        {
            known.Clear();
        }
        return known[title] = Occupations.Of(title, matcher);
    }

    private static IEnumerable<TaxonomyName> NamesOf(Occupation occupation, int number) =>
        occupation
            .NamesEn.Select(n => new TaxonomyName(number, n, NameRole.Alternative, TextLanguage.English))
            .Concat(
                occupation.NamesFr.Select(n => new TaxonomyName(number, n, NameRole.Alternative, TextLanguage.French))
            )
            .Append(new TaxonomyName(number, occupation.En, NameRole.Preferred, TextLanguage.English))
            .Append(new TaxonomyName(number, occupation.Fr, NameRole.Preferred, TextLanguage.French));
}
