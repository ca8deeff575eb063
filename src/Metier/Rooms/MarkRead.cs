using Metier.Notifications;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Rooms;

/// <summary>A person has read up to a message. The pointer only moves forward; coming by ends the silence of mails.</summary>
public sealed class MarkRead(MetierDb db, RoomAccess access, RoomWriter writer, Mailbox mailbox)
{
    /// <summary>Numbers beyond the newest message mean the newest message.</summary>
    public Task<Outcome<Done>> RunAsync(Guid roomId, long upTo, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var room = await access.FindAsync(roomId, actor, ct);
                if (room is null)
                {
                    return Refusal.NotFound();
                }
                var read = Math.Min(upTo, room.LastSeq);
                if (await PointAsync(room.Id, read, actor, ct))
                {
                    await TellAsync(room, read, ct);
                }
                return Done.It;
            },
            ct
        );

    /// <summary>Moves the pointer inside the caller's transaction; false when it was there already.</summary>
    internal async Task<bool> PointAsync(Guid roomId, long upTo, Actor actor, CancellationToken ct)
    {
        if (upTo <= 0)
        {
            return false;
        }
        DateTime? now = db.Now;
        DateTime? none = null;
        var mine = db.RoomReaders.Where(r => r.RoomId == roomId && r.MemberId == actor.MemberId);
        var came = await mine.Where(r => r.MailDueAt != null || r.MailedAt != null)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.MailDueAt, none).SetProperty(r => r.MailedAt, none), ct);
        var moved = await mine.Where(r => r.ReadSeq < upTo)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.ReadSeq, upTo).SetProperty(r => r.ReadAt, now), ct);
        if (came + moved > 0 || await mine.AnyAsync(ct))
        {
            return moved > 0;
        }
        db.RoomReaders.Add(
            new RoomReader
            {
                RoomId = roomId,
                MemberId = actor.MemberId,
                ReadSeq = upTo,
                ReadAt = now,
            }
        );
        return true;
    }

    /// <summary>Tells everybody's open pages how far this person is.</summary>
    internal async Task TellAsync(Room room, long upTo, CancellationToken ct) =>
        await mailbox.PostAsync(await writer.PeopleAsync(room, ct), RoomAccess.ReadKind, room.Id, upTo, ct);
}
