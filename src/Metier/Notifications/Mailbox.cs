using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Notifications;

/// <summary>
/// Something a member's open pages should know: <paramref name="Kind"/> says what changed, <paramref name="Subject"/> which
/// thing, <paramref name="Version"/> how far that thing is now. The change itself is asked for by the page, under its own
/// authorisation.
/// </summary>
public sealed record LiveEvent(long Seq, string Kind, Guid Subject, long Version);

/// <summary>What came after a number; <paramref name="TooOld"/> when some of it is no longer kept.</summary>
public sealed record LiveBatch(IReadOnlyList<LiveEvent> Events, long LastSeq, bool TooOld);

/// <summary>
/// Whether a person may (still) know of a subject. The module that posts events of a kind registers one; it is asked for
/// each delivery, because membership can end while a stream is open.
/// </summary>
public abstract class LiveSubjects
{
    /// <summary>The kinds of events this answers for.</summary>
    public abstract IReadOnlyCollection<string> Kinds { get; }

    /// <summary>Those of the subjects that the actor may see now.</summary>
    public abstract Task<HashSet<Guid>> VisibleAsync(
        IReadOnlyCollection<Guid> subjects,
        Actor actor,
        CancellationToken ct
    );
}

/// <summary>
/// What members are told live. Each has a counter of their own, moved in the transaction of the change: whoever reads
/// "after n" can never miss a number that was taken earlier and committed later, because the next number waits for it.
/// </summary>
public sealed class Mailbox(MetierDb db, MailboxSignals signals, NoticeSwitch silence)
{
    /// <summary>At most this many events are kept for one member.</summary>
    public const int MostKept = 10_000;

    /// <summary>Events are kept this long.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>Tells these members, inside the caller's write transaction; their open streams hear of it after the commit.</summary>
    public async Task PostAsync(
        IEnumerable<Guid> memberIds,
        string kind,
        Guid subject,
        long version,
        CancellationToken ct
    )
    {
        if (silence.Off)
        {
            return;
        }
        // In one order for everybody, so that two changes wait for each other instead of for ever.
        foreach (var member in memberIds.Distinct().Order().ToList())
        {
            var seq = await NextAsync(member, ct);
            db.MailboxEvents.Add(
                new MailboxEvent
                {
                    MemberId = member,
                    Seq = seq,
                    At = db.Now,
                    Kind = kind,
                    Subject = subject,
                    Version = version,
                }
            );
            if (seq % 1000 == 0 && seq > MostKept)
            {
                await TrimAsync(member, seq - MostKept, ct);
            }
            db.AfterCommit(() => signals.Wake(member));
        }
    }

    /// <summary>The number of the last thing this member was told.</summary>
    public Task<long> LastSeqAsync(Guid memberId, CancellationToken ct) =>
        db.Mailboxes.AsNoTracking().Where(m => m.MemberId == memberId).Select(m => m.LastSeq).SingleOrDefaultAsync(ct);

    /// <summary>What came after <paramref name="after"/>, oldest first.</summary>
    public async Task<LiveBatch> ReadAsync(Guid memberId, long after, int most, CancellationToken ct)
    {
        // The events first: what is added in between has a higher number and comes with the next batch.
        var events = await db
            .MailboxEvents.AsNoTracking()
            .Where(e => e.MemberId == memberId && e.Seq > after)
            .OrderBy(e => e.Seq)
            .Take(most)
            .Select(e => new LiveEvent(e.Seq, e.Kind, e.Subject, e.Version))
            .ToListAsync(ct);
        var box = await db.Mailboxes.AsNoTracking().SingleOrDefaultAsync(m => m.MemberId == memberId, ct);
        var last = box?.LastSeq ?? 0;
        // A number from the future belongs to a database that was restored from an older copy.
        return new LiveBatch(events, last, after < (box?.Floor ?? 0) || after > last);
    }

    internal async Task TrimAsync(Guid memberId, long upTo, CancellationToken ct)
    {
        await db
            .Mailboxes.Where(m => m.MemberId == memberId && m.Floor < upTo)
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.Floor, upTo), ct);
        await db.MailboxEvents.Where(e => e.MemberId == memberId && e.Seq <= upTo).ExecuteDeleteAsync(ct);
    }

    /// <summary>One statement makes or moves the counter and holds its row until the end of the transaction.</summary>
    private async Task<long> NextAsync(Guid memberId, CancellationToken ct) =>
        (
            await db
                .Database.SqlQuery<long>(
                    $"""
                    INSERT INTO mailbox ("MemberId", "LastSeq", "Floor") VALUES ({memberId}, 1, 0)
                    ON CONFLICT ("MemberId") DO UPDATE SET "LastSeq" = mailbox."LastSeq" + 1
                    RETURNING "LastSeq" AS "Value"
                    """
                )
                .ToListAsync(ct)
        )[0];
}

/// <summary>Removes events that are older than a week; whoever comes back later is told to load the page anew.</summary>
internal sealed class TrimMailboxes(MetierDb db, Mailbox mailbox) : Chore
{
    public override async Task<DateTime?> NextDueAsync(CancellationToken ct) =>
        await db.MailboxEvents.MinAsync(e => (DateTime?)e.At, ct) is { } oldest ? oldest + Mailbox.Kept : null;

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var before = db.Now - Mailbox.Kept;
        var done = 0;
        var old = await db
            .MailboxEvents.Where(e => e.At <= before)
            .GroupBy(e => e.MemberId)
            .Select(g => new { Member = g.Key, UpTo = g.Max(e => e.Seq) })
            .OrderBy(b => b.Member)
            .Take(1000)
            .ToListAsync(ct);
        foreach (var box in old)
        {
            await db.WriteAsync<Done>(
                async () =>
                {
                    await mailbox.TrimAsync(box.Member, box.UpTo, ct);
                    return Done.It;
                },
                ct
            );
            done++;
        }
        return done;
    }
}
