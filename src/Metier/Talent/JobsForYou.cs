using Metier.Jobs;
using Metier.Matching;
using Metier.Platform;
using Metier.Proposals;

namespace Metier.Talent;

/// <summary>
/// The open jobs that suit a freelancer best, with the reasons. Left out are those they have proposed to or dismissed,
/// their own, and whatever has nothing to do with what they do.
/// </summary>
public sealed class JobsForYou(
    TalentIndex index,
    SearchTerms terms,
    JobCards cards,
    SearchJobs search,
    ProposalViews proposals,
    JobMarkViews marks,
    TalentConcepts concepts
)
{
    /// <summary>Jobs on the page.</summary>
    public const int Most = 20;

    /// <summary>Nothing can be said of what suits yet: the index is being built for the first time.</summary>
    public bool Preparing => !index.IsReady;

    /// <summary>The best <paramref name="most"/>; null for somebody whose profile names no skill yet.</summary>
    public async Task<IReadOnlyList<JobHit>?> RunAsync(int most, Actor actor, CancellationToken ct)
    {
        if (!actor.IsFreelancer || await cards.SeekerAsync(actor, ct) is not { } seeker)
        {
            return null;
        }
        if (!await index.ReadySoonAsync(ct))
        {
            return [];
        }
        List<Guid> except =
        [
            .. await proposals.JobsOfAsync(actor.MemberId, ct),
            .. await marks.DismissedAsync(actor, ct),
        ];
        return await BestAsync(seeker, except, most, actor.ClientId, ct);
    }

    /// <summary>Open jobs like one that takes no more proposals: the same skills, category and title.</summary>
    public async Task<IReadOnlyList<JobHit>> LikeAsync(JobView job, int most, CancellationToken ct)
    {
        if (!await index.ReadySoonAsync(ct))
        {
            return [];
        }
        var alike = new Seeker
        {
            Skills = [.. job.Skills.Select(s => concepts.OfSkill(s.SkillId)), .. concepts.InTitle(job.Title)],
            Categories = [.. concepts.WithTrade(job.CategoryId)],
            Occupations = concepts.NearTitle(job.Title),
            Vector = index.Jobs.Find(job.Id)?.Vector ?? [],
            Title = job.Title,
        };
        return await BestAsync(alike, [job.Id], most, null, ct);
    }

    private async Task<IReadOnlyList<JobHit>> BestAsync(
        Seeker seeker,
        IReadOnlyCollection<Guid> except,
        int most,
        Guid? ownClient,
        CancellationToken ct
    )
    {
        var found = index.Jobs.Best(
            new JobQuery
            {
                For = seeker,
                Filter = new JobFilter { Except = [.. except] },
                Today = terms.Today,
            },
            Paging.MostSize
        );
        // Some may have closed a moment ago, or be one's own.
        var suits = found.Where(Suits).Take(most * 3).ToList();
        var hits = await search.HitsAsync(suits, index.Jobs.Weights.Version, ct);
        return [.. hits.Where(h => h.Job.ClientId != ownClient).Take(most)];
    }

    /// <summary>Something of what is asked for is there: a skill, one near it, or the field of work.</summary>
    private static bool Suits(RankedMatch match) =>
        match.Parts.Any(p =>
            p
                is {
                    Points: > 0,
                    Feature: Feature.MustHave or Feature.NiceToHave or Feature.RelatedSkills or Feature.Category
                }
        );
}
