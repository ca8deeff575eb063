using System.Globalization;
using Metier.Profiles;
using Metier.Web.Shell;

namespace Metier.Web.Profiles;

/// <summary>How the parts of a profile are put into words.</summary>
internal static class ProfileWords
{
    /// <summary>Mar 2019 – now.</summary>
    public static string Months(EmploymentView job) =>
        ProfilesText.FromTo(Moments.Month(job.From), job.To is { } to ? Moments.Month(to) : ProfilesText.Now);

    /// <summary>2009 – 2013, one of the two, or nothing.</summary>
    public static string Years(EducationView school) =>
        (school.FromYear, school.ToYear) switch
        {
            ({ } from, { } to) when from != to => ProfilesText.FromTo(Year(from), Year(to)),
            var (from, to) => Year(to ?? from),
        };

    /// <summary>A year, or nothing.</summary>
    public static string Year(int? year) => year?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>A month as the form takes it: 03/2019.</summary>
    public static string TypedMonth(DateOnly month) => month.ToString("MM/yyyy", CultureInfo.InvariantCulture);

    /// <summary>What of these there is, with a dot between.</summary>
    public static string Joined(params string[] parts) => string.Join(" · ", parts.Where(p => p.Length > 0));

    /// <summary>The values of an enum as choices, worded by the catalogue; with a second line where it has one.</summary>
    public static Choice[] Choices<T>(string prefix)
        where T : struct, Enum =>
        [
            .. Enum.GetNames<T>()
                .Select(n => new Choice(
                    n,
                    ProfilesText.Find(prefix + n) ?? n,
                    ProfilesText.Find(prefix + n + "Detail")
                )),
        ];
}
