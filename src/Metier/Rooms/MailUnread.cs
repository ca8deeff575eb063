using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Rooms;

/// <summary>
/// A message that nobody came to read for five minutes goes out by mail; nothing more about that conversation until the
/// person has been there.
/// </summary>
internal sealed class MailUnread(MetierDb db, ActorLoader people, MemberViews members, InstanceOptions instance) : Chore
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private const int LongestExcerpt = 600;

    public override Task<DateTime?> NextDueAsync(CancellationToken ct) => db.RoomReaders.MinAsync(r => r.MailDueAt, ct);

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var due = await db
            .RoomReaders.AsNoTracking()
            .Where(r => r.MailDueAt <= now)
            .OrderBy(r => r.MailDueAt)
            .Select(r => new { r.RoomId, r.MemberId })
            .Take(500)
            .ToListAsync(ct);
        foreach (var reader in due)
        {
            await db.WriteAsync<Done>(() => MailAsync(reader.RoomId, reader.MemberId, ct), ct);
            db.ChangeTracker.Clear();
        }
        return due.Count;
    }

    private async Task<Outcome<Done>> MailAsync(Guid roomId, Guid memberId, CancellationToken ct)
    {
        DateTime? now = db.Now;
        DateTime? none = null;
        var mine = db.RoomReaders.Where(r => r.RoomId == roomId && r.MemberId == memberId);
        var taken = await mine.Where(r => r.MailDueAt <= now)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.MailDueAt, none).SetProperty(r => r.MailedAt, now), ct);
        var room = await db.Rooms.AsNoTracking().SingleAsync(r => r.Id == roomId, ct);
        // Asked again now: they may have left the team or been suspended meanwhile.
        var reader = await people.LoadAsync(memberId, null, ct);
        if (taken == 0 || reader is null || room.SideOf(reader) is not { } side)
        {
            return Done.It;
        }
        var read = await mine.Select(r => r.ReadSeq).SingleAsync(ct);
        var unread = await db
            .Messages.AsNoTracking()
            .Where(m => m.RoomId == roomId && m.Seq > read && m.EventJson == null && m.AuthorId != memberId)
            .OrderBy(m => m.Seq)
            .Take(100)
            .ToListAsync(ct);
        if (unread.Count == 0)
        {
            await mine.ExecuteUpdateAsync(s => s.SetProperty(r => r.MailedAt, none), ct);
            return Done.It;
        }
        await QueueAsync(room, side, reader, unread, ct);
        return Done.It;
    }

    private async Task QueueAsync(Room room, RoomSide side, Actor reader, List<Message> unread, CancellationToken ct)
    {
        var first = unread[0];
        var author = (await members.MembersAsync([first.AuthorId!.Value], ct))[first.AuthorId!.Value].Name;
        if (side == RoomSide.Freelancer)
        {
            author = RoomRefusalText.MailAuthor(
                author,
                (await members.ClientsAsync([room.ClientId], ct))[room.ClientId].Name
            );
        }
        using var language = new InLanguage(reader.Language);
        var excerpt = SafeMarkdown.ToText(first.Text);
        List<string> paragraphs = [RoomRefusalText.MailIntro(author, room.Title)];
        if (excerpt.Length > 0)
        {
            paragraphs.Add(
                excerpt.Length > LongestExcerpt ? TypedText.Cut(excerpt, LongestExcerpt).TrimEnd() + "…" : excerpt
            );
        }
        if (unread.Count > 1)
        {
            paragraphs.Add(RoomRefusalText.MailMore(unread.Count - 1));
        }
        db.QueueMail(
            new Mail(
                reader.Email,
                reader.Name,
                reader.Language,
                RoomRefusalText.MailSubject(author, room.Title),
                paragraphs,
                RoomRefusalText.MailButton,
                $"/go/room/{room.Id}",
                Why: RoomRefusalText.MailWhy
            ),
            instance
        );
    }
}
