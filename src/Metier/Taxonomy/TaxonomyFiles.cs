using System.Security.Cryptography;

namespace Metier.Taxonomy;

/// <summary>The shipped taxonomy, read from the files that are built into the program (described in data/taxonomy/README.md).</summary>
internal sealed record TaxonomyFiles(
    IReadOnlyList<SkillCategory> Categories,
    IReadOnlyList<Skill> Skills,
    IReadOnlyList<Occupation> Occupations,
    string Hash
)
{
    private const string Folder = "taxonomy/";

    private static readonly Lazy<TaxonomyFiles> Once = new(Parse);

    /// <summary>All four files; they are part of the program, so they are parsed once. A malformed one is a mistake of this build and throws.</summary>
    public static TaxonomyFiles Read() => Once.Value;

    private static TaxonomyFiles Parse()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var categories = Rows("categories", 4, hash)
            .Select((r, i) => new SkillCategory(r[0], r[1].Length == 0 ? null : r[1], r[2], r[3], i))
            .ToList();
        var parents = categories.ToDictionary(c => c.Id, c => c.ParentId ?? c.Id);
        var aliases = Rows("aliases", 3, hash).ToLookup(r => r[0], r => (Language: r[1], Names: Words(r[2], ';')));
        var skills = Rows("skills", 6, hash)
            .Select(r => new Skill(
                r[0],
                r[1],
                parents[r[1]],
                Enum.Parse<SkillKind>(r[2], ignoreCase: true),
                r[3],
                r[4],
                Words(r[5], ','),
                [.. Names(r[0], "en", r[3], aliases[r[0]]), .. Names(r[0], "fr", r[4], aliases[r[0]])],
                true
            ))
            .ToList();
        var occupations = Rows("occupations", 7, hash)
            .Select(r => new Occupation(r[0], r[1], r[2], r[3], Words(r[4], ';'), Words(r[5], ';'), Words(r[6], ',')))
            .ToList();
        return new(categories, skills, occupations, Convert.ToHexString(hash.GetHashAndReset()));
    }

    private static IEnumerable<SkillName> Names(
        string skill,
        string language,
        string label,
        IEnumerable<(string Language, string[] Names)> aliases
    ) =>
        aliases
            .Where(a => a.Language == language || a.Language == "*")
            .SelectMany(a => a.Names)
            .Select(n => new SkillName(skill, language, n, SkillWords.Normalise(n), false))
            .Prepend(new SkillName(skill, language, label, SkillWords.Normalise(label), true));

    private static List<string[]> Rows(string name, int columns, IncrementalHash hash)
    {
        using var stream =
            typeof(TaxonomyFiles).Assembly.GetManifestResourceStream($"{Folder}{name}.tsv")
            ?? throw new InvalidOperationException($"The taxonomy file {name}.tsv is not built in");
        using var reader = new StreamReader(stream);
        var rows = new List<string[]>();
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split('\t');
            if (cells.Length != columns)
            {
                throw new InvalidDataException($"{name}.tsv: {cells.Length} columns instead of {columns} in '{line}'");
            }
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
            rows.Add(cells);
        }
        return rows;
    }

    private static string[] Words(string cell, char separator) =>
        cell.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
