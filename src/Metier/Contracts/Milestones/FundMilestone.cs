using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>The client sets the price of a milestone aside, or what of it is missing.</summary>
/// <param name="RequestId">The form's id; the same id pays once.</param>
/// <param name="ContractId">The contract.</param>
/// <param name="Number">The milestone's number.</param>
/// <param name="PaymentMethodId">One of the client's payment methods.</param>
/// <param name="ReturnPath">The page to come back to after a confirmation at the provider.</param>
/// <param name="QuoteId">The quote the client confirmed, when it pays in another currency.</param>
public sealed record FundInput(
    Guid RequestId,
    Guid ContractId,
    int Number,
    Guid? PaymentMethodId,
    string ReturnPath,
    Guid? QuoteId = null
);

/// <summary>
/// Charges the client and moves exactly that amount into the milestone's escrow account. The charge is written with the
/// milestone's new state in one transaction; the provider is asked afterwards, and its answer settles both.
/// </summary>
public sealed class FundMilestone(
    MetierDb db,
    ContractAccess access,
    ChargebackViews chargebacks,
    BeginCharge begin,
    FinishCharge finish
)
{
    /// <summary>Answers with how far the payment is; a client who must confirm is sent to <see cref="ChargeProgress.ActionUrl"/>.</summary>
    public async Task<Outcome<ChargeProgress>> RunAsync(FundInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        var begun = await db.WriteAsync<ChargeProgress>(() => BeginAsync(input, actor, ct), ct);
        return begun.Ok ? await finish.RunAsync(begun.Value.ChargeId, ct) : begun;
    }

    private async Task<Outcome<ChargeProgress>> BeginAsync(FundInput input, Actor actor, CancellationToken ct)
    {
        if (
            await access.ForMilestoneAsync(input.ContractId, input.Number, actor, ct)
            is not
            (var contract, var milestone, Side.Client)
        )
        {
            return Refusal.NotFound();
        }
        if (actor.RefuseToPay() is { } mayNot)
        {
            return mayNot;
        }
        if (contract.State != ContractState.Active)
        {
            return new Refusal("contract_state", ContractRefusalText.ContractOver);
        }
        if (await chargebacks.IsOpenAsync(contract.ClientId, ct))
        {
            return new Refusal("client_chargeback", ContractRefusalText.ChargebackOpen);
        }
        if (input.PaymentMethodId is not { } method)
        {
            return new Refusal("method_missing", ContractRefusalText.ChoosePaymentMethod, "Form.PaymentMethodId");
        }
        var request = new ChargeRequest(
            input.RequestId,
            contract.ClientId,
            contract.FreelancerId,
            contract.Id,
            method,
            contract.Unit.Minor(milestone.MissingMinor),
            contract.Fees,
            ContractPurposes.Milestone,
            milestone.Id,
            $"{contract.Title}: {milestone.Title}",
            input.ReturnPath
        )
        {
            QuoteId = input.QuoteId,
        };
        var charge = await begin.RunAsync(request, ct);
        // The same form sent again finds its charge; only the first one moves the milestone.
        if (!charge.Ok || db.ChangeTracker.Entries<Charge>().All(e => e.State != EntityState.Added))
        {
            return charge;
        }
        if (milestone.StartPaying() is { } refusal)
        {
            return refusal;
        }
        db.Record(contract, actor, "paying", milestone, milestone.MissingMinor);
        return charge;
    }
}

/// <summary>What happens to a milestone when its charge is settled or refused; runs inside the charge's transaction.</summary>
internal sealed class MilestonePurpose(MetierDb db, ContractEnding ending) : ChargePurpose
{
    public override string Kind => ContractPurposes.Milestone;

    public override ChargeTarget Target => ChargeTarget.Escrow;

    public override async Task<Outcome<Done>> SettledAsync(Charge charge, CancellationToken ct)
    {
        var milestone = await db.Milestones.SingleAsync(m => m.Id == charge.SubjectId, ct);
        var contract = await db.Contracts.SingleAsync(c => c.Id == milestone.ContractId, ct);
        if (milestone.Fund(charge.AmountMinor, db.Now) is { } refusal)
        {
            return refusal;
        }
        db.Record(contract, null, "funded", milestone, charge.AmountMinor);
        return Done.It;
    }

    public override async Task TakenBackAsync(Guid subjectId, long minor, CancellationToken ct)
    {
        var milestone = await db.Milestones.SingleAsync(m => m.Id == subjectId, ct);
        var contract = await db.Contracts.SingleAsync(c => c.Id == milestone.ContractId, ct);
        milestone.TakeBack(minor, db.Now);
        db.Record(contract, null, "charged_back", milestone, minor);
        await ending.FinishIfEmptyAsync(contract, ct);
    }

    public override async Task ThawedAsync(Guid subjectId, TimeSpan lasted, CancellationToken ct)
    {
        var milestone = await db.Milestones.SingleAsync(m => m.Id == subjectId, ct);
        milestone.Postpone(lasted);
    }

    public override async Task FailedAsync(Charge charge, CancellationToken ct)
    {
        var milestone = await db.Milestones.SingleAsync(m => m.Id == charge.SubjectId, ct);
        var contract = await db.Contracts.SingleAsync(c => c.Id == milestone.ContractId, ct);
        if (milestone.PaymentFailed() is null)
        {
            db.Record(contract, null, "payment_failed", milestone, charge.AmountMinor);
        }
    }
}
