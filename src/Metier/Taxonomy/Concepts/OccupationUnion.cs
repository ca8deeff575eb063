namespace Metier.Taxonomy;

/// <summary>The shipped occupations with the names that were imported for them, and the imported ones.</summary>
internal static class OccupationUnion
{
    private const int MostSkills = 40;

    public static IReadOnlyList<Occupation> Of(
        TaxonomyFiles files,
        TaxonomyState state,
        Dictionary<string, Skill> skills,
        Dictionary<string, SkillCategory> categories
    )
    {
        var imported = state.Concepts.Where(c => c.Type == ConceptType.Occupation).ToList();
        if (imported.Count == 0)
        {
            return files.Occupations;
        }
        var taken = files
            .Occupations.SelectMany(o => Names(o.En, o.Fr, o.NamesEn, o.NamesFr))
            .ToHashSet(StringComparer.Ordinal);
        var ids = imported.Select(c => c.Id).ToHashSet();
        var aliases = state.Names.Where(n => ids.Contains(n.ConceptId)).ToLookup(n => state.Root(n.ConceptId));
        var core = state
            .Links.Where(l => l.Relation == ConceptRelation.Core)
            .ToLookup(l => l.FromId, l => state.Root(l.ToId));
        foreach (var c in imported.Where(c => c.State == SkillState.Accepted))
        {
            taken.Add("en " + SkillWords.Normalise(c.En));
            taken.Add("fr " + SkillWords.Normalise(c.Fr));
        }
        var all = new List<Occupation>(files.Occupations.Count + imported.Count);
        foreach (var o in files.Occupations)
        {
            all.Add(
                o with
                {
                    NamesEn = [.. o.NamesEn, .. Free(aliases[o.Id], "en", taken)],
                    NamesFr = [.. o.NamesFr, .. Free(aliases[o.Id], "fr", taken)],
                }
            );
        }
        foreach (var c in imported.Where(c => c.State == SkillState.Accepted))
        {
            all.Add(
                new(
                    c.Id,
                    categories.GetValueOrDefault(c.CategoryId)?.ParentId ?? c.CategoryId,
                    c.En,
                    c.Fr,
                    [.. Free(aliases[c.Id], "en", taken)],
                    [.. Free(aliases[c.Id], "fr", taken)],
                    [.. core[c.Id].Where(skills.ContainsKey).Distinct().Take(MostSkills)]
                )
            );
        }
        return all;
    }

    /// <summary>Inside a language a name means one occupation.</summary>
    private static IEnumerable<string> Free(IEnumerable<NameRow> names, string language, HashSet<string> taken) =>
        names
            .Where(n => n.Language == language && !n.Removed && taken.Add(language + " " + n.Normalised))
            .Select(n => n.Text)
            .ToList();

    private static IEnumerable<string> Names(
        string en,
        string fr,
        IEnumerable<string> moreEn,
        IEnumerable<string> moreFr
    ) =>
        moreEn
            .Prepend(en)
            .Select(n => "en " + SkillWords.Normalise(n))
            .Concat(moreFr.Prepend(fr).Select(n => "fr " + SkillWords.Normalise(n)));
}
