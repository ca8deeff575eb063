using Metier.Contracts;
using Metier.Ledger;
using Metier.Members;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>
/// Charges locked weeks: the client's default method, then the others in their order, then all of them again each day. Every charge
/// is written down before it is sent, one at a time for a week; an answer that is unknown is asked for and nothing else is tried.
/// </summary>
internal sealed class BillWeeks(
    MetierDb db,
    HourlyContracts contracts,
    MoneyViews money,
    MemberViews members,
    BeginCharge begin,
    FinishCharge finish,
    UnpaidWeeks unpaid
) : Chore
{
    private const int BatchSize = 200;

    public override Task<DateTime?> NextDueAsync(CancellationToken ct) => db.DiaryWeeks.MinAsync(w => w.NextAt, ct);

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var due = await db
            .DiaryWeeks.Where(w => w.NextAt <= now)
            .OrderBy(w => w.NextAt)
            .ThenBy(w => w.Id)
            .Select(w => w.Id)
            .Take(BatchSize)
            .ToListAsync(ct);
        foreach (var id in due)
        {
            await ChargeAsync(id, ct);
        }
        return due.Count;
    }

    /// <summary>One method after the other, until one is not refused at once or none is left.</summary>
    private async Task ChargeAsync(Guid id, CancellationToken ct)
    {
        while (true)
        {
            var begun = await db.WriteAsync<Guid>(() => BeginAsync(id, ct), ct);
            db.ChangeTracker.Clear();
            if (!begun.Ok || begun.Value == Guid.Empty)
            {
                return;
            }
            await finish.RunAsync(begun.Value, ct);
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Answers with the charge; empty when there is nothing to charge now.</summary>
    private async Task<Outcome<Guid>> BeginAsync(Guid id, CancellationToken ct)
    {
        var week = await db.DiaryWeeks.SingleAsync(w => w.Id == id, ct);
        if (!week.IsUnpaid || week.NextAt is not { } at || at > db.Now)
        {
            return Guid.Empty;
        }
        var methods = await money.PaymentMethodsAsync(week.ClientId, ct);
        var method = methods.FirstOrDefault(m => !m.IsExpired && !week.HasTried(m.Id));
        if (method is null)
        {
            await unpaid.RoundFailedAsync(week, week.Tried.Length == 0 ? "no_method" : "declined", ct);
            return Guid.Empty;
        }
        var hourly = (await contracts.OfAsync([week.ContractId], ct)).Single();
        // The card statement is the client's to read.
        using var language = new InLanguage((await members.TeamOfAsync(week.ClientId, ct))[0].Language);
        var begun = await begin.RunAsync(
            WeekCharges.Request(week, week.BeginTry(method.Id), method.Id, hourly.Contract),
            ct
        );
        return begun.Ok ? begun.Value.ChargeId : Outcome<Guid>.From(begun);
    }
}

/// <summary>What is asked of a client for a week.</summary>
internal static class WeekCharges
{
    public const string Kind = "week";

    public static ChargeRequest Request(DiaryWeek week, Guid chargeId, Guid methodId, Contract contract) =>
        new(
            chargeId,
            week.ClientId,
            week.FreelancerId,
            week.ContractId,
            methodId,
            week.Amount,
            contract.Fees,
            Kind,
            week.Id,
            week.Memo,
            $"/go/week/{week.Id}",
            week.Monday
        )
        {
            ByConsent = true,
        };
}

/// <summary>A week whose whole round of charges was refused: what follows for the client and for its contracts.</summary>
internal sealed class UnpaidWeeks(MetierDb db, HoldHourly hold, ClientStanding standing)
{
    /// <summary>Joins the caller's write transaction.</summary>
    public async Task RoundFailedAsync(DiaryWeek week, string code, CancellationToken ct)
    {
        week.RoundFailed(db.Now);
        var first = await standing.OwesAsync(week.Id, week.Parties, week.Total, week.BlockDays, ct);
        await hold.PastDueAsync(week.ClientId, ct);
        db.Audit(
            null,
            "week.past_due",
            week.Id,
            new
            {
                code,
                since = week.PastDueSince,
                next = week.NextAt,
            }
        );
        db.Raise(
            new WeekPastDue(
                week.Id,
                week.ContractId,
                week.ClientId,
                week.FreelancerId,
                week.Title,
                week.Monday,
                week.BilledMinutes,
                week.Total,
                first,
                code,
                week.NextAt!.Value,
                week.PastDueSince!.Value.AddDays(week.BlockDays),
                Ids.New(db.Clock)
            )
        );
    }
}

/// <summary>What the end of a charge means for its week.</summary>
internal sealed class WeekPurpose(
    MetierDb db,
    MoneyViews money,
    HoldHourly hold,
    ClientStanding standing,
    UnpaidWeeks unpaid
) : ChargePurpose
{
    public override string Kind => WeekCharges.Kind;

    public override ChargeTarget Target => ChargeTarget.Week;

    public override async Task<Outcome<Done>> SettledAsync(Charge charge, CancellationToken ct)
    {
        var week = await db.DiaryWeeks.SingleAsync(w => w.Id == charge.SubjectId, ct);
        var late = week.PastDueSince is not null;
        if (!week.Pay(charge, db.Now))
        {
            return new Refusal("week_paid", WeekRefusalText.AlreadyPaid);
        }
        var free = late && await standing.PaidAsync(week.Id, ct);
        if (free)
        {
            await hold.PaidUpAsync(week.ClientId, ct);
        }
        db.Audit(
            null,
            "week.paid",
            week.Id,
            new
            {
                charge = charge.Id,
                charge.AmountMinor,
                late,
            }
        );
        if (week.PartnerId is not null)
        {
            db.Raise(PartnerBilled(week, charge, free));
            return Done.It;
        }
        db.Raise(
            new WeekBilled(
                week.Id,
                week.ContractId,
                week.ClientId,
                week.FreelancerId,
                week.Title,
                week.Monday,
                week.BilledMinutes,
                charge.Amount,
                charge.ProcessingFee,
                charge.ServiceFee,
                charge.PaymentMethodId,
                week.ReviewEndsAt,
                week.ReviewEndsAt > db.Now,
                free
            )
        );
        return Done.It;
    }

    private static PartnerWeekBilled PartnerBilled(DiaryWeek week, Charge charge, bool free) =>
        new(
            week.Id,
            week.ContractId,
            week.ClientId,
            week.FreelancerId,
            week.Title,
            week.Monday,
            week.BilledMinutes,
            charge.Amount,
            charge.ProcessingFee,
            charge.PaymentMethodId,
            free
        );

    /// <summary>
    /// Protected minutes are as the week was locked. What is in dispute stays held for the arbiter, too: what goes back from there
    /// makes good what the operator bears.
    /// </summary>
    public override async Task<(long Part, long Whole)> CoveredAsync(
        Guid subjectId,
        bool released,
        CancellationToken ct
    )
    {
        var week = await db.DiaryWeeks.SingleAsync(w => w.Id == subjectId, ct);
        var covered = (Int128)week.CoveredMinutes * Math.Max(1, week.InHand);
        var disputed = released ? 0 : (Int128)week.DisputedMinor * week.BilledMinutes;
        return covered >= disputed
            ? (week.CoveredMinutes, week.BilledMinutes)
            : (week.DisputedMinor, Math.Max(1, week.InHand));
    }

    public override async Task TakenBackAsync(Guid subjectId, long minor, CancellationToken ct)
    {
        var week = await db.DiaryWeeks.SingleAsync(w => w.Id == subjectId, ct);
        week.Left(0, minor, null, db.Now);
        db.Audit(null, "week.charged_back", week.Id, new { minor, week.State });
    }

    public override async Task ActionRequiredAsync(Charge charge, CancellationToken ct)
    {
        var week = await db.DiaryWeeks.SingleAsync(w => w.Id == charge.SubjectId, ct);
        if (!week.IsUnpaid)
        {
            return;
        }
        week.State = WeekState.ActionRequired;
        db.Audit(null, "week.action_required", week.Id, new { charge = charge.Id });
        db.Raise(
            new WeekActionRequired(
                week.Id,
                charge.Id,
                week.ClientId,
                week.FreelancerId,
                week.Title,
                week.Monday,
                week.BilledMinutes,
                charge.Total
            )
        );
    }

    public override async Task FailedAsync(Charge charge, CancellationToken ct)
    {
        var week = await db.DiaryWeeks.SingleAsync(w => w.Id == charge.SubjectId, ct);
        if (!week.IsUnpaid || week.ChargeId != charge.Id)
        {
            return;
        }
        var code = charge.FailureCode ?? "declined";
        if (!week.HasTried(charge.PaymentMethodId))
        {
            // The client tried by itself and was refused: it knows, and the daily rounds go on.
            week.RoundFailed(db.Now);
            return;
        }
        var methods = await money.PaymentMethodsAsync(week.ClientId, ct);
        if (methods.Any(m => !m.IsExpired && !week.HasTried(m.Id)))
        {
            week.TryAnother(db.Now);
        }
        else
        {
            await unpaid.RoundFailedAsync(week, code, ct);
        }
    }
}

/// <summary>A week to be paid now, with this method.</summary>
public sealed record PayWeekInput(Guid RequestId, Guid WeekId, Guid? PaymentMethodId);

/// <summary>The client pays a week that is past due, without waiting for the next day's round.</summary>
public sealed class PayWeek(
    MetierDb db,
    WeekAccess access,
    HourlyContracts contracts,
    BeginCharge begin,
    FinishCharge finish
)
{
    /// <summary>Answers with how far the payment is.</summary>
    public async Task<Outcome<ChargeProgress>> RunAsync(PayWeekInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        var begun = await db.WriteAsync<ChargeProgress>(() => BeginAsync(input, actor, ct), ct);
        return begun.Ok ? await finish.RunAsync(begun.Value.ChargeId, ct) : begun;
    }

    private async Task<Outcome<ChargeProgress>> BeginAsync(PayWeekInput input, Actor actor, CancellationToken ct)
    {
        if (await access.ForPartyAsync(input.WeekId, actor, ct) is not (var week, Side.Client))
        {
            return Refusal.NotFound();
        }
        if (actor.RefuseToPay() is { } mayNot)
        {
            return mayNot;
        }
        if (!week.IsUnpaid)
        {
            return new Refusal("week_paid", WeekRefusalText.AlreadyPaid);
        }
        if (week.PastDueSince is null)
        {
            return new Refusal("week_charging", WeekRefusalText.BeingCharged);
        }
        if (input.PaymentMethodId is not { } method)
        {
            return new Refusal("method_missing", WeekRefusalText.ChooseMethod, "Form.PaymentMethodId");
        }
        var hourly = (await contracts.OfAsync([week.ContractId], ct)).Single();
        var charge = Uuid5.Of(week.Id, $"pay/{input.RequestId:D}");
        var begun = await begin.RunAsync(WeekCharges.Request(week, charge, method, hourly.Contract), ct);
        // The same form again finds a charge that may have ended: then the daily rounds go on undisturbed.
        if (begun.Ok && begun.Value.State == ChargeState.Processing)
        {
            week.BeginPay(charge);
            db.Audit(actor, "week.pay", week.Id, new { charge });
        }
        return begun;
    }
}
