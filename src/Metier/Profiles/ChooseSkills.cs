using Metier.Platform;
using Metier.Taxonomy;

namespace Metier.Profiles;

/// <summary>
/// Skills as names with commas between them, labels or aliases in either language, the most important first. Names that
/// nothing bears yet are added as skills when they are in <paramref name="New"/> too.
/// </summary>
public sealed record ChooseSkillsInput(string? Skills, string? Was, IReadOnlyList<string>? New = null);

/// <summary>Sets the skills of one's profile: up to 15, from the taxonomy or added to it.</summary>
public sealed class ChooseSkills(
    MetierDb db,
    ProfileAccess access,
    SkillCatalogue catalogue,
    AddSkill add,
    ProfileCorrections corrections
)
{
    /// <summary>Field of refusals: Form.Skills.</summary>
    public async Task<Outcome<Done>> RunAsync(ChooseSkillsInput input, Actor actor, CancellationToken ct)
    {
        var names = new SkillNames(catalogue);
        var done = await db.WriteAsync<Done>(
            async () =>
            {
                names = new SkillNames(catalogue);
                if (actor.IsFreelancer)
                {
                    var refused = await add.MissingAsync(names, input.Skills, input.New, "Form.Skills", actor, ct);
                    if (refused.Count > 0)
                    {
                        return refused.ToList();
                    }
                }
                return await SetAsync(input, names, actor, ct);
            },
            ct
        );
        if (done.Ok && names.Added)
        {
            await catalogue.RefreshAsync(ct);
        }
        return done;
    }

    private async Task<Outcome<Done>> SetAsync(
        ChooseSkillsInput input,
        SkillNames names,
        Actor actor,
        CancellationToken ct
    )
    {
        FreelancerProfile? edited = null;
        List<string> before = [];
        var done = await access.EditAsync(
            actor,
            input.Was,
            p => p.SkillsStamp,
            (profile, read) =>
            {
                var ids = Read(input.Skills, names, read);
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
                    (edited, before) = (profile, profile.Skills.ConvertAll(s => s.SkillId));
                    profile.ChooseSkills(ids);
                }
            },
            ct
        );
        if (done.Ok && edited is not null)
        {
            await corrections.KeepAsync(edited, before, ct);
        }
        return done;
    }

    private List<string> Read(string? typed, SkillNames names, ProfileInput read)
    {
        var ids = new List<string>();
        foreach (var name in SkillNames.Split(typed))
        {
            var id = names.Id(name);
            if (id is null)
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
            else if (!ids.Contains(id))
            {
                ids.Add(id);
            }
        }
        return ids;
    }
}
