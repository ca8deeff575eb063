using Metier.Contracts;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>Friday 24:00 UTC: what is not in dispute goes to the freelancer, available after the security period.</summary>
internal sealed class ReleaseWeeks(MetierDb db, WeekMoney money, FrozenMoney frozen) : Chore
{
    public override Task<DateTime?> NextDueAsync(CancellationToken ct)
    {
        var waits = frozen.Subjects;
        return db.DiaryWeeks.Where(w => !waits.Contains(w.Id)).MinAsync(w => w.ReleaseAt, ct);
    }

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var waits = frozen.Subjects;
        var due = await db
            .DiaryWeeks.Where(w => w.ReleaseAt <= now && !waits.Contains(w.Id))
            .OrderBy(w => w.ReleaseAt)
            .ThenBy(w => w.Id)
            .Select(w => w.Id)
            .Take(200)
            .ToListAsync(ct);
        foreach (var id in due)
        {
            await db.WriteAsync<Done>(() => ReleaseAsync(id, ct), ct);
            db.ChangeTracker.Clear();
        }
        return due.Count;
    }

    private async Task<Outcome<Done>> ReleaseAsync(Guid id, CancellationToken ct)
    {
        var week = await db.DiaryWeeks.SingleAsync(w => w.Id == id, ct);
        if (week.ReleaseAt is not { } at || at > db.Now)
        {
            return Done.It;
        }
        week.ReleaseAt = null;
        // The five days count from the end of the review, however late this chore came; of what was paid later, from now.
        DateTime? from = week.PaidAt <= week.ReviewEndsAt ? week.ReviewEndsAt : null;
        var free = week.InHand - week.DisputedMinor;
        var request = Uuid5.Of(week.Id, "review-over");
        return await money.MoveAsync(week, request, free, 0, ct, from) is { } refusal ? refusal : Done.It;
    }
}

/// <summary>Moves what a week holds. Everything joins the caller's write transaction.</summary>
public sealed class WeekMoney(MetierDb db, ReleaseEscrow release, RefundEscrow refund, AwardEscrow award)
{
    /// <summary>So much to the freelancer and so much back to the client, in one posting; either may be nothing.</summary>
    internal async Task<Refusal?> MoveAsync(
        DiaryWeek week,
        Guid requestId,
        long toFreelancerMinor,
        long toClientMinor,
        CancellationToken ct,
        DateTime? heldFrom = null
    )
    {
        var (paid, back) = (week.Unit.Minor(toFreelancerMinor), week.Unit.Minor(toClientMinor));
        EarningView? earning = null;
        if (paid.Minor > 0 && back.Minor > 0)
        {
            var divided = await award.RunAsync(new AwardInput(requestId, week.Id, paid, back, week.Memo), ct);
            if (!divided.Ok)
            {
                return divided.Refusals[0];
            }
            earning = divided.Value.Earning;
        }
        else if (paid.Minor > 0)
        {
            var released = await release.RunAsync(new ReleaseInput(requestId, week.Id, paid, week.Memo, heldFrom), ct);
            if (!released.Ok)
            {
                return released.Refusals[0];
            }
            earning = released.Value;
        }
        else if (back.Minor > 0)
        {
            var returned = await refund.RunAsync(new RefundInput(requestId, week.Id, back, week.Memo), ct);
            if (!returned.Ok)
            {
                return returned.Refusals[0];
            }
        }
        week.Left(paid.Minor, back.Minor, earning?.AvailableAt, db.Now);
        db.Audit(
            null,
            "week.moved",
            week.Id,
            new
            {
                released = paid.Minor,
                refunded = back.Minor,
                week.State,
            }
        );
        if (earning is not null)
        {
            db.Raise(
                new WeekReleased(
                    week.Id,
                    week.ContractId,
                    week.ClientId,
                    week.FreelancerId,
                    week.Title,
                    week.Monday,
                    earning.Gross,
                    earning.Net,
                    earning.AvailableAt,
                    week.State == WeekState.Released,
                    earning.Id
                )
            );
        }
        return null;
    }
}
