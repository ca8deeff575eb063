using Metier.Platform;

namespace Metier.Taxonomy;

/// <summary>Finds skills by what has been typed of one of their names.</summary>
internal static class SkillSearch
{
    private const int NoMatch = 1000;

    /// <summary>At most <paramref name="limit"/>, the best first.</summary>
    public static IReadOnlyList<SkillMatch> In(CatalogueGeneration now, string? typed, int limit, Guid? author)
    {
        var query = SkillWords.Normalise(typed);
        if (query.Length == 0)
        {
            return [];
        }
        var language = Languages.Current;
        var own = author is { } me ? now.Waiting.Where(s => s.AuthorId == me).SelectMany(s => s.Names) : [];
        var best = new Dictionary<string, (SkillName Name, int Rank)>();
        foreach (var name in now.Names.Concat(own))
        {
            var rank = Rank(name, query, language);
            if (
                rank < NoMatch
                && (
                    !best.TryGetValue(name.SkillId, out var known)
                    || (rank, name.Normalised.Length).CompareTo((known.Rank, known.Name.Normalised.Length)) < 0
                )
            )
            {
                best[name.SkillId] = (name, rank);
            }
        }
        if (best.Count == 0 && query.Length >= 4)
        {
            return [.. Similar(now, query, limit).Select(s => new SkillMatch(s, null))];
        }
        return
        [
            .. best
                .Values.OrderBy(n => n.Rank)
                .ThenBy(n => n.Name.Normalised.Length)
                .ThenBy(n => n.Name.Normalised, StringComparer.Ordinal)
                .Take(limit)
                .Select(n => Match(now.ById[n.Name.SkillId], n.Name)),
        ];
    }

    /// <summary>The skills on offer whose labels are most like this one's in either language.</summary>
    public static IReadOnlyList<Skill> Near(CatalogueGeneration now, Skill skill, int limit) =>
        [
            .. new[] { skill.En, skill.Fr }
                .Select(SkillWords.Normalise)
                .Distinct()
                .SelectMany(q => Likes(now, q, 0.3))
                .Where(n => n.SkillId != skill.Id)
                .GroupBy(n => n.SkillId)
                .Select(g => g.MaxBy(n => n.Likeness))
                .OrderByDescending(n => n.Likeness)
                .ThenBy(n => n.SkillId, StringComparer.Ordinal)
                .Take(limit)
                .Select(n => now.ById[n.SkillId]),
        ];

    /// <summary>An alias is told only when the label, which is shown, does not say it already.</summary>
    private static SkillMatch Match(Skill skill, SkillName name) =>
        new(
            skill,
            name.Normalised == SkillWords.Normalise(skill.Label)
            || SkillWords.Normalise(skill.Label).Contains(name.Normalised, StringComparison.Ordinal)
                ? null
                : name.Text
        );

    private static IEnumerable<Skill> Similar(CatalogueGeneration now, string query, int limit) =>
        Likes(now, query, 0.5)
            .GroupBy(n => n.SkillId)
            .Select(g => g.MaxBy(n => n.Likeness))
            .OrderByDescending(n => n.Likeness)
            .Take(limit)
            .Select(n => now.ById[n.SkillId]);

    private static IEnumerable<(string SkillId, double Likeness)> Likes(
        CatalogueGeneration now,
        string query,
        double least
    )
    {
        var pieces = SkillWords.Pieces(query);
        // Dice of two lengths a and b is at most 2·min/(a+b): most labels are out before they are looked at.
        return now
            .Names.Where(n =>
                n.Preferred
                && 2.0 * Math.Min(query.Length, n.Normalised.Length) / (query.Length + n.Normalised.Length) >= least
            )
            .Select(n => (n.SkillId, Likeness: SkillWords.Likeness(pieces, n.Normalised)))
            .Where(n => n.Likeness >= least);
    }

    /// <summary>Lower is better. The other language counts half a step less, an alias a quarter.</summary>
    private static int Rank(SkillName name, string query, string language)
    {
        var at = name.Normalised.IndexOf(query, StringComparison.Ordinal);
        if (at < 0)
        {
            return NoMatch;
        }
        var place =
            name.Normalised.Length == query.Length ? 0
            : at == 0 ? 10
            : name.Normalised[at - 1] == ' ' || name.Normalised.Contains(" " + query, StringComparison.Ordinal) ? 20
            : query.Length < 3 ? NoMatch
            : 30;
        return place + (name.Preferred ? 0 : 2) + (name.Language == language ? 0 : 5);
    }
}
