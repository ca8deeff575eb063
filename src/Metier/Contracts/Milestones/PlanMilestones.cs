using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>Either side proposes a milestone.</summary>
public sealed class ProposeMilestone(MetierDb db, ContractAccess access, RuleOptions rules)
{
    private const int Most = 60;

    /// <summary>Answers with its number. Field names of refusals begin with <c>Form</c>.</summary>
    public Task<Outcome<int>> RunAsync(
        Guid contractId,
        Guid requestId,
        MilestoneTyped typed,
        Actor actor,
        CancellationToken ct
    ) =>
        db.WriteOnceAsync<int>(
            $"milestone.propose:{actor.MemberId:N}",
            requestId,
            typed,
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
                if (actor.Suspended)
                {
                    return new Refusal("suspended", ContractRefusalText.Suspended);
                }
                if (contract.State != ContractState.Active)
                {
                    return new Refusal("contract_state", ContractRefusalText.ContractOver);
                }
                if (contract.Kind != ContractKind.FixedPrice)
                {
                    return new Refusal("contract_kind", ContractRefusalText.NoMilestones);
                }
                var wrong = new List<Refusal>();
                var read = OfferForm.Milestone(
                    typed,
                    "Form",
                    contract.Unit,
                    DateOnly.FromDateTime(db.Now),
                    rules,
                    wrong
                );
                if (read is null)
                {
                    return wrong;
                }
                var last =
                    await db.Milestones.Where(m => m.ContractId == contractId).MaxAsync(m => (int?)m.Number, ct) ?? 0;
                if (last >= Most)
                {
                    return new Refusal(
                        "too_many_milestones",
                        ContractRefusalText.TooManyMilestones(Most),
                        "Form.Title"
                    );
                }
                var milestone = new Milestone
                {
                    Id = Ids.New(db.Clock),
                    ContractId = contractId,
                    Number = last + 1,
                    Title = read.Title,
                    Description = read.Description,
                    AmountMinor = read.AmountMinor,
                    DueOn = read.DueOn,
                    State = MilestoneState.Proposed,
                    ProposedBy = side,
                };
                db.Milestones.Add(milestone);
                db.Record(contract, actor, "proposed", milestone, milestone.AmountMinor);
                return milestone.Number;
            },
            ct
        );
}

/// <summary>The other side agrees to a proposed milestone, or either drops one that holds no money.</summary>
public sealed class DecideMilestone(MetierDb db, ContractAccess access)
{
    /// <summary>Agrees or drops.</summary>
    public Task<Outcome<Done>> RunAsync(Guid contractId, int number, bool agree, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (
                    await access.ForMilestoneAsync(contractId, number, actor, ct) is not var (contract, milestone, side)
                )
                {
                    return Refusal.NotFound();
                }
                if (side == Side.Client && actor.RefuseToHire() is { } mayNot)
                {
                    return mayNot;
                }
                if (contract.State != ContractState.Active)
                {
                    return new Refusal("contract_state", ContractRefusalText.ContractOver);
                }
                // What runs goes on; nothing new begins.
                if (agree && actor.Suspended)
                {
                    return new Refusal("suspended", ContractRefusalText.Suspended);
                }
                // What both agreed to, only the client, who would pay for it, can drop.
                if (!agree && side == Side.Freelancer && milestone.State == MilestoneState.Agreed)
                {
                    return new Refusal("other_side_agrees", ContractRefusalText.OtherSideAgrees);
                }
                if ((agree ? milestone.Agree(side) : milestone.Cancel()) is { } refusal)
                {
                    return refusal;
                }
                db.Record(contract, actor, agree ? "agreed" : "cancelled", milestone);
                return Done.It;
            },
            ct
        );
}
