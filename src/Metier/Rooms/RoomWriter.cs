using System.Text.Json;
using Metier.Members;
using Metier.Notifications;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Rooms;

/// <summary>The only writer of messages. Joins the caller's write transaction.</summary>
public sealed class RoomWriter(MetierDb db, RoomAccess access, Mailbox mailbox, MemberViews members)
{
    /// <summary>Tells a room of something that happened; <paramref name="id"/> the same twice is one line.</summary>
    public Task TellAsync(Guid roomId, Guid id, RoomEvent happened, Guid? by, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (!await db.Messages.AnyAsync(m => m.Id == id, ct))
                {
                    var room = await db.Rooms.AsNoTracking().SingleAsync(r => r.Id == roomId, ct);
                    await AddAsync(
                        room,
                        new Message
                        {
                            RoomId = roomId,
                            Seq = await NextAsync(roomId, ct),
                            Id = id,
                            AuthorId = by,
                            At = db.Now,
                            EventJson = JsonSerializer.Serialize(happened, EventRegistry.Json),
                        },
                        ct
                    );
                }
                return Done.It;
            },
            ct
        );

    /// <summary>Tells the room of a subject, if there is one.</summary>
    public async Task TellAsync(RoomSubject subject, Guid id, RoomEvent happened, Guid? by, CancellationToken ct)
    {
        if (await access.FindAsync(subject, ct) is { } room)
        {
            await TellAsync(room.Id, id, happened, by, ct);
        }
    }

    /// <summary>
    /// The room's next number. One statement counts and holds the room until the end of the transaction: no gap, and nobody
    /// overtakes. Rows are taken in this order everywhere: the room, its readers, mailboxes.
    /// </summary>
    internal async Task<long> NextAsync(Guid roomId, CancellationToken ct)
    {
        var now = db.Now;
        var taken = await db
            .Database.SqlQuery<long>(
                $"""
                UPDATE room SET "LastSeq" = "LastSeq" + 1, "LastAt" = {now} WHERE "Id" = {roomId}
                RETURNING "LastSeq" AS "Value"
                """
            )
            .ToListAsync(ct);
        return taken[0];
    }

    /// <summary>Adds a message that has its number, and tells everybody who belongs to the room.</summary>
    internal async Task AddAsync(Room room, Message message, CancellationToken ct)
    {
        db.Messages.Add(message);
        var people = await PeopleAsync(room, ct);
        if (message.EventJson is null)
        {
            await MailLaterAsync(room.Id, [.. people.Where(p => p != message.AuthorId)], ct);
        }
        await mailbox.PostAsync(people, RoomAccess.MessageKind, room.Id, message.Seq, ct);
    }

    /// <summary>Everybody who belongs to a room now.</summary>
    internal async Task<List<Guid>> PeopleAsync(Room room, CancellationToken ct) =>
        [room.FreelancerId, .. (await members.TeamOfAsync(room.ClientId, ct)).Select(m => m.Id)];

    /// <summary>Whoever has not come five minutes from now gets a mail; whoever got one and has not come since gets no other.</summary>
    private async Task MailLaterAsync(Guid roomId, List<Guid> others, CancellationToken ct)
    {
        DateTime? due = db.Now + MailUnread.Patience;
        var known = await db
            .RoomReaders.Where(r => r.RoomId == roomId && others.Contains(r.MemberId))
            .Select(r => r.MemberId)
            .ToListAsync(ct);
        foreach (var member in others.Except(known))
        {
            db.RoomReaders.Add(
                new RoomReader
                {
                    RoomId = roomId,
                    MemberId = member,
                    MailDueAt = due,
                }
            );
        }
        await db
            .RoomReaders.Where(r =>
                r.RoomId == roomId && known.Contains(r.MemberId) && r.MailDueAt == null && r.MailedAt == null
            )
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.MailDueAt, due), ct);
    }
}
