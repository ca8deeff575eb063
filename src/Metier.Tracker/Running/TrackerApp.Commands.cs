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
        if (!Engine.IsRunning)
        {
            return new("not_running");
        }
        StopTimer(reason);
        await FlushAsync(ct);
        return new("ok", Status: Status());
    }

    /// <summary>A timer that a killed program left did not run until now: without one it stops where it ended.</summary>
    private void StopTimer(string reason)
    {
        if (background)
        {
            Engine.Stop(reason);
        }
        else
        {
            Engine.StopLeftOver(reason);
        }
    }

    private async Task<ControlAnswer> StartAsync(ControlRequest request, CancellationToken ct)
    {
        var memo = (request.Memo ?? "").Trim();
        if (memo.Length is < 3 or > 200)
        {
            return new("memo");
        }
        if (desktop is NoDesktop none)
        {
            return new("desktop", none.Problem);
        }
        if (desktop.IsGone)
        {
            return new("desktop");
        }
        var state = await Uploader.AskAsync(ct);
        if (state.Value == null)
        {
            return Uploader.SignedOut ? new("signed_out") : new(state.Code ?? "offline", state.Text);
        }
        var (contract, refusal) = Choose(state.Value.Contracts, request.Contract);
        if (contract == null)
        {
            return refusal!;
        }
        if (!contract.Consented)
        {
            return new("consent_missing", identity.Server + "/go/time-consent/" + contract.Id);
        }
        if (Engine.IsRunning)
        {
            Engine.Stop("user");
            await FlushAsync(ct);
        }
        var asked = new StartAsked(Guid.CreateVersion7(time.GetUtcNow()), contract.Id, memo, Clock.OwnClock);
        var reply = await Link.StartAsync(asked, ct);
        // The answer may have been lost on its way; the same id gets it again.
        for (var again = 0; reply.Status is 0 or >= 500 && again < 2; again++)
        {
            reply = await Link.StartAsync(asked, ct);
        }
        if (reply.Value is not { } lease)
        {
            return new(reply.Code ?? "offline", reply.Text);
        }
        Engine.Begin(lease, contract);
        return new("ok", Status: Status());
    }

    /// <summary>The contract meant: by its number in the list, its id, a part of its title, or because there is only one.</summary>
    private static (TrackedContract? Contract, ControlAnswer? Refusal) Choose(
        IReadOnlyList<TrackedContract> contracts,
        string? named
    )
    {
        if (string.IsNullOrWhiteSpace(named))
        {
            return contracts.Count switch
            {
                0 => (null, new("no_contract")),
                1 => (contracts[0], null),
                _ => (null, new("which", Contracts: contracts)),
            };
        }
        if (
            int.TryParse(named, System.Globalization.CultureInfo.InvariantCulture, out var number)
            && number >= 1
            && number <= contracts.Count
        )
        {
            return (contracts[number - 1], null);
        }
        var found = contracts
            .Where(c =>
                c.Id.ToString().StartsWith(named, StringComparison.OrdinalIgnoreCase)
                || c.Title.Contains(named, StringComparison.OrdinalIgnoreCase)
            )
            .ToList();
        return found.Count == 1 ? (found[0], null) : (null, new("which", Contracts: contracts));
    }

    private async Task<ControlAnswer> MemoAsync(string memo, CancellationToken ct)
    {
        memo = memo.Trim();
        if (memo.Length is < 3 or > 200)
        {
            return new("memo");
        }
        Guid lease;
        lock (Store.Gate)
        {
            if (Store.Backlog.Open is not { } open)
            {
                return new("not_running");
            }
            lease = open.Lease.LeaseId;
            Engine.Memo(memo);
        }
        // Should the server not hear of it now, each minute carries its memo all the same.
        await Link.MemoAsync(new MemoAsked(lease, memo), ct);
        return new("ok", Status: Status());
    }

    private async Task<ControlAnswer> LogAsync(DateOnly day, CancellationToken ct)
    {
        var reply = await Link.LogAsync(day, ct);
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
            return new(reply.Code ?? "offline", reply.Text, Log: here);
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
            if (await Uploader.BetweenAsync(() => DeleteAsync(name, start, ct), ct) is { Ok: false } refused)
            {
                return refused;
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
            return new(log.Code ?? "offline", log.Text);
        }
        List<Guid> there = [.. known.Union(log.Value.Where(s => s.Start == start).Select(s => s.ContractId))];
        foreach (var contract in there)
        {
            var reply = await Link.DeleteAsync(contract, start, ct);
            if (!reply.Ok)
            {
                return new(reply.Code ?? "offline", reply.Text);
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
        StopTimer("signed_out");
        await FlushAsync(ct);
        if (!HasNothingToDo && !force)
        {
            return new("waiting", Status: Status());
        }
        var gone = await RevokeAsync(ct);
        Store.Wipe();
        Identity.Forget(Store.Home);
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
        StopTimer("quit");
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
            if (b.Open is { } open && background)
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
                Store.Damaged
            );
        }
    }
}
