using Metier.Platform;

namespace Metier.Profiles;

/// <summary>Shows a piece of work one place earlier; the first stays the first.</summary>
public sealed class MoveWork(ProfileAccess access)
{
    /// <summary>Somebody else's piece is not found.</summary>
    public Task<Outcome<Done>> RunAsync(Guid id, Actor actor, CancellationToken ct) =>
        access.EditAsync(
            actor,
            null,
            _ => "",
            (profile, read) =>
            {
                var ordered = profile.Work.OrderBy(w => w.Position).ToList();
                var at = ordered.FindIndex(w => w.Id == id);
                if (at < 0)
                {
                    read.Refusals.Add(Refusal.NotFound());
                    return;
                }
                if (at > 0)
                {
                    (ordered[at - 1], ordered[at]) = (ordered[at], ordered[at - 1]);
                }
                foreach (var (position, item) in ordered.Index())
                {
                    item.Position = position;
                }
            },
            ct
        );
}
