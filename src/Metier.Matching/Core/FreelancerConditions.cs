using System.Globalization;

namespace Metier.Matching;

/// <summary>The active filters of a search for freelancers as tests, each droppable by itself.</summary>
internal static class FreelancerConditions
{
    public static IEnumerable<Condition<FreelancerDocument>> Of(
        FreelancerFilter filter,
        DateOnly today,
        CurrencyTable currencies
    ) => Work(filter).Concat(Money(filter, currencies)).Concat(Person(filter, today)).Concat(Proof(filter));

    private static IEnumerable<Condition<FreelancerDocument>> Work(FreelancerFilter filter)
    {
        foreach (var skill in filter.Skills.Distinct())
        {
            yield return Where(FilterKind.Skill, "", skill, d => d.Skills.Contains(skill));
        }

        if (!filter.Categories.IsEmpty)
        {
            var wanted = filter.Categories;
            var only = wanted.Length == 1 ? wanted[0] : 0;
            yield return Where(FilterKind.Category, "", only, d => d.Categories.Any(c => wanted.Contains(c)));
        }

        if (!filter.Levels.IsEmpty)
        {
            yield return Where(FilterKind.Level, "", 0, d => d.Level is { } level && filter.Levels.Contains(level));
        }

        if (filter.HoursPerWeek is { } hours)
        {
            yield return Where(FilterKind.Availability, Number(hours), 0, d => d.HoursPerWeek >= hours);
        }

        if (filter.AvailableBy is { } by)
        {
            var shown = by.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            yield return Where(FilterKind.Availability, shown, 0, d => d.AvailableFrom is not { } from || from <= by);
        }
    }

    private static IEnumerable<Condition<FreelancerDocument>> Money(FreelancerFilter filter, CurrencyTable currencies)
    {
        var least = currencies.ToReference(filter.RateMinMinor, filter.Currency);
        var most = currencies.ToReference(filter.RateMaxMinor, filter.Currency);
        if (least is not null || most is not null)
        {
            yield return Where(
                FilterKind.Rate,
                "",
                0,
                d =>
                    currencies.ToReference(d.RateMinor, d.Currency) is { } rate
                    && rate >= (least ?? 0)
                    && rate <= (most ?? long.MaxValue)
            );
        }

        if (currencies.ToReference(filter.EarnedAtLeastMinor, filter.Currency) is { } earned)
        {
            yield return Where(
                FilterKind.Earned,
                "",
                0,
                d => currencies.ToReference(d.EarnedMinor, d.Currency) >= earned
            );
        }
    }

    private static IEnumerable<Condition<FreelancerDocument>> Person(FreelancerFilter filter, DateOnly today)
    {
        if (!filter.Countries.IsEmpty)
        {
            var only = filter.Countries.Length == 1 ? filter.Countries[0] : "";
            yield return Where(FilterKind.Country, only, 0, d => filter.Countries.Contains(d.Country));
        }

        foreach (var wanted in filter.Languages.Distinct())
        {
            yield return Where(
                FilterKind.Language,
                wanted.Code,
                (int)wanted.Level,
                d => d.Languages.Any(l => l.Code == wanted.Code && l.Level >= wanted.Level)
            );
        }

        if (filter.ActiveWithinDays is { } days)
        {
            var since = today.AddDays(-days);
            yield return Where(FilterKind.LastActive, Number(days), 0, d => d.LastActive >= since);
        }

        if (filter.SharedHoursAtLeast is { } shared)
        {
            var there = filter.UtcOffsetMinutes;
            yield return Where(
                FilterKind.SharedHours,
                Number(shared),
                0,
                d => d.UtcOffsetMinutes is { } here && FeatureMath.SharedHours(here, there) >= shared
            );
        }
    }

    private static IEnumerable<Condition<FreelancerDocument>> Proof(FreelancerFilter filter)
    {
        if (filter.JobSuccessAtLeast is { } least)
        {
            yield return Where(FilterKind.JobSuccess, Number(least), 0, d => d.JobSuccess >= least);
        }

        if (filter.BadgeAtLeast is { } badge)
        {
            yield return Where(FilterKind.Badge, badge.ToString(), 0, d => d.Badge >= badge);
        }

        if (filter.IdentityVerified)
        {
            yield return Where(FilterKind.Identity, "", 0, d => d.IdentityVerified);
        }

        foreach (var test in filter.TestsPassed.Distinct())
        {
            yield return Where(FilterKind.Test, "", test, d => d.Tests.Any(t => t.Concept == test));
        }
    }

    private static Condition<FreelancerDocument> Where(
        FilterKind kind,
        string value,
        int concept,
        Func<FreelancerDocument, bool> holds
    ) => new(new FilterRef(kind, value, concept), holds);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Counts freelancers per value of each facet.</summary>
internal sealed class FreelancerCounter(Search<FreelancerDocument> search)
{
    private const int Listed = 30;
    private static readonly int[] Successes = [70, 80, 90];
    private static readonly int[] Hours = [10, 20, 30];
    private readonly ulong _category = search.BitsOf(FilterKind.Category);
    private readonly ulong _country = search.BitsOf(FilterKind.Country);
    private readonly ulong _level = search.BitsOf(FilterKind.Level);
    private readonly ulong _success = search.BitsOf(FilterKind.JobSuccess);
    private readonly ulong _badge = search.BitsOf(FilterKind.Badge);
    private readonly ulong _availability = search.BitsOf(FilterKind.Availability);
    private readonly ulong _identity = search.BitsOf(FilterKind.Identity);
    private readonly Tally<int> _skills = new();
    private readonly Tally<int> _categories = new();
    private readonly Tally<string> _countries = new();
    private readonly Tally<string> _languages = new();
    private readonly Tally<ExperienceLevel> _levels = new();
    private readonly Tally<int> _successes = new();
    private readonly Tally<TalentBadge> _badges = new();
    private readonly Tally<int> _hours = new();
    private readonly Tally<int> _tests = new();
    private int _verified;

    public void Count(Seen<FreelancerDocument> seen)
    {
        var doc = seen.Entry.Document;
        var failed = seen.Failed;
        if (failed == 0)
        {
            AddAll(_skills, seen.Entry.Concepts);
            AddAll(_languages, doc.Languages.Select(l => l.Code).Distinct());
            AddAll(_tests, doc.Tests.Select(t => t.Concept).Distinct());
        }

        AddIf((failed & ~_category) == 0, _categories, doc.Categories.Distinct());
        AddIf((failed & ~_country) == 0 && doc.Country.Length > 0, _countries, [doc.Country]);
        AddIf((failed & ~_level) == 0 && doc.Level is not null, _levels, [doc.Level ?? default]);
        AddIf((failed & ~_success) == 0, _successes, Successes.Where(s => doc.JobSuccess >= s));
        AddIf(
            (failed & ~_badge) == 0,
            _badges,
            Enum.GetValues<TalentBadge>().Where(b => b > TalentBadge.None && doc.Badge >= b)
        );
        AddIf((failed & ~_availability) == 0, _hours, Hours.Where(h => doc.HoursPerWeek >= h));
        _verified += (failed & ~_identity) == 0 && doc.IdentityVerified ? 1 : 0;
    }

    public FreelancerFacets Facets() =>
        new()
        {
            Skills = _skills.Most(Listed),
            Categories = _categories.Most(200),
            Countries = _countries.Most(Listed),
            Languages = _languages.Most(Listed),
            Levels = _levels.Of(Enum.GetValues<ExperienceLevel>()),
            JobSuccess = _successes.Of(Successes),
            Badges = _badges.Of(Enum.GetValues<TalentBadge>().Where(b => b > TalentBadge.None)),
            HoursPerWeek = _hours.Of(Hours),
            Tests = _tests.Most(Listed),
            IdentityVerified = _verified,
        };

    internal static void AddIf<T>(bool counts, Tally<T> tally, IEnumerable<T> values)
        where T : notnull
    {
        if (counts)
        {
            AddAll(tally, values);
        }
    }

    internal static void AddAll<T>(Tally<T> tally, IEnumerable<T> values)
        where T : notnull
    {
        foreach (var value in values)
        {
            tally.Add(value);
        }
    }
}
