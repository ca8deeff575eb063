namespace Metier.Matching;

/// <summary>Counts freelancers per value of each facet.</summary>
internal sealed class FreelancerCounter(
    Pass<FreelancerRow, FreelancerFacts> pass,
    Vocabulary vocabulary,
    StepCounter steps
)
{
    private const int Listed = 30;
    private const int MostCategories = 200;
    private static readonly int[] Successes = [70, 80, 90];
    private static readonly int[] Hours = [10, 20, 30];
    private static readonly TalentBadge[] BadgesShown =
    [
        .. Enum.GetValues<TalentBadge>().Where(b => b > TalentBadge.None),
    ];
    private readonly ulong _category = pass.BitsOf(FilterKind.Category);
    private readonly ulong _country = pass.BitsOf(FilterKind.Country);
    private readonly ulong _level = pass.BitsOf(FilterKind.Level);
    private readonly ulong _success = pass.BitsOf(FilterKind.JobSuccess);
    private readonly ulong _badge = pass.BitsOf(FilterKind.Badge);
    private readonly ulong _availability = pass.BitsOf(FilterKind.Availability);
    private readonly ulong _identity = pass.BitsOf(FilterKind.Identity);
    private readonly Tally _skills = new();
    private readonly Tally _categories = new();
    private readonly Tally _countries = new();
    private readonly Tally _languages = new();
    private readonly Tally _levels = new();
    private readonly Tally _successes = new();
    private readonly Tally _badges = new();
    private readonly Tally _hours = new();
    private readonly Tally _tests = new();
    private int _verified;

    /// <summary>Conditions no facet leaves aside.</summary>
    public ulong Hard =>
        pass.AllConditions
        & ~steps.Bits
        & ~(_category | _country | _level | _success | _badge | _availability | _identity);

    public void Count(FreelancerFacts doc, ulong failed)
    {
        if (failed == 0)
        {
            CountMatch(doc);
        }

        if ((failed & ~_category) == 0)
        {
            foreach (var category in doc.Categories)
            {
                _categories.Add(category);
            }
        }

        if ((failed & ~_country) == 0 && doc.CountryCode > 0)
        {
            _countries.Add(doc.CountryCode);
        }

        if ((failed & ~_level) == 0 && doc.Level is { } level)
        {
            _levels.Add((int)level);
        }

        AddReached(_successes, (failed & ~_success) == 0 ? doc.JobSuccess : null, Successes);
        AddReached(_hours, (failed & ~_availability) == 0 ? doc.HoursPerWeek : null, Hours);
        if ((failed & ~_badge) == 0)
        {
            for (var badge = (int)doc.Badge; badge > 0; badge--)
            {
                _badges.Add(badge);
            }
        }

        steps.Count(doc, failed);
        _verified += (failed & ~_identity) == 0 && doc.IdentityVerified ? 1 : 0;
    }

    public FreelancerFacets Facets() =>
        new()
        {
            Skills = _skills.Most(Listed, c => c),
            Categories = _categories.Most(MostCategories, c => c),
            Countries = _countries.Most(Listed, vocabulary.CodeText),
            Languages = _languages.Most(Listed, vocabulary.CodeText),
            Levels = _levels.Of(Enum.GetValues<ExperienceLevel>(), l => (int)l),
            JobSuccess = _successes.Of(Successes, s => s),
            Badges = _badges.Of(BadgesShown, b => (int)b),
            HoursPerWeek = _hours.Of(Hours, h => h),
            Tests = _tests.Most(Listed, c => c),
            IdentityVerified = _verified,
            ActiveWithinDays = steps.ActiveWithinDays(),
            EarnedMinor = steps.EarnedMinor(),
            SharedHours = steps.SharedHours(),
            Fluency = steps.Fluency(),
        };

    /// <summary>Counts each of the levels that the value reaches.</summary>
    internal static void AddReached(Tally tally, int? value, int[] levels)
    {
        foreach (var level in levels)
        {
            if (value >= level)
            {
                tally.Add(level);
            }
        }
    }

    private void CountMatch(FreelancerFacts doc)
    {
        foreach (var concept in doc.Concepts)
        {
            _skills.Add(concept);
        }

        foreach (var (code, _) in doc.Languages)
        {
            _languages.Add(code);
        }

        foreach (var test in doc.Tests)
        {
            _tests.Add(test.Concept);
        }
    }
}
