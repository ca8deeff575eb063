using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Taxonomy;

/// <summary>What every change of a skill by the operator's staff has in common.</summary>
public sealed class Curator(MetierDb db, SkillCatalogue catalogue)
{
    /// <summary>The longest label or alias, in characters.</summary>
    public const int LongestName = 80;

    internal MetierDb Db => db;

    internal SkillCatalogue Catalogue => catalogue;

    /// <summary>
    /// Does one change by a moderator, in a transaction; for others the skill does not exist. When it was done, it is in
    /// the audit log, other nodes hear of it, and this one reads the taxonomy again before the answer.
    /// </summary>
    internal async Task<Outcome<Done>> ChangeAsync(
        Actor actor,
        string action,
        string id,
        Func<Task<(object? Detail, List<Refusal> Wrong)>> change,
        CancellationToken ct
    )
    {
        if (!actor.May(StaffRoles.Moderator))
        {
            return Refusal.NotFound();
        }
        await catalogue.RefreshAsync(ct);
        var done = await db.WriteAsync<Done>(
            async () =>
            {
                var (detail, wrong) = await change();
                if (wrong.Count > 0)
                {
                    return wrong;
                }
                db.Audit(actor, action, null, new { skill = id, detail });
                await TaxonomyState.ChangedAsync(db, await AffectedAsync(id, ct), ct);
                return Done.It;
            },
            ct
        );
        if (done.Ok)
        {
            await catalogue.RefreshAsync(ct);
        }
        return done;
    }

    /// <summary>A local or imported skill; null for others.</summary>
    internal Task<ConceptRow?> FindAsync(string id, CancellationToken ct) =>
        db.Concepts.SingleOrDefaultAsync(c => c.Id == id && c.Type == ConceptType.Skill, ct);

    /// <summary>A label or alias as typed; what is wrong with it goes to <paramref name="wrong"/>.</summary>
    internal string Name(string? typed, string language, string skillId, string field, List<Refusal> wrong)
    {
        var name = TypedText.Line(typed);
        if (name.Length > LongestName)
        {
            wrong.Add(new("too_long", PlatformText.TooLong(LongestName), field));
        }
        else if (SkillWords.Normalise(name).Length == 0)
        {
            wrong.Add(new("name_missing", TaxonomyRefusalText.LabelMissing, field));
        }
        else if (name.AsSpan().ContainsAny(',', ';'))
        {
            wrong.Add(new("name_commas", TaxonomyRefusalText.Commas, field));
        }
        else if (catalogue.Named(name, language) is { } other && other.Id != skillId)
        {
            wrong.Add(new("name_taken", TaxonomyRefusalText.LabelTaken(name, other.Label), field));
        }
        return name;
    }

    /// <summary>Puts a name that people of this instance decided on in the place of any they decided on before.</summary>
    internal async Task PutAsync(
        string id,
        string language,
        string text,
        bool preferred,
        bool removed,
        CancellationToken ct
    )
    {
        var normalised = SkillWords.Normalise(text);
        var rows = await db
            .ConceptNames.Where(n => n.ConceptId == id && n.Language == language && n.Source == SkillSource.Local)
            .ToListAsync(ct);
        if (preferred)
        {
            // The label there was stays an alias.
            rows.ForEach(r => r.Preferred = false);
        }
        var row = rows.Find(r => r.Normalised == normalised);
        if (row is null)
        {
            db.ConceptNames.Add(
                row = new NameRow
                {
                    ConceptId = id,
                    Language = language,
                    Normalised = normalised,
                    Source = SkillSource.Local,
                    Text = text,
                }
            );
        }
        (row.Text, row.Preferred, row.Removed) = (text, preferred, removed);
    }

    /// <summary>The skill itself and what is merged into it: whoever carries one of them reads otherwise.</summary>
    private async Task<List<string>> AffectedAsync(string id, CancellationToken ct) =>
        [id, .. await db.ConceptMerges.Where(m => m.ToId == id).Select(m => m.FromId).ToListAsync(ct)];
}
