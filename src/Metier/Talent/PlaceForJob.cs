using System.Collections.Immutable;
using Metier.Jobs;
using Metier.Ledger;
using Metier.Matching;
using Metier.Platform;

namespace Metier.Talent;

/// <summary>Something a freelancer could change, and where they would stand with it alone.</summary>
/// <param name="What">In words.</param>
/// <param name="Points">What it adds to their sum.</param>
public sealed record PlaceChange(string What, int Place, int Points);

/// <summary>Where a freelancer stands for a job.</summary>
/// <param name="Place">From 1; 0 when searches do not show them, or nothing is ranked yet.</param>
/// <param name="Of">How many are ranked.</param>
/// <param name="Changes">What would bring them forward, the most first.</param>
public sealed record PlaceFound(JobView Job, int Place, int Of, Reasons Reasons, IReadOnlyList<PlaceChange> Changes)
{
    /// <summary>The index is being built for the first time.</summary>
    public bool Preparing { get; init; }
}

/// <summary>Tells freelancers, about themselves alone, where a client's list for a job has them, why, and what would change it.</summary>
public sealed class PlaceForJob(
    TalentIndex index,
    JobNeeds needs,
    JobViews jobs,
    TalentConcepts concepts,
    RankingWords words
)
{
    private const int MostSkills = 3;

    /// <summary>Null when there is no such open job for this person.</summary>
    public async Task<PlaceFound?> RunAsync(Guid jobId, Actor freelancer, CancellationToken ct)
    {
        if (
            !freelancer.IsFreelancer
            || await jobs.FindAsync(jobId, freelancer, ct) is not { State: JobState.Open } job
            || freelancer.IsFor(job.ClientId)
        )
        {
            return null;
        }
        if (!await index.ReadySoonAsync(ct))
        {
            return new PlaceFound(job, 0, 0, Reasons.None, []) { Preparing = true };
        }
        var order = await needs.OrderAsync(job, freelancer.MemberId, ct);
        if (index.Freelancers.Explain(freelancer.MemberId, order) is not { } standing)
        {
            return new PlaceFound(job, 0, index.Freelancers.Count, Reasons.None, []);
        }
        return new PlaceFound(
            job,
            standing.Place,
            standing.Total,
            words.Freelancer(standing.Match, index.Freelancers.Weights.Version),
            [
                .. Changes(standing.Match, order.Need)
                    .Select(c => (c.What, With: index.Freelancers.Explain(freelancer.MemberId, order, c.Change)))
                    .Where(c => c.With is not null && c.With.Match.Score > standing.Match.Score)
                    .Select(c => new PlaceChange(c.What, c.With!.Place, c.With.Match.Score - standing.Match.Score))
                    .OrderByDescending(c => c.Points),
            ]
        );
    }

    /// <summary>Only what is theirs to change and true once it is changed: nobody is told to claim a level they do not have.</summary>
    private IEnumerable<(string What, FreelancerChange Change)> Changes(RankedMatch match, Need need)
    {
        foreach (var part in match.Parts.Where(p => p.Points < p.Most))
        {
            switch (part.Feature, part.Evidence)
            {
                case (Feature.MustHave or Feature.NiceToHave, Evidence.Concepts { Missing: var missing }):
                    foreach (var skill in missing.Where(m => concepts.Skill(m) is not null).Take(MostSkills))
                    {
                        yield return (
                            RankingText.IfSkill(concepts.Label(skill) ?? ""),
                            new FreelancerChange { Skills = [skill] }
                        );
                    }
                    break;
                case (Feature.RateFit, Evidence.Money { MaxMinor: { } most }):
                    yield return (
                        RankingText.IfRate(RankingWords.PerHour(most, need.Currency)),
                        new FreelancerChange { RateMinor = most, Currency = need.Currency }
                    );
                    break;
                case (Feature.Level, Evidence.LevelGap { Has: null } gap):
                    yield return (
                        RankingText.IfLevel(RankingWords.LevelName(gap.Wanted)),
                        new FreelancerChange { Level = gap.Wanted }
                    );
                    break;
                case (Feature.Availability, Evidence.Hours hours):
                    var free = Math.Max(hours.Free, hours.Wanted);
                    yield return (
                        RankingText.IfFree(Formats.Count(free)),
                        new FreelancerChange { HoursPerWeek = free }
                    );
                    break;
            }
        }
    }
}
