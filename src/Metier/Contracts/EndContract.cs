using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>
/// Ends a contract. Nothing held: it is over at once. The client ends it with money held: it asks for that money, and the
/// freelancer has seven days. The freelancer ends it with money held: all of it goes back at once. Nothing is ever held on an
/// hourly contract: it is over at once, and what was logged is billed with its week.
/// </summary>
public sealed class EndContract(MetierDb db, ContractAccess access, MilestoneMoney money, ContractEnding ending)
{
    /// <summary>Answers with the contract's new state.</summary>
    public Task<Outcome<ContractState>> RunAsync(
        Guid contractId,
        Guid requestId,
        string? reason,
        Actor actor,
        CancellationToken ct
    ) =>
        db.WriteOnceAsync<ContractState>(
            $"contract.end:{actor.MemberId:N}",
            requestId,
            new { contractId, reason },
            async () =>
            {
                if (await access.ForPartyAsync(contractId, actor, ct) is not var (contract, side))
                {
                    return Refusal.NotFound();
                }
                if (side == Side.Client && actor.RefuseToHire() is { } mayNot)
                {
                    return mayNot;
                }
                var wrong = new List<Refusal>();
                var text = OfferForm.Text(reason, 2000, "Form.Reason", ContractRefusalText.GiveReason, wrong);
                if (wrong.Count > 0)
                {
                    return wrong;
                }
                var milestones = await db
                    .Milestones.Where(m => m.ContractId == contractId)
                    .OrderBy(m => m.Number)
                    .ToListAsync(ct);
                if (milestones.Exists(m => m.State == MilestoneState.Paying))
                {
                    return new Refusal("payment_running", ContractRefusalText.PaymentRunning);
                }
                // The freelancer's end gives everything back at once, except what is in dispute.
                var waits = milestones.Exists(m =>
                    m.HeldMinor > 0 && (side == Side.Client || m.State == MilestoneState.Disputed)
                );
                if (contract.End(side, text, waits, db.Now) is { } refusal)
                {
                    return refusal;
                }
                db.Record(contract, actor, contract.State == ContractState.Ended ? "ended" : "ending", text: text);
                foreach (var milestone in milestones.Where(m => !m.IsClosed))
                {
                    if (await CloseAsync(requestId, contract, milestone, side, actor, ct) is { } refused)
                    {
                        return refused;
                    }
                }
                await ending.AnnounceAsync(contract, ct);
                return contract.State;
            },
            ct
        );

    private async Task<Refusal?> CloseAsync(
        Guid requestId,
        Contract contract,
        Milestone milestone,
        Side side,
        Actor actor,
        CancellationToken ct
    )
    {
        if (milestone.State == MilestoneState.Disputed)
        {
            return null;
        }
        if (
            side == Side.Freelancer
            && milestone.HeldMinor > 0
            && await money.RefundAsync(requestId, contract, milestone, milestone.HeldMinor, actor, ct) is { } failed
        )
        {
            return failed;
        }
        if (milestone.HeldMinor == 0)
        {
            // What had waited for its own money is dropped; the rest was closed with its last money.
            if (milestone.IsClosed)
            {
                return null;
            }
            var refusal = milestone.Cancel();
            if (refusal is null)
            {
                db.Record(contract, actor, "cancelled", milestone);
            }
            return refusal;
        }
        if (milestone.RequestRefund(db.Now, contract.Rules) is { } refused)
        {
            return refused;
        }
        db.Record(contract, actor, "refund_requested", milestone, milestone.HeldMinor);
        return null;
    }
}

/// <summary>Notices when the last held money of an ending contract has found its owner.</summary>
public sealed class ContractEnding(MetierDb db, HourlyStanding hourly)
{
    internal async Task FinishIfEmptyAsync(Contract contract, CancellationToken ct)
    {
        if (contract.State != ContractState.Ending)
        {
            return;
        }
        // Two milestones that finish at once must not each see the other as unfinished and both leave the contract waiting:
        // whoever comes second collides here, runs again, and sees what the first did.
        db.Entry(contract).Property(c => c.State).IsModified = true;
        // The changes of this transaction are in the context, not yet in the database: both are asked.
        var milestones = await db.Milestones.Where(m => m.ContractId == contract.Id).ToListAsync(ct);
        if (milestones.TrueForAll(m => m.HeldMinor == 0))
        {
            contract.FinishEnding(db.Now);
            db.Record(contract, null, "ended");
            await AnnounceAsync(contract, ct);
        }
    }

    internal async Task AnnounceAsync(Contract contract, CancellationToken ct)
    {
        if (contract.State != ContractState.Ended)
        {
            return;
        }
        var milestones = await db.Milestones.Where(m => m.ContractId == contract.Id).ToListAsync(ct);
        var bonuses = await db
            .Bonuses.Where(b => b.ContractId == contract.Id && b.PaidAt != null)
            .SumAsync(b => b.AmountMinor, ct);
        var paid =
            contract.Kind == ContractKind.Hourly
                ? (await hourly.PaidAsync([contract.Id], ct)).GetValueOrDefault(contract.Id)
                : milestones.Sum(m => m.ReleasedMinor) + bonuses;
        db.Raise(
            new ContractEnded(
                contract.Id,
                contract.JobId,
                contract.ClientId,
                contract.FreelancerId,
                contract.EndedBy ?? Side.Client,
                db.Now,
                paid,
                contract.Currency
            )
        );
    }
}

/// <summary>The freelancer answers the client's request for the held money.</summary>
public sealed class AnswerRefundRequest(MetierDb db, ContractAccess access, MilestoneMoney money)
{
    /// <summary>Agreeing sends the money back. Who refuses opens a dispute instead.</summary>
    public Task<Outcome<Done>> RunAsync(
        Guid contractId,
        int number,
        Guid requestId,
        Actor actor,
        CancellationToken ct
    ) =>
        db.WriteOnceAsync<Done>(
            $"milestone.refund_answer:{actor.MemberId:N}",
            requestId,
            new { contractId, number },
            async () =>
            {
                if (
                    await access.ForMilestoneAsync(contractId, number, actor, ct)
                    is not
                    (var contract, var milestone, Side.Freelancer)
                )
                {
                    return Refusal.NotFound();
                }
                if (milestone.State != MilestoneState.RefundRequested)
                {
                    return new Refusal(
                        "milestone_state",
                        ContractRefusalText.MilestoneState(ContractStateText.Find("milestone" + milestone.State) ?? "")
                    );
                }
                return
                    await money.RefundAsync(requestId, contract, milestone, milestone.HeldMinor, actor, ct)
                        is { } refused
                    ? refused
                    : Done.It;
            },
            ct
        );
}

/// <summary>Seven days of silence after a refund request give the money back to the client.</summary>
internal sealed class RefundBySilence(MetierDb db, MilestoneMoney money, FrozenMoney frozen) : Chore
{
    public override Task<DateTime?> NextDueAsync(CancellationToken ct)
    {
        var waits = frozen.Subjects;
        return db.Milestones.Where(m => !waits.Contains(m.Id)).MinAsync(m => m.RefundAt, ct);
    }

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var waits = frozen.Subjects;
        var due = await db
            .Milestones.Where(m => m.RefundAt <= now && !waits.Contains(m.Id))
            .OrderBy(m => m.RefundAt)
            .ThenBy(m => m.Id)
            .Select(m => m.Id)
            .Take(200)
            .ToListAsync(ct);
        foreach (var id in due)
        {
            await db.WriteAsync<Done>(
                async () =>
                {
                    var milestone = await db.Milestones.SingleAsync(m => m.Id == id, ct);
                    if (milestone.RefundAt is not { } at || at > db.Now)
                    {
                        return Refusal.NotFound();
                    }
                    var contract = await db.Contracts.SingleAsync(c => c.Id == milestone.ContractId, ct);
                    return
                        await money.RefundAsync(
                            Uuid5.Of(milestone.Id, "refund-by-silence"),
                            contract,
                            milestone,
                            milestone.HeldMinor,
                            null,
                            ct
                        )
                            is { } refused
                        ? refused
                        : Done.It;
                },
                ct
            );
            db.ChangeTracker.Clear();
        }
        return due.Count;
    }
}
