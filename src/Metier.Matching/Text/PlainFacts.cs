using System.Globalization;
using System.Text.RegularExpressions;

namespace Metier.Matching;

/// <summary>Price, level and length where a text states them plainly; never a guess.</summary>
internal static partial class PlainFacts
{
    private const int TimeoutMilliseconds = 1_000;

    private const string Number = @"\d{1,3}(?:[ \u00A0\u202F.,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?";

    /// <summary>The first amount with a currency, with "per hour" or a range when written.</summary>
    public static FoundBudget? Budget(string text, string currency)
    {
        foreach (Match match in Amount().Matches(text))
        {
            var code = CodeOf(match, currency);
            var low = Minor(match.Groups["low"].Value, match.Groups["klow"].Success || match.Groups["khigh"].Success);
            var high = match.Groups["high"].Success
                ? Minor(match.Groups["high"].Value, match.Groups["khigh"].Success)
                : null;
            if (low is null or 0 || code is null || (high is not null && high < low))
            {
                continue;
            }

            var pay = match.Groups["hour"].Success ? JobPay.Hourly : JobPay.FixedPrice;
            return new FoundBudget(
                high is null ? null : low,
                high ?? low,
                code,
                pay,
                new TextSpan(match.Index, match.Value.TrimEnd().Length)
            );
        }

        return null;
    }

    public static FoundLevel? Level(string text)
    {
        var years = Years().Match(text);
        if (years.Success && int.TryParse(years.Groups["n"].Value, CultureInfo.InvariantCulture, out var n))
        {
            var level =
                n >= 5 ? ExperienceLevel.Expert
                : n >= 2 ? ExperienceLevel.Solid
                : ExperienceLevel.Starting;
            return new FoundLevel(level, new TextSpan(years.Index, years.Length));
        }

        var word = LevelWord().Match(text);
        if (!word.Success)
        {
            return null;
        }

        var found =
            word.Groups["expert"].Success ? ExperienceLevel.Expert
            : word.Groups["solid"].Success ? ExperienceLevel.Solid
            : ExperienceLevel.Starting;
        return new FoundLevel(found, new TextSpan(word.Index, word.Length));
    }

    public static FoundAmount? DurationWeeks(string text)
    {
        var match = Duration().Match(text);
        if (!match.Success || !int.TryParse(match.Groups["n"].Value, CultureInfo.InvariantCulture, out var n) || n == 0)
        {
            return null;
        }

        var weeks = match.Groups["month"].Success ? (n * 13 + 2) / 3 : n;
        return weeks > 520 ? null : new FoundAmount(weeks, new TextSpan(match.Index, match.Length));
    }

    public static FoundAmount? HoursPerWeek(string text)
    {
        var match = WeeklyHours().Match(text);
        return
            match.Success
            && int.TryParse(match.Groups["n"].Value, CultureInfo.InvariantCulture, out var n)
            && n is > 0 and <= 60
            ? new FoundAmount(n, new TextSpan(match.Index, match.Length))
            : null;
    }

    private static string? CodeOf(Match match, string currency)
    {
        var sign = match.Groups["sign"].Success ? match.Groups["sign"].Value : match.Groups["after"].Value;
        return sign.ToUpperInvariant() switch
        {
            "€" or "EUR" or "EUROS" or "EURO" => "EUR",
            "$" or "USD" or "DOLLARS" => "USD",
            "£" or "GBP" or "POUNDS" => "GBP",
            "CHF" => "CHF",
            "" => match.Groups["word"].Success ? currency : null,
            _ => null,
        };
    }

    /// <summary>1,200 and 1 200 and 1.200 are thousands; 45.5 and 45,50 are not.</summary>
    private static long? Minor(string written, bool thousands)
    {
        var plain = written.Replace(" ", "", StringComparison.Ordinal).Replace("\u00A0", "", StringComparison.Ordinal);
        plain = plain.Replace("\u202F", "", StringComparison.Ordinal);
        var mark = plain.LastIndexOfAny(['.', ',']);
        var cents = mark >= 0 && (plain.Length - mark - 1) is (1 or 2) ? plain[(mark + 1)..] : "";
        var whole = (cents.Length > 0 ? plain[..mark] : plain)
            .Replace(".", "", StringComparison.Ordinal)
            .Replace(",", "", StringComparison.Ordinal);
        if (whole.Length > 9 || !long.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out var major))
        {
            return null;
        }

        var minor = cents.Length switch
        {
            0 => 0,
            1 => (cents[0] - '0') * 10,
            _ => ((cents[0] - '0') * 10) + (cents[1] - '0'),
        };
        return ((major * 100) + minor) * (thousands ? 1_000 : 1);
    }

    [GeneratedRegex(
        @"(?<word>\b(?:budget|tarif|rate|prix|price)\b\s*(?:is|of|de|:|max|maximum|est|d[e'’]|\s)*\s*)?(?<sign>€|\$|£|\b(?:EUR|USD|GBP|CHF)\b)?\s?(?<![\d.,])(?<low>"
            + Number
            + @")(?<klow>k\b)?(?:\s?(?:€|\$|£)?\s?(?:-|–|—|to|à|and|et)\s?(?:€|\$|£)?\s?(?<high>"
            + Number
            + @")(?<khigh>k\b)?)?\s?(?<after>€|\$|£|\b(?:EUR|USD|GBP|CHF|euros?|dollars|pounds)\b)?(?<hour>\s?(?:/|per|an|par|de l['’]|a)\s?(?:h\b|hr\b|hour|heure)|\s?(?:hourly|horaire))?",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        TimeoutMilliseconds
    )]
    private static partial Regex Amount();

    [GeneratedRegex(
        @"\b(?<n>\d{1,2})\s?\+?\s?(?:years?|yrs?|ans|années)(?:['’]|\s)*(?:of\s|d['’])?\s?(?:experience|expérience)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        TimeoutMilliseconds
    )]
    private static partial Regex Years();

    [GeneratedRegex(
        @"\b(?:(?<expert>senior|expert|experte|confirmée?|chevronnée?|highly experienced)|(?<solid>intermediate|mid-level|intermédiaire)|(?<start>junior|entry[ -]level|beginner|débutante?))\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        TimeoutMilliseconds
    )]
    private static partial Regex LevelWord();

    [GeneratedRegex(
        @"\b(?<n>\d{1,3})\s?(?:-\s?)?(?:(?<month>months?|mois)|(?<week>weeks?|semaines?))\b(?!\s?(?:of experience|d['’]expérience))",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        TimeoutMilliseconds
    )]
    private static partial Regex Duration();

    [GeneratedRegex(
        @"\b(?<n>\d{1,2})\s?(?:h|hrs?|hours?|heures?)\s?(?:/|per|a|par|each)\s?(?:week|semaine)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        TimeoutMilliseconds
    )]
    private static partial Regex WeeklyHours();
}
