using System.Collections.Immutable;
using Metier.Ledger;
using Metier.Matching;
using Metier.Platform;
using Metier.Profiles;
using Metier.Reputation;
using Metier.Taxonomy;
using LanguageLevel = Metier.Profiles.LanguageLevel;
using Standing = Metier.Reputation.Standing;

namespace Metier.Talent;

/// <summary>A search for freelancers. Only what is set filters.</summary>
public sealed record TalentQuery
{
    /// <summary>The most characters of a query that are read.</summary>
    public const int LongestText = 300;

    /// <summary>Words, "quoted phrases" and −exclusions, as typed.</summary>
    public string Text { get; init; } = "";

    /// <summary>Words that no text has stay as they are; otherwise those they are most like are searched for too.</summary>
    public bool AsTyped { get; init; }

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

    /// <summary>How well each of <see cref="Languages"/> is spoken at least; null: well enough to talk about the work.</summary>
    public LanguageLevel? Fluency { get; init; }

    /// <summary>Hours shared with a working day in <see cref="Zone"/>, 1 to 8.</summary>
    public int? SharedHours { get; init; }

    /// <summary>IANA time zone of whoever searches.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>Something here was changed or finished within so many days.</summary>
    public int? ActiveWithinDays { get; init; }

    /// <summary>Earned here by finished contracts.</summary>
    public Money? EarnedAtLeast { get; init; }

    /// <summary>Any of these levels, as people say themselves.</summary>
    public IReadOnlyList<Experience> Experiences { get; init; } = [];

    /// <summary>Job success of at least so many percent; whoever has none yet is left out.</summary>
    public int? SuccessAtLeast { get; init; }

    /// <summary>The operator has checked who they are.</summary>
    public bool IdentityVerified { get; init; }

    /// <summary>What people earned is counted in steps of this currency; null: not counted.</summary>
    public Currency? EarnedIn { get; init; }
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
)
{
    /// <summary>By the level at which the languages asked for are spoken at least; empty while none is asked for.</summary>
    public IReadOnlyDictionary<LanguageLevel, int> Fluency { get; init; } = new Dictionary<LanguageLevel, int>();

    /// <summary>By the least hours shared.</summary>
    public IReadOnlyDictionary<int, int> SharedHours { get; init; } = new Dictionary<int, int>();

    /// <summary>By days.</summary>
    public IReadOnlyDictionary<int, int> ActiveWithinDays { get; init; } = new Dictionary<int, int>();

    /// <summary>By what people say of themselves; those who say nothing are in none.</summary>
    public IReadOnlyDictionary<Experience, int> Experiences { get; init; } = new Dictionary<Experience, int>();

    /// <summary>By the least job success in percent.</summary>
    public IReadOnlyDictionary<int, int> Success { get; init; } = new Dictionary<int, int>();

    public int IdentityVerified { get; init; }

    /// <summary>By the least earned, in minor units of the currency asked in.</summary>
    public IReadOnlyDictionary<long, int> Earned { get; init; } = new Dictionary<long, int>();
}

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
)
{
    /// <summary>
    /// The index is being built for the first time: this is read straight from the database, the newest first, neither
    /// ranked nor counted; <see cref="Total"/> is what the page shows.
    /// </summary>
    public bool Preparing { get; init; }

    /// <summary>While preparing: some of the filters asked for wait for the index.</summary>
    public bool NotApplied { get; init; }

    /// <summary>What was searched for in place of words that no text has.</summary>
    public IReadOnlyList<Correction> Corrected { get; init; } = [];
}

/// <summary>Finds freelancers: visitors among public profiles, signed-in people among all that are listed.</summary>
public sealed class SearchTalent(
    TalentIndex index,
    TalentConcepts concepts,
    RankingWords words,
    TalentRows rows,
    RankingLog shown,
    SearchTerms terms,
    AnswerTimes times,
    TalentFromDatabase plain,
    FairOrder fair
)
{
    /// <summary>The levels a language may be asked at.</summary>
    public static readonly LanguageLevel[] Fluencies = [LanguageLevel.Fluent, LanguageLevel.Native];

    /// <summary>The shared hours that may be asked for.</summary>
    public static readonly int[] SharedHours = [2, 4, 6];

    /// <summary>The days within which somebody may be asked to have been active.</summary>
    public static readonly int[] ActiveDays = [7, 30, 90];

    /// <summary>What may be asked to have been earned, in whole units of the instance's currency.</summary>
    public static readonly int[] Earnings = [1, 1_000, 10_000];

    /// <summary>The job success that may be asked for, in percent; the engine counts these.</summary>
    public static readonly int[] Successes = [70, 80, 90];

    /// <summary>One page, with the reasons in the language of the request.</summary>
    public async Task<TalentFound> RunAsync(TalentQuery query, Actor? visitor, CancellationToken ct)
    {
        if (!await index.ReadySoonAsync(ct))
        {
            return await plain.RunAsync(query, visitor, ct);
        }
        var asked = WithSteps(terms.Talent(query, visitor is null), query.EarnedIn) with { Corrects = !query.AsTyped };
        var found = times.Measure(
            AnswerKind.Talent,
            asked.Text.Length,
            query.Skills.Count,
            () => index.Freelancers.Search(asked),
            f => f.Total
        );
        if (found is { Total: > 0, First: 0 })
        {
            // The key leads behind the last one: somebody's list became shorter. The beginning says more than nothing.
            found = index.Freelancers.Search(asked with { Paging = new Paging(query.Size) });
        }
        var ranked = query.Sort == SortOrder.BestMatch && found.First == 1;
        // Among those of the first page alone, so that the next one begins where it would have begun.
        var (order, lifted) = fair.Apply(ranked ? found.Matches : [], m => m.Id);
        order = ranked ? order : found.Matches;
        var people = await rows.OfAsync([.. order.Select(m => m.Id)], ct);
        if (query.Sort == SortOrder.BestMatch)
        {
            shown.Shown(
                RankingRole.FreelancersForAJob,
                visitor?.ClientId,
                null,
                AskedFor(query, asked.Text),
                found.WeightsVersion,
                [
                    .. order
                        .Select((m, at) => (Match: m, Position: found.First + at))
                        .Where(m => people.TryGetValue(m.Match.Id, out var row) && Shown(row.Person, visitor))
                        .Select(m => ShownItem.Of(m.Match, m.Position, index.IsNewcomer(m.Match.Id))),
                ]
            );
        }
        return new TalentFound(
            found.Total,
            found.First,
            [
                .. order
                    .Where(m => people.TryGetValue(m.Id, out var row) && Shown(row.Person, visitor))
                    .Select(m => new TalentHit(
                        people[m.Id].Person,
                        people[m.Id].Standing,
                        words.Freelancer(m, found.WeightsVersion, lifted.Contains(m.Id))
                    )),
            ],
            found.Next,
            found.Previous,
            Counts(found.Facets),
            asked.Text.Length > 0 && index.Freelancers.Read(asked.Text).IsEmpty,
            [.. found.Advice.Select(a => new DropHint([.. a.Drop.Select(Named)], a.Matches))]
        )
        {
            Corrected = found.Corrected,
        };
    }

    /// <summary>
    /// How many freelancers anybody may see work in each category and trade, by its id; nothing while the index is built for
    /// the first time.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, int>> PerCategoryAsync(CancellationToken ct)
    {
        if (!await index.ReadySoonAsync(ct))
        {
            return new Dictionary<string, int>();
        }
        var all = index.Freelancers.Search(
            new FreelancerQuery
            {
                Filter = new FreelancerFilter { ForVisitors = true },
                Paging = new Paging(1),
                Today = terms.Today,
            }
        );
        return Categories(all.Facets);
    }

    /// <summary>The index learns of a change a moment after it happened; what was read just now has the last word.</summary>
    internal static bool Shown(ProfileRow person, Actor? visitor) =>
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
                $"{query.AtLeast} {query.FreeBy:O} {query.Fluency} {query.SharedHours} {query.ActiveWithinDays}",
                $"{query.EarnedAtLeast} {query.SuccessAtLeast} {query.IdentityVerified}",
                string.Join(',', query.Experiences.Order()),
            ]
        );

    private TalentCounts Counts(FreelancerFacets facets) =>
        new(
            Categories(facets),
            [
                .. facets
                    .Skills.Select(s => (Skill: concepts.Skill(s.Value), s.Count))
                    .Where(s => s.Skill is not null)
                    .Select(s => new Counted<Skill>(s.Skill!, s.Count)),
            ],
            [.. facets.Countries.Select(c => new Counted<string>(c.Value, c.Count))],
            [.. facets.Languages.Select(l => new Counted<string>(l.Value, l.Count))],
            facets.HoursPerWeek.FirstOrDefault(h => h.Value == SearchTerms.FullTimeHours).Count,
            facets.HoursPerWeek.FirstOrDefault(h => h.Value == SearchTerms.PartTimeHours).Count
        )
        {
            Fluency = Fluencies
                .Where(l => facets.Fluency.Any(f => f.Value == SearchTerms.Level(l)))
                .ToDictionary(l => l, l => facets.Fluency.First(f => f.Value == SearchTerms.Level(l)).Count),
            SharedHours = facets.SharedHours.ToDictionary(s => s.Value, s => s.Count),
            ActiveWithinDays = facets.ActiveWithinDays.ToDictionary(a => a.Value, a => a.Count),
            Experiences = Enum.GetValues<Experience>()
                .ToDictionary(
                    e => e,
                    e => facets.Levels.FirstOrDefault(l => l.Value == FreelancerDocuments.Level(e)).Count
                ),
            Success = facets.JobSuccess.ToDictionary(s => s.Value, s => s.Count),
            IdentityVerified = facets.IdentityVerified,
            Earned = facets.EarnedMinor.ToDictionary(e => e.Value, e => e.Count),
        };

    /// <summary>The steps of the scales the page offers, counted in the pass of the search itself.</summary>
    private static FreelancerQuery WithSteps(FreelancerQuery asked, Currency? countedIn) =>
        asked with
        {
            Steps = new FreelancerSteps
            {
                ActiveWithinDays = [.. ActiveDays],
                EarnedMinor = countedIn is { } unit ? [.. Earnings.Select(e => unit.Major(e).Minor)] : [],
                Currency = countedIn?.Code ?? TalentOptions.Reference,
                // A visitor has no working day here to compare with.
                SharedHours = asked.Filter is { ForVisitors: true, SharedHoursAtLeast: null } ? [] : [.. SharedHours],
                Fluency = asked.Filter.Languages.IsEmpty ? [] : [.. Fluencies.Select(l => SearchTerms.Level(l))],
            },
        };

    private Dictionary<string, int> Categories(FreelancerFacets facets) =>
        facets
            .Categories.Select(c => (Category: concepts.Category(c.Value), c.Count))
            .Where(c => c.Category is not null)
            .ToDictionary(c => c.Category!.Id, c => c.Count);

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
