namespace Metier.Taxonomy;

/// <summary>
/// Whose a name is, for finding out that an imported concept is one we have: inside a type and a language a name means one
/// concept. Shipped ones come first, then those of people here, then what was imported before.
/// </summary>
internal sealed class NameOwners
{
    private readonly Dictionary<(ConceptType, string Language, string Name), (string Id, bool Label)> owners = [];
    private readonly Dictionary<string, string> labels = new(StringComparer.Ordinal);
    private readonly TaxonomyState state;

    /// <summary>Everything that is known except what this source itself brought as an alias.</summary>
    public NameOwners(TaxonomyFiles files, TaxonomyState state, SkillSource importing)
    {
        this.state = state;
        foreach (var skill in files.Skills)
        {
            labels[skill.Id] = skill.En;
            foreach (var name in skill.Names)
            {
                Add(ConceptType.Skill, name.Language, name.Normalised, skill.Id, name.Preferred);
            }
        }
        foreach (var o in files.Occupations)
        {
            labels[o.Id] = o.En;
            AddAll(o.Id, "en", o.En, o.NamesEn);
            AddAll(o.Id, "fr", o.Fr, o.NamesFr);
        }
        var types = state.Concepts.ToDictionary(c => c.Id, c => c.Type);
        foreach (var row in state.Names.Where(n => n is { Source: SkillSource.Local, Removed: false }))
        {
            Add(
                types.GetValueOrDefault(row.ConceptId),
                row.Language,
                row.Normalised,
                state.Root(row.ConceptId),
                row.Preferred
            );
        }
        foreach (
            var c in state
                .Concepts.Where(c => c.State is SkillState.Accepted or SkillState.Merged)
                .OrderBy(c => c.Source)
        )
        {
            Claim(c.Type, c.Id, c.En, c.Fr, c.State == SkillState.Accepted);
        }
        foreach (var row in state.Names.Where(n => n.Source != SkillSource.Local && n.Source != importing))
        {
            Add(types.GetValueOrDefault(row.ConceptId), row.Language, row.Normalised, state.Root(row.ConceptId), false);
        }
    }

    /// <summary>The English label of a concept, for a report.</summary>
    public string Label(string id) => labels.GetValueOrDefault(id, id);

    /// <summary>A concept takes its labels, unless they are another's already.</summary>
    public void Claim(ConceptType type, string id, string en, string fr, bool label)
    {
        labels.TryAdd(id, en);
        Add(type, "en", SkillWords.Normalise(en), state.Root(id), label);
        Add(type, "fr", SkillWords.Normalise(fr), state.Root(id), label);
    }

    /// <summary>
    /// Which concept this one is the same as: one that bears its label as any name, or whose label is one of its aliases,
    /// of those that <paramref name="isOnlyIts"/>. Null when it is new.
    /// </summary>
    public string? SameAs(ImportedConcept concept, Func<string, string, bool> isOnlyIts)
    {
        foreach (var (language, label) in concept.Labels.OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            if (Owner(concept.Type, language, label) is var (id, _) && id != concept.Id)
            {
                return id;
            }
        }
        foreach (var (language, alias) in concept.Aliases)
        {
            if (
                Owner(concept.Type, language, alias) is (var id, true)
                && id != concept.Id
                && !OfSource(id, concept.Id)
                && isOnlyIts(language, alias)
            )
            {
                return id;
            }
        }
        return null;
    }

    /// <summary>The owner of a name, and whether it is its label.</summary>
    public (string Id, bool Label)? Owner(ConceptType type, string language, string text) =>
        owners.TryGetValue((type, language, SkillWords.Normalise(text)), out var owner) ? owner : null;

    public void Add(ConceptType type, string language, string normalised, string id, bool label)
    {
        if (normalised.Length > 0 && !owners.TryAdd((type, language, normalised), (id, label)) && label)
        {
            var known = owners[(type, language, normalised)];
            owners[(type, language, normalised)] = known.Id == id ? (id, true) : known;
        }
    }

    private void AddAll(string id, string language, string label, IEnumerable<string> names)
    {
        Add(ConceptType.Occupation, language, SkillWords.Normalise(label), id, true);
        foreach (var name in names)
        {
            Add(ConceptType.Occupation, language, SkillWords.Normalise(name), id, false);
        }
    }

    /// <summary>Inside one source two concepts are two, whatever aliases they share.</summary>
    private static bool OfSource(string id, string concept) =>
        id.StartsWith(concept[..(concept.IndexOf('-', StringComparison.Ordinal) + 1)], StringComparison.Ordinal);
}
