using System.Runtime.CompilerServices;
using Metier.Platform;
using Metier.Taxonomy;
using Microsoft.EntityFrameworkCore;

namespace Metier.Profiles;

/// <summary>
/// Keeps what freelancers make of the skills read in their own words. A correction stays when the words are written anew:
/// what they turned down or took off is not suggested again.
/// </summary>
public sealed class ProfileCorrections(MetierDb db, SuggestedSkills reader)
{
    /// <summary>All of them, profile by profile: for training, and for audits.</summary>
    public async IAsyncEnumerable<SkillCorrection> AllAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var corrections = db.ProfileSkillCorrections;
        await foreach (
            var c in corrections
                .AsNoTracking()
                .OrderBy(c => c.ProfileId)
                .ThenBy(c => c.SkillId)
                .AsAsyncEnumerable()
                .WithCancellation(ct)
        )
        {
            yield return new SkillCorrection(c.ProfileId, c.SkillId, c.Kind, c.Words, c.At, c.ProfileId);
        }
    }

    /// <summary>A suggestion is not one of theirs.</summary>
    internal async Task TurnDownAsync(FreelancerProfile profile, string skillId, CancellationToken ct)
    {
        var kept = await KeptAsync(profile.Id, ct);
        var read = reader.Read(profile, closely: true);
        Set(profile.Id, kept, skillId, SkillCorrectionKind.Removed, read.GetValueOrDefault(skillId) ?? "");
    }

    /// <summary>
    /// Compares what they chose with what their words name: what stood on the list, is named and was taken off is
    /// turned down; what is chosen and not named was added, once they have written of themselves at all.
    /// </summary>
    /// <param name="before">The ids on the list before.</param>
    internal async Task KeepAsync(FreelancerProfile profile, IReadOnlyCollection<string> before, CancellationToken ct)
    {
        var kept = await KeptAsync(profile.Id, ct);
        var read = reader.Read(profile, closely: false);
        var chosen = profile.Skills.Select(s => s.SkillId).ToHashSet(StringComparer.Ordinal);
        foreach (var id in before.Where(id => !chosen.Contains(id) && read.ContainsKey(id)))
        {
            Set(profile.Id, kept, id, SkillCorrectionKind.Removed, read[id]);
        }
        foreach (var id in chosen)
        {
            if (!read.ContainsKey(id) && profile.Overview.Length > 0)
            {
                Set(profile.Id, kept, id, SkillCorrectionKind.Added, "");
            }
            else if (kept.TryGetValue(id, out var agreed))
            {
                db.ProfileSkillCorrections.Remove(agreed);
            }
        }
        db.ProfileSkillCorrections.RemoveRange(
            kept.Values.Where(k => k.Kind == SkillCorrectionKind.Added && !chosen.Contains(k.SkillId))
        );
    }

    private Task<Dictionary<string, ProfileSkillCorrection>> KeptAsync(Guid profileId, CancellationToken ct)
    {
        var corrections = db.ProfileSkillCorrections;
        return corrections.Where(c => c.ProfileId == profileId).ToDictionaryAsync(c => c.SkillId, ct);
    }

    private void Set(
        Guid profileId,
        Dictionary<string, ProfileSkillCorrection> kept,
        string skillId,
        SkillCorrectionKind kind,
        string words
    )
    {
        if (kept.TryGetValue(skillId, out var known) && known.Kind == kind)
        {
            return;
        }
        if (known is null)
        {
            known = kept[skillId] = new ProfileSkillCorrection { ProfileId = profileId, SkillId = skillId };
            db.ProfileSkillCorrections.Add(known);
        }
        (known.Kind, known.At) = (kind, db.Now);
        known.Words = TypedText.Cut(words, SkillCorrection.LongestWords);
    }
}
