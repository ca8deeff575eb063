using Metier.Taxonomy;
using Metier.Web.Shell;

namespace Metier.Web.Taxonomy;

/// <summary>How states of skills look.</summary>
internal static class SkillWordsShown
{
    public static Tone ToneOf(SkillState state) =>
        state switch
        {
            SkillState.Waiting => Tone.Warn,
            SkillState.Accepted => Tone.Ok,
            SkillState.Rejected => Tone.Bad,
            _ => Tone.Info,
        };
}
