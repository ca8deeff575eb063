using Metier.Contracts;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Disputes;

/// <summary>
/// What silence decides: a client that does not answer loses, talks that lead nowhere go to an arbiter, and without a ruling
/// each side gets half.
/// </summary>
internal sealed class DisputeDeadlines(
    MetierDb db,
    DisputeRecord record,
    MilestonesForDisputes milestones,
    FrozenMoney frozen,
    RuleOptions rules
) : Chore
{
    public override Task<DateTime?> NextDueAsync(CancellationToken ct)
    {
        var waits = frozen.Subjects;
        return db.Disputes.Where(d => !waits.Contains(d.MilestoneId)).MinAsync(d => d.DueAt, ct);
    }

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var waits = frozen.Subjects;
        var due = await db
            .Disputes.Where(d => d.DueAt <= now && !waits.Contains(d.MilestoneId))
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
        var dispute = await db.Disputes.SingleAsync(d => d.Id == id, ct);
        if (dispute.DueAt is not { } at || at > db.Now)
        {
            return Refusal.NotFound();
        }
        if (dispute.AskArbiter(rules, db.Now))
        {
            db.Audit(null, "dispute.awaits_ruling", dispute.Id, new { until = dispute.DueAt });
            db.Raise(
                new DisputeAwaitsRuling(
                    dispute.Id,
                    dispute.ClientId,
                    dispute.FreelancerId,
                    dispute.Title,
                    dispute.DueAt!.Value
                )
            );
            return Done.It;
        }
        var held = (await milestones.GetAsync(dispute.MilestoneId, ct)).Held.Minor;
        // Of an odd number of cents the freelancer gets the odd one.
        return dispute.State == DisputeState.AwaitingClient
            ? await record.CloseAsync(dispute, DisputeOutcome.ClientSilent, held, null, ct)
            : await record.CloseAsync(dispute, DisputeOutcome.NoRuling, held - (held / 2), null, ct);
    }
}

/// <summary>The freelancer can give disputed money back at any time; when all of it is gone there is nothing left to settle.</summary>
internal sealed class CloseWhenGivenBack(MetierDb db, MilestonesForDisputes milestones, DisputeRecord record)
    : IHandle<MilestoneMoved>
{
    public async Task HandleAsync(MilestoneMoved happened, CancellationToken ct)
    {
        if (happened.Kind is not ("refunded" or "released" or "charged_back"))
        {
            return;
        }
        await db.WriteAsync<Done>(
            async () =>
            {
                var dispute = await db.Disputes.SingleOrDefaultAsync(
                    d => d.MilestoneId == happened.MilestoneId && d.ClosedAt == null,
                    ct
                );
                var milestone = await milestones.GetAsync(happened.MilestoneId, ct);
                if (dispute is null || milestone.State == MilestoneState.Disputed)
                {
                    return Refusal.NotFound();
                }
                await record.FinishAsync(
                    dispute,
                    happened.Kind == "charged_back" ? DisputeOutcome.TakenBack : DisputeOutcome.GivenBack,
                    0,
                    dispute.HeldMinor,
                    null,
                    ct
                );
                return Done.It;
            },
            ct
        );
    }
}
