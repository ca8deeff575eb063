namespace Metier.Taxonomy;

/// <summary>
/// Reads ESCO's official CSV package: skills and occupations with their labels in the languages asked for, what stands
/// above what, relations between skills, and the essential skills of occupations. Only the skills of one language are
/// needed; whatever else is there is used.
/// </summary>
internal sealed class EscoPackage
{
    private readonly ImportFiles files;
    private readonly IReadOnlyList<string> languages;
    private readonly IProgress<ImportProgress>? progress;
    private readonly Dictionary<string, ImportedConcept> byUri = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> broader = new(StringComparer.Ordinal);

    private EscoPackage(ImportFiles files, IReadOnlyList<string> languages, IProgress<ImportProgress>? progress)
    {
        this.files = files;
        this.languages = languages;
        this.progress = progress;
    }

    /// <summary>What stands above what, concepts and groups, by URI.</summary>
    public IReadOnlyDictionary<string, List<string>> Broader => broader;

    /// <summary>In the order of their ids, so that every import does the same.</summary>
    public IReadOnlyList<ImportedConcept> Concepts { get; private set; } = [];

    /// <summary>Rows that are no longer in use.</summary>
    public int Skipped { get; private set; }

    public static EscoPackage Read(
        ImportFiles files,
        IReadOnlyList<string> languages,
        IProgress<ImportProgress>? progress
    )
    {
        var package = new EscoPackage(files, languages, progress);
        var any = false;
        foreach (var language in languages)
        {
            any |= package.Skills(language);
            package.Occupations(language);
        }
        if (!any)
        {
            throw new BrokenRowException("skills_" + languages[0] + ".csv", 0, ImportText.FileMissing);
        }
        package.DigitalSkills();
        package.Hierarchy();
        package.SkillRelations();
        package.CoreSkills();
        foreach (var concept in package.byUri.Values)
        {
            concept.Broader.AddRange(package.broader.GetValueOrDefault(concept.Reference) ?? []);
        }
        package.Concepts = [.. package.byUri.Values.OrderBy(c => c.Id, StringComparer.Ordinal)];
        return package;
    }

    private bool Skills(string language)
    {
        // One published variant of the English file is named after the American spelling.
        using var file = files.Find("skills_" + language, language == "en" ? "skills_en-us" : "skills_" + language);
        if (file is null)
        {
            return false;
        }
        file.With("conceptType", "conceptUri", "skillType", "preferredLabel", "altLabels");
        while (Row(file))
        {
            if (file["conceptType"] == "KnowledgeSkillCompetence")
            {
                var kind = file["skillType"].Contains("knowledge", StringComparison.Ordinal)
                    ? SkillKind.Domain
                    : SkillKind.Method;
                Labels(file, language, ConceptType.Skill, kind);
            }
        }
        return true;
    }

    private void Occupations(string language)
    {
        using var file = files.Find("occupations_" + language);
        file?.With("conceptType", "conceptUri", "preferredLabel", "altLabels");
        while (file is not null && Row(file))
        {
            if (file["conceptType"] == "Occupation")
            {
                Labels(file, language, ConceptType.Occupation, SkillKind.Domain);
            }
        }
    }

    private void Labels(CsvFile file, string language, ConceptType type, SkillKind kind)
    {
        if (file.Has("status") && file["status"] is { Length: > 0 } and not "released")
        {
            Skipped++;
            return;
        }
        var uri = file["conceptUri"];
        if (!byUri.TryGetValue(uri, out var concept))
        {
            byUri.Add(
                uri,
                concept = new()
                {
                    Id = Id(file, uri),
                    Reference = uri,
                    Type = type,
                    Kind = kind,
                }
            );
        }
        var label = ImportedText.Label(file["preferredLabel"]);
        if (label.Length > ConceptRow.LongestLabel)
        {
            throw file.Broken(ImportText.LabelTooLong(ConceptRow.LongestLabel));
        }
        if (label.Length > 0)
        {
            concept.Labels[language] = label;
            // "directeur technique/directrice technique": people call themselves one or the other.
            if (type == ConceptType.Occupation && label.Split('/') is { Length: 2 } both)
            {
                Add(concept, language, both[0]);
                Add(concept, language, both[1]);
            }
        }
        AddAll(concept, language, file["altLabels"]);
        if (file.Has("hiddenLabels"))
        {
            AddAll(concept, language, file["hiddenLabels"]);
        }
    }

    /// <summary>A list of its own in the package; what is in it and nowhere else is taken as a skill.</summary>
    private void DigitalSkills()
    {
        if (!languages.Contains("en"))
        {
            return;
        }
        using var file = files.Find("digitalSkillsCollection_en");
        file?.With("conceptType", "conceptUri", "preferredLabel", "skillType", "altLabels", "broaderConceptUri");
        while (file is not null && Row(file))
        {
            var uri = file["conceptUri"];
            if (file["conceptType"] == "KnowledgeSkillCompetence")
            {
                if (byUri.TryGetValue(uri, out var known))
                {
                    known.Labels.TryAdd("en", ImportedText.Label(file["preferredLabel"]));
                    AddAll(known, "en", file["altLabels"].Replace(" | ", "\n", StringComparison.Ordinal));
                }
                else
                {
                    var kind = file["skillType"] == "knowledge" ? SkillKind.Domain : SkillKind.Method;
                    Labels(file, "en", ConceptType.Skill, kind);
                }
                foreach (var above in file["broaderConceptUri"].Split('|', Trimmed))
                {
                    Above(uri, above);
                }
            }
        }
    }

    private const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    private void Hierarchy()
    {
        using var file = files.Find("broaderRelationsSkillPillar_en", "broaderRelationsSkillPillar");
        file?.With("conceptUri", "broaderUri");
        while (file is not null && Row(file))
        {
            Above(Uri(file, "conceptUri"), Uri(file, "broaderUri"));
        }
        using var groups = files.Find("skillsHierarchy_en", "skillsHierarchy");
        groups?.With("Level 0 URI", "Level 1 URI", "Level 2 URI", "Level 3 URI");
        // The official file leaves out cells at the end of most rows; what is read here stands at the beginning.
        groups?.MayBeShort = true;
        while (groups is not null && Row(groups))
        {
            for (var level = 3; level > 0; level--)
            {
                if (groups[$"Level {level} URI"] is { Length: > 0 } uri)
                {
                    Above(uri, groups[$"Level {level - 1} URI"]);
                }
            }
        }
    }

    private void Above(string uri, string above)
    {
        if (!broader.TryGetValue(uri, out var list))
        {
            broader.Add(uri, list = []);
        }
        if (!list.Contains(above))
        {
            list.Add(above);
        }
        if (byUri.TryGetValue(uri, out var concept) && byUri.TryGetValue(above, out var wider))
        {
            Link(concept, ConceptRelation.Related, wider);
        }
    }

    private void SkillRelations()
    {
        using var file = files.Find("skillSkillRelations_en", "skillSkillRelations");
        file?.With("originalSkillUri", "relationType", "relatedSkillUri");
        while (file is not null && Row(file))
        {
            var (from, to) = (Uri(file, "originalSkillUri"), Uri(file, "relatedSkillUri"));
            if (byUri.TryGetValue(from, out var one) && byUri.TryGetValue(to, out var other))
            {
                Link(one, ConceptRelation.Related, other);
            }
        }
    }

    /// <summary>The essential ones; the optional ones are several times as many and say little of the occupation.</summary>
    private void CoreSkills()
    {
        using var file = files.Find("occupationSkillRelations_en", "occupationSkillRelations");
        file?.With("occupationUri", "relationType", "skillUri");
        while (file is not null && Row(file))
        {
            var (of, needs) = (Uri(file, "occupationUri"), Uri(file, "skillUri"));
            if (
                file["relationType"] == "essential"
                && byUri.TryGetValue(of, out var occupation)
                && byUri.TryGetValue(needs, out var skill)
            )
            {
                Link(occupation, ConceptRelation.Core, skill);
            }
        }
    }

    private static void Link(ImportedConcept from, ConceptRelation relation, ImportedConcept to)
    {
        if (from.Id != to.Id && !from.Links.Exists(l => l.Id == to.Id))
        {
            from.Links.Add((relation, to.Id));
        }
    }

    private static void AddAll(ImportedConcept concept, string language, string labels)
    {
        foreach (var alias in labels.Split('\n', Trimmed))
        {
            Add(concept, language, alias);
        }
    }

    private static void Add(ImportedConcept concept, string language, string text)
    {
        var alias = ImportedText.Label(text);
        if (ImportedText.IsAlias(alias))
        {
            concept.Aliases.Add((language, alias));
        }
    }

    private bool Row(CsvFile file)
    {
        var more = file.Read();
        if (!more || file.Row % 500 == 0)
        {
            progress?.Report(new(ImportText.Reading(file.Name), file.Row, more ? 0 : file.Row));
        }
        return more;
    }

    private static string Uri(CsvFile file, string column) =>
        file[column] is { Length: > 0 and <= 200 } uri && uri.StartsWith("http", StringComparison.Ordinal)
            ? uri
            : throw file.Broken(ImportText.NoUri(column));

    /// <summary>The last part of the URI, which ESCO keeps for ever.</summary>
    private static string Id(CsvFile file, string uri)
    {
        _ = Uri(file, "conceptUri");
        var last = uri[(uri.LastIndexOf('/') + 1)..].ToLowerInvariant();
        return last.Length is > 0 and <= 50 && last.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')
            ? "esco-" + last
            : throw file.Broken(ImportText.NoUri("conceptUri"));
    }
}
