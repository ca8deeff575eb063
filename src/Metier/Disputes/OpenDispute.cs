using Metier.Contracts;
using Metier.Platform;

namespace Metier.Disputes;

/// <summary>A dispute as opened.</summary>
public sealed record OpenDisputeInput(
    Guid RequestId,
    Guid ContractId,
    int Number,
    string? Text,
    IReadOnlyList<Upload> Files
);

/// <summary>
/// The freelancer opens a dispute about the money of a milestone: the client asks for it back, or refuses to release it. All
/// other clocks of the milestone stop; the client's five business days begin.
/// </summary>
public sealed class OpenDispute(MetierDb db, MilestonesForDisputes milestones, DisputeRecord record, RuleOptions rules)
{
    /// <summary>Answers with the dispute's id.</summary>
    public Task<Outcome<Guid>> RunAsync(OpenDisputeInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        return db.WriteOnceAsync<Guid>(
            $"dispute.open:{actor.MemberId:N}",
            input.RequestId,
            new
            {
                input.ContractId,
                input.Number,
                input.Text,
            },
            () => OpenAsync(input, actor, ct),
            ct
        );
    }

    private async Task<Outcome<Guid>> OpenAsync(OpenDisputeInput input, Actor actor, CancellationToken ct)
    {
        if (
            await milestones.FindAsync(input.ContractId, input.Number, actor, ct) is not { Side: Side.Freelancer } about
        )
        {
            return Refusal.NotFound();
        }
        var dispute = Dispute.Open(Ids.New(db.Clock), about, rules, db.Now);
        db.Disputes.Add(dispute);
        var said = await record.SayAsync(dispute, Side.Freelancer, input.Text, input.Files, actor, ct);
        if (!said.Ok)
        {
            return Outcome<Guid>.From(said);
        }
        var opened = await milestones.OpenAsync(input.ContractId, input.Number, said.Value.Text, actor, ct);
        if (!opened.Ok)
        {
            return Outcome<Guid>.From(opened);
        }
        db.Audit(
            actor,
            "dispute.opened",
            dispute.Id,
            new
            {
                contract = dispute.ContractId,
                milestone = dispute.MilestoneId,
                held = dispute.HeldMinor,
            }
        );
        db.Raise(
            new DisputeOpened(
                dispute.Id,
                dispute.ContractId,
                dispute.ClientId,
                dispute.FreelancerId,
                dispute.Title,
                about.Held,
                dispute.DueAt!.Value
            )
        );
        return dispute.Id;
    }
}
