using Metier.Matching;
using Metier.Platform;
using Metier.Profiles;

namespace Metier.Talent;

/// <summary>Freelancers like one, by what they do and never by who they are: for the foot of a profile.</summary>
public sealed class SimilarTalent(
    TalentIndex index,
    TalentConcepts concepts,
    TalentRows rows,
    RankingWords words,
    SearchTerms terms
)
{
    /// <summary>How many are shown.</summary>
    public const int Most = 4;

    /// <summary>
    /// Up to <see cref="Most"/>, the best first; those this visitor may see, without the freelancer and without the visitor.
    /// </summary>
    public async Task<IReadOnlyList<TalentHit>> RunAsync(ProfileCard card, Actor? visitor, CancellationToken ct)
    {
        if (card.Skills.Count == 0 || !await index.ReadySoonAsync(ct))
        {
            return [];
        }
        // Some may have become invisible a moment ago.
        var found = index.Freelancers.Best(
            new FreelancerQuery
            {
                Need = new Need
                {
                    MustHave = [.. card.Skills.Select(concepts.OfSkill), .. concepts.InTitle(card.Title)],
                    Categories = [.. concepts.CategoriesOf(card.Skills)],
                    Occupations = concepts.NearTitle(card.Title),
                    Vector = index.Freelancers.Find(card.Id)?.Vector ?? [],
                    Text = card.Title,
                },
                Filter = new FreelancerFilter
                {
                    ForVisitors = visitor is null,
                    Except = visitor is null ? [card.Id] : [card.Id, visitor.MemberId],
                },
                Today = terms.Today,
            },
            Most * 3
        );
        var like = found.Where(Alike).ToList();
        var people = await rows.OfAsync([.. like.Select(m => m.Id)], ct);
        return
        [
            .. like.Where(m => people.TryGetValue(m.Id, out var row) && SearchTalent.Shown(row.Person, visitor))
                .Take(Most)
                .Select(m => new TalentHit(
                    people[m.Id].Person,
                    people[m.Id].Standing,
                    words.Freelancer(m, index.Freelancers.Weights.Version)
                )),
        ];
    }

    private static bool Alike(RankedMatch match) =>
        match.Parts.Any(p => p is { Points: > 0, Feature: Feature.MustHave or Feature.RelatedSkills });
}
