using Metier.Platform;

namespace Metier.Profiles;

/// <summary>Title, overview (Markdown) and a link to a video introduction, as typed. <paramref name="Was"/>: the stamp the form was filled from; null skips the check.</summary>
public sealed record EditIntroInput(string? Title, string? Overview, string? VideoUrl, string? Was);

/// <summary>Changes what a freelancer says about themselves.</summary>
public sealed class EditIntro(ProfileAccess access)
{
    /// <summary>Fields of refusals: Form.Title, Form.Overview, Form.VideoUrl.</summary>
    public Task<Outcome<Done>> RunAsync(EditIntroInput input, Actor actor, CancellationToken ct) =>
        access.EditAsync(
            actor,
            input.Was,
            p => p.IntroStamp,
            (profile, read) =>
            {
                profile.Title = read.Line(
                    input.Title,
                    "Form.Title",
                    FreelancerProfile.LongestTitle,
                    ProfileRefusalText.TitleEmpty
                );
                profile.Overview = read.Lines(input.Overview, "Form.Overview", FreelancerProfile.LongestOverview);
                profile.VideoUrl = read.Address(input.VideoUrl, "Form.VideoUrl");
            },
            ct
        );
}
