using Metier.Members;
using Metier.Platform;

namespace Metier.Taxonomy;

/// <summary>A local or imported skill as it is to be: labels, kind (name of the enum), sub-category.</summary>
public sealed record AcceptSkillInput(string Id, string? En, string? Fr, string? Kind, string? CategoryId);

/// <summary>Offers a skill to everybody, with labels in both languages and a place in the taxonomy; or moves one that is.</summary>
public sealed class AcceptSkill(Curator curator)
{
    /// <summary>All that is wrong at once. Fields: Accept.En, Accept.Fr, Accept.Kind, Accept.CategoryId.</summary>
    public Task<Outcome<Done>> RunAsync(AcceptSkillInput input, Actor actor, CancellationToken ct) =>
        curator.ChangeAsync(
            actor,
            "skill.accepted",
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
                var wrong = new List<Refusal>();
                var en = curator.Name(input.En, "en", row.Id, "Accept.En", wrong);
                var fr = curator.Name(input.Fr, "fr", row.Id, "Accept.Fr", wrong);
                var kind = Enum.GetNames<SkillKind>().Contains(input.Kind, StringComparer.Ordinal)
                    ? Enum.Parse<SkillKind>(input.Kind!)
                    : (SkillKind?)null;
                if (kind is null)
                {
                    wrong.Add(new("kind", TaxonomyRefusalText.Kind, "Accept.Kind"));
                }
                if (curator.Catalogue.Category(input.CategoryId) is not { ParentId: not null } category)
                {
                    wrong.Add(new("category", TaxonomyRefusalText.Category, "Accept.CategoryId"));
                    return (null, wrong);
                }
                if (wrong.Count > 0)
                {
                    return (null, wrong);
                }
                row.Decide(SkillState.Accepted, actor, curator.Db.Now);
                (row.Kind, row.CategoryId) = (kind!.Value, category.Id);
                await curator.PutAsync(row.Id, "en", en, preferred: true, removed: false, ct);
                await curator.PutAsync(row.Id, "fr", fr, preferred: true, removed: false, ct);
                return (
                    new
                    {
                        en,
                        fr,
                        kind,
                        category = category.Id,
                    },
                    []
                );
            },
            ct
        );
}

/// <summary>A skill, and why it does not stay, in words for whoever wrote it.</summary>
public sealed record RejectSkillInput(string Id, string? Reason);

/// <summary>Takes a local or imported skill away: what carries it shows nothing, and its author is told why.</summary>
public sealed class RejectSkill(Curator curator, MemberViews members, InstanceOptions instance)
{
    /// <summary>The longest reason, in characters.</summary>
    public const int LongestReason = ConceptRow.LongestReason;

    /// <summary>Field of refusals: Reject.Reason.</summary>
    public Task<Outcome<Done>> RunAsync(RejectSkillInput input, Actor actor, CancellationToken ct) =>
        curator.ChangeAsync(
            actor,
            "skill.rejected",
            input.Id,
            async () =>
            {
                var row = await curator.FindAsync(input.Id, ct);
                if (row is null)
                {
                    return (null, [Refusal.NotFound()]);
                }
                var reason = TypedText.Lines(input.Reason);
                if (reason.Length is 0 or > LongestReason)
                {
                    var said = reason.Length == 0 ? TaxonomyRefusalText.Reason : PlatformText.TooLong(LongestReason);
                    return (null, [new("reason", said, "Reject.Reason")]);
                }
                if (row.State == SkillState.Merged)
                {
                    return (null, [new("merged", TaxonomyRefusalText.AlreadyMerged)]);
                }
                row.Reason = reason;
                row.Decide(SkillState.Rejected, actor, curator.Db.Now);
                if (row.AuthorId is { } author)
                {
                    Tell((await members.MembersAsync([author], ct)).GetValueOrDefault(author), row.En, reason);
                }
                return (new { reason }, []);
            },
            ct
        );

    private void Tell(MemberCard? author, string name, string reason)
    {
        if (author is null)
        {
            return;
        }
        using var language = new InLanguage(author.Language);
        curator.Db.QueueMail(
            new Mail(
                author.Email,
                author.Name,
                author.Language,
                TaxonomyRefusalText.RejectedSubject(name),
                [TaxonomyRefusalText.RejectedBody(name), reason, TaxonomyRefusalText.RejectedInstead],
                Why: TaxonomyRefusalText.RejectedWhy
            ),
            instance
        );
    }
}
