using Metier.Platform;

namespace Metier.Profiles;

/// <summary>Sets who may see one's profile.</summary>
public sealed class SetVisibility(ProfileAccess access)
{
    /// <summary><paramref name="visibility"/> is <see cref="ProfileVisibility"/> by name. Field of refusals: Form.Visibility.</summary>
    public Task<Outcome<Done>> RunAsync(string? visibility, Actor actor, CancellationToken ct) =>
        access.EditAsync(
            actor,
            null,
            _ => "",
            (profile, read) =>
            {
                if (Enum.TryParse<ProfileVisibility>(visibility, out var chosen) && Enum.IsDefined(chosen))
                {
                    profile.Visibility = chosen;
                }
                else
                {
                    read.Refuse("Form.Visibility", "empty", ProfileRefusalText.VisibilityEmpty);
                }
            },
            ct
        );
}
