using Metier.Contracts;
using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>The timer stops; stopping twice is no error.</summary>
public sealed class StopTimer(MetierDb db, DiaryBook book)
{
    private static readonly HashSet<string> Reasons =
    [
        .. "user idle lock sleep shutdown limit paused ended level revoked quit signed_out".Split(' '),
    ];

    /// <summary>
    /// <paramref name="at"/> is the end of the last minute that counts, for a device that stopped a while ago; null for now. An
    /// unknown reason counts as <c>user</c>.
    /// </summary>
    public Task<Outcome<Done>> RunAsync(Guid leaseId, DateTime? at, string reason, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var lease = await db.TrackingLeases.SingleOrDefaultAsync(
                    l => l.Id == leaseId && l.FreelancerId == actor.MemberId,
                    ct
                );
                if (lease is null || await book.WorkedByAsync(lease.ContractId, actor, ct) is not { } hourly)
                {
                    return Refusal.NotFound();
                }
                if (lease.StoppedAt is null)
                {
                    var end = at is { } said && said < db.Now ? said : db.Now;
                    lease.Stop(end, Reasons.Contains(reason) ? reason : "user");
                    await CutAsync(hourly, lease, end, ct);
                    await book.TellFreelancerAsync(hourly.Contract, ct);
                }
                return Done.It;
            },
            ct
        );

    /// <summary>
    /// A stop that is counted back (ten minutes without input, a closed lid) takes out what was sent of the minutes after it, as long
    /// as their week is open.
    /// </summary>
    private async Task CutAsync(HourlyContract hourly, TrackingLease lease, DateTime end, CancellationToken ct)
    {
        await DiaryBook.HoldAsync(db, lease.ContractId, ct);
        var from = DiaryTime.At(DiaryTime.Of(end)) == end ? DiaryTime.Of(end) : DiaryTime.Of(end) + 1;
        var after = await db
            .DiaryMinutes.Where(m =>
                m.FreelancerId == lease.FreelancerId
                && m.Minute >= from
                && m.LeaseId == lease.Id
                && m.DeletionId == null
            )
            .ToListAsync(ct);
        after.RemoveAll(m => DiaryRules.LockOf(m.Minute, hourly.Contract.Rules) <= db.Now);
        if (after.Count == 0)
        {
            return;
        }
        db.DiaryMinutes.RemoveRange(after);
        db.Audit(
            null,
            "diary.cut",
            lease.ContractId,
            new
            {
                lease = lease.Id,
                end,
                minutes = after.Count,
            }
        );
        await db.SaveChangesAsync(ct);
        await book.TidyAsync(lease.ContractId, [.. after.Select(m => m.Minute)], ct);
        await book.JudgeAsync(
            hourly,
            [.. after.Select(m => DiaryTime.SegmentOf(m.Minute)).Distinct()],
            andThoseAfter: true,
            ct
        );
        await book.TellPagesAsync(hourly.Contract, ct);
    }
}

/// <summary>Other words for what is being worked on, from now on.</summary>
public sealed class ChangeMemo(MetierDb db, DiaryBook book)
{
    /// <summary>Refuses <c>memo</c>, and <c>not_running</c> when the timer stands.</summary>
    public Task<Outcome<Done>> RunAsync(Guid leaseId, string? memo, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var lease = await db.TrackingLeases.SingleOrDefaultAsync(
                    l => l.Id == leaseId && l.FreelancerId == actor.MemberId,
                    ct
                );
                if (lease is null || await book.WorkedByAsync(lease.ContractId, actor, ct) is not { } hourly)
                {
                    return Refusal.NotFound();
                }
                var text = DiaryRules.Memo(memo);
                if (!text.Ok)
                {
                    return Outcome<Done>.From(text);
                }
                if (lease.StoppedAt is not null)
                {
                    return new Refusal("not_running", DiaryRefusalText.NotRunning);
                }
                lease.MemoId = await book.MemoAsync(lease.ContractId, text.Value, ct);
                await book.TellFreelancerAsync(hourly.Contract, ct);
                return Done.It;
            },
            ct
        );
}

/// <summary>Whoever is suspended tracks no more; what was tracked before still comes in.</summary>
internal sealed class StopWithMember(MetierDb db) : IHandle<MemberSuspended>
{
    public Task HandleAsync(MemberSuspended happened, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                foreach (
                    var lease in await db
                        .TrackingLeases.Where(l => l.FreelancerId == happened.MemberId && l.StoppedAt == null)
                        .ToListAsync(ct)
                )
                {
                    lease.Stop(db.Now, "signed_out");
                }
                return Done.It;
            },
            ct
        );
}

/// <summary>A contract that is paused or over stops its timer.</summary>
internal sealed class StopWithContract(MetierDb db, HourlyContracts contracts, DiaryBook book)
    : IHandle<ContractPaused>,
        IHandle<ContractEnded>
{
    public Task HandleAsync(ContractPaused happened, CancellationToken ct) =>
        StopAsync(happened.ContractId, "paused", ct);

    public Task HandleAsync(ContractEnded happened, CancellationToken ct) =>
        StopAsync(happened.ContractId, "ended", ct);

    private Task StopAsync(Guid contractId, string reason, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                foreach (
                    var lease in await db
                        .TrackingLeases.Where(l => l.ContractId == contractId && l.StoppedAt == null)
                        .ToListAsync(ct)
                )
                {
                    lease.Stop(db.Now, reason);
                }
                foreach (var hourly in await contracts.OfAsync([contractId], ct))
                {
                    await book.TellFreelancerAsync(hourly.Contract, ct);
                }
                return Done.It;
            },
            ct
        );
}
