using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Taxonomy;

/// <summary>A local or imported skill, and the one that is to stand for it: its id, or any of its names.</summary>
public sealed record MergeSkillInput(string Id, string? Into);

/// <summary>
/// Makes one skill stand for another everywhere. Nothing that carries the other is rewritten, so it can be undone; the
/// other's names become names of the one.
/// </summary>
public sealed class MergeSkill(Curator curator)
{
    /// <summary>Field of refusals: Merge.Into.</summary>
    public Task<Outcome<Done>> RunAsync(MergeSkillInput input, Actor actor, CancellationToken ct) =>
        curator.ChangeAsync(
            actor,
            "skill.merged",
            input.Id,
            async () =>
            {
                var row = await curator.FindAsync(input.Id, ct);
                if (row is null)
                {
                    return (null, [Refusal.NotFound()]);
                }
                if (row.State == SkillState.Merged)
                {
                    return (null, [new("merged", TaxonomyRefusalText.AlreadyMerged)]);
                }
                var typed = TypedText.Line(input.Into);
                var into = curator.Catalogue.Find(typed) ?? curator.Catalogue.Named(typed);
                if (Wrong(typed, into, row) is { } wrong)
                {
                    return (null, [wrong with { Field = "Merge.Into" }]);
                }
                curator.Db.ConceptMerges.Add(
                    new MergeRow
                    {
                        FromId = row.Id,
                        ToId = into!.Id,
                        Was = row.State,
                        MergedBy = actor.MemberId,
                        MergedAt = curator.Db.Now,
                    }
                );
                row.Decide(SkillState.Merged, actor, curator.Db.Now);
                return (new { into = into.Id }, []);
            },
            ct
        );

    private static Refusal? Wrong(string typed, Skill? into, ConceptRow row) =>
        typed.Length == 0 ? new("into", TaxonomyRefusalText.IntoMissing)
        : into is null ? new("into", TaxonomyRefusalText.IntoUnknown(TypedText.Cut(typed, Curator.LongestName)))
        : into.Id == row.Id ? new("into", TaxonomyRefusalText.IntoItself)
        : !into.Offered ? new("into", TaxonomyRefusalText.IntoWaiting(into.Label))
        : null;
}

/// <summary>Takes a merge back: the skill is what it was before, on every profile and job that carries it.</summary>
public sealed class UndoMerge(Curator curator)
{
    /// <summary>Not found unless it is merged.</summary>
    public Task<Outcome<Done>> RunAsync(string id, Actor actor, CancellationToken ct) =>
        curator.ChangeAsync(
            actor,
            "skill.unmerged",
            id,
            async () =>
            {
                var merge = await curator.Db.ConceptMerges.SingleOrDefaultAsync(m => m.FromId == id, ct);
                var row = await curator.FindAsync(id, ct);
                if (merge is null || row is null)
                {
                    return (null, [Refusal.NotFound()]);
                }
                curator.Db.ConceptMerges.Remove(merge);
                row.Decide(merge.Was, actor, curator.Db.Now);
                return (new { from = merge.ToId }, []);
            },
            ct
        );
}
