using Metier.Diary;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Disputes;

/// <summary>The ways a dispute of hours goes on and ends; everything joins the caller's write transaction.</summary>
public sealed class HourDisputeRecord(MetierDb db, WeeksForDisputes weeks, RuleOptions rules)
{
    internal void Contest(HourDispute dispute, string? answer, Actor? actor)
    {
        dispute.Contest(answer, rules.DisputeRulingDays, db.Now);
        db.Audit(actor, "hours_dispute.contested", dispute.Id, new { silent = answer is null, until = dispute.DueAt });
        db.Raise(
            new HoursContested(
                dispute.Id,
                dispute.ContractId,
                dispute.ClientId,
                dispute.FreelancerId,
                dispute.Title,
                dispute.Monday,
                dispute.Minutes,
                answer is null,
                dispute.DueAt!.Value,
                actor?.MemberId
            )
        );
    }

    /// <summary>What of the disputed amount goes back when these segments do, minor units.</summary>
    internal static long ToClient(
        HourDispute dispute,
        IReadOnlyList<HourDisputeSegment> segments,
        Func<HourDisputeSegment, bool> toClient
    )
    {
        if (!segments.Any(toClient))
        {
            return 0;
        }
        // Segments for which nothing was paid (a rate of nothing) have no part in the money.
        var (whole, back) = (segments.Sum(s => s.Weight), segments.Where(toClient).Sum(s => s.Weight));
        return back == whole ? dispute.HeldMinor
            : back == 0 ? 0
            : dispute.Held.MulDiv(back, whole).Minor;
    }

    /// <summary>
    /// Decides every segment, divides the money and closes. The dispute itself is the request, so that whatever comes twice divides once.
    /// </summary>
    internal async Task<Outcome<Done>> SettleAsync(
        HourDispute dispute,
        HourDisputeOutcome outcome,
        Func<HourDisputeSegment, bool> toClient,
        Actor? actor,
        CancellationToken ct
    )
    {
        var segments = await db.HourDisputeSegments.Where(s => s.DisputeId == dispute.Id).ToListAsync(ct);
        foreach (var segment in segments)
        {
            segment.ToClient = toClient(segment);
        }
        var minor = ToClient(dispute, segments, s => s.ToClient == true);
        var week = await weeks.GetAsync(dispute.WeekId, ct);
        if (await weeks.SettleAsync(week, Uuid5.Of(dispute.Id, "settle"), minor, ct) is { } refusal)
        {
            return refusal;
        }
        dispute.Settle(outcome, minor, db.Now);
        db.Audit(
            actor,
            "hours_dispute.settled",
            dispute.Id,
            new
            {
                outcome,
                toClient = minor,
                toFreelancer = dispute.HeldMinor - minor,
                segments = segments.Where(s => s.ToClient == true).Select(s => s.Start),
            }
        );
        db.Raise(
            new HoursSettled(
                dispute.Id,
                dispute.ContractId,
                dispute.ClientId,
                dispute.FreelancerId,
                dispute.Title,
                dispute.Monday,
                outcome,
                dispute.Unit.Minor(minor),
                dispute.Unit.Minor(dispute.HeldMinor - minor),
                actor?.MemberId
            )
        );
        return Done.It;
    }
}

/// <summary>What silence decides: a silent freelancer contests; without a ruling, protection decides segment by segment.</summary>
internal sealed class HourDisputeDeadlines(MetierDb db, HourDisputeRecord record, FrozenMoney frozen) : Chore
{
    public override Task<DateTime?> NextDueAsync(CancellationToken ct)
    {
        var waits = frozen.Subjects;
        return db.HourDisputes.Where(d => !waits.Contains(d.WeekId)).MinAsync(d => d.DueAt, ct);
    }

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var waits = frozen.Subjects;
        var due = await db
            .HourDisputes.Where(d => d.DueAt <= now && !waits.Contains(d.WeekId))
            .OrderBy(d => d.DueAt)
            .ThenBy(d => d.Id)
            .Select(d => d.Id)
            .Take(200)
            .ToListAsync(ct);
        foreach (var id in due)
        {
            await db.WriteAsync<Done>(() => TimeUpAsync(id, ct), ct);
            db.ChangeTracker.Clear();
        }
        return due.Count;
    }

    private async Task<Outcome<Done>> TimeUpAsync(Guid id, CancellationToken ct)
    {
        var dispute = await db.HourDisputes.SingleAsync(d => d.Id == id, ct);
        if (dispute.DueAt is not { } at || at > db.Now)
        {
            return Done.It;
        }
        if (dispute.State == HourDisputeState.Disputed)
        {
            record.Contest(dispute, null, null);
            return Done.It;
        }
        return await record.SettleAsync(
            dispute,
            HourDisputeOutcome.NoRuling,
            s => s.Coverage != Coverage.Covered,
            null,
            ct
        );
    }
}
