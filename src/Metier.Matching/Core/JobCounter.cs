namespace Metier.Matching;

/// <summary>Counts jobs per value of each facet.</summary>
internal sealed class JobCounter(Pass<JobRow, JobFacts> pass, Vocabulary vocabulary, DateOnly today)
{
    private const int Listed = 30;
    private const int MostCategories = 200;
    private static readonly int[] Days = [1, 3, 7, 14];
    private static readonly int[] Proposals = [5, 10, 20];
    private readonly ulong _category = pass.BitsOf(FilterKind.Category);
    private readonly ulong _pay = pass.BitsOf(FilterKind.Pay);
    private readonly ulong _level = pass.BitsOf(FilterKind.Level);
    private readonly ulong _country = pass.BitsOf(FilterKind.Country);
    private readonly ulong _language = pass.BitsOf(FilterKind.Language);
    private readonly ulong _posted = pass.BitsOf(FilterKind.Posted);
    private readonly ulong _fewer = pass.BitsOf(FilterKind.Proposals);
    private readonly ulong _payment = pass.BitsOf(FilterKind.Payment);
    private readonly ulong _hired = pass.BitsOf(FilterKind.Hired);
    private readonly Tally _skills = new();
    private readonly Tally _categories = new();
    private readonly Tally _pays = new();
    private readonly Tally _levels = new();
    private readonly Tally _countries = new();
    private readonly Tally _languages = new();
    private readonly Tally _days = new();
    private readonly Tally _proposals = new();
    private int _verified;
    private int _hirers;

    /// <summary>Conditions no facet leaves aside.</summary>
    public ulong Hard =>
        pass.AllConditions & ~(_category | _pay | _level | _country | _language | _posted | _fewer | _payment | _hired);

    public void Count(JobFacts doc, ulong failed)
    {
        if (failed == 0)
        {
            foreach (var concept in doc.Concepts)
            {
                _skills.Add(concept);
            }
        }

        AddAll(_categories, (failed & ~_category) == 0, doc.Categories);
        AddAll(_languages, (failed & ~_language) == 0, doc.Languages);
        AddIf(_pays, (failed & ~_pay) == 0, (int)doc.Pay);
        if (doc.Level is { } level)
        {
            AddIf(_levels, (failed & ~_level) == 0, (int)level);
        }

        AddIf(_countries, (failed & ~_country) == 0 && doc.CountryCode > 0, doc.CountryCode);
        var age = today.DayNumber - doc.PostedDay;
        foreach (var days in Days)
        {
            AddIf(_days, (failed & ~_posted) == 0 && age <= days, days);
        }

        foreach (var fewer in Proposals)
        {
            AddIf(_proposals, (failed & ~_fewer) == 0 && doc.Proposals < fewer, fewer);
        }

        _verified += (failed & ~_payment) == 0 && doc.PaymentVerified ? 1 : 0;
        _hirers += (failed & ~_hired) == 0 && doc.ClientHires > 0 ? 1 : 0;
    }

    public JobFacets Facets() =>
        new()
        {
            Skills = _skills.Most(Listed, c => c),
            Categories = _categories.Most(MostCategories, c => c),
            Pay = _pays.Of(Enum.GetValues<JobPay>(), p => (int)p),
            Levels = _levels.Of(Enum.GetValues<ExperienceLevel>(), l => (int)l),
            Countries = _countries.Most(Listed, vocabulary.CodeText),
            Languages = _languages.Most(Listed, vocabulary.CodeText),
            PostedWithinDays = _days.Of(Days, d => d),
            ProposalsFewerThan = _proposals.Of(Proposals, p => p),
            PaymentVerified = _verified,
            ClientHired = _hirers,
        };

    private static void AddAll(Tally tally, bool counts, List<int> values)
    {
        if (counts)
        {
            foreach (var value in values)
            {
                tally.Add(value);
            }
        }
    }

    private static void AddIf(Tally tally, bool counts, int value)
    {
        if (counts)
        {
            tally.Add(value);
        }
    }
}
