using System.Runtime.CompilerServices;
using Metier.Matching;

namespace Metier.Taxonomy;

/// <summary>
/// The names of all skills on offer, ready for reading texts: concepts are numbers there, ids here. Made once for each
/// generation of the catalogue.
/// </summary>
public sealed class SkillLexicon(SkillCatalogue catalogue)
{
    private static readonly ConditionalWeakTable<IReadOnlyList<Skill>, Lexicon> Made = [];
    private static readonly ConditionalWeakTable<IReadOnlyList<Skill>, SkillSpotter> Spotters = [];

    /// <summary>
    /// The names for <see cref="NeedsAnalyzer"/>, and the skills its concepts stand for by their number; both of one
    /// generation.
    /// </summary>
    public (Lexicon Names, IReadOnlyList<Skill> Skills) Generation
    {
        get
        {
            var skills = catalogue.Skills;
            return (Made.GetValue(skills, Make), skills);
        }
    }

    /// <summary>
    /// Finds skills that a text speaks of in other words than their names. Takes a moment to make, once for each generation,
    /// at its first use.
    /// </summary>
    public (SkillSpotter Spotter, IReadOnlyList<Skill> Skills) Spotter
    {
        get
        {
            var skills = catalogue.Skills;
            return (Spotters.GetValue(skills, MakeSpotter), skills);
        }
    }

    private static SkillSpotter MakeSpotter(IReadOnlyList<Skill> skills) =>
        new(
            skills.SelectMany(
                (s, concept) =>
                    s.Names.Select(n => new TaxonomyName(
                        concept,
                        n.Text,
                        n.Preferred ? NameRole.Preferred : NameRole.Alternative,
                        n.Language switch
                        {
                            "fr" => TextLanguage.French,
                            "en" => TextLanguage.English,
                            _ => null,
                        }
                    ))
            )
        );

    private static Lexicon Make(IReadOnlyList<Skill> skills) =>
        new(skills.SelectMany((s, concept) => s.Names.Select(n => new ConceptName(concept, n.Text))));
}
