using System.Globalization;
using Metier.Diary;
using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payroll;

/// <summary>
/// Hours out: a week that was locked makes its lines for the partner, one for each rate, and the row that follows its money. Both
/// events make the same rows, whichever is heard first.
/// </summary>
internal sealed class SendHours(MetierDb db, PartnerWeeks weeks) : IHandle<PartnerWeekLocked>
{
    public Task HandleAsync(PartnerWeekLocked happened, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (await weeks.FindAsync(happened.WeekId, ct) is { } week)
                {
                    await EnsureAsync(week, ct);
                }
                return Done.It;
            },
            ct
        );

    /// <summary>The row of a week; made with its lines when there is none. Joins the caller's write transaction.</summary>
    public async Task<PayrollWeek> EnsureAsync(DiaryWeek week, CancellationToken ct)
    {
        if (await db.PayrollWeeks.SingleOrDefaultAsync(w => w.Id == week.Id, ct) is { } known)
        {
            return known;
        }
        var payroll = await db.PayrollContracts.SingleAsync(c => c.ContractId == week.ContractId, ct);
        var row = new PayrollWeek
        {
            Id = week.Id,
            ContractId = week.ContractId,
            PartnerId = payroll.PartnerId,
            Monday = week.Monday,
            Currency = week.Currency,
            Minutes = week.BilledMinutes,
            CostMinor = week.Cost.Minor,
            MarkupMinor = week.MarkupMinor,
            ManagementMinor = week.ManagementMinor,
        };
        row.Settle();
        db.PayrollWeeks.Add(row);
        var amounts = week.RateAmounts;
        for (var i = 0; i < week.Rates.Count; i++)
        {
            db.HoursLines.Add(
                new HoursLine
                {
                    Id = Ids.New(db.Clock),
                    ContractId = week.ContractId,
                    PartnerId = payroll.PartnerId,
                    Monday = week.Monday,
                    Number = i + 1,
                    Minutes = week.Rates[i].Minutes,
                    RateMinor = week.Rates[i].RateMinor,
                    AmountMinor = amounts[i].Minor,
                    Currency = week.Currency,
                    At = db.Now,
                }
            );
        }
        return row;
    }
}

/// <summary>The client has paid: what the week holds becomes the partner's, at once. Nothing is in review: wages are due for work done.</summary>
internal sealed class OwePartner(MetierDb db, PartnerWeeks weeks, SendHours hours) : IHandle<PartnerWeekBilled>
{
    public Task HandleAsync(PartnerWeekBilled happened, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (await weeks.FindAsync(happened.WeekId, ct) is not { } week)
                {
                    return Done.It;
                }
                var row = await hours.EnsureAsync(week, ct);
                var released = await weeks.ReleaseAsync(week, ct);
                if (!released.Ok)
                {
                    // Frozen by a chargeback, for instance: the outbox comes again.
                    throw new InvalidOperationException(released.Refusals[0].Code);
                }
                row.PaidAt ??= db.Now;
                row.Settle();
                return Done.It;
            },
            ct
        );
}

/// <summary>Hours that were wrong when the week was closed, as typed; with a minus for fewer.</summary>
public sealed record CorrectHoursInput(Guid RequestId, Guid ContractId, string? Monday, string? Hours, string? Reason);

/// <summary>
/// The client corrects the hours of a closed week for the partner: another line, never a change. The money that was charged stays; what
/// it no longer matches is listed until it is explained.
/// </summary>
public sealed class CorrectHours(MetierDb db)
{
    /// <summary>The same request corrects once.</summary>
    public Task<Outcome<Done>> RunAsync(CorrectHoursInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        return db.WriteOnceAsync<Done>(
            $"payroll.correct:{actor.MemberId:N}",
            input.RequestId,
            input,
            () => CorrectAsync(input, actor, ct),
            ct
        );
    }

    private async Task<Outcome<Done>> CorrectAsync(CorrectHoursInput input, Actor actor, CancellationToken ct)
    {
        var clientId = actor.ClientId ?? Guid.Empty;
        if (
            await db.PayrollContracts.SingleOrDefaultAsync(
                c => c.ContractId == input.ContractId && c.ClientId == clientId,
                ct
            )
            is not { } payroll
        )
        {
            return Refusal.NotFound();
        }
        if (actor.RefuseToHire() is { } mayNot)
        {
            return mayNot;
        }
        var wrong = new List<Refusal>();
        var typed = TypedText.Line(input.Hours).Replace('−', '-');
        var fewer = typed.StartsWith('-');
        var minutes = TypedHours.Minutes(typed.TrimStart('-', '+')) ?? 0;
        if (minutes == 0)
        {
            wrong.Add(new Refusal("hours", PayrollWordsText.HoursWrong, "Form.Hours"));
        }
        var reason = TypedText.Line(input.Reason);
        if (reason.Length is 0 or > 500)
        {
            wrong.Add(
                new Refusal(
                    "reason",
                    reason.Length == 0 ? PayrollWordsText.SayWhy : PlatformText.TooLong(500),
                    "Form.Reason"
                )
            );
        }
        var week = DateOnly.TryParseExact(
            input.Monday,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var monday
        )
            ? await db.PayrollWeeks.SingleOrDefaultAsync(
                w => w.ContractId == payroll.ContractId && w.Monday == monday,
                ct
            )
            : null;
        if (week is null)
        {
            wrong.Add(new Refusal("week", PayrollWordsText.ChooseWeek, "Form.Monday"));
        }
        if (wrong.Count > 0)
        {
            return wrong;
        }
        return await AddAsync(payroll, week!, fewer ? -minutes : minutes, reason, actor, ct);
    }

    private async Task<Outcome<Done>> AddAsync(
        PayrollContract payroll,
        PayrollWeek week,
        int change,
        string reason,
        Actor actor,
        CancellationToken ct
    )
    {
        var monday = week.Monday;
        var lines = await db
            .HoursLines.Where(l => l.ContractId == payroll.ContractId && l.Monday == monday)
            .OrderBy(l => l.Number)
            .ToListAsync(ct);
        if (lines.Sum(l => l.Minutes) + change < 0)
        {
            return new Refusal("hours", PayrollWordsText.MoreThanSent, "Form.Hours");
        }
        var rate = lines[^1].RateMinor;
        var amount = WeekSegments.PriceOf(Math.Abs(change) * rate, week.Unit).Minor * Math.Sign(change);
        db.HoursLines.Add(
            new HoursLine
            {
                Id = Ids.New(db.Clock),
                ContractId = payroll.ContractId,
                PartnerId = payroll.PartnerId,
                Monday = monday,
                Number = lines[^1].Number + 1,
                Minutes = change,
                RateMinor = rate,
                AmountMinor = amount,
                Currency = payroll.Currency,
                Reason = reason,
                By = actor.MemberId,
                At = db.Now,
            }
        );
        week.CorrectedMinor += amount;
        db.Audit(
            actor,
            "payroll.hours_corrected",
            payroll.ContractId,
            new
            {
                monday,
                change,
                reason,
            }
        );
        return Done.It;
    }
}
