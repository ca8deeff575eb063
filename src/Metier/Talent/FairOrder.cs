using System.Collections.Immutable;
using Metier.Matching;
using Metier.Matching.Fairness;
using Microsoft.Extensions.Logging;

namespace Metier.Talent;

/// <summary>What is wrong with the operator's rule on minimum shares.</summary>
public enum FairProblem
{
    /// <summary>There is no such grouping, or no group of the instance is declared.</summary>
    Grouping = 1,

    /// <summary>The grouping has no group of that name.</summary>
    Group = 2,

    /// <summary>A share is not from 0 to 100, or together they are more than 100.</summary>
    Shares = 3,

    /// <summary>The number of places is not from 1 to <see cref="FairOptions.MostPlaces"/>.</summary>
    Places = 4,
}

/// <summary>
/// The operator's rule on minimum shares, as the settings have it. What cannot be followed to the letter is not followed at
/// all, and the operator's page says why.
/// </summary>
public sealed class FairOrder
{
    private readonly TalentIndex index;
    private readonly TalentOptions options;

    public FairOrder(TalentIndex index, TalentOptions options, ILogger<FairOrder> log)
    {
        (this.index, this.options) = (index, options);
        var fair = options.Fair;
        By = Enum.TryParse<ExposureGrouping>(fair.By, ignoreCase: true, out var by) ? by : default;
        if (fair.Shares.Count == 0)
        {
            return;
        }
        Problem = Check(fair);
        if (Problem is { } problem)
        {
            log.LogWarning("The rule on minimum shares (Talent:Fair) is not followed: {Problem} is wrong", problem);
            return;
        }
        Rules = new FairRankingRules
        {
            Minimums =
            [
                .. fair
                    .Shares.OrderBy(s => s.Key, StringComparer.Ordinal)
                    .Select(s => new MinimumShare(s.Key, s.Value)),
            ],
            Places = fair.Places,
        };
    }

    /// <summary>How people are grouped.</summary>
    public ExposureGrouping By { get; }

    /// <summary>What holds; nothing while it is off.</summary>
    public FairRankingRules Rules { get; } = FairRankingRules.Off;

    /// <summary>Why the settings are not followed; null when they are, or there are none.</summary>
    public FairProblem? Problem { get; }

    /// <summary>Whether it changes any order.</summary>
    public bool On => Rules.On;

    /// <summary>
    /// These people in the order of the rule, and who of them stands before somebody with more points because of it. Nothing
    /// changes while it is off.
    /// </summary>
    internal (ImmutableArray<T> Order, IReadOnlySet<Guid> Lifted) Apply<T>(IReadOnlyList<T> ordered, Func<T, Guid> id)
    {
        if (!On)
        {
            return ([.. ordered], ImmutableHashSet<Guid>.Empty);
        }
        var order = FairRanking.Reorder(ordered, p => Group(id(p)), Rules);
        var was = ordered.Index().ToDictionary(p => id(p.Item), p => p.Index);
        var lifted = new HashSet<Guid>();
        var earliest = int.MaxValue;
        for (var at = order.Length - 1; at >= 0; at--)
        {
            var place = was[id(order[at])];
            if (place > earliest)
            {
                lifted.Add(id(order[at]));
            }
            earliest = Math.Min(earliest, place);
        }
        return (order, lifted);
    }

    private string Group(Guid id) =>
        index.Freelancers.Find(id) is { } document
            ? TalentGroups.Of(By, document, ExposureViews.IsNewcomer(document), options)
            : "";

    private FairProblem? Check(FairOptions fair)
    {
        var groups = TalentGroups.Names(By, options);
        return groups.Count == 0 ? FairProblem.Grouping
            : fair.Shares.Keys.Any(g => !groups.Contains(g)) ? FairProblem.Group
            : fair.Shares.Values.Any(s => s is < 0 or > 100) || fair.Shares.Values.Sum() > 100 ? FairProblem.Shares
            : fair.Places is < 1 or > FairOptions.MostPlaces ? FairProblem.Places
            : null;
    }
}

/// <summary>The groups people are counted by.</summary>
internal static class TalentGroups
{
    private const string Else = "Else";

    /// <summary>The groups of a grouping that a rule may name; none for one that is not known.</summary>
    public static IReadOnlyList<string> Names(ExposureGrouping grouping, TalentOptions options) =>
        grouping switch
        {
            ExposureGrouping.Newcomers => ["Newcomer", "Known"],
            ExposureGrouping.Languages => ["En", "Fr", "Both", "Other"],
            ExposureGrouping.Declared => [.. options.Groups.Keys],
            _ => [],
        };

    /// <summary>What a group is called in the language of the request; a declared one has the operator's own name.</summary>
    public static string Shown(ExposureGrouping grouping, string group) =>
        grouping == ExposureGrouping.Declared && group != Else ? group : LearningText.Find("group" + group) ?? group;

    /// <summary>The languages groups are told apart by.</summary>
    public static readonly ImmutableArray<string> Told = ["en", "fr"];

    /// <summary>The group of one person.</summary>
    /// <param name="newcomer">Whether they were one when it mattered.</param>
    public static string Of(
        ExposureGrouping grouping,
        FreelancerDocument document,
        bool newcomer,
        TalentOptions options
    ) => Of(grouping, newcomer, document.Country, [.. document.Languages.Select(l => l.Code)], options);

    /// <summary>The group of people with this in common.</summary>
    public static string Of(
        ExposureGrouping grouping,
        bool newcomer,
        string country,
        ImmutableArray<string> languages,
        TalentOptions options
    ) =>
        grouping switch
        {
            ExposureGrouping.Newcomers => newcomer ? "Newcomer" : "Known",
            ExposureGrouping.Languages => (languages.Contains("en"), languages.Contains("fr")) switch
            {
                (true, true) => "Both",
                (true, false) => "En",
                (false, true) => "Fr",
                _ => "Other",
            },
            _ => options
                .Groups.OrderBy(g => g.Key, StringComparer.Ordinal)
                .FirstOrDefault(g => g.Value.Contains(country, StringComparer.OrdinalIgnoreCase))
                .Key
                ?? Else,
        };
}
