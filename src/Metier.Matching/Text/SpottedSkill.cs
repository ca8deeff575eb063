namespace Metier.Matching;

/// <summary>How the words of a text meet a name.</summary>
public enum SpotKind
{
    /// <summary>The name stands there, perhaps in another form of its words.</summary>
    Named = 1,

    /// <summary>All words of the name stand there, others between them or in another order.</summary>
    Spread = 2,

    /// <summary>Most of the name stands there.</summary>
    Near = 3,
}

/// <summary>A concept that a text speaks of.</summary>
/// <param name="Score">0 to 1; above <see cref="SkillSpotter.Suggestible"/> it is worth suggesting.</param>
/// <param name="Name">The name that was met.</param>
/// <param name="Span">The words it came from.</param>
public sealed record SpottedSkill(int Concept, double Score, SpotKind Kind, string Name, TextSpan Span);
