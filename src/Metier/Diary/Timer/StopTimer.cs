using Metier.Contracts;
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
                var end = at is { } said && said < db.Now ? said : db.Now;
                lease.Stop(end, Reasons.Contains(reason) ? reason : "user");
                await book.TellPagesAsync(hourly.Contract, ct);
                return Done.It;
            },
            ct
        );
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
                await book.TellPagesAsync(hourly.Contract, ct);
                return Done.It;
            },
            ct
        );
}

/// <summary>A contract that is paused or over stops its timer.</summary>
internal sealed class StopWithContract(MetierDb db) : IHandle<ContractPaused>, IHandle<ContractEnded>
{
    public Task HandleAsync(ContractPaused happened, CancellationToken ct) => StopAsync(happened.ContractId, "paused", ct);

    public Task HandleAsync(ContractEnded happened, CancellationToken ct) => StopAsync(happened.ContractId, "ended", ct);

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
                return Done.It;
            },
            ct
        );
}
