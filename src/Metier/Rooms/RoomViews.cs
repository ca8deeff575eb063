using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Rooms;

/// <summary>Which conversations of the list.</summary>
public enum RoomList
{
    /// <summary>All.</summary>
    All,

    /// <summary>Those with something unread.</summary>
    Unread,

    /// <summary>Those of contracts.</summary>
    Contracts,
}

/// <summary>A row of the list; of <paramref name="Last"/> only the words matter.</summary>
public sealed record RoomRow(
    Guid Id,
    RoomKind Kind,
    string Title,
    RoomSide Side,
    Guid FreelancerId,
    string OtherName,
    DateTime LastAt,
    MessageView? Last,
    int Unread,
    bool Closed
);

/// <summary>A room for other modules.</summary>
public sealed record RoomFacts(Guid Id, DateTime? ClientWroteAt);

/// <summary>How far somebody else has read.</summary>
public sealed record ReaderView(string Name, long ReadSeq, DateTime? ReadAt);

/// <summary>A conversation as one who belongs to it sees it.</summary>
public sealed record RoomView(
    Guid Id,
    RoomSubject Subject,
    string Title,
    RoomSide Side,
    string OtherName,
    IReadOnlyList<MemberCard> People,
    long ReadSeq,
    IReadOnlyList<ReaderView> Readers,
    DateTime? ClosedAt,
    Refusal? CannotWrite
);

/// <summary>A message with its files; <paramref name="Event"/> instead of words when it tells of something that happened.</summary>
public sealed record MessageView(
    Guid Id,
    long Seq,
    Guid? AuthorId,
    string AuthorName,
    bool Mine,
    DateTime At,
    string Text,
    bool HasContacts,
    RoomEvent? Event,
    IReadOnlyList<StoredFile> Files
);

/// <summary>A stretch of a conversation, oldest first, and whether there is more on either side.</summary>
public sealed record MessagePage(IReadOnlyList<MessageView> Messages, bool Older, bool Newer);

/// <summary>Reads conversations.</summary>
public sealed class RoomViews(MetierDb db, RoomAccess access, MemberViews members)
{
    /// <summary>Messages per page.</summary>
    public const int PageSize = 40;

    /// <summary>Rooms per page of the list.</summary>
    public const int ListSize = 30;

    /// <summary>Unread messages of all rooms.</summary>
    public Task<int> UnreadAsync(Actor actor, CancellationToken ct) => UnreadOf(access.Of(actor), actor).CountAsync(ct);

    /// <summary>The actor's conversations, newest first; one more than a page when there is a next one.</summary>
    public async Task<List<RoomRow>> ListAsync(
        Actor actor,
        RoomList list,
        (DateTime At, Guid Id)? before,
        CancellationToken ct
    )
    {
        var query = access.Of(actor);
        if (list == RoomList.Contracts)
        {
            query = query.Where(r => r.Kind == RoomKind.Contract);
        }
        else if (list == RoomList.Unread)
        {
            var unread = UnreadOf(query, actor).Select(m => m.RoomId);
            query = query.Where(r => unread.Contains(r.Id));
        }
        if (before is var (at, key))
        {
            query = query.Where(r => r.LastAt < at || (r.LastAt == at && r.Id.CompareTo(key) < 0));
        }
        var rooms = await query
            .OrderByDescending(r => r.LastAt)
            .ThenByDescending(r => r.Id)
            .Take(ListSize + 1)
            .ToListAsync(ct);
        return await RowsAsync(rooms, actor, ct);
    }

    /// <summary>The conversation, or null for strangers.</summary>
    public async Task<RoomView?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        if (await access.FindAsync(id, actor, ct) is not { } room || room.SideOf(actor) is not { } side)
        {
            return null;
        }
        var team = await members.TeamOfAsync(room.ClientId, ct);
        var freelancer = (await members.MembersAsync([room.FreelancerId], ct))[room.FreelancerId];
        var client = (await members.ClientsAsync([room.ClientId], ct))[room.ClientId];
        List<MemberCard> people = [freelancer, .. team.Where(m => m.Id != freelancer.Id)];
        var readers = await db.RoomReaders.AsNoTracking().Where(r => r.RoomId == id).ToListAsync(ct);
        return new RoomView(
            room.Id,
            new RoomSubject(room.Kind, room.SubjectId, room.ClientId, room.FreelancerId),
            room.Title,
            side,
            side == RoomSide.Client ? freelancer.Name : client.Name,
            people,
            readers.Find(r => r.MemberId == actor.MemberId)?.ReadSeq ?? 0,
            [
                .. from r in readers
                where r.MemberId != actor.MemberId
                join p in people on r.MemberId equals p.Id
                orderby r.ReadAt
                select new ReaderView(p.Name, r.ReadSeq, r.ReadAt),
            ],
            room.ClosedAt,
            room.WriteAs(side, actor)
        );
    }

    /// <summary>The room of a subject, or null when there is none or it is not for this person.</summary>
    public async Task<Guid?> FindIdAsync(RoomSubject subject, Actor actor, CancellationToken ct) =>
        await access.FindAsync(subject, ct) is { } room && room.SideOf(actor) is not null ? room.Id : null;

    /// <summary>What other modules may know of the room of a subject, without asking who looks; null when there is none.</summary>
    public async Task<RoomFacts?> FindAsync(RoomSubject subject, CancellationToken ct) =>
        await access.FindAsync(subject, ct) is { } room ? new(room.Id, room.ClientWroteAt) : null;

    /// <summary>
    /// Messages of a room the caller has already loaded: those after a number, those before one, or the newest.
    /// </summary>
    public async Task<MessagePage> MessagesAsync(
        RoomView room,
        long? after,
        long? before,
        Actor actor,
        CancellationToken ct
    )
    {
        var query = db.Messages.AsNoTracking().Where(m => m.RoomId == room.Id);
        if (after is { } from)
        {
            var next = await query.Where(m => m.Seq > from).OrderBy(m => m.Seq).Take(PageSize + 1).ToListAsync(ct);
            return new(await ViewsAsync(next.Take(PageSize), actor, ct), from > 0, next.Count > PageSize);
        }
        var newest = await query
            .Where(m => before == null || m.Seq < before)
            .OrderByDescending(m => m.Seq)
            .Take(PageSize + 1)
            .ToListAsync(ct);
        var views = await ViewsAsync(newest.Take(PageSize).Reverse(), actor, ct);
        return new(views, newest.Count > PageSize, before is not null);
    }

    /// <summary>The last files of a room the caller has already loaded, newest first.</summary>
    public Task<List<StoredFile>> FilesAsync(RoomView room, CancellationToken ct) =>
        (
            from f in db.MessageFiles.AsNoTracking()
            where f.RoomId == room.Id
            join s in db.Set<StoredFile>() on f.FileId equals s.Id
            orderby f.Seq descending, f.Position
            select s
        )
            .Take(10)
            .ToListAsync(ct);

    /// <summary>A file that somebody sent in one of the actor's rooms; null for strangers.</summary>
    public Task<StoredFile?> FileAsync(Guid roomId, Guid fileId, Actor actor, CancellationToken ct) =>
        (
            from r in access.Of(actor)
            where r.Id == roomId
            join f in db.MessageFiles on r.Id equals f.RoomId
            where f.FileId == fileId
            join s in db.Set<StoredFile>() on f.FileId equals s.Id
            select s
        ).FirstOrDefaultAsync(ct);

    private IQueryable<Message> UnreadOf(IQueryable<Room> rooms, Actor actor)
    {
        var me = actor.MemberId;
        var readers = db.RoomReaders;
        return from r in rooms
            join m in db.Messages on r.Id equals m.RoomId
            where
                m.AuthorId != me
                && m.Seq
                    > (
                        readers
                            .Where(x => x.RoomId == r.Id && x.MemberId == me)
                            .Select(x => (long?)x.ReadSeq)
                            .FirstOrDefault()
                        ?? 0
                    )
            select m;
    }

    private async Task<List<RoomRow>> RowsAsync(List<Room> rooms, Actor actor, CancellationToken ct)
    {
        var ids = rooms.ConvertAll(r => r.Id);
        var unread = await UnreadOf(access.Of(actor).Where(r => ids.Contains(r.Id)), actor)
            .GroupBy(m => m.RoomId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var last = await (
            from r in db.Rooms.AsNoTracking()
            where ids.Contains(r.Id)
            join m in db.Messages on new { r.Id, Seq = r.LastSeq } equals new { Id = m.RoomId, m.Seq }
            select m
        ).ToListAsync(ct);
        var views = (await ViewsAsync(last, actor, ct)).ToDictionary(v => v.Id);
        var lastOf = last.ToDictionary(m => m.RoomId, m => views[m.Id]);
        var clients = await members.ClientsAsync([.. rooms.Select(r => r.ClientId).Distinct()], ct);
        var freelancers = await members.MembersAsync([.. rooms.Select(r => r.FreelancerId).Distinct()], ct);
        return rooms.ConvertAll(r =>
        {
            var side = r.SideOf(actor)!.Value;
            return new RoomRow(
                r.Id,
                r.Kind,
                r.Title,
                side,
                r.FreelancerId,
                side == RoomSide.Client ? freelancers[r.FreelancerId].Name : clients[r.ClientId].Name,
                r.LastAt,
                lastOf.GetValueOrDefault(r.Id),
                unread.GetValueOrDefault(r.Id),
                r.ClosedAt is not null
            );
        });
    }

    private async Task<List<MessageView>> ViewsAsync(IEnumerable<Message> messages, Actor actor, CancellationToken ct)
    {
        var all = messages.ToList();
        var rooms = all.Select(m => m.RoomId).Distinct().ToList();
        var seqs = all.Select(m => m.Seq).Distinct().ToList();
        var files = (
            await (
                from f in db.MessageFiles.AsNoTracking()
                where rooms.Contains(f.RoomId) && seqs.Contains(f.Seq)
                join s in db.Set<StoredFile>() on f.FileId equals s.Id
                orderby f.Position
                select new
                {
                    f.RoomId,
                    f.Seq,
                    File = s,
                }
            ).ToListAsync(ct)
        ).ToLookup(f => (f.RoomId, f.Seq), f => f.File);
        var authors = await members.MembersAsync([.. all.Select(m => m.AuthorId).OfType<Guid>().Distinct()], ct);
        return all.ConvertAll(m => new MessageView(
            m.Id,
            m.Seq,
            m.AuthorId,
            m.AuthorId is { } author && authors.TryGetValue(author, out var card) ? card.Name : "",
            m.AuthorId == actor.MemberId,
            m.At,
            m.Text,
            m.Contacts != ContactKinds.None,
            m.Event,
            [.. files[(m.RoomId, m.Seq)]]
        ));
    }
}
