using System.Globalization;

namespace Metier.Matching;

/// <summary>The active filters of a search for jobs as tests, each droppable by itself.</summary>
internal static class JobConditions
{
    public static IEnumerable<Condition<JobFacts>> Of(
        JobFilter filter,
        DateOnly today,
        CurrencyTable currencies,
        Vocabulary vocabulary
    ) => Work(filter, vocabulary).Concat(Pay(filter, currencies)).Concat(Circumstances(filter, today, vocabulary));

    private static IEnumerable<Condition<JobFacts>> Work(JobFilter filter, Vocabulary vocabulary)
    {
        foreach (var skill in filter.Skills.Distinct())
        {
            yield return Where(FilterKind.Skill, "", d => d.Holds(skill), skill) with
            {
                Keys = [Term.Key(TermKind.Skill, skill)],
            };
        }

        if (!filter.Categories.IsEmpty)
        {
            var wanted = filter.Categories;
            var only = wanted.Length == 1 ? wanted[0] : 0;
            yield return Where(FilterKind.Category, "", d => d.Categories.Exists(c => wanted.Contains(c)), only) with
            {
                Keys = [.. wanted.Select(c => Term.Key(TermKind.Category, c))],
            };
        }

        if (!filter.Levels.IsEmpty)
        {
            yield return Where(FilterKind.Level, "", d => d.Level is { } level && filter.Levels.Contains(level));
        }

        if (!filter.Languages.IsEmpty)
        {
            var only = filter.Languages.Length == 1 ? filter.Languages[0] : "";
            var codes = filter.Languages.Select(vocabulary.FindCode).ToHashSet();
            yield return Where(FilterKind.Language, only, d => d.Languages.Exists(codes.Contains));
        }
    }

    private static IEnumerable<Condition<JobFacts>> Pay(JobFilter filter, CurrencyTable currencies)
    {
        if (filter.Pay is { } pay)
        {
            yield return Where(FilterKind.Pay, pay.ToString(), d => d.Pay == pay);
        }

        if (currencies.ToReference(filter.RateAtLeastMinor, filter.Currency) is { } rate)
        {
            yield return Where(FilterKind.Rate, "", d => d.Pay != JobPay.Hourly || Reaches(d, rate));
        }

        if (currencies.ToReference(filter.BudgetAtLeastMinor, filter.Currency) is { } budget)
        {
            yield return Where(FilterKind.Budget, "", d => d.Pay != JobPay.FixedPrice || Reaches(d, budget));
        }
    }

    /// <summary>A job whose price is open reaches any amount.</summary>
    private static bool Reaches(JobFacts job, long least) => !job.HasPrice || job.OfferedReference >= least;

    private static IEnumerable<Condition<JobFacts>> Circumstances(
        JobFilter filter,
        DateOnly today,
        Vocabulary vocabulary
    )
    {
        if (!filter.Countries.IsEmpty)
        {
            var only = filter.Countries.Length == 1 ? filter.Countries[0] : "";
            var codes = filter.Countries.Select(vocabulary.FindCode).ToHashSet();
            yield return Where(FilterKind.Country, only, d => codes.Contains(d.CountryCode));
        }

        if (filter.PostedWithinDays is { } days)
        {
            var since = today.DayNumber - days;
            yield return Where(FilterKind.Posted, Number(days), d => d.PostedDay >= since);
        }

        if (filter.ProposalsFewerThan is { } fewer)
        {
            yield return Where(FilterKind.Proposals, Number(fewer), d => d.Proposals < fewer);
        }

        if (filter.PaymentVerified)
        {
            yield return Where(FilterKind.Payment, "", d => d.PaymentVerified);
        }

        if (filter.ClientHired)
        {
            yield return Where(FilterKind.Hired, "", d => d.ClientHires > 0);
        }
    }

    private static Condition<JobFacts> Where(
        FilterKind kind,
        string value,
        Func<JobFacts, bool> holds,
        int concept = 0
    ) => new(new FilterRef(kind, value, concept), holds);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
