using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Profiles;

/// <summary>
/// Sets or removes the photo. It is decoded within limits and encoded anew at no more than 512 pixels a side, so that
/// nothing but pixels is kept: no place, no camera, no comment.
/// </summary>
public sealed class ChangePhoto(MetierDb db, ProfileAccess access, FileIntake intake)
{
    /// <summary>The longest side that is kept, in pixels.</summary>
    public const int Side = 512;

    /// <summary>A null <paramref name="photo"/> removes it. Field of refusals: Photo.</summary>
    public async Task<Outcome<Done>> RunAsync(Upload? photo, Actor actor, CancellationToken ct)
    {
        if (!actor.IsFreelancer)
        {
            return Refusal.NotFound();
        }
        StoredFile? file = null;
        if (photo is not null)
        {
            // Before the transaction: decoding takes long, and on SQLite everybody would wait for it.
            var taken = await intake.TakeImageAsync(photo, actor.MemberId, "Photo", Side, ct);
            if (!taken.Ok)
            {
                return Outcome<Done>.From(taken);
            }
            file = taken.Value;
        }
        return await access.EditAsync(
            actor,
            null,
            _ => "",
            (profile, _) =>
            {
                if (file is not null && db.Entry(file).State == EntityState.Detached)
                {
                    db.Add(file);
                }
                if (profile.PhotoId is { } old)
                {
                    db.Raise(new ProfileFilesDropped([old]));
                }
                (profile.PhotoId, profile.PhotoName) = (file?.Id, file?.Name ?? "");
            },
            ct
        );
    }
}
