using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Members;

/// <summary>Looks at the marketplace from the other side. Remembered, so that the next sign-in starts there.</summary>
public sealed class SwitchHat(MetierDb db)
{
    /// <summary>Puts the hat on; one the member does not have is refused.</summary>
    public Task<Outcome<Done>> RunAsync(Hat hat, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (hat == Hat.Client ? actor.ClientId is null : !actor.IsFreelancer)
                {
                    return Refusal.NotFound();
                }
                await db
                    .Members.Where(m => m.Id == actor.MemberId)
                    .ExecuteUpdateAsync(set => set.SetProperty(m => m.Hat, hat), ct);
                return Done.It;
            },
            ct
        );
}
