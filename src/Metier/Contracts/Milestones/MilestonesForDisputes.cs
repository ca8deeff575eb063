using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>A milestone as the module that settles disputes needs it.</summary>
public sealed record DisputedMilestone(
    Guid ContractId,
    Guid MilestoneId,
    int Number,
    string ContractTitle,
    string Title,
    Guid ClientId,
    Guid FreelancerId,
    MilestoneState State,
    Money Held,
    Side? Side
);

/// <summary>What disputes may do with milestones; each joins the caller's write transaction.</summary>
public sealed class MilestonesForDisputes(MetierDb db, ContractAccess access, AwardEscrow award, ContractEnding ending)
{
    /// <summary>The dispute has all of the words; the history of the contract only needs their beginning.</summary>
    private const int InHistory = 500;

    /// <summary>
    /// The freelancer can open a dispute: the client asks for the money back, or did not release work that was handed in.
    /// </summary>
    public static bool CanBeDisputed(Milestone milestone) =>
        milestone.HeldMinor > 0
        && (milestone.State is MilestoneState.RefundRequested or MilestoneState.ChangesRequested);

    /// <summary>The milestone with this number, for a party of its contract; null for strangers.</summary>
    public async Task<DisputedMilestone?> FindAsync(Guid contractId, int number, Actor actor, CancellationToken ct) =>
        await access.ForMilestoneAsync(contractId, number, actor, ct) is var (contract, milestone, side)
            ? Facts(contract, milestone, side)
            : null;

    /// <summary>The milestone, without asking who looks.</summary>
    public async Task<DisputedMilestone> GetAsync(Guid milestoneId, CancellationToken ct)
    {
        var milestone = await db.Milestones.SingleAsync(m => m.Id == milestoneId, ct);
        var contract = await db.Contracts.SingleAsync(c => c.Id == milestone.ContractId, ct);
        return Facts(contract, milestone, null);
    }

    /// <summary>The freelancer disputes: the clocks of the milestone stop, its money stays where it is.</summary>
    public async Task<Outcome<DisputedMilestone>> OpenAsync(
        Guid contractId,
        int number,
        string reason,
        Actor actor,
        CancellationToken ct
    )
    {
        if (
            await access.ForMilestoneAsync(contractId, number, actor, ct)
            is not
            (var contract, var milestone, Side.Freelancer)
        )
        {
            return Refusal.NotFound();
        }
        if (!CanBeDisputed(milestone))
        {
            return new Refusal(
                "milestone_state",
                ContractRefusalText.MilestoneState(ContractStateText.Find("milestone" + milestone.State) ?? "")
            );
        }
        if (milestone.Dispute() is { } refusal)
        {
            return refusal;
        }
        db.Record(contract, actor, "disputed", milestone, milestone.HeldMinor, TypedText.Cut(reason, InHistory));
        return Facts(contract, milestone, Side.Freelancer);
    }

    /// <summary>
    /// Divides what is held: so much to the freelancer, the rest to the client. <paramref name="actor"/> is who decided; null
    /// when time did.
    /// </summary>
    public async Task<Outcome<DisputedMilestone>> SettleAsync(
        Guid requestId,
        Guid milestoneId,
        long toFreelancerMinor,
        string why,
        Actor? actor,
        CancellationToken ct
    )
    {
        var milestone = await db.Milestones.SingleAsync(m => m.Id == milestoneId, ct);
        var contract = await db.Contracts.SingleAsync(c => c.Id == milestone.ContractId, ct);
        var held = milestone.HeldMinor;
        if (milestone.Settle(toFreelancerMinor, held - toFreelancerMinor, db.Now) is { } refusal)
        {
            return refusal;
        }
        var paid = await award.RunAsync(
            new AwardInput(
                requestId,
                milestone.Id,
                contract.Unit.Minor(toFreelancerMinor),
                contract.Unit.Minor(held - toFreelancerMinor),
                $"{contract.Title}: {milestone.Title}"
            ),
            ct
        );
        if (!paid.Ok)
        {
            return Outcome<DisputedMilestone>.From(paid);
        }
        db.Record(contract, actor, "settled", milestone, toFreelancerMinor, TypedText.Cut(why, InHistory));
        await ending.FinishIfEmptyAsync(contract, ct);
        return Facts(contract, milestone, null);
    }

    private static DisputedMilestone Facts(Contract contract, Milestone milestone, Side? side) =>
        new(
            contract.Id,
            milestone.Id,
            milestone.Number,
            contract.Title,
            milestone.Title,
            contract.ClientId,
            contract.FreelancerId,
            milestone.State,
            contract.Unit.Minor(milestone.HeldMinor),
            side
        );
}
