using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Profiles;

/// <summary>A suspension hides a profile and its end shows it again: whoever keeps a copy reads it anew.</summary>
internal sealed class ProfileFollowsSuspension(MetierDb db) : IHandle<MemberSuspended>, IHandle<MemberRestored>
{
    public Task HandleAsync(MemberSuspended happened, CancellationToken ct) => TellAsync(happened.MemberId, ct);

    public Task HandleAsync(MemberRestored happened, CancellationToken ct) => TellAsync(happened.MemberId, ct);

    private Task TellAsync(Guid memberId, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (await db.Profiles.AnyAsync(p => p.Id == memberId, ct))
                {
                    db.Raise(new ProfileChanged(memberId));
                }
                return Done.It;
            },
            ct
        );
}
