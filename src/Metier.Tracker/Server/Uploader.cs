using System.Security.Cryptography;
using Metier.Diary;
using Metier.Tracker.Store;
using Metier.Tracker.Time;

namespace Metier.Tracker.Server;

/// <summary>
/// Sends what waits, oldest first, and wipes what the server has. Every request may be sent twice: the second changes nothing.
/// What fails for a reason of the network is tried again, later and later.
/// </summary>
internal sealed class Uploader(TrackerStore store, ServerLink link, SteadyClock clock) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private readonly SemaphoreSlim one = new(1);
    private TimeSpan pause = FirstPause;

    /// <summary>The server wants the timer stopped, for this reason.</summary>
    public Action<string>? StopWanted { get; set; }

    /// <summary>The device is not known to the server any more; nothing is sent until it is paired again.</summary>
    public bool SignedOut { get; private set; }

    /// <summary>When the server last answered; null when it has not since the program began.</summary>
    public DateTime? LastContact { get; private set; }

    public void Dispose() => one.Dispose();

    /// <summary>How long to wait before the next try after a failure; grows, with a little chance in it.</summary>
    public TimeSpan NextPause()
    {
        var now = pause;
        pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        return now * (RandomNumberGenerator.GetInt32(80, 121) / 100.0);
    }

    /// <summary>Sends everything that can be sent. True when nothing failed.</summary>
    public async Task<bool> SendAllAsync(CancellationToken ct)
    {
        await one.WaitAsync(ct);
        try
        {
            DropTooOld();
            while (!SignedOut && Next() is { } piece)
            {
                var went = piece switch
                {
                    Batch batch => await SendAsync(batch, ct),
                    Picture picture => await SendAsync(picture, ct),
                    TimerStopped stop => await SendAsync(stop, ct),
                    _ => false,
                };
                if (!went)
                {
                    return false;
                }
            }
            store.Tidy(clock.Now);
            pause = FirstPause;
            return !SignedOut;
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>
    /// Does something while nothing is on its way to the server; null when what is on its way has not come to an end in time.
    /// </summary>
    public async Task<T?> BetweenAsync<T>(Func<Task<T>> work, TimeSpan patience, CancellationToken ct)
        where T : class
    {
        if (!await one.WaitAsync(patience, ct))
        {
            return null;
        }
        try
        {
            return await work();
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>
    /// Asks how things stand, for the time in which nothing is sent: somebody who reads for a while must still hear that the
    /// contract was paused.
    /// </summary>
    public async Task<Reply<TrackerState>> AskAsync(CancellationToken ct)
    {
        var reply = await OnceMore(() => link.StateAsync(ct));
        if (Failed(reply) || reply.Value is not { } state)
        {
            return reply;
        }
        string? stop = null;
        lock (store.Gate)
        {
            foreach (var c in state.Contracts)
            {
                store.Write(new WeekHeard(c.Id, state.ServerTime, c.WeekMinutes, c.LimitMinutes), toDisk: false);
            }
            if (store.Backlog.Open is { } open)
            {
                var contract = state.Contracts.FirstOrDefault(c => c.Id == open.Lease.ContractId);
                stop =
                    contract?.State == "paused" ? "paused"
                    : contract == null || contract.State == "ended" ? "ended"
                    : contract.Level < open.Lease.Level || !contract.Consented ? "level"
                    : state.Lease is { } other && other.LeaseId != open.Lease.LeaseId ? "revoked"
                    : null;
            }
        }
        if (stop != null)
        {
            StopWanted?.Invoke(stop);
        }
        return reply;
    }

    private sealed record Batch(
        Guid Contract,
        DateTime Segment,
        Guid Lease,
        IReadOnlyList<MinuteTracked> Minutes,
        ScreenshotNote? Note,
        bool NoteOnly = false
    );

    private sealed record Picture(Guid Contract, DateTime Segment, string Hash);

    /// <summary>The next thing to send, or null.</summary>
    private object? Next()
    {
        lock (store.Gate)
        {
            foreach (var s in store.Backlog.Segments)
            {
                var ready = store.Backlog.Ready(s).ToList();
                if (ready.Count > 0)
                {
                    var lease = ready[0].Lease;
                    return new Batch(
                        s.Contract,
                        s.Start,
                        lease,
                        [.. ready.Where(m => m.Lease == lease)],
                        store.Backlog.Note(s)
                    );
                }
                if (store.Backlog.Note(s) is { } note && s.Accepted.Count > 0)
                {
                    // A note does not travel alone: a minute the server has goes along and is not changed.
                    var beside = s.Accepted.Select(n => s.Minutes[n]).OrderBy(m => m.Lease != s.Shot!.Lease).First();
                    return new Batch(s.Contract, s.Start, beside.Lease, [beside], note, NoteOnly: true);
                }
                if (s.ImageDue && s.Shot?.Sha256 is { } hash)
                {
                    return new Picture(s.Contract, s.Start, hash);
                }
            }
            return store.Backlog.Stops.Count > 0 ? store.Backlog.Stops[0] : null;
        }
    }

    private async Task<bool> SendAsync(Batch batch, CancellationToken ct)
    {
        var upload = new SegmentUpload(
            batch.Lease,
            [.. batch.Minutes.Select(m => Wire(m, batch.Segment))],
            batch.Note,
            clock.OwnClock
        );
        var first = Mark(batch, mayBeThere: true);
        var reply = await OnceMore(() => link.SegmentAsync(batch.Contract, batch.Segment, upload, ct));
        if (first && reply.NeverSent)
        {
            Mark(batch, mayBeThere: false);
        }
        if (reply.Refused)
        {
            LastContact = clock.Now;
            Refuse(batch, upload.Minutes.Select(m => new MinuteRefused(m.Minute, reply.Code!)).ToList(), []);
            return true;
        }
        if (Failed(reply) || reply.Value is not { } answer)
        {
            return false;
        }
        var sent = upload.Minutes.Select(m => m.Minute).ToHashSet();
        var accepted = answer.Accepted.Where(sent.Contains).ToList();
        var refused = answer.Refused.Where(r => sent.Contains(r.Minute)).ToList();
        if (accepted.Count + refused.Count < sent.Count)
        {
            // An answer that leaves out minutes would make this go round for ever.
            return false;
        }
        lock (store.Gate)
        {
            // With no minute taken the server has not looked at the note: it goes with a later one.
            var noted = batch.Note != null && accepted.Count > 0;
            store.Write(new SegmentAnswered(batch.Contract, batch.Segment, accepted, [], noted, answer.WantsImage));
            store.Write(
                new WeekHeard(batch.Contract, answer.ServerTime, answer.WeekMinutes, answer.LimitMinutes),
                toDisk: false
            );
            if (noted && batch.Note is { Sha256: { } hash } && !answer.WantsImage)
            {
                Lose(batch, hash, "image");
            }
        }
        Refuse(batch, refused, accepted);
        StopIfWanted(batch, answer);
        return true;
    }

    /// <summary>Notes that the server may have some of the segment from now on. True when that was not noted yet.</summary>
    private bool Mark(Batch batch, bool mayBeThere)
    {
        lock (store.Gate)
        {
            if (store.Backlog.Find(batch.Contract, batch.Segment) is not { } s || s.MayBeThere == mayBeThere)
            {
                return false;
            }
            // The mark must not be lost to anything; taking it back may be.
            store.Write(new SegmentTried(batch.Contract, batch.Segment, mayBeThere), toDisk: mayBeThere);
            return true;
        }
    }

    private void StopIfWanted(Batch batch, SegmentAnswer answer)
    {
        bool isOpen;
        lock (store.Gate)
        {
            isOpen = store.Backlog.Open?.Lease.LeaseId == batch.Lease;
        }
        if (answer.Stop != null && isOpen)
        {
            StopWanted?.Invoke(answer.Stop);
        }
    }

    /// <summary>
    /// Minutes the server will not take as they are. Those kept at a level the person has since lowered are sent again with
    /// less; of the others only the loss is kept, for the person to see.
    /// </summary>
    private void Refuse(Batch batch, List<MinuteRefused> refused, List<int> accepted)
    {
        if (refused.Count == 0)
        {
            return;
        }
        lock (store.Gate)
        {
            if (batch.NoteOnly)
            {
                // The minute beside it was taken long ago; it is the note that is refused, and asking again is of no use.
                store.Write(
                    new SegmentAnswered(batch.Contract, batch.Segment, [], [], NoteTaken: true, WantsImage: false)
                );
                Lose(batch, batch.Note?.Sha256, refused[0].Code);
                return;
            }
            var highest = batch.Minutes.Max(m => m.Level);
            if (refused.All(r => r.Code == "level") && highest > 0 && accepted.Count == 0)
            {
                var s = store.Backlog.Find(batch.Contract, batch.Segment);
                var hash = s is { HasPicture: true } ? s.Shot?.Sha256 : null;
                store.Write(new LevelLowered(batch.Contract, batch.Segment, highest - 1));
                Lose(batch, s?.Shot == null ? hash : null, "level");
                return;
            }
            store.Write(
                new SegmentAnswered(batch.Contract, batch.Segment, [], refused, NoteTaken: false, WantsImage: false)
            );
            foreach (var group in refused.GroupBy(r => r.Code))
            {
                store.Write(new MinutesLost(batch.Contract, batch.Segment, group.Count(), group.Key));
            }
        }
    }

    /// <summary>The picture goes, unsent; the person can see why.</summary>
    private void Lose(Batch batch, string? hash, string code)
    {
        if (hash != null)
        {
            store.Write(new MinutesLost(batch.Contract, batch.Segment, 0, code));
            store.Images.Delete(hash);
        }
    }

    private async Task<bool> SendAsync(Picture picture, CancellationToken ct)
    {
        byte[]? bytes;
        lock (store.Gate)
        {
            bytes = store.Images.Get(picture.Hash);
        }
        if (bytes != null)
        {
            var reply = await OnceMore(() =>
                link.ImageAsync(picture.Contract, picture.Segment, picture.Hash, bytes, ct)
            );
            if (!reply.Refused && Failed(reply))
            {
                return false;
            }
            if (reply.Refused)
            {
                store.Write(new MinutesLost(picture.Contract, picture.Segment, 0, "image"));
            }
        }
        else
        {
            store.Write(new MinutesLost(picture.Contract, picture.Segment, 0, "unreadable"));
        }
        lock (store.Gate)
        {
            store.Write(new ImageSent(picture.Contract, picture.Segment));
            store.Images.Delete(picture.Hash);
        }
        return true;
    }

    private async Task<bool> SendAsync(TimerStopped stop, CancellationToken ct)
    {
        var reply = await OnceMore(() => link.StopAsync(new StopAsked(stop.Lease, stop.At, stop.Reason), ct));
        // A stop that the server refuses is a lease it does not know any more: stopped all the same.
        if (!reply.Refused && Failed(reply))
        {
            return false;
        }
        store.Write(new StopSent(stop.Lease));
        return true;
    }

    private void DropTooOld()
    {
        lock (store.Gate)
        {
            foreach (var s in store.Backlog.Segments.Where(s => s.Start < clock.Now - Backlog.Oldest).ToList())
            {
                var open = s.Minutes.Keys.Where(s.IsOpen).ToList();
                if (open.Count > 0)
                {
                    store.Write(new MinutesLost(s.Contract, s.Start, open.Count, "too_old"));
                }
                if (s.HasPicture)
                {
                    store.Write(new MinutesLost(s.Contract, s.Start, 0, "too_old"));
                }
                store.Write(new SegmentErased(s.Contract, s.Start));
            }
        }
    }

    private static MinuteUpload Wire(MinuteTracked m, DateTime segment) =>
        new(
            (int)(m.At - segment).TotalMinutes,
            m.Level >= 1 ? m.Active : null,
            m.Level >= 2 ? m.Keys : null,
            m.Level >= 2 ? m.Clicks : null,
            m.Level >= 2 ? m.Scrolls : null,
            m.Memo
        );

    /// <summary>
    /// A request that was turned away is tried once more at once: its time may have been wrong, and the answer has set the
    /// clock right.
    /// </summary>
    public static async Task<Reply<T>> OnceMore<T>(Func<Task<Reply<T>>> ask)
    {
        var reply = await ask();
        return reply.Status == 401 ? await ask() : reply;
    }

    private bool Failed<T>(Reply<T> reply)
    {
        if (reply.Status != 0)
        {
            LastContact = clock.Now;
        }
        if (reply.SignedOut)
        {
            SignedOut = true;
            StopWanted?.Invoke("revoked");
        }
        return !reply.Ok;
    }
}
