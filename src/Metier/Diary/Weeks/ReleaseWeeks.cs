using Metier.Contracts;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>
/// Friday 24:00 UTC: what is not in dispute goes to the freelancer, available after the security period. All reviews end in the
/// same minute, so weeks are released a hundred at a time.
/// </summary>
internal sealed class ReleaseWeeks(MetierDb db, WeekMoney money, FrozenMoney frozen) : Chore
{
    private const int BatchSize = 100;

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
            .Take(BatchSize)
            .ToListAsync(ct);
        await db.WriteEachAsync(due, some => ReleaseAsync(some, now, ct), ct);
        return due.Count;
    }

    private async Task<Outcome<Done>> ReleaseAsync(IReadOnlyList<Guid> ids, DateTime now, CancellationToken ct)
    {
        var weeks = await db
            .DiaryWeeks.Where(w => ids.Contains(w.Id) && w.ReleaseAt <= now)
            .OrderBy(w => w.ReleaseAt)
            .ThenBy(w => w.Id)
            .ToListAsync(ct);
        foreach (var week in weeks)
        {
            week.ReleaseAt = null;
        }
        return await money.ReleaseAsync(weeks, ct) is { } refusal ? refusal : Done.It;
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
        CancellationToken ct
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
            var released = await release.RunAsync(new ReleaseInput(requestId, week.Id, paid, week.Memo), ct);
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
        Left(week, paid, back, earning);
        return null;
    }

    /// <summary>
    /// What is not in dispute of weeks whose review is over, all in one posting. The five days count from the end of the review,
    /// however late the chore came; of what was paid later, from now.
    /// </summary>
    internal async Task<Refusal?> ReleaseAsync(IReadOnlyList<DiaryWeek> weeks, CancellationToken ct)
    {
        var free = weeks.Where(w => w.InHand > w.DisputedMinor).ToList();
        var released = await release.RunManyAsync(
            free.ConvertAll(w => new ReleaseInput(
                Uuid5.Of(w.Id, "review-over"),
                w.Id,
                w.Unit.Minor(w.InHand - w.DisputedMinor),
                w.Memo,
                w.PaidAt <= w.ReviewEndsAt ? w.ReviewEndsAt : null
            )),
            ct
        );
        if (!released.Ok)
        {
            return released.Refusals[0];
        }
        foreach (var (week, earning) in free.Zip(released.Value))
        {
            Left(week, earning.Gross, week.Unit.Minor(0), earning);
        }
        return null;
    }

    private void Left(DiaryWeek week, Money paid, Money back, EarningView? earning)
    {
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
                    earning.Id,
                    week.PaidLate
                )
            );
        }
    }
}
