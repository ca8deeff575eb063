using Metier.Jobs;
using Metier.Ledger;
using Metier.Matching;
using Metier.Talent;
using Metier.Taxonomy;
using Metier.Web.Jobs;
using Metier.Web.Shell;

namespace Metier.Web.Talent;

/// <summary>A search for jobs as its address writes it; by the same manners as <see cref="TalentFilters"/>.</summary>
internal sealed class JobFilters
{
    private const int MostOfAKind = 10;

    /// <summary>What the engine counts for "posted within".</summary>
    public static readonly int[] Days = [1, 3, 7, 14];

    /// <summary>What the engine counts for "fewer proposals than".</summary>
    public static readonly int[] Fewer = [5, 10, 20];

    private JobFilters(SearchAddress address, JobsQuery asked) => (Address, Asked) = (address, asked);

    public SearchAddress Address { get; }

    /// <summary>What is asked of the engine.</summary>
    public JobsQuery Asked { get; }
    public required bool Shortened { get; init; }
    public required IReadOnlyList<Skill> Skills { get; init; }
    public required SkillCategory? Category { get; init; }

    /// <summary>As typed.</summary>
    public required string Rate { get; init; }

    /// <summary>As typed.</summary>
    public required string Budget { get; init; }
    public IReadOnlyList<Chip> Chips { get; private set; } = [];

    public string Words => Asked.Text;
    public string SkillsTyped => string.Join(", ", Skills.Select(s => s.Label));
    public string SortCode => SearchInput.Code(Asked.Sort);
    public string Pay => PayCode(Asked.Payment);

    /// <summary>Reads the query string of the page.</summary>
    public static JobFilters Read(
        IQueryCollection query,
        string path,
        SkillCatalogue catalogue,
        Currency currency,
        FormErrors errors
    )
    {
        var input = new SearchInput(query, errors);
        var words = input.Words(TalentQuery.LongestText, out var shortened);
        var skills = input.Skills(catalogue, MostOfAKind);
        var category = catalogue.Category(input.One("category"));
        var asked = new JobsQuery
        {
            Text = words,
            AsTyped = input.One(SearchAddress.Exact) == "1",
            Skills = [.. skills.Select(s => s.Id)],
            CategoryId = category?.Id,
            Payment = input.One("pay") switch
            {
                "fixed" => JobPayment.FixedPrice,
                "hourly" => JobPayment.Hourly,
                _ => null,
            },
            RateFrom = input.Money("rate", currency),
            BudgetFrom = input.Money("budget", currency),
            Levels = [.. Enum.GetValues<JobLevel>().Where(l => input.Many("level").Contains(LevelCode(l)))],
            Languages = [.. input.Many("lang").Where(l => Languages.All.Contains(l))],
            Countries = [.. input.Many("country").Where(Countries.List.Has).Take(MostOfAKind)],
            PostedWithinDays = input.OneOf("posted", Days),
            ProposalsFewerThan = input.OneOf("fewer", Fewer),
            PaymentVerified = input.One("payment") == "verified",
            ClientHired = input.One("client") == "hired",
            Sort = input.Sort(),
            After = PageKey.Parse(input.One("after")),
            Before = PageKey.Parse(input.One("before")),
        };
        var filters = new JobFilters(new SearchAddress(path), asked)
        {
            Shortened = shortened,
            Skills = skills,
            Category = category,
            Rate = input.One("rate"),
            Budget = input.One("budget"),
        };
        filters.Chips = filters.Address.Fill(words, filters.Parts(), filters.SortCode, asked.AsTyped);
        return filters;
    }

    public static string LevelCode(JobLevel level) =>
        level switch
        {
            JobLevel.Starting => "starting",
            JobLevel.Expert => "expert",
            _ => "solid",
        };

    public static string LevelName(JobLevel level) => JobShow.Level(level) ?? "";

    private static string PayCode(JobPayment? payment) =>
        payment switch
        {
            JobPayment.FixedPrice => "fixed",
            JobPayment.Hourly => "hourly",
            _ => "",
        };

    private IEnumerable<AddressPart> Parts()
    {
        foreach (var skill in Skills)
        {
            yield return new("skills", skill.Label, skill.Label);
        }
        if (Category is { } category)
        {
            yield return new("category", category.Id, category.Label);
        }
        if (Asked.Payment is { } payment)
        {
            yield return new(
                "pay",
                PayCode(payment),
                payment == JobPayment.Hourly ? JobSearchText.ByTheHour : JobSearchText.FixedPrice
            );
        }
        if (Asked.RateFrom is { } rate)
        {
            yield return new("rate", Rate, JobSearchText.ChipRate(Formats.Rate(rate)));
        }
        if (Asked.BudgetFrom is { } budget)
        {
            yield return new("budget", Budget, JobSearchText.ChipBudget(Formats.Rate(budget)));
        }
        foreach (var level in Asked.Levels)
        {
            yield return new("level", LevelCode(level), LevelName(level));
        }
        foreach (var language in Asked.Languages)
        {
            yield return new("lang", language, JobSearchText.ChipWrittenIn(SpokenLanguages.Name(language)));
        }
        foreach (var country in Asked.Countries)
        {
            yield return new("country", country, Countries.Name(country));
        }
        if (Asked.PostedWithinDays is { } days)
        {
            yield return new("posted", SearchInput.Plain(days), JobSearchText.PostedWithin(days));
        }
        if (Asked.ProposalsFewerThan is { } fewer)
        {
            yield return new("fewer", SearchInput.Plain(fewer), JobSearchText.FewerThan(Formats.Count(fewer)));
        }
        if (Asked.PaymentVerified)
        {
            yield return new("payment", "verified", JobSearchText.PaymentVerified);
        }
        if (Asked.ClientHired)
        {
            yield return new("client", "hired", JobSearchText.ClientHired);
        }
    }

    /// <summary>What filters are called in "without …", and the address without all of these.</summary>
    public (string Names, string Href) Drop(IReadOnlyList<FilterInTheWay> filters)
    {
        var words = SearchAddress.Rest(Words, filters);
        return (
            Formats.List([.. filters.Select(Name).Distinct()]),
            Address.Rewritten(words, (key, value) => filters.Any(f => IsIt(f, key, value)))
        );
    }

    private bool IsIt(FilterInTheWay filter, string key, string value) =>
        filter.Kind switch
        {
            FilterKind.Skill => key == "skills" && Skills.Any(s => s.Id == filter.Value && s.Label == value),
            FilterKind.Category => key == "category",
            FilterKind.Pay => key == "pay",
            FilterKind.Rate => key == "rate",
            FilterKind.Budget => key == "budget",
            FilterKind.Level => key == "level",
            FilterKind.Language => key == "lang",
            FilterKind.Country => key == "country",
            FilterKind.Posted => key == "posted",
            FilterKind.Proposals => key == "fewer",
            FilterKind.Payment => key == "payment",
            FilterKind.Hired => key == "client",
            _ => false,
        };

    private string Name(FilterInTheWay filter) =>
        filter.Kind switch
        {
            FilterKind.Words => TalentSearchText.Quoted(filter.Value),
            FilterKind.Without => TalentSearchText.Excluded(filter.Value),
            FilterKind.Skill => TalentSearchText.Quoted(Skills.FirstOrDefault(s => s.Id == filter.Value)?.Label),
            FilterKind.Category => TalentSearchText.Quoted(Category?.Label),
            FilterKind.Pay => JobSearchText.TheKind,
            FilterKind.Rate or FilterKind.Budget => JobSearchText.ThePay,
            FilterKind.Level => JobSearchText.TheLevel,
            FilterKind.Language => JobSearchText.TheLanguage,
            FilterKind.Country => TalentSearchText.TheCountry,
            FilterKind.Posted => JobSearchText.TheAge,
            FilterKind.Proposals => JobSearchText.TheProposals,
            FilterKind.Hired => TalentSearchText.Quoted(JobSearchText.ClientHired),
            _ => TalentSearchText.Quoted(JobSearchText.PaymentVerified),
        };
}
