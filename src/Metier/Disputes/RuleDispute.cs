using Metier.Contracts;
using Metier.Platform;

namespace Metier.Disputes;

/// <summary>A ruling as typed: both parts, and why.</summary>
public sealed record RulingInput(
    Guid RequestId,
    Guid DisputeId,
    string? ToFreelancer,
    string? ToClient,
    string? Reasons
);

/// <summary>
/// An arbiter rules: so much to each side, together all that is held, with reasons both can read. Final. Nobody rules about
/// a contract of their own.
/// </summary>
public sealed class RuleDispute(
    MetierDb db,
    DisputeAccess access,
    DisputeRecord record,
    MilestonesForDisputes milestones
)
{
    /// <summary>Field names of refusals begin with <c>Form</c>.</summary>
    public Task<Outcome<Done>> RunAsync(RulingInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        return db.WriteOnceAsync<Done>(
            $"dispute.rule:{actor.MemberId:N}",
            input.RequestId,
            input,
            () => RuleAsync(input, actor, ct),
            ct
        );
    }

    private async Task<Outcome<Done>> RuleAsync(RulingInput input, Actor actor, CancellationToken ct)
    {
        if (await access.ForArbiterAsync(input.DisputeId, actor, ct) is not { } dispute)
        {
            return Refusal.NotFound();
        }
        if (dispute.Over(db.Now) is { } over)
        {
            return over;
        }
        if (dispute.State != DisputeState.AwaitingRuling)
        {
            return new Refusal("still_talking", DisputeRefusalText.StillTalking);
        }
        var held = (await milestones.GetAsync(dispute.MilestoneId, ct)).Held;
        var wrong = new List<Refusal>();
        var toFreelancer = Amount(input.ToFreelancer, "Form.ToFreelancer", dispute, wrong);
        var toClient = Amount(input.ToClient, "Form.ToClient", dispute, wrong);
        if (wrong.Count == 0 && toFreelancer + toClient != held.Minor)
        {
            wrong.Add(
                new Refusal("must_add_up", DisputeRefusalText.MustAddUp(Formats.Money(held)), "Form.ToFreelancer")
            );
        }
        var reasons = DisputeRecord.Text(input.Reasons, "Form.Reasons", DisputeRefusalText.GiveReasons, wrong);
        if (wrong.Count > 0)
        {
            return wrong;
        }
        dispute.Rule(actor.MemberId, reasons);
        db.Audit(
            actor,
            "dispute.ruled",
            dispute.Id,
            new
            {
                toFreelancer,
                toClient,
                reasons,
            }
        );
        return await record.CloseAsync(dispute, DisputeOutcome.Ruled, toFreelancer, actor, ct);
    }

    private static long Amount(string? typed, string field, Dispute dispute, List<Refusal> wrong)
    {
        var reading = MoneyParser.Read(typed, dispute.Unit, out var amount);
        if (reading == MoneyReading.Read && amount.Minor >= 0)
        {
            return amount.Minor;
        }
        wrong.Add(
            new Refusal(
                "amount",
                MoneyParser.Problem(reading == MoneyReading.Read ? MoneyReading.Wrong : reading, dispute.Unit)!,
                field
            )
        );
        return 0;
    }
}
