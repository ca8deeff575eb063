using Metier.Diary;
using Metier.Tracker.Control;
using Metier.Tracker.Platform;

namespace Metier.Tracker.Running;

internal sealed partial class TrackerApp
{
    /// <summary>3 to 200 characters, without the blanks around them.</summary>
    public static bool IsMemo(string? memo) => memo?.Trim().Length is >= 3 and <= 200;

    /// <summary>
    /// A start that fails changes nothing: a timer that runs goes on and the answer says so; one that was interrupted stays as it
    /// was found, and the program that was brought up for the start ends.
    /// </summary>
    private async Task<ControlAnswer> StartAsync(ControlRequest request, CancellationToken ct)
    {
        var answer = await TryStartAsync(request, ct);
        if (answer.Ok)
        {
            return answer;
        }
        EndWanted |= background && Engine.IsHeld;
        return answer with { Status = Status() };
    }

    private async Task<ControlAnswer> TryStartAsync(ControlRequest request, CancellationToken ct)
    {
        var memo = (request.Memo ?? "").Trim();
        if (!IsMemo(memo))
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
        if (Uploader.SignedOut)
        {
            return new("signed_out");
        }
        if (state.Value == null)
        {
            // Without a network no new timer, but one there is a lease for goes on.
            return state.Code == null && await GoOnAsync(null, request.Contract, memo, ct) is { } same
                ? same
                : new(state.Code ?? state.Away, state.Text);
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
        if (contract.State != "active")
        {
            return new("contract_" + contract.State);
        }
        return await GoOnAsync(contract, null, memo, ct) ?? await BeginAsync(contract, memo, ct);
    }

    private async Task<ControlAnswer> BeginAsync(TrackedContract contract, string memo, CancellationToken ct)
    {
        if (Engine.IsRunning || Engine.IsHeld)
        {
            Engine.Stop("user");
            await FlushAsync(ct);
        }
        var asked = new StartAsked(Guid.CreateVersion7(time.GetUtcNow()), contract.Id, memo, Clock.OwnClock);
        var reply = await Link.StartAsync(asked, ct);
        // The answer may have been lost on its way; the same id gets it again. A server that says nothing is not waited for twice.
        for (var again = 0; reply is { Status: 0 or >= 500, Silent: false } && again < 2; again++)
        {
            reply = await Link.StartAsync(asked, ct);
        }
        if (reply.Value is not { } lease)
        {
            return new(reply.Code ?? reply.Away, reply.Text);
        }
        Engine.Begin(lease, contract);
        return new("ok", Status: Status());
    }

    /// <summary>
    /// The timer that is asked for is the one that runs, or ran until the program was interrupted a moment ago: it goes on, with
    /// this memo. Null when there is none like it; an interruption that is too long ago has then ended it.
    /// </summary>
    /// <param name="contract">The contract meant; null when the server could not be asked.</param>
    /// <param name="named">How it was named then.</param>
    /// <param name="memo">The memo.</param>
    /// <param name="ct">Cancels.</param>
    private async Task<ControlAnswer?> GoOnAsync(
        TrackedContract? contract,
        string? named,
        string memo,
        CancellationToken ct
    )
    {
        string said;
        bool other;
        lock (Store.Gate)
        {
            // At another level it takes a new lease.
            if (
                Store.Backlog.Open is not { } open
                || (contract != null && (contract.Id, contract.Level) != (open.Lease.ContractId, open.Lease.Level))
                || (!string.IsNullOrWhiteSpace(named) && !IsNamed(open.Lease.ContractId, open.Title, named))
            )
            {
                return null;
            }
            var interrupted = Engine.IsHeld;
            if (interrupted)
            {
                Engine.Recover();
            }
            if (!Engine.IsRunning)
            {
                return null;
            }
            other = Store.Backlog.Memo != memo;
            said =
                interrupted ? "said_resumed"
                : other ? "said_memo"
                : "said_already";
        }
        return (other ? await MemoAsync(memo, ct) : new("ok", Status: Status())) with { Said = said };
    }

    private static bool IsNamed(Guid id, string title, string named) =>
        id.ToString().StartsWith(named, StringComparison.OrdinalIgnoreCase)
        || title.Contains(named, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The contract meant: by its number in the list, its id, a part of its title, or because it is the only one time can be
    /// tracked on. One alone that is paused is chosen too: the refusal then says why.
    /// </summary>
    private static (TrackedContract? Contract, ControlAnswer? Refusal) Choose(
        IReadOnlyList<TrackedContract> contracts,
        string? named
    )
    {
        if (string.IsNullOrWhiteSpace(named))
        {
            List<TrackedContract> active = [.. contracts.Where(c => c.State == "active")];
            return (contracts.Count, active.Count) switch
            {
                (0, _) => (null, new("no_contract")),
                (1, _) => (contracts[0], null),
                (_, 0) => (null, new("none_active", Contracts: contracts)),
                (_, 1) => (active[0], null),
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
        var found = contracts.Where(c => IsNamed(c.Id, c.Title, named)).ToList();
        return found.Count switch
        {
            1 => (found[0], null),
            0 when contracts.Count == 0 => (null, new("no_contract")),
            0 => (null, new("contract_unknown", named, Contracts: contracts)),
            _ => (null, new("contract_several", named, Contracts: contracts)),
        };
    }
}
