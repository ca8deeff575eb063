using System.Globalization;
using Metier.Ledger;
using Metier.Matching;
using Metier.Profiles;
using Metier.Talent;
using Metier.Taxonomy;
using Metier.Web.Shell;
using LanguageLevel = Metier.Profiles.LanguageLevel;

namespace Metier.Web.Talent;

/// <summary>
/// A search for freelancers as its address writes it. What cannot be read filters nothing; where somebody typed it, the
/// page says so beside the field.
/// </summary>
internal sealed class TalentFilters
{
    private const int MostOfAKind = 10;

    private TalentFilters(SearchAddress address, TalentQuery asked) => (Address, Asked) = (address, asked);

    public SearchAddress Address { get; }

    /// <summary>What is asked of the engine.</summary>
    public TalentQuery Asked { get; }

    /// <summary>More was typed than is read.</summary>
    public required bool Shortened { get; init; }
    public required IReadOnlyList<Skill> Skills { get; init; }
    public required SkillCategory? Category { get; init; }

    /// <summary>As typed.</summary>
    public required string RateFrom { get; init; }

    /// <summary>As typed.</summary>
    public required string RateTo { get; init; }
    public IReadOnlyList<Chip> Chips { get; private set; } = [];

    public string Words => Asked.Text;
    public string SkillsTyped => string.Join(", ", Skills.Select(s => s.Label));
    public string SortCode => SearchInput.Code(Asked.Sort);

    public string Time =>
        Asked.AtLeast switch
        {
            Availability.Full => "full",
            Availability.Part => "part",
            _ => "",
        };

    public string? Fluency => Asked.Fluency is { } level ? FluencyCode(level) : null;

    public static string ExperienceCode(Experience experience) =>
        experience switch
        {
            Experience.Starting => "starting",
            Experience.Expert => "expert",
            _ => "solid",
        };

    /// <summary>In whole units of the instance's currency.</summary>
    public long? Earned => Asked.EarnedAtLeast is { } least ? least.Minor / least.Currency.MinorPerMajor : null;

    public string By => Asked.FreeBy?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Reads the query string of the page.</summary>
    public static TalentFilters Read(
        IQueryCollection query,
        string path,
        SkillCatalogue catalogue,
        Currency currency,
        FormErrors errors
    )
    {
        var input = new SearchInput(query, errors);
        var from = input.Money("min", currency);
        var to = input.Money("max", currency);
        if (from > to)
        {
            errors.Add("max", TalentSearchText.RatesTurned);
            to = null;
        }
        var words = input.Words(TalentQuery.LongestText, out var shortened);
        var skills = input.Skills(catalogue, MostOfAKind);
        var category = catalogue.Category(input.One("category"));
        var overlap = Shared(input.One("overlap"));
        var asked = new TalentQuery
        {
            Text = words,
            AsTyped = input.One(SearchAddress.Exact) == "1",
            Skills = [.. skills.Select(s => s.Id)],
            CategoryId = category?.Id,
            RateFrom = from,
            RateTo = to,
            Countries = [.. input.Many("country").Where(Countries.List.Has).Take(MostOfAKind)],
            Languages = [.. input.Many("lang").Where(SpokenLanguages.List.Has).Take(MostOfAKind)],
            AtLeast = input.One("time") switch
            {
                "full" => Availability.Full,
                "part" => Availability.Part,
                _ => null,
            },
            FreeBy = input.Day("by"),
            Fluency = Fluent(input.One("fluency")),
            SharedHours = overlap.Hours,
            Zone = overlap.Zone,
            ActiveWithinDays = input.OneOf("active", SearchTalent.ActiveDays),
            EarnedAtLeast = input.OneOf("earned", SearchTalent.Earnings) is { } earned ? currency.Major(earned) : null,
            EarnedIn = currency,
            Experiences = [.. Enum.GetValues<Experience>().Where(e => input.Many("level").Contains(ExperienceCode(e)))],
            SuccessAtLeast = input.OneOf("success", SearchTalent.Successes),
            IdentityVerified = input.One("identity") == "checked",
            Sort = input.Sort(),
            After = PageKey.Parse(input.One("after")),
            Before = PageKey.Parse(input.One("before")),
        };
        var filters = new TalentFilters(new SearchAddress(path), asked)
        {
            Shortened = shortened,
            Skills = skills,
            Category = category,
            RateFrom = input.One("min"),
            RateTo = input.One("max"),
        };
        filters.Chips = filters.Address.Fill(words, filters.Parts(), filters.SortCode, asked.AsTyped);
        return filters;
    }

    /// <summary>How the address writes a level of fluency.</summary>
    public static string FluencyCode(LanguageLevel level) => level == LanguageLevel.Native ? "native" : "fluent";

    /// <summary>How the address writes shared hours: with the zone of the working day, so that it means the same to everybody.</summary>
    public static string SharedCode(int hours, string zone) => $"{SearchInput.Plain(hours)}@{zone}";

    private static (int? Hours, string Zone) Shared(string code) =>
        code.Split('@') is [var hours, var zone]
        && Zones.Has(zone)
        && SearchTalent.SharedHours.FirstOrDefault(h => SearchInput.Plain(h) == hours) is > 0 and var known
            ? (known, zone)
            : (null, "UTC");

    private static LanguageLevel? Fluent(string code) =>
        SearchTalent.Fluencies.Where(l => FluencyCode(l) == code).Select(l => (LanguageLevel?)l).FirstOrDefault();

    private IEnumerable<AddressPart> Parts() => Work().Concat(Person()).Concat(Proof());

    private IEnumerable<AddressPart> Work()
    {
        foreach (var skill in Skills)
        {
            yield return new("skills", skill.Label, skill.Label);
        }
        if (Category is { } category)
        {
            yield return new("category", category.Id, category.Label);
        }
        if (Asked.RateFrom is { } least)
        {
            yield return new("min", RateFrom, TalentSearchText.ChipFrom(Formats.Rate(least)));
        }
        if (Asked.RateTo is { } most)
        {
            yield return new("max", RateTo, TalentSearchText.ChipTo(Formats.Rate(most)));
        }
        if (Asked.AtLeast is { } time)
        {
            yield return new(
                "time",
                Time,
                time == Availability.Full ? TalentSearchText.TimeFull : TalentSearchText.TimePart
            );
        }
        if (Asked.FreeBy is { } by)
        {
            yield return new("by", By, TalentSearchText.ChipFreeBy(SearchInput.Shown(by)));
        }
    }

    private IEnumerable<AddressPart> Person()
    {
        foreach (var country in Asked.Countries)
        {
            yield return new("country", country, Countries.Name(country));
        }
        foreach (var language in Asked.Languages)
        {
            yield return new("lang", language, TalentSearchText.ChipWorksIn(SpokenLanguages.Name(language)));
        }
        if (Asked is { Fluency: { } level, Languages.Count: > 0 })
        {
            yield return new("fluency", FluencyCode(level), FluencyName(level));
        }
        if (Asked.SharedHours is { } hours)
        {
            yield return new("overlap", SharedCode(hours, Asked.Zone), TalentSearchText.SharedHours(hours));
        }
        if (Asked.ActiveWithinDays is { } days)
        {
            yield return new("active", SearchInput.Plain(days), TalentSearchText.ActiveWithin(days));
        }
        if (Asked.EarnedAtLeast is { } earned)
        {
            yield return new("earned", SearchInput.Plain(Earned!.Value), EarnedName(earned));
        }
    }

    private IEnumerable<AddressPart> Proof()
    {
        foreach (var experience in Asked.Experiences)
        {
            yield return new("level", ExperienceCode(experience), ExperienceName(experience));
        }
        if (Asked.SuccessAtLeast is { } success)
        {
            yield return new("success", SearchInput.Plain(success), SuccessName(success));
        }
        if (Asked.IdentityVerified)
        {
            yield return new("identity", "checked", TalentSearchText.IdentityChecked);
        }
    }

    /// <summary>"Expert", as people say of themselves.</summary>
    public static string ExperienceName(Experience experience) =>
        TalentSearchText.Find("experience" + experience) ?? "";

    /// <summary>"90% job success or more".</summary>
    public static string SuccessName(int percent) => TalentSearchText.SuccessAtLeast(Formats.WholePercent(percent));

    /// <summary>"Fluent or better", as a filter says it.</summary>
    public static string FluencyName(LanguageLevel level) =>
        level == LanguageLevel.Native ? TalentSearchText.FluencyNative : TalentSearchText.FluencyFluent;

    /// <summary>"€1,000 or more earned here"; the lowest step is "has earned here".</summary>
    public static string EarnedName(Money least) =>
        least.Minor <= least.Currency.MinorPerMajor
            ? TalentSearchText.EarnedSomething
            : TalentSearchText.EarnedAtLeast(Formats.Rate(least));

    /// <summary>What a filter is called in "without …", and the address without all of these.</summary>
    public (string Names, string Href) Drop(IReadOnlyList<FilterInTheWay> filters)
    {
        var words = SearchAddress.Rest(Words, filters);
        return (
            Formats.List([.. filters.Select(Name).Distinct()]),
            Address.Rewritten(words, (key, value) => filters.Any(f => IsIt(f, key, value)))
        );
    }

    private bool IsIt(FilterInTheWay filter, string key, string value) =>
        (filter.Kind, key) switch
        {
            (FilterKind.Skill, "skills") => Skills.Any(s => s.Id == filter.Value && s.Label == value),
            (FilterKind.Category, "category") => true,
            (FilterKind.Rate, "min" or "max") => true,
            (FilterKind.Country, "country") => true,
            (FilterKind.Language, "lang") => value == filter.Value,
            (FilterKind.SharedHours, "overlap") => true,
            (FilterKind.LastActive, "active") => true,
            (FilterKind.Earned, "earned") => true,
            (FilterKind.Level, "level") => true,
            (FilterKind.JobSuccess, "success") => true,
            (FilterKind.Identity, "identity") => true,
            (FilterKind.Availability, "by") => filter.Value == value,
            (FilterKind.Availability, "time") => !filter.Value.Contains('-', StringComparison.Ordinal),
            _ => false,
        };

    private string Name(FilterInTheWay filter) =>
        filter.Kind switch
        {
            FilterKind.Words => TalentSearchText.Quoted(filter.Value),
            FilterKind.Without => TalentSearchText.Excluded(filter.Value),
            FilterKind.Skill => TalentSearchText.Quoted(Skills.FirstOrDefault(s => s.Id == filter.Value)?.Label),
            FilterKind.Category => TalentSearchText.Quoted(Category?.Label),
            FilterKind.Rate => TalentSearchText.TheRate,
            FilterKind.Country => TalentSearchText.TheCountry,
            FilterKind.Language => TalentSearchText.Quoted(
                TalentSearchText.ChipWorksIn(SpokenLanguages.Name(filter.Value))
            ),
            FilterKind.SharedHours => TalentSearchText.TheOverlap,
            FilterKind.LastActive => TalentSearchText.TheActivity,
            FilterKind.Earned => TalentSearchText.TheEarnings,
            FilterKind.Level => TalentSearchText.TheExperience,
            FilterKind.JobSuccess => TalentSearchText.TheSuccess,
            FilterKind.Identity => TalentSearchText.Quoted(TalentSearchText.IdentityChecked),
            _ => TalentSearchText.TheTime,
        };
}
