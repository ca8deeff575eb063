namespace Metier.Matching.Tests;

/// <summary>The taxonomy that ships, read as names: the rules must make sense for it.</summary>
internal static class OwnTaxonomy
{
    private static readonly Lazy<(List<string> Ids, List<TaxonomyName> Names)> ReadSkills = new(Skill);
    private static readonly Lazy<(List<string> Ids, List<TaxonomyName> Names)> ReadOccupations = new(Occupation);

    public static List<TaxonomyName> Skills => ReadSkills.Value.Names;

    public static List<TaxonomyName> Occupations => ReadOccupations.Value.Names;

    public static string SkillId(int concept) => ReadSkills.Value.Ids[concept];

    public static string OccupationId(int concept) => ReadOccupations.Value.Ids[concept];

    private static (List<string> Ids, List<TaxonomyName> Names) Skill()
    {
        var ids = new List<string>();
        var names = new List<TaxonomyName>();
        foreach (var row in Rows("skills.tsv"))
        {
            names.Add(new(ids.Count, row[3], NameRole.Preferred, TextLanguage.English));
            names.Add(new(ids.Count, row[4], NameRole.Preferred, TextLanguage.French));
            ids.Add(row[0]);
        }

        var places = ids.Select((id, at) => (id, at)).ToDictionary(p => p.id, p => p.at);
        foreach (var row in Rows("aliases.tsv"))
        {
            TextLanguage? language = row[1] switch
            {
                "en" => TextLanguage.English,
                "fr" => TextLanguage.French,
                _ => null,
            };
            names.AddRange(
                Parts(row[2]).Select(a => new TaxonomyName(places[row[0]], a, NameRole.Alternative, language))
            );
        }

        return (ids, names);
    }

    private static (List<string> Ids, List<TaxonomyName> Names) Occupation()
    {
        var ids = new List<string>();
        var names = new List<TaxonomyName>();
        foreach (var row in Rows("occupations.tsv"))
        {
            var at = ids.Count;
            names.Add(new(at, row[2], NameRole.Preferred, TextLanguage.English));
            names.Add(new(at, row[3], NameRole.Preferred, TextLanguage.French));
            names.AddRange(
                Parts(row[4]).Select(a => new TaxonomyName(at, a, NameRole.Alternative, TextLanguage.English))
            );
            names.AddRange(
                Parts(row[5]).Select(a => new TaxonomyName(at, a, NameRole.Alternative, TextLanguage.French))
            );
            ids.Add(row[0]);
        }

        return (ids, names);
    }

    private static string[] Parts(string cell) =>
        cell.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string[]> Rows(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Metier.slnx")))
        {
            folder = folder.Parent;
        }

        return File.ReadLines(Path.Combine(folder.FullName, "data", "taxonomy", file))
            .Skip(1)
            .Select(l => l.Split('\t'));
    }
}
