using Metier.Diary;
using Metier.Tracker.Control;
using Metier.Tracker.Platform;
using Metier.Tracker.Store;
using Metier.Tracker.Time;

namespace Metier.Tracker.Running;

internal sealed partial class TrackerApp
{
    private static readonly TimeSpan FlushTime = TimeSpan.FromSeconds(8);

    /// <summary>Does what a command asks.</summary>
    public async Task<ControlAnswer> HandleAsync(ControlRequest request, CancellationToken ct) =>
        request.Command switch
        {
            "status" => new("ok", Status: Status()),
            "start" => await StartAsync(request, ct),
            "stop" => await StopAsync("user", ct),
            "memo" => await MemoAsync(request.Memo ?? "", ct),
            "log" => await LogAsync(request.Day ?? DateOnly.FromDateTime(Clock.Now), ct),
            "delete" => await DeleteAsync(request.Segments ?? [], ct),
            "screenshot" => new(Engine.Shots.Decide(request.Decision ?? "keep") ? "ok" : "no_shot"),
            "logout" => await LogoutAsync(request.Force, ct),
            "quit" => await QuitAsync(ct),
            _ => new("unknown"),
        };

    /// <summary>Stops the timer and sends what can be sent within a few seconds.</summary>
    public async Task<ControlAnswer> StopAsync(string reason, CancellationToken ct)
    {
        if (!Engine.IsRunning && !Engine.IsHeld)
        {
            return new("not_running");
        }
        Engine.Stop(reason);
        await FlushAsync(ct);
        return new("ok", Status: Status());
    }

    private async Task<ControlAnswer> MemoAsync(string memo, CancellationToken ct)
    {
        memo = memo.Trim();
        if (!IsMemo(memo))
        {
            return new("memo");
        }
        Guid lease;
        lock (Store.Gate)
        {
            if (!Engine.Memo(memo))
            {
                return new("not_running");
            }
            lease = Store.Backlog.Open!.Lease.LeaseId;
        }
        // Should the server not hear of it now, each minute carries its memo all the same.
        await Link.MemoAsync(new MemoAsked(lease, memo), ct);
        return new("ok", Status: Status());
    }

    private async Task<ControlAnswer> LogAsync(DateOnly day, CancellationToken ct)
    {
        var reply = await Server.Uploader.OnceMore(() => Link.LogAsync(day, ct));
        List<LoggedSegment> here;
        lock (Store.Gate)
        {
            // What waits on this machine belongs to the day as well.
            here = Store
                .Backlog.Segments.Where(s => DateOnly.FromDateTime(s.Start) == day && s.Minutes.Keys.Any(s.IsOpen))
                .Select(s =>
                {
                    var open = s.Minutes.Where(m => s.IsOpen(m.Key)).Select(m => m.Value).ToList();
                    return new LoggedSegment(
                        s.Contract,
                        s.Start,
                        open.Count,
                        open[0].Level >= 1 ? open.Count(m => m.Active) : null,
                        open[^1].Memo,
                        false,
                        "waiting"
                    );
                })
                .ToList();
        }
        if (reply.Value == null)
        {
            return new(reply.SignedOut ? "signed_out" : reply.Code ?? reply.Away, reply.Text, Log: here);
        }
        return new("ok", Log: [.. reply.Value.Concat(here).OrderBy(s => s.Start)]);
    }

    private async Task<ControlAnswer> DeleteAsync(IReadOnlyList<string> names, CancellationToken ct)
    {
        foreach (var name in names)
        {
            if (!DiaryGrid.TryParse(name, out var start))
            {
                return new("segment_name", name);
            }
            // Between two uploads, so that nothing of it is on its way meanwhile.
            var done = await Uploader.BetweenAsync(() => DeleteAsync(name, start, ct), Link.Patience, ct);
            if (done is not { Ok: true })
            {
                return done ?? new("silent", name);
            }
        }
        return new("ok");
    }

    /// <summary>
    /// All of the segment or nothing: where the server may have a part of it, that part goes first, and what waits here only
    /// then. What was never sent is erased here and now, and nobody else has heard of it.
    /// </summary>
    private async Task<ControlAnswer> DeleteAsync(string name, DateTime start, CancellationToken ct)
    {
        List<Guid> known;
        lock (Store.Gate)
        {
            var pending = Store.Backlog.Segments.Where(s => s.Start == start).ToList();
            if (pending.Count > 0 && !pending.Exists(s => s.MayBeThere))
            {
                Erase(start);
                return new("ok");
            }
            known = [.. pending.Where(s => s.Accepted.Count > 0 || s.NoteSent).Select(s => s.Contract)];
        }
        var log = await Link.LogAsync(DateOnly.FromDateTime(start), ct);
        if (log.Value == null)
        {
            return log.Code == null ? new(log.Away, name) : new(log.Code, log.Text);
        }
        List<Guid> there = [.. known.Union(log.Value.Where(s => s.Start == start).Select(s => s.ContractId))];
        foreach (var contract in there)
        {
            var reply = await Link.DeleteAsync(contract, start, ct);
            if (!reply.Ok)
            {
                return reply.Code == null ? new(reply.Away, name) : new(reply.Code, reply.Text);
            }
        }
        lock (Store.Gate)
        {
            return Erase(start) || there.Count > 0 ? new("ok") : new("segment_unknown", name);
        }
    }

    /// <summary>Erases what waits here of a segment; false when nothing does.</summary>
    private bool Erase(DateTime start)
    {
        var pending = Store.Backlog.Segments.Where(s => s.Start == start).ToList();
        foreach (var s in pending)
        {
            Store.Write(new SegmentErased(s.Contract, s.Start));
        }
        if (pending.Count > 0)
        {
            Store.Rewrite();
        }
        return pending.Count > 0;
    }

    private async Task<ControlAnswer> LogoutAsync(bool force, CancellationToken ct)
    {
        Engine.Stop("signed_out");
        await FlushAsync(ct);
        if (!HasNothingToDo && !force)
        {
            return new("waiting", Status: Status());
        }
        var gone = await RevokeAsync(ct);
        Store.Wipe();
        Identity.Forget(Store.Home);
        KeyStore.Forget(Store.Home, keyPlace);
        EndWanted = true;
        return gone ? new("ok") : new("ok", identity.Server + "/go/time-devices");
    }

    /// <summary>True when the server takes nothing from this device any more; false when it could not be asked.</summary>
    private async Task<bool> RevokeAsync(CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        end.CancelAfter(FlushTime);
        try
        {
            var reply = await Server.Uploader.OnceMore(() => Link.LogoutAsync(end.Token));
            // A device the server does not know was revoked before.
            return reply.Ok || reply.SignedOut;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<ControlAnswer> QuitAsync(CancellationToken ct)
    {
        Engine.Stop("quit");
        await FlushAsync(ct);
        EndWanted = true;
        return new("ok");
    }

    private async Task FlushAsync(CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        end.CancelAfter(FlushTime);
        try
        {
            await Uploader.SendAllAsync(end.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // It waits in the journal.
        }
    }

    private TrackerStatus Status()
    {
        lock (Store.Gate)
        {
            var b = Store.Backlog;
            RunningTimer? timer = null;
            InterruptedTimer? interrupted = null;
            if (b.Open is { } left && Engine.IsHeld)
            {
                interrupted = new(left.Title, Engine.SeenUntil!.Value);
            }
            if (b.Open is { } open && Engine.IsRunning)
            {
                var (minutes, limit) = b.Week(open.Lease.ContractId, Clock.Now);
                var lease = open.Lease;
                timer = new(lease.ContractId, open.Title, lease.Level, b.Memo, lease.StartedAt, minutes, limit);
            }
            return new(
                identity.Server,
                identity.MemberName,
                background,
                desktop.Abilities.System,
                desktop.Abilities.Preview,
                desktop.Abilities.CanCount,
                desktop.Abilities.CanCapture,
                desktop.Abilities.Limits,
                (desktop as NoDesktop)?.Problem,
                keyPlace,
                timer,
                b.LastStop,
                b.Waiting,
                Uploader.LastContact != null && Clock.Now - Uploader.LastContact < TimeSpan.FromMinutes(10),
                Uploader.LastContact,
                Uploader.SignedOut,
                Clock.Drift.Duration() > SteadyClock.DriftShown ? (int)Clock.Drift.TotalSeconds : 0,
                Engine.Shots.SecondsLeft,
                [.. b.Lost],
                Store.Damaged,
                interrupted
            );
        }
    }
}
