using System.Runtime.CompilerServices;
using Metier.Platform;
using Metier.Taxonomy;
using Microsoft.EntityFrameworkCore;

namespace Metier.Jobs;

/// <summary>What a client made of one skill that was, or was not, read in a post.</summary>
internal sealed class JobSkillCorrection
{
    public Guid JobId { get; init; }
    public required string SkillId { get; init; }
    public SkillCorrectionKind Kind { get; set; }

    /// <summary>The words it was read from; empty for what was added.</summary>
    public string Words { get; set; } = "";
    public DateTime At { get; set; }
    public Guid MemberId { get; set; }
}

/// <summary>
/// Keeps what clients make of the skills read in their posts. A correction stays when the text is written anew: what was
/// taken off is not offered again, and what is wanted more or less than it sounds stays so.
/// </summary>
public sealed class JobCorrections(MetierDb db, JobNeeds needs, SkillCatalogue catalogue)
{
    /// <summary>The corrections of a post, by skill as it is called now. The caller has looked whose post it is.</summary>
    public async Task<IReadOnlyDictionary<string, SkillCorrectionKind>> OfAsync(Guid jobId, CancellationToken ct)
    {
        var corrections = db.JobSkillCorrections;
        var rows = await corrections
            .AsNoTracking()
            .Where(c => c.JobId == jobId)
            .Select(c => new { c.SkillId, c.Kind })
            .ToListAsync(ct);
        return rows.Select(r => (Id: catalogue.Current([r.SkillId]) is [var id, ..] ? id : null, r.Kind))
            .Where(r => r.Id is not null)
            .DistinctBy(r => r.Id)
            .ToDictionary(r => r.Id!, r => r.Kind, StringComparer.Ordinal);
    }

    /// <summary>All of them, post by post: for training, and for audits.</summary>
    public async IAsyncEnumerable<SkillCorrection> AllAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var corrections = db.JobSkillCorrections;
        await foreach (
            var c in corrections
                .AsNoTracking()
                .OrderBy(c => c.JobId)
                .ThenBy(c => c.SkillId)
                .AsAsyncEnumerable()
                .WithCancellation(ct)
        )
        {
            yield return new SkillCorrection(c.JobId, c.SkillId, c.Kind, c.Words, c.At, c.MemberId);
        }
    }

    /// <summary>
    /// Compares what was read with what the client chose. Only what they were shown as chosen can have been taken off: all that
    /// was read, the first time, and later what stood on the list.
    /// </summary>
    /// <param name="before">The ids on the list before.</param>
    internal async Task KeepAsync(Job job, IReadOnlySet<string> before, Actor actor, CancellationToken ct)
    {
        var corrections = db.JobSkillCorrections;
        var kept = await corrections.Where(c => c.JobId == job.Id).ToDictionaryAsync(c => c.SkillId, ct);
        var read = needs.In(job.Title, job.Description, job.Money).Skills.ToDictionary(s => s.SkillId);
        var first = before.Count == 0 && job.State == JobState.Draft;
        var chosen = job.Skills.ToDictionary(s => s.SkillId, s => s.Must);
        foreach (var id in read.Keys.Union(chosen.Keys).Union(kept.Keys).ToList())
        {
            var known = kept.GetValueOrDefault(id);
            var found = read.GetValueOrDefault(id);
            var kind = Kind(
                found,
                chosen.TryGetValue(id, out var must) ? must : null,
                first || before.Contains(id),
                known?.Kind
            );
            if (kind is null)
            {
                if (known is not null)
                {
                    corrections.Remove(known);
                }
                continue;
            }
            if (kind == known?.Kind)
            {
                continue;
            }
            if (known is null)
            {
                corrections.Add(known = new JobSkillCorrection { JobId = job.Id, SkillId = id });
            }
            (known.Kind, known.At, known.MemberId) = (kind.Value, db.Now, actor.MemberId);
            known.Words =
                kind == SkillCorrectionKind.Added ? ""
                : found is null ? known.Words
                : TypedText.Cut(string.Join(" · ", found.Words), SkillCorrection.LongestWords);
        }
    }

    /// <summary>What the choice says about the reading; null when they agree, or nothing can be said.</summary>
    private static SkillCorrectionKind? Kind(FoundSkill? found, bool? must, bool shown, SkillCorrectionKind? known) =>
        (found, must) switch
        {
            (null, not null) => SkillCorrectionKind.Added,
            // The text does not name it any more: what was said about it while it did still holds.
            (null, null) => known is null or SkillCorrectionKind.Added ? null : SkillCorrectionKind.Removed,
            ({ } f, { } m) => f.Must == m ? null
            : m ? SkillCorrectionKind.AsMust
            : SkillCorrectionKind.AsNice,
            (not null, null) => shown || known is not (null or SkillCorrectionKind.Added)
                ? SkillCorrectionKind.Removed
                : null,
        };
}
