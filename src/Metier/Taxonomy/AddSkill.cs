using System.Buffers;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Taxonomy;

/// <summary>
/// Adds a skill that the taxonomy does not have, as somebody wrote it: it stands on their profile or post at once, and
/// waits for the operator before it is offered to others. A name that is known, however it is spelt, leads to its skill.
/// </summary>
public sealed class AddSkill(MetierDb db, SkillCatalogue catalogue)
{
    /// <summary>The shortest name, in characters.</summary>
    public const int Shortest = 2;

    /// <summary>The longest name, in characters.</summary>
    public const int Longest = 60;

    /// <summary>How many a person may add within 24 hours.</summary>
    public const int MostPerDay = 3;

    private static readonly SearchValues<char> LinkSigns = SearchValues.Create("@\\<>");

    /// <summary>The id of the skill, new or known.</summary>
    public Task<Outcome<string>> RunAsync(string? typed, string field, Actor actor, CancellationToken ct) =>
        db.WriteAsync<string>(
            async () =>
            {
                var name = TypedText.Line(typed);
                if (catalogue.Named(name) is { } same)
                {
                    return same.Id;
                }
                if (Wrong(name) is { } wrong)
                {
                    return wrong with { Field = field };
                }
                var id = ConceptIds.Of("local", SkillWords.Normalise(name));
                if (await db.Concepts.SingleOrDefaultAsync(c => c.Id == id, ct) is { } known)
                {
                    // Somebody wrote it a moment ago, at another node perhaps.
                    return known.State == SkillState.Rejected
                        ? new Refusal("skill_rejected", TaxonomyRefusalText.Rejected(name), field)
                        : id;
                }
                var since = db.Now.AddDays(-1);
                if (
                    await db.Concepts.CountAsync(c => c.AuthorId == actor.MemberId && c.CreatedAt > since, ct)
                    >= MostPerDay
                )
                {
                    return new Refusal("skills_per_day", TaxonomyRefusalText.TooManyADay(MostPerDay), field);
                }
                db.Concepts.Add(Local(id, name, actor));
                db.Audit(actor, "skill.added", null, new { id, name });
                await TaxonomyState.ChangedAsync(db, [id], ct);
                await db.SaveChangesAsync(ct);
                return id;
            },
            ct
        );

    /// <summary>
    /// Adds those of <paramref name="asNew"/> that stand in the list and that nothing is called yet. Inside the
    /// transaction that uses the list; afterwards the catalogue is to be refreshed.
    /// </summary>
    internal async Task<IReadOnlyList<Refusal>> MissingAsync(
        SkillNames names,
        string? typed,
        IReadOnlyList<string>? asNew,
        string field,
        Actor actor,
        CancellationToken ct
    )
    {
        var wanted = (asNew ?? []).Select(SkillWords.Normalise).ToHashSet(StringComparer.Ordinal);
        var refusals = new List<Refusal>();
        foreach (var name in SkillNames.Split(typed))
        {
            if (wanted.Contains(SkillWords.Normalise(name)) && names.Id(name) is null)
            {
                var added = await RunAsync(name, field, actor, ct);
                if (added.Ok)
                {
                    names.Add(name, added.Value);
                }
                else
                {
                    refusals.AddRange(added.Refusals);
                }
            }
        }
        return refusals;
    }

    private ConceptRow Local(string id, string name, Actor actor) =>
        new()
        {
            Id = id,
            Type = ConceptType.Skill,
            Kind = SkillKind.Domain,
            CategoryId = "",
            Source = SkillSource.Local,
            State = SkillState.Waiting,
            Reference = "",
            En = name,
            Fr = name,
            AuthorId = actor.MemberId,
            CreatedAt = db.Now,
        };

    private static Refusal? Wrong(string name)
    {
        if (name.Length is < Shortest or > Longest)
        {
            return new Refusal("skill_length", TaxonomyRefusalText.Length(Shortest, Longest));
        }
        var isLink =
            name.AsSpan().ContainsAny(LinkSigns)
            || name.Count(c => c == '/') > 1
            || name.Contains("www.", StringComparison.OrdinalIgnoreCase)
            || ContactDetails.In(name) != ContactKinds.None;
        return isLink || SkillWords.Normalise(name).Length == 0 || !name.Any(char.IsLetter)
            ? new Refusal("skill_link", TaxonomyRefusalText.Link)
            : null;
    }
}
