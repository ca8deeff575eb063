using Metier.Ledger;
using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>
/// Pays freelancers on the days they have chosen: all that is ready, once for each time and currency. The id of the payout is made
/// of both, so that a chore that dies halfway finds what it has done.
/// </summary>
internal sealed class PayOnSchedule(MetierDb db, WithdrawMoney withdraw, MoneyViews money, ActorLoader actors) : Chore
{
    public override Task<DateTime?> NextDueAsync(CancellationToken ct) =>
        db.PayoutSchedules.Where(s => s.NextAt != null).MinAsync(s => s.NextAt, ct);

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var due = await db
            .PayoutSchedules.AsNoTracking()
            .Where(s => s.NextAt <= now)
            .OrderBy(s => s.NextAt)
            .ThenBy(s => s.FreelancerId)
            .Take(200)
            .ToListAsync(ct);
        foreach (var schedule in due)
        {
            await PayAsync(schedule, ct);
            db.ChangeTracker.Clear();
        }
        return due.Count;
    }

    /// <summary>The id of a scheduled payout.</summary>
    internal static Guid IdOf(Guid freelancerId, DateTime due, string currency) =>
        Uuid5.Of(freelancerId, $"schedule/{due:yyyyMMdd}/{currency}");

    private async Task PayAsync(PayoutSchedule schedule, CancellationToken ct)
    {
        var due = schedule.NextAt!.Value;
        var actor = await actors.LoadForRequestAsync(schedule.FreelancerId, null, ct);
        var ready = (await money.FreelancerAsync(schedule.FreelancerId, ct)).Select(m => m.Ready).ToList();
        if (ready.Count == 0)
        {
            ready = [Money.Zero(Currency.Of(schedule.Currency))];
        }
        var runs = new List<PayoutRun>();
        foreach (var balance in ready)
        {
            var id = IdOf(schedule.FreelancerId, due, balance.Currency.Code);
            var skip = actor is null
                ? new Refusal("person_gone", "")
                : await PayAsync(schedule, id, balance, actor, ct);
            runs.Add(
                new PayoutRun
                {
                    Id = id,
                    FreelancerId = schedule.FreelancerId,
                    DueAt = due,
                    Currency = balance.Currency.Code,
                    ReadyMinor = balance.Minor,
                    SkipCode = skip?.Code,
                    SkipText = skip?.Message ?? "",
                }
            );
            db.ChangeTracker.Clear();
        }
        await db.WriteAsync<Done>(() => WriteAsync(schedule, due, runs, ct), ct);
    }

    /// <summary>Null when it was paid, now or by an earlier try.</summary>
    private async Task<Refusal?> PayAsync(
        PayoutSchedule schedule,
        Guid id,
        Money ready,
        Actor actor,
        CancellationToken ct
    )
    {
        if (await db.Payouts.AnyAsync(p => p.Id == id, ct))
        {
            return null;
        }
        var smallest = withdraw.Smallest(ready.Currency);
        var least = ready.Currency.Code == schedule.Currency && schedule.Least > smallest ? schedule.Least : smallest;
        if (ready < least)
        {
            return new Refusal("too_little", "");
        }
        using (new InLanguage(actor.Language))
        {
            var paid = await withdraw.RunAsync(new(id, schedule.PayoutMethodId ?? Guid.Empty, ready), actor, ct);
            return paid.Ok ? null : paid.Refusals[0];
        }
    }

    private async Task<Outcome<Done>> WriteAsync(
        PayoutSchedule schedule,
        DateTime due,
        List<PayoutRun> runs,
        CancellationToken ct
    )
    {
        var row = await db.PayoutSchedules.SingleAsync(s => s.FreelancerId == schedule.FreelancerId, ct);
        if (row.NextAt != due)
        {
            return Done.It;
        }
        // Days on which nobody was there to pay are not made up for: what is ready now is paid once.
        row.NextAt = PayoutSchedule.After(row.Rhythm, row.Day, db.Now);
        db.PayoutRuns.AddRange(runs);
        foreach (var run in runs.Where(r => r.SkipCode is not null and not ("too_little" or "person_gone")))
        {
            db.Raise(new PayoutSkipped(run.Id, run.FreelancerId, run.Ready, run.SkipText, row.NextAt));
        }
        return Done.It;
    }
}
