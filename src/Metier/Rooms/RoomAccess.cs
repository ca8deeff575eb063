using Metier.Notifications;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Rooms;

/// <summary>The only loader of rooms: strangers get nothing, as if there were none.</summary>
public sealed class RoomAccess(MetierDb db) : LiveSubjects
{
    /// <summary>Somebody wrote, or something happened; the version is the message's number.</summary>
    internal const string MessageKind = "message";

    /// <summary>Somebody read; the version is how far.</summary>
    internal const string ReadKind = "read";

    /// <inheritdoc />
    public override IReadOnlyCollection<string> Kinds => [MessageKind, ReadKind];

    /// <inheritdoc />
    public override async Task<HashSet<Guid>> VisibleAsync(
        IReadOnlyCollection<Guid> subjects,
        Actor actor,
        CancellationToken ct
    ) => [.. await Of(actor).Where(r => subjects.Contains(r.Id)).Select(r => r.Id).ToListAsync(ct)];

    internal IQueryable<Room> Of(Actor actor)
    {
        var (me, client) = (actor.MemberId, actor.ClientId);
        var rooms = db
            .Rooms.AsNoTracking()
            .Where(r => r.FreelancerId == me || (client != null && r.ClientId == client));
        // A suspended person finishes what had begun; a proposal is nothing that had.
        return actor.Suspended ? rooms.Where(r => r.Kind == RoomKind.Contract) : rooms;
    }

    internal Task<Room?> FindAsync(Guid id, Actor actor, CancellationToken ct) =>
        Of(actor).SingleOrDefaultAsync(r => r.Id == id, ct);

    internal Task<Room?> FindAsync(RoomSubject subject, CancellationToken ct) =>
        db
            .Rooms.AsNoTracking()
            .SingleOrDefaultAsync(
                r =>
                    r.Kind == subject.Kind
                    && r.SubjectId == subject.SubjectId
                    && r.FreelancerId == subject.FreelancerId,
                ct
            );
}
