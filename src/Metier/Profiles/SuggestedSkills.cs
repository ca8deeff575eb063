using Metier.Matching;
using Metier.Platform;
using Metier.Taxonomy;
using Microsoft.EntityFrameworkCore;

namespace Metier.Profiles;

/// <summary>A skill that somebody's own words speak of and that is not on their profile.</summary>
/// <param name="Words">The words it came from, as written there.</param>
public sealed record SuggestedSkill(string SkillId, string Words);

/// <summary>
/// Reads what freelancers write of themselves for skills they have not chosen: first what is named, then what is spoken of in
/// other words. Suggestions: nothing of it counts until its owner has said so, and what they turned down is not asked again.
/// </summary>
public sealed class SuggestedSkills(MetierDb db, SkillLexicon lexicon, SkillCatalogue catalogue)
{
    private const int Most = 8;

    /// <summary>The most that are offered without being named.</summary>
    private const int MostSpoken = 4;

    /// <summary>Beyond so many characters a text is read for what it names, not for what it may mean.</summary>
    private const int ReadClosely = 2_000;

    /// <summary>The suggestions for one's own profile, the likeliest first; none when it has all the skills it may have.</summary>
    public async Task<IReadOnlyList<SuggestedSkill>> OfAsync(ProfileView profile, CancellationToken ct)
    {
        if (profile.Card.Skills.Count >= FreelancerProfile.MostSkills)
        {
            return [];
        }
        var id = profile.Card.Id;
        var dismissed = await db
            .ProfileSkillCorrections.AsNoTracking()
            .Where(d => d.ProfileId == id && d.Kind == SkillCorrectionKind.Removed)
            .Select(d => d.SkillId)
            .ToListAsync(ct);
        var known = profile.Card.Skills.Concat(catalogue.Current(dismissed)).ToHashSet(StringComparer.Ordinal);
        return In(
            Text(
                profile.Card.Title,
                profile.Overview,
                profile.Employments.Select(e => (e.Role, e.Description)),
                profile.Work.Select(w => (w.Title, w.Description))
            ),
            known,
            profile.Card.Rate?.Currency.Code ?? "EUR"
        );
    }

    /// <summary>What a profile's words name, with the words; and what they speak of in others, which names come before.</summary>
    internal Dictionary<string, string> Read(FreelancerProfile profile, bool closely)
    {
        var text = Text(
            profile.Title,
            profile.Overview,
            profile.Employments.Select(e => (e.Role, e.Description)),
            profile.Work.Select(w => (w.Title, w.Description))
        );
        var (names, skills) = lexicon.Generation;
        var read = NeedsAnalyzer
            .Analyse(text, names, "EUR")
            .Concepts.Where(c => c.Importance != Importance.Unwanted)
            .ToDictionary(c => skills[c.Concept].Id, c => Words(text, c.Spans[0]), StringComparer.Ordinal);
        foreach (var spoken in closely ? In(text, [.. read.Keys], "EUR") : [])
        {
            read.TryAdd(spoken.SkillId, spoken.Words);
        }
        return read;
    }

    private List<SuggestedSkill> In(string text, HashSet<string> known, string currency)
    {
        var (names, skills) = lexicon.Generation;
        var named = NeedsAnalyzer
            .Analyse(text, names, currency)
            .Concepts.Where(c => c.Importance != Importance.Unwanted && !known.Contains(skills[c.Concept].Id))
            .Select(c => new SuggestedSkill(skills[c.Concept].Id, Words(text, c.Spans[0])))
            .Take(Most)
            .ToList();
        var (spotter, spoken) = lexicon.Spotter;
        var beginning = TypedText.Cut(text, ReadClosely);
        known.UnionWith(named.Select(n => n.SkillId));
        return
        [
            .. named,
            .. spotter
                .Spot(beginning, MostSpoken + known.Count)
                .Where(s => s.Score >= SkillSpotter.Suggestible && !known.Contains(spoken[s.Concept].Id))
                .Take(Math.Min(MostSpoken, Most - named.Count))
                .Select(s => new SuggestedSkill(spoken[s.Concept].Id, Words(beginning, s.Span))),
        ];
    }

    /// <summary>Everything in which people say what they do, a sentence each; not schools, which say what they once learnt.</summary>
    private static string Text(
        string title,
        string overview,
        IEnumerable<(string Role, string Description)> employments,
        IEnumerable<(string Title, string Description)> work
    ) =>
        string.Join(
            "\n",
            new[] { TypedText.Line(title) + ".", SafeMarkdown.ToText(overview) }
                .Concat(employments.SelectMany(e => new[] { e.Role + ".", TypedText.Lines(e.Description) }))
                .Concat(work.SelectMany(w => new[] { w.Title + ".", SafeMarkdown.ToText(w.Description) }))
                .Where(t => t.Length > 1)
        );

    private static string Words(string text, TextSpan span) => TypedText.Line(text.Substring(span.Start, span.Length));
}

/// <summary>Says of a suggested skill that it is not one's own, for good.</summary>
public sealed class DismissSkill(
    MetierDb db,
    ProfileAccess access,
    SkillCatalogue catalogue,
    ProfileCorrections corrections
)
{
    /// <summary>Twice is once; a skill that there is not is not found.</summary>
    public Task<Outcome<Done>> RunAsync(string? skillId, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (catalogue.Find(skillId) is not { } skill || await access.OwnAsync(actor, ct) is not { } profile)
                {
                    return Refusal.NotFound();
                }
                await corrections.TurnDownAsync(profile, skill.Id, ct);
                return Done.It;
            },
            ct
        );
}
