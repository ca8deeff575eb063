namespace Metier.Taxonomy;

/// <summary>Pairs of tags that mean the same.</summary>
internal static class SynonymFile
{
    public static List<(string One, string Other)> Read(string path, IProgress<ImportProgress>? progress)
    {
        using var files = new ImportFiles([path]);
        using var file = files.Only ?? throw new BrokenRowException(path, 0, ImportText.FileMissing);
        var (source, target) = file.Has("SourceTagName") ? ("SourceTagName", "TargetTagName") : ("source", "target");
        file.With(source, target);
        var pairs = new List<(string, string)>();
        while (file.Read())
        {
            if (file[source].Length == 0 || file[target].Length == 0)
            {
                throw file.Broken(ImportText.TagMissing);
            }
            pairs.Add((file[source], file[target]));
        }
        progress?.Report(new(ImportText.Reading(file.Name), file.Row, file.Row));
        return pairs;
    }

    /// <summary>
    /// Again and again while something new is known: a tag may be a synonym of a synonym. A name that means another skill
    /// already is left alone.
    /// </summary>
    public static void Fill(ImportPlan plan, TaxonomyState state, List<(string One, string Other)> pairs)
    {
        var owners = new NameOwners(TaxonomyFiles.Read(), state, SkillSource.StackOverflow);
        var aliases = new Dictionary<string, List<(string, string, string)>>(StringComparer.Ordinal);
        var waiting = pairs;
        for (var more = true; more; )
        {
            var left = new List<(string One, string Other)>();
            foreach (var (one, other) in waiting)
            {
                var (first, second) = (Skill(owners, one), Skill(owners, other));
                if ((first is null) == (second is null))
                {
                    // Both known: nothing to learn. Neither: perhaps in the next round.
                    if (first is null)
                    {
                        left.Add((one, other));
                    }
                    else if (first != second)
                    {
                        plan.Skipped++;
                    }
                    continue;
                }
                Learn(owners, aliases, first ?? second!, first is null ? one : other);
            }
            more = left.Count < waiting.Count && left.Count > 0;
            waiting = left;
        }
        plan.Skipped += waiting.Count;
        var had = state.Names.Where(n => n.Source == SkillSource.StackOverflow).Select(n => n.ConceptId);
        foreach (var id in aliases.Keys.Union(had))
        {
            plan.Aliases(id, aliases.GetValueOrDefault(id) ?? []);
        }
    }

    private static void Learn(
        NameOwners owners,
        Dictionary<string, List<(string, string, string)>> aliases,
        string skill,
        string alias
    )
    {
        if (!ImportedText.IsAlias(alias))
        {
            return;
        }
        var normalised = SkillWords.Normalise(alias);
        owners.Add(ConceptType.Skill, "en", normalised, skill, false);
        if (!aliases.TryGetValue(skill, out var list))
        {
            aliases.Add(skill, list = []);
        }
        list.Add(("en", alias, normalised));
    }

    private static string? Skill(NameOwners owners, string tag) =>
        owners.Owner(ConceptType.Skill, "en", tag)?.Id ?? owners.Owner(ConceptType.Skill, "fr", tag)?.Id;
}
