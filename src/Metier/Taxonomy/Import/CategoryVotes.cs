namespace Metier.Taxonomy;

/// <summary>
/// Sources have no categories of ours. A concept is placed by the company it keeps: by those of ours that stand under the
/// same group in the source. Where they do not agree, it stays without a category.
/// </summary>
internal sealed class CategoryVotes
{
    private const int MostSteps = 2;
    private const double Majority = 0.5;

    private readonly IReadOnlyDictionary<string, List<string>> broader;
    private readonly Dictionary<string, Dictionary<string, int>> votes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> placed = new(StringComparer.Ordinal);

    /// <param name="places">Categories of what we have, by id.</param>
    /// <param name="targets">Which of ours an imported concept is the same as.</param>
    /// <param name="concepts">The imported ones.</param>
    /// <param name="broader">What stands above what in the source.</param>
    public CategoryVotes(
        Dictionary<string, string> places,
        Dictionary<string, string> targets,
        IReadOnlyList<ImportedConcept> concepts,
        IReadOnlyDictionary<string, List<string>> broader
    )
    {
        this.broader = broader;
        foreach (var concept in concepts)
        {
            if (
                targets.TryGetValue(concept.Id, out var target)
                && places.TryGetValue(target, out var category)
                && category.Length > 0
            )
            {
                placed[concept.Id] = category;
                Vote(concept.Reference, category);
                foreach (var group in Above(concept.Broader).SelectMany(level => level))
                {
                    Vote(group, category);
                }
            }
        }
    }

    /// <summary>A category of ours, or nothing.</summary>
    public string Of(ImportedConcept concept)
    {
        if (placed.TryGetValue(concept.Id, out var own))
        {
            return own;
        }
        if (concept.Type == ConceptType.Occupation)
        {
            return Winner(
                concept.Links.Select(l => placed.GetValueOrDefault(l.Id, "")).Where(c => c.Length > 0).CountBy(c => c)
            );
        }
        foreach (var level in Above(concept.Broader))
        {
            var category = Winner(
                level
                    .Where(votes.ContainsKey)
                    .SelectMany(g => votes[g])
                    .GroupBy(v => v.Key)
                    .Select(g => KeyValuePair.Create(g.Key, g.Sum(v => v.Value)))
            );
            if (category.Length > 0)
            {
                return category;
            }
        }
        return "";
    }

    private static string Winner(IEnumerable<KeyValuePair<string, int>> counts)
    {
        var all = counts.ToList();
        var best = all.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).FirstOrDefault();
        return best.Key is not null && best.Value >= Majority * all.Sum(c => c.Value) ? best.Key : "";
    }

    private IEnumerable<List<string>> Above(IEnumerable<string> groups)
    {
        var level = groups.ToList();
        for (var step = 0; step < MostSteps && level.Count > 0; step++)
        {
            yield return level;
            level = [.. level.SelectMany(g => broader.GetValueOrDefault(g) ?? []).Distinct()];
        }
    }

    private void Vote(string group, string category)
    {
        if (!votes.TryGetValue(group, out var counts))
        {
            votes.Add(group, counts = []);
        }
        counts[category] = counts.GetValueOrDefault(category) + 1;
    }
}
