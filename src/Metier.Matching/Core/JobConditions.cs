using System.Globalization;

namespace Metier.Matching;

/// <summary>The active filters of a search for jobs as tests, each droppable by itself.</summary>
internal static class JobConditions
{
    public static IEnumerable<Condition<JobDocument>> Of(JobFilter filter, DateOnly today, CurrencyTable currencies) =>
        Work(filter).Concat(Pay(filter, currencies)).Concat(Circumstances(filter, today));

    private static IEnumerable<Condition<JobDocument>> Work(JobFilter filter)
    {
        foreach (var skill in filter.Skills.Distinct())
        {
            yield return Where(
                FilterKind.Skill,
                "",
                d => d.MustHave.Contains(skill) || d.NiceToHave.Contains(skill),
                skill
            );
        }

        if (!filter.Categories.IsEmpty)
        {
            var wanted = filter.Categories;
            var only = wanted.Length == 1 ? wanted[0] : 0;
            yield return Where(FilterKind.Category, "", d => d.Categories.Any(c => wanted.Contains(c)), only);
        }

        if (!filter.Levels.IsEmpty)
        {
            yield return Where(FilterKind.Level, "", d => d.Level is { } level && filter.Levels.Contains(level));
        }

        if (!filter.Languages.IsEmpty)
        {
            var only = filter.Languages.Length == 1 ? filter.Languages[0] : "";
            yield return Where(FilterKind.Language, only, d => d.Languages.Any(l => filter.Languages.Contains(l)));
        }
    }

    private static IEnumerable<Condition<JobDocument>> Pay(JobFilter filter, CurrencyTable currencies)
    {
        if (filter.Pay is { } pay)
        {
            yield return Where(FilterKind.Pay, pay.ToString(), d => d.Pay == pay);
        }

        if (currencies.ToReference(filter.RateAtLeastMinor, filter.Currency) is { } rate)
        {
            yield return Where(FilterKind.Rate, "", d => d.Pay != JobPay.Hourly || Reaches(d, rate, currencies));
        }

        if (currencies.ToReference(filter.BudgetAtLeastMinor, filter.Currency) is { } budget)
        {
            yield return Where(
                FilterKind.Budget,
                "",
                d => d.Pay != JobPay.FixedPrice || Reaches(d, budget, currencies)
            );
        }
    }

    /// <summary>A job whose price is open reaches any amount.</summary>
    private static bool Reaches(JobDocument job, long least, CurrencyTable currencies) =>
        (job.BudgetMaxMinor ?? job.BudgetMinMinor) is not { } offered
        || currencies.ToReference(offered, job.Currency) >= least;

    private static IEnumerable<Condition<JobDocument>> Circumstances(JobFilter filter, DateOnly today)
    {
        if (!filter.Countries.IsEmpty)
        {
            var only = filter.Countries.Length == 1 ? filter.Countries[0] : "";
            yield return Where(FilterKind.Country, only, d => filter.Countries.Contains(d.Country));
        }

        if (filter.PostedWithinDays is { } days)
        {
            var since = today.AddDays(-days);
            yield return Where(FilterKind.Posted, Number(days), d => DateOnly.FromDateTime(d.PostedAt) >= since);
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

    private static Condition<JobDocument> Where(
        FilterKind kind,
        string value,
        Func<JobDocument, bool> holds,
        int concept = 0
    ) => new(new FilterRef(kind, value, concept), holds);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Counts jobs per value of each facet.</summary>
internal sealed class JobCounter(Search<JobDocument> search, DateOnly today)
{
    private const int Listed = 30;
    private static readonly int[] Days = [1, 3, 7, 14];
    private static readonly int[] Proposals = [5, 10, 20];
    private readonly ulong _category = search.BitsOf(FilterKind.Category);
    private readonly ulong _pay = search.BitsOf(FilterKind.Pay);
    private readonly ulong _level = search.BitsOf(FilterKind.Level);
    private readonly ulong _country = search.BitsOf(FilterKind.Country);
    private readonly ulong _language = search.BitsOf(FilterKind.Language);
    private readonly ulong _posted = search.BitsOf(FilterKind.Posted);
    private readonly ulong _fewer = search.BitsOf(FilterKind.Proposals);
    private readonly ulong _payment = search.BitsOf(FilterKind.Payment);
    private readonly ulong _hired = search.BitsOf(FilterKind.Hired);
    private readonly Tally<int> _skills = new();
    private readonly Tally<int> _categories = new();
    private readonly Tally<JobPay> _pays = new();
    private readonly Tally<ExperienceLevel> _levels = new();
    private readonly Tally<string> _countries = new();
    private readonly Tally<string> _languages = new();
    private readonly Tally<int> _days = new();
    private readonly Tally<int> _proposals = new();
    private int _verified;
    private int _hirers;

    public void Count(Seen<JobDocument> seen)
    {
        var doc = seen.Entry.Document;
        var failed = seen.Failed;
        var age = today.DayNumber - DateOnly.FromDateTime(doc.PostedAt).DayNumber;
        FreelancerCounter.AddIf(failed == 0, _skills, seen.Entry.Concepts);
        FreelancerCounter.AddIf((failed & ~_category) == 0, _categories, doc.Categories.Distinct());
        FreelancerCounter.AddIf((failed & ~_pay) == 0, _pays, [doc.Pay]);
        FreelancerCounter.AddIf((failed & ~_level) == 0 && doc.Level is not null, _levels, [doc.Level ?? default]);
        FreelancerCounter.AddIf((failed & ~_country) == 0 && doc.Country.Length > 0, _countries, [doc.Country]);
        FreelancerCounter.AddIf((failed & ~_language) == 0, _languages, doc.Languages.Distinct());
        FreelancerCounter.AddIf((failed & ~_posted) == 0, _days, Days.Where(d => age <= d));
        FreelancerCounter.AddIf((failed & ~_fewer) == 0, _proposals, Proposals.Where(p => doc.Proposals < p));
        _verified += (failed & ~_payment) == 0 && doc.PaymentVerified ? 1 : 0;
        _hirers += (failed & ~_hired) == 0 && doc.ClientHires > 0 ? 1 : 0;
    }

    public JobFacets Facets() =>
        new()
        {
            Skills = _skills.Most(Listed),
            Categories = _categories.Most(200),
            Pay = _pays.Of(Enum.GetValues<JobPay>()),
            Levels = _levels.Of(Enum.GetValues<ExperienceLevel>()),
            Countries = _countries.Most(Listed),
            Languages = _languages.Most(Listed),
            PostedWithinDays = _days.Of(Days),
            ProposalsFewerThan = _proposals.Of(Proposals),
            PaymentVerified = _verified,
            ClientHired = _hirers,
        };
}
