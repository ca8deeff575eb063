using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Rooms;

/// <summary>
/// A message as sent. <paramref name="Id"/> is made by the sender; the same one twice is one message.
/// <paramref name="Seen"/> is the newest message that was before the sender's eyes.
/// </summary>
public sealed record MessageInput(Guid RoomId, Guid Id, string? Text, IReadOnlyList<Upload> Files, long Seen = 0);

/// <summary>
/// Somebody writes in a room: up to 10,000 characters of the Markdown subset, up to 10 files. A freelancer does not write
/// before the client has, unless the client asked for it by an invitation or an offer. Contact details before a contract
/// are flagged, not refused.
/// </summary>
public sealed class SendMessage(MetierDb db, RoomAccess access, RoomWriter writer, MarkRead reading, FileIntake intake)
{
    /// <summary>Answers with the message's number in its room.</summary>
    public Task<Outcome<long>> RunAsync(MessageInput input, Actor actor, CancellationToken ct) =>
        db.WriteAsync<long>(() => SendAsync(input, actor, ct), ct);

    private async Task<Outcome<long>> SendAsync(MessageInput input, Actor actor, CancellationToken ct)
    {
        var room = await access.FindAsync(input.RoomId, actor, ct);
        if (room?.SideOf(actor) is not { } side || !actor.EmailConfirmed)
        {
            return Refusal.NotFound();
        }
        var text = TypedText.Lines(input.Text);
        if (await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == input.Id, ct) is { } before)
        {
            return before.RoomId == room.Id && before.AuthorId == actor.MemberId && before.Text == text
                ? before.Seq
                : Refusal.IdempotencyMismatch();
        }
        if (Wrong(text, input.Files) is { Count: > 0 } wrong)
        {
            return wrong;
        }
        if (room.WriteAs(side, actor) is { } refusal)
        {
            return refusal;
        }
        // Files before the room's row is held: reading them can take as long as the sender's line is slow.
        var files = new List<Guid>();
        foreach (var upload in input.Files)
        {
            var file = await intake.TakeAsync(upload, actor.MemberId, "Form.Files", ct);
            if (!file.Ok)
            {
                return Outcome<long>.From(file);
            }
            files.Add(file.Value.Id);
        }
        var seq = await writer.NextAsync(room.Id, ct);
        // What stood before the sender's eyes is read, and their own message with it when nothing came in between.
        var read = input.Seen == seq - 1 ? seq : Math.Min(input.Seen, seq - 1);
        var moved = await reading.PointAsync(room.Id, read, actor, ct);
        await writer.AddAsync(room, Written(input.Id, room, seq, text, actor), ct);
        if (moved)
        {
            await reading.TellAsync(room, read, ct);
        }
        for (var i = 0; i < files.Count; i++)
        {
            db.MessageFiles.Add(
                new MessageFile
                {
                    RoomId = room.Id,
                    Seq = seq,
                    Position = i,
                    FileId = files[i],
                }
            );
        }
        await ClientWroteAsync(room, side, ct);
        return seq;
    }

    private static List<Refusal> Wrong(string text, IReadOnlyList<Upload> files)
    {
        var wrong = new List<Refusal>();
        if (text.Length == 0 && files.Count == 0)
        {
            wrong.Add(new Refusal("message_empty", RoomRefusalText.Empty, "Form.Text"));
        }
        if (text.Length > Message.LongestText)
        {
            wrong.Add(new Refusal("too_long", PlatformText.TooLong(Message.LongestText), "Form.Text"));
        }
        if (files.Count > Message.MostFiles)
        {
            wrong.Add(new Refusal("too_many_files", RoomRefusalText.TooManyFiles(Message.MostFiles), "Form.Files"));
        }
        return wrong;
    }

    private Message Written(Guid id, Room room, long seq, string text, Actor actor) =>
        new()
        {
            RoomId = room.Id,
            Seq = seq,
            Id = id,
            AuthorId = actor.MemberId,
            At = db.Now,
            Text = text,
            Contacts =
                room.Kind == RoomKind.Proposal && room.HiredAt is null ? ContactDetails.In(text) : ContactKinds.None,
        };

    private async Task ClientWroteAsync(Room room, RoomSide side, CancellationToken ct)
    {
        if (side != RoomSide.Client || room.ClientWroteAt is not null)
        {
            return;
        }
        DateTime? now = db.Now;
        var first = await db
            .Rooms.Where(r => r.Id == room.Id && r.ClientWroteAt == null)
            .ExecuteUpdateAsync(
                s => s.SetProperty(r => r.ClientWroteAt, now).SetProperty(r => r.FreelancerMayWrite, true),
                ct
            );
        if (first == 1)
        {
            db.Raise(
                new ClientFirstWrote(
                    new RoomSubject(room.Kind, room.SubjectId, room.ClientId, room.FreelancerId),
                    room.Id,
                    db.Now
                )
            );
        }
    }
}

/// <summary>Somebody of the client wrote in a room for the first time.</summary>
public sealed record ClientFirstWrote(RoomSubject Subject, Guid RoomId, DateTime At);
