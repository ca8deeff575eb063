namespace Metier.Taxonomy;

/// <summary>Tools that occupations use, each under a kind of goods.</summary>
internal static class TechnologyFile
{
    public static List<ImportedConcept> Read(string path, IProgress<ImportProgress>? progress)
    {
        using var files = new ImportFiles([path]);
        using var file = files.Only ?? throw new BrokenRowException(path, 0, ImportText.FileMissing);
        file.With("Example", "Commodity Code");
        var tools = new SortedDictionary<string, ImportedConcept>(StringComparer.Ordinal);
        while (file.Read())
        {
            var label = ImportedText.Label(file["Example"]);
            var code = file["Commodity Code"];
            if (label.Length is 0 or > ConceptRow.LongestLabel)
            {
                throw file.Broken(
                    label.Length == 0 ? ImportText.ExampleMissing : ImportText.LabelTooLong(ConceptRow.LongestLabel)
                );
            }
            if (code.Length is 0 or > 20 || !code.All(char.IsAsciiLetterOrDigit))
            {
                throw file.Broken(ImportText.CodeMissing);
            }
            var id = ConceptIds.Of("onet", SkillWords.Normalise(label));
            if (!tools.TryGetValue(id, out var tool))
            {
                tools.Add(
                    id,
                    tool = new()
                    {
                        Id = id,
                        Reference = code,
                        Kind = SkillKind.Tool,
                    }
                );
                tool.Labels["en"] = label;
            }
            if (!tool.Broader.Contains(code))
            {
                tool.Broader.Add(code);
            }
        }
        progress?.Report(new(ImportText.Reading(file.Name), file.Row, file.Row));
        return [.. tools.Values];
    }
}
