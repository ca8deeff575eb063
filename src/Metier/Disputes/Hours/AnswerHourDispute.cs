using Metier.Contracts;
using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Disputes;

/// <summary>The freelancer's answer: accept, or contest with words and files.</summary>
public sealed record HourAnswerInput(
    Guid RequestId,
    Guid DisputeId,
    bool Accept,
    string? Text,
    IReadOnlyList<Upload> Files
);

/// <summary>The freelancer accepts, and the named hours go back with their fees; or contests, and an arbiter is asked.</summary>
public sealed class AnswerHourDispute(
    MetierDb db,
    HourDisputeAccess access,
    HourDisputeRecord record,
    HourEvidence evidence
)
{
    /// <summary>Once; the same request gets the first answer.</summary>
    public Task<Outcome<Done>> RunAsync(HourAnswerInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        return db.WriteOnceAsync<Done>(
            $"hours_dispute.answer:{actor.MemberId:N}",
            input.RequestId,
            new
            {
                input.DisputeId,
                input.Accept,
                input.Text,
            },
            async () =>
            {
                if (await access.ForPartyAsync(input.DisputeId, actor, ct) is not (var dispute, Side.Freelancer))
                {
                    return Refusal.NotFound();
                }
                // Giving in stays possible until somebody rules.
                var state =
                    input.Accept && dispute.State == HourDisputeState.Contested
                        ? HourDisputeState.Contested
                        : HourDisputeState.Disputed;
                if (dispute.Refuse(state, db.Now) is { } refusal)
                {
                    return refusal;
                }
                if (input.Accept)
                {
                    dispute.Accept(db.Now);
                    return await record.SettleAsync(dispute, HourDisputeOutcome.Accepted, _ => true, actor, ct);
                }
                var wrong = new List<Refusal>();
                var text = DisputeRecord.Text(input.Text, "Form.Text", HourDisputeRefusalText.SayWhy, wrong);
                if (wrong.Count > 0)
                {
                    return wrong;
                }
                var kept = await evidence.KeepAsync(dispute, Side.Freelancer, text, input.Files, "Form", actor, ct);
                if (!kept.Ok)
                {
                    return Outcome<Done>.From(kept);
                }
                record.Contest(dispute, text, actor);
                return Done.It;
            },
            ct
        );
    }
}

/// <summary>The client takes the dispute back: the hours are the freelancer's again.</summary>
public sealed class CancelHourDispute(MetierDb db, HourDisputeAccess access, HourDisputeRecord record)
{
    /// <summary>Until it is settled.</summary>
    public Task<Outcome<Done>> RunAsync(Guid disputeId, Guid requestId, Actor actor, CancellationToken ct) =>
        db.WriteOnceAsync<Done>(
            $"hours_dispute.cancel:{actor.MemberId:N}",
            requestId,
            new { disputeId },
            async () =>
            {
                if (await access.ForPartyAsync(disputeId, actor, ct) is not (var dispute, Side.Client))
                {
                    return Refusal.NotFound();
                }
                return actor.RefuseToHire() is { } mayNot ? mayNot
                    : !dispute.IsOpen ? new Refusal("dispute_closed", HourDisputeRefusalText.Closed)
                    : await record.SettleAsync(dispute, HourDisputeOutcome.Cancelled, _ => false, actor, ct);
            },
            ct
        );
}

/// <summary>A ruling as chosen: the segments that go back, by their first minute, and why.</summary>
public sealed record HourRulingInput(Guid RequestId, Guid DisputeId, IReadOnlyList<string> ToClient, string? Reasons);

/// <summary>What a ruling would do, before fees.</summary>
/// <param name="Segments">How many segments go back.</param>
/// <param name="Minutes">Their disputed minutes.</param>
/// <param name="ToClient">What goes back to the client.</param>
/// <param name="ToFreelancer">What goes to the freelancer.</param>
public sealed record HourRulingLook(int Segments, int Minutes, Money ToClient, Money ToFreelancer);

/// <summary>An arbiter rules segment by segment, with reasons both can read. Final. Nobody rules about a contract of their own.</summary>
public sealed class RuleHourDispute(MetierDb db, HourDisputeAccess access, HourDisputeRecord record)
{
    /// <summary>What this ruling would do, to be looked at before it is made; refuses what would be refused then.</summary>
    public async Task<Outcome<HourRulingLook>> LookAsync(HourRulingInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (await access.ForArbiterAsync(input.DisputeId, actor, ct) is not { } dispute)
        {
            return Refusal.NotFound();
        }
        if (dispute.Refuse(HourDisputeState.Contested, db.Now) is { } refusal)
        {
            return refusal;
        }
        var wrong = new List<Refusal>();
        DisputeRecord.Text(input.Reasons, "Form.Reasons", DisputeRefusalText.GiveReasons, wrong);
        if (wrong.Count > 0)
        {
            return wrong;
        }
        var segments = await db
            .HourDisputeSegments.AsNoTracking()
            .Where(s => s.DisputeId == dispute.Id)
            .ToListAsync(ct);
        var back = segments.FindAll(s => Chosen(input)(s));
        var minor = HourDisputeRecord.ToClient(dispute, segments, Chosen(input));
        return new HourRulingLook(
            back.Count,
            back.Sum(s => s.Minutes),
            dispute.Unit.Minor(minor),
            dispute.Unit.Minor(dispute.HeldMinor - minor)
        );
    }

    private static Func<HourDisputeSegment, bool> Chosen(HourRulingInput input)
    {
        var starts = input.ToClient.ToHashSet(StringComparer.Ordinal);
        return s => starts.Contains(s.Start.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Segments that are not among the named ones are ignored.</summary>
    public Task<Outcome<Done>> RunAsync(HourRulingInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        return db.WriteOnceAsync<Done>(
            $"hours_dispute.rule:{actor.MemberId:N}",
            input.RequestId,
            input,
            async () =>
            {
                if (await access.ForArbiterAsync(input.DisputeId, actor, ct) is not { } dispute)
                {
                    return Refusal.NotFound();
                }
                if (dispute.Refuse(HourDisputeState.Contested, db.Now) is { } refusal)
                {
                    return refusal;
                }
                var wrong = new List<Refusal>();
                var reasons = DisputeRecord.Text(input.Reasons, "Form.Reasons", DisputeRefusalText.GiveReasons, wrong);
                if (wrong.Count > 0)
                {
                    return wrong;
                }
                dispute.Rule(actor.MemberId, reasons);
                return await record.SettleAsync(dispute, HourDisputeOutcome.Reviewed, Chosen(input), actor, ct);
            },
            ct
        );
    }
}
