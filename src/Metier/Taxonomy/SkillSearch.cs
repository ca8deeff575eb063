using Metier.Matching;
using Metier.Platform;

namespace Metier.Taxonomy;

/// <summary>Finds skills by what has been typed of one of their names.</summary>
internal static class SkillSearch
{
    /// <summary>Below this a name is only spelt alike: a whole name, a beginning or words that begin so give more.</summary>
    private const double Continued = 0.7;

    /// <summary>Shorter pieces stand inside too many names.</summary>
    private const int ShortestInside = 3;

    /// <summary>
    /// At most <paramref name="limit"/>, the best first: what <see cref="ConceptPicker"/> says continues the words, then
    /// names they stand inside of, then names spelt alike. Names of the other language and aliases count a little less
    /// than labels.
    /// </summary>
    public static IReadOnlyList<SkillMatch> In(CatalogueGeneration now, string? typed, int limit, Guid? author)
    {
        var query = SkillWords.Normalise(typed);
        if (query.Length == 0)
        {
            return [];
        }
        var (picker, skills) = now.Picker(Languages.Current);
        var picked = picker.Pick(typed!, limit).Select(p => (Skill: skills[p.Concept], p.Name, p.Score)).ToList();
        if (author is { } me && now.Waiting.Where(s => s.AuthorId == me).ToList() is { Count: > 0 } own)
        {
            picked.AddRange(
                CatalogueGeneration
                    .PickerOf(own, Languages.Current)
                    .Pick(typed!, limit)
                    .Select(p => (own[p.Concept], p.Name, p.Score))
            );
            picked = [.. picked.OrderByDescending(p => p.Score)];
        }
        var matches = picked.Select(p => (Match: Match(p.Skill, p.Name), p.Score)).ToList();
        return
        [
            .. matches
                .Where(m => m.Score >= Continued)
                .Select(m => m.Match)
                .Concat(Inside(now, query, limit))
                .Concat(matches.Where(m => m.Score < Continued).Select(m => m.Match))
                .DistinctBy(m => m.Skill.Id)
                .Take(limit),
        ];
    }

    /// <summary>Skills a name of which has these letters somewhere: "script" in JavaScript.</summary>
    private static IEnumerable<SkillMatch> Inside(CatalogueGeneration now, string query, int limit) =>
        query.Length < ShortestInside
            ? []
            : now
                .Names.Where(n => n.Normalised.Contains(query, StringComparison.Ordinal))
                .OrderByDescending(n => n.Preferred)
                .ThenBy(n => n.Normalised.Length)
                .ThenBy(n => n.Normalised, StringComparer.Ordinal)
                .Take(limit * 2)
                .Select(n => Match(now.ById[n.SkillId], n.Text));

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
    private static SkillMatch Match(Skill skill, string name) =>
        new(
            skill,
            SkillWords.Normalise(skill.Label).Contains(SkillWords.Normalise(name), StringComparison.Ordinal)
                ? null
                : name
        );

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
}
