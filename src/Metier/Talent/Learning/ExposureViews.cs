using Metier.Matching;
using Metier.Matching.Fairness;
using Metier.Matching.Learning;
using Metier.Platform;

namespace Metier.Talent;

/// <summary>By what people are grouped in the report on exposure.</summary>
public enum ExposureGrouping
{
    /// <summary>Fewer contracts than a shortlist's rules say, when they were shown.</summary>
    Newcomers = 1,

    /// <summary>English, French, both, neither.</summary>
    Languages = 2,

    /// <summary>Groups of countries that the operator declared: <see cref="TalentOptions.Groups"/>.</summary>
    Declared = 3,
}

/// <summary>The report for a range of days.</summary>
/// <param name="Shortened">There were more lists; these are the first.</param>
public sealed record ExposureFound(ExposureReport Report, bool Shortened);

/// <summary>Measures who was seen how much among the freelancers who may be listed now.</summary>
public sealed class ExposureViews
{
    /// <summary>So many lists are read at the most.</summary>
    public const int MostLists = 20_000;

    private readonly TrainingData data;
    private readonly TalentIndex index;
    private readonly TalentOptions options;

    internal ExposureViews(TrainingData data, TalentIndex index, TalentOptions options)
    {
        this.data = data;
        this.index = index;
        this.options = options;
    }

    /// <summary>The name of a group, in the language of the request; a declared one has the operator's own.</summary>
    public static string Name(ExposureGrouping grouping, string group) => TalentGroups.Shown(grouping, group);

    /// <param name="to">The last day, included.</param>
    public async Task<ExposureFound> RunAsync(
        ExposureGrouping grouping,
        DateOnly from,
        DateOnly to,
        CancellationToken ct
    )
    {
        await index.ReadyAsync(ct);
        const RankingRole role = RankingRole.FreelancersForAJob;
        var (begin, end) = (Midnight(from), Midnight(to.AddDays(1)));
        var outcomes = await data.OutcomesAsync(role, begin, ct);
        var chosen = await data.AttributeAsync(role, begin, outcomes, ct);
        var lists = new List<IReadOnlyList<ExposedPerson>>();
        var shortened = false;
        var groups = new Dictionary<(Guid Id, bool Newcomer), string?>();
        // Null for people who are not listed any more: nothing is known of them. The same few are on many lists.
        string? Of(ShownItem item) =>
            groups.TryGetValue((item.Id, item.Newcomer), out var known)
                ? known
                : groups[(item.Id, item.Newcomer)] = index.Freelancers.Find(item.Id) is { } found
                    ? TalentGroups.Of(grouping, found, item.Newcomer, options)
                    : null;
        await foreach (var list in data.ListsAsync(role, begin, end, ct))
        {
            if (lists.Count == MostLists)
            {
                shortened = true;
                break;
            }
            var gains = chosen.GetValueOrDefault(list.Id);
            lists.Add([
                .. ShownItem
                    .Unpack(list.Items, values: false)
                    .Select(i => (Item: i, Group: Of(i)))
                    .Where(i => i.Group is not null)
                    .Select(i => new ExposedPerson(
                        i.Item.Id,
                        i.Item.Position,
                        i.Group!,
                        Gains.Of(gains?.GetValueOrDefault(i.Item.Id) ?? Outcomes.None)
                    )),
            ]);
        }
        return new ExposureFound(ExposureReport.Of(lists, People(grouping)), shortened);
    }

    /// <summary>How many of each group may be listed now, by the index of this node.</summary>
    private Dictionary<string, int> People(ExposureGrouping grouping) =>
        index
            .Freelancers.Census(
                ShortlistForJob.Numbers.NewcomerContractsBelow,
                grouping == ExposureGrouping.Languages ? TalentGroups.Told : []
            )
            .GroupBy(
                l => TalentGroups.Of(grouping, l.FewContracts, l.Country, l.Languages, options),
                l => l.Count,
                StringComparer.Ordinal
            )
            .ToDictionary(g => g.Key, g => g.Sum(), StringComparer.Ordinal);

    internal static bool IsNewcomer(FreelancerDocument? document) =>
        document?.ContractsDone < ShortlistForJob.Numbers.NewcomerContractsBelow;

    private static DateTime Midnight(DateOnly day) => day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
}
