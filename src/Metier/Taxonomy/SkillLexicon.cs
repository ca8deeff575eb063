using Metier.Matching;

namespace Metier.Taxonomy;

/// <summary>
/// The names of all skills on offer, ready for reading texts: concepts are numbers there, ids here. Made anew when the
/// catalogue was read again.
/// </summary>
public sealed class SkillLexicon(SkillCatalogue catalogue)
{
    private Built? built;

    /// <summary>
    /// The names for <see cref="NeedsAnalyzer"/>, and the skills its concepts stand for by their number; both of one
    /// generation.
    /// </summary>
    public (Lexicon Names, IReadOnlyList<Skill> Skills) Generation => (Now.Names, Now.Skills);

    private Built Now
    {
        get
        {
            var skills = catalogue.Skills;
            var now = built;
            if (now is null || !ReferenceEquals(now.Skills, skills))
            {
                built = now = new Built(
                    skills,
                    new Lexicon(
                        skills.SelectMany((s, concept) => s.Names.Select(n => new ConceptName(concept, n.Text)))
                    )
                );
            }
            return now;
        }
    }

    private sealed record Built(IReadOnlyList<Skill> Skills, Lexicon Names);
}
