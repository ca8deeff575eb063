using System.Globalization;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>A month of the book.</summary>
/// <param name="First">Its first day.</param>
/// <param name="ClosedAt">When it was closed, UTC; null while it is open.</param>
/// <param name="ClosedBy">By whom.</param>
public sealed record PeriodLine(DateOnly First, DateTime? ClosedAt, Guid? ClosedBy);

/// <summary>
/// Months that are closed, one after the other, and never opened again: the database takes no posting that counts for one of
/// them.
/// </summary>
public sealed class LedgerPeriods(MetierDb db)
{
    /// <summary>Every month since the first posting, the newest first, the running one left out; the last ten years.</summary>
    public async Task<IReadOnlyList<PeriodLine>> ListAsync(CancellationToken ct)
    {
        var first = await db.LedgerTransactions.MinAsync(t => (DateTime?)t.EffectiveAt, ct);
        if (first is not { } start)
        {
            return [];
        }
        var closed = await db.LedgerPeriods.AsNoTracking().ToDictionaryAsync(p => p.Month, ct);
        var months = new List<PeriodLine>();
        var end = FirstOf(db.Now);
        for (var month = FirstOf(start); month < end; month = month.AddMonths(1))
        {
            var row = closed.GetValueOrDefault(Number(month));
            months.Add(new PeriodLine(month, row?.ClosedAt, row?.ClosedBy));
        }
        months.Reverse();
        return months.Count > 120 ? months[..120] : months;
    }

    /// <summary>Closes a month that is over, when all before it are closed and no adjustment for it waits.</summary>
    public Task<Outcome<Done>> CloseAsync(DateOnly month, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var first = new DateOnly(month.Year, month.Month, 1);
        return db.WriteAsync<Done>(
            async () =>
            {
                if (!actor.May(StaffRoles.Finance))
                {
                    return Refusal.NotFound();
                }
                if (first >= FirstOf(db.Now))
                {
                    return new Refusal("month_not_over", PaymentRefusalText.MonthNotOver);
                }
                // What has begun is committed or gone, and what begins later finds the month closed.
                await BookStop.HoldAsync(db, ct);
                var months = await ListAsync(ct);
                if (months.All(m => m.First != first))
                {
                    return Refusal.NotFound();
                }
                if (months.LastOrDefault(m => m.ClosedAt is null && m.First < first) is { } open)
                {
                    return new Refusal("month_earlier_open", PaymentRefusalText.MonthEarlierOpen(Name(open.First)));
                }
                if (months.Any(m => m.First == first && m.ClosedAt is not null))
                {
                    return Done.It;
                }
                var (start, end) = (Start(first), Start(first.AddMonths(1)));
                if (
                    await db.Adjustments.AnyAsync(
                        a => a.State == AdjustmentState.Proposed && a.EffectiveAt >= start && a.EffectiveAt < end,
                        ct
                    )
                )
                {
                    return new Refusal("month_waiting", PaymentRefusalText.MonthWaiting);
                }
                db.LedgerPeriods.Add(
                    new LedgerPeriodRow
                    {
                        Month = Number(first),
                        ClosedAt = db.Now,
                        ClosedBy = actor.MemberId,
                    }
                );
                db.Audit(actor, "period.closed", null, new { month = Number(first) });
                return Done.It;
            },
            ct
        );
    }

    internal static Task<bool> IsClosedAsync(MetierDb db, DateTime at, CancellationToken ct)
    {
        var number = Number(FirstOf(at));
        return db.LedgerPeriods.AnyAsync(p => p.Month == number, ct);
    }

    internal static string Name(DateTime at) => Name(DateOnly.FromDateTime(at));

    private static string Name(DateOnly month) => month.ToString("MMMM yyyy", Languages.Culture(Languages.Current));

    private static int Number(DateOnly month) => (month.Year * 100) + month.Month;

    private static DateOnly FirstOf(DateTime at) => new(at.Year, at.Month, 1);

    private static DateTime Start(DateOnly day) => day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
}
