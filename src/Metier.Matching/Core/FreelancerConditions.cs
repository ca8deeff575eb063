using System.Globalization;

namespace Metier.Matching;

/// <summary>The active filters of a search for freelancers as tests, each droppable by itself.</summary>
internal static class FreelancerConditions
{
    public static IEnumerable<Condition<FreelancerFacts>> Of(
        FreelancerFilter filter,
        DateOnly today,
        CurrencyTable currencies,
        Vocabulary vocabulary
    ) => Work(filter).Concat(Money(filter, currencies)).Concat(Person(filter, today, vocabulary)).Concat(Proof(filter));

    private static IEnumerable<Condition<FreelancerFacts>> Work(FreelancerFilter filter)
    {
        foreach (var skill in filter.Skills.Distinct())
        {
            yield return Where(FilterKind.Skill, "", skill, d => d.Holds(skill)) with
            {
                Keys = [Term.Key(TermKind.Skill, skill)],
            };
        }

        if (!filter.Categories.IsEmpty)
        {
            var wanted = filter.Categories;
            var only = wanted.Length == 1 ? wanted[0] : 0;
            yield return Where(FilterKind.Category, "", only, d => d.Categories.Exists(c => wanted.Contains(c))) with
            {
                Keys = [.. wanted.Select(c => Term.Key(TermKind.Category, c))],
            };
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

    private static IEnumerable<Condition<FreelancerFacts>> Money(FreelancerFilter filter, CurrencyTable currencies)
    {
        var least = currencies.ToReference(filter.RateMinMinor, filter.Currency);
        var most = currencies.ToReference(filter.RateMaxMinor, filter.Currency);
        if (least is not null || most is not null)
        {
            yield return Where(
                FilterKind.Rate,
                "",
                0,
                d => d.RateReference is { } rate && rate >= (least ?? 0) && rate <= (most ?? long.MaxValue)
            ) with
            {
                Rates = (RateStep.Of(Math.Max(0, least ?? 0)), RateStep.Of(most ?? long.MaxValue)),
            };
        }

        if (currencies.ToReference(filter.EarnedAtLeastMinor, filter.Currency) is { } earned)
        {
            yield return Where(FilterKind.Earned, "", 0, d => d.EarnedReference >= earned);
        }
    }

    private static IEnumerable<Condition<FreelancerFacts>> Person(
        FreelancerFilter filter,
        DateOnly today,
        Vocabulary vocabulary
    )
    {
        if (!filter.Countries.IsEmpty)
        {
            var only = filter.Countries.Length == 1 ? filter.Countries[0] : "";
            var codes = filter.Countries.Select(vocabulary.FindCode).ToHashSet();
            yield return Where(FilterKind.Country, only, 0, d => codes.Contains(d.CountryCode));
        }

        foreach (var wanted in filter.Languages.Distinct())
        {
            var code = vocabulary.FindCode(wanted.Code);
            yield return Where(
                FilterKind.Language,
                wanted.Code,
                (int)wanted.Level,
                d => d.Languages.Exists(l => l.Code == code && l.Level >= wanted.Level)
            );
        }

        if (filter.ActiveWithinDays is { } days)
        {
            var since = today.DayNumber - days;
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

    private static IEnumerable<Condition<FreelancerFacts>> Proof(FreelancerFilter filter)
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
            yield return Where(FilterKind.Test, "", test, d => d.Tests.Exists(t => t.Concept == test)) with
            {
                Keys = [Term.Key(TermKind.Test, test)],
            };
        }
    }

    private static Condition<FreelancerFacts> Where(
        FilterKind kind,
        string value,
        int concept,
        Func<FreelancerFacts, bool> holds
    ) => new(new FilterRef(kind, value, concept), holds);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
