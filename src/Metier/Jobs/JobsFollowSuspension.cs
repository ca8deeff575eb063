using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Jobs;

/// <summary>A suspension hides a client's job posts and its end shows them again: whoever keeps copies reads them anew.</summary>
internal sealed class JobsFollowSuspension(MetierDb db) : IHandle<MemberSuspended>, IHandle<MemberRestored>
{
    public Task HandleAsync(MemberSuspended happened, CancellationToken ct) => TellAsync(happened.ClientId, ct);

    public Task HandleAsync(MemberRestored happened, CancellationToken ct) => TellAsync(happened.ClientId, ct);

    private Task TellAsync(Guid? clientId, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var open = await db
                    .Jobs.Where(j => j.ClientId == clientId && j.State == JobState.Open)
                    .Select(j => j.Id)
                    .ToListAsync(ct);
                open.ForEach(id => db.Raise(new JobChanged(id)));
                return Done.It;
            },
            ct
        );
}
