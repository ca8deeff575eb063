using System.Collections.Immutable;
using Metier.Ledger;
using Metier.Matching;
using Metier.Platform;
using Metier.Profiles;
using Metier.Reputation;
using Metier.Taxonomy;
using Standing = Metier.Reputation.Standing;

namespace Metier.Talent;

/// <summary>A search for freelancers. Only what is set filters.</summary>
public sealed record TalentQuery
{
    /// <summary>The most characters of a query that are read.</summary>
    public const int LongestText = 300;

    /// <summary>Words, "quoted phrases" and −exclusions, as typed.</summary>
    public string Text { get; init; } = "";

    /// <summary>Ids of skills that must all be there.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];

    /// <summary>A trade or sub-category.</summary>
    public string? CategoryId { get; init; }
    public Money? RateFrom { get; init; }
    public Money? RateTo { get; init; }

    /// <summary>ISO 3166; any of them.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>ISO 639-1; each must be spoken well enough to talk about the work.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>At least this much time; <see cref="Availability.None"/> and <see cref="Availability.Occasional"/> filter nothing.</summary>
    public Availability? AtLeast { get; init; }

    /// <summary>Free by this day.</summary>
    public DateOnly? FreeBy { get; init; }
    public SortOrder Sort { get; init; }
    public PageKey? After { get; init; }
    public PageKey? Before { get; init; }
    public int Size { get; init; } = 20;
}

/// <summary>A filter that stands in the way, by its kind and, where there can be several, its id, code or words.</summary>
public sealed record FilterInTheWay(FilterKind Kind, string Value);

/// <summary>Without these filters so many match.</summary>
public sealed record DropHint(IReadOnlyList<FilterInTheWay> Drop, int Matches);

/// <summary>A value with how many there are of it.</summary>
public sealed record Counted<T>(T Value, int Count);

/// <summary>One freelancer found, and why.</summary>
/// <param name="Standing">Their reviews; null while there are none.</param>
public sealed record TalentHit(ProfileRow Person, Standing? Standing, Reasons Reasons);

/// <summary>How many freelancers of the present search have what.</summary>
public sealed record TalentCounts(
    IReadOnlyDictionary<string, int> Categories,
    IReadOnlyList<Counted<Skill>> Skills,
    IReadOnlyList<Counted<string>> Countries,
    IReadOnlyList<Counted<string>> Languages,
    int FullTime,
    int PartTime
);

/// <summary>A page of freelancers.</summary>
/// <param name="Total">Exactly how many match.</param>
/// <param name="First">The place of the first one shown, from 1; 0 when there is none.</param>
/// <param name="LeftOut">Something was typed, but only words that everybody uses.</param>
/// <param name="Hints">When nobody matches: what to drop, best first.</param>
public sealed record TalentFound(
    int Total,
    int First,
    IReadOnlyList<TalentHit> Hits,
    PageKey? Next,
    PageKey? Previous,
    TalentCounts Counts,
    bool LeftOut,
    IReadOnlyList<DropHint> Hints
);

/// <summary>Finds freelancers: visitors among public profiles, signed-in people among all that are listed.</summary>
public sealed class SearchTalent(
    TalentIndex index,
    TalentConcepts concepts,
    RankingWords words,
    TalentRows rows,
    RankingLog shown,
    TimeProvider clock
)
{
    /// <summary>One page, with the reasons in the language of the request.</summary>
    public async Task<TalentFound> RunAsync(TalentQuery query, Actor? visitor, CancellationToken ct)
    {
        await index.ReadyAsync(ct);
        var text = TypedText.Cut(TypedText.Line(query.Text), TalentQuery.LongestText);
        var asked = new FreelancerQuery
        {
            Text = text,
            Need = new Need
            {
                RateMaxMinor = query.RateTo?.Minor,
                Currency = query.RateTo?.Currency.Code ?? TalentOptions.Reference,
            },
            Filter = Filter(query, visitor),
            Sort = query.Sort,
            Paging = new Paging(query.Size, query.After, query.Before),
            Today = DateOnly.FromDateTime(clock.UtcNow()),
        };
        var found = index.Freelancers.Search(asked);
        if (found is { Total: > 0, First: 0 })
        {
            // The key leads behind the last one: somebody's list became shorter. The beginning says more than nothing.
            found = index.Freelancers.Search(asked with { Paging = new Paging(query.Size) });
        }
        var people = await rows.OfAsync([.. found.Matches.Select(m => m.Id)], ct);
        if (query.Sort == SortOrder.BestMatch)
        {
            shown.Shown(
                RankingRole.FreelancersForAJob,
                visitor?.ClientId,
                null,
                AskedFor(query, text),
                found.WeightsVersion,
                [
                    .. found
                        .Matches.Select((m, at) => (Match: m, Position: found.First + at))
                        .Where(m => people.TryGetValue(m.Match.Id, out var row) && Shown(row.Person, visitor))
                        .Select(m => ShownItem.Of(m.Match, m.Position, index.IsNewcomer(m.Match.Id))),
                ]
            );
        }
        return new TalentFound(
            found.Total,
            found.First,
            [
                .. found
                    .Matches.Where(m => people.TryGetValue(m.Id, out var row) && Shown(row.Person, visitor))
                    .Select(m => new TalentHit(
                        people[m.Id].Person,
                        people[m.Id].Standing,
                        words.Freelancer(m, found.WeightsVersion)
                    )),
            ],
            found.Next,
            found.Previous,
            Counts(found.Facets),
            text.Length > 0 && index.Freelancers.Read(text).IsEmpty,
            [.. found.Advice.Select(a => new DropHint([.. a.Drop.Select(Named)], a.Matches))]
        );
    }

    /// <summary>How many freelancers anybody may see work in each category and trade, by its id.</summary>
    public async Task<IReadOnlyDictionary<string, int>> PerCategoryAsync(CancellationToken ct)
    {
        await index.ReadyAsync(ct);
        var all = index.Freelancers.Search(
            new FreelancerQuery
            {
                Filter = new FreelancerFilter { ForVisitors = true },
                Paging = new Paging(1),
                Today = DateOnly.FromDateTime(clock.UtcNow()),
            }
        );
        return Counts(all.Facets).Categories;
    }

    /// <summary>The index learns of a change a moment after it happened; what was read just now has the last word.</summary>
    private static bool Shown(ProfileRow person, Actor? visitor) =>
        visitor is not null || person.Visibility == ProfileVisibility.Public;

    /// <summary>The same for searches that ask for the same; not kept, only hashed.</summary>
    private static string AskedFor(TalentQuery query, string text) =>
        string.Join(
            '\n',
            [
                text,
                string.Join(',', query.Skills.Order(StringComparer.Ordinal)),
                query.CategoryId ?? "",
                $"{query.RateFrom}–{query.RateTo}",
                string.Join(',', query.Countries.Order(StringComparer.Ordinal)),
                string.Join(',', query.Languages.Order(StringComparer.Ordinal)),
                $"{query.AtLeast} {query.FreeBy:O}",
            ]
        );

    private FreelancerFilter Filter(TalentQuery query, Actor? visitor) =>
        new()
        {
            ForVisitors = visitor is null,
            Skills = [.. query.Skills.Select(concepts.OfSkill)],
            Categories = query.CategoryId is { } category ? [concepts.OfCategory(category)] : [],
            RateMinMinor = query.RateFrom?.Minor,
            RateMaxMinor = query.RateTo?.Minor,
            Currency = (query.RateFrom ?? query.RateTo)?.Currency.Code ?? TalentOptions.Reference,
            Countries = [.. query.Countries],
            Languages = [.. query.Languages.Select(l => new Matching.SpokenLanguage(l, Matching.LanguageLevel.Basic))],
            HoursPerWeek = query.AtLeast switch
            {
                Availability.Full => FullTimeHours,
                Availability.Part => PartTimeHours,
                _ => null,
            },
            AvailableBy = query.FreeBy,
        };

    private const int FullTimeHours = 30;
    private const int PartTimeHours = 10;

    private TalentCounts Counts(FreelancerFacets facets) =>
        new(
            facets
                .Categories.Select(c => (Category: concepts.Category(c.Value), c.Count))
                .Where(c => c.Category is not null)
                .ToDictionary(c => c.Category!.Id, c => c.Count),
            [
                .. facets
                    .Skills.Select(s => (Skill: concepts.Skill(s.Value), s.Count))
                    .Where(s => s.Skill is not null)
                    .Select(s => new Counted<Skill>(s.Skill!, s.Count)),
            ],
            [.. facets.Countries.Select(c => new Counted<string>(c.Value, c.Count))],
            [.. facets.Languages.Select(l => new Counted<string>(l.Value, l.Count))],
            facets.HoursPerWeek.FirstOrDefault(h => h.Value == FullTimeHours).Count,
            facets.HoursPerWeek.FirstOrDefault(h => h.Value == PartTimeHours).Count
        );

    private FilterInTheWay Named(FilterRef filter) =>
        new(
            filter.Kind,
            filter.Kind switch
            {
                FilterKind.Skill => concepts.Skill(filter.Concept)?.Id ?? "",
                FilterKind.Category => concepts.Category(filter.Concept)?.Id ?? "",
                _ => filter.Value,
            }
        );
}

/// <summary>Reads what a list of freelancers shows.</summary>
public sealed class TalentRows(ProfileViews profiles, ReputationViews reputation)
{
    /// <summary>Rows and reviews of those who may be listed at this moment.</summary>
    public async Task<Dictionary<Guid, (ProfileRow Person, Standing? Standing)>> OfAsync(
        IReadOnlyCollection<Guid> ids,
        CancellationToken ct
    )
    {
        var people = await profiles.RowsAsync(ids, ct);
        var standings = await reputation.FreelancersAsync(ids, ct);
        return people.ToDictionary(p => p.Key, p => (p.Value, standings.GetValueOrDefault(p.Key)));
    }
}
