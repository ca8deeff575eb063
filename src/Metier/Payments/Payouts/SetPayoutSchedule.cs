using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>A schedule as typed.</summary>
/// <param name="Rhythm">How often; null when nothing was chosen.</param>
/// <param name="Day">Of the week or the month.</param>
/// <param name="Least">The least amount, as typed; empty for the operator's minimum.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="PayoutMethodId">Where to.</param>
public sealed record PayoutScheduleInput(
    PayoutRhythm? Rhythm,
    int Day,
    string? Least,
    Currency Currency,
    Guid? PayoutMethodId
);

/// <summary>Sets when a freelancer is paid by itself.</summary>
public sealed class SetPayoutSchedule(MetierDb db, WithdrawMoney withdraw)
{
    /// <summary>Refuses with a message beside the field that is wrong.</summary>
    public Task<Outcome<Done>> RunAsync(PayoutScheduleInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(actor);
        return db.WriteAsync<Done>(() => SetAsync(input, actor, ct), ct);
    }

    /// <summary>The schedule as it is; null for who never set one.</summary>
    public Task<PayoutSchedule?> FindAsync(Actor actor, CancellationToken ct) =>
        db.PayoutSchedules.AsNoTracking().SingleOrDefaultAsync(s => s.FreelancerId == actor.MemberId, ct);

    /// <summary>The last times, the latest first.</summary>
    public Task<List<PayoutRun>> RunsAsync(Actor actor, CancellationToken ct) =>
        db
            .PayoutRuns.AsNoTracking()
            .Where(r => r.FreelancerId == actor.MemberId)
            .OrderByDescending(r => r.DueAt)
            .ThenBy(r => r.Currency)
            .Take(12)
            .ToListAsync(ct);

    private async Task<Outcome<Done>> SetAsync(PayoutScheduleInput input, Actor actor, CancellationToken ct)
    {
        if (!actor.IsFreelancer)
        {
            return Refusal.NotFound();
        }
        var rhythm = input.Rhythm ?? PayoutRhythm.AtWill;
        var least = withdraw.Smallest(input.Currency);
        var wrong = new List<Refusal>();
        if (rhythm != PayoutRhythm.AtWill)
        {
            if (input.Day < 1 || input.Day > (rhythm == PayoutRhythm.Weekly ? 7 : 31))
            {
                var field = rhythm == PayoutRhythm.Weekly ? "Form.Weekday" : "Form.MonthDay";
                wrong.Add(new("schedule_day", PaymentRefusalText.ScheduleDay, field));
            }
            if (
                !await db.PayoutMethods.AnyAsync(
                    m =>
                        m.Id == input.PayoutMethodId
                        && m.FreelancerId == actor.MemberId
                        && m.RemovedAt == null
                        && m.EnteredAt != null,
                    ct
                )
            )
            {
                wrong.Add(new("choose_method", PaymentRefusalText.ChoosePayoutMethod, "Form.PayoutMethodId"));
            }
            if (Least(input, least) is { } refusal)
            {
                wrong.Add(refusal);
            }
        }
        if (wrong.Count > 0)
        {
            return wrong;
        }
        var row = await db.PayoutSchedules.SingleOrDefaultAsync(s => s.FreelancerId == actor.MemberId, ct);
        if (row is null)
        {
            row = new() { FreelancerId = actor.MemberId, Currency = input.Currency.Code };
            db.PayoutSchedules.Add(row);
        }
        row.Rhythm = rhythm;
        row.Day = rhythm == PayoutRhythm.AtWill ? 0 : input.Day;
        row.Currency = input.Currency.Code;
        row.LeastMinor = Typed(input) is { } typed && rhythm != PayoutRhythm.AtWill ? typed.Minor : least.Minor;
        row.PayoutMethodId = rhythm == PayoutRhythm.AtWill ? null : input.PayoutMethodId;
        row.NextAt = PayoutSchedule.After(rhythm, input.Day, db.Now);
        db.Audit(
            actor,
            "payout_schedule.set",
            actor.MemberId,
            new
            {
                row.Rhythm,
                row.Day,
                row.LeastMinor,
                row.PayoutMethodId,
            }
        );
        return Done.It;
    }

    private static Money? Typed(PayoutScheduleInput input) =>
        !string.IsNullOrWhiteSpace(input.Least)
        && MoneyParser.Read(input.Least, input.Currency, out var amount) == MoneyReading.Read
            ? amount
            : null;

    private static Refusal? Least(PayoutScheduleInput input, Money smallest)
    {
        if (string.IsNullOrWhiteSpace(input.Least))
        {
            return null;
        }
        var reading = MoneyParser.Read(input.Least, input.Currency, out var amount);
        return reading != MoneyReading.Read
                ? new Refusal("amount", MoneyParser.Problem(reading, input.Currency)!, "Form.Least")
            : amount < smallest
                ? new Refusal("below_minimum", PaymentRefusalText.BelowMinimum(Formats.Money(smallest)), "Form.Least")
            : null;
    }
}
