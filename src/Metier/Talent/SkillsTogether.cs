using Metier.Matching;
using Metier.Platform;
using Metier.Taxonomy;

namespace Metier.Talent;

/// <summary>
/// Skills that freelancers have beside given ones, more often than chance would have it: what a post may have forgotten.
/// From the index as it is; nothing is stored.
/// </summary>
public sealed class SkillsTogether(TalentIndex index, TalentConcepts concepts, TimeProvider clock)
{
    private const int MostAsked = 6;

    /// <summary>Fewer people than this with both are chance.</summary>
    private const int LeastTogether = 3;

    /// <summary>The skills, the most telling first; none of those given.</summary>
    /// <param name="skills">Ids; the first few are looked at.</param>
    public async Task<IReadOnlyList<Skill>> WithAsync(
        IReadOnlyCollection<string> skills,
        int most,
        CancellationToken ct
    )
    {
        if (!await index.ReadySoonAsync(ct))
        {
            return [];
        }
        var known = skills.Select(concepts.OfSkill).ToHashSet();
        var worth = new Dictionary<int, double>();
        var people = Math.Max(1, index.Freelancers.Count);
        foreach (var skill in known.Take(MostAsked))
        {
            var having = index.Freelancers.Search(
                new FreelancerQuery
                {
                    Filter = new FreelancerFilter { Skills = [skill] },
                    Paging = new Paging(1),
                    Today = DateOnly.FromDateTime(clock.UtcNow()),
                }
            );
            foreach (var (other, both) in having.Facets.Skills.Where(s => s.Count >= LeastTogether))
            {
                // The share of those with the one who have the other too, less the share of everybody who has it.
                var beyondChance = (both / (double)having.Total) - (index.Freelancers.Having(other) / (double)people);
                worth[other] = worth.GetValueOrDefault(other) + Math.Max(0, beyondChance);
            }
        }
        return
        [
            .. worth
                .Where(w => !known.Contains(w.Key) && w.Value > 0)
                .OrderByDescending(w => w.Value)
                .ThenBy(w => w.Key)
                .Select(w => concepts.Skill(w.Key))
                .OfType<Skill>()
                .Take(most),
        ];
    }
}
