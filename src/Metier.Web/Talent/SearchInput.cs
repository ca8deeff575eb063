using System.Globalization;
using Metier.Ledger;
using Metier.Matching;
using Metier.Taxonomy;

namespace Metier.Web.Talent;

/// <summary>
/// Reads the parts of a search's query string. Anybody can write anything there, so nothing is refused: what has no
/// meaning is left out, with a message where a person may have typed it.
/// </summary>
internal sealed class SearchInput(IQueryCollection query, FormErrors errors)
{
    private const int LongestValue = 80;

    /// <summary>The first value, or nothing; one that is too long to mean anything counts as none.</summary>
    public string One(string key) => query[key].FirstOrDefault() is { Length: <= LongestValue } value ? value : "";

    /// <summary>Every value once.</summary>
    public IEnumerable<string> Many(string key) =>
        query[key].OfType<string>().Where(v => v.Length <= LongestValue).Distinct();

    /// <summary>What was typed into the search box, cut to what is read.</summary>
    public string Words(int most, out bool shortened)
    {
        var typed = TypedText.Line(query["q"].FirstOrDefault());
        shortened = typed.Length > most;
        return TypedText.Cut(typed, most);
    }

    /// <summary>Skills by their names in either language; an unknown one is named beside the field.</summary>
    public IReadOnlyList<Skill> Skills(SkillCatalogue catalogue, int most)
    {
        var found = new List<Skill>();
        foreach (
            var name in query["skills"]
                .SelectMany(v => TypedText.Cut(v ?? "", 1_000).Split([',', ';']))
                .Select(TypedText.Line)
                .Where(n => n.Length > 0)
                .Take(most * 2)
        )
        {
            if (catalogue.Named(name) is { } skill)
            {
                found.Add(skill);
            }
            else
            {
                errors.Add("skills", TalentSearchText.UnknownSkill(TypedText.Cut(name, LongestValue)));
            }
        }
        return [.. found.DistinctBy(s => s.Id).Take(most)];
    }

    /// <summary>What stands in the field: the labels, or what was typed while some of it is not known.</summary>
    public static string SkillsTyped(IQueryCollection query, FormErrors errors, string known) =>
        errors.For("skills").Count == 0
            ? known
            : TypedText.Cut(string.Join(", ", query["skills"].OfType<string>()), 500);

    /// <summary>An amount of zero or more; anything else is said beside the field.</summary>
    public Money? Money(string key, Currency currency)
    {
        var typed = query[key].FirstOrDefault();
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }
        var reading = MoneyParser.Read(typed, currency, out var money);
        if (reading == MoneyReading.Read && money.Minor >= 0)
        {
            return money;
        }
        errors.Add(
            key,
            reading == MoneyReading.Read ? TalentSearchText.BelowZero : MoneyParser.Problem(reading, currency)!
        );
        return null;
    }

    /// <summary>A day as a date field posts it.</summary>
    public DateOnly? Day(string key)
    {
        var typed = One(key);
        if (typed.Length == 0)
        {
            return null;
        }
        if (
            DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is > 2000 and < 2200
        )
        {
            return day;
        }
        errors.Add(key, TalentSearchText.UnknownDay);
        return null;
    }

    /// <summary>One of these numbers; everything else counts as none.</summary>
    public int? OneOf(string key, int[] known) =>
        int.TryParse(One(key), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && known.Contains(n)
            ? n
            : null;

    /// <summary>A number as addresses write it.</summary>
    public static string Plain(long n) => n.ToString(CultureInfo.InvariantCulture);

    public SortOrder Sort() =>
        One("sort") switch
        {
            "rate" => SortOrder.RateLowest,
            "-rate" => SortOrder.RateHighest,
            "new" => SortOrder.Newest,
            _ => SortOrder.BestMatch,
        };

    /// <summary>How the address writes an order; nothing for the usual one.</summary>
    public static string Code(SortOrder sort) =>
        sort switch
        {
            SortOrder.RateLowest => "rate",
            SortOrder.RateHighest => "-rate",
            SortOrder.Newest => "new",
            _ => "",
        };

    /// <summary>1 December 2026.</summary>
    public static string Shown(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.CurrentCulture);
}
