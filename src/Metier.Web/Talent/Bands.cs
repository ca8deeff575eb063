namespace Metier.Web.Talent;

/// <summary>Numbers of proposals are told in bands: enough to judge one's odds, not enough to watch a client's inbox.</summary>
internal static class Bands
{
    public static string Proposals(int count) =>
        count switch
        {
            < 5 => JobSearchText.UnderFive,
            < 10 => JobSearchText.Band("5", "10"),
            < 20 => JobSearchText.Band("10", "20"),
            < 50 => JobSearchText.Band("20", "50"),
            _ => JobSearchText.FiftyOrMore,
        };
}
