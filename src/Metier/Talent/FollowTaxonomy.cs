using Metier.Jobs;
using Metier.Platform;
using Metier.Profiles;
using Metier.Taxonomy;

namespace Metier.Talent;

/// <summary>
/// Some skills read otherwise than before (merged, rejected, accepted): whoever carries them is read again on every node.
/// After an import every node builds its index anew by itself.
/// </summary>
internal sealed class FollowTaxonomy(ChangeFeed feed, TalentIndex index, ProfileViews profiles, JobViews jobs)
    : IHandle<TaxonomyChanged>
{
    public async Task HandleAsync(TaxonomyChanged happened, CancellationToken ct)
    {
        if (happened.Skills is { Count: > 0 } skills)
        {
            await feed.TellAsync(TalentSubject.Freelancer, await profiles.WithSkillAsync(skills, ct), ct);
            await feed.TellAsync(TalentSubject.Job, await jobs.WithSkillAsync(skills, ct), ct);
        }
        await index.CatchUpAsync(ct);
    }
}
