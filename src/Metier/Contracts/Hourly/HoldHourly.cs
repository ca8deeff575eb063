using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>
/// Stops and restarts hourly work for reasons that lie outside the contract: an unpaid week, hours in dispute. Every method joins the
/// caller's write transaction, and does nothing where nothing is to be done.
/// </summary>
public sealed class HoldHourly(MetierDb db)
{
    /// <summary>The client owes for a week: all its running hourly contracts are paused.</summary>
    public async Task PastDueAsync(Guid clientId, CancellationToken ct)
    {
        var contracts = await db
            .Contracts.Where(c =>
                c.ClientId == clientId
                && c.Kind == ContractKind.Hourly
                && c.State != ContractState.Ended
                && c.PastDueSince == null
            )
            .OrderBy(c => c.Id)
            .ToListAsync(ct);
        foreach (var contract in contracts)
        {
            contract.PastDueSince = db.Now;
            Pauses.RecordPaused(db, contract, null, PauseCause.PastDue);
        }
    }

    /// <summary>The client has paid everything it owed.</summary>
    public async Task PaidUpAsync(Guid clientId, CancellationToken ct)
    {
        var contracts = await db
            .Contracts.Where(c => c.ClientId == clientId && c.PastDueSince != null)
            .OrderBy(c => c.Id)
            .ToListAsync(ct);
        foreach (var contract in contracts)
        {
            contract.PastDueSince = null;
            Pauses.RecordResumed(db, contract, null, PauseCause.PastDue);
        }
    }

    /// <summary>The client disputes hours of this contract; of an ended one too: that changes nothing but the history.</summary>
    public async Task DisputeAsync(Guid contractId, CancellationToken ct)
    {
        var contract = await db.Contracts.SingleAsync(c => c.Id == contractId, ct);
        if (contract.HoursDisputedSince is null)
        {
            contract.HoursDisputedSince = db.Now;
            Pauses.RecordPaused(db, contract, null, PauseCause.HoursDispute);
        }
    }

    /// <summary>No dispute of hours of this contract is open any more.</summary>
    public async Task DisputeOverAsync(Guid contractId, CancellationToken ct)
    {
        var contract = await db.Contracts.SingleAsync(c => c.Id == contractId, ct);
        if (contract.HoursDisputedSince is not null)
        {
            contract.HoursDisputedSince = null;
            Pauses.RecordResumed(db, contract, null, PauseCause.HoursDispute);
        }
    }
}

/// <summary>The line of the history and the event of a pause and of its end.</summary>
internal static class Pauses
{
    public static void RecordPaused(MetierDb db, Contract contract, Actor? actor, PauseCause cause)
    {
        var line = db.Record(contract, actor, Key("paused", cause));
        if (contract.State != ContractState.Ended)
        {
            db.Raise(
                new ContractPaused(contract.Id, cause, contract.ClientId, contract.FreelancerId, line, actor?.MemberId)
            );
        }
    }

    public static void RecordResumed(MetierDb db, Contract contract, Actor? actor, PauseCause cause)
    {
        var line = db.Record(contract, actor, Key("resumed", cause));
        if (contract.State != ContractState.Ended)
        {
            db.Raise(
                new ContractResumed(
                    contract.Id,
                    cause,
                    contract.ClientId,
                    contract.FreelancerId,
                    contract.IsPaused,
                    line,
                    actor?.MemberId
                )
            );
        }
    }

    /// <summary>The key of the history's and the room's words: <c>paused</c>, <c>paused_past_due</c>, <c>resumed_hours_dispute</c>.</summary>
    public static string Key(string what, PauseCause cause) =>
        cause switch
        {
            PauseCause.PastDue => what + "_past_due",
            PauseCause.HoursDispute => what + "_hours_dispute",
            PauseCause.Chargeback => what + "_chargeback",
            PauseCause.Payroll => what + "_payroll",
            _ => what,
        };
}
