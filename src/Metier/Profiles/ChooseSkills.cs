using Metier.Platform;
using Metier.Taxonomy;

namespace Metier.Profiles;

/// <summary>Skills as names with commas between them, labels or aliases in either language, the most important first.</summary>
public sealed record ChooseSkillsInput(string? Skills, string? Was);

/// <summary>Sets the skills of one's profile: up to 15, all from the taxonomy.</summary>
public sealed class ChooseSkills(ProfileAccess access, SkillCatalogue catalogue)
{
    /// <summary>Field of refusals: Form.Skills.</summary>
    public Task<Outcome<Done>> RunAsync(ChooseSkillsInput input, Actor actor, CancellationToken ct) =>
        access.EditAsync(
            actor,
            input.Was,
            p => p.SkillsStamp,
            (profile, read) =>
            {
                var ids = Read(input.Skills, read);
                if (ids.Count > FreelancerProfile.MostSkills)
                {
                    read.Refuse(
                        "Form.Skills",
                        "too_many",
                        ProfileRefusalText.TooManySkills(FreelancerProfile.MostSkills)
                    );
                }
                if (read.Ok)
                {
                    profile.ChooseSkills(ids);
                }
            },
            ct
        );

    private List<string> Read(string? typed, ProfileInput read)
    {
        var ids = new List<string>();
        foreach (var name in Split(typed))
        {
            var skill = catalogue.Named(name);
            if (skill is null)
            {
                var near = catalogue.Search(name, 3).Select(s => s.Label).ToList();
                read.Refuse(
                    "Form.Skills",
                    "unknown_skill",
                    near.Count == 0
                        ? ProfileRefusalText.UnknownSkill(name)
                        : ProfileRefusalText.UnknownSkillNear(name, string.Join(", ", near))
                );
            }
            else if (!ids.Contains(skill.Id))
            {
                ids.Add(skill.Id);
            }
        }
        return ids;
    }

    private static IEnumerable<string> Split(string? typed) =>
        (typed ?? "")
            .Split([',', ';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Take(60)
            .Select(n => n.Length > 80 ? n[..80] : n);
}
