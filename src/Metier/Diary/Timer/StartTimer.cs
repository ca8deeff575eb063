using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>The freelancer starts the timer, on the page or on a paired computer. A timer that runs elsewhere stops.</summary>
public sealed class StartTimer(MetierDb db, DiaryBook book, WeekSegments segments)
{
    /// <summary>
    /// Refuses <c>start_id</c>, <c>memo</c>, <c>consent_missing</c>, <c>contract_paused</c>, <c>contract_ended</c>, <c>limit_reached</c>, <c>suspended</c>. The same start id
    /// again answers with the same lease.
    /// </summary>
    public Task<Outcome<LeaseGiven>> RunAsync(StartAsked asked, Guid? deviceId, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(asked);
        return db.WriteAsync<LeaseGiven>(() => StartAsync(asked, deviceId, actor, ct), ct);
    }

    private async Task<Outcome<LeaseGiven>> StartAsync(
        StartAsked asked,
        Guid? deviceId,
        Actor actor,
        CancellationToken ct
    )
    {
        if (await book.WorkedByAsync(asked.ContractId, actor, ct) is not { } hourly)
        {
            return Refusal.NotFound();
        }
        if (asked.StartId == Guid.Empty)
        {
            // Left out: everybody's first start would be the same one.
            return new Refusal("start_id", DiaryRefusalText.StartId, nameof(StartAsked.StartId));
        }
        var memo = DiaryRules.Memo(asked.Memo);
        if (!memo.Ok)
        {
            return Outcome<LeaseGiven>.From(memo);
        }
        var level = (await book.ConsentsAsync(asked.ContractId, ct)).Now;
        var monday = DiaryTime.MondayOf(DiaryTime.Of(db.Now));
        var billed = (await segments.OfAsync(hourly, monday, ct)).Sum(s => s.Counted);
        var limit = hourly.History.LimitOf(monday);
        if (await db.TrackingLeases.SingleOrDefaultAsync(l => l.Id == asked.StartId, ct) is { } before)
        {
            return before.FreelancerId == actor.MemberId && before.ContractId == asked.ContractId && level is not null
                ? Given(before, memo.Value, level.Value, billed, limit)
                : Refusal.IdempotencyMismatch();
        }
        if (actor.Suspended)
        {
            return new Refusal("suspended", DiaryRefusalText.Suspended);
        }
        if (Refuse(hourly.Contract, level, billed, limit) is { } refusal)
        {
            return refusal;
        }
        await StopOthersAsync(actor.MemberId, ct);
        var lease = new TrackingLease
        {
            Id = asked.StartId,
            ContractId = asked.ContractId,
            FreelancerId = actor.MemberId,
            DeviceId = deviceId,
            MemoId = await book.MemoAsync(asked.ContractId, memo.Value, ct),
            StartedAt = db.Now,
            ExpiresAt = db.Now + TrackingLease.Renewal,
        };
        db.TrackingLeases.Add(lease);
        await book.TellFreelancerAsync(hourly.Contract, ct);
        return Given(lease, memo.Value, level!.Value, billed, limit);
    }

    internal static Refusal? Refuse(Contract contract, ProofLevel? level, int minutes, int? limit) =>
        contract.State == ContractState.Ended ? new Refusal("contract_ended", DiaryRefusalText.ContractEnded)
        : contract.IsPaused ? new Refusal("contract_paused", DiaryRefusalText.ContractPaused)
        : level is null ? new Refusal("consent_missing", DiaryRefusalText.ConsentMissing)
        : minutes >= limit ? new Refusal("limit_reached", DiaryRefusalText.LimitReached)
        : null;

    /// <summary>Saved at once, so that the database never sees two that live.</summary>
    private async Task StopOthersAsync(Guid freelancerId, CancellationToken ct)
    {
        foreach (
            var other in await db
                .TrackingLeases.Where(l => l.FreelancerId == freelancerId && l.StoppedAt == null)
                .ToListAsync(ct)
        )
        {
            other.Stop(db.Now, "revoked");
        }
        await db.SaveChangesAsync(ct);
    }

    private LeaseGiven Given(TrackingLease lease, string memo, ProofLevel level, int minutes, int? limit) =>
        new(lease.Id, lease.ContractId, memo, (int)level, lease.StartedAt, lease.ExpiresAt, db.Now, minutes, limit);
}
