namespace Metier.Taxonomy;

/// <summary>Reads lists of skills as they are typed: names with commas between them, labels or aliases in either language.</summary>
public sealed class SkillNames(SkillCatalogue catalogue)
{
    private const int MostNames = 60;
    private readonly Dictionary<string, string> added = new(StringComparer.Ordinal);

    /// <summary>Whether a skill was added while this list was read.</summary>
    public bool Added => added.Count > 0;

    /// <summary>The id of the skill with this name; null when there is none.</summary>
    public string? Id(string name) => catalogue.Named(name)?.Id ?? added.GetValueOrDefault(SkillWords.Normalise(name));

    /// <summary>The names in a list, in their order; what is too long to be one is cut.</summary>
    public static IEnumerable<string> Split(string? typed) =>
        (typed ?? "")
            .Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(Platform.TypedText.Line)
            .Where(n => n.Length > 0)
            .Take(MostNames)
            .Select(n => Platform.TypedText.Cut(n, 80));

    internal void Add(string name, string id) => added[SkillWords.Normalise(name)] = id;
}
