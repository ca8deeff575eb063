namespace Metier.Taxonomy;

/// <summary>
/// Which name belongs to which skill. Inside a language a name means one skill: the shipped files come first, then what
/// people of this instance wrote, then what was imported. An alias that already names another skill in the other language
/// is left out too, because texts are read by the names of both.
/// </summary>
internal sealed class NameBook
{
    private readonly Dictionary<string, List<SkillName>> names = [];
    private readonly Dictionary<(string Id, string Language), string> labels = [];
    private readonly Dictionary<(string Language, string Name), string> owners = [];
    private readonly HashSet<(string Id, string Language, string Name)> removed = [];

    public NameBook(TaxonomyFiles files, TaxonomyState state)
    {
        IsAsShipped = state.Changes == 0;
        if (IsAsShipped)
        {
            return;
        }
        var rejected = state.Concepts.Where(c => c.State == SkillState.Rejected).Select(c => c.Id).ToHashSet();
        var byPeople = state
            .Names.Where(n => n.Source == SkillSource.Local && !rejected.Contains(state.Root(n.ConceptId)))
            .ToList();
        foreach (var row in byPeople)
        {
            var id = state.Root(row.ConceptId);
            if (row.Removed)
            {
                removed.Add((id, row.Language, row.Normalised));
            }
            else if (row.Preferred && id == row.ConceptId)
            {
                labels[(id, row.Language)] = row.Text;
            }
        }
        foreach (var name in files.Skills.SelectMany(s => s.Names))
        {
            Take(name.SkillId, name.Language, name.Text, name.Normalised);
        }
        foreach (var row in byPeople.Where(n => !n.Removed))
        {
            Take(state.Root(row.ConceptId), row.Language, row.Text, row.Normalised);
        }
        var skills = state
            .Concepts.Where(c => c is { Type: ConceptType.Skill, State: not SkillState.Rejected })
            .OrderBy(c => c.Source)
            .ToList();
        foreach (var c in skills.Where(c => c.State != SkillState.Waiting))
        {
            Label(state.Root(c.Id), c);
        }
        foreach (var c in skills.Where(c => c.State == SkillState.Waiting))
        {
            Label(c.Id, c);
        }
        var known = skills.Select(c => c.Id).Concat(files.Skills.Select(s => s.Id)).ToHashSet();
        foreach (var row in state.Names.Where(n => n.Source != SkillSource.Local && known.Contains(n.ConceptId)))
        {
            var id = state.Root(row.ConceptId);
            var other = row.Language == "fr" ? "en" : "fr";
            if (!owners.TryGetValue((other, row.Normalised), out var owner) || owner == id)
            {
                Take(id, row.Language, row.Text, row.Normalised);
            }
        }
    }

    /// <summary>Nothing was ever imported or added: every shipped skill stays what it is.</summary>
    public bool IsAsShipped { get; }

    /// <summary>Labels and all names of a skill; the labels are what its source says, unless people named it otherwise.</summary>
    public (string En, string Fr, IReadOnlyList<SkillName> Names) Of(string id, string en, string fr)
    {
        en = labels.GetValueOrDefault((id, "en"), en);
        fr = labels.GetValueOrDefault((id, "fr"), fr);
        var (first, second) = (SkillWords.Normalise(en), SkillWords.Normalise(fr));
        var found = names.GetValueOrDefault(id) ?? [];
        return (
            en,
            fr,
            [.. found.Select(n => n with { Preferred = n.Normalised == (n.Language == "fr" ? second : first) })]
        );
    }

    private void Label(string id, ConceptRow c)
    {
        Take(id, "en", c.En, SkillWords.Normalise(c.En));
        Take(id, "fr", c.Fr, SkillWords.Normalise(c.Fr));
    }

    private void Take(string id, string language, string text, string normalised)
    {
        if (
            normalised.Length == 0
            || removed.Contains((id, language, normalised))
            || !owners.TryAdd((language, normalised), id)
        )
        {
            return;
        }
        if (!names.TryGetValue(id, out var list))
        {
            names.Add(id, list = []);
        }
        list.Add(new SkillName(id, language, text, normalised, false));
    }
}
