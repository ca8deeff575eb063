using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Rooms;

/// <summary>
/// Conversations as the modules to the right begin and end them. Everything here joins the caller's write transaction, so a
/// contract without its room never exists.
/// </summary>
public sealed class OpenRoom(MetierDb db, RoomAccess access)
{
    /// <summary>
    /// The room of a subject, made when there is none. <paramref name="freelancerMayWrite"/> lets the freelancer write
    /// before the client has; it is never taken back.
    /// </summary>
    public async Task<Guid> RunAsync(RoomSubject subject, string title, bool freelancerMayWrite, CancellationToken ct)
    {
        if (await access.FindAsync(subject, ct) is { } room)
        {
            if (freelancerMayWrite && !room.FreelancerMayWrite)
            {
                await db
                    .Rooms.Where(r => r.Id == room.Id)
                    .ExecuteUpdateAsync(s => s.SetProperty(r => r.FreelancerMayWrite, true), ct);
            }
            return room.Id;
        }
        var made = new Room
        {
            Id = Ids.New(db.Clock),
            Kind = subject.Kind,
            SubjectId = subject.SubjectId,
            ClientId = subject.ClientId,
            FreelancerId = subject.FreelancerId,
            Title = TypedText.Cut(title, Room.LongestTitle),
            OpenedAt = db.Now,
            LastAt = db.Now,
            FreelancerMayWrite = freelancerMayWrite,
        };
        db.Rooms.Add(made);
        // Messages number themselves by a statement on this row, so it has to be there before the end of the transaction.
        await db.SaveChangesAsync(ct);
        return made.Id;
    }

    /// <summary>The id of a subject's room, or null.</summary>
    public async Task<Guid?> FindAsync(RoomSubject subject, CancellationToken ct) =>
        (await access.FindAsync(subject, ct))?.Id;

    /// <summary>The two have a contract now.</summary>
    public Task HiredAsync(Guid roomId, CancellationToken ct)
    {
        DateTime? now = db.Now;
        return db
            .Rooms.Where(r => r.Id == roomId && r.HiredAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.HiredAt, now), ct);
    }

    /// <summary>From now on the room can only be read.</summary>
    public Task CloseAsync(Guid roomId, DateTime at, CancellationToken ct)
    {
        DateTime? closed = at;
        return db
            .Rooms.Where(r => r.Id == roomId && r.ClosedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.ClosedAt, closed), ct);
    }
}
