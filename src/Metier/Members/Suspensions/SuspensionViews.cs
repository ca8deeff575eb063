using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Members;

/// <summary>An appeal that waits for its answer.</summary>
public sealed record WaitingAppeal(Guid MemberId, string Name, DateTime AppealedAt, DateTime AnswerBy);

/// <summary>Reads suspensions.</summary>
public sealed class SuspensionViews(MetierDb db)
{
    /// <summary>The suspension that runs, or null.</summary>
    public Task<Suspension?> RunningAsync(Guid memberId, CancellationToken ct) =>
        db.Suspensions.AsNoTracking().SingleOrDefaultAsync(s => s.MemberId == memberId && s.LiftedAt == null, ct);

    /// <summary>All of a person's, newest first.</summary>
    public Task<List<Suspension>> OfAsync(Guid memberId, CancellationToken ct) =>
        db
            .Suspensions.AsNoTracking()
            .Where(s => s.MemberId == memberId)
            .OrderByDescending(s => s.SuspendedAt)
            .ThenByDescending(s => s.Id)
            .Take(50)
            .ToListAsync(ct);

    /// <summary>Appeals without an answer, the most urgent first.</summary>
    public Task<List<WaitingAppeal>> AppealsAsync(CancellationToken ct) =>
        (
            from s in db.Suspensions.AsNoTracking()
            where s.AppealedAt != null && s.AnsweredAt == null && s.LiftedAt == null
            join m in db.Members on s.MemberId equals m.Id
            orderby s.AnswerBy, s.Id
            select new WaitingAppeal(m.Id, m.Name, s.AppealedAt!.Value, s.AnswerBy!.Value)
        )
            .Take(100)
            .ToListAsync(ct);
}
