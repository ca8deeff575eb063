using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>What happens to the rest of a partial release.</summary>
public enum RestGoes
{
    /// <summary>It stays in the milestone, for more work.</summary>
    Stays,

    /// <summary>It moves to the next milestone that is not closed.</summary>
    ToNext,
}

/// <summary>The client approves work.</summary>
/// <param name="RequestId">The form's id; the same id releases once.</param>
/// <param name="ContractId">The contract.</param>
/// <param name="Number">The milestone's number.</param>
/// <param name="Amount">As typed; empty releases all that is held.</param>
/// <param name="Rest">Where the rest goes when it is a part.</param>
public sealed record ReleaseMilestoneInput(Guid RequestId, Guid ContractId, int Number, string? Amount, RestGoes Rest);

/// <summary>Approves in full or in part and releases the money to the freelancer.</summary>
public sealed class ReleaseMilestone(MetierDb db, ContractAccess access, MilestoneMoney money, RollOverEscrow rollOver)
{
    /// <summary>Answers with what the freelancer receives.</summary>
    public Task<Outcome<EarningView>> RunAsync(ReleaseMilestoneInput input, Actor actor, CancellationToken ct) =>
        db.WriteOnceAsync<EarningView>(
            $"milestone.release:{actor.MemberId:N}",
            input.RequestId,
            input,
            async () =>
            {
                if (
                    await access.ForMilestoneAsync(input.ContractId, input.Number, actor, ct)
                    is not
                    (var contract, var milestone, Side.Client)
                )
                {
                    return Refusal.NotFound();
                }
                if (actor.RefuseToHire() is { } mayNot)
                {
                    return mayNot;
                }
                if (!milestone.CanBeReleased)
                {
                    return new Refusal(
                        "milestone_state",
                        ContractRefusalText.MilestoneState(ContractStateText.Find("milestone" + milestone.State) ?? "")
                    );
                }
                var held = contract.Unit.Minor(milestone.HeldMinor);
                var amount = held;
                if (!string.IsNullOrWhiteSpace(input.Amount))
                {
                    var reading = MoneyParser.Read(input.Amount, contract.Unit, out amount);
                    if (reading != MoneyReading.Read)
                    {
                        return new Refusal("amount", MoneyParser.Problem(reading, contract.Unit)!, "Form.Amount");
                    }
                }
                var released = await money.ReleaseAsync(
                    input.RequestId,
                    contract,
                    milestone,
                    amount.Minor,
                    bySilence: false,
                    actor,
                    ct
                );
                if (
                    released.Ok
                    && milestone.HeldMinor > 0
                    && input.Rest == RestGoes.ToNext
                    && await MoveRestAsync(input.RequestId, contract, milestone, actor, ct) is { } refusal
                )
                {
                    return refusal;
                }
                return released;
            },
            ct
        );

    private async Task<Refusal?> MoveRestAsync(
        Guid requestId,
        Contract contract,
        Milestone milestone,
        Actor actor,
        CancellationToken ct
    )
    {
        var next = await db
            .Milestones.Where(m => m.ContractId == contract.Id && m.Number > milestone.Number)
            .Where(m =>
                m.State == MilestoneState.Agreed
                || m.State == MilestoneState.Funded
                || m.State == MilestoneState.Submitted
                || m.State == MilestoneState.ChangesRequested
            )
            .OrderBy(m => m.Number)
            .FirstOrDefaultAsync(ct);
        if (next is null)
        {
            return new Refusal("next_missing", ContractRefusalText.NextMilestoneMissing, "Form.Rest");
        }
        var rest = contract.Unit.Minor(milestone.HeldMinor);
        var moved = await rollOver.RunAsync(
            new RollOverInput(requestId, milestone.Id, next.Id, rest, $"{contract.Title}: {milestone.Title}"),
            ct
        );
        if (!moved.Ok)
        {
            return moved.Refusals[0];
        }
        milestone.RollOver(db.Now);
        next.Receive(rest.Minor);
        db.Record(contract, actor, "rolled_over", milestone, rest.Minor);
        db.Record(contract, actor, "received", next, rest.Minor);
        return null;
    }
}

/// <summary>The money side of milestones, always together with their state.</summary>
public sealed class MilestoneMoney(MetierDb db, ReleaseEscrow release, RefundEscrow refund, ContractEnding ending)
{
    internal async Task<Outcome<EarningView>> ReleaseAsync(
        Guid requestId,
        Contract contract,
        Milestone milestone,
        long amountMinor,
        bool bySilence,
        Actor? actor,
        CancellationToken ct
    )
    {
        if (milestone.Release(amountMinor, bySilence, db.Now) is { } refusal)
        {
            return refusal;
        }
        var amount = contract.Unit.Minor(amountMinor);
        var earned = await release.RunAsync(
            new ReleaseInput(requestId, milestone.Id, amount, $"{contract.Title}: {milestone.Title}"),
            ct
        );
        if (!earned.Ok)
        {
            return earned;
        }
        db.Record(contract, actor, bySilence ? "auto_released" : "released", milestone, amountMinor);
        db.Raise(
            new MilestoneReleased(
                contract.Id,
                milestone.Id,
                contract.ClientId,
                contract.FreelancerId,
                amount,
                earned.Value.Net,
                bySilence,
                Ids.New(db.Clock)
            )
        );
        await ending.FinishIfEmptyAsync(contract, ct);
        return earned;
    }

    internal async Task<Refusal?> RefundAsync(
        Guid requestId,
        Contract contract,
        Milestone milestone,
        long amountMinor,
        Actor? actor,
        CancellationToken ct
    )
    {
        if (milestone.Refund(amountMinor, db.Now) is { } refusal)
        {
            return refusal;
        }
        var sent = await refund.RunAsync(
            new RefundInput(
                requestId,
                milestone.Id,
                contract.Unit.Minor(amountMinor),
                $"{contract.Title}: {milestone.Title}"
            ),
            ct
        );
        if (!sent.Ok)
        {
            return sent.Refusals[0];
        }
        db.Record(contract, actor, "refunded", milestone, amountMinor);
        await ending.FinishIfEmptyAsync(contract, ct);
        return null;
    }
}

/// <summary>Fourteen days of silence after a submission release the money.</summary>
internal sealed class ReleaseBySilence(MetierDb db, MilestoneMoney money, FrozenMoney frozen) : Chore
{
    public override Task<DateTime?> NextDueAsync(CancellationToken ct)
    {
        var waits = frozen.Subjects;
        return db.Milestones.Where(m => !waits.Contains(m.Id)).MinAsync(m => m.AutoReleaseAt, ct);
    }

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var waits = frozen.Subjects;
        var due = await db
            .Milestones.Where(m => m.AutoReleaseAt <= now && !waits.Contains(m.Id))
            .OrderBy(m => m.AutoReleaseAt)
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
                    if (milestone.AutoReleaseAt is not { } at || at > db.Now)
                    {
                        return Refusal.NotFound();
                    }
                    var contract = await db.Contracts.SingleAsync(c => c.Id == milestone.ContractId, ct);
                    // The deadline itself is the request: running twice releases once.
                    var request = Uuid5.Of(
                        milestone.Id,
                        "silence/"
                            + milestone.SubmittedAt!.Value.Ticks.ToString(
                                System.Globalization.CultureInfo.InvariantCulture
                            )
                    );
                    var released = await money.ReleaseAsync(
                        request,
                        contract,
                        milestone,
                        milestone.HeldMinor,
                        bySilence: true,
                        null,
                        ct
                    );
                    return released.Ok ? Done.It : Outcome<Done>.From(released);
                },
                ct
            );
            db.ChangeTracker.Clear();
        }
        return due.Count;
    }
}
